"""The tables of the report: findings, layers, steps and nets."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from padwright.base.wording import counted
from padwright.export.exporter import Delivery
from padwright.export.html_text import Content, Markup, joined, section, table, tag
from padwright.export.lettering import length_words
from padwright.export.naming import natural_key, net_names
from padwright.export.palette import material_colour, material_name
from padwright.export.pane import layer_name
from padwright.export.stackup import stackup
from padwright.export.xml_text import escaped
from padwright.model.finding import Finding, Severity, count_by_severity

#: Rows of findings, and places in a row, beyond which they are counted; findings.json has all.
_MOST_FINDINGS: Final = 500
_MOST_PLACES: Final = 4
#: Values of parameters that say nothing: what is not given, and errors that are not made.
_UNSAID: Final[tuple[Any, ...]] = (None, [], "0 nm", "0 deg")


def swatch(material: str, delivery: Delivery) -> Markup:
    """Return a material's colour and name."""
    materials = delivery.design.technology.all_materials
    colour = escaped(material_colour(material, materials))
    spot = Markup(f'<span class="swatch" style="background:{colour}"></span>')
    return joined([spot, tag("span", material_name(material, materials))])


def vouched(source: str, *, cited: bool) -> Markup:
    """Return who vouches for a value, marked where nobody does."""
    if cited:
        return tag("span", source)
    rest = source.removeprefix("uncited default").lstrip(": ")
    return joined([tag("span", "uncited", css="tag uncited"), Markup(" "), tag("i", rest)])


def findings_table(delivery: Delivery) -> Markup:
    """Return the findings, the gravest first, each with its place, its figures and its remedy.

    What differs by its place alone is one row.
    """
    if not delivery.findings:
        return section(
            "Findings", "findings", tag("p", "None: every rule that was checked is met.")
        )
    ranks = {severity: rank for rank, severity in enumerate(Severity)}
    ordered = sorted(delivery.findings, key=lambda each: (ranks[each.severity], each.rule))
    alike: dict[Finding, list[Finding]] = {}
    for each in ordered:
        alike.setdefault(replace(each, place=None, slabs=()), []).append(each)
    shown = list(alike.values())[:_MOST_FINDINGS]
    rows = [_finding_row(each) for each in shown]
    more = len(ordered) - sum(map(len, shown))
    rest = tag("p", f"and {more} more, all in findings.json") if more else Markup("")
    heads = ["", "Rule", "What was found", "Measured", "Required", "Place", "What to do"]
    return section("Findings", "findings", table(heads, rows, numeric=(3, 4)), rest)


def _finding_row(alike: Sequence[Finding]) -> list[Content]:
    finding = alike[0]
    places = [str(each.place) for each in alike if each.place]
    more = len(places) - _MOST_PLACES
    rest = [f"and {more} more, in findings.json"] if more > 0 else []
    named = ", ".join(finding.nets)
    evidence = [tag("span", finding.message)]
    if named:
        evidence += [Markup("<br>"), tag("i", f"nets {named}")]
    if finding.source:
        evidence += [Markup("<br>"), tag("i", f"limit: {finding.source}")]
    return [
        tag("span", finding.severity.value, css=f"tag {finding.severity.value}"),
        finding.rule,
        joined(evidence),
        str(finding.measured or ""),
        str(finding.required or ""),
        "; ".join(places[:_MOST_PLACES] + rest),
        finding.fix,
    ]


def stackup_table(delivery: Delivery) -> Markup:
    """Return the layers from the top down, as built and as asked for."""
    materials = delivery.design.technology.all_materials
    rows: list[list[Content]] = []
    if delivery.built.structure.balls:
        ball = delivery.built.structure.balls[0]
        asked = length_words(delivery.design.terminals.diameter_nm)
        wide = length_words(2 * ball.radius_nm)
        tall = length_words(ball.top_nm - ball.bottom_nm)
        source = f"the design (diameter {asked} before reflow, {wide} after)"
        rows.append(["ball", swatch(ball.material, delivery), tall, "", ball.made_by, source])
    rows += [
        [
            layer_name(layer.shade, materials),
            swatch(layer.shade.material, delivery),
            length_words(layer.built_nm),
            "" if layer.asked_nm is None else length_words(layer.asked_nm),
            ", ".join(layer.made_by),
            vouched(layer.source, cited=layer.cited),
        ]
        for layer in stackup(delivery)
    ]
    note = tag(
        "p",
        "From the top down. Films that level themselves count over the highest surface that they "
        "cover; balls count from foot to crown.",
    )
    heads = ["Layer", "Material", "As built", "Asked for", "Made by step", "Source of the value"]
    return section("Stack-up", "stackup", note, table(heads, rows, numeric=(2, 3)))


