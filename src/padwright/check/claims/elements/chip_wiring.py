"""Elements about what is wired on a die itself."""

from functools import cache
from typing import TYPE_CHECKING

from padwright.check.claim import Element, Evidence, Outcome
from padwright.check.claims.elements.claimed_die import claimed
from padwright.check.claims.elements.each_die import DieAnswer, of_dies
from padwright.check.deciding import count, listed, some, unknown

if TYPE_CHECKING:
    from padwright.check.facts import Facts

_PLURAL = 2


@cache
def chip_wiring(*, every: bool) -> Element:
    """Return the element: on-chip wiring joins active devices and forms the pads."""

    def test(facts: "Facts") -> Outcome:
        silent = [die.name for die in facts.dies if die.netlist is None]
        if silent and (every or len(silent) == len(facts.dies)):
            return unknown(
                f"no net list of the die {listed(silent)} is given",
                Evidence(places=tuple(d.place for d in facts.dies if d.netlist is None)),
            )
        return of_dies(_chip_wiring, every=every, among=claimed)(facts)

    return Element(
        "The die itself is wired: two active devices or more, and nets that join devices and form "
        "every pad",
        test,
        ("die", "chip-netlist"),
        reading="Devices and nets on a die come from its own net list; without one this stays "
        "undecided.",
    )


def _chip_wiring(facts: "Facts", number: int) -> DieAnswer:
    die = facts.dies[number]
    netlist = die.netlist
    if netlist is None or die.design is None:
        return DieAnswer(met=False, because=f"die {die.name} has no net list", places=(die.place,))
    active = sum(device.active for device in netlist.devices)
    joined = {net for device in netlist.devices if device.active for net in device.nets}
    formed = {pad for net in netlist.nets if net.name in joined for pad in net.pads}
    bare = sorted({pad.name for pad in die.design.pads} - formed)
    because = f"die {die.name} has {some(active, 'active device')} on it, and " + (
        f"pad {listed(bare)} belongs to no net with one" if bare else "every pad belongs to a net"
    )
    return DieAnswer(
        met=active >= _PLURAL and not bare,
        because=because,
        measured=(count(f"active devices of {die.name}", active, _PLURAL),),
        places=(die.place,),
    )
