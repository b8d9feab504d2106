"""How much of each window is metal."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from padwright.check.evenness import why_thick, why_thin
from padwright.check.layers import Layer, levels, wiring
from padwright.check.rule import Case, Rule
from padwright.check.shortfall import place_of
from padwright.geometry.region import Box
from padwright.geometry.tiles import Tiles, windows
from padwright.model.density import density_limits
from padwright.model.finding import Finding, Quantity, Severity
from padwright.model.sourced import Sourced


class Density(Rule):
    """Plating and planarity want metal everywhere alike: neither too much nor too little of it.

    Windows lie over the body in steps of half a window; they are stretched a little so that
    whole steps fill the body. A body smaller than a window is one window.
    """

    kind: ClassVar[str] = "density"
    describes: ClassVar[str] = "share of metal in each window of each wiring level"

    def run(self, case: Case) -> Iterator[Finding]:
        """Return for each level its emptiest and its fullest window.

        Limits are those of the design's ``routing.density``, warnings both; without it
        ``min_density``, as a note, and ``max_density`` in windows of ``density_window``.
        """
        limits = density_limits(case.design)
        tiles = Tiles.over(case.built.masks.body.box_nm, limits.tile_nm)
        for level in levels(case.built.structure):
            layer = wiring(case.built.structure, level)
            shares, boxes = windows(tiles.shares(layer.region)).ravel(), tiles.boxes()
            low, high = limits.least, limits.most
            thin, thick = shares < low.value, shares > high.value
            if thin.any():
                at = int(np.argmin(shares))
                worst = _Worst(float(shares[at]), boxes[at], f"{int(thin.sum())} of {thin.size}")
                severity = Severity.WARNING if limits.is_asked else Severity.NOTE
                yield self._finding(case, level, layer, worst, low, severity)
            if thick.any():
                at = int(np.argmax(shares))
                worst = _Worst(float(shares[at]), boxes[at], f"{int(thick.sum())} of {thick.size}")
                yield self._finding(case, level, layer, worst, high, Severity.WARNING)

    def _finding(
        self,
        case: Case,
        level: int,
        layer: Layer,
        worst: "_Worst",
        limit: Sourced[float],
        severity: Severity,
    ) -> Finding:
        share, sparse = worst.share, worst.share < limit.value
        what = f"{worst.count} windows have {'less' if sparse else 'more'} than"
        told = f"wiring {level}: {what} {limit.value:.3g} of metal, one has {share:.3g}"
        if sparse:
            reason, fix = why_thin(case, layer.region, worst.box_nm)
        else:
            reason, fix = why_thick(case, level, layer.region, worst.box_nm)
        return Finding(
            rule=self.kind,
            severity=severity,
            message=f"{told}: {reason}",
            place=place_of(worst.box_nm, layer.low_nm, layer.high_nm),
            measured=Quantity(share, ""),
            required=Quantity(limit.value, ""),
            source=limit.source,
            slabs=layer.made_by,
            fix=fix,
        )


@dataclass(frozen=True, slots=True)
class _Worst:
    """The worst window of a level, and how many windows are beyond the limit."""

    share: float
    box_nm: Box
    count: str
