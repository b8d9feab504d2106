"""The lengths of wires against what was asked for, and what could not be had."""

from collections.abc import Iterator
from typing import ClassVar

from padwright.check.rule import Case, Rule
from padwright.check.shortfall import place_of
from padwright.model.finding import Finding, Place, Quantity, Severity
from padwright.route.routing import NetLength

_SOURCE = "the design"


class NetLengths(Rule):
    """No net is longer than allowed, and pairs, groups and shields are as they were asked for."""

    kind: ClassVar[str] = "net_length"
    describes: ClassVar[str] = "longest length, skew of pairs, matched groups, shields, as routed"

    def run(self, case: Case) -> Iterator[Finding]:
        """Return what the wiring does not meet."""
        if case.routing is None:
            return
        for note in case.routing.notes:
            kind = note.what.split()[0]
            fix = "give it more room, another level or a wider tolerance"
            if kind == "octilinear":
                kind = "net"
                fix = 'write angles = "any", or ask for no length or company of the net'
            yield Finding(
                rule=self.kind,
                severity=Severity.ERROR,
                message=f"{note.what}: {note.reason}",
                place=_place(case, note.nets),
                measured=Quantity(0, kind),
                required=Quantity(1, kind),
                source=_SOURCE,
                nets=note.nets,
                fix=fix,
            )
        for row in case.routing.lengths:
            if not row.met and row.demand != "match":  # groups are told by their notes
                yield self._missed(case, row)

    def _missed(self, case: Case, row: NetLength) -> Finding:
        limit = Quantity(round(1000 * (row.limit_um or 0.0)), "nm")
        if row.demand == "longest":
            measured = Quantity(round(1000 * row.length_um), "nm")
            message = f"the net {row.net!r} is {measured} long, more than {limit}"
            fix = "bring its lands nearer to each other, or allow more"
        else:
            measured = Quantity(round(1000 * row.short_um), "nm")
            message = (
                f"the net {row.net!r} is {measured} shorter than the other of the pair "
                f"{row.group!r}, more than {limit}"
            )
            fix = "give the shorter line room for bumps on its outer side"
        return Finding(
            rule=self.kind,
            severity=Severity.ERROR,
            message=message,
            place=_place(case, (row.net,)),
            measured=measured,
            required=limit,
            source=_SOURCE,
            nets=(row.net,),
            fix=fix,
        )


def _place(case: Case, nets: tuple[str, ...]) -> Place:
    """Return the box round what was built of some nets, or the body where nothing was."""
    pins = [pin for net, each in case.plan.nets if net in nets for pin in each]
    found = [net for pin in pins if (net := case.nets.net_of(pin)) is not None]
    if not found:
        return place_of(case.built.masks.body.box_nm)
    left, bottom, right, top = zip(*(net.box_nm for net in found), strict=True)
    low, high = min(net.low_nm for net in found), max(net.high_nm for net in found)
    return place_of((min(left), min(bottom), max(right), max(top)), low, high)
