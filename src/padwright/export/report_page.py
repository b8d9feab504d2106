"""The report: one page that needs nothing beside itself."""

from typing import Final

from padwright.export.ball_picture import ball_picture
from padwright.export.detail_picture import connection_detail
from padwright.export.exporter import Delivery
from padwright.export.html_text import Markup, joined, section, tag
from padwright.export.lettering import length_words
from padwright.export.plan_picture import plan_picture
from padwright.export.report_density import density_table
from padwright.export.report_devices import devices_table
from padwright.export.report_lengths import lengths_table
from padwright.export.report_sources import (
    files_table,
    materials_table,
    provenance,
    rules_table,
)
from padwright.export.report_style import STYLE
from padwright.export.report_tables import (
    findings_table,
    nets_table,
    stackup_table,
    traveler_table,
    verdict,
)
from padwright.export.section_picture import cross_section
from padwright.export.svg import Picture
from padwright.export.xml_text import escaped

#: The page may load nothing and run nothing, whatever a name in it says.
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"


def report_page(delivery: Delivery) -> bytes:
    """Return the page as UTF-8."""
    parts = (
        ("pictures", "Pictures", _pictures(delivery)),
        ("findings", "Findings", findings_table(delivery)),
        ("stackup", "Stack-up", stackup_table(delivery)),
        ("traveler", "Process", traveler_table(delivery)),
        ("nets", "Nets", nets_table(delivery)),
        ("lengths", "Lengths", lengths_table(delivery)),
        ("passives", "Passives", devices_table(delivery)),
        ("density", "Share of metal", density_table(delivery)),
        ("rules", "Rules", rules_table(delivery)),
        ("materials", "Materials", materials_table(delivery)),
        ("files", "Files", files_table()),
        ("provenance", "Provenance", provenance(delivery)),
    )
    links = joined(
        Markup(f'<a href="#{ident}">{name}</a> ') for ident, name, part in parts if part.text
    )
    body = tag(
        "main",
        _title(delivery, links),
        *(part for _, _, part in parts),
        tag("footer", f"Padwright, package {delivery.digest[:16]}"),
    )
    head = (
        '<meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{escaped(_POLICY)}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escaped(delivery.design.name)}: package report</title><style>{STYLE}</style>"
    )
    page = f'<!DOCTYPE html>\n<html lang="en"><head>{head}</head><body>{body.text}</body></html>\n'
    return page.encode()


def _title(delivery: Delivery, links: Markup) -> Markup:
    design = delivery.design
    words, css = verdict(delivery)
    size = f"{length_words(design.width_nm)} by {length_words(design.height_nm)}"
    technology = design.technology
    own = {
        "body": size,
        "height": length_words(
            delivery.built.structure.top_nm - delivery.built.structure.bottom_nm
        ),
        "family and route": f"{technology.family}, {technology.route}",
    }
    given = {name: text for name, text in delivery.figures.items() if name != "verdict"}
    figures = [
        tag("div", tag("span", name), tag("b", text)) for name, text in (given | own).items()
    ]
    return tag(
        "header",
        tag("p", "Padwright package report", css="mark"),
        tag("h1", design.name),
        tag("p", design.description, css="lead"),
        tag("div", words, css=f"verdict {css}".strip()),
        tag("div", *figures, css="figures"),
        tag("nav", links),
    )


def _pictures(delivery: Delivery) -> Markup:
    pictures = (
        cross_section(delivery),
        connection_detail(delivery),
        plan_picture(delivery),
        ball_picture(delivery),
    )
    return section("Pictures", "pictures", *map(_figure, pictures))


def _figure(picture: Picture) -> Markup:
    return tag("figure", Markup(picture.inline()))
