"""Passives in the SPICE net list and in the report, with the values of their built metal."""

from dataclasses import replace
from io import BytesIO

import passive_package as sample
from padwright.check.found_devices import built_devices
from padwright.devices.catalogue import device_kinds
from padwright.devices.surroundings import surroundings
from padwright.export.exporter import Delivery
from padwright.export.formats.spice import Spice
from padwright.export.report_page import report_page


def delivery_of(case):
    wiring = sample.wiring()
    return Delivery(
        case.design,
        case.plan,
        wiring.routing,
        case.built,
        case.nets,
        (),
        "digest",
        {},
        built_devices(case),
    )


def text_of(case):
    to = BytesIO()
    Spice().write(delivery_of(case), to)
    return to.getvalue().decode("ascii")


def test_passives_lie_between_the_nets_of_their_terminals():
    lines = text_of(sample.clean()).splitlines()
    assert "Rd1_R1_1 n_p1 n_out1 0.308168" in lines
    assert "Ld2_L1_1 n_p2 d2_L1__1 3.53653e-09" in lines
    assert any(line.startswith("Rd2_L1_2 d2_L1__1 n_out2 0.48") for line in lines)
    assert "Cd3_C1_1 n_p4 n_p3 2.89879e-13" in lines
    assert '* resistor-meander "R1", resistance 308.168 mohm, as built' in lines


def test_terminals_of_passives_are_no_ports():
    text = text_of(sample.clean())
    subcircuit = text.split(".SUBCKT")[1].split("\nR1 ")[0]
    assert "pad_R1" not in subcircuit
    assert "ball_A1" in subcircuit


def test_a_passive_without_metal_keeps_nodes_of_its_own():
    def emptied(drawings):
        region = drawings["wiring 1"].region
        box = type(region).box(-1_600_000, 400_000, -1_000_000, 1_000_000)
        return drawings | {"wiring 1": type(drawings["wiring 1"])(region - box)}

    text = text_of(sample.case(change=emptied))
    assert "Rd1_R1_1 d1_R1_1 d1_R1_2 0.308168" in text
    assert "as meant, it is not built whole" in text


def test_every_passive_has_elements_between_its_terminals():
    around = surroundings(sample.design().technology)
    for kind, member in device_kinds().items():
        circuit = member.example().expected(around).circuit
        assert circuit, kind
        ends = {node for element in circuit for node in element.nodes if "#" not in node}
        # The second ground of a coplanar line is left out of the ideal line.
        assert ends == set(member.terminal_names) - {"upper"}
        assert all(element.value > 0 for element in circuit)


def test_the_report_lists_passives_only_where_there_are_any():
    case = sample.clean()
    page = report_page(delivery_of(case)).decode()
    assert '<a href="#passives">' in page
    assert "308.168 mohm" in page
    assert "doi:10.1109/4.792620" in page
    bare = report_page(replace(delivery_of(case), devices=())).decode()
    assert "passives" not in bare.split("<nav>")[1].split("</nav>")[0]
