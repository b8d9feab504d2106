"""Vias whose lands differ from level to level keep each of them through files and back."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from padwright.base.errors import InputError
from padwright.route.from_plan import Answer
from padwright.route.judging.verify import violations
from padwright.route.problem import LevelRules, Net, RoutingProblem, RoutingRules, Terminal
from padwright.route.reading.bench_solution import read_solution, write_solution
from padwright.route.reading.wiring_file import read_wiring, write_wiring
from padwright.route.router import route
from padwright.route.routing import Routing, Via, Wire

_LANDS_NM = (60_000, 24_000, 40_000)


def _tower() -> RoutingProblem:
    """Nets from the lowest to the highest of three levels, and one that passes close in between."""
    terminals, nets = [], []
    for k in range(4):
        terminals.append(Terminal(f"a{k}", 0, 120_000 * k, 50_000, 0))
        terminals.append(Terminal(f"b{k}", 900_000, 120_000 * k, 80_000, 2))
        nets.append(Net(f"n{k}", (f"a{k}", f"b{k}")))
    for k, x in enumerate((-150_000, 1_050_000)):
        terminals.append(Terminal(f"m{k}", x, 60_000 + 10_000 * k, 30_000, 1))
    nets.append(Net("m", ("m0", "m1"), one_level=True))
    return RoutingProblem(
        "tower",
        ((-300_000, -200_000), (1_200_000, -200_000), (1_200_000, 600_000), (-300_000, 600_000)),
        3,
        RoutingRules(
            10_000,
            10_000,
            60_000,
            20_000,
            levels=tuple(LevelRules(via_land_nm=each) for each in _LANDS_NM),
        ),
        tuple(terminals),
        tuple(nets),
    )


@st.composite
def _vias(draw: st.DrawFn) -> Via:
    low = draw(st.integers(0, 4))
    lands = draw(st.lists(st.integers(1_000, 90_000), min_size=2, max_size=4))
    differ = tuple(lands) if len(set(lands)) > 1 else ()
    place = draw(st.integers(-(10**6), 10**6)), draw(st.integers(-(10**6), 10**6))
    return Via("n0", *place, max(lands), low, low + len(lands) - 1, differ)


@settings(max_examples=60, deadline=None)
@given(st.lists(_vias(), min_size=1, max_size=5))
def test_every_land_comes_back(vias: list[Via]) -> None:
    problem = _tower()
    routing = Routing((Wire("n0", 0, 10_000, ((0, 0), (5, 7))),), tuple(vias), ())
    assert read_solution(write_solution("tower", routing, problem), "x.json", problem) == routing
    text = write_wiring("tower", 3, (Answer("tower", 3, routing),))
    assert read_wiring(text, "wiring.json", ["n0"]).answers["", 3] == routing


def test_what_was_wired_is_clean_when_it_is_read_and_stays() -> None:
    problem = _tower()
    routing = route(problem)
    assert routing.unrouted == ()
    assert {via.land_diameters_nm for via in routing.vias} >= {_LANDS_NM}
    text = write_solution("tower", routing, problem)
    back = read_solution(text, "x.json", problem)
    assert violations(problem, back) == []
    again = route(problem, before=back)
    assert write_solution("tower", again, problem) == text


def test_with_the_largest_land_alone_it_is_another_wiring() -> None:
    """What other programs read, `d` alone, is wider than the rules of the other levels say."""
    problem = _tower()
    data = json.loads(write_solution("tower", route(problem), problem))
    for via in data["vias"]:
        del via["lands"]
    back = read_solution(json.dumps(data), "x.json", problem)
    assert back.vias
    assert all(via.land_nm(level) == via.land_diameter_nm for via in back.vias for level in (0, 1))
    assert route(problem, before=back).vias != back.vias


def test_the_largest_land_has_to_be_among_them() -> None:
    problem = _tower()
    via = Via("n0", 0, 0, max(_LANDS_NM), 0, 2, _LANDS_NM)
    wire = Wire("n0", 0, 10_000, ((0, 0), (5, 7)))
    data = json.loads(write_solution("tower", Routing((wire,), (via,), ()), problem))
    data["vias"][0]["d"] = 61
    with pytest.raises(InputError, match=r"61") as told:
        read_solution(json.dumps(data), "x.json", problem)
    assert told.value.where.endswith("vias[0].lands")
