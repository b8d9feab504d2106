"""The claim chart: one page, one row an element, with what decided it and a picture of that."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from padwright.export.claim_pictures import ClaimPictures, EvidencePicture, timeline
from padwright.export.claim_sheet import ClaimSheet
from padwright.export.claim_style import CLAIM_STYLE
from padwright.export.html_text import Markup, html_of, joined, tag
from padwright.export.xml_text import escaped

_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"
_CSS: Final = {"met": "met", "not met": "not", "undecided": "open"}
_FILTERS: Final = (
    ("all", "all claims"),
    ("met", "met"),
    ("not", "not met"),
    ("open", "undecided"),
    ("faulty", "with a corrected reading"),
)
_PATENTS: Final = {
    "A": "A: thin-film build-up on a metal base",
    "B": "B: build-up over a die in a metal carrier's pocket",
    "C": "C: pegs and lines etched from one metal sheet",
}

Data = Mapping[str, Any]


def claim_page(sheet: ClaimSheet) -> bytes:
    """Return the page as UTF-8."""
    pictures = ClaimPictures(sheet.built, sheet.materials)
    charts = [_chart(chart, pictures, sheet) for chart in sheet.charts]
    picks = joined(
        Markup(
            f'<input class="pick" type="radio" name="show" id="{ident}"'
            f"{' checked' if ident == 'all' else ''}>"
        )
        for ident, _ in _FILTERS
    )
    main = tag(
        "main",
        _title(sheet),
        _filters(),
        joined(_by_patent(sheet.charts, charts)),
        _settings(sheet),
        tag("footer", f"Padwright, claim chart {sheet.digest[:16]}"),
    )
    head = (
        '<meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{escaped(_POLICY)}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escaped(sheet.name)}: claim chart</title><style>{CLAIM_STYLE}</style>"
    )
    body = picks.text + pictures.shared + main.text
    page = f'<!DOCTYPE html>\n<html lang="en"><head>{head}</head><body>{body}</body></html>\n'
    return page.encode()


# -- head of the page ---------------------------------------------------------------------------


def _title(sheet: ClaimSheet) -> Markup:
    tallies = [_tally("as the texts stand", [each["verdict"] for each in sheet.charts])]
    corrected = [each["corrected"] for each in sheet.charts if each["corrected"]]
    if corrected:
        best = [each["corrected"] or each["verdict"] for each in sheet.charts]
        tallies.append(_tally("with faulty texts corrected", best))
    return tag(
        "header",
        tag("p", "Padwright claim chart", css="mark"),
        tag("h1", sheet.name),
        tag("p", sheet.description, css="lead"),
        tag("div", *tallies, css="tally"),
        _map(sheet.charts),
        tag(
            "p",
            "In the pictures the package is pale, what decided stands in the colours of its "
            "materials, and red marks places. A strip shows the steps of the flow, those that "
            "decided in red. A dot in a cell is the verdict on the corrected text.",
            css="key",
        ),
        ident="overview",
    )


def _tally(what: str, verdicts: Sequence[str]) -> Markup:
    counts = {verdict: verdicts.count(verdict) for verdict in _CSS}
    bar = joined(
        Markup(f'<i class="is-{_CSS[verdict]}" style="flex:{number}"></i>')
        for verdict, number in counts.items()
        if number
    )
    words = joined(
        tag("li", tag("i", css=f"dot is-{_CSS[verdict]}"), tag("b", str(number)), verdict)
        for verdict, number in counts.items()
    )
    return tag("div", tag("p", f"{len(verdicts)} claims, {what}"), tag("div", bar, css="bar"),
               tag("ul", words))  # fmt: skip


def _map(charts: Sequence[Data]) -> Markup:
    parts = []
    for patent, name in _PATENTS.items():
        own = [chart for chart in charts if chart["patent"] == patent]
        if own:
            cells = joined(_cell(chart) for chart in own)
            parts += [tag("h3", name), tag("div", cells, css="cells")]
    return tag("div", *parts, css="map")


def _cell(chart: Data) -> Markup:
    corrected = chart["corrected"]
    told = f"{chart['id']} {chart['title']}: {chart['verdict']}"
    css = f"cell is-{_CSS[chart['verdict']]}"
    if corrected:
        told += f", corrected {corrected}"
        css += f" twofold then-{_CSS[corrected]}"
    return Markup(
        f'<a class="{css}" href="#{escaped(chart["id"])}" title="{escaped(told)}">'
        f"{chart['number']}</a>"
    )


def _filters() -> Markup:
    labels = joined(
        Markup(f'<label for="{ident}">{escaped(words)}</label>') for ident, words in _FILTERS
    )
    return tag("div", labels, Markup('<a href="#overview">overview</a>'), css="filters")


# -- claims -------------------------------------------------------------------------------------


def _by_patent(charts: Sequence[Data], drawn: Sequence[Markup]) -> list[Markup]:
    parts = []
    for patent, name in _PATENTS.items():
        own = [
            markup for chart, markup in zip(charts, drawn, strict=True) if chart["patent"] == patent
        ]
        if own:
            parts.append(tag("section", tag("h2", name), *own))
    return parts


def _chart(chart: Data, pictures: ClaimPictures, sheet: ClaimSheet) -> Markup:
    verdict, corrected = chart["verdict"], chart["corrected"]
    pills = [_pill(verdict)]
    if corrected:
        pills.append(_pill(corrected, then=True))
    head = Markup(
        "<summary>"
        + "".join(
            html_of(each)
            for each in (
                tag("span", chart["id"], css="id"),
                tag("span", chart["title"], css="title"),
                _hangs(chart),
                *pills,
            )
        )
        + "</summary>"
    )
    anomaly = tag("p", tag("b", "The text: "), _sentence(chart["anomaly"]), css="anomaly")
    rows = joined(
        _row(number, element, pictures, sheet)
        for number, element in enumerate(chart["elements"], start=1)
    )
    faulty = " faulty" if corrected else ""
    opened = f'<details open class="claim {_CSS[verdict]}{faulty}" id="{escaped(chart["id"])}">'
    body = (anomaly.text if chart["anomaly"] else "") + rows.text
    return Markup(f"{opened}{head.text}{body}</details>")


def _hangs(chart: Data) -> Markup:
    parent = chart["parent"]
    if parent is None:
        return Markup("")
    words = f'hangs on <a href="#{escaped(parent)}">{escaped(parent)}</a>'
    if chart["corrected_parent"]:
        other = escaped(chart["corrected_parent"])
        words += f', corrected on <a href="#{other}">{other}</a>'
    by = chart["inherited_from"]
    if by:
        words += f'; decided by <a href="#{escaped(by)}">{escaped(by)}</a>'
    return Markup(f'<span class="by">{words}</span>')


def _pill(verdict: str, *, then: bool = False) -> Markup:
    words = f"corrected: {verdict}" if then else verdict
    return tag("span", words, css=f"pill{' then' if then else ''} is-{_CSS[verdict]}")


def _row(number: int, element: Data, pictures: ClaimPictures, sheet: ClaimSheet) -> Markup:
    asks = [tag("p", tag("b", str(number)), _sentence(element["asks"]), css="asks")]
    if element["reading"]:
        asks.append(tag("p", f"Reading: {_sentence(element['reading'])}", css="reading"))
    why = [*_why(element["verdict"], element["because"], element["evidence"])]
    evidence = element["evidence"]
    if element["corrected"]:
        told = element["corrected_evidence"]
        why += _why(element["corrected"], element["corrected_because"], told, then=True)
        evidence = told if _shows(told) else evidence
    shots = []
    if evidence["places"] or evidence["slabs"] or not evidence["steps"]:
        shots.append(_figure(pictures.picture(element["subjects"], evidence)))
    if evidence["steps"]:
        shots.append(_figure(timeline(sheet.steps, evidence["steps"]), css="steps"))
    return tag(
        "div",
        tag("div", *asks),
        tag("div", *why),
        tag("div", *shots, css="shots"),
        css="row",
    )


def _shows(evidence: Data) -> bool:
    return bool(evidence["places"] or evidence["slabs"] or evidence["steps"])


def _why(verdict: str, because: str, evidence: Data, *, then: bool = False) -> list[Markup]:
    parts = [_pill(verdict, then=then), tag("p", _sentence(because), css="because")]
    if evidence["measured"]:
        figures = []
        for each in evidence["measured"]:
            limit = each["limit"]
            against = tag("i", f" / {limit['text']}") if limit else ""
            figures += [tag("dt", each["what"]), tag("dd", each["value"]["text"], against)]
        parts.append(tag("dl", *figures))
    for name in ("nets", "bodies"):
        if evidence[name]:
            shown = ", ".join(evidence[name][:10])
            more = f" and {len(evidence[name]) - 10} more" if len(evidence[name]) > 10 else ""
            parts.append(tag("p", f"{name}: {shown}{more}", css="nets"))
    return parts


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith('.') else '.'}"


def _figure(picture: EvidencePicture, css: str = "") -> Markup:
    return tag("figure", Markup(picture.markup), tag("figcaption", picture.caption), css=css)


def _settings(sheet: ClaimSheet) -> Markup:
    settings = sheet.charts[0]["tolerances"] if sheet.charts else {}
    rows = [tag("span", name.replace("_", " "), tag("b", str(v))) for name, v in settings.items()]
    return tag(
        "section",
        tag("h2", "How exact is exact"),
        tag("p", "Settings that these verdicts were decided with."),
        tag("div", *rows, css="settings"),
        ident="settings",
    )
