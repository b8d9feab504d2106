"""The measuring primitives of design rules, each returning what it found as plain data."""

from dataclasses import dataclass

import klayout.db as kdb

from padwright.geometry.region import Box, Region


@dataclass(frozen=True, slots=True)
class Miss:
    """A place where a distance is below its limit."""

    box_nm: Box
    measured_nm: int


def _misses(pairs: kdb.EdgePairs) -> list[Miss]:
    found = []
    for pair in pairs.each():
        box = pair.bbox()
        found.append(Miss((box.left, box.bottom, box.right, box.top), pair.distance()))
    return sorted(found, key=lambda miss: (miss.box_nm, miss.measured_nm))


def narrower_than(region: Region, width_nm: int) -> list[Miss]:
    """Return where facing edges of a shape are less than a width apart.

    Distances are measured by projection: the sides of a polygon that stands for a circle do not
    count as facing each other unless they do.
    """
    return _misses(region.shapes.width_check(width_nm, False, kdb.Region.Projection))  # noqa: FBT003 - KLayout's own order


def closer_than(region: Region, space_nm: int) -> list[Miss]:
    """Return where two separate shapes are less than a distance apart, in any direction.

    `isolated_check` finds what `space_check` finds between shapes, at a seventh of its cost.
    """
    return _misses(region.shapes.isolated_check(space_nm, False, kdb.Region.Euclidian))  # noqa: FBT003 - KLayout's own order


def notched_below(region: Region, space_nm: int) -> list[Miss]:
    """Return where two facing edges of one shape leave a notch narrower than a distance."""
    return _misses(region.shapes.notch_check(space_nm, False, kdb.Region.Projection))  # noqa: FBT003 - KLayout's own order


def separated_below(one: Region, other: Region, space_nm: int) -> list[Miss]:
    """Return where shapes of one region come closer than a distance to those of another."""
    pairs = one.shapes.separation_check(other.shapes, space_nm, False, kdb.Region.Euclidian)  # noqa: FBT003 - KLayout's own order
    overlap = one & other
    return _misses(pairs) + [Miss(part.box_nm, 0) for part in overlap]


def enclosed_below(inner: Region, outer: Region, enclosure_nm: int) -> list[Miss]:
    """Return where an outer region reaches less than a distance beyond an inner one."""
    pairs = inner.shapes.enclosed_check(outer.shapes, enclosure_nm, False, kdb.Region.Euclidian)  # noqa: FBT003 - KLayout's own order
    bare = (inner - outer).without_slivers(1)
    return _misses(pairs) + [Miss(part.box_nm, 0) for part in bare]


def covered_share(region: Region, window: Box) -> float:
    """Return the share of a window that a region covers, from 0 to 1."""
    left, bottom, right, top = window
    area_nm2 = (right - left) * (top - bottom)
    return (region & Region.box(*window)).area_nm2 / area_nm2 if area_nm2 else 0.0


def shares_by_tile(region: Region, tile_nm: int, within: Box) -> list[tuple[Box, float]]:
    """Return the covered share of each tile of a grid laid over a box from its lower left."""
    left, bottom, right, top = within
    found = []
    for low in range(bottom, top, tile_nm):
        for begin in range(left, right, tile_nm):
            tile = (begin, low, min(begin + tile_nm, right), min(low + tile_nm, top))
            found.append((tile, covered_share(region, tile)))
    return found
