"""The width and the space of net classes, pairs and shields."""

from collections.abc import Iterable, Iterator
from typing import ClassVar

from padwright.check.net_metal import heights, lands_of, metal_of
from padwright.check.rule import Case, Rule
from padwright.check.shortfall import says, shortfalls
from padwright.geometry.drc import Miss, closer_than, narrower_than, separated_below
from padwright.geometry.region import SNAP_NM, Region
from padwright.model.finding import Finding
from padwright.model.net_specs import NetClassSpec, matching
from padwright.model.sourced import Sourced

_SOURCE = "the design"


class NetClass(Rule):
    """Nets are as wide, and as far from all others, as their class says; pairs keep their gap."""

    kind: ClassVar[str] = "net_class"
    describes: ClassVar[str] = "width and space of the nets of a class, and gap of a pair, as built"

    def run(self, case: Case) -> Iterator[Finding]:
        """Return lines of a class or pair that are too narrow or too near."""
        if not case.design.net_classes and not case.design.pairs:
            return
        # pads and terminals stand where the dies and the board have them
        lands = lands_of(case)
        for each in case.design.net_classes:
            yield from self._widths(case, each)
            yield from self._spaces(case, each, lands)
        yield from self._gaps(case, lands)

    def _widths(self, case: Case, asked: NetClassSpec) -> Iterator[Finding]:
        if asked.width_nm is None:
            return
        line_nm = case.design.technology.rules.line_width_nm.value
        shields: dict[str, int] = {}
        for shield in case.design.shields:
            width_nm = shield.width_nm or line_nm
            shields[shield.by] = min(width_nm, shields.get(shield.by, width_nm))
        nets = matching(asked.nets, (name for name, _ in case.plan.nets))
        by_limit: dict[int, list[str]] = {}
        for net in nets:
            by_limit.setdefault(min(asked.width_nm, shields.get(net, asked.width_nm)), []).append(
                net
            )
        for limit_nm, names in by_limit.items():
            limit = Sourced[int](value=limit_nm, source=_SOURCE)
            for level, region in metal_of(case, names).items():
                template = says(
                    self.kind,
                    f"wiring {level}: width of nets of the class {asked.name!r}",
                    "draw the line wider",
                )
                found = narrower_than(region, limit_nm)
                yield from shortfalls(found, limit, template, heights(case, level))

    def _spaces(self, case: Case, asked: NetClassSpec, lands: Region) -> Iterator[Finding]:
        if asked.spacing_nm is None:
            return
        limit = Sourced[int](value=asked.spacing_nm, source=_SOURCE)
        nets = matching(asked.nets, (name for name, _ in case.plan.nets))
        mates = {net: _mates(case, net) for net in nets}
        alone = {net for net in nets if len(mates[net]) == 1}
        groups = [alone] if alone else []
        groups += [mates[net] for net in nets if net not in alone]
        for group in groups:
            own = metal_of(case, group)
            for level, region in metal_of(case, group & set(nets)).items():
                whole, lines = heights(case, level), region - lands
                found = separated_below(lines, whole.region - own[level], limit.value)
                if group is alone:
                    found += _between(case, alone, closer_than(lines, limit.value), level)
                template = says(
                    self.kind,
                    f"wiring {level}: space beside nets of the class {asked.name!r}",
                    "move one away",
                )
                yield from shortfalls(found, limit, template, whole)

    def _gaps(self, case: Case, lands: Region) -> Iterator[Finding]:
        told = {note.what for note in case.routing.notes} if case.routing else set()
        least = case.design.technology.rules.line_space_nm
        for pair in case.design.pairs:
            if f"pair {pair.name}" in told:
                continue  # told by the rule of lengths
            limit = Sourced[int](value=pair.gap_nm or least.value, source=_SOURCE)
            one, other = metal_of(case, [pair.first]), metal_of(case, [pair.second])
            for level in sorted(one.keys() & other.keys()):
                template = says(
                    self.kind,
                    f"wiring {level}: gap of the pair {pair.name!r}",
                    "move the lines apart",
                )
                found = separated_below(one[level] - lands, other[level] - lands, limit.value)
                yield from shortfalls(found, limit, template, heights(case, level))


def _mates(case: Case, net: str) -> set[str]:
    """Return a net with those that run beside it at a gap of their own."""
    mates = {net}
    for pair in case.design.pairs:
        if net in {pair.first, pair.second}:
            mates |= {pair.first, pair.second}
    for shield in case.design.shields:
        if shield.net in mates or shield.by == net:
            mates |= {shield.net, shield.by}
    return mates


def _between(case: Case, nets: Iterable[str], misses: list[Miss], level: int) -> list[Miss]:
    """Return misses between different nets; pieces of one net may be near to each other."""
    if not misses:
        return []
    regions = [region for net in nets if (region := metal_of(case, [net]).get(level)) is not None]
    found = []
    reach_nm = 2 * SNAP_NM  # less of an overlap counts as the rounding of a slanted edge
    for miss in misses:
        left, bottom, right, top = miss.box_nm
        box = Region.box(left - reach_nm, bottom - reach_nm, right + reach_nm, top + reach_nm)
        if sum(region.overlaps(box) for region in regions) > 1:
            found.append(miss)
    return found
