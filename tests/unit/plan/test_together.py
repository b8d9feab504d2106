"""Balls of pairs and matched groups: neighbours, and lengths that are not further apart."""

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from padwright.model.net_specs import MatchSpec, PairSpec
from padwright.model.package import Design
from padwright.plan.assign import assign
from padwright.plan.make import make_plan
from padwright.plan.plan import Joint, Plan
from unit.plan.designs import design

_PITCH_NM = 800_000


def _rim(count: int, step_nm: int = 90_000) -> list[tuple[int, int]]:
    """Return places in order round the rim of the die."""
    side, places = count // 4 + 1, []
    half = (side - 1) * step_nm / 2
    for k in range(count):
        at, turn = k % side, k // side
        x, y = -half + at * step_nm, -950_000
        for _ in range(turn):
            x, y = -y, x
        places.append((round(x), round(y)))
    return places


def _interface(
    pair_count: int, single_count: int, rows: int, order: Sequence[int], group: int = 0
) -> Design:
    """Return a die with pairs and single nets round its rim, the pairs beside each other."""
    names = [(f"p{k}_a", f"p{k}_b") for k in range(pair_count)]
    slots = [*names, *((f"s{k}",) for k in range(single_count))]
    nets = [net for k in order for net in slots[k]]
    pads = [(net, x, y) for net, (x, y) in zip(nets, _rim(len(nets)), strict=True)]
    asked = design(pads, rows=rows, columns=rows, pitch_nm=_PITCH_NM, spare="unconnected")
    pairs = (
        PairSpec.model_validate({"name": f"p{k}", "first": one, "second": other})
        for k, (one, other) in enumerate(names)
    )
    match = {"name": "bus", "nets": [f"s{k}" for k in range(group)], "tolerance": "20 um"}
    matches = (MatchSpec.model_validate(match),) if group > 1 else ()
    return replace(asked, pairs=tuple(pairs), matches=matches)


@st.composite
def interfaces(draw: st.DrawFn) -> Design:
    pairs, singles = draw(st.integers(1, 8)), draw(st.integers(0, 12))
    rows = math.isqrt(3 * (2 * pairs + singles)) + 1
    order = draw(st.permutations(range(pairs + singles)))
    return _interface(pairs, singles, rows, order, draw(st.integers(0, singles)))


def _places(plan: Plan) -> dict[str, tuple[int, int]]:
    return {str(ball.net): (ball.x_nm, ball.y_nm) for ball in plan.balls if ball.net}


def _apart_nm(plan: Plan, pair: PairSpec) -> float:
    at = _places(plan)
    return math.dist(at[pair.first], at[pair.second])


@settings(max_examples=60, deadline=None)
@given(interfaces())
def test_pairs_have_neighbouring_balls(asked: Design) -> None:
    """Where two balls of three are free, no ball of another net is between those of a pair."""
    plan = make_plan(asked)
    apart_nm = [_apart_nm(plan, pair) for pair in asked.pairs]
    assert max(apart_nm) < 1.5 * _PITCH_NM
    assert sum(each == _PITCH_NM for each in apart_nm) >= len(apart_nm) - 1
    own = [joint.ball for joint in plan.joints]
    assert sorted(own) == sorted({*own})
    ball = {each.name: each for each in plan.balls}
    pad = {each.pin: each for each in plan.pads}
    for joint in plan.joints:
        there, here = ball[joint.ball], pad[joint.pad]
        assert there.net == joint.net
        far = math.dist((there.x_nm, there.y_nm), (here.x_nm, here.y_nm))
        assert joint.distance_nm == round(far)
    assert make_plan(asked) == plan


def _lacking_nm(joints: Sequence[Joint], nets: Sequence[str]) -> float:
    far = [joint.distance_nm for joint in joints if joint.net in nets]
    return len(far) * max(far) - sum(far)


@settings(max_examples=60, deadline=None)
@given(st.integers(2, 12), st.integers(0, 8), st.randoms(use_true_random=False))
def test_groups_are_not_less_even(group: int, others: int, random: object) -> None:
    """What bumps would add to a group shrinks by no less than what its lines get longer."""
    places = _rim(group + others, 200_000)
    random.shuffle(places)  # type: ignore[attr-defined]
    pads = [(f"s{k}", *place) for k, place in enumerate(places)]
    rows = math.isqrt(2 * len(pads)) + 1
    plain = design(pads, rows=rows, columns=rows, pitch_nm=_PITCH_NM, spare="unconnected")
    nets = [f"s{k}" for k in range(group)]
    match = MatchSpec.model_validate({"name": "bus", "nets": nets, "tolerance": "20 um"})
    before, after = (make_plan(each) for each in (plain, replace(plain, matches=(match,))))
    gain = _lacking_nm(before.joints, nets) - _lacking_nm(after.joints, nets)
    assert after.straight_nm - before.straight_nm <= 0.9 * gain + len(pads)


def test_a_group_becomes_even() -> None:
    """A row of pads before a coarse grid: bumps have to add half as much as with the least sum."""
    pads = [(f"s{k}", -900_000 + 250_000 * k, 900_000) for k in range(8)]
    plain = design(pads, rows=6, columns=6, pitch_nm=_PITCH_NM, spare="unconnected")
    nets = [net for net, _, _ in pads]
    match = MatchSpec.model_validate({"name": "bus", "nets": nets, "tolerance": "20 um"})
    before, after = (make_plan(each) for each in (plain, replace(plain, matches=(match,))))
    assert _lacking_nm(after.joints, nets) < 0.6 * _lacking_nm(before.joints, nets)
    assert after.straight_nm < 1.03 * before.straight_nm


def test_pads_that_share_a_ball_keep_it() -> None:
    """Four pads of a supply on one ball: only pads with a ball of their own swap."""
    pads = [("vss", 100_000 * k, 0) for k in range(-2, 2)]
    pads += [("a", -300_000, 0), ("b", 300_000, 0)]
    asked = design(pads, rows=1, columns=3, spare="unconnected")
    asked = replace(
        asked,
        pairs=(PairSpec.model_validate({"name": "ab", "first": "a", "second": "b"}),),
    )
    plan = make_plan(asked)
    shared = {joint.ball for joint in plan.joints if joint.net == "vss"}
    assert len(shared) == 1
    assert {joint.ball for joint in plan.joints if joint.net != "vss"}.isdisjoint(shared)


def test_without_company_the_sum_of_distances_stays_the_least() -> None:
    asked = _interface(0, 12, 6, range(12))
    plan = make_plan(asked)
    assert plan.joints == assign(plan.pads, [replace(ball, net=None) for ball in plan.balls])


@pytest.mark.parametrize("count", [40])
def test_many_pairs_take_no_time(count: int) -> None:
    """A grid that is full but for a tenth: most pairs are neighbours all the same."""
    rng = np.random.default_rng(3)
    order = rng.permutation(count + 100).tolist()
    asked = _interface(count, 100, 14, order)
    plan = make_plan(asked)
    beside = [_apart_nm(plan, pair) == _PITCH_NM for pair in asked.pairs]
    assert sum(beside) > 0.9 * count
