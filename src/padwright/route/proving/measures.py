"""What judges of proofs measure: which levels matter, which lines and vias have room where."""

from functools import cached_property

from padwright.geometry.region import Region
from padwright.route.problem import Net, RoutingProblem
from padwright.route.proving.still import Still, shut_area, still_on
from padwright.route.routing import Point
from padwright.route.rules_at import net_spacing_nm, via_land_nm, width_nm


def levels_in_play(problem: RoutingProblem, nets: list[Net]) -> list[int]:
    """Return the levels that are of use to any of some nets.

    On the outermost levels there is nothing for a net that they are closed to, but its lands and
    wiring that is given.
    """
    names, ends = {net.name for net in nets}, {t for net in nets for t in net.terminals}
    ends |= {name for pool in problem.pools for name in pool.terminals}
    used = {t.level for t in problem.terminals if t.name in ends}
    used |= {wire.level for wire in problem.wires if wire.net in names}
    for via in problem.vias:
        if via.net in names:
            used |= set(range(via.lower_level, via.upper_level + 1))
    open_to = {
        level
        for level in range(problem.levels)
        if any(level not in net.closed_levels and not net.one_level for net in nets)
    }
    found = sorted(used | open_to)
    return list(range(found[0], found[-1] + 1)) if found else []


class Measure:
    """What some nets of a problem have room for, whichever of them it is."""

    def __init__(self, problem: RoutingProblem, names: tuple[str, ...]) -> None:
        self.problem = problem
        by_name = {net.name: net for net in problem.nets}
        self.nets = [by_name[name] for name in names if name in by_name]
        self.names = frozenset(names)
        pools = {pool.name: pool.terminals for pool in problem.pools}
        self.ends = frozenset(name for net in self.nets for name in net.terminals)
        asked = dict.fromkeys(net.pool for net in self.nets if net.pool is not None)
        self.lands = frozenset(name for pool in asked for name in pools[pool])
        self._choice = {pool.name: frozenset(pool.terminals) for pool in problem.pools}
        self._still: dict[tuple[int, frozenset[str], frozenset[str]], Still] = {}

    @cached_property
    def levels(self) -> list[int]:
        """The levels that are of use to any of the nets."""
        return levels_in_play(self.problem, self.nets)

    def still(
        self, level: int, lands: frozenset[str] = frozenset(), nets: frozenset[str] = frozenset()
    ) -> Still:
        """Return what stands still on a level, but for some lands and given wiring of some nets."""
        key = level, lands, nets
        if key not in self._still:
            if lands:
                return self.still(level, nets=nets).without(lands)
            self._still[key] = still_on(self.problem, level, nets)
        return self._still[key]

    def everything(self, level: int) -> Still:
        """Return all that stands on a level."""
        return self.still(level)

    def least(self, level: int) -> tuple[int, int]:
        """Return the least width and spacing that any of the nets has on a level."""
        width = min(width_nm(self.problem, net, level) for net in self.nets)
        return width, min(net_spacing_nm(self.problem, net, level) for net in self.nets)

    def holds_no_more(self, level: int, ends: tuple[Point, Point], lines: int) -> bool:
        """Return whether no more lines than some fit between the ends of a gap, as they stand."""
        width, spacing = self.least(level)
        everything = self.everything(level)
        if everything.lies_along(*ends):
            return True
        ends2 = sum(everything.least2_nm(at, width, spacing) for at in ends)
        more = lines + 1
        needed2 = ends2 + 2 * more * width + 2 * (more - 1) * spacing
        dx, dy = ends[0][0] - ends[1][0], ends[0][1] - ends[1][1]
        return needed2 > 0 and needed2 * needed2 > 4 * (dx * dx + dy * dy)

    def is_shut(
        self, level: int, ends: tuple[Point, Point], owner: frozenset[str] = frozenset()
    ) -> bool:
        """Return whether no line's middle comes to any point of a straight way.

        Parameters
        ----------
        owner
            Lands of the nets that stand in the way of the lines in question too.
        """
        width, spacing = self.least(level)
        still = self.still(level, (self.ends | self.lands) - owner, self.names)
        return still.shuts(*ends, width / 2, spacing)

    def no_via(self, lower: int, window: Region) -> bool:
        """Return whether none of the nets has room for a via to the next level in a window."""
        if all(net.one_level for net in self.nets):
            return True
        # in and beside a land of its own a net has room where another one has not
        if self._has_via(lower, window, frozenset(), self.names):
            return False
        at = {t.name: t for t in self.problem.terminals if t.name in self.ends | self.lands}
        reach = max(
            self.least(level)[1] + via_land_nm(self.problem, level) for level in (lower, lower + 1)
        )
        for net in self.nets:
            own = frozenset(net.terminals)
            if net.pool is not None:
                own |= self._choice[net.pool]
            near = [at[name] for name in sorted(own) if at[name].level in {lower, lower + 1}]
            about = [Region.disc(t.x_nm, t.y_nm, t.diameter_nm + 2 * reach) for t in near]
            if self._has_via(lower, window.within(about), own, frozenset([net.name])):
                return False
        return True

    def _has_via(
        self, lower: int, window: Region, lands: frozenset[str], nets: frozenset[str]
    ) -> bool:
        """Return whether there is room for a via in a window but for some lands and wiring."""
        for level in (lower, lower + 1):
            if not window:
                return False
            _, spacing = self.least(level)
            half = via_land_nm(self.problem, level) / 2
            window -= shut_area(self.still(level, lands, nets), window, half, spacing)
            if not self.problem.rules.via_in_land:
                window -= shut_area(self.everything(level), window, half, 0)
        return bool(window)
