"""A plan with other balls for its nets, when something better than straight lines has chosen."""

from collections.abc import Mapping
from dataclasses import replace

from padwright.plan.assign import distances_nm, places_nm
from padwright.plan.bounds import trees_nm
from padwright.plan.passives import as_pads
from padwright.plan.plan import Plan


def with_balls(plan: Plan, ball_of: Mapping[str, str]) -> Plan:
    """Return a plan in which nets that have one ball have another one instead.

    Parameters
    ----------
    ball_of
        Names of balls by net. The balls that these nets had are free then, so that nets may swap.
    """
    before = {ball.net: ball.name for ball in plan.balls if ball.net in ball_of}
    net_of = {name: net for net, name in ball_of.items()}
    balls = tuple(
        replace(ball, net=net_of.get(ball.name, None if ball.net in ball_of else ball.net))
        for ball in plan.balls
    )
    ball_at = {ball.name: ball for ball in balls}
    pad_at = {pad.pin: pad for pad in plan.pads}
    joints = []
    for joint in plan.joints:
        if joint.net in ball_of:
            ball = ball_at[ball_of[joint.net]]
            far = distances_nm(places_nm([pad_at[joint.pad]]), places_nm([ball]))
            joints.append(replace(joint, ball=ball.name, distance_nm=int(far[0, 0])))
        else:
            joints.append(joint)
    nets = tuple(
        (net, pins)
        if net not in ball_of
        else (net, tuple(sorted({*pins} - {before[net]} | {ball_of[net]})))
        for net, pins in plan.nets
    )
    place_nm = {pad.pin: (pad.x_nm, pad.y_nm) for pad in (*plan.pads, *as_pads(plan.parts))}
    place_nm |= {ball.name: (ball.x_nm, ball.y_nm) for ball in balls}
    return replace(
        plan,
        balls=balls,
        joints=tuple(joints),
        nets=nets,
        straight_nm=sum(joint.distance_nm for joint in joints),
        tree_nm=trees_nm(nets, place_nm),
    )
