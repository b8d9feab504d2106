"""The schedule of the relaxation: inflate, tighten, settle until nothing is too near."""

from collections.abc import Callable, Sequence

import numpy as np

from padwright.base.progress import Report
from padwright.route.ground.mesh import Floats, Ints
from padwright.route.relaxing.relax import Chains, Terms, sweep
from padwright.route.relaxing.rest import Watch
from padwright.route.relaxing.wiring import Joint, Strand, chain, even
from padwright.route.rules_at import margin_nm

_INFLATE_SWEEPS, _TIGHTEN_SWEEPS, _SETTLE_SWEEPS = 120, 200, 1200
_CHUNK_SWEEPS = 10
#: Points of strands that end in a joint are made even every so many sweeps.
_EVEN_SWEEPS = 20
_FIRST_PART = 0.3
_TENSION = 0.5
#: What of the margin may be used up by ending the relaxation, and again by thinning.
ROUGH_PART = 0.1
#: It is given up when the worst place is still this part of what it was so many chunks before.
_HOPELESS_PART, _PATIENCE = 0.9, 30
#: Relaxation is at its end when the worst place was this part of itself at the last look at all.
_STUCK_PART = 0.99
#: What a push may move a point at once, in steps of the tension, which it must overcome; while
#: the lines are inflated there is none, and small pushes keep the order of the lines.
_PUSH_STEPS = 4.0
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

    ``discs``, ``corners_nm`` and ``walls`` are those of `relaxing.wiring.chain`. Out of time, the
    lines are still inflated and tightened, but what is too near then stays.
    """
    if not strands:
        return
    margin = margin_nm(min(strand.half_nm for strand in strands))
    chains, parts = chain(strands, discs, corners_nm, walls, margin, joints)
    reach = 0.5 * min(strand.space_nm for strand in strands)
    step = _STEP_PART * min(strand.half_nm for strand in strands)
    total = _INFLATE_SWEEPS + _TIGHTEN_SWEEPS + _SETTLE_SWEEPS
    knots = (0, _INFLATE_SWEEPS, _INFLATE_SWEEPS + _TIGHTEN_SWEEPS)
    watch = Watch(chains, margin + reach, reach)
    everything, worst_of_all = True, np.inf
    met: list[float] = []
    for done in range(0, total, _CHUNK_SWEEPS):
        report("route", done, total, "relaxation")
        if joints and done % _EVEN_SWEEPS == 0 and 0 < done <= _INFLATE_SWEEPS + _TIGHTEN_SWEEPS:
            _read(chains, parts, strands, joints)
            even(strands)
            chains, parts = chain(strands, discs, corners_nm, walls, margin, joints)
            watch, everything = Watch(chains, margin + reach, reach), True
        pairs, lands = watch.all() if everything else watch.awake()
        at = (done, done + _CHUNK_SWEEPS)
        grown = np.interp(at, knots[:2], (_FIRST_PART, 1.0))
        tension = np.interp(at, knots[1:], (_TENSION, 0.0))
        terms = Terms(
            margin,
            step,
            step if done < knots[1] else _PUSH_STEPS * step,
            (float(grown[0]), float(grown[1])),
            (float(tension[0]), float(tension[1])),
        )
        worst = sweep(chains, pairs, lands, _CHUNK_SWEEPS, terms)
        if done < knots[2]:
            continue
        if out_of_time():
            break
        met.append(worst)
        if len(met) > _PATIENCE and worst > _HOPELESS_PART * met[-_PATIENCE]:
            break
        is_enough = worst < ROUGH_PART * margin
        if everything and (is_enough or worst > _STUCK_PART * worst_of_all):
            break
        worst_of_all = worst if everything else worst_of_all
        everything = is_enough
    _read(chains, parts, strands, joints)


def _read(
    chains: Chains, parts: Sequence[Ints], strands: Sequence[Strand], joints: Sequence[Joint]
) -> None:
    """Take the points of chains over into strands and joints."""
    for strand, part in zip(strands, parts, strict=True):
        strand.points_nm = np.stack([chains.x_nm[part], chains.y_nm[part]], axis=1)
    for i, joint in enumerate(joints):
        joint.place_nm = (float(chains.x_nm[i]), float(chains.y_nm[i]))
