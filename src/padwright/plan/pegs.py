"""Family C: the inner pegs round the die, and the outer pegs that they leave room for.

Every bonded pad has an inner peg of its own. Pegs stand outside the die's outline, because the die
overhangs its pad, in the order of the pads round the die, so that wires fan out without crossing.
"""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from padwright.base.errors import InputError
from padwright.base.units import length_text
from padwright.geometry.circle import drawn_diameter_nm, wire_overhang_nm
from padwright.model.frame import Frame
from padwright.model.package import BoxNm, Design, die_box
from padwright.plan.plan import PlacedBall, PlacedPad, PlacedPeg
from padwright.plan.ring import Ring, spread_round, uncrossed

#: Places are rounded to this grid.
_GRID_NM = 1_000


def frame_of(design: Design) -> Frame:
    """Return the frame of a design's technology.

    Raises
    ------
    InputError
        When there is none, or the design has not exactly one die.
    """
    frame = design.technology.frame
    if frame is None:
        raise InputError(
            f"the technology {design.technology.name!r} has no frame",
            where="technology.frame",
            fix="take a technology of family C, such as c-frame",
        )
    if len(design.dies) != 1:
        raise InputError(
            f"{len(design.dies)} dies, and an etched frame carries one",
            where="dies",
            fix="keep one die, or take a route of family A",
        )
    return frame


def paddle_box(design: Design) -> BoxNm:
    """Return the outline of the die's pad, which the die overhangs on every side.

    Raises
    ------
    InputError
        When the die is so small that nothing is left of its pad.
    """
    inset_nm = frame_of(design).die_pad_inset_nm.value
    left_nm, bottom_nm, right_nm, top_nm = die_box(design.dies[0])
    if min(right_nm - left_nm, top_nm - bottom_nm) <= 2 * inset_nm:
        raise InputError(
            f"an overhang of {length_text(inset_nm)} on every side leaves no pad under the die of "
            f"{length_text(right_nm - left_nm)} by {length_text(top_nm - bottom_nm)}",
            where="technology.frame.die_pad_inset",
            fix="take a smaller inset",
        )
    return (left_nm + inset_nm, bottom_nm + inset_nm, right_nm - inset_nm, top_nm - inset_nm)


def line_mask_nm(design: Design) -> int:
    """Return the width of the ink that leaves a line of the rules' width."""
    return frame_of(design).mask_for_nm(design.technology.rules.line_width_nm.value)


def land_space_nm(design: Design) -> int:
    """Return the space between lands of lines as the router counts it, drawn corners included."""
    space_nm = design.technology.rules.line_space_nm.value
    return space_nm + 2 * wire_overhang_nm(line_mask_nm(design)) + 2


