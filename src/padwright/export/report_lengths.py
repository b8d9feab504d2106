"""The table of lengths in the report: what was asked of pairs, groups, shields and nets."""

from padwright.export.exporter import Delivery
from padwright.export.html_text import Content, Markup, joined, section, table, tag
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
        coupled = f"{row.coupled_um:.1f} um, {row.coupled_um / row.length_um:.0%}"
    return [
        row.net,
        _ASKED[row.demand].format(row.group),
        f"{row.length_um:.1f} um",
        f"{row.short_um:.3f} um",
        "" if row.limit_um is None else f"{row.limit_um:.3f} um",
        coupled,
        joined([Markup("")]) if row.met else tag("span", "not met", css="tag error"),
    ]
