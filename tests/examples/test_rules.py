"""Every design that is shipped breaks no rule, whatever its route."""

from pathlib import Path
from typing import Final

import pytest

from padwright.model.finding import Severity
from padwright.pipeline.package import Package

_EXAMPLES: Final = Path(__file__).parents[2] / "examples"
_DESIGNS: Final = sorted(
    str(each.parent.relative_to(_EXAMPLES)) for each in _EXAMPLES.rglob("design.toml")
)
#: These take more than 3 s.
_LONG: Final = {"caravel-bumps", "frame-qfn"}


def test_there_are_designs_of_every_route() -> None:
    routes = {
        Package.load(_EXAMPLES / name / "design.toml").design.technology.route for name in _DESIGNS
    }
    assert routes == {"a1-flat", "a1-pocket", "a1-sheets", "a2-transfer", "b-carrier", "c-frame"}


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=pytest.mark.slow) if name in _LONG else name for name in _DESIGNS],
)
def test_a_shipped_design_breaks_no_rule(name: str) -> None:
    findings = Package.load(_EXAMPLES / name / "design.toml").build().findings
    assert [each for each in findings if each.severity is Severity.ERROR] == []
