"""Nets of planes from the design to the masks: drops, mending, rails, levels without signals."""

from dataclasses import replace
from functools import cache

import pytest

import frame_package
from checked_package import UM, case_of, design, plan
from padwright.base.errors import InputError
from padwright.check.filling import fill_nets
from padwright.check.pins import found_nets
from padwright.check.rule import Case
from padwright.check.rules.density import Density
from padwright.check.rules.netlist import Netlist
from padwright.geometry.drc import closer_than, narrower_than, notched_below
from padwright.geometry.masks import Mask
from padwright.geometry.region import Region
from padwright.model.finding import Severity
from padwright.model.metal_spec import DegassingSpec, DensitySpec, FillSpec, TeardropSpec
from padwright.model.plane_spec import PlaneSpec, RailSpec
from padwright.model.planes_consistency import check_planes
from padwright.model.routing_spec import RoutingSpec
from padwright.process.engine import run
from padwright.process.flows import a1_flat
from padwright.route.from_plan import route_plan, routing_problem
from padwright.route.masks.drawing import draw_masks
from padwright.route.planes.drops import mending, plane_problem, planes_levels
from padwright.route.planes.joined import joined_of
from padwright.route.router import route

PLANE = PlaneSpec(net="c", level=2)
EVEN = RoutingSpec(
    teardrops=TeardropSpec(),
    degassing=DegassingSpec(),
    fill=FillSpec(size_nm="60 um", space_nm="20 um", clearance_nm="30 um"),
    density=DensitySpec(tile_nm="1000 um", least_ratio=0.15, most_ratio=0.97),
)


def _router(problem, report):
    return route(problem, report=report)


@cache
def _asked(planes, rails=(), routing=None):
    asked = replace(design(), planes=planes, rails=rails)
    return asked if routing is None else replace(asked, routing=routing)


@cache
def _wired(planes, rails=(), routing=None):
    asked = _asked(planes, rails, routing)
    wiring = route_plan(asked, plan(), _router)
    return wiring, draw_masks(asked, plan(), wiring.routing, wiring.levels)


def _pieces(planes, rails=(), net="c"):
    wiring, masks = _wired(planes, rails)
    asked = _asked(planes, rails)
    return joined_of(net, masks, asked, plan(), wiring.routing, wiring.levels).pins


def _require_clean(masks):
    rules = design().technology.rules
    for level in (1, 2):
        metal = masks[f"wiring {level}"].region
        assert closer_than(metal, rules.line_space_nm.value) == []
        assert narrower_than(metal, rules.line_width_nm.value) == []
        assert notched_below(metal, rules.line_space_nm.value) == []


def test_a_plane_takes_the_place_of_wires():
    wiring, masks = _wired((PLANE,))
    assert wiring.levels == 2
    assert wiring.routing.unrouted == ()
    assert not [wire for wire in wiring.routing.wires if wire.net == "c"]
    pads = {(pad.x_nm, pad.y_nm) for pad in plan().pads if pad.net == "c"}
    assert {(via.x_nm, via.y_nm) for via in wiring.routing.vias if via.net == "c"} == pads
    assert len(_pieces((PLANE,))) == 1
    _require_clean(masks)


def test_terminals_beside_a_plane_are_wired_to_it():
    left = (
        (-1_900 * UM, -1_900 * UM),
        (0, -1_900 * UM),
        (0, 1_900 * UM),
        (-1_900 * UM, 1_900 * UM),
    )
    planes = (replace_spec(PLANE, polygon_nm=left),)
    wiring, masks = _wired(planes)
    assert len(_pieces(planes)) == 1
    assert [wire for wire in wiring.routing.wires if wire.net == "c"]
    assert all(net in {"a", "b", "c"} for net in {wire.net for wire in wiring.routing.wires})
    _require_clean(masks)


def replace_spec(spec, **changes):
    return spec.model_copy(update=changes)


