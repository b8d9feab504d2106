"""The claims of patents B and C on the shipped examples, and on what is made wrongly of them."""

from functools import cache
from pathlib import Path

import pytest

from padwright.pipeline.claims import charts_of
from padwright.pipeline.package import Package
from padwright.process.flow import flow_rows

EXAMPLES = Path(__file__).parents[3] / "examples"


@cache
def package(name):
    return Package.load(EXAMPLES / name / "design.toml")


def verdicts(name, change=None):
    """What the claims say of an example, made by its flow or by a changed one."""
    rows = flow_rows(package(name).flow())
    made = package(name).charts(flow=change(rows) if change else rows)
    return {chart.id: str(chart.verdict) for chart in made.charts if chart.claim.patent in "BC"}


@cache
def clean(name):
    return verdicts(name)


def edited(name, **keys):
    def change(rows):
        assert name in [row["name"] for row in rows]
        return [row | keys if row["name"] == name else row for row in rows]

    return change


def without(*names):
    return lambda rows: [row for row in rows if row["name"] not in names]


def put_after(name, *new):
    def change(rows):
        at = [row["name"] for row in rows].index(name) + 1
        return [*rows[:at], *new, *rows[at:]]

    return change


PRINT = {
    "step": "screen-print", "name": "stray print", "material": "ink", "thickness": "20 um",
    "mask": "die paddle", "face": "bottom", "role": "mask", "temperature": "150 C",
}  # fmt: skip
STRIP = {"step": "strip", "name": "strip ink", "material": "ink", "face": "bottom"}
TIN = [{"material": "sn", "thickness": "2 um"}]


def test_the_carrier_meets_all_but_stacked_posts():
    met = {each for each, verdict in clean("carrier").items() if verdict == "met"}
    assert met == {f"B{number}" for number in range(1, 17)} - {"B3"}


def test_the_frame_meets_all_but_the_other_terminals():
    met = {each for each, verdict in clean("frame-qfn").items() if verdict == "met"}
    assert met == {f"C{number}" for number in range(1, 27)} - {"C13", "C14", "C25", "C26"}


def all_of(*changes):
    """One change after the other: each fault has its own claims."""

    def change(rows):
        for each in changes:
            rows = each(rows)
        return rows

    return change


@pytest.mark.parametrize(
    ("flipped", "change"),
    [
        (
            "B4 B5 B6 B7 B8 B13 B14 B15 B16",
            all_of(
                edited("base", material="invar36"),
                edited("fill via 1", material="sac305"),
                edited("dielectric 2", material="lcp"),
                without("balls"),
            ),
        ),
        ("B2 B11", edited("attach chip", die_thickness="180 um")),
    ],
)
def test_faults_of_the_carrier_flip_their_own_claims(flipped, change):
    now, before = verdicts("carrier", change), clean("carrier")
    assert {each for each in now if now[each] != before[each]} == set(flipped.split())


@pytest.mark.parametrize(
    ("flipped", "change"),
    [
        (
            "C4 C7 C9 C11 C12 C18 C22 C23 C24",
            all_of(
                edited("wires", material="cu"),
                edited("mold", material="silicone"),
                edited("line masks", material="ink_uv"),
                edited("inner finish", layers=TIN),
                without("side wall masks"),
                without("balls"),
            ),
        ),
        (
            "C10 C11 C16 C17 C19",
            all_of(
                edited("mold", material="glass_boro"), edited("outer finish", method="immersion")
            ),
        ),
    ],
)
def test_faults_of_the_frame_flip_their_own_claims(flipped, change):
    now, before = verdicts("frame-qfn", change), clean("frame-qfn")
    assert {each for each in now if now[each] != before[each]} == set(flipped.split())


@pytest.mark.parametrize(
    ("kept", "change"),
    [
        ("C15", put_after("etch 2", PRINT)),
        ("", put_after("etch 2", STRIP)),
        ("", edited("etch 2", depth="50 um")),
    ],
    ids=["ink under the pad", "bare lines", "a web is left"],
)
def test_a_fault_of_the_frame_takes_the_claim_that_others_hang_on(kept, change):
    now = verdicts("frame-qfn", change)
    assert {now[each] for each in ("C1", "C2", "C5", "C14")} == {"not met"}
    assert not kept or now[kept] == "met"


def test_every_element_says_what_decided_it():
    for name in ("carrier", "frame-qfn"):
        for chart in package(name).charts().to_json():
            if chart["patent"] not in "BC":
                continue
            for element in chart["elements"]:
                assert element["because"]
                assert element["verdict"] != "undecided", (chart["id"], element)
                assert element["subjects"]
                evidence = element["evidence"]
                decided = evidence["slabs"] or evidence["measured"] or evidence["steps"]
                assert decided or element["verdict"] == "not met", (chart["id"], element)


def test_a_finished_package_tells_its_claims_too():
    made = package("carrier").build()
    assert [str(chart.verdict) for chart in made.claims(["B2", "b3"]).charts] == ["met", "not met"]
    again = charts_of(package("carrier").charts(["B2"]).case, only=["B2"])
    assert again.digest == made.claims(["B2"]).digest
