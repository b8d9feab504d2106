"""Plans, wirings and summaries go to plain data and come back as they were."""

import json
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import frame_package
from padwright.base.digest import canonical_json
from padwright.geometry.nets import FoundNet, Nets
from padwright.model.finding import Finding, Place, Severity
from padwright.pipeline.connected import connected
from padwright.pipeline.page import summary_html
from padwright.pipeline.stored import (
    plan_from_data,
    plan_to_data,
    wiring_from_data,
    wiring_to_data,
)
from padwright.pipeline.summary import Summary
from padwright.plan.make import make_plan
from padwright.plan.plan import Plan
from padwright.route.from_plan import Attempt, Wiring
from padwright.route.routing import Routing, Unrouted, Via, Wire
from unit.plan.designs import design

_nm = st.integers(-(2**40), 2**40)
_point = st.tuples(_nm, _nm)
_name = st.text(string.printable, max_size=8)
_wire = st.builds(Wire, _name, st.integers(0, 3), _nm, st.lists(_point, max_size=4).map(tuple))
_via = st.builds(Via, _name, _nm, _nm, _nm, st.just(0), st.just(1))
_open = st.builds(Unrouted, _name, _name, st.none() | st.tuples(_point, _point))
_attempt = st.builds(Attempt, st.just(1), st.integers(0, 9), st.floats(0, 1e9))


@settings(max_examples=50)
@given(
    wires=st.lists(_wire, max_size=3).map(tuple),
    vias=st.lists(_via, max_size=3).map(tuple),
    unrouted=st.lists(_open, max_size=3).map(tuple),
    tried=st.lists(_attempt, max_size=3).map(tuple),
)
def test_a_wiring_comes_back(
    wires: tuple[Wire, ...],
    vias: tuple[Via, ...],
    unrouted: tuple[Unrouted, ...],
    tried: tuple[Attempt, ...],
) -> None:
    wiring = Wiring(Routing(wires, vias, unrouted), 2, tried)
    assert wiring_from_data(json.loads(canonical_json(wiring_to_data(wiring)))) == wiring


def _plan() -> Plan:
    pads = [("a", -600_000, 0), ("b", 600_000, 0), ("nc", 0, 600_000), ("vss", 0, -600_000)]
    return make_plan(design(pads, rows=2, columns=3, supplies=["vss"], no_connect=["nc"]))


@pytest.mark.parametrize("plan", [_plan(), frame_package.plan()], ids=["balls", "pegs"])
def test_a_plan_comes_back(plan: Plan) -> None:
    assert plan_from_data(json.loads(canonical_json(plan_to_data(plan)))) == plan


def _nets(*groups: tuple[str, ...]) -> Nets:
    made = tuple(
        FoundNet(number, group, (), (), (0, 0, 1, 1), 0, 1) for number, group in enumerate(groups)
    )
    return Nets(made, ())


def test_nets_count_as_connected_only_when_whole_and_alone() -> None:
    plan = _plan()
    pins = dict(plan.nets)
    whole = connected(plan, _nets(*pins.values()))
    assert (str(whole), whole.broken) == ("3 of 3", ())
    shorted = connected(plan, _nets((*pins["a"], *pins["b"]), pins["vss"]))
    assert shorted.broken == ("a", "b")
    opened = connected(plan, _nets(pins["a"][:1], pins["a"][1:], pins["b"], pins["vss"]))
    assert opened.broken == ("a",)
    bare = connected(plan, _nets(pins["b"], pins["vss"]))
    assert bare.broken == ("a",)
    one_pin_lost = connected(plan, _nets(pins["a"], pins["b"], pins["vss"][1:]))
    assert one_pin_lost.broken == ("vss",)


_TRIED = (
    {"levels": 1, "unrouted": 3, "length_um": 0.5, "refused": ""},
    {"levels": 2, "unrouted": 0, "length_um": 1.5, "refused": ""},
)


def _summary(*findings: Finding) -> Summary:
    return Summary(
        design="<d>",
        nets=3,
        nets_connected=2,
        nets_broken=("a",),
        levels=2,
        levels_allowed=2,
        wire_length_um=1_100.0,
        straight_um=900.0,
        tree_um=1_000.0,
        tree_wires_um=1_100.0,
        vias=0,
        pads_bonded=3,
        pads_unbonded=1,
        balls=4,
        tried=_TRIED,
        findings=tuple(finding.to_json() for finding in findings),
        digests={"design": "0"},
        files={"a.txt": {"bytes": 1, "sha256": "0", "describes": "x", "loses": "y"}},
    )


def test_a_summary_comes_back_and_counts_its_findings() -> None:
    error = Finding("space", Severity.ERROR, "too <near>", Place(0, 0, 2, 2))
    warning = Finding("density", Severity.WARNING, "too much")
    for findings, verdict, clean in (
        ((), "clean", True),
        ((warning,), "clean, with 1 warning", True),
        ((error, error, warning), "built with 2 errors", False),
    ):
        summary = _summary(*findings)
        assert (summary.verdict, summary.clean) == (verdict, clean)
        assert Summary.from_json(json.loads(json.dumps(summary.to_json()))) == summary
    assert _summary().figures()["least spanning trees"] == "1.00 mm (1.100 times)"


def test_a_notebook_page_escapes_what_it_shows() -> None:
    page = summary_html(_summary(Finding("space", Severity.ERROR, "too <near>")), "<svg/>")
    assert "too &lt;near&gt;" in page
    assert "&lt;d&gt;" in page
    assert page.endswith("<svg/>")
