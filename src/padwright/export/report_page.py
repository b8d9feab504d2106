"""The report: one page that needs nothing beside itself."""

from typing import Final

from padwright.export.ball_picture import ball_picture
from padwright.export.detail_picture import connection_detail
from padwright.export.exporter import Delivery
from padwright.export.html_text import Markup, joined, section, tag
from padwright.export.lettering import length_words
from padwright.export.plan_picture import plan_picture
from padwright.export.report_density import density_table, has_even_metal
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
#: The parts that a package without passives, or without lengths that were asked for, has not.
_PASSIVES: Final[str] = "Passives"
_LENGTHS: Final[str] = "Lengths"
#: The part that a package without planes and fill has not.
_DENSITY: Final[str] = "Share of metal"
_PARTS: Final = (
    ("pictures", "Pictures"),
    ("findings", "Findings"),
    ("stackup", "Stack-up"),
    ("traveler", "Process"),
    ("nets", "Nets"),
    ("lengths", _LENGTHS),
    ("passives", _PASSIVES),
    ("density", _DENSITY),
    ("rules", "Rules"),
    ("materials", "Materials"),
    ("files", "Files"),
    ("provenance", "Provenance"),
)


def report_page(delivery: Delivery) -> bytes:
    """Return the page as UTF-8."""
    body = tag(
        "main",
        _title(delivery),
        _pictures(delivery),
        findings_table(delivery),
        stackup_table(delivery),
        traveler_table(delivery),
        nets_table(delivery),
        lengths_table(delivery),
        devices_table(delivery),
        density_table(delivery),
        rules_table(delivery),
        materials_table(delivery),
        files_table(),
        provenance(delivery),
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


def _title(delivery: Delivery) -> Markup:
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
    links = joined(
        Markup(f'<a href="#{ident}">{name}</a> ')
        for ident, name in _PARTS
        if (delivery.devices or name != _PASSIVES)
        and (name != _DENSITY or has_even_metal(design))
        and (delivery.routing.lengths or delivery.routing.notes or name != _LENGTHS)
    )
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
