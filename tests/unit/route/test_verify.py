"""The exact check finds every planted fault and is silent on clean wiring."""

from dataclasses import replace

import pytest

from padwright.route.judging.verify import open_nets, violations
from padwright.route.problem import Keepout, Net, RoutingProblem, RoutingRules, Terminal
from padwright.route.routing import Routing, Via, Wire

TASK = RoutingProblem(
    "planted",
    ((0, 0), (1_000_000, 0), (1_000_000, 1_000_000), (0, 1_000_000)),
    2,
    RoutingRules(10_000, 10_000, 30_000, 20_000),
    (
        Terminal("a", 100_000, 500_000, 40_000, 0),
        Terminal("b", 900_000, 500_000, 40_000, 0),
        Terminal("c", 100_000, 600_000, 40_000, 0),
        Terminal("d", 900_000, 600_000, 40_000, 1),
        Terminal("rock", 500_000, 700_000, 100_000, 1),
    ),
    (Net("P", ("a", "b")), Net("Q", ("c", "d"))),
    (Keepout(((450_000, 300_000), (550_000, 300_000), (500_000, 400_000)), 0),),
)
P = Wire("P", 0, 10_000, ((100_000, 500_000), (900_000, 500_000)))
Q = Wire("Q", 0, 10_000, ((100_000, 600_000), (900_000, 600_000)))
VIA = Via("Q", 900_000, 600_000, 30_000, 0, 1)
CLEAN = Routing((P, Q), (VIA,), ())


def bent(wire: Wire, *through: tuple[int, int]) -> Wire:
    return replace(wire, points_nm=(wire.points_nm[0], *through, wire.points_nm[-1]))


def test_clean_wiring_is_clean() -> None:
    assert violations(TASK, CLEAN) == []
    assert open_nets(TASK, CLEAN) == []


@pytest.mark.parametrize(
    ("wires", "vias", "rule", "second"),
    [
        ((bent(P, (500_000, 580_001)), Q), (VIA,), "spacing", "Q"),  # 1 nm too near
        ((bent(P, (500_000, 650_000)), Q), (VIA,), "spacing", "Q"),  # crossing
        ((bent(P, (100_000, 565_001)), Q), (VIA,), "spacing", "Q"),  # beside a foreign land
        ((replace(P, level=1, points_nm=((1, 665_000), (450_000, 665_000))), Q), (VIA,),
         "spacing", "rock"),
        ((P, Q), (VIA, Via("P", 500_000, 630_000, 30_000, 1, 1)), "spacing", "rock"),
        ((P, Q), (VIA, Via("P", 870_000, 600_000, 30_000, 0, 1)), "spacing", "Q"),
        ((bent(P, (500_000, 404_999)), Q), (VIA,), "keep-out", "keep-out"),
        ((bent(P, (500_000, 24_999)), Q), (VIA,), "outline", "outline"),
        ((bent(P, (500_000, -50_000)), Q), (VIA,), "outline", "outline"),
        ((replace(P, width_nm=9_999), Q), (VIA,), "width", "P"),
    ],
)  # fmt: skip
def test_each_planted_fault_is_found(
    wires: tuple[Wire, ...], vias: tuple[Via, ...], rule: str, second: str
) -> None:
    found = violations(TASK, Routing(wires, vias, ()))
    assert (rule, second) in {(v.rule, v.second) for v in found} | {
        (v.rule, v.first) for v in found
    }


@pytest.mark.parametrize(
    "wires",
    [
        (bent(P, (500_000, 580_000)), Q),  # exactly at the spacing
        (bent(P, (500_000, 405_000)), Q),  # exactly at the keep-out
        (bent(P, (700_000, 25_000)), Q),  # exactly at the edge clearance
    ],
)
def test_exactly_at_the_limit_is_clean(wires: tuple[Wire, ...]) -> None:
    assert violations(TASK, Routing(wires, (VIA,), ())) == []


@pytest.mark.parametrize(
    ("wires", "vias"),
    [
        ((Q,), (VIA,)),
        ((replace(P, points_nm=((100_000, 500_000), (899_000, 500_000))), Q), (VIA,)),
        ((replace(P, level=1), Q), (VIA,)),
    ],
)
def test_open_nets_are_found(wires: tuple[Wire, ...], vias: tuple[Via, ...]) -> None:
    assert open_nets(TASK, Routing(wires, vias, ())) == ["P"]


def test_a_missing_via_opens_its_net() -> None:
    assert open_nets(TASK, Routing((P, Q), (), ())) == ["Q"]
