import pytest
from hypothesis import given
from hypothesis import strategies as st

from padwright.geometry.flood import enclosed, reachable
from padwright.geometry.openspace import joined, seen_from
from padwright.geometry.region import Region
from padwright.geometry.slab import Role, Slab
from padwright.geometry.structure import Structure

PANEL = Region.box(0, 0, 1000, 1000)


def slab(box, bottom_nm, top_nm):
    return Slab("cu", Role.BASE, Region.box(*box), bottom_nm, top_nm, "made")


def space(slabs, face="top"):
    return {
        (gap.bottom_nm, gap.top_nm): gap.region
        for gap in reachable(Structure(tuple(slabs)), PANEL, face)
    }


def test_space_under_an_overhang_is_reached_round_its_edge():
    post, roof = slab((400, 400, 600, 600), 0, 100), slab((200, 200, 800, 800), 100, 200)
    assert space([post, roof])[0, 100] == PANEL - post.region
    assert not seen_from(Structure((post, roof)), PANEL)[-1].region & roof.region


def test_a_chamber_that_is_closed_above_is_reached_from_below_alone():
    walls = [slab((0, 0, 1000, 400), 0, 100), slab((0, 600, 1000, 1000), 0, 100)]
    lid = slab((0, 0, 1000, 1000), 100, 200)
    assert space([*walls, lid]) == {}
    assert space([*walls, lid], "bottom") == {(0, 100): Region.box(0, 400, 1000, 600)}


def test_a_siphon_is_followed_down_and_up_again():
    # In at the left, under the wall in the middle, up into a chamber with a lid at the right.
    rows = [
        slab((0, 0, 1000, 1000), 0, 10),
        slab((400, 0, 600, 1000), 20, 30),
        slab((400, 0, 1000, 1000), 30, 40),
    ]
    assert space(rows) == {
        (30, 40): Region.box(0, 0, 400, 1000),
        (20, 30): PANEL - Region.box(400, 0, 600, 1000),
        (10, 20): PANEL,
    }


def test_places_that_meet_at_a_corner_are_not_joined():
    floor = slab((0, 0, 1000, 1000), 0, 10)
    low = Slab("cu", Role.BASE, PANEL - Region.box(500, 500, 900, 900), 10, 20, "made")
    high = Slab("cu", Role.BASE, PANEL - Region.box(100, 100, 500, 500), 20, 30, "made")
    assert space([floor, low, high]) == {(20, 30): Region.box(100, 100, 500, 500)}


@given(
    st.lists(
        st.tuples(*(st.integers(0, 9) for _ in range(4)), st.integers(0, 3), st.integers(1, 3)),
        min_size=1,
        max_size=8,
    )
)
@pytest.mark.parametrize("face", ["top", "bottom"])
def test_what_is_seen_is_reached_and_what_is_reached_is_open(face, rows):
    slabs = [
        slab((100 * x, 100 * y, 100 * (x + 1 + w % 3), 100 * (y + 1 + h % 3)), z, z + t)
        for x, y, w, h, z, t in rows
    ]
    structure = Structure(tuple(slabs))
    reached = reachable(structure, PANEL, face)
    for gap in reached:
        assert not gap.region & structure.solid_nm(gap.bottom_nm, gap.top_nm)
    for seen in joined(seen_from(structure, PANEL, face)):
        for gap in reached:
            if gap.bottom_nm < seen.top_nm and seen.bottom_nm < gap.top_nm:
                assert gap.region.covers(seen.region & PANEL)


def box(*sides):
    """A box in units of 100 nm: what is closed within 1 um2 is left out as rounding."""
    return Region.box(*(100 * each for each in sides))


LARGE = box(0, 0, 1000, 1000)


def large_slab(sides, bottom_nm, top_nm):
    return Slab("cu", Role.BASE, box(*sides), bottom_nm, top_nm, "made")


def closed(slabs):
    return {
        (gap.bottom_nm, gap.top_nm): gap.region for gap in enclosed(Structure(tuple(slabs)), LARGE)
    }


def _chamber(hole=None):
    """Floor, walls round a room of 200 by 200, a step in it, and a lid with or without a hole."""
    room = box(400, 400, 600, 600)
    walls = [Slab("cu", Role.BASE, LARGE - room, low, low + 100, "wall") for low in (100, 200)]
    lid = Slab("cu", Role.BASE, LARGE - (hole or Region.empty()), 300, 400, "lid")
    return [
        large_slab((0, 0, 1000, 1000), 0, 100),
        *walls,
        large_slab((400, 400, 500, 600), 100, 200),
        lid,
    ]


def test_a_room_closed_on_all_sides_is_enclosed_and_one_hole_opens_it():
    assert closed(_chamber()) == {
        (100, 200): box(500, 400, 600, 600),
        (200, 300): box(400, 400, 600, 600),
    }
    assert closed(_chamber(box(450, 450, 500, 500))) == {}
    # A hole beside the room opens nothing.
    assert len(closed(_chamber(box(700, 700, 750, 750)))) == 2


@pytest.mark.parametrize("sides", [(0, 400, 500, 600), (400, 400, 600, 1000)])
def test_a_tunnel_to_the_side_of_the_panel_is_open(sides):
    room = box(*sides)
    rows = [
        large_slab((0, 0, 1000, 1000), 0, 100),
        Slab("cu", Role.BASE, LARGE - room, 100, 200, "wall"),
        large_slab((0, 0, 1000, 1000), 200, 300),
    ]
    assert closed(rows) == {}
    inner = Slab("cu", Role.BASE, LARGE - box(400, 400, 600, 600), 100, 200, "wall")
    assert list(closed([rows[0], inner, rows[2]])) == [(100, 200)]


def test_a_siphon_is_no_enclosed_space():
    # Down at the left, under the wall in the middle, up into a chamber at the right.
    floor = large_slab((0, 0, 1000, 1000), 0, 100)
    low = Slab("cu", Role.BASE, LARGE - box(100, 400, 900, 600), 100, 200, "low")
    shafts = box(100, 400, 200, 600) | box(800, 400, 900, 600)
    middle = Slab("cu", Role.BASE, LARGE - shafts, 200, 300, "middle")
    lid = Slab("cu", Role.BASE, LARGE - box(100, 400, 200, 600), 300, 400, "lid")
    assert closed([floor, low, middle, lid]) == {}
    shut = large_slab((0, 0, 1000, 1000), 300, 400)
    assert set(closed([floor, low, middle, shut])) == {(100, 200), (200, 300)}