def traveler_table(delivery: Delivery) -> Markup:
    """Return the steps in order, with their parameters, heat and what stood after them."""
    rows: list[list[Content]] = []
    for number, moment in enumerate(delivery.built.moments, 1):
        step = moment.step
        rows.append(
            [
                str(number),
                step.name,
                step.kind,
                _parameters(step.model_dump(mode="json")),
                f"{step.temperature_c:g} °C",
                length_words(moment.structure.top_nm - moment.structure.bottom_nm),
                str(len(moment.structure.slabs) + len(moment.structure.balls)),
            ]
        )
    heads = ["No.", "Step", "Kind", "Parameters", "Hottest", "Height after", "Parts"]
    return section("Process traveler", "traveler", table(heads, rows, numeric=(0, 4, 5, 6)))


def _parameters(held: Mapping[str, Any]) -> str:
    shown = []
    for key, value in held.items():
        if key in {"name", "temperature", "temperature_c"} or value in _UNSAID:
            continue
        values = value if isinstance(value, list) else [value]
        text = ", ".join(_words(each) for each in values)
        shown.append(f"{key.replace('_', ' ')} {text}")
    return "; ".join(shown)


def _words(value: Any) -> str:
    """Return one value of a parameter; a record, such as a layer of a finish, as its values."""
    if isinstance(value, dict):
        return " ".join(_words(each) for each in value.values())
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, float) else str(value)


def nets_table(delivery: Delivery) -> Markup:
    """Return the nets of the design with what was found of them in the built structure."""
    names = net_names(delivery.plan, delivery.nets)
    found_by_pin = {
        pin: net.number for net in delivery.nets.nets for pin in (*net.pins, *net.bodies)
    }
    lengths: dict[str, float] = {}
    for wire in delivery.routing.wires:
        lengths[wire.net] = lengths.get(wire.net, 0.0) + wire.length_um
    balls = {ball.name for ball in delivery.plan.balls}
    rows: list[list[Content]] = []
    for net, pins in sorted(delivery.plan.nets, key=lambda each: natural_key(each[0])):
        reached = {found_by_pin.get(pin) for pin in pins}
        rows.append(
            [
                net,
                ", ".join(pin for pin in pins if pin not in balls),
                ", ".join(pin for pin in pins if pin in balls),
                _found(net, reached, names),
                f"{lengths.get(net, 0.0) / 1000:.3f} mm",
            ]
        )
    unnamed = len(delivery.nets.nets) - len(set(found_by_pin.values()))
    note = tag(
        "p",
        "Nets are found from metal that touches in the built structure, and named by the pins that "
        f"they reach. Pieces of metal that reach no pin: {unnamed}.",
    )
    heads = ["Net", "Pads", "Balls", "Found", "Wire length"]
    return section("Nets", "nets", note, table(heads, rows, numeric=(4,)))


def _found(net: str, reached: set[int | None], names: tuple[str, ...]) -> Markup:
    """Return whether a net is one piece of its own."""
    pieces = [names[number] for number in reached if number is not None]
    if len(reached) == 1 and pieces == [net]:
        return tag("span", "whole", css="tag good")
    foreign = sorted(name for name in pieces if " + " in name)
    if foreign:
        return tag("span", f"shorted: {', '.join(foreign)}", css="tag error")
    return tag("span", f"open: {len(reached)} pieces", css="tag error")


def verdict(delivery: Delivery) -> tuple[str, str]:
    """Return the verdict in words, and its class in the page's style."""
    counts = count_by_severity(delivery.findings)
    errors, warnings = counts[Severity.ERROR], counts[Severity.WARNING]
    told = [counted(errors, "error")] if errors else ["Clean"]
    if warnings:
        told.append(f"{'' if errors else 'with '}{counted(warnings, 'warning')}")
    return ", ".join(told), "broken" if errors else "warned" if warnings else ""
