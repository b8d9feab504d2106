"""Nets are found from conductors that touch with area or along a line, and from nothing else."""

import time
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from padwright.geometry.body import Ball, Body
from padwright.geometry.nets import Nets, Pin, extract
from padwright.geometry.region import Region
from padwright.geometry.slab import Role, Slab
from padwright.geometry.structure import Structure

BOX = Region.box(0, 0, 100, 100)


def metal(region: Region, bottom_nm: int = 0, top_nm: int = 10, material: str = "cu") -> Slab:
    return Slab(material, Role.WIRING, region, bottom_nm, top_nm, "made", 1)


def found(*slabs: Slab, pins: Sequence[Pin] = (), bodies: Sequence[Body] = ()) -> Nets:
    return extract(Structure(slabs, tuple(bodies)), lambda material: material == "cu", pins)


def ball(name: str, x_nm: int, y_nm: int, radius_nm: int = 300, bottom_nm: int = 10) -> Ball:
    return Ball(name, "cu", Role.TERMINAL, x_nm, y_nm, bottom_nm, radius_nm, bottom_nm, "balls")


@pytest.mark.parametrize(
    ("other", "joined"),
    [
        (metal(BOX.moved(0, 0), 10, 20), True),  # face on face
        (metal(BOX.moved(90, 90), 10, 20), True),  # a part of a face
        (metal(BOX.moved(100, 0), 10, 20), False),  # an edge above an edge
        (metal(BOX.moved(98, 0), 10, 20), False),  # a sliver as wide as rounding leaves it
        (metal(BOX.moved(100, 100), 10, 20), False),  # corner above corner
        (metal(BOX.moved(100, 0), 5, 20), True),  # wall beside wall
        (metal(BOX.moved(100, 50), 0, 10), True),  # a part of a wall
        (metal(BOX.moved(100, 100), 0, 10), False),  # corner beside corner
        (metal(BOX.moved(0, 0), 11, 20), False),  # 1 nm between faces
        (metal(BOX.moved(102, 0), 0, 10), False),  # 2 nm between walls
        (metal(BOX.moved(0, 0), 10, 20, "si"), False),  # no conductor
    ],
)
def test_what_joins_and_what_does_not(other: Slab, *, joined: bool) -> None:
    one = metal(BOX)
    expected = 1 if joined or other.material == "si" else 2
    assert len(found(one, other).nets) == expected
    assert len(found(other, one).nets) == expected


def test_parts_of_one_slab_that_meet_at_a_corner_are_apart() -> None:
    pair = metal(BOX | BOX.moved(100, 100))
    assert len(found(pair).nets) == 2
    under_one = metal(Region.box(10, 10, 90, 90), -10, 0)
    assert len(found(pair, under_one).nets) == 2
    under_all_of_one = metal(BOX, -10, 0)
    assert len(found(pair, under_all_of_one).nets) == 2


def test_walls_of_rounded_slanted_edges_touch() -> None:
    hole = Region.disc(7, 13, 35_001)
    film = hole - hole.sized(-101)
    slanted = Region.polygon([(-90_000, -71_003), (80_001, 90_017), (80_001, -71_003)])
    plug = metal((hole - film) & slanted)
    assert len(found(metal(film - slanted), metal(film & slanted)).nets) == 1
    assert len(found(metal(film), plug).nets) == 1


@given(st.lists(st.booleans(), min_size=1, max_size=12))
@settings(max_examples=25)
def test_a_chain_has_one_net_more_than_it_has_breaks(links: list[bool]) -> None:
    slabs = [metal(Region.box(200 * i, 0, 200 * i + 100, 100)) for i in range(len(links) + 1)]
    slabs += [
        metal(Region.box(200 * i + 50, 0, 200 * i + 250, 100), 10, 20)
        for i, whole in enumerate(links)
        if whole
    ]
    assert len(found(*slabs).nets) == 1 + links.count(False)


def test_a_comb_is_one_net_and_two_interlaced_combs_are_two() -> None:
    teeth = [Region.box(40 * i, 0, 40 * i + 10, 900) for i in range(20)]
    comb = Region.union([*teeth, Region.box(0, -50, 800, 0)])
    other = Region.union([*(tooth.moved(20, 50) for tooth in teeth), Region.box(0, 950, 820, 990)])
    assert len(found(metal(comb)).nets) == 1
    assert len(found(metal(comb), metal(other)).nets) == 2
    assert len(found(metal(comb | other)).nets) == 2
    bridge = metal(Region.box(0, 400, 30, 410), 10, 20)
    assert len(found(metal(comb | other), bridge).nets) == 1


