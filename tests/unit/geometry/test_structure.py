"""A structure is sound when no two slabs share volume; sections show it at true dimensions."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from padwright.base.errors import BrokenPromiseError
from padwright.geometry.body import Ball
from padwright.geometry.region import Region
from padwright.geometry.section import cut
from padwright.geometry.slab import Role, Slab
from padwright.geometry.structure import Structure


def slab(region: Region, bottom_nm: int, top_nm: int, name: str = "made") -> Slab:
    return Slab("cu", Role.WIRING, region, bottom_nm, top_nm, name)


def ball(x_nm: int = 0, y_nm: int = 0, *, bottom_nm: int = 0) -> Ball:
    return Ball("b", "sac305", Role.TERMINAL, x_nm, y_nm, bottom_nm + 50, 100, bottom_nm, "balls")


BOX = Region.box(0, 0, 100, 100)


def test_a_planted_overlap_is_found_and_names_both_steps() -> None:
    first, second = slab(BOX, 0, 10, "first"), slab(BOX.moved(90, 0), 9, 20, "second")
    with pytest.raises(BrokenPromiseError) as error:
        Structure((first, second)).require_sound("the step")
    assert "'first'" in str(error.value)
    assert "'second'" in str(error.value)
    assert "the step" in str(error.value)


@pytest.mark.parametrize(
    "other",
    [
        slab(BOX.moved(100, 0), 0, 10),
        slab(BOX, 10, 20),
        slab(BOX.moved(100, 100), 5, 15),
        slab(BOX.moved(96, 0), 0, 10),  # a sliver as wide as rounding leaves it
    ],
)
def test_touching_and_slivers_are_sound(other: Slab) -> None:
    Structure((slab(BOX, 0, 10), other)).require_sound("step")


def test_only_what_is_new_is_compared() -> None:
    wrong = Structure((slab(BOX, 0, 10), slab(BOX, 5, 15)))
    after = wrong.plus([slab(BOX, 20, 30)])
    after.require_sound("step", since=wrong)
    with pytest.raises(BrokenPromiseError):
        wrong.plus([slab(BOX, 14, 30)]).require_sound("step", since=wrong)
    with pytest.raises(BrokenPromiseError):
        after.require_sound("step")


def test_a_planted_overlap_is_found_whatever_is_known_of_the_regions() -> None:
    panel, hole = Region.box(-500, -500, 500, 500), Region.discs(np.array([[0, 0]]), 300)
    film, plug, core = panel - hole, hole, hole.sized(-20)
    before = Structure((slab(film, 0, 100, "film"), slab(hole - core, 0, 100, "liner")))
    before.require_sound("lined")
    before.plus([slab(core, 0, 100, "core")]).require_sound("core", since=before)
    for wrong in (plug, core.moved(15, 0), film & Region.box(0, 0, 400, 400), hole.sized(5)):
        with pytest.raises(BrokenPromiseError):
            before.plus([slab(wrong, 50, 60, "wrong")]).require_sound("wrong", since=before)


boxes_nm = st.tuples(*(st.integers(0, 12) for _ in range(4))).map(
    lambda each: Region.box(
        10 * each[0], 10 * each[1], 10 * (each[0] + each[2] + 1), 10 * (each[1] + each[3] + 1)
    )
)


@given(st.lists(boxes_nm, min_size=2, max_size=4), st.data())
@settings(max_examples=100, deadline=None)
def test_soundness_is_what_the_polygons_say(boxes: list[Region], data: st.DataObject) -> None:
    made = list(boxes)
    for _ in range(4):
        one, two = (data.draw(st.sampled_from(made)) for _ in range(2))
        made.append(data.draw(st.sampled_from([one - two, one & two, one | two, one.sized(-10)])))
    one, two = (data.draw(st.sampled_from(made)) for _ in range(2))
    if not one or not two:
        return
    drawn = [Region(each.shapes.dup()) for each in (one, two)]
    before, after = Structure((slab(one, 0, 10),)), Structure((slab(one, 0, 10), slab(two, 5, 15)))
    if (drawn[0].shapes & drawn[1].shapes).sized(-2).is_empty():
        after.require_sound("step", since=before)
    else:
        with pytest.raises(BrokenPromiseError):
            before.plus([slab(two, 5, 15)]).require_sound("step", since=before)


@pytest.mark.parametrize(("width_nm", "kept"), [(1, False), (4, False), (5, True), (100, True)])
def test_slivers_of_rounding_are_left_out_of_what_is_built(width_nm: int, *, kept: bool) -> None:
    thin = Region.box(0, 0, width_nm, 1_000)
    assert len(Structure().plus([slab(BOX, 0, 10), slab(thin, 10, 20)]).slabs) == 1 + kept
    wide = Region.box(0, 0, 1_000_000, 1_000_000)
    assert len(Structure().plus([slab(wide - wide.sized(-200), 0, 10)]).slabs) == 1
    assert not Structure().plus([slab(wide - wide, 0, 10)]).slabs


def test_cutting_takes_a_region_out_of_the_chosen_slabs() -> None:
    structure = Structure((slab(BOX, 0, 10, "a"), slab(BOX, 10, 20, "b")))
    hole = Region.box(0, 0, 50, 100)
    assert [each.volume_nm3 for each in structure.cut(hole).slabs] == [50_000, 50_000]
    only = structure.cut(hole, where=lambda each: each.made_by == "b")
    assert [each.volume_nm3 for each in only.slabs] == [100_000, 50_000]
    assert structure.cut(BOX).slabs == ()
    assert structure.plus([slab(Region.empty(), 0, 1)]).slabs == structure.slabs


def test_heights_of_an_empty_and_a_built_structure() -> None:
    assert (Structure().top_nm, Structure().bottom_nm, Structure().levels_nm()) == (0, 0, [])
    built = Structure((slab(BOX, -5, 10),), (ball(bottom_nm=10),))
    assert (built.top_nm, built.bottom_nm) == (160, -5)
    assert built.levels_nm() == [-5, 10]
    assert built.solid_nm(9, 50) == BOX
    assert not built.solid_nm(10, 50)


def test_a_slab_without_height_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="not above"):
        slab(BOX, 5, 5)


@given(st.floats(0.05, 1.95), st.floats(10, 1e6))
def test_a_balls_volume_is_the_integral_of_its_cuts(share: float, radius_nm: float) -> None:
    height_nm = share * radius_nm
    body = Ball("b", "sn", Role.TERMINAL, 0, 0, height_nm - radius_nm, radius_nm, 0, "balls")
    heights_nm = np.linspace(0, height_nm, 2_001)
    areas_nm2 = [math.pi * body.radius_at_nm(height) ** 2 for height in heights_nm]
    assert body.volume_nm3 == pytest.approx(np.trapezoid(areas_nm2, heights_nm), rel=1e-5)
    assert body.radius_at_nm(-1) == 0.0
    assert body.radius_at_nm(height_nm + radius_nm * 1e-6 + 1) == 0.0


cells = st.integers(0, 9).flatmap(lambda low: st.tuples(st.just(low), st.integers(low + 1, 10)))


@given(st.lists(st.tuples(cells, cells, cells), min_size=1, max_size=6))
@settings(max_examples=50)
def test_a_row_of_cuts_adds_up_to_the_volume(
    blocks: list[tuple[tuple[int, int], tuple[int, int], tuple[int, int]]],
) -> None:
    slabs = [
        slab(Region.box(10 * x[0], 10 * y[0], 10 * x[1], 10 * y[1]), z[0], z[1])
        for x, y, z in blocks
    ]
    structure = Structure(tuple(slabs))
    # Boxes on a grid of ten: a cut through the middle of each row stands for its ten nanometres.
    rows = [cut(structure, (-10, 10 * row + 5), (110, 10 * row + 5)) for row in range(10)]
    areas_nm2 = [
        sum((part.end_nm - part.begin_nm) * part.slab.thickness_nm for part in row.slabs)
        for row in rows
    ]
    assert 10 * sum(areas_nm2) == sum(each.volume_nm3 for each in slabs)


def test_a_slanted_cut_is_at_true_length() -> None:
    section = cut(Structure((slab(Region.box(0, 0, 3_000, 4_000), 0, 10),)), (0, 0), (3_000, 4_000))
    assert section.length_nm == 5_000
    [part] = section.slabs
    assert (part.begin_nm, part.end_nm) == (0, 5_000)


def test_a_cut_through_holes_gives_one_part_for_each_piece_in_order() -> None:
    ring = Region.box(0, 0, 900, 900) - Region.box(300, 300, 600, 600)
    section = cut(Structure((slab(ring, 0, 10),)), (-100, 450), (1_000, 450))
    assert [(part.begin_nm, part.end_nm) for part in section.slabs] == [(100, 400), (700, 1_000)]


@pytest.mark.parametrize(("aside_nm", "seen"), [(0, True), (60, True), (99, True), (100, False)])
def test_a_ball_is_cut_as_a_circle_segment(aside_nm: int, *, seen: bool) -> None:
    structure = Structure((), (ball(0, aside_nm),))
    bodies = cut(structure, (-500, 0), (500, 0)).bodies
    assert len(bodies) == seen
    for body in bodies:
        assert body.centre_nm == 500
        widest_nm = max(half for _, half in body.outline_nm)
        assert widest_nm == pytest.approx(math.sqrt(100**2 - aside_nm**2), rel=0.02)
        for height_nm, half_nm in body.outline_nm:
            reach2_nm2 = half_nm**2 + (height_nm - 50) ** 2 + aside_nm**2
            assert reach2_nm2 == pytest.approx(100**2, rel=1e-6)


def test_a_ball_beyond_the_ends_of_the_cut_is_not_seen() -> None:
    structure = Structure((), (ball(700, 0),))
    assert not cut(structure, (0, 0), (500, 0)).bodies
    assert cut(structure, (0, 0), (650, 0)).bodies


def test_a_cut_needs_two_points() -> None:
    with pytest.raises(ValueError, match="two different points"):
        cut(Structure(), (1, 1), (1, 1))
