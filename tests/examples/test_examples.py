"""Each example builds to the end, is whole and clean, and keeps one figure."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

import pytest

from padwright.geometry.slab import Role
from padwright.geometry.tiles import Tiles, windows
from padwright.pipeline.finish import FinishedPackage
from padwright.pipeline.package import Package
from padwright.route.routing import NetLength

_EXAMPLES: Final = Path(__file__).parents[2] / "examples"
_NAMES: Final = sorted(each.parent.name for each in _EXAMPLES.glob("*/design.toml"))
#: Nets of each example; that with an etched frame has tests of its own.
_NETS: Final[Mapping[str, int]] = MappingProxyType(
    {
        "caravel-bumps": 57,
        "caravel-fanout": 57,
        "carrier": 14,
        "planes": 57,
        "pairs": 24,
        "pocket": 20,
        "sheets": 14,
        "transfer": 20,
    }
)
_FRAMES: Final = {"frame-qfn"}
#: Least spanning trees of pads and balls in mm; for the bumps it is the straight-line bound that
#: goes with the authors' hand wiring of 70.82 mm.
_TREE_MM: Final[Mapping[str, float]] = MappingProxyType(
    {
        "caravel-bumps": 61.21,
        "caravel-fanout": 74.97,
        "carrier": 12.50,
        "planes": 56.39,
        "pairs": 43.33,
        "pocket": 31.01,
        "sheets": 10.41,
        "transfer": 31.01,
    }
)
#: The longest wiring that is let pass, in mm.
_MOST_MM: Final[Mapping[str, float]] = MappingProxyType(
    {
        "caravel-bumps": 70.82,
        "caravel-fanout": 85.0,
        "carrier": 15.0,
        "planes": 70.0,
        "pairs": 52.0,
        "pocket": 38.0,
        "sheets": 15.0,
        "transfer": 38.0,
    }
)


@cache
def _built(name: str) -> FinishedPackage:
    return Package.load(_EXAMPLES / name / "design.toml").build()


def test_every_example_has_its_figures() -> None:
    assert set(_NAMES) - _FRAMES == set(_NETS) == set(_TREE_MM) == set(_MOST_MM)


@pytest.mark.parametrize("name", _NETS)
def test_every_net_is_whole_in_what_was_built(name: str) -> None:
    summary = _built(name).summary
    assert summary.nets_connected == summary.nets == _NETS[name]
    assert summary.nets_broken == ()
    assert not _built(name).delivery.routing.unrouted


@pytest.mark.parametrize("name", _NETS)
def test_no_rule_is_broken(name: str) -> None:
    errors = [
        each["message"] for each in _built(name).summary.findings if each["severity"] == "error"
    ]
    assert errors == []


@pytest.mark.parametrize("name", _NETS)
def test_the_wiring_is_short(name: str) -> None:
    summary = _built(name).summary
    assert summary.tree_um / 1_000 == pytest.approx(_TREE_MM[name], abs=0.005)
    assert 0.99 * summary.tree_um < summary.tree_wires_um <= summary.wire_length_um
    assert summary.wire_length_um < 1_000 * _MOST_MM[name]


def test_the_fan_out_has_its_balls() -> None:
    plan = _built("caravel-fanout").plan
    assert len(plan.balls) == 80
    assert all(ball.net for ball in plan.balls)
    assert len({joint.ball for joint in plan.joints}) == len(plan.joints) == 62


def test_the_bumps_are_wired_on_one_level_as_their_authors_did() -> None:
    assert _built("caravel-bumps").summary.levels == 1


def test_the_planes_join_their_nets_and_are_even() -> None:
    built = _built("planes").built
    planes = dict(built.masks["wiring 2"].labelled)
    for net, least_mm2 in (("vss", 25.0), ("vddio", 4.0)):
        parts = sorted((part.area_nm2 for part in planes[net]), reverse=True)
        assert parts[0] > least_mm2 * 1e12
    assert len(list(built.masks["fill 1"].region)) > 500
    tiles = Tiles.over(built.masks.body.box_nm, 800_000)
    for level in (1, 2):
        shares = windows(tiles.shares(built.masks[f"wiring {level}"].region))
        assert 0.3 <= shares.min() < shares.max() <= 0.7
    assert _built("planes").summary.findings == ()
    routing = _built("planes").delivery.routing
    (row,) = routing.lengths
    assert (row.net, row.demand, row.group) == ("flash_clk", "shield", "vss")
    assert row.coupled_um > 300
    assert routing.notes == ()
    assert b"Share of metal" in _built("planes").file("report")
    assert b"Share of metal" not in _built("pocket").file("report")


def test_lanes_bytes_and_clock_are_as_they_were_asked_for() -> None:
    package = _built("pairs")
    routing = package.delivery.routing
    assert routing.notes == ()
    assert all(row.met for row in routing.lengths)
    of_group: dict[str, list[NetLength]] = {}
    for row in routing.lengths:
        of_group.setdefault(f"{row.demand} {row.group}".strip(), []).append(row)
    assert {name: len(rows) for name, rows in of_group.items()} == {
        **{f"pair tx{lane}": 2 for lane in range(4)},
        "shield vss": 1,
        "match byte": 9,
        "match lanes": 8,
        "longest": 8,
    }
    for lane in range(4):
        rows = of_group[f"pair tx{lane}"]
        assert abs(rows[0].length_um - rows[1].length_um) <= 5
        assert min(row.coupled_um / row.length_um for row in rows) > 0.5
    assert of_group["shield vss"][0].coupled_um > 900
    rows = of_group["match byte"]
    assert max(row.short_um for row in rows) <= 20
    table = package.file("lengths").decode().splitlines()
    assert table[0].startswith("net,length_um,vias,demand")
    assert sum(line.startswith("tx0_p,") for line in table) == 3


def test_dies_of_the_transfer_end_with_one_thickness() -> None:
    heights_nm = {
        (slab.made_by, slab.bottom_nm, slab.top_nm)
        for slab in _built("transfer").built.structure.slabs
        if slab.role is Role.DIE
    }
    ends_nm: dict[str, tuple[int, int]] = {}
    for die, bottom_nm, top_nm in heights_nm:
        low_nm, high_nm = ends_nm.get(die, (bottom_nm, top_nm))
        ends_nm[die] = min(low_nm, bottom_nm), max(high_nm, top_nm)
    assert len(ends_nm) == 2
    assert len(set(ends_nm.values())) == 1
    assert {high_nm - low_nm for low_nm, high_nm in ends_nm.values()} == {100_000}


@pytest.mark.parametrize("name", ["pocket", "sheets", "transfer", "carrier"])
def test_dies_are_flush_with_what_is_round_them(name: str) -> None:
    slabs = _built(name).built.structure.slabs
    fronts_nm = {
        max(slab.top_nm for slab in slabs if slab.role is Role.DIE and slab.made_by == die)
        for die in {slab.made_by for slab in slabs if slab.role is Role.DIE}
    }
    assert fronts_nm == {max(slab.top_nm for slab in slabs if slab.role is Role.FILL)}


def test_the_carrier_has_posts_through_each_dielectric() -> None:
    slabs = _built("carrier").built.structure.slabs
    levels = {slab.level for slab in slabs if slab.role is Role.DIELECTRIC}
    assert levels == {slab.level for slab in slabs if slab.role is Role.VIA} == {1, 2}
