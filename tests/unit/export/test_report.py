"""The report, read by the standard library's HTML parser."""

from dataclasses import replace
from html.parser import HTMLParser

import pytest

from padwright.base.discovery import members
from padwright.export.exporter import Delivery, Exporter
from padwright.export.html_text import Markup, table, tag
from padwright.export.naming import natural_key
from padwright.export.report_page import report_page
from padwright.export.report_tables import verdict
from padwright.export.xml_text import printable
from padwright.model.finding import Finding, Place, Severity
from padwright.route.routing import NetLength
from unit.export.deliveries import HOSTILE, hostile_delivery, small_delivery

VOID = {"meta", "br"}


class Page(HTMLParser):
    """Collects text, ids and attributes, and checks that elements nest."""

    def __init__(self, data: bytes) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.feed(data.decode())
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        self.ids += [value or "" for name, value in attrs if name == "id"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture(scope="module")
def page() -> Page:
    return Page(report_page(small_delivery(with_findings=True)))


def test_the_page_needs_nothing_beside_itself(page: Page) -> None:
    assert not {"script", "link", "img", "iframe", "object", "base", "form"} & set(page.tags)
    links = [value or "" for name, value in page.attributes if name in {"href", "src"}]
    assert links
    assert all(link.startswith("#") and link[1:] in page.ids for link in links)
    assert not [name for name, _ in page.attributes if name.startswith("on")]
    assert len(page.ids) == len(set(page.ids))


def test_verdict_figures_and_findings_are_told(page: Page) -> None:
    assert "1 error" in page.text
    assert "13.2 um between io_3 and io_4" in page.text
    assert "move the lines apart" in page.text
    assert "nets connected" in page.text
    assert "ab" * 32 in page.text


def test_each_step_net_and_file_has_its_row(page: Page) -> None:
    delivery = small_delivery()
    for moment in delivery.built.moments:
        assert moment.step.name in page.text
    for net, _ in delivery.plan.nets:
        assert net in page.text
    for exporter in members("padwright.export.formats", Exporter).values():
        assert exporter.filename in page.text
        assert exporter.loses in page.text
    assert "open: 2 pieces" in page.text  # the sample leaves vss in two pieces
    assert "uncited" in page.text


def test_hostile_names_are_shown_and_do_nothing() -> None:
    page = Page(report_page(hostile_delivery()))
    assert "script" not in page.tags
    assert printable(HOSTILE) in page.text
    assert not [name for name, _ in page.attributes if name.startswith("on")]


def with_findings(*severities: Severity) -> Delivery:
    found = tuple(Finding("space", severity, "too close") for severity in severities)
    return replace(small_delivery(), findings=found)


@pytest.mark.parametrize(
    ("severities", "words", "css"),
    [
        ((), "Clean", ""),
        ((Severity.NOTE,), "Clean", ""),
        ((Severity.WARNING,), "Clean, with 1 warning", "warned"),
        ((Severity.ERROR, Severity.ERROR, Severity.WARNING), "2 errors, 1 warning", "broken"),
    ],
)
def test_the_verdict_counts(severities: tuple[Severity, ...], words: str, css: str) -> None:
    assert verdict(with_findings(*severities)) == (words, css)


def test_many_findings_are_counted_and_not_all_shown() -> None:
    found = tuple(Finding("space", Severity.WARNING, f"too close {each}") for each in range(620))
    data = report_page(replace(small_delivery(), findings=found)).decode()
    assert data.count("too close") == 500
    assert "and 120 more, all in findings.json" in data


def test_findings_that_differ_by_their_place_alone_are_one_row() -> None:
    at = [Place(x_nm * 1_000_000, 0, x_nm * 1_000_000, 0) for x_nm in range(7)]
    found = tuple(Finding("space", Severity.WARNING, "too close", place=each) for each in at)
    page = Page(report_page(replace(small_delivery(), findings=found)))
    assert page.text.count("too close") == 1
    for each in at[:4]:
        assert str(each) in page.text
    assert str(at[4]) not in page.text
    assert "and 3 more, in findings.json" in page.text


def test_findings_without_a_place_do_not_count_places() -> None:
    found = tuple(
        Finding("space", Severity.WARNING, "too close", slabs=(f"{i}",)) for i in range(6)
    )
    page = Page(report_page(replace(small_delivery(), findings=found)))
    assert page.text.count("too close") == 1
    assert "more, in findings.json" not in page.text


def test_lengths_are_told_in_words_and_only_where_they_were_asked_for() -> None:
    rows = (
        NetLength("a", "match", "byte", 1_535.2, 0.0004, 0.0, 20.0, met=True),
        NetLength("b", "longest", "", 1_535.2, -964.8, 0.0, 2_500.0, met=True),
        NetLength("c", "longest", "", 2_512.0, 12.0, 0.0, 2_500.0, met=False),
        NetLength("d", "pair", "usb", 1_000.0, 3.0, 730.0, None, met=True),
    )
    plain = small_delivery()
    asked = replace(plain, routing=replace(plain.routing, lengths=rows))
    page = Page(report_page(asked))
    for words in ("1.535 mm", "0 nm", "964.8 µm to spare", "12 µm too long", "730 µm, 73%"):
        assert words in page.text
    assert page.text.count("not met") == 1
    assert "lengths" in page.ids
    assert "lengths" not in Page(report_page(plain)).ids


def test_text_is_escaped_unless_it_is_markup() -> None:
    assert tag("p", "<b>", Markup("<i>ok</i>")).text == "<p>&lt;b&gt;<i>ok</i></p>"
    assert "&lt;td&gt;" in table(["a"], [["<td>"]]).text


def test_names_sort_as_people_sort_them() -> None:
    names = ["io[10]", "io[9]", "clock", "io[1]", "7", "io"]
    assert sorted(names, key=natural_key) == ["7", "clock", "io", "io[1]", "io[9]", "io[10]"]