def test_a_plane_that_is_cut_is_mended():
    """A rail of another net parts the plane: its halves are joined by a wire on the other level."""
    across = RailSpec(
        net="b",
        level=2,
        width_nm="60 um",
        path_nm=(("0 um", "-1930 um"), ("0 um", "1930 um")),
    )
    wiring, masks = _wired((PLANE,), (across,))
    plane = dict(masks["wiring 2"].labelled)["c"]
    assert len([part for part in plane if part.area_nm2 > 1e12]) == 2
    assert len(_pieces((PLANE,), (across,))) == 1
    assert wiring.routing.unrouted == ()
    assert [wire for wire in wiring.routing.wires if wire.net == "c"]
    rail = next(wire for wire in wiring.routing.wires if wire.width_nm == 60 * UM)
    assert (rail.net, rail.level) == ("b", 1)
    assert len(_pieces((PLANE,), (across,), net="b")) == 1


def test_a_ring_runs_round_its_die():
    ring = RailSpec(net="c", level=1, width_nm="40 um", around="left", distance_nm="60 um")
    wiring, masks = _wired((), (ring,))
    assert wiring.routing.unrouted == ()
    (rail,) = [wire for wire in wiring.routing.wires if wire.width_nm == 40 * UM]
    assert rail.points_nm[0] == rail.points_nm[-1]
    assert len(rail.points_nm) == 5
    assert len(_pieces((), (ring,))) == 1
    assert masks["wiring 1"].region.contains(*rail.points_nm[0])


@pytest.mark.parametrize("level", [1, 2])
def test_signals_are_kept_out_of_a_level(level):
    planes = (replace_spec(PLANE, level=level, signals="kept out"),)
    wiring, masks = _wired(planes)
    assert wiring.routing.unrouted == ()
    assert {wire.level for wire in wiring.routing.wires} == {2 - level}
    for net in ("a", "b", "c"):
        assert len(_pieces(planes, net=net)) == 1
    _require_clean(masks)


def test_signals_are_kept_out_of_an_inner_level():
    """They pass the plane through anti-pads, and run over and under it."""
    planes = (replace_spec(PLANE, signals="kept out"),)
    asked = replace(_asked(planes), wiring_levels=3, fewest_wiring_levels=3)
    wiring = route_plan(asked, plan(), _router)
    assert wiring.levels == 3
    assert wiring.routing.unrouted == ()
    assert {wire.level for wire in wiring.routing.wires} <= {0, 2}
    masks = draw_masks(asked, plan(), wiring.routing, 3)
    by_net = dict(masks["wiring 2"].labelled)
    passing = [via for via in wiring.routing.vias if via.net != "c"]
    assert passing
    land_nm = asked.technology.rules.via_land_nm
    space_nm = asked.technology.rules.line_space_nm.value
    for via in passing:
        pad = Region.disc(via.x_nm, via.y_nm, land_nm)
        assert pad.is_solid
        assert not by_net["c"].overlaps(pad.sized(space_nm - 2))
    for net in ("a", "b", "c"):
        joined = joined_of(net, masks, asked, plan(), wiring.routing, 3)
        assert len(joined.pins) == 1
    metal = masks["wiring 2"].region
    assert closer_than(metal, space_nm) == []


def test_as_many_levels_are_taken_as_leave_one_for_wires():
    closed = [PlaneSpec(net="c", level=level, signals="kept out") for level in (1, 2, 3)]
    for count, levels in ((1, 2), (2, 3), (3, 4)):
        assert planes_levels(replace(design(), planes=tuple(closed[:count]))) == levels
    assert planes_levels(replace(design(), planes=(closed[2],))) == 3
    assert planes_levels(design()) == 1


def test_split_planes_keep_their_gap():
    corner = (
        (-1_900 * UM, 0),
        (-200 * UM, 0),
        (-200 * UM, 1_900 * UM),
        (-1_900 * UM, 1_900 * UM),
    )
    first = PlaneSpec(net="a", level=2, priority=1, clearance_nm="20 um")
    first = replace_spec(first, polygon_nm=corner)
    second = replace_spec(PLANE, clearance_nm=40 * UM)
    _, masks = _wired((second, first))
    by_net = dict(masks["wiring 2"].labelled)
    assert by_net["a"].contains(-300 * UM, 300 * UM)
    assert not by_net["a"].sized(39 * UM).overlaps(by_net["c"])
    assert by_net["a"].sized(42 * UM).overlaps(by_net["c"])
    _require_clean(masks)