def test_pins_name_their_net_and_a_pin_on_nothing_is_bare() -> None:
    pins = [
        Pin("a", 50, 50, 10),
        Pin("b", 100, 100, 0),  # on a corner
        Pin("beside", 101, 50, 5),
        Pin("above", 50, 50, 11),
        Pin("c", 250, 50, 5),
    ]
    nets = found(metal(BOX), metal(BOX.moved(200, 0)), pins=pins)
    assert [net.pins for net in nets.nets] == [("a", "b"), ("c",)]
    assert nets.bare_pins == ("beside", "above")
    assert nets.net_of("a") is nets.net_of("b") is nets.nets[0]
    assert nets.net_of("beside") is None


def test_a_net_tells_its_slabs_place_and_parts() -> None:
    slabs = (
        metal(BOX | BOX.moved(500, 0)),
        metal(BOX, 10, 30),
        metal(BOX.moved(0, 0), 30, 40, "si"),
    )
    nets = found(*slabs, pins=[Pin("a", 50, 50, 30)])
    named, other = nets.nets
    assert named.slabs == (0, 1)
    assert (named.box_nm, named.low_nm, named.high_nm) == ((0, 0, 100, 100), 0, 30)
    assert nets.region(named, 0) == BOX
    assert nets.region(other, 0) == BOX.moved(500, 0)
    assert not nets.region(other, 1)


def test_balls_join_what_they_stand_on() -> None:
    pads = metal(BOX | BOX.moved(1_000, 0) | BOX.moved(5_000, 0))
    bodies = [ball("A1", 50, 50, 40), ball("A2", 1_050, 50, 40)]
    nets = found(pads, bodies=bodies)
    assert [net.bodies for net in nets.nets] == [("A1",), ("A2",), ()]
    assert nets.net_of("A2") is nets.nets[1]


def test_balls_that_touch_are_one_net() -> None:
    pads = metal(BOX | BOX.moved(600, 0) | BOX.moved(5_000, 0))
    apart = [ball("A1", 50, 50, 299), ball("A2", 650, 50, 299), ball("A3", 5_050, 50, 299)]
    assert len(found(pads, bodies=apart).nets) == 3
    touching = [ball("A1", 50, 50, 300), ball("A2", 650, 50, 300), ball("A3", 5_050, 50, 300)]
    assert [net.bodies for net in found(pads, bodies=touching).nets] == [("A1", "A2"), ("A3",)]


def test_nothing_gives_no_nets() -> None:
    nets = found(metal(BOX, material="si"), pins=[Pin("a", 5, 5, 5)])
    assert nets.nets == ()
    assert nets.bare_pins == ("a",)


def test_the_order_of_nets_does_not_depend_on_the_order_of_slabs() -> None:
    parts = [metal(BOX.moved(300 * i, 70 * i)) for i in range(6)]
    pins = [Pin("z", 50, 50, 5), Pin("y", 1_550, 400, 5)]
    forward, backward = found(*parts, pins=pins), found(*reversed(parts), pins=pins)
    assert [net.box_nm for net in forward.nets] == [net.box_nm for net in backward.nets]
    assert [net.pins for net in forward.nets] == [net.pins for net in backward.nets]


def _array(count: int) -> tuple[tuple[Slab, ...], list[Pin]]:
    side = round(count**0.5)
    places_nm = np.stack(np.meshgrid(np.arange(side), np.arange(side)), axis=-1).reshape(-1, 2)
    places_nm = places_nm * 50_000
    slabs = (
        metal(Region.discs(places_nm, 30_000), 0, 1_000),
        metal(Region.discs(places_nm, 20_000), 1_000, 9_000),
        metal(Region.discs(places_nm, 40_000), 9_000, 12_000),
    )
    pins = [Pin(f"p{i}", int(x), int(y), 500) for i, (x, y) in enumerate(places_nm)]
    return slabs, pins


def test_two_thousand_nets_each_reach_their_pin() -> None:
    slabs, pins = _array(2_025)
    nets = found(*slabs, pins=pins)
    assert len(nets.nets) == 2_025
    assert nets.bare_pins == ()
    assert all(len(net.pins) == 1 and net.slabs == (0, 1, 2) for net in nets.nets)


@pytest.mark.slow
def test_ten_thousand_nets_take_less_than_ten_seconds() -> None:
    slabs, pins = _array(10_000)
    started_s = time.process_time()
    nets = found(*slabs, pins=pins)
    assert time.process_time() - started_s < 10
    assert len(nets.nets) == 10_000
