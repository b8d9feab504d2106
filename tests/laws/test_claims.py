"""Laws over every claim: what is stated, what hangs on what, and what it speaks of."""

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from checked_package import case_of, clean
from padwright.base.errors import CancelledError, InputError
from padwright.check import charts as charting
from padwright.check.charts import charts, claims
from padwright.check.claim import Claim, Element, Evidence, Outcome, Verdict, all_of
from padwright.check.subjects import SUBJECTS
from padwright.geometry.structure import Structure
from padwright.process.built import Built

SHARED = Path(__file__).parents[3] / "shared"
TABLE = SHARED / "facts" / "claims.jsonl"
SEEDS = {
    "A": "000_504cbaab7c9f2229.txt",
    "B": "002_55a2b0f1041b9dab.txt",
    "C": "003_78a002a14884fac0.txt",
}
#: How many claims each patent has, and which of them stand alone, by what they claim.
NUMBERS = {"A": 138, "B": 16, "C": 26}
ALONE = {"A": {1, 30, 61, 102}, "B": {1, 10}, "C": {1, 15}}
METHODS = {"A61", "A102", "C15"}
#: A run of words as long as this would be a copy.
RUN = 6


def table() -> dict[str, dict[str, str]]:
    if not TABLE.exists():
        pytest.skip("the table of claims is not here")
    rows = [json.loads(line) for line in TABLE.read_text().splitlines()]
    return {row["id"]: row for row in rows}


def root(claim: Claim) -> Claim:
    every = claims()
    while claim.parent is not None:
        claim = every[f"{claim.patent}{claim.parent}"]
    return claim


def words(text: str) -> list[str]:
    return re.findall(r"[a-z]+", text.lower())


def runs(text: str) -> set[tuple[str, ...]]:
    row = words(text)
    return {tuple(row[at : at + RUN]) for at in range(len(row) - RUN + 1)}


def test_every_claim_of_the_three_patents_is_stated() -> None:
    wanted = [f"{patent}{n}" for patent, last in NUMBERS.items() for n in range(1, last + 1)]
    assert list(claims()) == wanted
    alone = {claim.id for claim in claims().values() if claim.parent is None}
    assert alone == {f"{patent}{n}" for patent, numbers in ALONE.items() for n in numbers}


def test_parents_and_kinds_are_those_of_the_table() -> None:
    rows = table()
    for claim in claims().values():
        row = rows.pop(claim.id)
        assert row["parent"] == (None if claim.parent is None else f"{claim.patent}{claim.parent}")
        assert (row["kind"] == "method") == (root(claim).id in METHODS), claim.id
    assert not rows


@pytest.mark.parametrize("claim", claims().values(), ids=lambda claim: claim.id)
def test_a_claim_is_whole(claim: Claim) -> None:
    assert claim.title
    assert claim.elements
    for number in (claim.parent, claim.corrected_parent):
        assert number is None or number < claim.number
    if claim.corrected_parent is not None or any(each.corrected for each in claim.elements):
        assert claim.anomaly, "what is wrong with the text is said"
    for element in claim.elements:
        assert element.asks
        assert element.subjects
        assert set(element.subjects) <= set(SUBJECTS)


@pytest.mark.parametrize("patent", SEEDS)
def test_no_words_are_copied_from_a_patent(patent: str) -> None:
    seed = SHARED / "seeds" / SEEDS[patent]
    if not seed.exists():
        pytest.skip("the patents are not here")
    theirs = runs(seed.read_text())
    for claim in claims().values():
        if claim.patent != patent:
            continue
        texts = [claim.title, claim.anomaly]
        texts += [text for each in claim.elements for text in (each.asks, each.reading)]
        for text in texts:
            assert not runs(text) & theirs, (claim.id, text)


def test_charts_are_the_same_for_the_same_package_and_are_plain_data() -> None:
    first, second = charts(clean()), charts(clean())
    assert [chart.to_json() for chart in first] == [chart.to_json() for chart in second]
    assert json.loads(json.dumps([chart.to_json() for chart in first]))
    assert {chart.id for chart in first} == set(claims())


