"""What says nothing about a claim leaves it, and what only seems to meet a claim does not.

Each of these once fooled the charts.
"""

from typing import Any

import pytest

from claim_models import Change, Drawings, Rows, case, clean_verdicts, is_met, verdicts
from claim_mutations.editing import both, drawings, edited, inserted, rows, without, without_one
from padwright.check.charts import charts
from padwright.geometry.region import Region

ONE, POCKETS, POSTS = "a-single", "a-two-level-module", "b-two-levels"
TRANSFER = "a-transfer-one-level-module"
_WRONG_ROLES = {"dielectric": "passivation", "resist": "dielectric", "base": "line", "peg": "line"}


def box_um(x: float, y: float, width: float, height: float) -> Region:
    ends = (x - width / 2, y - height / 2, x + width / 2, y + height / 2)
    return Region.box(*(round(1_000 * end) for end in ends))


def coat(name: str, face: str = "top") -> dict[str, Any]:
    return {
        "step": "coat", "name": name, "face": face, "material": "resist",
        "thickness": "10 um", "role": "resist",
    }  # fmt: skip


def strip(name: str, face: str = "top") -> dict[str, Any]:
    return {"step": "strip", "name": name, "face": face, "material": "resist"}


def told_otherwise(flow: Rows) -> Rows:
    """The flow with other names of its steps, and with levels and roles that are not so."""
    names = {row["name"]: f"step {37 * place % 101}-{place}" for place, row in enumerate(flow)}
    told = []
    for row in flow:
        new = {
            key: names.get(value, value) if key in {"name", "film", "sheet"} else value
            for key, value in row.items()
        }
        if "level" in new:
            new["level"] = 7
        if new["step"] in {"coat", "plate"} and "role" in new:
            new["role"] = _WRONG_ROLES.get(new["role"], new["role"])
        told.append(new)
    return told


@pytest.mark.parametrize("model", [ONE, POCKETS, TRANSFER, POSTS, "b-one-level", "c-ball"])
def test_names_roles_and_levels_of_a_flow_decide_nothing(model: str) -> None:
    assert verdicts(case(model, rows(told_otherwise))) == clean_verdicts(model)


@pytest.mark.parametrize(
    ("model", "after", "face"),
    [(TRANSFER, "attach right", "bottom"), (POCKETS, "attach right", "top"), (ONE, "fill", "top")],
)
def test_a_resist_that_comes_and_goes_changes_nothing(model: str, after: str, face: str) -> None:
    change = inserted(after, coat("r", face), strip("s", face))
    assert verdicts(case(model, rows(change))) == clean_verdicts(model)


def test_a_mark_etched_beside_milled_pockets_leaves_them_milled() -> None:
    opened = {"step": "pattern", "name": "open", "film": "r", "mask": "mark", "face": "top"}
    etched = {"step": "etch", "name": "e", "face": "top", "materials": ["cu"], "depth": "40 um"}
    made = case(
        POCKETS,
        Change(
            drawings=lambda drawn: {**drawn, "mark": box_um(0, 850, 150, 150)},
            rows=inserted("base", coat("r"), opened, etched, strip("s")),
        ),
    )
    assert verdicts(made) == clean_verdicts(POCKETS)


def lost(model: str, change: Change) -> set[str]:
    """The claims that a change makes unmet."""
    clean, now = clean_verdicts(model), verdicts(case(model, change))
    return {each for each in clean if is_met(clean[each]) and not is_met(now[each])}


def common_pocket(drawn: Drawings) -> Drawings:
    return {**drawn, "pockets": box_um(0, 0, 2_900, 900) | box_um(0, 735, 510, 510)}


def test_an_empty_recess_beside_a_common_one_is_not_a_second_one_for_dies() -> None:
    assert lost(POCKETS, drawings(common_pocket)) >= {"A53", "A64"}


@pytest.mark.parametrize("thickness", ["4 um", "4.9 um"])
def test_a_thin_first_film_is_no_fill(thickness: str) -> None:
    change = both(without("fill"), edited("dielectric 1", thickness=thickness))
    assert lost(ONE, rows(change)) == {"A25", "A26"}


def test_of_two_passivations_both_have_to_show_the_lands() -> None:
    second = {
        "step": "passivate", "name": "second", "face": "top", "mask": "passivation",
        "material": "pbo", "thickness": "10 um",
    }  # fmt: skip
    change = Change(
        drawings=lambda drawn: {**drawn, "fewer": without_one(drawn["passivation"])},
        rows=both(edited("passivation", mask="fewer"), inserted("passivation", second)),
    )
    assert lost(ONE, change) == {"A27"}


def test_a_patch_of_film_passivates_nothing() -> None:
    rest = box_um(0, 0, 2_600, 2_600) - box_um(1_200, 1_200, 50, 50)
    change = Change(
        drawings=lambda drawn: {**drawn, "rest": rest}, rows=edited("passivation", mask="rest")
    )
    assert lost(ONE, change) == {"A27"}


def test_the_die_in_the_pocket_is_the_one_that_is_wired() -> None:
    left = Region.box(-(10**7), -(10**7), 0, 10**7)

    def only_left_in_a_pocket(drawn: Drawings) -> Drawings:
        return {
            **drawn,
            "pockets": drawn["pockets"] & left,
            "via 1": drawn["via 1"] - left,
            "passivation": drawn["passivation"] - left,
        }

    gone = lost(POCKETS, drawings(only_left_in_a_pocket))
    assert "A22" in gone
    assert "A1" not in gone


def test_a_pad_with_a_net_that_the_wiring_misses_is_seen() -> None:
    pad = next(p for p in case(ONE).plan.pads if p.net == "vss")
    hole = box_um(pad.x_nm / 1_000, pad.y_nm / 1_000, 60, 60)
    gone = lost(ONE, drawings(lambda drawn: {**drawn, "via 1": drawn["via 1"] - hole}))
    assert gone >= {"A1", "A6", "A14"}


def test_a_rim_that_is_sawn_off_is_no_package() -> None:
    model = "a-two-level-units"

    def with_rim(drawn: Drawings) -> Drawings:
        left, bottom, right, _top = drawn["units"].box_nm
        rim = Region.box(left, bottom, right, bottom + 60_000)
        street = Region.box(left, bottom + 60_000, right, bottom + 100_000)
        return {**drawn, "units": (drawn["units"] - street) | rim}

    assert not lost(model, drawings(with_rim)) & {"A80", "A81", "A92", "A93"}


def test_the_width_that_is_told_of_a_trace_is_the_one_that_it_has() -> None:
    (chart,) = charts(case(ONE), only=["A4"])
    (row,) = chart.rows
    told = {each.what: each.value.value for each in row.outcome.evidence.measured}
    line_nm = case(ONE).design.technology.rules.line_width_nm.value
    assert told["least width of hop"] == pytest.approx(line_nm, rel=0.02)
