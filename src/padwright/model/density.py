"""How much of a level is to be metal: what the design asks for, else what the line can take."""

from dataclasses import dataclass

from padwright.model.figures import SourcedRatio
from padwright.model.package import Design
from padwright.model.sourced import Sourced


@dataclass(frozen=True, slots=True)
class DensityLimits:
    """The least and the most share of metal in a tile, its side, and whether the design asks so."""

    least: Sourced[float]
    most: Sourced[float]
    tile_nm: int
    is_asked: bool


def density_limits(design: Design) -> DensityLimits:
    """Return the limits that hold for a design: its own, or its technology's."""
    own, rules = design.routing.density, design.technology.rules
    if own is None:
        return DensityLimits(
            rules.min_density_ratio,
            rules.max_density_ratio,
            rules.density_window_nm.value,
            is_asked=False,
        )
    source = "the design, routing.density"
    return DensityLimits(
        SourcedRatio(value=own.least_ratio, source=source),
        SourcedRatio(value=own.most_ratio, source=source),
        own.tile_nm,
        is_asked=True,
    )
