"""The nets that were built against the nets that were asked for."""

from collections.abc import Iterator
from typing import ClassVar

from padwright.check.filling import fill_nets
from padwright.check.gaps import Piece, nearest_pieces, piece
from padwright.check.rule import Case, Rule
from padwright.check.shortfall import place_of
from padwright.geometry.nets import FoundNet
from padwright.geometry.slab import Role
from padwright.model.finding import Finding, Place, Quantity, Severity

_SOURCE = "the net list of the design"
_WIRING = frozenset({Role.WIRING, Role.VIA, Role.SEED, Role.LAND, Role.TERMINAL})
_SHOWN = 8


class Netlist(Rule):
    """Every net is one piece of metal, and no piece has two nets."""

    kind: ClassVar[str] = "netlist"
    describes: ClassVar[str] = "opens, shorts, bare pins and metal without a net, as built"

    def run(self, case: Case) -> Iterator[Finding]:
        """Return opens and shorts as errors, metal that belongs to no net as warnings."""
        yield from self._opens(case)
        yield from self._shorts(case)
        yield from self._floating(case)

    def _opens(self, case: Case) -> Iterator[Finding]:
        at = _places(case)
        for net, pins in case.plan.nets:
            by_number: dict[int, FoundNet] = {}
            bare: list[str] = []
            for pin in pins:
                found = case.nets.net_of(pin)
                if found is None:
                    bare.append(pin)
                else:
                    by_number[found.number] = found
            count = len(by_number) + len(bare)
            if count <= 1 and not bare:
                continue
            parts = [piece(case, each) for each in by_number.values()]
            parts += [Piece.at(at[pin]) for pin in bare if pin in at]
            one, other, apart_nm = nearest_pieces(parts)
            verb = "lies" if len(bare) == 1 else "lie"
            lone = f"; {_listed(bare)} {verb} on no metal" if bare else ""
            yield Finding(
                rule=self.kind,
                severity=Severity.ERROR,
                message=f"open: the net {net!r} is in {count} pieces{lone}",
                place=_spanning(one, other),
                measured=Quantity(count, "pieces"),
                required=Quantity(1, "pieces"),
                source=_SOURCE,
                nets=(net,),
                slabs=tuple(sorted({*one.made_by, *other.made_by})),
                fix=f"join the pieces, which come within {Quantity(round(apart_nm), 'nm')} "
                "of each other there",
            )

    def _shorts(self, case: Case) -> Iterator[Finding]:
        net_of = {pin: net for net, pins in case.plan.nets for pin in pins}
        for found in case.nets.nets:
            nets = sorted({net_of[pin] for pin in found.pins if pin in net_of})
            alone = [pin for pin in found.pins if pin not in net_of]
            if len(nets) + len(alone) <= 1:
                continue
            joined = [repr(net) for net in nets] + [f"{pin} (to stay free)" for pin in alone]
            yield Finding(
                rule=self.kind,
                severity=Severity.ERROR,
                message=f"short: one piece of metal joins {_listed(joined)}",
                place=place_of(found.box_nm, found.low_nm, found.high_nm),
                measured=Quantity(len(joined), "nets"),
                required=Quantity(1, "nets"),
                source=_SOURCE,
                nets=tuple(nets),
                slabs=piece(case, found).made_by,
                fix="part the metal of the nets",
            )

    def _floating(self, case: Case) -> Iterator[Finding]:
        slabs = case.built.structure.slabs
        loose = [
            (found, wires)
            for found in case.nets.nets
            if not found.pins
            and (wires := [index for index in found.slabs if slabs[index].role in _WIRING])
        ]
        meant = fill_nets(case, [found for found, _ in loose])
        for found, wires in loose:
            if found.number in meant:
                continue
            area_nm2 = max(case.nets.region(found, index).area_nm2 for index in wires)
            yield Finding(
                rule=self.kind,
                severity=Severity.WARNING,
                message="floating: this metal reaches no pin",
                place=place_of(found.box_nm, found.low_nm, found.high_nm),
                measured=Quantity(area_nm2 / 1e6, "um2"),
                required=Quantity(0, "um2"),
                source=_SOURCE,
                slabs=tuple(sorted({slabs[index].made_by for index in wires})),
                fix="connect it, remove it, or leave it where it was put to fill",
            )


def _places(case: Case) -> dict[str, tuple[int, int, int]]:
    """Return where each pin was planned, at the height of the dies' fronts or of the top."""
    slabs = case.built.structure.slabs
    top_nm = max((slab.top_nm for slab in slabs), default=0)
    front_nm = max((slab.top_nm for slab in slabs if slab.role is Role.DIE), default=0)
    at = {pad.pin: (pad.x_nm, pad.y_nm, front_nm) for pad in case.plan.pads}
    for part in case.plan.parts:
        at |= {part.pin(each): (each.x_nm, each.y_nm, top_nm) for each in part.terminals}
    return at | {ball.name: (ball.x_nm, ball.y_nm, top_nm) for ball in case.plan.balls}


def _spanning(one: Piece, other: Piece) -> Place:
    """Return the box from the nearest point of one piece to that of the other."""
    (x_nm, y_nm, z_nm), (u_nm, v_nm, w_nm) = one.nearest_nm, other.nearest_nm
    box = (min(x_nm, u_nm), min(y_nm, v_nm), max(x_nm, u_nm), max(y_nm, v_nm))
    return place_of(box, min(z_nm, w_nm), max(z_nm, w_nm))


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + more
