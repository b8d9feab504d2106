"""Thousands of shapes are cut as one boolean would cut them."""

import klayout.db as kdb
import numpy as np
import pytest

from padwright.geometry import piercing
from padwright.geometry.region import Region

RANDOM = np.random.default_rng(7)
STEPS = 10_000 * np.arange(26)
AT = np.stack(np.meshgrid(STEPS, STEPS), axis=-1).reshape(-1, 2)
AT = AT + RANDOM.integers(-900, 900, AT.shape)
DISCS = Region.discs(AT, 3_000)
WIRES = Region.union(
    [DISCS, Region.stadiums(np.concatenate([AT, AT + np.array([4_100, 1_900])], axis=1), 800)]
)
PANEL = Region.box(-20_000, -20_000, 300_000, 300_000)


def plain(region: Region) -> kdb.Region:
    """Return the polygons of a region, merged by KLayout."""
    return region.shapes.merged(min_coherence=True, min_wc=0)


def outlines(shapes: kdb.Region) -> list[list[str]]:
    """Return for each polygon its hull and its holes, in an order of their own."""
    texts = [each.to_s().split(" props")[0].strip("()") for each in shapes.each()]
    return sorted([hull, *sorted(holes)] for hull, *holes in (text.split("/") for text in texts))


@pytest.mark.parametrize("holes", [DISCS, WIRES, WIRES - DISCS.sized(-700)])
def test_a_plane_pierced_by_many_holes_is_what_the_boolean_leaves(holes: Region) -> None:
    assert outlines((PANEL - holes).shapes) == outlines(PANEL.shapes - plain(holes))


def test_rings_are_what_the_boolean_leaves() -> None:
    core = DISCS.sized(-90)
    assert outlines((DISCS - core).shapes) == outlines(plain(DISCS) - plain(core))
    assert outlines(DISCS.shapes) == outlines(plain(DISCS))


@pytest.mark.parametrize(
    "parts", [DISCS.sized(-300), Region.box(0, 0, 55_000, 90_000), DISCS.moved(1_000, 700)]
)
def test_islands_cut_in_groups_are_what_the_boolean_leaves(parts: Region) -> None:
    assert len(WIRES) >= piercing.MANY
    assert outlines((WIRES - parts).shapes) == outlines(plain(WIRES) - plain(parts))


@pytest.mark.parametrize("parts", [DISCS.moved(1_000, 700), Region.box(0, 0, 55_000, 90_000)])
def test_islands_shared_in_groups_are_what_the_boolean_shares(parts: Region) -> None:
    assert outlines((WIRES & parts).shapes) == outlines(plain(WIRES) & plain(parts))


@pytest.mark.parametrize("by_nm", [90, 410])
def test_islands_shrink_in_groups_as_they_do_together(by_nm: int) -> None:
    assert outlines(WIRES.sized(-by_nm).shapes) == outlines(plain(WIRES).sized(-by_nm).merged())


def test_what_is_drawn_in_bulk_can_be_worked_with() -> None:
    core = DISCS.sized(-90)
    ring = DISCS - core
    assert len(ring) == len(AT)
    assert (ring | core) == DISCS
    assert ring.area_nm2 == plain(ring).area()
    assert ring.sized(10).area_nm2 == plain(ring).sized(10).merged().area()
    assert outlines((ring.moved(5, 7) & PANEL).shapes) == outlines(plain(ring).moved(5, 7))
    assert len(ring.polygons()) == len(AT)
    assert ring.touching(core) == ring
