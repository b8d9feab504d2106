"""Pieces hold the points that they should, and what touches in space is one net."""

import klayout.db as kdb
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import ndimage

from padwright.geometry.body import Ball, Wire
from padwright.geometry.nets import Nets, Pin, extract
from padwright.geometry.pieces import DrawnPieces, PieceBook, PiercedPieces
from padwright.geometry.region import Region
from padwright.geometry.slab import Role, Slab
from padwright.geometry.structure import Structure

STEP_NM = 100
PANEL = Region.box(-10_000, -10_000, 10_000, 10_000)


def metal(region: Region, bottom_nm: int, top_nm: int) -> Slab:
    return Slab("cu", Role.WIRING, region, bottom_nm, top_nm, "made", 1)


def found(*slabs: Slab, pins: tuple[Pin, ...] = (), bodies: tuple[Ball | Wire, ...] = ()) -> Nets:
    return extract(Structure(slabs, bodies), lambda _: True, pins)


blocks = st.tuples(*(st.integers(0, 5) for _ in range(3)), *(st.integers(1, 4) for _ in range(3)))


@given(st.lists(blocks, min_size=1, max_size=9))
@settings(max_examples=60, deadline=None)
def test_nets_of_boxes_are_the_connected_parts_of_their_cells(
    boxes: list[tuple[int, int, int, int, int, int]],
) -> None:
    cells = np.zeros((10, 10, 10), dtype=bool)
    structure = Structure()
    for x, y, z, wide, deep, tall in boxes:
        low, high = np.array((x, y)) * STEP_NM, np.array((x + wide, y + deep)) * STEP_NM
        bottom_nm, top_nm = 10 * z, 10 * (z + tall)
        region = Region.box(*low.tolist(), *high.tolist())
        region = region - structure.solid_nm(bottom_nm, top_nm)
        structure = structure.plus([metal(region, bottom_nm, top_nm)])
        if region:
            solid = np.zeros((10, 10), dtype=bool)
            middles = [(STEP_NM * i + 50, STEP_NM * j + 50) for i in range(10) for j in range(10)]
            solid.reshape(-1)[:] = region.holds(np.array(middles))
            cells[:, :, z : z + tall] |= solid[:, :, None]
    pins = [
        Pin(f"{i} {j} {k}", STEP_NM * i + 50, STEP_NM * j + 50, 10 * k + 5)
        for i, j, k in np.argwhere(cells).tolist()
    ]
    nets = extract(structure, lambda _: True, pins)
    labels, count = ndimage.label(cells)
    parts = {
        tuple(sorted(f"{i} {j} {k}" for i, j, k in np.argwhere(labels == label + 1).tolist()))
        for label in range(count)
    }
    assert {net.pins for net in nets.nets} == parts
    assert nets.bare_pins == ()


places = st.lists(
    st.tuples(st.integers(-80, 80), st.integers(-80, 80)), min_size=1, max_size=6, unique=True
).map(lambda pairs: 100 * np.array(pairs))


@st.composite
def shapes(draw: st.DrawFn) -> Region:
    """Return discs, rings, pierced planes and wires, and what is left of them in a corner."""
    at = draw(places)
    discs = Region.discs(at, draw(st.sampled_from([60, 90, 400])))
    wires = Region.stadiums(np.concatenate([at, at[::-1]], axis=1), 70)
    made = draw(
        st.sampled_from(
            [discs, discs - discs.sized(-20), PANEL - discs, wires, Region.union([discs, wires])]
        )
    )
    return made - Region.box(0, 0, 9_999, 9_999) if draw(st.booleans()) else made


@given(shapes(), places)
@settings(max_examples=100, deadline=None)
def test_a_piece_holds_the_points_that_its_region_holds(region: Region, at: np.ndarray) -> None:
    if not region:
        return
    pieces = PieceBook().of(region)
    corners = np.array([p for each in region.polygons() for ring in each for p in ring])
    points_nm = np.concatenate([at, at + 25, corners[:20]])
    numbers = pieces.locate(points_nm.astype(np.float64))
    polygons = list(region.shapes.each())
    held = [
        any(
            each.inside(kdb.Point(x, y))
            or any(e.contains(kdb.Point(x, y)) for e in each.each_edge())
            for each in polygons
        )
        for x, y in points_nm.tolist()
    ]
    assert (numbers >= 0).tolist() == held
    assert len(pieces) == len(region)
    for point_nm, number in zip(points_nm, numbers, strict=True):
        if number >= 0:
            piece = pieces.region(np.array([number]))
            assert len(piece) == 1
            assert (PieceBook().of(piece).locate(point_nm[None].astype(np.float64)) == 0).all()
            assert piece.box_nm == tuple(pieces.boxes_nm[number].tolist())
    assert pieces.region(np.arange(len(pieces))) == region
    inner = pieces.inner_nm()
    told = np.flatnonzero(np.isfinite(inner[:, 0]))
    assert (pieces.locate(inner)[told] == told).all()


