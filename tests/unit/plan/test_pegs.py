"""Plans of etched frames: pegs, the balls that they leave room for, and what does not fit."""

import math
from dataclasses import replace
from itertools import combinations

import pytest

import frame_package as frame
from padwright.base.errors import InputError
from padwright.geometry.circle import drawn_diameter_nm
from padwright.model.package import Design, Die, Pad, Terminals
from padwright.plan.make import make_plan
from padwright.plan.pegs import frame_of, land_space_nm, paddle_box
from padwright.plan.plan import Plan
from padwright.readers.technology_file import load_technology


def asked(count: int = 24, die_nm: int = 2_000_000, **terminals: object) -> Design:
    """A square die with pads all round it, and a grid of balls."""
    side, half_nm = count // 4, die_nm // 2 - 75_000
    steps = [round((place - (side - 1) / 2) * 0.8 * die_nm / side) for place in range(side)]
    places = [(at, -half_nm) for at in steps] + [(half_nm, at) for at in steps]
    places += [(-at, half_nm) for at in steps] + [(-half_nm, -at) for at in steps]
    pads = tuple(
        Pad(f"p{number}", f"n{number}", x_nm, y_nm, 80_000, 80_000)
        for number, (x_nm, y_nm) in enumerate(places)
    )
    grid = {"pitch_nm": 650_000, "rows": 9, "columns": 9, "diameter_nm": 300_000} | terminals
    return Design(
        name="asked",
        description="",
        width_nm=6_500_000,
        height_nm=6_500_000,
        wiring_levels=1,
        dies=(Die("d", 0, 0, 0, die_nm, die_nm, 150_000, "logic", pads),),
        terminals=Terminals("ball", **grid),  # type: ignore[arg-type]
        supplies=(),
        no_connect=(),
        technology=load_technology("c-frame"),
        source_digest="0" * 64,
    )


@pytest.fixture(scope="module", params=[4, 24, 28])
def planned(request: pytest.FixtureRequest) -> tuple[Design, Plan]:
    design = asked(request.param)
    return design, make_plan(design)


def test_every_pad_has_a_peg_of_its_own_and_a_ball(planned: tuple[Design, Plan]) -> None:
    _, plan = planned
    assert sorted(peg.pad for peg in plan.pegs) == sorted(pad.pin for pad in plan.pads)
    assert len({peg.name for peg in plan.pegs}) == len(plan.pegs)
    nets = {pad.pin: pad.net for pad in plan.pads}
    assert all(peg.net == nets[peg.pad] for peg in plan.pegs)
    assert {joint.pad for joint in plan.joints} == {peg.pad for peg in plan.pegs}


def test_pegs_clear_the_die_and_each_other(planned: tuple[Design, Plan]) -> None:
    design, plan = planned
    own = frame_of(design)
    spot_nm = drawn_diameter_nm(own.peg_diameter_nm.value)
    land_nm = drawn_diameter_nm(own.peg_land_nm)
    die = plan.dies[0]
    for peg in plan.pegs:
        beside_nm = max(die.left_nm - peg.x_nm, peg.x_nm - die.right_nm, 0)
        above_nm = max(die.bottom_nm - peg.y_nm, peg.y_nm - die.top_nm, 0)
        away_nm = math.hypot(beside_nm, above_nm) - own.peg_diameter_nm.value / 2
        assert away_nm >= own.peg_clearance_nm.value
    for one, other in combinations(plan.pegs, 2):
        apart_nm = math.dist((one.x_nm, one.y_nm), (other.x_nm, other.y_nm))
        assert apart_nm - spot_nm >= own.peg_space_nm.value
        assert apart_nm - land_nm >= land_space_nm(design)


