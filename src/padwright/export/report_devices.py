"""The table of passives in the report: what each should be worth, and what it was built to be."""

from padwright.devices.built_device import BuiltDevice
from padwright.export.exporter import Delivery
from padwright.export.html_text import Content, Markup, joined, section, table, tag
from padwright.export.naming import net_names


def devices_table(delivery: Delivery) -> Markup:
    """Return the passives with their nets, their worth and its formula; nothing without any."""
    if not delivery.devices:
        return Markup("")
    names = net_names(delivery.plan, delivery.nets)
    rows = [_row(delivery, each, names) for each in delivery.devices]
    note = tag(
        "p",
        "The worth as built is computed again from the metal, the gaps and the dielectrics of the "
        "built structure.",
    )
    heads = ["Passive", "Kind", "Nets found", "Figure", "Meant", "As built", "Further", "Formula"]
    return section("Passives", "passives", note, table(heads, rows, numeric=(4, 5)))


def _row(delivery: Delivery, device: BuiltDevice, names: tuple[str, ...]) -> list[Content]:
    ends = []
    for name, pin in device.pins:
        net = delivery.nets.net_of(pin)
        ends.append(f"{name}: {'no metal' if net is None else names[net.number]}")
    sound = Markup("") if device.is_sound else tag("span", "not whole", css="tag error")
    built = "" if device.built is None else str(device.built.quantity)
    further = (device.built or device.expected).others
    return [
        device.name,
        device.kind,
        ", ".join(ends),
        device.figure,
        str(device.expected.quantity),
        joined([tag("span", built), Markup(" "), sound]),
        "; ".join(f"{name} {quantity}" for name, quantity in further),
        joined([tag("span", device.formula), Markup("<br>"), tag("i", device.source)]),
    ]
