"""Claims of patent A: readings, settings, evidence, and packages of other kinds."""

import time
from dataclasses import replace
from functools import cache

import pytest

import checked_package as package
import passive_package
import small_package
from checked_package import UM, box_um, clean, discs_um, rebuilt_case, wires_um
from claimed_package import (
    BOTH_CHIPS,
    CLEAN,
    LENIENT,
    after,
    because,
    built,
    chip,
    facts,
    ids,
    in_place_of,
    met,
    milled,
    one_pocket,
    pockets,
    sheets,
    told,
)  # fmt: skip
from padwright.check.charts import charts
from padwright.check.pins import found_nets
from padwright.check.rule import Case
from padwright.check.tolerances import Tolerances
from padwright.geometry.masks import Mask, Masks
from padwright.geometry.slab import Role
from padwright.geometry.structure import Structure
from padwright.model.drawings import PASSIVATION_OPENINGS, wiring
from padwright.process.engine import run
from padwright.process.flow import read_flow

_PASTE = {"step": "paste", "name": "paste", "material": "sac305", "mask": PASSIVATION_OPENINGS,
          "thickness": "20 um", "conductors": ["cu", "ti"]}  # fmt: skip


def test_the_strict_reading_of_lands_has_no_room_for_a_ball_without_a_net() -> None:
    strict = Tolerances()
    assert "A1" not in met(clean(), "A1", tolerances=strict)
    assert "1 land of 4 reaches no pad" in because(clean(), "A1", strict)


def test_a_die_that_nothing_is_told_of_leaves_its_circuit_undecided() -> None:
    for chart in charts(clean(), tolerances=LENIENT, only=["A2", "A3", "A33", "A34"]):
        assert chart.verdict == "undecided", chart.id
    assert "no net list" in because(clean(), "A2")


@cache
def circuits(thickness_nm: int = 600) -> Case:
    """Both dies with transistors, a bridge that joins two pads of one die, net c a supply."""

    def bridge(drawn: package.Drawings) -> None:
        drawn[wiring(1)] |= wires_um([(-900, 300, -900, -300)])

    netlists = {
        "left": chip("p1", "p2", "p3", thickness_nm=thickness_nm),
        "right": chip("p1", "p2", thickness_nm=thickness_nm),
    }
    return built(drawn=bridge, design=told(netlists=netlists, supplies=("c",)))


def test_signals_that_hop_over_larger_traces_and_a_bus() -> None:
    wanted = ("A2", "A3", "A4", "A5", "A33", "A34", "A35", "A36")
    assert met(circuits(), *wanted) == set(wanted)


def test_traces_on_a_die_as_thick_as_the_package_has_them_are_not_smaller() -> None:
    thick = circuits(5_700)
    assert met(thick, "A3", "A4", "A34", "A35") == {"A3", "A34"}
    limits = {
        each.what: (each.value.value, each.limit.value if each.limit else None)
        for chart in charts(circuits(), tolerances=Tolerances(lands="bonded"), only=["A4"])
        for row in chart.rows
        for each in row.outcome.evidence.measured
    }
    assert limits["thickness of a and c"][0] == 5_400
    assert limits["length of a and c"][0] > 1_200_000


def test_a_hop_within_one_die_is_asked_for_where_the_setting_says_so() -> None:
    between = built(design=told(netlists=BOTH_CHIPS))
    assert met(between, "A3", "A34") == {"A34"}
    same = Tolerances(lands="bonded", hop="same die")
    assert met(between, "A34", tolerances=same) == set()


def test_a_pad_of_no_device_and_a_single_device_are_too_little() -> None:
    bare = built(design=told(netlists={"left": chip("p1", "p2"), "right": chip("p1", "p2")}))
    assert met(bare, "A2", "A33") == {"A2"}
    lone = chip("p1")
    one = replace(lone, nets=(replace(lone.nets[0], pads=("p1", "p2", "p3")),))
    alone = built(design=told(netlists={"left": one, "right": one}))
    assert met(alone, "A2", "A33") == set()


def test_pockets_that_are_milled() -> None:
    deep = built(milled(), drawn=pockets)
    assert met(deep, "A22", "A53", "A64", "A65", "A66") == {"A22", "A53", "A64", "A66"}
    counted = Tolerances(lands="bonded", attach_film="counted")
    assert "A65" in met(deep, "A65", tolerances=counted)
    assert "A65" in met(built(milled("150 um"), drawn=pockets), "A65")
    assert [recess.depth_nm for recess in facts(deep).base.recesses] == [170 * UM, 170 * UM]


def test_one_pocket_for_all_dies_is_one_recess() -> None:
    common = built(milled(), drawn=one_pocket)
    assert met(common, "A22", "A53", "A64") == {"A22"}


