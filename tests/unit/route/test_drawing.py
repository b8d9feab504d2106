"""Masks of a routed plan, drawn by hand so that every piece is known."""

from collections.abc import Iterable

import pytest

from padwright.geometry.masks import Masks
from padwright.geometry.region import Region
from padwright.model.package import Design
from padwright.plan.make import make_plan
from padwright.plan.plan import Plan
from padwright.route.masks.drawing import draw_masks
from padwright.route.routing import Routing, Via, Wire
from unit.plan.designs import DIE_NM, PAD_NM, design

_PADS = [("a", -600_000, 0), ("b", 600_000, 0), ("nc", 0, 600_000)]


def _drawn(levels: int, vias: Iterable[Via] = ()) -> tuple[Design, Plan, Masks]:
    asked = design(_PADS, rows=2, columns=2, no_connect=["nc"])
    plan = make_plan(asked)
    width_nm = asked.technology.rules.line_width_nm.value
    wires = tuple(
        Wire(net, levels - 1, width_nm, ((x_nm, 0), (x_nm, 100_000), (x_nm + 50_000, 200_000)))
        for net, x_nm in (("a", -600_000), ("b", 600_000))
    )
    return asked, plan, draw_masks(asked, plan, Routing(wires, tuple(vias), ()), levels)


def test_a_level_has_its_drawings() -> None:
    _, _, masks = _drawn(1)
    assert set(masks.drawings) == {"die chip", "pads chip", "via 1", "wiring 1", "passivation"}


def test_the_die_and_its_pads_are_drawn_as_they_are() -> None:
    _, _, masks = _drawn(1)
    half_nm = DIE_NM // 2
    assert masks["die chip"].region == Region.box(-half_nm, -half_nm, half_nm, half_nm)
    assert masks["pads chip"].region.area_nm2 == 3 * PAD_NM**2


def test_only_bonded_pads_are_opened() -> None:
    _, _, masks = _drawn(1)
    assert len(masks["via 1"].region) == 2
    assert not masks["via 1"].region.contains(0, 600_000)


def test_every_ball_has_a_land_and_a_window_inside_it() -> None:
    _, plan, masks = _drawn(1)
    assert len(masks["passivation"].region) == len(plan.balls) == 4
    assert masks["wiring 1"].region.covers(masks["passivation"].region)


@pytest.mark.parametrize("levels", [1, 2])
def test_labels_cover_what_belongs_to_nets_and_share_nothing(levels: int) -> None:
    via = Via("a", -600_000, 0, 1, 0, 1)
    _, plan, masks = _drawn(levels, [via] * (levels - 1))
    for name in ("via 1", f"wiring {levels}", "passivation"):
        mask = masks[name]
        labels = [net for net, _ in mask.labelled]
        assert labels == ["a", "b"], name
        one, other = (region for _, region in mask.labelled)
        assert not one & other
        assert mask.region.covers(one | other)
    unconnected = [ball for ball in plan.balls if ball.net is None]
    assert len(unconnected) == 2
    idle = masks[f"wiring {levels}"].region - Region.union(
        region for _, region in masks[f"wiring {levels}"].labelled
    )
    assert len(idle) == 2


def test_a_via_has_lands_on_its_levels_and_holes_between_them() -> None:
    asked, _, masks = _drawn(3, [Via("a", 0, 0, 1, 0, 2)])
    rules = asked.technology.rules
    for level in (1, 2, 3):
        land = masks[f"wiring {level}"].region & Region.box(-99_000, -99_000, 99_000, 99_000)
        assert land == Region.disc(0, 0, rules.via_land_nm), level
    assert masks["via 2"].region == Region.disc(0, 0, rules.via_opening_nm.value)
    assert masks["via 3"].region == masks["via 2"].region
    assert not masks["via 1"].region.contains(0, 0)


def test_the_panel_is_the_body_and_its_street() -> None:
    asked, _, masks = _drawn(1)
    street_nm = asked.technology.rules.street_nm.value
    assert masks.body == Region.box(*asked.box_nm)
    assert masks.panel.box_nm == (
        *(each - street_nm for each in asked.box_nm[:2]),
        *(each + street_nm for each in asked.box_nm[2:]),
    )
