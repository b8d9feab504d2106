"""The table of lengths in the report: what was asked of pairs, groups, shields and nets."""

from padwright.export.exporter import Delivery
from padwright.export.html_text import Content, Markup, section, table, tag
from padwright.export.lettering import length_words
from padwright.route.routing import NetLength

_ASKED = {
    "pair": "side by side with the other of {}",
    "shield": "between lines of {}",
    "match": "as long as the others of {}",
    "longest": "no longer than allowed",
}


def lengths_table(delivery: Delivery) -> Markup:
    """Return the lengths that something was asked of; nothing without any."""
    routing = delivery.routing
    if not routing.lengths and not routing.notes:
        return Markup("")
    note = tag(
        "p",
        "Lengths are those of the wires' middle lines as routed; vias have none. A net is shorter "
        "than the longest of its pair or group by the difference.",
    )
    heads = ["Net", "Asked for", "Length", "Difference", "Allowed", "Coupled", ""]
    rows = [_row(each) for each in routing.lengths]
    missed = [tag("li", f"{each.what}: {each.reason}") for each in routing.notes]
    told = tag("ul", *missed) if missed else Markup("")
    return section("Lengths", "lengths", note, table(heads, rows, numeric=(2, 3, 4, 5)), told)


def _row(row: NetLength) -> list[Content]:
    coupled = ""
    if row.demand in {"pair", "shield"} and row.length_um:
        coupled = f"{_words(row.coupled_um)}, {row.coupled_um / row.length_um:.0%}"
    return [
        row.net,
        _ASKED[row.demand].format(row.group),
        _words(row.length_um),
        _difference(row),
        "" if row.limit_um is None else _words(row.limit_um),
        coupled,
        "" if row.met else tag("span", "not met", css="tag error"),
    ]


def _difference(row: NetLength) -> str:
    if row.demand == "shield":  # its length is nobody else's
        return ""
    if row.demand == "longest":
        return f"{_words(abs(row.short_um))} {'to spare' if row.short_um <= 0 else 'too long'}"
    return _words(row.short_um)


def _words(length_um: float) -> str:
    # what wires differ by below a nanometre is the rounding of their corners
    return length_words(round(length_um * 1000))
