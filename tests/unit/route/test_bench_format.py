"""The bench format: what is written is what was routed, and bad input is named."""

import json
import math
from pathlib import Path
from typing import Any

import pytest

from padwright.base.errors import InputError
from padwright.route.problem import LevelRules, RoutingRules
from padwright.route.reading.bench_format import read_problem
from padwright.route.reading.bench_solution import read_solution, write_solution
from padwright.route.router import route
from padwright.route.routing import Routing, Unrouted, Via, Wire


def sample() -> dict[str, Any]:
    return {
        "format": "fanout-bench-1",
        "name": "tiny",
        "outline": [[-500, -500], [500, -500], [500, 500], [-500, 500]],
        "rules": {"width": 10, "spacing": 10, "via_diameter": 30.0, "edge_clearance": 10},
        "layers": [{"index": 0}, {"index": 1}],
        "pads": [{"id": "P0", "x": -100.5, "y": 0, "d": 40, "layer": 0}],
        "balls": [{"id": "B0", "x": 300, "y": 0.25, "d": 240, "layer": 1}],
        "obstacles": [{"polygon": [[0, 0], [10, 0], [10, 10]], "layer": 1}],
        "nets": [{"name": "N0", "terminals": ["P0", "B0"]}],
    }


def test_a_problem_is_read_in_nanometres() -> None:
    task = read_problem(json.dumps(sample()), "tiny.json")
    assert task.name == "tiny"
    assert task.levels == 2
    assert task.rules == RoutingRules(10_000, 10_000, 30_000, 10_000)
    assert (task.terminals[0].x_nm, task.terminals[1].y_nm) == (-100_500, 250)
    assert task.keepouts[0].level == 1
    assert task.nets[0].terminals == ("P0", "B0")


def test_rules_of_levels_nets_and_vias_shapes_and_given_wiring_are_read() -> None:
    data = sample()
    data["layers"][1] |= {"width": 6, "via_diameter": 24}
    data["rules"] |= {"via_in_pad": False, "stacked_vias": False, "via_pitch": 60}
    data["nets"][0] |= {"spacing": 20}
    data["pads"][0] |= {"polygon": [[-110.5, -5], [-90.5, -5], [-100.5, 9]]}
    data["balls"][0] |= {"shape": "square"}
    data["wires"] = [{"net": "N0", "layer": 0, "width": 12, "pts": [[-100.5, 0], [-50, 0.5]]}]
    data["vias"] = [{"net": "N0", "x": -50, "y": 0.5, "d": 32, "layers": [0, 1]}]
    task = read_problem(json.dumps(data), "tiny.json")
    assert task.rules.levels == (LevelRules(), LevelRules(6_000, None, 24_000))
    assert (task.rules.via_in_land, task.rules.stacked_vias) == (False, False)
    assert task.rules.via_pitch_nm == 60_000
    assert task.nets[0].spacing_nm == 20_000
    assert task.terminals[0].corners_nm[2] == (-100_500, 9_000)
    assert len(task.terminals[1].corners_nm) == 4
    assert task.wires == (Wire("N0", 0, 12_000, ((-100_500, 0), (-50_000, 500))),)
    assert task.vias == (Via("N0", -50_000, 500, 32_000, 0, 1),)


def test_a_solution_is_written_in_micrometres() -> None:
    routing = Routing(
        (Wire("N0", 0, 10_000, ((-100_500, 0), (300_000, 250))),),
        (Via("N0", 300_000, 250, 30_000, 0, 1),),
        (Unrouted("N1", "no way", ((0, 0), (1_000, 2_000))),),
    )
    data = json.loads(write_solution("tiny", routing))
    assert data["wires"] == [
        {"net": "N0", "layer": 0, "width": 10.0, "pts": [[-100.5, 0.0], [300.0, 0.25]]}
    ]
    assert data["vias"] == [{"net": "N0", "x": 300.0, "y": 0.25, "d": 30.0, "layers": [0, 1]}]
    assert data["unrouted"][0]["cut"] == [[0.0, 0.0], [1.0, 2.0]]


def test_the_problem_of_the_page_is_routed() -> None:
    page = Path(__file__).parents[3] / "docs" / "routing-problem.md"
    text = page.read_text().split("```json\n")[1].split("```")[0]
    task = read_problem(text, page.name)
    assert (task.levels, len(task.nets), len(task.pairs), len(task.keepouts)) == (2, 3, 1, 1)
    routing = route(task)
    assert not routing.unrouted
    assert not routing.notes
    assert routing.vias
    assert all(row.met for row in routing.lengths)


def spoil(path: list[Any], value: Any) -> str:
    data = sample()
    place = data
    for key in path[:-1]:
        place = place[key]
    if value is KeyError:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return json.dumps(data)


