"""Every error of placement that a step has as a parameter shows in what is built, and in nets."""

import math
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

import checked_package as flat
import frame_package as frame
from padwright.base.discovery import members
from padwright.base.units import nm
from padwright.check.facts_etch import etching_of
from padwright.check.frame_layers import facts_of
from padwright.check.rule import Case
from padwright.check.run import run_rules
from padwright.geometry.region import Region
from padwright.geometry.slab import Role, Slab
from padwright.model.finding import Finding, Severity
from padwright.process.built import Built
from padwright.process.step import Step

Rows = list[dict[str, Any]]
#: Slanted edges are rounded where they lie, so that a shifted outline differs by less than this.
_ROUNDING_NM = 100


def _made(built: Built, step: str, role: Role | None = None) -> list[Slab]:
    return [
        slab for slab in built.structure.slabs if slab.made_by == step and role in {None, slab.role}
    ]


def _plan(slabs: list[Slab]) -> Region:
    return Region.union(slab.region for slab in slabs)


def _height_nm(slabs: list[Slab]) -> int:
    return max(slab.top_nm for slab in slabs) - min(slab.bottom_nm for slab in slabs)


def _changed(rows: Rows, step: str, **parameters: str) -> Rows:
    assert any(row["name"] == step for row in rows)
    return [row | parameters if row["name"] == step else row for row in rows]


@cache
def _flat(step: str | None = None, parameter: str = "", value: str = "") -> Case:
    if step is None:
        return flat.clean()
    return flat.case_of(
        flat.build(flat.drawings(), _changed(flat.rows(), step, **{parameter: value}))
    )


@cache
def _framed(step: str | None = None, parameter: str = "", value: str = "") -> Case:
    if step is None:
        return frame.clean()
    return frame.case_of(frame.build(_changed(frame.rows(), step, **{parameter: value})))


@pytest.mark.parametrize("role", [Role.DIE, Role.DIE_PAD, Role.ATTACH])
@pytest.mark.parametrize(("parameter", "to_x", "to_y"), [("shift_x", 1, 0), ("shift_y", 0, 1)])
def test_a_die_off_its_place_lies_there_with_pads_and_film(
    parameter: str, to_x: int, to_y: int, role: Role
) -> None:
    meant = _plan(_made(_flat().built, "attach left", role))
    off = _plan(_made(_flat("attach left", parameter, "3 um").built, "attach left", role))
    assert off == meant.moved(3_000 * to_x, 3_000 * to_y)


def test_a_die_turned_off_its_place_lies_so() -> None:
    turned = _plan(_made(_flat("attach left", "turn", "0.1 deg").built, "attach left", Role.DIE))
    left, _, right, _ = turned.box_nm
    angle_rad = math.radians(0.1)
    side_nm = 1_000_000 * (math.cos(angle_rad) + math.sin(angle_rad))
    assert right - left == pytest.approx(side_nm, abs=3)
    assert turned.area_nm2 == pytest.approx(1_000_000**2, rel=1e-5)


@pytest.mark.parametrize("value", ["2 um", "-2 um"])
def test_the_thickness_of_a_die_is_off(value: str) -> None:
    meant = _height_nm(_made(_flat().built, "attach left", Role.DIE))
    spread = _flat("attach left", "thickness_error", value).built
    assert _height_nm(_made(spread, "attach left", Role.DIE)) == meant + nm(value)


@pytest.mark.parametrize("value", ["1 um", "-1 um"])
def test_the_thickness_of_a_film_is_off_and_lifts_what_lies_on_it(value: str) -> None:
    meant, off = _flat().built, _flat("dielectric 1", "thickness_error", value).built
    for step in ("dielectric 1", "plate wiring 1"):
        tops = [max(slab.top_nm for slab in _made(each, step)) for each in (meant, off)]
        assert tops[1] - tops[0] == nm(value)


@pytest.mark.parametrize(
    ("step", "role"), [("open via 1", Role.VIA), ("develop resist 1", Role.WIRING)]
)
@pytest.mark.parametrize(("parameter", "to_x", "to_y"), [("shift_x", 1, 0), ("shift_y", 0, 1)])
def test_a_mask_off_its_place_leaves_holes_and_wires_there(
    step: str, role: Role, parameter: str, to_x: int, to_y: int
) -> None:
    meant, off = (
        _plan([s for s in each.structure.slabs if s.role is role and s.level == 1])
        for each in (_flat().built, _flat(step, parameter, "2 um").built)
    )
    meant = meant.moved(2_000 * to_x, 2_000 * to_y)
    assert off
    assert not (off - meant).without_slivers(_ROUNDING_NM)
    assert not (meant - off).without_slivers(_ROUNDING_NM)


def test_the_openings_under_the_balls_are_off() -> None:
    def opened(built: Built) -> Region:
        film = max(_made(built, "passivation"), key=lambda slab: slab.top_nm)
        return film.region.holes()

    meant, off = opened(_flat().built), opened(_flat("passivation", "shift_x", "4 um").built)
    assert off == meant.moved(4_000, 0)


@pytest.mark.parametrize("value", ["5 um", "-5 um"])
def test_the_depth_of_an_etch_is_off(value: str) -> None:
    depths = [
        etching_of(facts_of(case)).first
        for case in (_framed(), _framed("etch 1", "depth_error", value))
    ]
    assert depths[0] is not None
    assert depths[1] is not None
    assert depths[1].depth_nm - depths[0].depth_nm == nm(value)


def test_an_etch_that_is_too_shallow_by_its_spread_does_not_part_the_lines() -> None:
    findings = run_rules(_framed("etch 2", "depth_error", "-30 um"))
    assert {"etch_depth", "netlist"} <= {each.rule for each in findings}


def _opens(findings: tuple[Finding, ...]) -> set[str]:
    return {
        net
        for each in findings
        if each.rule == "netlist" and each.severity is Severity.ERROR and "open" in each.message
        for net in each.nets
    }


@pytest.mark.parametrize(
    ("case_of", "step", "parameter", "value"),
    [
        (_flat, "open via 1", "shift_x", "60 um"),
        (_flat, "attach left", "shift_y", "-70 um"),
        (_flat, "open via 2", "shift_y", "60 um"),
    ],
)
def test_an_opening_that_misses_its_pad_is_an_open_net(
    case_of: Callable[..., Case], step: str, parameter: str, value: str
) -> None:
    assert not _opens(run_rules(case_of()))
    assert "a" in _opens(run_rules(case_of(step, parameter, value)))


def test_an_opening_off_by_less_than_its_land_stays_connected_and_is_told() -> None:
    findings = run_rules(_flat("open via 1", "shift_x", "12 um"))
    assert not _opens(findings)
    assert {"via_enclosure", "registration"} <= {each.rule for each in findings}


def test_every_error_of_placement_is_nothing_unless_it_is_stated() -> None:
    found = set()
    for kind, member in members("padwright.process.steps", Step).items():
        for name, field in member.model_fields.items():
            if name.startswith("shift_") or name == "turn_deg" or name.endswith("_error_nm"):
                found.add((kind, name))
                assert not field.is_required()
                assert field.default == 0
    placed = {"shift_x_nm", "shift_y_nm", "turn_deg", "thickness_error_nm"}
    assert {("attach", each) for each in placed} <= found
    assert {("attach-face-down", each) for each in placed} <= found
    assert {("coat", "thickness_error_nm"), ("etch", "depth_error_nm")} <= found
    assert {("mill", "depth_error_nm"), ("pattern", "shift_x_nm")} <= found
