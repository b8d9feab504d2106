"""What a proof says, in words."""

from dataclasses import dataclass

from padwright.route.problem import Net, RoutingProblem
from padwright.route.proving.curves import off2, ring_of
from padwright.route.proving.measures import levels_in_play
from padwright.route.routing import Cut, Routing, Tie
from padwright.route.rules_at import width_nm

#: What the reason of an open net ends with that no proof speaks of.
UNPROVED = "; not proved impossible"
#: Walls close about a land lie no farther off it.
_CLOSE_NM, _CLOSE_RATIO = 20, 1.01


def words(problem: RoutingProblem, cut: Cut) -> str:
    """Return in words what a cut shows."""
    names = set(cut.nets)
    nets = [net for net in problem.nets if net.name in names]
    if cut.ties:
        return _order(problem, cut)
    land = _shut_land(problem, nets, cut)
    if land is not None:
        level, name = land
        wide_um = width_nm(problem, nets[0], level) / 1000
        return f"no line {wide_um:g} um wide comes to its land {name!r} past what stands about it"
    through = sum(gap.lines for gap in cut.gaps)
    wide = sum(gap.lines > 0 for gap in cut.gaps)
    chooses = any(net.pool is not None for net in nets)
    text = f"at most {cut.lines} of {counted(len(cut.nets), 'net')} can pass: "
    if not cut.gaps:
        text += "nothing else is in reach" if chooses else "borders part their lands on all levels"
    elif wide:
        holds = "holds" if wide == 1 else "hold"
        text += f"{counted(wide, 'gap')} {holds} {counted(through, 'line')}"
    else:
        text += f"none of {len(cut.gaps)} gaps round it holds a line"
    if chooses:
        inner = cut.lines - through
        lie = "lies" if inner == 1 else "lie"
        text += f", and {counted(inner, 'land')} of the pool {lie} on or inside them"
    shapes = {
        level: frozenset((gap.first_nm, gap.second_nm) for gap in cut.gaps if gap.level == level)
        for level in levels_in_play(problem, nets)
    }
    if len(set(shapes.values())) > 1:
        text += ", and no via has room to lead past them"
    return text


def _order(problem: RoutingProblem, cut: Cut) -> str:
    level = cut.ties[0].level
    place = f" on level {level}" if problem.levels > 1 else ""
    walls = dict.fromkeys(_wall(problem, tie) for tie in cut.ties)
    order = "an order" if len(walls) == 1 else "orders"
    return (
        f"at most {cut.lines} of {counted(len(cut.nets), 'net')} can be wired{place}: their lands"
        f" stand along {' and '.join(sorted(walls))} in {order} in which lines have to cross"
    )


def _wall(problem: RoutingProblem, tie: Tie) -> str:
    """Return what a tie leads to."""
    if len(tie.points_nm) == 1:
        return "a block of lands"
    on_outline = any(off2(tie.points_nm[-1], side) < 1 for side in ring_of(problem.outline_nm))
    return "the outline" if on_outline else "a keep-out"


def _shut_land(problem: RoutingProblem, nets: list[Net], cut: Cut) -> tuple[int, str] | None:
    """Return level and name of the land that all gaps lie close about."""
    levels = {gap.level for gap in cut.gaps}
    if len(nets) != 1 or len(levels) != 1 or cut.lines:
        return None
    ends = [point for gap in cut.gaps for point in (gap.first_nm, gap.second_nm)]
    for land in problem.terminals:
        if land.name in nets[0].terminals and land.level in levels:
            reach2 = (_CLOSE_RATIO * land.diameter_nm / 2 + _CLOSE_NM) ** 2
            if all((x - land.x_nm) ** 2 + (y - land.y_nm) ** 2 <= reach2 for x, y in ends):
                return land.level, land.name
    return None


def counted(count: int, noun: str) -> str:
    """Return a count with its noun."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


@dataclass(frozen=True, slots=True)
class OpenNets:
    """Open nets with one reason; the other nets of their proof, and the box that it lies in."""

    nets: tuple[str, ...]
    reason: str
    others: tuple[str, ...] = ()
    box_nm: tuple[int, int, int, int] | None = None


def told(routing: Routing) -> list[OpenNets]:
    """Return the open nets of a routing, those of one proof together."""
    of_proof: dict[Cut, list[str]] = {}
    for each in routing.unrouted:
        if each.proof is not None:
            of_proof.setdefault(each.proof, []).append(each.net)
    rows = []
    for each in routing.unrouted:
        if each.proof is None:
            rows.append(OpenNets((each.net,), each.reason))
        elif each.proof in of_proof:
            names = tuple(of_proof.pop(each.proof))
            others = tuple(name for name in each.proof.nets if name not in names)
            rows.append(OpenNets(names, each.reason, others, _box_nm(each.proof)))
    return rows


def _box_nm(cut: Cut) -> tuple[int, int, int, int] | None:
    """Return left, bottom, right and top of a cut."""
    points = [point for gap in cut.gaps for point in (gap.first_nm, gap.second_nm)]
    points += [point for tie in cut.ties for point in tie.points_nm]
    if not points:
        return None
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)
