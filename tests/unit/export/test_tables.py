"""The files that are tables and data, read back by the standard library."""

import csv
import io
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from padwright.export.exporter import Delivery, Exporter
from padwright.export.formats.ball_map import BallMap
from padwright.export.formats.findings_json import FindingsJson
from padwright.export.formats.spice import Spice, node_names
from padwright.export.naming import net_names
from padwright.export.xml_text import escaped, printable
from padwright.geometry.nets import FoundNet, Nets
from unit.export.deliveries import HOSTILE, hostile_delivery, small_delivery


def text_of(exporter: type[Exporter], delivery: Delivery) -> str:
    to = io.BytesIO()
    exporter().write(delivery, to)
    return to.getvalue().decode()


@pytest.mark.parametrize("delivery", [small_delivery(), hostile_delivery()])
def test_the_ball_map_gives_every_ball_back(delivery: Delivery) -> None:
    rows = list(csv.DictReader(io.StringIO(text_of(BallMap, delivery), newline="")))
    assert [row["ball"] for row in rows] == [ball.name for ball in delivery.plan.balls]
    for row, ball in zip(rows, delivery.plan.balls, strict=True):
        assert row["net"] == (ball.net or "")
        assert float(row["x_um"]) * 1000 == ball.x_nm
        assert float(row["y_um"]) * 1000 == ball.y_nm
        joined = {joint.pad for joint in delivery.plan.joints if joint.ball == ball.name}
        assert row["pads"] == " ".join(sorted(joined))


def test_findings_are_counted_and_sorted_by_severity() -> None:
    found = json.loads(text_of(FindingsJson, small_delivery(with_findings=True)))
    assert found["counts"] == {"error": 1, "warning": 0, "note": 1}
    assert [each["severity"] for each in found["findings"]] == ["error", "note"]
    assert found["findings"][0]["measured"]["text"] == "13.2 um"
    assert found["digest"] == "ab" * 32
    assert list(found) == sorted(found)


def unfolded(netlist: str) -> list[str]:
    return [line for line in netlist.replace("\n+ ", " ").splitlines() if not line.startswith("*")]


@pytest.mark.parametrize("delivery", [small_delivery(), hostile_delivery()])
def test_the_subcircuit_joins_the_pins_of_each_found_net(delivery: Delivery) -> None:
    netlist = text_of(Spice, delivery)
    head, *elements, end = unfolded(netlist)
    kind, name, *ports = head.split()
    assert (kind, end.split()) == (".SUBCKT", [".ENDS", name])
    true_names = {
        node: json.loads(text)
        for node, text in re.findall(r"^\*   (\S+) = (.*)$", netlist, re.MULTILINE)
    }
    by_node: dict[str, set[str]] = {}
    for element in elements:
        _, port, node, ohms = element.split()
        assert ohms == "1u"
        assert port in ports
        by_node.setdefault(true_names[node], set()).add(true_names[port])
    wanted = {
        named: set(net.pins) | set(net.bodies)
        for named, net in zip(
            net_names(delivery.plan, delivery.nets), delivery.nets.nets, strict=True
        )
        if net.pins or net.bodies
    }
    assert by_node == wanted
    assert len(ports) == len({port.lower() for port in ports})


def test_netlist_lines_are_short_ascii_and_no_name_begins_a_card() -> None:
    netlist = text_of(Spice, hostile_delivery())
    assert netlist.isascii()
    assert all(line[0] in "*+.R" for line in netlist.splitlines())
    assert sum(line.lower().startswith(".ends") for line in netlist.splitlines()) == 1


@given(st.lists(st.text(min_size=1, max_size=12), unique=True, max_size=30))
def test_node_names_are_distinct_in_any_case_and_plain(names: list[str]) -> None:
    nodes = node_names("n_", names)
    assert set(nodes) == set(names)
    assert len({node.lower() for node in nodes.values()}) == len(names)
    assert all(re.fullmatch(r"n_[A-Za-z0-9_]+", node) for node in nodes.values())


@given(st.text(max_size=40))
def test_escaped_text_has_no_markup_and_no_control_characters(text: str) -> None:
    shown = escaped(text)
    assert not set(shown) & set("<>\"'\n\r\0")
    assert all(char >= " " for char in shown)


def test_printable_keeps_one_line() -> None:
    assert printable("a\nb\0c") == "a b\ufffdc"
    assert "<script" not in escaped(HOSTILE)


def found(number: int, *pins: str, bodies: tuple[str, ...] = ()) -> FoundNet:
    return FoundNet(number, pins, bodies, (), (0, 0, 0, 0), 0, 1)


def test_shorts_and_opens_have_telling_names() -> None:
    plan = small_delivery().plan
    nets = Nets(
        (
            found(0, "chip.p0", "chip.p1"),
            found(1, "chip.p2"),
            found(2, bodies=("D1",)),
            found(3, bodies=("A3",)),
            found(4),
            found(5),
        ),
        (),
    )
    names = net_names(plan, nets)
    assert names == ("io_0 + io_1", "io_2", "io_2 (2)", "ball A3", "floating", "floating (2)")
