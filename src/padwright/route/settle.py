"""The schedule of the relaxation: inflate, tighten, settle until nothing is too near."""

import numpy as np

from padwright.base.progress import Report
from padwright.route.mesh import Floats
from padwright.route.relax import Terms, neighbours, sweep
from padwright.route.wiring import Strand, chain

_INFLATE_SWEEPS, _TIGHTEN_SWEEPS, _SETTLE_SWEEPS = 120, 200, 1200
_CHUNK_SWEEPS = 10
_FIRST_PART = 0.3
_TENSION = 0.5
#: What tension may move a point in one sweep, as a part of half a line.
_STEP_PART = 0.25


def margin_nm(spacing_nm: float) -> float:
    """Return what is kept beyond the spacing, for rounding and for thinning."""
    return min(40.0, max(6.0, spacing_nm / 250))


def settle(
    strands: list[Strand], discs: Floats, walls: Floats, spacing_nm: float, report: Report
) -> None:
    """Relax strands in place to the spacing plus the margin of `margin_nm`."""
    margin = margin_nm(spacing_nm)
    if not strands:
        return
    chains, parts = chain(strands, discs, walls, spacing_nm)
    wanted = spacing_nm + margin
    reach = 0.5 * spacing_nm
    step = _STEP_PART * min(strand.half_nm for strand in strands)
    total = _INFLATE_SWEEPS + _TIGHTEN_SWEEPS + _SETTLE_SWEEPS
    for done in range(0, total, _CHUNK_SWEEPS):
        report("route", done, total, "relaxation")
        pairs, lands = neighbours(chains, wanted + reach)
        knots = (0, _INFLATE_SWEEPS, _INFLATE_SWEEPS + _TIGHTEN_SWEEPS)
        at = (done, done + _CHUNK_SWEEPS)
        grown = np.interp(at, knots[:2], (_FIRST_PART, 1.0))
        tension = np.interp(at, knots[1:], (_TENSION, 0.0))
        terms = Terms(
            wanted,
            margin,
            step,
            (float(grown[0]), float(grown[1])),
            (float(tension[0]), float(tension[1])),
        )
        worst = sweep(chains, pairs, lands, _CHUNK_SWEEPS, terms)
        if done >= knots[2] and worst < 0.25 * margin:
            break
    for strand, part in zip(strands, parts, strict=True):
        strand.points_nm = np.stack([chains.x_nm[part], chains.y_nm[part]], axis=1)
