"""Shapes of one mask, gathered by net and made into regions in bulk; the drawings of dies."""

import itertools
from collections.abc import Iterable, Mapping

import numpy as np

from padwright.base.arrays import Ints
from padwright.geometry.masks import Mask
from padwright.geometry.region import Region
from padwright.model import drawings
from padwright.plan.plan import PlacedPad, Plan

#: Net to centres of discs, one diameter after the other.
_Centres = dict[str, list[tuple[int, int]]]


class Sheet:
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
        """Return the mask; shapes of no net are in its region and have no label.

        The region is made of all shapes of a kind at once, whatever their nets: geometry knows
        then how the masks of neighbouring levels lie to each other (see `padwright.geometry.known`)
        and need not compare their polygons.
        """
        whole = [
            Region.discs(np.unique(_array(itertools.chain(*by_net.values())), axis=0), diameter_nm)
            for diameter_nm, by_net in self._discs.items()
        ]
        for width_nm, wires in self._wires.items():
            pieces = list(itertools.chain(*wires.values()))
            if pieces:
                whole.append(Region.stadiums(_array(pieces), width_nm))
        return Mask(_joined(whole) if whole else Region.empty(), self._labels())

    def _labels(self) -> tuple[tuple[str, Region], ...]:
        """Return for each net what is drawn for it."""
        parts: dict[str, list[Region]] = {}
        for diameter_nm, by_net in self._discs.items():
            for net, centres in by_net.items():
                parts.setdefault(net, []).append(Region.discs(_array(centres), diameter_nm))
        for width_nm, wires in self._wires.items():
            for net, pieces in wires.items():
                if pieces:
                    parts.setdefault(net, []).append(Region.stadiums(_array(pieces), width_nm))
        return tuple((net, _joined(parts[net])) for net in sorted(parts) if net)


def die_masks(plan: Plan) -> Iterable[tuple[str, Mask]]:
    """Yield the name and the drawing of each die's outline and of its pads."""
    for die in plan.dies:
        outline = Region.box(die.left_nm, die.bottom_nm, die.right_nm, die.top_nm)
        yield drawings.die_outline(die.name), Mask(outline)
        by_net: dict[str, list[PlacedPad]] = {}
        for pad in plan.pads:
            if pad.die == die.name:
                by_net.setdefault(pad.net or "", []).append(pad)
        yield (
            drawings.die_pads(die.name),
            labelled({net: Region.boxes(_boxes(pads)) for net, pads in by_net.items()}),
        )


def _boxes(pads: Iterable[PlacedPad]) -> Ints:
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


def labelled(by_net: Mapping[str, Region]) -> Mask:
    """Return the mask of regions by net; that of no net, the empty name, gets no label."""
    region = Region.union(by_net.values())
    return Mask(region, tuple((net, by_net[net]) for net in sorted(by_net) if net))


def with_more(mask: Mask, more: Mapping[str, Region]) -> Mask:
    """Return a mask with more metal by net; that of no net, the empty name, gets no label."""
    added = {net: region for net, region in more.items() if region}
    if not added:
        return mask
    labels = dict(mask.labelled)
    for net, region in added.items():
        if net:
            labels[net] = labels[net] | region if net in labels else region
    whole = Region.union([mask.region, *added.values()])
    return Mask(whole, tuple(sorted(labels.items(), key=lambda each: each[0])))


def _joined(parts: list[Region]) -> Region:
    return parts[0] if len(parts) == 1 else Region.union(parts)


def _array(rows: Iterable[tuple[int, ...]]) -> Ints:
    return np.array(list(rows), dtype=np.int64)
