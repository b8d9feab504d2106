"""How many nets of the plan are whole in what was built."""

from dataclasses import dataclass

from padwright.geometry.nets import Nets
from padwright.plan.plan import Plan


@dataclass(frozen=True, slots=True)
class Connected:
    """Nets of the plan that were built as one piece of metal of their own, and the others."""

    whole: tuple[str, ...]
    broken: tuple[str, ...]

    @property
    def total(self) -> int:
        """Number of nets of the plan."""
        return len(self.whole) + len(self.broken)

    def __str__(self) -> str:
        return f"{len(self.whole)} of {self.total}"


def connected(plan: Plan, nets: Nets) -> Connected:
    """Return which nets are whole: all their pins on one found net that no other net's pins reach.

    Parameters
    ----------
    plan
        Says which pins a net has.
    nets
        The nets found in the built structure.
    """
    found = {pin: net.number for net in nets.nets for pin in (*net.pins, *net.bodies)}
    owner: dict[int, set[str]] = {}
    for name, pins in plan.nets:
        for pin in pins:
            if pin in found:
                owner.setdefault(found[pin], set()).add(name)
    whole: list[str] = []
    broken: list[str] = []
    for name, pins in plan.nets:
        reached = {found.get(pin) for pin in pins}
        one = next(iter(reached)) if len(reached) == 1 else None
        good = one is not None and owner[one] == {name}
        (whole if good else broken).append(name)
    return Connected(tuple(whole), tuple(broken))
