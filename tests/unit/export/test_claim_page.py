"""The page of claim charts, from charts as plain data."""

import re
from functools import cache

from padwright.export.claim_page import claim_page
from padwright.export.claim_pictures import ClaimPictures, timeline
from padwright.export.claim_sheet import ClaimSheet
from unit.export.deliveries import HOSTILE, Names, small_delivery


def evidence(**given):
    return {
        "slabs": [], "bodies": [], "nets": [], "steps": [], "measured": [], "places": []
    } | given  # fmt: skip


def element(verdict="met", **given):
    return {
        "asks": "A die lies on a base.", "reading": "on a film", "verdict": verdict,
        "corrected": None, "because": "it does", "corrected_because": None,
        "subjects": ["die"], "evidence": evidence(), "corrected_evidence": None,
    } | given  # fmt: skip


def chart(patent, number, elements, **given):
    return {
        "id": f"{patent}{number}", "patent": patent, "number": number, "title": "A package",
        "parent": None, "corrected_parent": None, "anomaly": "", "verdict": elements[0]["verdict"],
        "corrected": None, "inherited_from": None, "corrected_inherited_from": None,
        "elements": elements, "tolerances": {"planar": "5 um"},
    } | given  # fmt: skip


PLACE = {
    "left_nm": -800_000, "bottom_nm": -800_000, "right_nm": 800_000, "top_nm": 800_000,
    "low_nm": 500_000, "high_nm": 670_000,
}  # fmt: skip
FIGURE = {"value": 3.0, "unit": "um", "text": "3 um"}


@cache
def page(*, hostile=False):
    words = HOSTILE if hostile else "plain"
    made = small_delivery(Names(design=words, die=words) if hostile else None)
    figures = [{"what": words, "value": FIGURE, "limit": FIGURE}]
    told = evidence(
        slabs=[0, 1], bodies=[words], nets=[words] * 12, steps=["attach"], measured=figures,
        places=[PLACE],
    )  # fmt: skip
    charts = (
        chart("A", 1, [element(evidence=told, because=words, asks=words, reading=words)]),
        chart(
            "A", 2, [element("not met", subjects=["grid"], evidence=told)], parent="A1",
            inherited_from="A1", anomaly=words, title=words, corrected="met", corrected_parent="A1",
        ),
        chart("B", 1, [element("undecided")]),
        chart(
            "C", 1,
            [element("met", corrected="not met", corrected_because=words, corrected_evidence=told)],
            corrected="not met",
        ),
    )  # fmt: skip
    steps = tuple((moment.step.name, moment.step.kind) for moment in made.built.moments)
    materials = made.design.technology.all_materials
    sheet = ClaimSheet(words, words, made.built, materials, steps, charts, "ab" * 32)
    return claim_page(sheet).decode()


def test_every_claim_has_its_place_and_the_map_leads_there():
    text = page()
    assert re.findall(r'<details open class="claim (\w+)[^"]*" id="(\w+)">', text) == [
        ("met", "A1"), ("not", "A2"), ("open", "B1"), ("met", "C1"),
    ]  # fmt: skip
    assert {f"#{each}" for each in ("A1", "A2", "B1", "C1")} <= set(
        re.findall(r'<a class="cell[^"]*" href="([^"]+)"', text)
    )


def test_verdicts_are_counted_as_the_texts_stand_and_corrected():
    tallies = re.findall(r"<b>(\d+)</b>(met|not met|undecided)", page())
    assert tallies == [
        ("2", "met"), ("1", "not met"), ("1", "undecided"),
        ("2", "met"), ("1", "not met"), ("1", "undecided"),
    ]  # fmt: skip


def test_why_is_told_with_figures_and_limits():
    text = page()
    assert "It does." in text
    assert "<dd>3 um<i> / 3 um</i></dd>" in text
    assert "and 2 more" in text
    assert "corrected: not met" in text


def test_what_is_shared_is_drawn_once_and_every_reference_is_there():
    text = page()
    defined = set(re.findall(r'<g id="([^"]+)">', text))
    used = set(re.findall(r'<use href="#([^"]+)"', text))
    assert used <= defined
    assert len(re.findall(r'<g id="plan">', text)) == 1


def test_the_page_needs_nothing_and_runs_nothing():
    text = page()
    assert "<script" not in text
    assert not re.findall(r'(?:src|href)="(?!#)', text)
    assert "default-src &#x27;none&#x27;" in text or "default-src 'none'" in text


def test_hostile_names_stay_text():
    text = page(hostile=True)
    assert "<script" not in text
    assert HOSTILE not in text


def test_a_place_is_marked_in_the_section_and_from_above():
    made = small_delivery()
    pictures = ClaimPictures(made.built, made.design.technology.all_materials)
    told = evidence(places=[PLACE])
    side, plan = pictures.picture(["die"], told), pictures.picture(["grid"], told)
    marks = [
        re.search(r'<rect x="(\S+)" y="(\S+)" width="(\S+)" height="(\S+)"', each.markup).groups()
        for each in (side, plan)
    ]
    assert [tuple(map(float, each)) for each in marks] == [
        (-800, -670, 1600, 170),
        (-800, -800, 1600, 1600),
    ]
    assert "cut at y" in side.caption
    assert "from above" in plan.caption


def test_a_strip_marks_the_steps_that_decided():
    strip = timeline((("base", "plate"), ("die 1", "attach"), ("fill", "fill")), ["die 1"])
    assert strip.caption == "step 2 die 1 of 3"
    assert len(re.findall("<rect", strip.markup)) == 3


def test_the_same_charts_give_the_same_bytes():
    page.cache_clear()
    first = page()
    page.cache_clear()
    assert page() == first