def test_a_terminal_under_another_nets_plane_gets_no_via_down_to_it():
    """The plane of b takes the room of that of c on the left: pads of c there are wired."""
    left = (
        (-1_900 * UM, -1_900 * UM),
        (0, -1_900 * UM),
        (0, 1_900 * UM),
        (-1_900 * UM, 1_900 * UM),
    )
    over = PlaneSpec(net="b", level=2, priority=1)
    over = replace_spec(over, polygon_nm=left)
    asked = replace(design(), planes=(PLANE, over))
    task = plane_problem(routing_problem(asked, plan(), 2), asked)
    pads = [pad for pad in plan().pads if pad.net == "c"]
    assert {pad.x_nm < 0 for pad in pads} == {True, False}
    down = {(via.x_nm, via.y_nm) for via in task.vias if via.net == "c"}
    assert down == {(pad.x_nm, pad.y_nm) for pad in pads if pad.x_nm > 0}


def test_lines_that_mend_are_the_shortest():
    at = {"p": (0, 0, 1), "q": (10, 0, 1), "r": (100, 0, 1), "s": (300, 0, 2)}
    assert mending([["p", "q"], ["r"], ["s"]], at) == (("q", "r"), ("r", "s"))
    assert mending([["p", "q"]], at) == ()


# -- built -----------------------------------------------------------------------------------------


@cache
def _even():
    return _case()


def _case(change=None):
    asked = _asked((PLANE,), (), EVEN)
    wiring, masks = _wired((PLANE,), (), EVEN)
    if change is not None:
        drawn = dict(masks.drawings)
        drawn["wiring 1"] = Mask(drawn["wiring 1"].region | change)
        masks = replace(masks, drawings=drawn)
    built = run(a1_flat.flow(asked, wiring.levels), masks, asked.technology.all_materials)
    return Case(built, found_nets(built, plan(), asked), asked, plan())


def test_what_is_built_has_the_nets_and_fill_is_no_finding():
    case = _even()
    fill = case.built.masks["fill 1"].region
    assert len(list(fill)) > 100
    assert list(Netlist().run(case)) == []
    slabs = case.built.structure.slabs
    loose = [net for net in case.nets.nets if not net.pins and slabs[net.slabs[0]].level]
    assert len(fill_nets(case, loose)) == len(loose) > 100


