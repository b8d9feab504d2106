"""The schedule of the relaxation: inflate, tighten, settle until nothing is too near."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from padwright.base.arrays import Floats, Ints
from padwright.base.progress import Report
from padwright.route.relaxing.relax import Chains, Terms, sweep
from padwright.route.relaxing.rest import Watch
from padwright.route.relaxing.wiring import Joint, Strand, chain, even
from padwright.route.rules_at import margin_nm

_CHUNK_SWEEPS = 10
_FIRST_PART = 0.3
_TENSION = 0.5
#: What of the margin may be used up by ending the relaxation, and again by thinning.
ROUGH_PART = 0.1
#: It is given up when the worst place is still this part of what it was `_Pace.patience` before.
_HOPELESS_PART = 0.9
#: Relaxation is at its end when the worst place was this part of itself at the last look at all.
_STUCK_PART = 0.99
#: What a push may move a point at once, in steps of the tension, which it must overcome; while
#: the lines are inflated there is no tension, and small pushes keep the order of the lines.
_PUSH_STEPS = 4.0
#: What tension may move a point in one sweep, as a part of half a line.
_STEP_PART = 0.25


@dataclass(frozen=True, slots=True)
class _Pace:
    """How many sweeps each part of the relaxation has."""

    inflate: int = 120
    tighten: int = 240
    settle: int = 1200
    even: int = 20  # after so many, points of strands that end in a joint are made even
    patience: int = 30  # chunks of sweeps


#: From so many points on a quicker pace is taken: their lines are long, and little is won by more.
_MANY_POINTS = 300_000
#: The few places that are slow to settle in a large problem cost little.
_QUICK = _Pace(tighten=80, settle=3000, even=60, patience=150)
#: Between two reports so many points are swept, so that cancel is prompt.
_REPORT_POINTS = 2_000_000


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
    is_long = len(chains.x_nm) > _MANY_POINTS
    pace = _QUICK if is_long else _Pace()
    total = pace.inflate + pace.tighten + pace.settle
    knots = (0, pace.inflate, pace.inflate + pace.tighten)
    watch = Watch(chains, margin + reach, reach, report)
    everything, worst_of_all = True, np.inf
    met: list[float] = []
    for done in range(0, total, _CHUNK_SWEEPS):
        report("route", done, total, "relaxation")
        is_new = done == 0
        if joints and done % pace.even == 0 and 0 < done <= knots[2]:
            _read(chains, parts, strands, joints)
            even(strands, is_long=is_long)
            chains, parts = chain(strands, discs, corners_nm, walls, margin, joints)
            watch, everything, is_new = Watch(chains, margin + reach, reach, report), True, True
        if is_long and done < knots[2] and not is_new:
            pairs, lands = watch.recent()
        else:
            pairs, lands = watch.all() if everything else watch.awake()
        at = (done, done + _CHUNK_SWEEPS)
        grown = np.interp(at, knots[:2], (_FIRST_PART, 1.0))
        # while lines are inflated tension would pull them over each other round thin tips
        slack = done < knots[1]
        tension = np.zeros(2) if slack else np.interp(at, knots[1:], (_TENSION, 0.0))
        terms = Terms(
            margin,
            step,
            step if slack else _PUSH_STEPS * step,
            (float(grown[0]), float(grown[1])),
            (float(tension[0]), float(tension[1])),
        )
        worst = _swept(chains, pairs, lands, terms, report)
        if done < knots[2]:
            continue
        if out_of_time():
            break
        # of many places one may be hopeless and the others not
        bad = len(pairs) if is_long else worst
        met.append(bad)
        if len(met) > pace.patience and bad > _HOPELESS_PART * met[-pace.patience]:
            break
        is_enough = worst < ROUGH_PART * margin
        if everything and (is_enough or worst > _STUCK_PART * worst_of_all):
            break
        worst_of_all = worst if everything else worst_of_all
        everything = is_enough
    _read(chains, parts, strands, joints)


def _swept(chains: Chains, pairs: Ints, lands: Ints, terms: Terms, report: Report) -> float:
    """Make the sweeps of a chunk, in parts with a report after each where they take long."""
    pulled = len(chains.x_nm) if max(terms.tension) > 0 else 0
    work = _CHUNK_SWEEPS * (pulled + len(pairs))
    parts = min(_CHUNK_SWEEPS, 1 + work // _REPORT_POINTS)
    counts = np.diff(np.linspace(0, _CHUNK_SWEEPS, parts + 1).astype(np.int64)).tolist()
    worst, done = 0.0, 0
    for count in counts:
        at = (done / _CHUNK_SWEEPS, (done + count) / _CHUNK_SWEEPS)
        grown, tension = (np.interp(at, (0, 1), ends) for ends in (terms.grown, terms.tension))
        part = terms._replace(grown=tuple(grown.tolist()), tension=tuple(tension.tolist()))
        worst = sweep(chains, pairs, lands, count, part)
        done += count
        if parts > 1:
            report("route", 0, 1, "relaxation")
    return worst


def _read(
    chains: Chains, parts: Sequence[Ints], strands: Sequence[Strand], joints: Sequence[Joint]
) -> None:
    """Take the points of chains over into strands and joints."""
    for strand, part in zip(strands, parts, strict=True):
        strand.points_nm = np.stack([chains.x_nm[part], chains.y_nm[part]], axis=1)
    for i, joint in enumerate(joints):
        joint.place_nm = (float(chains.x_nm[i]), float(chains.y_nm[i]))
