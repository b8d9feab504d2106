"""The net list of the package as built, as a SPICE subcircuit."""

import json
import re
from collections.abc import Iterable, Mapping
from typing import BinaryIO, ClassVar, Final

from padwright.devices.built_device import BuiltDevice
from padwright.export.exporter import Delivery, Exporter
from padwright.export.naming import net_names

_OUTSIDE_A_NODE: Final = re.compile(r"[^A-Za-z0-9_]")
_LINE_LIMIT: Final = 78


class Spice(Exporter):
    """A subcircuit whose pins are the balls and pads and whose nodes are the nets found."""

    kind: ClassVar[str] = "spice"
    filename: ClassVar[str] = "netlist.sp"
    describes: ClassVar[str] = "the nets found in the built structure, as a SPICE subcircuit"
    loses: ClassVar[str] = (
        "resistance, inductance and capacitance of the wiring: every pin is joined to its net by "
        "1 uohm; passives have the values of their built metal"
    )

    def write(self, delivery: Delivery, to: BinaryIO) -> None:
        """Write one ``.SUBCKT``; a table of comments gives the true name of every node."""
        names = net_names(delivery.plan, delivery.nets)
        inner = {pin for device in delivery.devices for _, pin in device.pins}
        found = [
            (
                names[net.number],
                tuple(
                    dict.fromkeys(each for each in (*net.bodies, *net.pins) if each not in inner)
                ),
            )
            for net in delivery.nets.nets
            if net.bodies or net.pins
        ]
        balls = {ball.name for ball in delivery.plan.balls}
        nodes = node_names("n_", [name for name, _ in found])
        bare = [pin for pin in delivery.nets.bare_pins if pin not in inner]
        pins = [pin for _, reached in found for pin in reached] + bare
        ports = node_names("ball_", [pin for pin in pins if pin in balls])
        ports |= node_names("pad_", [pin for pin in pins if pin not in balls])
        ordered = sorted(ports, key=lambda pin: (pin not in balls, ports[pin]))
        lines = [
            f"* package {json.dumps(delivery.design.name)}, nets as found in what was built",
            f"* padwright {delivery.digest}",
            "* true names of the nets:",
            *(f"*   {nodes[name]} = {json.dumps(name)}" for name, _ in found),
            "* true names of the pins:",
            *(f"*   {ports[pin]} = {json.dumps(pin)}" for pin in ordered),
            *_folded([".SUBCKT", _sanitised(delivery.design.name), *(ports[p] for p in ordered)]),
        ]
        joints = ((ports[pin], nodes[name]) for name, reached in found for pin in reached)
        lines += [f"R{number} {pin} {net} 1u" for number, (pin, net) in enumerate(joints, 1)]
        lines += [f"* {ports[pin]} reaches no metal" for pin in bare]
        for number, device in enumerate(delivery.devices, 1):
            own = {
                name: nodes[names[net.number]]
                for name, pin in device.pins
                if (net := delivery.nets.net_of(pin)) is not None
            }
            lines += device_lines(device, f"d{number}_{_sanitised(device.name)}", own)
        lines += [f".ENDS {_sanitised(delivery.design.name)}"]
        to.write(("\n".join(lines) + "\n").encode("ascii"))


def device_lines(device: BuiltDevice, label: str, nodes: Mapping[str, str]) -> list[str]:
    """Return the ideal elements of a passive, with the values that its built metal has.

    Parameters
    ----------
    device
        The passive.
    label
        What its elements are called after their letter; each gets a number.
    nodes
        The node of each of its terminals that reaches metal; the others get nodes of their own.
    """
    worth = device.built or device.expected
    told = "as built" if device.built and device.is_sound else "as meant, it is not built whole"
    lines = [f"* {device.kind} {json.dumps(device.name)}, {device.figure} {worth.quantity}, {told}"]
    for number, element in enumerate(worth.circuit, 1):
        ends = [nodes.get(each, f"{label}_{_sanitised(each)}") for each in element.nodes]
        value = f"{element.value:.6g}"
        if element.letter == "T":
            value = f"Z0={element.value:.6g} TD={element.delay_s:.6g}"
        lines.append(f"{element.letter}{label}_{number} {' '.join(ends)} {value}")
    return lines


def node_names(prefix: str, names: Iterable[str]) -> dict[str, str]:
    """Return a SPICE name for each name: letters, digits and _, each once whatever its case.

    The prefix keeps every net apart from node 0 and from ``gnd``, which SPICE joins to the ground
    of the whole circuit.
    """
    given: dict[str, str] = {}
    taken: set[str] = set()
    for name in names:
        node = base = prefix + _sanitised(name)
        count = 1
        while node.lower() in taken:
            count += 1
            node = f"{base}__{count}"
        taken.add(node.lower())
        given[name] = node
    return given


def _sanitised(name: str) -> str:
    return _OUTSIDE_A_NODE.sub("_", name)[:60] or "_"


def _folded(words: list[str]) -> list[str]:
    lines = [words[0]]
    for word in words[1:]:
        if len(lines[-1]) + 1 + len(word) > _LINE_LIMIT:
            lines.append("+")
        lines[-1] += f" {word}"
    return lines
