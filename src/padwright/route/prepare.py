"""Compile the router's kernels ahead of their first use."""

from padwright.base.progress import Report, silent
from padwright.route.problem import Net, RoutingProblem, RoutingRules, Terminal
from padwright.route.router import route

_SPAN_NM = 400_000


def prepare(*, report: Report = silent) -> None:
    """Route a small problem that needs every kernel, so that numba compiles and keeps them.

    Compiled kernels lie beside the installed files and serve until one of them changes.
    """
    route(_small_problem(), report=report)


def _small_problem() -> RoutingProblem:
    """Return a problem of two levels with a crossing, a way round and a net of three pins."""
    step_nm = _SPAN_NM // 4
    places = {
        "a1": (-step_nm, 0, 0),
        "a2": (step_nm, 0, 1),
        "b1": (0, -step_nm, 0),
        "b2": (0, step_nm, 0),
        "c1": (-step_nm, -step_nm, 0),
        "c2": (step_nm, step_nm, 1),
        "c3": (-step_nm, step_nm, 0),
    }
    terminals = tuple(
        Terminal(name, x_nm, y_nm, 30_000, level) for name, (x_nm, y_nm, level) in places.items()
    )
    nets = (Net("a", ("a1", "a2")), Net("b", ("b1", "b2")), Net("c", ("c1", "c2", "c3")))
    edge_nm = _SPAN_NM // 2
    outline = ((-edge_nm, -edge_nm), (edge_nm, -edge_nm), (edge_nm, edge_nm), (-edge_nm, edge_nm))
    rules = RoutingRules(10_000, 10_000, 30_000, 10_000)
    return RoutingProblem("prepare", outline, 2, rules, terminals, nets)
