"""Planes: what is left of an outline beside everything else on its level.

A plane is poured round the metal that is drawn already. Other nets are cut out with their
clearance, lands of its own net get a ring with spokes or are covered, what is narrower than the
minimum web goes away (a morphological opening), and so does what would leave too small a space or
a notch. Everything is measured on the drawn polygons, so that the result keeps the rules as it goes
to the mask.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from padwright.base.arrays import Floats, Ints
from padwright.geometry.circle import drawn_diameter_nm
from padwright.geometry.drc import Miss, closer_than, narrower_than, notched_below
from padwright.geometry.region import SNAP_NM, Region
from padwright.geometry.shaping import grown, lying_in, meeting, of_corners, opened, tips

#: What a clearance gets beside its value, for the rounding of slanted edges on either side.
_ROUNDING_NM: Final = SNAP_NM
#: How often a plane is cut back where it leaves too narrow a space; each cut only takes metal away.
_MOST_CUTS: Final = 16
#: What cutting leaves narrower than this is no metal.
_SLIVER_NM: Final = 4 * SNAP_NM
#: So often narrow tips are cut off round; then they go as far as they are narrow.
_ROUND_CUTS: Final = 2
#: After so many cuts they do not grow any more.
_LARGER_CUTS: Final = 4
#: A plane's outline bends outwards by more than this only at tips and at corners of its outline.
_TIP_DEG: Final = 20.0
#: By how much the corners of a spoke's end lie inside its land.
_INTO_LAND_NM: Final = 2_000


@dataclass(frozen=True, slots=True)
class Spokes:
    """Thermal connection: number, width and length of spokes, and where the first one points."""

    count: int
    width_nm: int
    gap_nm: int
    angle_deg: float


@dataclass(frozen=True, slots=True)
class Pour:
    """What a plane is to be: its net, its outline and its rules.

    `spokes` is None for lands that are joined with their whole rim. `line_nm` and `space_nm` are
    the least width and the least space of all metal of the level.
    """

    net: str
    level: int
    outline: Region
    clearance_nm: int
    web_nm: int
    line_nm: int
    space_nm: int
    spokes: Spokes | None
    keep_islands: bool = False


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What lies on a plane's level: other nets' metal, what is kept free, and its own metal.

    A plane joins the lands and vias of its net, and keeps off its wires, which lead to lands.

    `lands_nm` are the lands of the net that get spokes, shape (n, 4): x, y, the diameter of the
    circle round the land, and that of a circle in it, from which spokes begin; 0 for its middle.
    """

    foreign: Region
    kept_free: Region
    own: Region
    wires: Region
    lands_nm: Ints


@dataclass(frozen=True, slots=True)
class Poured:
    """A plane as drawn, spokes included, with what was counted while it was made.

    `spokes` has for each land that was to get spokes how many it got. `islands_nm2` are the areas
    of the parts that nothing of the net touches, removed or not.
    """

    pour: Pour
    region: Region
    joints: Region
    spokes: Ints
    islands_nm2: tuple[int, ...]


