"""Pads of a design that belong together, and the balls that suit them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from padwright.model.net_specs import matching
from padwright.model.package import Design
from padwright.plan.assign import distances_nm, places_nm
from padwright.plan.plan import Joint, PlacedBall, PlacedPad
from padwright.plan.together import together


def suited(
    design: Design,
    pads: Sequence[PlacedPad],
    balls: Sequence[PlacedBall],
    joints: Sequence[Joint],
) -> tuple[Joint, ...]:
    """Return joints in which nets of pairs and matched groups have balls that suit each other.

    Pads swap balls, or take free ones, only where each has a ball of its own. Pairs and groups
    count as far as their nets have one pad.

    Parameters
    ----------
    pads, joints
        Pads that have a net, and the ball of each in the same order.
    balls
        Balls that are free otherwise.
    """
    ends = Counter(str(pad.net) for pad in pads)
    users = Counter(joint.ball for joint in joints)
    own = [k for k, joint in enumerate(joints) if users[joint.ball] == 1]
    shared = {joint.ball for joint in joints if users[joint.ball] > 1}
    free = [ball for ball in balls if ball.name not in shared]
    place = {ball.name: k for k, ball in enumerate(free)}
    number = {joints[k].net: row for row, k in enumerate(own) if ends[joints[k].net] == 1}
    pairs = [
        (number[each.first], number[each.second])
        for each in design.pairs
        if each.first in number and each.second in number
    ]
    groups = [[number[net] for net in matching(each.nets, number)] for each in design.matches]
    chosen = together(
        places_nm([pads[k] for k in own]),
        places_nm(free),
        [place[joints[k].ball] for k in own],
        pairs,
        groups,
    )
    result = list(joints)
    for k, ball in zip(own, chosen, strict=True):
        if free[ball].name != joints[k].ball:
            far_nm = distances_nm(places_nm([pads[k]]), places_nm([free[ball]]))
            result[k] = replace(joints[k], ball=free[ball].name, distance_nm=int(far_nm[0, 0]))
    return tuple(result)