def test_fill_of_several_sizes_is_meant_whichever_comes_first():
    case = _even()
    pieces = [part.box_nm for part in case.built.masks["fill 1"].region]
    left, bottom, right, top = pieces[0]
    crumb = Region.box(left, bottom, (left + right) // 2, (bottom + top) // 2)
    fill = Region.union([crumb, *(Region.box(*box) for box in pieces[1:])])
    assert next(iter(fill)) == crumb
    drawn = {**case.built.masks.drawings, "fill 1": Mask(fill)}
    built = replace(case.built, masks=replace(case.built.masks, drawings=drawn))
    slabs = built.structure.slabs
    loose = [net for net in case.nets.nets if not net.pins and slabs[net.slabs[0]].level]
    assert len(fill_nets(replace(case, built=built), loose)) >= len(pieces) - 1


def test_floating_metal_beside_the_fill_is_found():
    fill = _even().built.masks["fill 1"].region
    crumb = next(part for part in fill).box_nm
    bridge = Region.box(crumb[0], crumb[1], crumb[2] + 60 * UM, crumb[3])
    found = list(Netlist().run(_case(bridge)))
    assert {each.rule for each in found} == {"netlist"}
    assert all("floating" in each.message for each in found)


def test_the_density_of_the_design_is_checked_both_ways():
    case = _even()
    assert list(Density().run(case)) == []
    for changes, words, reason in (
        ({"least_ratio": 0.5}, "less than", "nearer to metal than fill may be"),
        ({"most_ratio": 0.6}, "more than", "lands are 0."),
    ):
        wanted = EVEN.density.model_copy(update=changes)
        asked = replace(case.design, routing=EVEN.model_copy(update={"density": wanted}))
        found = list(Density().run(replace(case, design=asked)))
        assert found
        assert all(each.severity is Severity.WARNING for each in found)
        assert all(words in each.message for each in found)
        assert all(reason in each.message for each in found)
        assert all("routing." in each.fix for each in found)
        bare = replace(asked, routing=RoutingSpec(density=wanted))
        found = list(Density().run(replace(case, design=bare)))
        assert all("it has no" in each.message for each in found)


def test_without_a_window_of_its_own_a_design_has_that_of_its_technology():
    limit = design().technology.rules.max_density_ratio
    (found,) = Density().run(case_of(_even().built))  # the plane is fuller than that
    assert found.severity is Severity.WARNING
    assert found.required.value == limit.value
    assert found.source == limit.source


# -- bad input -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"planes": (PlaneSpec(net="nothing", level=1),)}, "no net 'nothing'"),
        ({"planes": (PlaneSpec(net="c", level=3),)}, "level 3 and there are 2"),
        ({"planes": (PlaneSpec(net="c", level=1, clearance_nm="10 um"),)}, "less than line_space"),
        ({"planes": (PlaneSpec(net="c", level=1, minimum_web_nm="1 um"),)}, "less than line_width"),
        ({"planes": (PlaneSpec(net="c", level=1, spoke_width_nm="1 um"),)}, "less than line_width"),
        ({"planes": (PlaneSpec(net="c", level=1, spoke_gap_nm="1 um"),)}, "less than line_space"),
        (
            {
                "planes": tuple(
                    PlaneSpec(net="c", level=level, signals="kept out") for level in (1, 2)
                )
            },
            "all 2 wiring levels",
        ),
        (
            {"rails": (RailSpec(net="c", level=1, width_nm="40 um", around="lost"),)},
            "no die 'lost'",
        ),
        (
            {"rails": (RailSpec(net="c", level=1, width_nm="1 um", around="left"),)},
            "less than line_width",
        ),
        ({"routing": RoutingSpec(fill=FillSpec(space_nm="1 um"))}, "less than line_space"),
        ({"routing": RoutingSpec(degassing=DegassingSpec(size_nm="2 um"))}, "less than line_space"),
        (
            {"routing": RoutingSpec(fill=FillSpec(smallest_nm="2 um"))},
            "less than line_width",
        ),
    ],
)
def test_what_cannot_be_meant_is_one_clear_error(changes, words):
    with pytest.raises(InputError) as caught:
        check_planes(replace(design(), **changes), where="design.toml")
    assert words in caught.value.problem
    assert caught.value.fix
    assert caught.value.where.startswith("design.toml: ")


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"planes": (PLANE,)}, "planes"),
        ({"rails": (RailSpec(net="c", level=1, width_nm="40 um", around="left"),)}, "rails"),
        ({"routing": RoutingSpec(fill=FillSpec())}, "routing.fill"),
        ({"routing": RoutingSpec(teardrops=TeardropSpec())}, "routing.teardrops"),
    ],
)
def test_an_etched_frame_has_no_levels_for_it(changes, place):
    check_planes(frame_package.design(), where="design.toml")
    with pytest.raises(InputError) as caught:
        check_planes(replace(frame_package.design(), **changes), where="design.toml")
    assert caught.value.where == f"design.toml: {place}"


@pytest.mark.parametrize(
    ("spec", "given"),
    [
        (PlaneSpec, {"net": "c", "level": 1, "polygon": [["0 um", "0 um"], ["1 um", "0 um"]]}),
        (RailSpec, {"net": "c", "level": 1, "width": "20 um"}),
        (RailSpec, {"net": "c", "level": 1, "width": "20 um", "path": [["0 um", "0 um"]]}),
        (DegassingSpec, {"size": "100 um", "pitch": "120 um"}),
        (DegassingSpec, {"size": "60 um", "pitch": "150 um", "shape": "square"}),
        (DegassingSpec, {"size": "50 um", "largest": "40 um"}),
        (FillSpec, {"size": "50 um", "smallest": "60 um"}),
        (DensitySpec, {"least": 0.7, "most": 0.3}),
    ],
)
def test_tables_that_contradict_themselves_are_refused(spec, given):
    with pytest.raises(
        ValueError, match=r"give|different|leave less|is not below|is below the size|above the size"
    ):
        spec(**given)
