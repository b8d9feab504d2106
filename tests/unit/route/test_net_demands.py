"""What a design asks of single nets, as the routing problem has it."""

from dataclasses import replace

from padwright.geometry.circle import wire_overhang_nm
from padwright.model.net_specs import MatchSpec, NetClassSpec, PairSpec, ShieldSpec
from padwright.model.package import Design
from padwright.plan.make import make_plan
from padwright.route.from_plan import routing_problem
from padwright.route.net_demands import left_out, widest_line_nm, within
from padwright.route.problem import ROUNDING_NM, RoutingProblem
from unit.plan.designs import design

_PADS = [("a", -600_000, 0), ("b", 600_000, 0), ("d0", 0, 600_000), ("vss", 0, -600_000)]


def _design() -> Design:
    wide = NetClassSpec.model_validate({"name": "wide", "nets": ["v*"], "width": "40 um"})
    long = {"name": "long", "nets": ["a"], "spacing": "20 um", "longest": "2 mm"}
    pair = {"name": "ab", "first": "a", "second": "b", "gap": "18 um", "skew": "3 um"}
    return replace(
        design(_PADS, rows=2, columns=2, spare="unconnected"),
        net_classes=(wide, NetClassSpec.model_validate(long)),
        pairs=(PairSpec.model_validate(pair),),
        matches=(
            MatchSpec.model_validate({"name": "m", "nets": ["d*", "a"], "tolerance": "9 um"}),
        ),
        shields=(ShieldSpec.model_validate({"net": "d0", "by": "vss"}),),
    )


def _problem() -> RoutingProblem:
    asked = _design()
    return routing_problem(asked, make_plan(asked), 2)


def test_classes_have_room_for_what_lines_stand_out() -> None:
    nets = {net.name: net for net in _problem().nets}
    assert (nets["vss"].width_nm, nets["vss"].longest_nm) == (40_000, None)
    assert nets["vss"].spacing_nm == 15_000 + 2 * wire_overhang_nm(40_000) + ROUNDING_NM
    assert nets["a"].width_nm is None
    assert nets["a"].spacing_nm == 20_000 + 2 * wire_overhang_nm(15_000) + ROUNDING_NM
    assert nets["a"].longest_nm == 2_000_000
    assert nets["b"].spacing_nm is None
    assert widest_line_nm(_design()) == 40_000


def test_gaps_are_kept_as_drawn() -> None:
    problem = _problem()
    (pair,) = problem.pairs
    assert pair.gap_nm == 18_000 + 2 * wire_overhang_nm(15_000) + ROUNDING_NM
    assert pair.skew_nm == 3_000
    (shield,) = problem.shields
    assert (shield.net, shield.by, shield.width_nm) == ("d0", "vss", 15_000)
    (match,) = problem.matches
    assert set(match.nets) == {"a", "d0"}


def test_what_has_lost_its_nets_is_left_out_and_told() -> None:
    problem = _problem()
    less = replace(problem, nets=tuple(n for n in problem.nets if n.name not in {"b", "vss"}))
    rest = within(less)
    assert (rest.pairs, rest.shields) == ((), ())
    assert len(rest.matches) == 1
    assert [note.what for note in left_out(less)] == ["pair ab", "shield of d0"]
    assert left_out(problem) == ()
