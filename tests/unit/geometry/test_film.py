"""Conformal films cover what is seen from above, as thick as stated, and share no volume."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from padwright.geometry.body import Face
from padwright.geometry.film import conformal
from padwright.geometry.openspace import Gap, Skyline, exposed, joined, seen_from
from padwright.geometry.region import Region
from padwright.geometry.slab import Role, Slab
from padwright.geometry.structure import Structure

PANEL = Region.box(0, 0, 1_000, 1_000)


def slab(region: Region, bottom_nm: int, top_nm: int, name: str = "made") -> Slab:
    return Slab("si", Role.DIE, region, bottom_nm, top_nm, name)


def grown(structure: Structure, film: list[Gap]) -> Structure:
    return structure.plus(
        Slab("ti", Role.SEED, gap.region, gap.bottom_nm, gap.top_nm, "film") for gap in film
    )


def volume_nm3(gaps: list[Gap]) -> int:
    return sum(gap.region.area_nm2 * (gap.top_nm - gap.bottom_nm) for gap in gaps)


spans = st.integers(0, 9).flatmap(lambda low: st.tuples(st.just(low), st.integers(low + 1, 10)))
blocks = st.tuples(spans, spans, spans)


@st.composite
def landscapes(draw: st.DrawFn) -> Structure:
    """Return a floor with boxes over it on a coarse grid, none within another."""
    structure = Structure((slab(PANEL, 0, 100, "floor"),))
    for (left, right), (low, high), (bottom, top) in draw(st.lists(blocks, max_size=5)):
        region = Region.box(100 * left, 100 * low, 100 * right, 100 * high)
        bottom_nm, top_nm = 100 + 50 * bottom, 100 + 50 * top
        region = region - structure.solid_nm(bottom_nm, top_nm)
        structure = structure.plus([slab(region, bottom_nm, top_nm, "block")])
    return structure


@given(landscapes(), st.integers(1, 70), st.sampled_from([0.0, 0.3, 1.0]))
@settings(max_examples=60)
def test_a_film_shares_no_volume_and_covers_every_seen_surface(
    structure: Structure, thickness_nm: int, side_ratio: float
) -> None:
    after = grown(structure, conformal(structure, PANEL, thickness_nm, side_ratio=side_ratio))
    after.require_sound("film")
    for each in structure.slabs:
        assert not exposed(after, PANEL, each)


@given(landscapes(), st.integers(1, 40))
@settings(max_examples=40)
def test_a_film_on_every_seen_surface_is_as_thick_as_stated(
    structure: Structure, thickness_nm: int
) -> None:
    film = conformal(structure, PANEL, thickness_nm, side_ratio=0.0)
    for each in structure.slabs:
        seen = exposed(structure, PANEL, each)
        over = [gap for gap in film if gap.bottom_nm < each.top_nm + thickness_nm]
        on_it = [gap for gap in over if gap.top_nm > each.top_nm]
        assert volume_nm3(
            [
                Gap(
                    max(gap.bottom_nm, each.top_nm),
                    min(gap.top_nm, each.top_nm + thickness_nm),
                    gap.region & seen,
                )
                for gap in on_it
            ]
        ) == (seen.area_nm2 * thickness_nm)
    seen_nm2 = sum(exposed(structure, PANEL, each).area_nm2 for each in structure.slabs)
    assert volume_nm3(film) == seen_nm2 * thickness_nm


def test_a_film_in_a_round_hole_has_the_volume_of_the_closed_form() -> None:
    panel = Region.box(-50_000, -50_000, 50_000, 50_000)
    hole = Region.disc(0, 0, 35_000)
    structure = Structure((slab(panel, 0, 1_000), slab(panel - hole, 1_000, 11_000)))
    film = conformal(structure, panel, 400, side_ratio=0.5)
    radius_um, side_um = 17.5, 0.2
    ring_um2 = math.pi * (radius_um**2 - (radius_um - side_um) ** 2)
    expected_um3 = (
        math.pi * radius_um**2 * 0.4  # on the floor
        + ring_um2 * (10 - 0.4 + 0.4)  # on the wall, and rising beside the field's film
        + (100**2 - math.pi * radius_um**2) * 0.4  # on the field
    )
    # The 32-gon round a circle has 0.32 % more area and girth than the circle.
    assert volume_nm3(film) / 1e9 == pytest.approx(expected_um3, rel=0.001)
    assert max(gap.top_nm for gap in film) == 11_400


def test_a_hole_narrower_than_two_walls_closes() -> None:
    hole = Region.box(400, 0, 500, 1_000)
    structure = Structure((slab(PANEL, 0, 100), slab(PANEL - hole, 100, 600)))
    after = grown(structure, conformal(structure, PANEL, 50))
    assert after.solid_nm(300, 301) == PANEL
    open_still = grown(structure, conformal(structure, PANEL, 49))
    assert (PANEL - open_still.solid_nm(300, 301)).area_nm2 == 2 * 1_000


def test_nothing_grows_under_an_overhang() -> None:
    roof = Region.box(300, 0, 700, 1_000)
    structure = Structure((slab(PANEL, 0, 100), slab(roof, 500, 600, "roof")))
    film = conformal(structure, PANEL, 30)
    assert not any(gap.region & roof for gap in film if gap.top_nm <= 500)
    below = [gap for gap in film if gap.bottom_nm < 130]
    assert Region.union(gap.region for gap in below) == PANEL - roof


def test_line_of_sight_goes_down_to_the_first_solid() -> None:
    roof, post = Region.box(300, 0, 700, 1_000), Region.box(0, 0, 100, 100)
    structure = Structure(
        (slab(PANEL, 0, 100), slab(roof, 500, 600, "roof"), slab(post, 100, 500, "post"))
    )
    gaps = seen_from(structure, PANEL)
    assert [(gap.bottom_nm, gap.top_nm) for gap in gaps] == [(500, 600), (100, 500)]
    assert gaps[0].region == PANEL - roof
    assert gaps[1].region == PANEL - roof - post
    assert exposed(structure, PANEL, structure.slabs[0]) == PANEL - roof - post
    assert exposed(structure, PANEL, structure.slabs[2]) == post


def test_the_bottom_face_is_seen_from_below() -> None:
    foot = Region.box(0, 0, 500, 1_000)
    structure = Structure((slab(PANEL, 100, 200), slab(foot, 0, 100, "foot")))
    gaps = seen_from(structure, PANEL, "bottom")
    assert [(gap.bottom_nm, gap.top_nm, gap.region) for gap in gaps] == [(0, 100, PANEL - foot)]
    assert exposed(structure, PANEL, structure.slabs[0], "bottom") == PANEL - foot
    assert exposed(structure, PANEL, structure.slabs[1], "bottom") == foot


@given(landscapes())
@settings(max_examples=40)
def test_what_is_seen_is_open_up_to_the_top(structure: Structure) -> None:
    for gap in seen_from(structure, PANEL):
        assert not gap.region & structure.solid_nm(gap.bottom_nm, structure.top_nm)
        assert gap.region | structure.solid_nm(gap.bottom_nm, structure.top_nm) == PANEL


@given(landscapes(), st.sampled_from(["top", "bottom"]))
@settings(max_examples=30, deadline=None)
def test_what_is_looked_through_does_not_shade(structure: Structure, face: Face) -> None:
    others = Structure(tuple(each for each in structure.slabs if each.made_by != "block"))
    through = Skyline(structure, PANEL, face, lambda each: each.made_by == "block")
    without = Skyline(others, PANEL, face)
    assert through.gaps() == without.gaps()
    for each in structure.slabs:
        assert through.exposed(each) == without.exposed(each)


@given(landscapes())
@settings(max_examples=30, deadline=None)
def test_the_bottom_face_sees_what_the_top_face_sees_upside_down(structure: Structure) -> None:
    turned = Structure(
        tuple(slab(each.region, -each.top_nm, -each.bottom_nm) for each in structure.slabs)
    )
    below = [Gap(-gap.top_nm, -gap.bottom_nm, gap.region) for gap in seen_from(turned, PANEL)]
    assert seen_from(structure, PANEL, "bottom") == below


def test_joining_keeps_the_space() -> None:
    half = Region.box(0, 0, 500, 1_000)
    gaps = [Gap(20, 30, half), Gap(0, 10, half), Gap(10, 20, half), Gap(30, 40, PANEL)]
    assert [(gap.bottom_nm, gap.top_nm) for gap in joined(gaps)] == [(0, 30), (30, 40)]
    assert volume_nm3(joined(gaps)) == volume_nm3(gaps)
    assert joined([Gap(0, 10, Region.empty())]) == []


def test_a_film_over_many_holes_is_one_film() -> None:
    panel = Region.box(0, 0, 2_000_000, 2_000_000)
    centres_nm = np.stack(np.meshgrid(np.arange(20), np.arange(20)), axis=-1).reshape(-1, 2)
    holes = Region.discs(centres_nm * 100_000 + 50_000, 35_000)
    structure = Structure((slab(panel, 0, 1_000), slab(panel - holes, 1_000, 11_000)))
    film = conformal(structure, panel, 100, side_ratio=0.3)
    assert len(film) == 3
    grown(structure, film).require_sound("film")