def test_balls_clear_pegs_and_the_dies_pad(planned: tuple[Design, Plan]) -> None:
    design, plan = planned
    own = frame_of(design)
    radius_nm = drawn_diameter_nm(design.technology.rules.ball_land_nm.value) / 2
    left, bottom, right, top = paddle_box(design)
    for ball in plan.balls:
        gap_nm = math.hypot(
            max(left - ball.x_nm, ball.x_nm - right, 0), max(bottom - ball.y_nm, ball.y_nm - top, 0)
        )
        assert gap_nm - radius_nm >= land_space_nm(design)
        for peg in plan.pegs:
            apart_nm = math.dist((ball.x_nm, ball.y_nm), (peg.x_nm, peg.y_nm))
            clear_nm = apart_nm - radius_nm - drawn_diameter_nm(own.peg_land_nm) / 2
            assert clear_nm >= land_space_nm(design)


def test_wires_do_not_cross(planned: tuple[Design, Plan]) -> None:
    _, plan = planned
    pads = {pad.pin: (pad.x_nm, pad.y_nm) for pad in plan.pads}
    wires = [(pads[peg.pad], (peg.x_nm, peg.y_nm)) for peg in plan.pegs]
    for (a, b), (c, d) in combinations(wires, 2):
        assert not (_sides_differ(a, b, c, d) and _sides_differ(c, d, a, b))


def _sides_differ(
    a: tuple[int, int], b: tuple[int, int], c: tuple[int, int], d: tuple[int, int]
) -> bool:
    def side(at: tuple[int, int]) -> int:
        return (b[0] - a[0]) * (at[1] - a[1]) - (b[1] - a[1]) * (at[0] - a[0])

    return side(c) * side(d) < 0


def test_more_pegs_than_fit_in_a_row_stand_in_two() -> None:
    plan = make_plan(asked(28))
    assert {peg.row for peg in plan.pegs} == {0, 1}
    assert {peg.row for peg in make_plan(asked(24)).pegs} == {0}


def test_two_pads_of_a_net_have_a_peg_each_and_share_a_net() -> None:
    design = asked(8)
    die = design.dies[0]
    pads = tuple(replace(pad, net="vss") if pad.name in {"p0", "p5"} else pad for pad in die.pads)
    plan = make_plan(replace(design, dies=(replace(die, pads=pads),)))
    assert sum(peg.net == "vss" for peg in plan.pegs) == 2
    assert dict(plan.nets)["vss"][-2:] == ("d.p0", "d.p5")


@pytest.mark.parametrize(
    ("design", "problem", "fix"),
    [
        (asked(80), "do not fit into 2 rows", "more rows"),
        (asked(24, rows=4, columns=4), "are clear of the die's pad and of the inner pegs", "rows"),
        (asked(4, die_nm=600_000), "leaves no pad under the die", "smaller inset"),
        (replace(asked(24), width_nm=2_800_000), "from the edge of the package", "larger"),
        (replace(asked(4), dies=(asked(4).dies[0], asked(4).dies[0])), "carries one", "family A"),
    ],
    ids=["pegs", "balls", "paddle", "edge", "dies"],
)
def test_what_does_not_fit_is_one_clear_error(design: Design, problem: str, fix: str) -> None:
    with pytest.raises(InputError) as caught:
        make_plan(design)
    assert problem in caught.value.problem
    assert fix in caught.value.fix


def test_a_fixed_ball_over_a_peg_or_the_pad_is_an_error() -> None:
    design = frame.design()
    for place, name in (((0, 0), "the die's pad"), ((926_000, 100_000), "inner peg")):
        balls = (replace(design.terminals.fixed[0], x_nm=place[0], y_nm=place[1]),)
        rest = design.terminals.fixed[1:]
        terminals = replace(design.terminals, fixed=(*balls, *rest))
        with pytest.raises(InputError, match=name):
            make_plan(replace(design, terminals=terminals))


def test_a_frame_wants_a_technology_that_has_one() -> None:
    design = replace(frame.design(), technology=load_technology("a1-flat"))
    with pytest.raises(InputError, match="no frame"):
        frame_of(design)
