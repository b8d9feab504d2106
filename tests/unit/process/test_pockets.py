"""Pockets: milled, or punched and laminated, and dies that fit them or do not."""

import math

import pytest

from padwright.base.errors import InputError, StepError
from padwright.base.units import nm
from padwright.geometry.masks import Mask, Masks
from padwright.geometry.region import Region
from padwright.geometry.slab import Role
from padwright.process.flow import read_flow
from step_flows import DIE_NM, POCKETS, SHEETS, die_row, sheet_row, structures, two_die_masks

MASKS = two_die_masks()
MILL = POCKETS[1]


def built(rows, masks=MASKS):
    return structures(read_flow(rows), masks)[-1]


def slabs(structure, role):
    return [slab for slab in structure.slabs if slab.role is role]


def with_drawing(name, region):
    drawings = {**MASKS.drawings, name: Mask(region)}
    return Masks(MASKS.panel, MASKS.body, drawings)


def test_a_pocket_has_a_flat_floor_and_round_corners():
    floor, rim = slabs(built([sheet_row("base"), MILL]), Role.BASE)
    assert (floor.bottom_nm, floor.top_nm, rim.top_nm) == (0, 330_000, 500_000)
    assert floor.region == MASKS.panel
    pocket = MASKS.panel - rim.region
    drawn = MASKS["pockets"].region
    assert drawn.covers(pocket)
    assert pocket.box_nm == drawn.box_nm
    lost_nm2 = 8 * (1 - math.pi / 4) * 250_000**2
    assert drawn.area_nm2 - pocket.area_nm2 == pytest.approx(lost_nm2, rel=0.01)


def test_a_pocket_can_be_milled_from_below():
    _, rim = slabs(built([sheet_row("base"), MILL | {"face": "bottom"}]), Role.BASE)
    assert (rim.bottom_nm, rim.top_nm) == (0, 170_000)


def test_two_pockets_of_two_depths_make_three_layers():
    left, right = MASKS["pockets"].region
    masks = Masks(MASKS.panel, MASKS.body, {"left": Mask(left), "right": Mask(right)})
    rows = [
        sheet_row("base"),
        MILL | {"name": "m1", "mask": "left", "depth": "100 um"},
        MILL | {"name": "m2", "mask": "right", "depth": "200 um"},
    ]
    low, middle, high = sorted(slabs(built(rows, masks), Role.BASE), key=lambda s: s.bottom_nm)
    assert [s.top_nm for s in (low, middle, high)] == [300_000, 400_000, 500_000]
    assert len(masks.panel - middle.region) == 1
    assert len(masks.panel - high.region) == 2


def test_depth_and_place_may_be_off():
    rows = [sheet_row("base"), MILL | {"depth_error": "15 um", "shift_x": "30 um"}]
    floor, rim = slabs(built(rows), Role.BASE)
    assert floor.top_nm == 500_000 - 185_000
    pocket = MASKS.panel - rim.region
    assert pocket.box_nm[0] == MASKS["pockets"].region.box_nm[0] + 30_000


@pytest.mark.parametrize(
    "change", [{"depth": "500 um"}, {"depth": "490 um", "depth_error": "10 um"}]
)
def test_a_pocket_deeper_than_its_sheet_is_refused(change):
    with pytest.raises(StepError, match=r"500 um deep does not fit .* 'base' of 500 um.*laminate"):
        built([sheet_row("base"), MILL | change])


def test_a_tool_wider_than_the_pocket_is_refused():
    with pytest.raises(StepError, match=r"radius 600 um does not fit.*Fix: make the corner radius"):
        built([sheet_row("base"), MILL | {"corner_radius": "0.6 mm"}])


def test_milling_meets_nothing_else():
    with pytest.raises(StepError, match="the tool would meet what 'attach a' made"):
        built([sheet_row("base"), die_row("a"), MILL])
    with pytest.raises(StepError, match="no step 'bass' left a sheet. Fix: did you mean 'base'"):
        built([sheet_row("base"), MILL | {"sheet": "bass"}])
    with pytest.raises(StepError, match="'pockets' misses the sheet"):
        built([sheet_row("base"), MILL | {"shift_x": "90 mm"}])
    with pytest.raises(InputError, match="no mask 'pocket'.*did you mean 'pockets'"):
        built([sheet_row("base"), MILL | {"mask": "pocket"}])


def test_a_die_finds_the_floor_of_its_pocket():
    made = built([sheet_row("base"), MILL, die_row("a")])
    (film,) = slabs(made, Role.ATTACH)
    assert film.bottom_nm == 330_000
    assert max(s.top_nm for s in slabs(made, Role.DIE)) == 500_000


def test_fill_flows_into_the_gap_round_a_die_in_its_pocket():
    made = built([*POCKETS[:4], {"step": "fill", "name": "fill", "material": "epoxy_fill"}])
    fill = slabs(made, Role.FILL)
    assert min(s.bottom_nm for s in fill) == 330_000
    assert made.solid_nm(331_000, 332_000) == MASKS.panel
    assert made.solid_nm(499_000, 500_000) == MASKS.panel


def test_fill_covers_the_dies_as_thick_as_it_is_told():
    fill = slabs(built(POCKETS), Role.FILL)
    assert max(s.top_nm for s in fill) == 505_000