@pytest.mark.parametrize(
    ("path", "value", "part"),
    [
        (["format"], "other", "format"),
        (["pads", 0, "x"], math.nan, "pads[0].x"),
        (["pads", 0, "x"], math.inf, "pads[0].x"),
        (["pads", 0, "x"], "10", "pads[0].x"),
        (["pads", 0, "x"], KeyError, "pads[0]"),
        (["pads", 0, "x"], 10**400, "pads[0].x"),
        (["pads", 0, "id"], "P\x00", "pads[0].id"),
        (["pads", 0, "shape"], ["square"], "pads[0].shape"),
        (["pads", 0, "shape"], "star", "pads[0].shape"),
        (["pads", 0, "layer"], 0.5, "pads[0].layer"),
        (["pads", 0, "layer"], 7, "P0"),
        (["pads", 0, "d"], 0, "P0"),
        (["pads", 0, "x"], 5000, "P0"),
        (["pads", 0, "id"], "B0", "B0"),
        (["rules", "width"], -1, "rules"),
        (["rules", "width"], 990, "N0"),
        (["rules", "spacing"], KeyError, "rules"),
        (["layers"], [], "layers"),
        (["outline"], [[0, 0], [1, 1]], "outline"),
        (["outline"], [[0, 0], [100, 100], [100, 0], [0, 100]], "outline"),
        (["outline", 0], "corner", "outline[0]"),
        (["nets", 0, "terminals"], ["P0"], "N0"),
        (["nets", 0, "terminals"], ["P0", "B1"], "N0"),
        (["nets", 0, "terminals"], ["P0", "P0"], "N0"),
        (["nets", 0, "terminals"], ["P0", 5], "nets[0].terminals"),
        (["nets", 0, "terminals"], "P0", "terminals"),
        (["nets", 0, "closed_layers"], [2], "N0"),
        (["nets", 0, "closed_layers"], ["x"], "nets[0].closed_layers"),
        (["obstacles", 0, "layer"], 3, "keep-out 0"),
        (["obstacles", 0, "polygon"], [[250, -50], [400, -50], [300, 90]], "B0"),
        (["balls", 0], {"id": "B0", "x": -50, "y": 0, "d": 50, "layer": 0}, ""),
        (["name"], 3, "name"),
        (["pads", 0], 3, "pads[0]"),
        (["pads"], {}, "pads"),
    ],
)
def test_bad_input_names_its_place(path: list[Any], value: Any, part: str) -> None:
    if path == ["balls", 0]:
        text = json.loads(spoil(path, value))
        text["balls"].append({"id": "B1", "x": -94, "y": 0, "d": 50, "layer": 0})
        source = json.dumps(text)
    else:
        source = spoil(path, value)
    with pytest.raises(InputError) as caught:
        read_problem(source, "tiny.json")
    assert part in str(caught.value)
    assert str(caught.value).startswith("tiny.json")
    assert caught.value.fix


@pytest.mark.parametrize("text", ["", "{", "[]", "[" * 100_000, "3", "1" * 5_000])
def test_what_is_no_problem_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        read_problem(text, "tiny.json")


def test_two_nets_of_one_name_are_refused() -> None:
    data = sample()
    data["nets"].append(dict(data["nets"][0]))
    with pytest.raises(InputError, match="given 2 times"):
        read_problem(json.dumps(data), "tiny.json")


WIRE = {"net": "N0", "layer": 0, "width": 10, "pts": [[0, 0], [10, 0]]}
VIA = {"net": "N0", "x": 0, "y": 0, "d": 30, "layers": [0, 1]}
OPEN = {"net": "N0", "reason": "no way", "cut": None}
LENGTH = {
    "net": "N0",
    "demand": "longest",
    "group": "",
    "length": 9.0,
    "short": -1.0,
    "coupled": 0.0,
    "limit": 10.0,
    "met": True,
}


@pytest.mark.parametrize(
    ("key", "value", "part"),
    [
        ("wires", 3, "wires"),
        ("wires", [{**WIRE, "pts": [[0, 0]]}], "wires[0].pts"),
        ("wires", [{**WIRE, "layer": -1}], "wires[0].layer"),
        ("vias", [{**VIA, "layers": [0, -1]}], "vias[0].layers"),
        ("vias", [{**VIA, "layers": [True]}], "vias[0].layers"),
        ("vias", [{**VIA, "layers": []}], "vias[0].layers"),
        ("vias", [{**VIA, "lands": [30]}], "vias[0].lands"),
        ("unrouted", [{**OPEN, "cut": [[0, 0]]}], "unrouted[0].cut"),
        ("unrouted", [{**OPEN, "proof_nm": 3}], "unrouted[0].proof_nm"),
        ("unrouted", [{**OPEN, "proof_nm": {"nets": ["N0"], "lines": 0}}], "unrouted[0].proof_nm"),
        (
            "unrouted",
            [
                {
                    **OPEN,
                    "proof_nm": {
                        "nets": ["N0"],
                        "lines": 0,
                        "gaps": [{"level": 0, "first_nm": [0], "second_nm": [0, 1], "lines": 0}],
                    },
                }
            ],
            "unrouted[0].proof_nm.gaps[0].first_nm",
        ),
        ("assignment", ["P0"], "assignment"),
        ("lengths", [{**LENGTH, "met": 1}], "lengths[0].met"),
        ("lengths", [{k: v for k, v in LENGTH.items() if k != "met"}], "lengths[0]"),
    ],
)
def test_a_bad_solution_names_its_place(key: str, value: Any, part: str) -> None:
    task = read_problem(json.dumps(sample()), "tiny.json")
    solution = {"wires": [WIRE], "vias": [VIA], "unrouted": [OPEN], "lengths": [LENGTH]}
    read_solution(json.dumps(solution), "old.json", task)
    with pytest.raises(InputError) as caught:
        read_solution(json.dumps({**solution, key: value}), "old.json", task)
    assert str(caught.value).startswith(f"old.json.{part}:")
    assert caught.value.fix
