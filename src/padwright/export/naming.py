"""What the nets that were found are called: by the names that the design gave to their pins."""

import re
from collections import Counter
from typing import Final

from padwright.geometry.nets import FoundNet, Nets
from padwright.plan.plan import Plan

_NUMBERS: Final = re.compile(r"([0-9]{1,18})")


def net_names(plan: Plan, nets: Nets) -> tuple[str, ...]:
    """Return a name for each found net, each name once, in the order of the nets.

    A net that joins pins of several designed nets is named after all of them (``a + b``); the
    pieces of a net that was left open are ``a``, ``a (2)`` and so on; a ball without a net gives
    its own name (``ball A3``), metal that reaches nothing is ``floating``.
    """
    designed = {pin: net for net, pins in plan.nets for pin in pins}
    designed |= {pad.pin: pad.net for pad in plan.pads if pad.net is not None}
    designed |= {ball.name: ball.net for ball in plan.balls if ball.net is not None}
    taken: Counter[str] = Counter()
    given: set[str] = set()
    names = []
    for net in nets.nets:
        name = base = _base_name(net, designed)
        while name in given:
            taken[base] += 1
            name = f"{base} ({taken[base] + 1})"
        given.add(name)
        names.append(name)
    return tuple(names)


def natural_key(name: str) -> tuple[tuple[bool, int, str], ...]:
    """Return a key that sorts names as people do: ``io[9]`` before ``io[10]``."""
    return tuple(
        (not part.isdecimal(), int(part) if part.isdecimal() else 0, part)
        for part in _NUMBERS.split(name)
    )


def _base_name(net: FoundNet, designed: dict[str, str]) -> str:
    reached = sorted({designed[pin] for pin in (*net.pins, *net.bodies) if pin in designed})
    if reached:
        return " + ".join(reached)
    if net.bodies:
        return f"ball {net.bodies[0]}"
    return f"pad {net.pins[0]}" if net.pins else "floating"


def pads_of_balls(plan: Plan) -> dict[str, tuple[str, ...]]:
    """Return the pads that the assignment joins to each ball, sorted."""
    found: dict[str, set[str]] = {ball.name: set() for ball in plan.balls}
    for joint in plan.joints:
        found.setdefault(joint.ball, set()).add(joint.pad)
    return {ball: tuple(sorted(pads)) for ball, pads in found.items()}