def test_rings_and_pierced_planes_are_not_drawn_to_tell_their_pieces() -> None:
    discs = Region.discs(np.array([[0, 0], [5_000, 0]]), 2_000)
    book = PieceBook()
    ring, plane = discs - discs.sized(-90), PANEL - discs
    for region in (ring, plane):
        assert isinstance(book.of(region), PiercedPieces)
        assert region.drawn is None
    assert book.of(ring).base is book.of(discs).base
    assert isinstance(book.of(discs - discs.sized(-3)), DrawnPieces), "too thin to tell"


@given(places, st.sampled_from([60, 400]), st.integers(20, 60))
@settings(max_examples=60, deadline=None)
def test_a_stack_cut_out_of_each_other_has_the_nets_of_its_polygons(
    at: np.ndarray, diameter_nm: int, wall_nm: int
) -> None:
    hole = Region.discs(at, diameter_nm)
    core = hole.sized(-wall_nm // 2)
    land = Region.discs(at, diameter_nm + 100)
    regions = [(land, 0), (hole - core, 10), (core, 10), (land - core, 20), (core, 20), (land, 30)]
    told = [metal(region, low, low + 10) for region, low in regions if region]
    drawn = [metal(Region(each.region.shapes.dup()), each.bottom_nm, each.top_nm) for each in told]
    one, two = found(*told), found(*drawn)
    assert [(net.slabs, net.box_nm) for net in one.nets] == [
        (net.slabs, net.box_nm) for net in two.nets
    ]
    for net, same in zip(one.nets, two.nets, strict=True):
        assert all(one.region(net, slab) == two.region(same, slab) for slab in net.slabs)


def test_a_plane_with_many_holes_touches_what_stands_on_it_and_in_it() -> None:
    steps = 400 * np.arange(-20, 20)
    at = np.stack(np.meshgrid(steps, steps), axis=-1).reshape(-1, 2)
    squares = Region.boxes(np.concatenate([at, at + 100], axis=1))
    plane = PANEL - squares  # one polygon of thousands of corners
    posts = Region.boxes(np.concatenate([at[:9] + 150, at[:9] + 250], axis=1))
    loose = Region.boxes(np.concatenate([at[:9] + 2, at[:9] + 98], axis=1))
    assert len(found(metal(plane, 0, 10), metal(posts, 10, 20)).nets) == 1
    assert len(found(metal(plane, 0, 10), metal(loose, 0, 20)).nets) == 10
    assert len(found(metal(plane, 0, 10), metal(squares, 5, 20)).nets) == 1


def test_a_wire_joins_what_both_its_ends_stand_on() -> None:
    pads = Region.box(0, 0, 1_000, 1_000) | Region.box(5_000, 0, 6_000, 1_000)
    points_nm = ((500, 500, 10), (3_000, 500, 900), (5_500, 500, 10))
    wire = Wire("w", "au", points_nm, 250, "bond")
    assert [net.bodies for net in found(metal(pads, 0, 10), bodies=(wire,)).nets] == [("w",)]
    above = Wire("w", "au", ((500, 500, 10), (5_500, 500, 40)), 250, "bond")
    assert len(found(metal(pads, 0, 10), bodies=(above,)).nets) == 2


@pytest.mark.parametrize(("foot_nm", "joined"), [(0, True), (-1, False)])
def test_a_ball_hangs_from_the_lower_face(foot_nm: int, *, joined: bool) -> None:
    pad = metal(Region.box(0, 0, 1_000, 1_000), 0, 10)
    ball = Ball("b", "cu", Role.TERMINAL, 500, 500, foot_nm - 300, 400, foot_nm, "balls", "bottom")
    assert len(found(pad, bodies=(ball,)).nets) == (1 if joined else 2)
