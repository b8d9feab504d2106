"""The masks of a planned and routed package: all that the factory is given."""

import itertools
from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from padwright.geometry.masks import Mask, Masks
from padwright.geometry.region import Region
from padwright.model import drawings
from padwright.model.package import Design
from padwright.plan.plan import PlacedPad, Plan
from padwright.route.routing import Routing

#: Net to centres of discs, one diameter after the other.
_Centres = dict[str, list[tuple[int, int]]]


class _Sheet:
    """The shapes of one mask, gathered by net and made into regions at the end."""

    def __init__(self) -> None:
        self._discs: dict[int, _Centres] = {}
        self._wires: dict[int, dict[str, list[tuple[int, int, int, int]]]] = {}

    def disc(self, net: str | None, x_nm: int, y_nm: int, diameter_nm: int) -> None:
        """Add a disc."""
        self._discs.setdefault(diameter_nm, {}).setdefault(net or "", []).append((x_nm, y_nm))

    def wire(self, net: str, points_nm: Iterable[tuple[int, int]], width_nm: int) -> None:
        """Add a wire with round ends and corners."""
        points = list(points_nm)
        pieces = [(*one, *other) for one, other in itertools.pairwise(points)]
        self._wires.setdefault(width_nm, {}).setdefault(net, []).extend(pieces)

    def mask(self) -> Mask:
        """Return the mask; shapes of no net are in its region and have no label."""
        parts: dict[str, list[Region]] = {}
        for diameter_nm, by_net in self._discs.items():
            for net, centres in by_net.items():
                parts.setdefault(net, []).append(Region.discs(_array(centres), diameter_nm))
        for width_nm, wires in self._wires.items():
            for net, pieces in wires.items():
                if pieces:
                    parts.setdefault(net, []).append(Region.stadiums(_array(pieces), width_nm))
        return _labelled({net: _joined(each) for net, each in parts.items()})


def draw_masks(design: Design, plan: Plan, routing: Routing, levels: int) -> Masks:
    """Return the masks of a routed package, drawn as they go to the mask shop.

    Each mask's ``labelled`` tells for which net a piece was drawn. Their names are those of
    `padwright.model.drawings`.

    Parameters
    ----------
    levels
        Number of wiring levels on which the routing was made.
    """
    rules = design.technology.rules
    left_nm, bottom_nm, right_nm, top_nm = design.box_nm
    street_nm = rules.street_nm.value
    sheets: dict[str, _Sheet] = {}
    for level in range(1, levels + 1):
        sheets[drawings.via_openings(level)] = _Sheet()
        sheets[drawings.wiring(level)] = _Sheet()
    sheets[drawings.PASSIVATION_OPENINGS] = _Sheet()
    _draw_lands(design, plan, sheets, levels)
    _draw_routing(design, routing, sheets)
    made = dict(_die_masks(plan))
    made |= {name: sheet.mask() for name, sheet in sheets.items()}
    return Masks(
        panel=Region.box(
            left_nm - street_nm, bottom_nm - street_nm, right_nm + street_nm, top_nm + street_nm
        ),
        body=Region.box(left_nm, bottom_nm, right_nm, top_nm),
        drawings=made,
    )


def _draw_lands(design: Design, plan: Plan, sheets: Mapping[str, _Sheet], levels: int) -> None:
    rules = design.technology.rules
    opening, lowest = sheets[drawings.via_openings(1)], sheets[drawings.wiring(1)]
    for pad in plan.pads:
        if pad.net is not None:
            opening.disc(pad.net, pad.x_nm, pad.y_nm, rules.pad_opening_nm.value)
            lowest.disc(pad.net, pad.x_nm, pad.y_nm, rules.pad_land_nm)
    highest, window = sheets[drawings.wiring(levels)], sheets[drawings.PASSIVATION_OPENINGS]
    for ball in plan.balls:
        highest.disc(ball.net, ball.x_nm, ball.y_nm, rules.ball_land_nm.value)
        window.disc(ball.net, ball.x_nm, ball.y_nm, rules.ball_opening_nm.value)


def _draw_routing(design: Design, routing: Routing, sheets: Mapping[str, _Sheet]) -> None:
    rules = design.technology.rules
    for wire in routing.wires:
        sheets[drawings.wiring(wire.level + 1)].wire(wire.net, wire.points_nm, wire.width_nm)
    for via in routing.vias:
        for level in range(via.lower_level, via.upper_level + 1):
            land = sheets[drawings.wiring(level + 1)]
            land.disc(via.net, via.x_nm, via.y_nm, rules.via_land_nm)
            if level > via.lower_level:
                hole = sheets[drawings.via_openings(level + 1)]
                hole.disc(via.net, via.x_nm, via.y_nm, rules.via_opening_nm.value)


def _die_masks(plan: Plan) -> Iterable[tuple[str, Mask]]:
    for die in plan.dies:
        outline = Region.box(die.left_nm, die.bottom_nm, die.right_nm, die.top_nm)
        yield drawings.die_outline(die.name), Mask(outline)
        by_net: dict[str, list[PlacedPad]] = {}
        for pad in plan.pads:
            if pad.die == die.name:
                by_net.setdefault(pad.net or "", []).append(pad)
        yield (
            drawings.die_pads(die.name),
            _labelled({net: Region.boxes(_boxes(pads)) for net, pads in by_net.items()}),
        )


def _boxes(pads: Iterable[PlacedPad]) -> NDArray[np.int64]:
    return _array(
        [
            (
                pad.x_nm - pad.width_nm // 2,
                pad.y_nm - pad.height_nm // 2,
                pad.x_nm - pad.width_nm // 2 + pad.width_nm,
                pad.y_nm - pad.height_nm // 2 + pad.height_nm,
            )
            for pad in pads
        ]
    )


def _labelled(by_net: Mapping[str, Region]) -> Mask:
    region = Region.union(by_net.values())
    return Mask(region, tuple((net, by_net[net]) for net in sorted(by_net) if net))


def _joined(parts: list[Region]) -> Region:
    return parts[0] if len(parts) == 1 else Region.union(parts)


def _array(rows: Iterable[tuple[int, ...]]) -> NDArray[np.int64]:
    return np.array(list(rows), dtype=np.int64)