@pytest.mark.parametrize("moments", [0, 1, 2, 5, 14])
def test_a_package_at_any_moment_is_decided_without_a_fault(moments: int) -> None:
    built = clean().built
    unfinished = case_of(Built(built.masks, built.moments[:moments]))
    for chart in charts(unfinished):
        for row in chart.rows:
            for outcome in (row.outcome, row.corrected):
                assert outcome is None or "could not be decided" not in outcome.because, chart.id


def test_a_package_without_anything_meets_no_claim_that_stands_alone() -> None:
    built = clean().built
    emptied = replace(built.moments[-1], structure=Structure())
    case = case_of(replace(built, moments=(*built.moments[:-1], emptied)))
    for chart in charts(case):
        if chart.claim.parent is None:
            assert chart.verdict is Verdict.NOT_MET, chart.id


def fake(number: int, parent: int | None, verdict: Verdict, **other: object) -> Claim:
    element = Element("something", lambda _: Outcome(verdict, "so it is"), ("die",), **other)
    return Claim("A", number, parent, "title", (element,))


def test_verdicts_are_inherited_and_a_corrected_reading_stands_beside_the_literal(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    met, not_met, undecided = Verdict.MET, Verdict.NOT_MET, Verdict.UNDECIDED
    mended = fake(5, 1, not_met, corrected=lambda _: Outcome(met, "mended"))
    stated = (
        fake(1, None, met),
        fake(2, 1, undecided),
        fake(3, 2, met),
        fake(4, 3, not_met),
        mended,
        fake(6, 5, met),
        replace(fake(7, 3, met), corrected_parent=1),
    )
    monkeypatch.setattr(charting, "claims", lambda: {claim.id: claim for claim in stated})
    monkeypatch.setattr(charting, "_faulty", charting._faulty.__wrapped__)
    found = {chart.id: chart for chart in charts(clean())}
    told = {
        key: (chart.verdict, chart.corrected, chart.inherited_from) for key, chart in found.items()
    }
    assert told == {
        "A1": (met, None, None),
        "A2": (undecided, None, None),
        "A3": (undecided, None, "A2"),
        "A4": (not_met, None, None),
        "A5": (not_met, met, None),
        "A6": (not_met, met, "A5"),
        "A7": (undecided, met, "A2"),
    }
    assert found["A5"].rows[0].to_json()["corrected"] == "met"
    assert found["A6"].rows[0].to_json()["corrected"] is None


def test_one_wrong_test_is_undecided_and_hides_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(_: object) -> Outcome:
        msg = "no such thing"
        raise KeyError(msg)

    broken = Claim("A", 1, None, "title", (Element("something", wrong, ("die",)),))
    monkeypatch.setattr(charting, "claims", lambda: {"A1": broken, "A2": fake(2, None, all_of([]))})
    monkeypatch.setattr(charting, "_faulty", charting._faulty.__wrapped__)
    first, second = charts(clean())
    assert first.verdict is Verdict.UNDECIDED
    assert "no such thing" in first.rows[0].outcome.because
    assert second.verdict is Verdict.MET


def test_some_charts_may_be_asked_for_and_others_are_refused() -> None:
    asked = charts(clean(), only=["a14", "A1"])
    assert [chart.id for chart in asked] == ["A14", "A1"]
    with pytest.raises(InputError, match="A13"):
        charts(clean(), only=["A139"])


def test_charting_can_be_cancelled_and_tells_of_each_claim() -> None:
    told: list[tuple[str, int, int, str]] = []

    def report(*args: object) -> None:
        told.append(args)  # type: ignore[arg-type]
        if len(told) == 3:
            raise CancelledError("enough")

    with pytest.raises(CancelledError):
        charts(clean(), report=report)
    assert [each[3] for each in told] == ["A1", "A2", "A3"]


def test_verdicts_of_parts_add_up() -> None:
    met, not_met, undecided = Verdict.MET, Verdict.NOT_MET, Verdict.UNDECIDED
    assert all_of([]) is met
    assert all_of([met, undecided]) is undecided
    assert all_of([undecided, not_met]) is not_met
    assert Evidence() == Evidence()