@pytest.mark.parametrize(
    ("change", "reach"),
    [({"shift_x": "130 um"}, 30_000), ({"shift_x": "-112 um"}, 12_000), ({"turn": "20 deg"}, None)],
)
def test_a_die_that_does_not_fit_its_pocket_is_refused_with_its_excess(change, reach):
    rows = [sheet_row("base"), MILL | {"corner_radius": "50 um"}, die_row("a", **change)]
    with pytest.raises(StepError, match="does not fit its pocket: 'base' reaches") as caught:
        built(rows)
    found = nm(str(caught.value).split(" reaches ")[1].split(" into ")[0])
    assert reach is None or found == pytest.approx(reach, abs=5)


def test_sharper_corners_let_a_tight_die_in():
    tight = with_drawing("pockets", MASKS["pockets"].region.sized(-60_000))
    with pytest.raises(StepError, match="its corners sharper"):
        built([sheet_row("base"), MILL, die_row("a")], tight)
    sharp = MILL | {"corner_radius": "0.1 mm"}
    assert built([sheet_row("base"), sharp, die_row("a")], tight)


def test_a_die_over_the_edge_of_a_hole_is_refused():
    punch = {"step": "punch", "name": "punch", "sheet": "base", "mask": "pockets"}
    rows = [sheet_row("under"), sheet_row("base"), punch]
    hole = with_drawing("pockets", Region.box(-400_000, -DIE_NM, 0, DIE_NM))
    with pytest.raises(StepError, match="not flat: 12.5% of it lies lower"):
        built([*rows[1:], die_row("a")], hole)


def test_a_die_may_stand_out_beyond_its_pad_when_it_is_told_to():
    pad = with_drawing("pockets", MASKS.panel - Region.box(-1_000_000, -300_000, -400_000, 300_000))
    rows = [sheet_row("base"), MILL | {"corner_radius": "0 um"}]
    with pytest.raises(StepError, match="not flat"):
        built([*rows, die_row("a")], pad)
    made = built([*rows, die_row("a", overhang=True)], pad)
    (film,) = slabs(made, Role.ATTACH)
    assert film.bottom_nm == 500_000
    assert film.region == MASKS["die a"].region
    with pytest.raises(StepError, match="would tip over"):
        built([*rows, die_row("a", overhang=True, shift_x="350 um")], pad)


def test_a_die_lies_off_turned_and_thinner():
    plain = built([sheet_row("base"), die_row("a")])
    off = built(
        [
            sheet_row("base"),
            die_row("a", shift_x="7 um", shift_y="-3 um", thickness_error="-4 um"),
        ]
    )
    (pads,), (moved,) = slabs(plain, Role.DIE_PAD), slabs(off, Role.DIE_PAD)
    assert moved.region == pads.region.moved(7_000, -3_000)
    assert moved.top_nm == pads.top_nm - 4_000
    turned = slabs(built([sheet_row("base"), die_row("a", turn="90 deg")]), Role.DIE_PAD)[0]
    assert turned.region.box_nm == (-730_000, -230_000, -670_000, 230_000)
    tilted = slabs(built([sheet_row("base"), die_row("a", turn="0.1 deg")]), Role.DIE_PAD)[0]
    up_nm = tilted.region.box_nm[3] - 30_000
    assert up_nm == pytest.approx(230_000 * math.sin(math.radians(0.1)), abs=2)


def test_a_die_thinner_than_its_pads_is_refused():
    with pytest.raises(StepError, match="pads of 2 um do not fit into a die of 1.5 um"):
        built([sheet_row("base"), die_row("a", thickness_error="-148.5 um")])
    empty = with_drawing("die a", Region.empty())
    with pytest.raises(StepError, match="the drawing 'die a' is empty"):
        built([sheet_row("base"), die_row("a")], empty)


def test_pads_may_be_empty():
    bare = built([sheet_row("base"), die_row("a")], with_drawing("pads a", Region.empty()))
    assert not slabs(bare, Role.DIE_PAD)


def test_a_punched_sheet_on_another_makes_pockets_with_the_other_as_floor():
    made = built(SHEETS)
    upper, lower = slabs(made, Role.BASE)
    pockets = MASKS["pockets"].region
    assert MASKS.panel - upper.region == pockets
    assert lower.region == MASKS.panel
    glue = next(s for s in made.slabs if s.made_by == "sheet 2" and s.role is Role.ATTACH)
    assert glue.region == upper.region
    assert (glue.bottom_nm, glue.top_nm) == (lower.top_nm, upper.bottom_nm)
    film = next(s for s in made.slabs if s.made_by == "attach a")
    assert film.bottom_nm == lower.top_nm


def test_sheets_may_lie_on_each_other_without_glue():
    rows = [{k: v for k, v in row.items() if not k.startswith("glue")} for row in SHEETS[:3]]
    upper, lower = slabs(built(rows), Role.BASE)
    assert lower.top_nm == upper.bottom_nm


def test_punching_and_laminating_what_is_not_there_is_refused():
    sheet, punch, laminate = SHEETS[:3]
    with pytest.raises(StepError, match="no first sheet to laminate to"):
        built([laminate])
    with pytest.raises(StepError, match="the punch would go through what 'sheet 2' made"):
        built([sheet, laminate, punch])
    with pytest.raises(StepError, match="no step 'sheet' left a sheet"):
        built([sheet, punch | {"sheet": "sheet"}])
    with pytest.raises(StepError, match="'pockets' misses the sheet"):
        built([sheet, punch | {"shift_y": "1 m"}])
    with pytest.raises(StepError, match="leave nothing of the sheet"):
        built([sheet, punch], with_drawing("pockets", MASKS.panel))
    with pytest.raises(InputError, match="a glue needs its thickness too"):
        read_flow([{k: v for k, v in laminate.items() if k != "glue_thickness"}])
