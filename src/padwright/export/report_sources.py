"""The tables of the report that say who vouches for what: rules, materials, files, digests."""

from typing import Any, Final

from padwright.base.discovery import members
from padwright.export.exporter import Delivery, Exporter
from padwright.export.html_text import Content, Markup, joined, section, table, tag
from padwright.export.lettering import length_words
from padwright.export.palette import material_name
from padwright.export.report_tables import swatch, vouched
from padwright.model.figures import SourcedFactor
from padwright.model.frame import Frame
from padwright.model.keys import key_of
from padwright.model.material import PROPERTY_UNITS, Material
from padwright.model.sourced import Sourced
from padwright.model.technology import Rules

#: The rules that an etched frame is held to; the others are for wiring of films.
_OF_FRAMES: Final = frozenset(
    f"{rule}_nm"
    for rule in (
        "line_width", "line_space", "ball_land", "edge_clearance", "street", "die_edge",
        "die_shift", "overlay",
    )
)  # fmt: skip


def rules_table(delivery: Delivery) -> Markup:
    """Return the rules of the technology, each with its value and its source."""
    technology = delivery.design.technology
    rows = [
        _row(attribute, field.description or "", getattr(technology.rules, attribute))
        for attribute, field in Rules.model_fields.items()
        if technology.frame is None or attribute in _OF_FRAMES
    ]
    note = tag("p", f"Technology {technology.name}.")
    heads = ["Rule", "Value", "What it is", "Source"]
    tables = [table(heads, rows, numeric=(1,))]
    if technology.frame is not None:
        of_frame = [
            _row(attribute, field.description or "", value)
            for attribute, field in Frame.model_fields.items()
            if isinstance(value := getattr(technology.frame, attribute), Sourced)
        ]
        tables += [tag("h3", "Etched frame"), table(heads, of_frame, numeric=(1,))]
    return section("Rules", "rules", note, *tables)


def _row(attribute: str, what: str, figure: Sourced[Any]) -> list[Content]:
    if attribute.endswith("_nm"):
        text = length_words(figure.value)
    elif attribute.endswith("_c"):
        text = f"{figure.value:g} °C"
    elif isinstance(figure, SourcedFactor):
        text = f"{figure.value:g}"
    else:
        text = f"{100 * figure.value:g} %"
    name = key_of(attribute).replace("_", " ")
    return [name, text, what, vouched(figure.source, cited=figure.cited)]


def materials_table(delivery: Delivery) -> Markup:
    """Return the materials of the package with every property that is known, and its source."""
    structure = delivery.built.structure
    used = dict.fromkeys(
        [slab.material for slab in structure.slabs] + [body.material for body in structure.bodies]
    )
    known = delivery.design.technology.all_materials
    parts = []
    for each in used:
        rows = _by_source(known.get(each))
        parts += [
            tag("h3", swatch(each, delivery)),
            table(["Properties", "Source"], rows)
            if rows
            else tag("p", f"Nothing is known of {material_name(each, known)}."),
        ]
    return section("Materials", "materials", *parts)


def _by_source(material: Material | None) -> list[list[Content]]:
    """Return a material's properties, those of one source in one row, what is cited first."""
    rows: dict[tuple[bool, str], list[str]] = {}
    for attribute in PROPERTY_UNITS:
        figure = getattr(material, attribute, None)
        if figure is not None:
            name = key_of(attribute).replace("_", " ")
            rows.setdefault((not figure.cited, figure.source), []).append(f"{name} {figure}")
    return [
        ["; ".join(figures), vouched(source, cited=not uncited)]
        for (uncited, source), figures in sorted(rows.items(), key=lambda each: each[0][0])
    ]


def files_table() -> Markup:
    """Return every file that belongs to the package, and what each does not hold."""
    rows: list[list[Content]] = [
        [tag("code", each.filename), each.describes, each.loses]
        for each in members("padwright.export.formats", Exporter).values()
    ]
    heads = ["File", "What it holds", "What it loses"]
    return section("Files", "files", table(heads, rows))


def provenance(delivery: Delivery) -> Markup:
    """Return the digests by which the package can be told from any other."""
    rows: list[list[Content]] = [
        ["package", tag("code", delivery.digest)],
        [
            "design with its lists, technology and materials",
            tag("code", delivery.design.source_digest),
        ],
    ]
    note = tag(
        "p",
        "The same inputs and tools give the same digests and the same bytes on every machine.",
    )
    return section("Provenance", "provenance", note, joined([table(["Of", "SHA-256"], rows)]))
