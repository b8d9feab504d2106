"""Each example builds to the end, is whole and clean, and keeps one figure."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

import pytest

from padwright.pipeline.finish import FinishedPackage
from padwright.pipeline.package import Package

_EXAMPLES: Final = Path(__file__).parents[2] / "examples"
_NAMES: Final = sorted(each.parent.name for each in _EXAMPLES.glob("*/design.toml"))
#: Least spanning trees of pads and balls in mm; for the bumps it is the straight-line bound that
#: goes with the authors' hand wiring of 70.82 mm.
_TREE_MM: Final[Mapping[str, float]] = MappingProxyType(
    {"caravel-bumps": 61.21, "caravel-fanout": 74.97}
)
#: The longest wiring that is let pass, in mm.
_MOST_MM: Final[Mapping[str, float]] = MappingProxyType(
    {"caravel-bumps": 70.82, "caravel-fanout": 85.0}
)


@cache
def _built(name: str) -> FinishedPackage:
    return Package.load(_EXAMPLES / name / "design.toml").build()


def test_every_example_has_its_figures() -> None:
    assert set(_NAMES) == set(_TREE_MM) == set(_MOST_MM)


@pytest.mark.parametrize("name", _NAMES)
def test_every_net_is_whole_in_what_was_built(name: str) -> None:
    summary = _built(name).summary
    assert summary.nets_connected == summary.nets == 57
    assert summary.nets_broken == ()
    assert not _built(name).delivery.routing.unrouted


@pytest.mark.parametrize("name", _NAMES)
def test_no_rule_is_broken(name: str) -> None:
    errors = [
        each["message"] for each in _built(name).summary.findings if each["severity"] == "error"
    ]
    assert errors == []


@pytest.mark.parametrize("name", _NAMES)
def test_the_wiring_is_short(name: str) -> None:
    summary = _built(name).summary
    assert summary.tree_um / 1_000 == pytest.approx(_TREE_MM[name], abs=0.005)
    assert 0.99 * summary.tree_um < summary.wire_length_um < 1_000 * _MOST_MM[name]


def test_the_fan_out_has_its_balls() -> None:
    plan = _built("caravel-fanout").plan
    assert len(plan.balls) == 80
    assert all(ball.net for ball in plan.balls)
    assert len({joint.ball for joint in plan.joints}) == len(plan.joints) == 62


def test_the_bumps_are_wired_on_one_level_as_their_authors_did() -> None:
    assert _built("caravel-bumps").summary.levels == 1
