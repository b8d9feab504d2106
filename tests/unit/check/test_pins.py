"""Pins lie where pads and balls were built, and name the nets that were built."""

from dataclasses import replace

import pytest

from checked_package import box_um, clean, design, drawn_case, plan, rebuilt_case, technology
from padwright.check.pins import conducts, found_nets, pins_of
from padwright.geometry.slab import Role
from padwright.geometry.structure import Structure
from padwright.model.drawings import die_pads
from padwright.process.built import Built


def slab_at(built: Built, role: Role, z_nm: int) -> bool:
    return any(
        slab.role is role and slab.bottom_nm <= z_nm <= slab.top_nm
        for slab in built.structure.slabs
    )


def test_pads_lie_on_top_of_pad_metal_and_balls_in_solder() -> None:
    built = clean().built
    pins = {pin.name: pin for pin in pins_of(built, plan())}
    assert set(pins) == {
        *(f"left.p{n}" for n in (1, 2, 3)),
        *(f"right.p{n}" for n in (1, 2)),
        *("A1", "A2", "B1", "B2"),
    }
    fronts = {slab.top_nm for slab in built.structure.slabs if slab.role is Role.DIE_PAD}
    assert {pins["left.p1"].z_nm} == fronts
    assert slab_at(built, Role.TERMINAL, pins["A1"].z_nm)
    assert not slab_at(built, Role.WIRING, pins["A1"].z_nm)


def test_the_clean_package_has_the_nets_of_the_plan() -> None:
    nets = clean().nets
    assert [net.pins for net in nets.nets[:5]] == [
        ("B1", "left.p2", "right.p2"),
        ("A1", "left.p1"),
        ("A2", "right.p1"),
        ("B2",),
        ("left.p3",),
    ]
    assert nets.bare_pins == ()
    assert len({nets.nets[each].bodies for each in range(4)}) == 4


def test_a_ball_without_solder_is_found_on_its_land() -> None:
    def without_solder(structure: Structure) -> Structure:
        return Structure(tuple(each for each in structure.slabs if each.role is not Role.TERMINAL))

    case = rebuilt_case(without_solder)
    pin = next(each for each in pins_of(case.built, plan()) if each.name == "A1")
    assert slab_at(case.built, Role.WIRING, pin.z_nm)
    assert case.nets.net_of("A1") is case.nets.net_of("left.p1") is not None


def test_a_pin_without_metal_is_bare() -> None:
    case = drawn_case(die_pads("left"), lambda pads: pads - box_um(-900, 300, 70))
    assert case.nets.bare_pins == ("left.p1",)


def test_conductors_are_those_of_the_technology() -> None:
    conductor = conducts(design())
    assert [each for each in ("cu", "al", "ti", "sac305") if not conductor(each)] == []
    assert [each for each in ("si", "pbo", "resist", "daf_nc", "unknown") if conductor(each)] == []
    assert technology().all_materials["cu"].is_conductor


@pytest.mark.parametrize("missing", ["pads", "balls"])
def test_a_plan_without_pads_or_balls_has_no_such_pins(missing: str) -> None:
    nets = found_nets(clean().built, replace(plan(), **{missing: ()}), design())
    named = {pin for net in nets.nets for pin in net.pins}
    every = {pin.name for pin in pins_of(clean().built, plan())}
    assert named == {name for name in every if ("." in name) != (missing == "pads")}