def place_pegs(design: Design, pads: Sequence[PlacedPad]) -> tuple[PlacedPeg, ...]:
    """Return an inner peg for each bonded pad, named ``P1`` and on, counter-clockwise.

    Parameters
    ----------
    pads
        The bonded pads.

    Raises
    ------
    InputError
        When the pegs do not fit round the die, or not on the package.
    """
    frame = frame_of(design)
    spot_nm, land_nm = frame.peg_diameter_nm.value, drawn_diameter_nm(frame.peg_land_nm)
    # Pegs are rounded to a grid, which may bring two of them nearer by as much.
    pitch_nm = 2 * _GRID_NM + max(
        drawn_diameter_nm(spot_nm) + frame.peg_space_nm.value, land_nm + land_space_nm(design)
    )
    ring = Ring(die_box(design.dies[0]), frame.peg_clearance_nm.value + spot_nm // 2 + _GRID_NM)
    pads_nm = np.array([(pad.x_nm, pad.y_nm) for pad in pads], dtype=np.float64)
    ways_nm = ring.way_to(pads_nm)
    order = np.argsort(ways_nm, kind="stable")
    found, rows = None, 0
    while found is None and rows < frame.peg_rows:
        rows += 1
        apart_nm = max(pitch_nm, _way_through_nm(design, rows) + 2 * _GRID_NM)
        found = spread_round(ring, ways_nm[order], apart_nm, rows, pitch_nm)
    if found is None:
        raise InputError(
            f"{len(pads)} inner pegs, at least {length_text(pitch_nm)} apart, do not fit into "
            f"{frame.peg_rows} rows round the die, of which the first is "
            f"{length_text(round(ring.length_nm))} long",
            where="technology.frame.peg_rows",
            fix="allow more rows, smaller pegs or less space, or leave nets out (nets.no_connect)",
        )
    places_nm = np.rint(found[0] / _GRID_NM).astype(np.int64) * _GRID_NM
    _require_on_package(design, places_nm, land_nm)
    turn = uncrossed(pads_nm[order].astype(np.int64), places_nm)
    mine = {int(peg): int(order[place]) for place, peg in enumerate(turn)}
    return tuple(
        PlacedPeg(
            f"P{number + 1}",
            str(pads[mine[number]].net),
            pads[mine[number]].pin,
            int(places_nm[number, 0]),
            int(places_nm[number, 1]),
            int(found[1][number]),
        )
        for number in range(len(pads))
    )


def _way_through_nm(design: Design, rows: int) -> int:
    """Return how far apart pegs of one row are where the lines of the rows inside pass between."""
    line_nm = line_mask_nm(design) + 2 * wire_overhang_nm(line_mask_nm(design))
    land_nm = drawn_diameter_nm(frame_of(design).peg_land_nm)
    return land_nm + (rows - 1) * line_nm + rows * land_space_nm(design)


def _require_on_package(design: Design, places_nm: NDArray[np.int64], land_nm: int) -> None:
    """Raise `InputError` when the foot of a peg comes too near to the package's edge."""
    left_nm, bottom_nm, right_nm, top_nm = design.box_nm
    reach_nm = land_nm // 2 + design.technology.rules.edge_clearance_nm.value
    room_nm = np.min(
        [
            places_nm[:, 0] - left_nm,
            right_nm - places_nm[:, 0],
            places_nm[:, 1] - bottom_nm,
            top_nm - places_nm[:, 1],
        ],
    )
    if room_nm < reach_nm:
        raise InputError(
            f"an inner peg's centre is {length_text(int(room_nm))} from the edge of the package, "
            f"less than the {length_text(reach_nm)} that its foot takes with the edge clearance",
            where="package",
            fix="make the package larger, or move the die inward",
        )


def clear_balls(
    design: Design, pegs: Sequence[PlacedPeg], balls: Sequence[PlacedBall]
) -> tuple[PlacedBall, ...]:
    """Return the balls that neither the die's pad nor the foot of an inner peg is in the way of.

    Raises
    ------
    InputError
        When fewer are left than there are nets.
    """
    blocked = _blocked(design, pegs, balls)
    kept = tuple(ball for ball, why in zip(balls, blocked, strict=True) if not why)
    nets = len({peg.net for peg in pegs})
    if len(kept) < nets:
        raise InputError(
            f"{nets} nets need an outer peg each, but of {len(balls)} places {len(kept)} are clear "
            "of the die's pad and of the inner pegs",
            where="terminals",
            fix="add rows or columns, take a smaller pitch, or name nets in nets.no_connect",
        )
    return kept


def require_clear(design: Design, pegs: Sequence[PlacedPeg], balls: Sequence[PlacedBall]) -> None:
    """Raise `InputError` for the first ball of a fixed map that something is in the way of."""
    for ball, why in zip(balls, _blocked(design, pegs, balls), strict=True):
        if why:
            raise InputError(
                f"the ball {ball.name!r} is too near to {why}",
                where="terminals.map",
                fix="move the ball or take it out of the map",
            )


def _blocked(design: Design, pegs: Sequence[PlacedPeg], balls: Sequence[PlacedBall]) -> list[str]:
    """Return for each ball what is in its way, or nothing."""
    frame = frame_of(design)
    space_nm = land_space_nm(design)
    radius_nm = drawn_diameter_nm(design.technology.rules.ball_land_nm.value) / 2
    to_peg_nm = radius_nm + drawn_diameter_nm(frame.peg_land_nm) / 2 + space_nm
    left_nm, bottom_nm, right_nm, top_nm = paddle_box(design)
    told = []
    for ball in balls:
        beside_nm = max(left_nm - ball.x_nm, ball.x_nm - right_nm, 0)
        above_nm = max(bottom_nm - ball.y_nm, ball.y_nm - top_nm, 0)
        why = ""
        if math.hypot(beside_nm, above_nm) < radius_nm + space_nm:
            why = "the die's pad"
        for peg in pegs:
            if math.hypot(ball.x_nm - peg.x_nm, ball.y_nm - peg.y_nm) < to_peg_nm:
                why = why or f"the inner peg {peg.name}"
        told.append(why)
    return told