def test_two_sheets_the_first_of_which_is_punched() -> None:
    wanted = ("A22", "A23", "A24", "A53", "A54", "A55", "A64", "A67", "A68", "A69")
    assert met(built(sheets(), drawn=pockets), *wanted) == set(wanted)
    assert met(built(sheets(glue=False), drawn=pockets), *wanted) == set(wanted)
    thick = built(sheets("225 um"), drawn=pockets)
    assert met(thick, *wanted) == set(wanted) - {"A24", "A55", "A68"}
    assert "A66" not in met(thick, "A66")


def test_a_pocket_milled_into_laminated_sheets_is_not_punched() -> None:
    laminated = in_place_of(
        "base",
        {"step": "plate", "name": "sheet 1", "material": "cu", "thickness": "150 um"},
        {"step": "laminate", "name": "sheet 2", "material": "cu", "thickness": "300 um"},
        {"step": "mill", "name": "mill", "sheet": "sheet 1", "mask": "pockets", "depth": "100 um",
         "corner_radius": "40 um"},
    )  # fmt: skip
    half = built(laminated, drawn=pockets)
    assert met(half, "A22", "A23", "A53", "A54", "A66", "A67", "A69") == {"A22", "A53", "A66"}


def test_holes_that_are_filled_in_a_step_of_their_own() -> None:
    fill = {"step": "fill-vias", "name": "fill via 1", "material": "cu", "film": "dielectric 1",
            "method": "paste", "level": 1, "conductors": ["cu", "al"]}  # fmt: skip
    own = built(after("open via 1", fill))
    assert met(own, "A73", "A74", "A85", "A86") == {"A74", "A85"}
    assert "A76" in met(own, "A76")


def test_passivation_between_levels_leaves_the_first_lands_open() -> None:
    def opened(drawn: package.Drawings) -> None:
        drawn["passivation 1"] = discs_um(package.VIAS, 45)

    inner = built(
        after("etch seed 1", {"step": "passivate", "name": "inner", "material": "pbo",
                              "thickness": "4 um", "mask": "passivation 1"}),
        drawn=opened,
    )  # fmt: skip
    assert met(inner, "A77", "A83", "A89") == {"A77", "A83", "A89"}
    assert [film.made_by for film in facts(inner).levels[1].inner] == ["inner"]
    assert met(clean(), "A77") == set()


def test_terminals_are_told_by_their_shape() -> None:
    lands = {"mask": PASSIVATION_OPENINGS, "conductors": ["cu", "ti"]}
    kinds = {
        "pin": {"step": "pin", "material": "cu", "diameter": "200 um", "length": "1 mm",
                "head_diameter": "400 um", "head_thickness": "100 um", "solder": "sac305"},
        "bump": {"step": "bump", "material": "cu", "height": "60 um"},
        "ball": {"step": "copper-ball", "material": "cu", "diameter": "400 um",
                 "solder_material": "sac305"},
    }  # fmt: skip
    for kind, row in kinds.items():
        made = built(in_place_of("balls", row | lands | {"name": "ends"}))
        assert facts(made).terminals.kinds == {kind}
        assert "A29" in met(made, "A29"), kind
    assert facts(built(in_place_of("balls", _PASTE))).terminals.kinds == {"paste"}


def test_roles_that_are_said_wrongly_change_no_verdict() -> None:
    """Wiring said to be a land, vias a seed, films a fill: geometry and order still decide."""
    wrong = {
        Role.WIRING: Role.LAND,
        Role.VIA: Role.SEED,
        Role.DIELECTRIC: Role.ENCAPSULANT,
        Role.PASSIVATION: Role.MASK,
        Role.FILL: Role.ENCAPSULANT,
        Role.BASE: Role.PLATE,
    }

    def change(structure: Structure) -> Structure:
        slabs = tuple(
            replace(slab, role=wrong.get(slab.role, slab.role), level=None)
            for slab in structure.slabs
        )
        return Structure(slabs, structure.bodies)

    asked = sorted(CLEAN)
    assert met(rebuilt_case(change), *asked) == CLEAN


def _small(levels: int, outline_um: float = 400) -> Case:
    """One die on as many levels, its outline as wide as is said."""
    design, masks = small_package.design(levels=levels), small_package.masks(levels=levels)
    drawn = dict(masks.drawings)
    drawn["die d"] = Mask(box_um(0, 0, outline_um))
    rows = [*small_package.a1_flat.rows(design, levels)]
    masks = Masks(masks.panel, masks.body, drawn)
    made = run(read_flow(rows), masks, small_package.technology().all_materials)
    planned = package.plan()
    planned = replace(planned, dies=(), pads=(), balls=(), nets=())
    return Case(made, found_nets(made, planned, design), design, planned)


