"""Bond wires: their meshes, their gaps, their cuts and the nets that they join."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from padwright.geometry.body import Ball, Wire
from padwright.geometry.mesh import ball_mesh
from padwright.geometry.nets import Pin, extract
from padwright.geometry.region import Region
from padwright.geometry.section import cut
from padwright.geometry.slab import Role, Slab
from padwright.geometry.structure import Structure
from padwright.geometry.tube import tube_mesh
from padwright.geometry.wire_gaps import cross_in_plan, near_pairs

coordinate = st.integers(-500_000, 500_000)
point = st.tuples(coordinate, coordinate, coordinate)


def wire(*points: tuple[int, int, int], name: str = "w", diameter_nm: int = 25_000) -> Wire:
    return Wire(name, "au", points, diameter_nm, "wires")


def bow(y_nm: int = 0, name: str = "w", count: int = 24) -> Wire:
    """Half of a circle over the x axis."""
    turns = np.linspace(0, math.pi, count + 1)
    points = [(round(-3e5 * math.cos(t)), y_nm, round(3e5 * math.sin(t))) for t in turns]
    return wire(*points, name=name)


def test_a_tube_holds_the_wires_volume_less_what_its_sides_cut_off() -> None:
    shape = bow()
    inscribed = 12 / (2 * math.pi) * math.sin(2 * math.pi / 12)
    assert tube_mesh(shape).volume_nm3 / shape.volume_nm3 == pytest.approx(inscribed, rel=1e-3)


def test_a_tube_is_closed_and_its_ends_are_flat() -> None:
    mesh = tube_mesh(wire((0, 0, 0), (0, 0, 0), (0, 0, 100_000), (100_000, 0, 100_000)))
    assert np.abs(mesh.corners_nm[:, 2]).min() == 0
    corners = mesh.corners_nm[mesh.triangles]
    areas = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    assert np.abs(areas.sum(axis=0)).max() < 1e-3 * np.abs(areas).sum()


@pytest.mark.parametrize("face", ["top", "bottom"])
def test_a_hanging_ball_is_a_standing_one_upside_down(face: str) -> None:
    up = 1 if face == "top" else -1
    ball = Ball("b", "s", Role.TERMINAL, 0, 0, up * 9e4, 1.5e5, 0, "x", face)  # type: ignore[arg-type]
    mesh = ball_mesh(ball)
    assert mesh.volume_nm3 == pytest.approx(ball.volume_nm3, rel=0.01)
    heights = up * mesh.corners_nm[:, 2]
    assert heights.min() == pytest.approx(0, abs=1)
    assert heights.max() == pytest.approx(2.4e5, abs=1)


@given(point, point, point, point)
def test_the_gap_of_two_straight_wires_is_that_of_many_points_of_them(
    a: tuple[int, int, int],
    b: tuple[int, int, int],
    c: tuple[int, int, int],
    d: tuple[int, int, int],
) -> None:
    found = near_pairs([wire(a, b, name="one"), wire(c, d, name="other")], 10_000_000)
    assert len(found) == 1
    share = np.linspace(0, 1, 60)[:, None]
    one, other = (np.array(p) + share * (np.array(q) - np.array(p)) for p, q in ((a, b), (c, d)))
    sampled = np.linalg.norm(one[:, None] - other[None], axis=-1).min() - 25_000
    step = (math.dist(a, b) + math.dist(c, d)) / 59
    assert found[0][2] <= sampled + 1
    assert found[0][2] >= sampled - step


def test_only_near_pairs_are_told() -> None:
    wires = [bow(), bow(74_000, "near"), bow(900_000, "far")]
    assert [(one, other) for one, other, _, _ in near_pairs(wires, 50_000)] == [(0, 1)]
    assert near_pairs(wires, 50_000)[0][2] == pytest.approx(49_000)


def test_a_cut_shows_the_wires_that_run_along_it() -> None:
    structure = Structure((), (bow(), bow(200_000, "aside")))
    along = cut(structure, (-400_000, 0), (400_000, 0))
    assert [each.wire.name for each in along.wires] == ["w"]
    assert along.wires[0].points_nm[0] == pytest.approx((100_000, 0))
    assert max(z for _, z in along.wires[0].points_nm) == pytest.approx(300_000)
    wide = cut(structure, (-400_000, 0), (400_000, 0), wires_within_nm=200_000)
    assert [each.wire.name for each in wide.wires] == ["w", "aside"]
    assert cut(structure, (0, -400_000), (0, 400_000)).wires == ()


def test_a_cut_through_a_hanging_ball_ends_at_its_foot() -> None:
    ball = Ball("b", "s", Role.TERMINAL, 0, 0, -9e4, 1.5e5, 0, "x", "bottom")
    (shown,) = cut(Structure((), (ball,)), (-400_000, 0), (400_000, 0)).bodies
    heights = [height for height, _ in shown.outline_nm]
    assert (min(heights), max(heights)) == pytest.approx((-240_000, 0))
    assert shown.outline_nm[-1][1] == pytest.approx(math.sqrt(1.5e5**2 - 9e4**2))


def lands(*places: tuple[int, int]) -> list[Slab]:
    return [
        Slab(
            "cu", Role.FINISH, Region.box(x - 50_000, y - 50_000, x + 50_000, y + 50_000),
            -1_000, 0, "lands",
        )
        for x, y in places
    ]  # fmt: skip


def test_a_wire_joins_its_ends_and_crosses_another_without_joining_it() -> None:
    slabs = lands((-300_000, 0), (300_000, 0), (0, -300_000), (0, 300_000))
    low = wire((0, -300_000, 0), (0, 0, 100_000), (0, 300_000, 0), name="low")
    pins = [Pin(f"p{i}", *s.region.box_nm[:2], -500) for i, s in enumerate(slabs)]
    pins = [Pin(p.name, p.x_nm + 9, p.y_nm + 9, p.z_nm) for p in pins]
    nets = extract(Structure(tuple(slabs), (bow(), low)), lambda _: True, pins)
    assert sorted((net.pins, net.bodies) for net in nets.nets) == [
        (("p0", "p1"), ("w",)),
        (("p2", "p3"), ("low",)),
    ]
    high = wire((0, -300_000, 0), (0, 0, 290_000), (0, 300_000, 0), name="high")
    nets = extract(Structure(tuple(slabs), (bow(), high)), lambda _: True, pins)
    assert [net.pins for net in nets.nets] == [("p0", "p1", "p2", "p3")]


def test_a_wire_that_ends_on_nothing_joins_nothing() -> None:
    slabs = lands((-300_000, 0))
    nets = extract(Structure(tuple(slabs), (bow(),)), lambda _: True)
    assert [net.bodies for net in nets.nets if net.slabs] == [("w",)]
    lifted = wire(*((x, y, z + 5_000) for x, y, z in bow().points_nm))
    nets = extract(Structure(tuple(slabs), (lifted,)), lambda _: True)
    assert [net.bodies for net in nets.nets if net.slabs] == [()]


@given(point, point, point, point)
def test_straight_wires_cross_in_plan_where_each_parts_the_ends_of_the_other(a, b, c, d):
    def side(p, q, r):
        return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])

    apart = side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0
    one, other = wire(a, b), wire(c, d)
    assert cross_in_plan(one, other) == apart
    assert cross_in_plan(other, one) == apart
