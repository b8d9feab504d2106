"""Passives found in what was built, and every fault of theirs in a planted one."""

import pytest

import passive_package as sample
from padwright.check.found_devices import found_devices
from padwright.check.rules.netlist import Netlist
from padwright.check.rules.passives import Passives
from padwright.check.run import run_rules
from padwright.geometry.masks import Mask
from padwright.geometry.region import Region
from padwright.model.drawings import RELEASE, via_openings, wiring
from padwright.model.finding import Severity
from padwright.model.package import Passive

UM = 1_000


def box_um(x_um, y_um, width_um, height_um):
    half_x, half_y = width_um / 2, height_um / 2
    corners = (x_um - half_x, y_um - half_y, x_um + half_x, y_um + half_y)
    return Region.box(*(round(each * UM) for each in corners))


def changed(name, change):
    def apply(drawings):
        return drawings | {name: Mask(change(drawings[name].region))}

    return sample.case(change=apply)


def messages(case):
    return [(each.severity, each.message) for each in Passives().run(case)]


def test_a_clean_package_has_no_finding_at_all():
    assert run_rules(sample.clean()) == ()


def test_passives_are_found_whole_and_worth_what_was_meant():
    found = {each.passive.name: each for each in found_devices(sample.clean())}
    assert set(found) == {"R1", "L1", "C1"}
    for each in found.values():
        assert each.is_there
        assert each.is_whole
        assert each.is_connected
        assert each.off_ratio == pytest.approx(0, abs=1e-3)
        assert len(each.metal) == len(each.passive.levels)
    assert found["R1"].joined == (("1", "2"),)
    assert found["C1"].joined == (("1",), ("2",))


def test_a_passive_ends_the_nets_of_its_terminals():
    case = sample.clean()
    for one, other in (("R1.1", "R1.2"), ("L1.1", "L1.2"), ("C1.1", "C1.2")):
        assert case.nets.net_of(one).number != case.nets.net_of(other).number
    assert case.nets.net_of("R1.1").number == case.nets.net_of("d.p1").number
    assert case.nets.net_of("L1.2").number == case.nets.net_of("A2").number
    assert list(Netlist().run(case)) == []


def test_a_missing_passive_is_found():
    case = changed(wiring(1), lambda region: region - box_um(-1_300, 700, 320, 420))
    found = messages(case)
    assert [text for level, text in found if level is Severity.ERROR and "missing" in text]
    assert all("'R1'" in text for _, text in found)


def test_a_land_without_metal_is_an_open():
    land = sample.plan().passives[0].terminals[0]
    gone = Region.disc(land.x_nm, land.y_nm, 80 * UM)
    case = changed(wiring(1), lambda region: region - gone)
    assert any("'R1': open: its terminals 1 have no metal" in text for _, text in messages(case))
    assert any("the net 'p1' is in 2 pieces" in each.message for each in Netlist().run(case))


def test_a_cut_line_is_an_open():
    case = changed(wiring(2), lambda region: region - box_um(1_300, 800, 8, 100))
    found = messages(case)
    assert any("inductor-spiral 'L1': open: its own metal does not join" in t for _, t in found)


def test_a_hole_that_was_not_made_is_an_open():
    case = changed(via_openings(2), lambda region: region - box_um(1_300, 600, 60, 60))
    assert any("'L1': open" in text for _, text in messages(case))


def test_a_hole_between_plates_is_a_short():
    case = changed(via_openings(2), lambda region: region | box_um(0, -1_200, 40, 40))
    found = messages(case)
    assert any("'C1': shorted: its own metal joins its terminals 1 and 2" in t for _, t in found)


def test_metal_of_others_in_a_passives_box_is_found():
    case = changed(wiring(2), lambda region: region | box_um(1_300 - 60, 600 + 50, 30, 30))
    assert any("'L1': other metal of wiring level 2" in text for _, text in messages(case))


def test_a_wider_line_is_measured_and_warned_of():
    def wider(region):
        line = (region & box_um(-1_300, 700, 250, 360)).sized(2 * UM)
        return region | line

    case = changed(wiring(1), wider)
    found = {each.passive.name: each for each in found_devices(case)}
    # 20 um become 24 um, and the length keeps nearly.
    assert found["R1"].off_ratio == pytest.approx(20 / 24 - 1, abs=0.02)
    assert [(s, "off: its resistance" in t) for s, t in messages(case)] == [
        (Severity.WARNING, True)
    ]


def test_a_bridge_between_the_legs_of_a_meander_is_found():
    case = changed(wiring(1), lambda region: region | box_um(-1_300, 700, 60, 20))
    assert any("'R1': other metal of wiring level 1" in text for _, text in messages(case))


SENSOR = (
    Passive("R1", "resistor-meander", 1, -1_300 * UM, 700 * UM, 0, ("p1", "out1")),
    Passive("M1", "mems-cantilever", 1, 900 * UM, 800 * UM, 0, ("p2", "out2")),
)


def test_a_sensor_is_released_and_its_package_is_clean():
    case = sample.case(SENSOR)
    assert run_rules(case) == ()
    sensor = found_devices(case)[1]
    assert sensor.is_whole
    assert sensor.off_ratio == pytest.approx(0, abs=1e-3)
    beam = sensor.metal[2] & sensor.drawing.release
    gap_nm = 10 * UM
    slabs = case.built.structure.slabs
    under = min(s.bottom_nm for s in slabs if s.role == "seed" and s.region.covers(beam))
    for slab in case.built.structure.slabs:
        if slab.role == "dielectric" and slab.spans(under - gap_nm, under):
            assert not slab.region.overlaps(beam)


def test_a_beam_that_the_etch_does_not_reach_is_warned_of():
    def closed(drawings):
        return drawings | {RELEASE: Mask(box_um(1_215, 800, 10, 30))}

    case = sample.case(SENSOR, closed)
    found = messages(case)
    assert any("'M1': off: its capacitance at rest as built" in text for _, text in found)


FILM = (
    Passive("R2", "resistor-film", 1, -1_300 * UM, 700 * UM, 90, ("p1", "out1")),
    sample.PASSIVES[1],
)


def test_a_thin_film_resistor_has_the_resistance_of_its_film():
    case = sample.case(FILM)
    assert run_rules(case) == ()
    resistor = found_devices(case)[0]
    assert resistor.is_whole
    # Nichrome of 50 nm, 1.1e-6 ohm m, five squares.
    assert resistor.built.value == pytest.approx(5 * 1.1e-6 / 50e-9)
    made = {case.built.structure.slabs[number].made_by for number in resistor.slabs}
    assert "film 1" in made


def test_a_film_that_is_etched_away_is_an_open():
    elsewhere = box_um(0, 0, 9_000, 9_000) - box_um(0, -1_900, 50, 50)
    case = sample.case(FILM, lambda drawn: drawn | {"film 1": Mask(elsewhere)})
    assert any("'R2': missing" in text for _, text in messages(case))
    assert any("'R2': open: its own metal does not join" in text for _, text in messages(case))