def test_one_die_one_level() -> None:
    strict = Tolerances()
    wanted = ids("1 6-9 13 25-29")
    found = met(_small(1), tolerances=strict)
    assert wanted <= found
    assert not found & ids("14 30 61 102")


def test_wiring_that_stays_over_the_die_does_not_fan_out() -> None:
    inside = _small(1, 790)
    assert met(inside, "A1", tolerances=Tolerances()) == set()
    assert (
        because(inside, "A1", Tolerances())
        == "wiring of die attach d does not go beyond its outline"
    )


def test_a_liner_fills_a_hole_unless_solid_metal_is_asked_for() -> None:
    disc = discs_um([(-900, 300)], 60)
    hollow = rebuilt_case(
        lambda structure: structure.cut(
            disc, where=lambda slab: slab.level == 1 and slab.role is Role.VIA
        )
    )
    solid = Tolerances(lands="bonded", vias="solid")
    hole = facts(hollow).holes(facts(hollow).levels[0])
    assert (len(hole.through), len(hole.empty), len(hole.unfilled)) == (4, 0, 1)
    assert "A8" in met(clean(), "A8", tolerances=solid)
    (liner,) = charts(hollow, tolerances=LENIENT, only=["A39"])
    assert liner.rows[0].outcome.verdict == "met"
    (asked,) = charts(hollow, tolerances=solid, only=["A39"])
    assert asked.rows[0].outcome.verdict == "not met"


def test_passives_made_in_the_wiring_and_lands_behind_them() -> None:
    strict = Tolerances()
    wired = passive_package.clean()
    wanted = ids("1 10-12 18-20 21")
    assert met(wired, *wanted, tolerances=strict) == wanted
    names = {(each.name, each.family, each.in_wiring) for each in facts(wired).passives}
    assert names == {("R1", "resistor", True), ("L1", "inductor", True), ("C1", "capacitor", True)}
    bridges = {each.name: len(each.bridges) for each in facts(wired).passives}
    assert bridges == {"R1": 1, "L1": 1, "C1": 0}


def test_a_package_without_passives_or_with_a_cut_one() -> None:
    assert not met(clean(), "A10", "A11", "A12", "A18", "A19", "A20")

    def cut(drawn: dict[str, Mask]) -> dict[str, Mask]:
        slot = box_um(-1_300, 700, 20, 2_000)
        return drawn | {wiring(level): Mask(drawn[wiring(level)].region - slot) for level in (1, 2)}

    broken = passive_package.case(change=cut)
    assert {each.name for each in facts(broken).passives if not each.free} == {"L1", "C1"}
    assert "A1" not in met(broken, "A1", tolerances=Tolerances())


@pytest.mark.parametrize(("levels", "strict", "lenient"), [(2, False, False), (3, False, True),
                                                           (4, True, True)])  # fmt: skip
def test_what_counts_as_repeated(levels: int, *, strict: bool, lenient: bool) -> None:
    small = _small(levels)
    for tolerances, wanted in ((Tolerances(), strict), (Tolerances(repeats="lenient"), lenient)):
        (chart,) = charts(small, tolerances=tolerances, only=["A95"])
        assert (chart.rows[0].outcome.verdict == "met") == wanted


def test_a_claim_that_is_void_as_written_can_be_met_as_it_was_meant() -> None:
    (chart,) = charts(clean(), only=["A101"])
    assert chart.verdict == "not met"
    assert chart.rows[0].outcome.verdict == "not met"
    assert chart.rows[0].corrected is not None
    assert chart.rows[0].corrected.verdict == "met"
    assert (chart.claim.parent, chart.claim.corrected_parent) == (100, 99)


def test_all_claims_of_a_small_package_are_charted_in_half_a_second() -> None:
    took_s = []
    for _ in range(3):
        started = time.process_time()
        charts(clean())
        took_s.append(time.process_time() - started)
    assert min(took_s) < 0.5


def test_evidence_can_be_looked_at() -> None:
    structure = clean().built.structure
    box = structure.solid_nm(structure.bottom_nm, structure.top_nm).box_nm
    for chart in charts(clean()):
        for row in chart.rows:
            evidence = row.outcome.evidence
            assert all(0 <= number < len(structure.slabs) for number in evidence.slabs)
            names = {moment.step.name for moment in clean().built.moments}
            assert set(evidence.steps) <= names
            for place in evidence.places:
                assert box[0] <= place.left_nm <= place.right_nm <= box[2]
            if chart.claim.patent == "A" and row.outcome.verdict == "met":
                assert evidence.slabs or evidence.places or evidence.steps, chart.id