def poured(pour: Pour, around: Surroundings) -> Poured:
    """Return a plane poured round what is there.

    No point of it is nearer than the clearance to foreign metal, no part of it narrower than the
    web, spokes narrower than their width, and every part touches metal of its net unless islands
    are kept.
    """
    blocked = Region.union(
        (
            grown(around.foreign, pour.clearance_nm + _ROUNDING_NM),
            grown(around.wires, pour.space_nm + _ROUNDING_NM),
            around.kept_free,
        )
    )
    allowed = pour.outline - blocked
    rings = Region.empty()
    if pour.spokes is not None and len(around.lands_nm):
        rings = _grown_lands(around.lands_nm, pour.spokes.gap_nm + _ROUNDING_NM)
    whole = allowed - rings
    body = opened(whole, pour.web_nm)
    gone = (whole - body).solid_parts()
    kept = np.zeros((0, 2), dtype=np.int64)
    spokes = Region.empty()
    near: Region | None = None
    for turn in range(_MOST_CUTS):
        spokes, kept = _spokes(pour, around, body, blocked)
        cut = _spoiled(pour, body, spokes, around.own, gone, near, turn)
        if not cut and near is None:
            break
        if not cut:
            near = None
            continue
        # Cuts that are slanted to what they cut leave tips; larger ones come to an end.
        cut = grown(cut, min(turn, _LARGER_CUTS) * pour.space_nm // 2) & body
        body, more = _cut_back(body, cut, pour.web_nm)
        near = grown(more, 4 * (pour.space_nm + pour.web_nm))
        gone |= more
    metal = Region.union((body, spokes))
    joined = metal.touching(around.own) if around.own else Region.empty()
    islands = (
        [part.area_nm2 for part in metal.clear_of(around.own)]
        if around.own
        else [part.area_nm2 for part in metal]
    )
    counts = (
        np.bincount(kept[:, 0], minlength=len(around.lands_nm))
        if pour.spokes
        else np.zeros(0, dtype=np.int64)
    )
    return Poured(
        pour,
        metal if pour.keep_islands else joined,
        spokes,
        counts.astype(np.int64),
        tuple(sorted(islands, reverse=True)),
    )


def _grown_lands(lands_nm: Ints, by_nm: int) -> Region:
    return Region.union(
        Region.discs(lands_nm[lands_nm[:, 2] == diameter_nm, :2], int(diameter_nm) + 2 * by_nm)
        for diameter_nm in np.unique(lands_nm[:, 2])
    )


def _spokes(pour: Pour, around: Surroundings, body: Region, blocked: Region) -> tuple[Region, Ints]:
    """Return the spokes that can be, and the land and the number of each, shape (n, 2).

    A spoke ends with its whole width in the plane and keeps clear of what is foreign.
    """
    none = np.zeros((0, 2), dtype=np.int64)
    if pour.spokes is None or not len(around.lands_nm):
        return Region.empty(), none
    rule, lands_nm = pour.spokes, around.lands_nm
    turns = np.radians(rule.angle_deg) + np.arange(rule.count) * (2 * np.pi / rule.count)
    land, spoke = (each.ravel() for each in np.indices((len(lands_nm), rule.count)))
    out = np.stack([np.cos(turns), np.sin(turns)], axis=1)[spoke]
    rim_nm = _rims_nm(lands_nm[land, 2], rule.gap_nm)
    # Beyond the ring its whole end has to lie in the plane, as deep as a half web.
    end_nm = rim_nm + pour.web_nm / 2
    at_nm = lands_nm[land, :2]
    inner_nm = lands_nm[land, 3] / 2
    chord_nm = np.sqrt(np.maximum(inner_nm**2 - (rule.width_nm / 2 + 1) ** 2, 0))
    bars = _bars(at_nm, out, np.maximum(chord_nm - _INTO_LAND_NM, 0), end_nm, rule.width_nm)
    ends = _bars(at_nm, out, rim_nm, end_nm, rule.width_nm)
    good = lying_in(ends, body) & ~meeting(bars, blocked)
    return of_corners(bars[good]), np.stack([land[good], spoke[good]], axis=1)


def _rims_nm(diameters_nm: Ints, gap_nm: int) -> Floats:
    """Return how far the corners of the rings round lands lie from the lands' middles."""
    sizes_nm, number = np.unique(diameters_nm, return_inverse=True)
    rims_nm = [
        drawn_diameter_nm(size_nm + 2 * (gap_nm + _ROUNDING_NM)) / 2 + 10 * _ROUNDING_NM
        for size_nm in sizes_nm.tolist()
    ]
    found: Floats = np.array(rims_nm, dtype=np.float64)[number]
    return found


def _bars(
    at_nm: Ints,
    out: Floats,
    from_nm: Floats,
    to_nm: Floats,
    width_nm: int,
) -> Ints:
    """Return bars of shape (n, 4, 2) along directions, never narrower than a width once rounded."""
    slanted = (np.abs(out) > 1e-9).all(axis=1)
    half_nm = -(-width_nm // 2) + np.where(slanted, 1, 0)
    across = np.stack([-out[:, 1], out[:, 0]], axis=1) * half_nm[:, None]
    near, far = at_nm + out * from_nm[:, None], at_nm + out * to_nm[:, None]
    corners = np.stack([near - across, far - across, far + across, near + across], axis=1)
    rounded: Ints = np.rint(corners).astype(np.int64)
    return rounded


def _spoiled(
    pour: Pour,
    body: Region,
    spokes: Region,
    own: Region,
    gone: Region,
    near: Region | None,
    turn: int,
) -> Region:
    """Return what is to be cut out of the plane for the sake of widths, spaces and notches.

    Looked at is where they can come about: at tips of the plane, beside what is `gone` for being
    narrow or was cut out, and where it comes close to wires of its own net without touching them;
    once the plane was cut, only `near` the cuts.
    """
    if near is not None:
        body, spokes, own, gone = body & near, spokes & near, own & near, gone & near
    reach_nm = 2 * pour.space_nm + pour.web_nm
    windows = []
    points = tips(body, _TIP_DEG)
    if near is not None and len(points):
        points = points[near.sized(-pour.space_nm).holds(points)]
    if len(points):
        windows.append(Region.boxes(np.concatenate([points - reach_nm, points + reach_nm], axis=1)))
    half_nm = pour.space_nm // 2 + _ROUNDING_NM
    beside = (grown(own, half_nm) & grown(body, half_nm)).minus([own, body, spokes]).solid_parts()
    windows += [
        Region.box(left - reach_nm, bottom - reach_nm, right + reach_nm, top + reach_nm)
        for left, bottom, right, top in (part.box_nm for part in (*beside, *gone))
    ]
    if not windows:
        return Region.empty()
    window = Region.union(windows)
    if near is not None:
        window &= near
    metal = Region.union((body, spokes, own)) & window
    spaces = [*notched_below(metal, pour.space_nm), *closer_than(metal, pour.space_nm)]
    widths = [*narrower_than(body & window, pour.web_nm), *narrower_than(metal, pour.line_nm)]
    wide_nm = pour.space_nm + 2 * _ROUNDING_NM
    narrow = _inside(spaces, window)
    cuts = [grown(beside.touching(narrow), wide_nm), grown(narrow, wide_nm)] if narrow else []
    thin = _inside(widths, window)
    if turn < _ROUND_CUTS:
        cuts += _round_cuts(thin, pour.web_nm)
    elif thin:
        # What is narrow about a tip goes at once: an ever wider opening leaves it blunt.
        wide_nm = (turn - _ROUND_CUTS + 2) * pour.web_nm
        local = body & grown(thin, 3 * wide_nm)
        cuts += [thin, (local - opened(local, wide_nm)).touching(thin)]
    return Region.union(cuts) & body


def _round_cuts(narrow: Region, web_nm: int) -> Iterator[Region]:
    """Yield discs over narrow tips: they meet the sides of a tip at right angles."""
    for part in narrow:
        left, bottom, right, top = part.box_nm
        across_nm = math.ceil(math.hypot(right - left, top - bottom))
        if across_nm > 4 * web_nm:
            yield part
        else:
            yield Region.disc((left + right) // 2, (bottom + top) // 2, across_nm + web_nm)


def _inside(misses: Sequence[Miss], window: Region) -> Region:
    """Return the boxes of misses; edges that a window cut are no edges of the plane."""
    boxes_nm = np.array([miss.box_nm for miss in misses], dtype=np.int64).reshape(-1, 4)
    return Region.boxes(boxes_nm[lying_in(_corners(boxes_nm), window)])


def _cut_back(body: Region, cut: Region, web_nm: int) -> tuple[Region, Region]:
    """Return a plane less what is cut out of it, and less what is too narrow beside the cut then.

    Only the neighbourhood is opened again by the whole web. Slivers that are left go everywhere.
    The second region is what went, slivers apart.
    """
    left = body - cut
    local = left & grown(cut, 4 * web_nm)
    narrow = (local - opened(local, web_nm)).touching(grown(cut, 2 * _ROUNDING_NM))
    return opened(left - narrow, _SLIVER_NM), cut | narrow


def _corners(boxes_nm: Ints) -> Ints:
    left, bottom, right, top = boxes_nm.T
    return np.stack([left, bottom, left, top, right, top, right, bottom], axis=1).reshape(-1, 4, 2)


def foreign_metal(metal: Region, by_net: Iterable[tuple[str, Region]], net: str) -> Region:
    """Return what is drawn on a level for other nets, or for none."""
    labelled = list(by_net)
    every = Region.union([region for _, region in labelled])
    bare = (metal - every).solid_parts()
    return Region.union([*(region for name, region in labelled if name != net), bare])
