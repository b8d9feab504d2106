"""Whether a proof holds: a cut is judged by plain geometry, without what found it.

The gaps of each level have to form closed curves together with borders, so that the number of gaps
crossed on the way from one point to another is odd or even whatever the way. What they go round may
differ from level to level only where none of the nets has room for a via. Then the lines that fit
are counted again, with whole numbers, and the nets that have an end on either side.

A line keeps its whole width all along, and ends where its middle has come into its land.

Proofs by the order of lands along walls are judged by `padwright.route.proving.order_check`.
"""

import itertools

from padwright.geometry.region import Region
from padwright.route.ground.given import given_nets
from padwright.route.problem import RoutingProblem
from padwright.route.proving.curves import (
    Side,
    area_of,
    borders,
    closed_by,
    crosses,
    off2,
    touched,
    within,
)
from padwright.route.proving.measures import Measure
from padwright.route.proving.order_check import order_holds
from padwright.route.routing import Cut, CutGap, Point
from padwright.route.rules_at import mates_of, without_classes_of_mates


def cut_holds(problem: RoutingProblem, cut: Cut) -> bool:
    """Return whether a cut proves that not all its nets can be wired."""
    # between the nets of a pair or a shield the spacing of their class does not hold
    return _Judge(without_classes_of_mates(problem) if mates_of(problem) else problem, cut).holds()


class _Judge:
    """One cut of one problem."""

    def __init__(self, problem: RoutingProblem, cut: Cut) -> None:
        self.problem, self.cut = problem, cut
        self.measure = Measure(problem, cut.nets)
        self.nets, self.names = self.measure.nets, self.measure.names
        self.ends, self.lands = self.measure.ends, self.measure.lands
        self.levels = self.measure.levels

    def holds(self) -> bool:
        cut = self.cut
        if not len(self.names) == len(cut.nets) == len(self.nets) > cut.lines >= 0:
            return False
        if cut.ties:
            return order_holds(self.problem, cut, self.measure)
        curves = self._curves()
        if curves is None or not all(self._counted(gap) for gap in cut.gaps):
            return False
        closed = self._closed(curves)
        if closed is None or not self._wiring_stays(closed):
            return False
        if any(self._parted(curves, closed, side) for side in (0, 1)):
            return True
        wired = given_nets(self.problem) & self.names
        return not cut.gaps and not cut.lines and not wired and self._are_apart()

    def _are_apart(self) -> bool:
        """Return whether borders alone part each net's terminals: no gap is left, on no level."""
        if any(net.pool is not None for net in self.nets):
            return False
        areas = Region.empty()
        for level in range(self.problem.levels):
            outline, *shut = borders(self.problem, level)
            areas |= Region.polygon(outline) - Region.union(map(Region.polygon, shut))
        pieces = list(areas)
        at = {t.name: (t.x_nm, t.y_nm) for t in self.problem.terminals if t.name in self.ends}
        where = {
            name: {i for i, piece in enumerate(pieces) if piece.contains(*at[name])} for name in at
        }
        return all(
            not set.intersection(*(where[name] for name in net.terminals)) for net in self.nets
        )

    def _curves(self) -> dict[int, list[Side]] | None:
        """Return the gaps of each level as sides, none twice, or None."""
        curves: dict[int, list[Side]] = {level: [] for level in self.levels}
        for gap in self.cut.gaps:
            side = (min(gap.first_nm, gap.second_nm), max(gap.first_nm, gap.second_nm))
            if gap.level not in curves:
                if 0 <= gap.level < self.problem.levels:
                    continue  # nobody goes there
                return None
            if side[0] == side[1] or side in curves[gap.level]:
                return None
            curves[gap.level].append(side)
        return {level: sorted(sides) for level, sides in curves.items()}

    def _closed(self, curves: dict[int, list[Side]]) -> dict[int, tuple[list[Side], bool]] | None:
        """Return the closed curves of each level, and whether what they go round is turned over.

        None where curves stay open, or where a via leads out of what they go round.
        """
        problem = self.problem
        if not curves:
            return None
        if all(sides == curves[self.levels[0]] for sides in curves.values()):
            on_all = closed_by(borders(problem, None), curves[self.levels[0]])
            if on_all is not None:
                return dict.fromkeys(self.levels, (on_all, False))
        made: dict[int, tuple[list[Side], bool]] = {}
        before: Region | None = None
        whole = Region.polygon(problem.outline_nm)
        for level, sides in curves.items():
            closed = closed_by(borders(problem, level), sides)
            area = None if closed is None else area_of(closed)
            if closed is None or area is None:
                return None
            area &= whole
            if before is None or self.measure.no_via(level - 1, (before - area) | (area - before)):
                made[level] = closed, False
            elif self.measure.no_via(level - 1, (before & area) | (whole - (before | area))):
                made[level], area = (closed, True), whole - area
            else:
                return None
            before = area
        return made

    def _counted(self, gap: CutGap) -> bool:
        """Return whether no more lines fit into a gap than it says."""
        ends = gap.first_nm, gap.second_nm
        return gap.lines >= 0 and (
            gap.level not in self.levels
            or self.measure.holds_no_more(gap.level, ends, gap.lines)
            or self.measure.is_shut(gap.level, ends)
        )

    def _wiring_stays(self, closed: dict[int, tuple[list[Side], bool]]) -> bool:
        """Return whether no given wiring of the nets leads from one side to the other."""
        problem, names = self.problem, self.names
        for wire in problem.wires:
            if wire.net in names and any(
                _meet(piece, side, wire.width_nm)
                for piece in itertools.pairwise(wire.points_nm)
                for side in closed.get(wire.level, ([], False))[0]
            ):
                return False
        for via in problem.vias:
            if via.net not in names:
                continue
            at = (via.x_nm, via.y_nm)
            levels = range(via.lower_level, via.upper_level + 1)
            for level in levels:
                sides = closed.get(level, ([], False))[0]
                if any(4 * off2(at, side) <= via.land_nm(level) ** 2 for side in sides):
                    return False
            if len({_side(closed[level], at) for level in levels if level in closed}) > 1:
                return False
        return True

    def _parted(
        self,
        curves: dict[int, list[Side]],
        closed: dict[int, tuple[list[Side], bool]],
        inner: int,
    ) -> bool:
        """Return whether more nets have to leave a side than its gaps and lands can take."""
        wanted = self.ends | self.lands
        terminals = [t for t in self.problem.terminals if t.name in wanted]
        touches: dict[str, bool] = {}
        for level in self.levels:
            touches |= touched([t for t in terminals if t.level == level], curves[level])
        side = {t.name: _side(closed[t.level], (t.x_nm, t.y_nm)) for t in terminals}
        for net in self.nets:
            if any(touches[name] for name in net.terminals):
                return False
            where = {side[name] for name in net.terminals}
            if where != ({inner} if net.pool is not None else {0, 1}):
                return False
        ends = sum(touches[name] or side[name] == inner for name in self.lands)
        return self._lines + ends <= self.cut.lines

    @property
    def _lines(self) -> int:
        return sum(gap.lines for gap in self.cut.gaps if gap.level in self.levels)


def _side(closed: tuple[list[Side], bool], at: Point) -> int:
    sides, is_turned = closed
    return int(within(at, sides) != is_turned)


def _meet(piece: Side, side: Side, width_nm: int) -> bool:
    """Return whether a line along a piece touches a side."""
    ends = (off2(piece[0], side), off2(piece[1], side), off2(side[0], piece), off2(side[1], piece))
    return 4 * min(ends) <= width_nm**2 or crosses(piece, side)
