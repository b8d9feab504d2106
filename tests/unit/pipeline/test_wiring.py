"""The wiring as a stage: what is kept of each try while it is not done, and gone after."""

from dataclasses import replace
from pathlib import Path

import pytest

from padwright.base.progress import Report, silent
from padwright.model.package import Design
from padwright.pipeline import wiring
from padwright.pipeline.folder import RunFolder
from padwright.pipeline.planning import planned
from padwright.plan.plan import Plan
from padwright.readers.design_file import load_design
from padwright.route.from_plan import Router, Wiring, routing_problem
from padwright.route.problem import RoutingProblem
from padwright.route.routing import Routing
from unit.cli.starting import write_start


def test_tries_are_kept_until_the_wiring_is_done_and_no_longer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    design = load_design(write_start(tmp_path / "in"))
    asked: list[str] = []
    state = tmp_path / "out" / ".padwright"

    def plain(problem: RoutingProblem, report: Report) -> Routing:
        del report
        asked.append(problem.name)
        return Routing((), (), ())

    def tries(
        design: Design,
        plan: Plan,
        router: Router,
        *,
        at_least: int = 1,
        report: Report = silent,
    ) -> Wiring:
        assert at_least == 1
        problem = routing_problem(design, plan, 1)
        for name in ("small", "small-mended-1", "small"):
            done = router(replace(problem, name=name), report)
            assert len(list(state.glob("routing-of-*"))) == len(set(asked))
        return Wiring(done, 1, ())

    monkeypatch.setattr(wiring, "_router", lambda *_: plain)
    monkeypatch.setattr(wiring, "route_plan", tries)
    with RunFolder.opened(tmp_path / "out") as folder:
        plan = planned(design, folder)
        wiring.routed(design, plan, folder)
        assert asked == ["small", "small-mended-1"]
        assert len(list(state.glob("routing-*"))) == 1
        assert not list(state.glob("routing-of-*"))
        wiring.routed(design, plan, folder)
    assert len(asked) == 2
