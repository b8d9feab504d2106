"""The schedule of the relaxation: inflate, tighten, settle until nothing is too near."""

from collections.abc import Callable, Sequence

import numpy as np

from padwright.base.progress import Report
from padwright.route.mesh import Floats, Ints
from padwright.route.relax import Chains, Terms, neighbours, sweep
from padwright.route.rules_at import margin_nm
from padwright.route.wiring import Joint, Strand, chain, even

_INFLATE_SWEEPS, _TIGHTEN_SWEEPS, _SETTLE_SWEEPS = 120, 200, 1200
_CHUNK_SWEEPS = 10
#: Points of strands that end in a joint are made even every so many sweeps.
_EVEN_SWEEPS = 20
_FIRST_PART = 0.3
_TENSION = 0.5
#: What of the margin may be used up by ending the relaxation, and again by thinning.
ROUGH_PART = 0.1
#: What tension may move a point in one sweep, as a part of half a line.
_STEP_PART = 0.25


def settle(
    strands: list[Strand],
    discs: Floats,
    corners_nm: Floats,
    walls: Floats,
    report: Report,
    out_of_time: Callable[[], bool],
    joints: Sequence[Joint] = (),
) -> None:
    """Relax strands and joints in place to their spacings plus the margin of `margin_nm`.

    ``discs``, ``corners_nm`` and ``walls`` are those of `padwright.route.wiring.chain`. Out of
    time, the lines are still inflated and tightened, but what is too near then stays.
    """
    if not strands:
        return
    margin = margin_nm(min(strand.half_nm for strand in strands))
    chains, parts = chain(strands, discs, corners_nm, walls, margin, joints)
    reach = 0.5 * min(strand.space_nm for strand in strands)
    step = _STEP_PART * min(strand.half_nm for strand in strands)
    total = _INFLATE_SWEEPS + _TIGHTEN_SWEEPS + _SETTLE_SWEEPS
    for done in range(0, total, _CHUNK_SWEEPS):
        report("route", done, total, "relaxation")
        if joints and done % _EVEN_SWEEPS == 0 and 0 < done <= _INFLATE_SWEEPS + _TIGHTEN_SWEEPS:
            _read(chains, parts, strands, joints)
            even(strands)
            chains, parts = chain(strands, discs, corners_nm, walls, margin, joints)
        pairs, lands = neighbours(chains, margin + reach)
        knots = (0, _INFLATE_SWEEPS, _INFLATE_SWEEPS + _TIGHTEN_SWEEPS)
        at = (done, done + _CHUNK_SWEEPS)
        grown = np.interp(at, knots[:2], (_FIRST_PART, 1.0))
        tension = np.interp(at, knots[1:], (_TENSION, 0.0))
        terms = Terms(
            margin,
            step,
            (float(grown[0]), float(grown[1])),
            (float(tension[0]), float(tension[1])),
        )
        worst = sweep(chains, pairs, lands, _CHUNK_SWEEPS, terms)
        if done >= knots[2] and (worst < ROUGH_PART * margin or out_of_time()):
            break
    _read(chains, parts, strands, joints)


def _read(
    chains: Chains, parts: Sequence[Ints], strands: Sequence[Strand], joints: Sequence[Joint]
) -> None:
    """Take the points of chains over into strands and joints."""
    for strand, part in zip(strands, parts, strict=True):
        strand.points_nm = np.stack([chains.x_nm[part], chains.y_nm[part]], axis=1)
    for i, joint in enumerate(joints):
        joint.place_nm = (float(chains.x_nm[i]), float(chains.y_nm[i]))
