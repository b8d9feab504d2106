"""What a step of the search costs besides its length: lines crossed, room that lacks."""

from typing import NamedTuple

from padwright.route.ground.mesh import ACROSS, SIDE, Mesh
from padwright.route.kernels import inner
from padwright.route.sketching.across import across_lack_nm
from padwright.route.sketching.desk import Desk
from padwright.route.sketching.sketch import NET, OWNER, PRICE, SPACE, WIDTH, Sketch, alternate

#: A price that no way can pay; a way beyond it is none.
FORBIDDEN_NM = 1e12


class Prices(NamedTuple):
    """What a search pays besides length, all in nm of line."""

    crossing_nm: float  # a foreign line crossed
    overfull_factor: float  # per nm that an edge lacks
    via_nm: float  # a via through one level
    history_factor: float  # how much each past conflict adds, as a share of the price


class Spot(NamedTuple):
    """Where a search stands: the node, its level, the triangle ahead, the place on its border."""

    node: int
    level: int
    triangle: int
    border_value: float
    corner: int  # the corner of the triangle that this is, or -1
    side: int  # the side of the triangle that this lies on, or -1
    behind: int  # 1 or 2 when the node before belongs to the first or second vertex of the side
    beside: tuple[int, int]  # ends of chords on either side


@inner
def crossed_lines(sketch: Sketch, desk: Desk, net: int, here: Spot, border_value: float) -> int:
    """Count the foreign chords that a chord from here to a place on the border would cross."""
    count = 0
    for i in range(sketch.chord[here.level, here.triangle, 0, 0]):
        if sketch.line[sketch.chord[here.level, here.triangle, i + 1, 2], NET] != net and alternate(
            (here.border_value, border_value), (desk.ends[i, 0], desk.ends[i, 1])
        ):
            count += 1
    return count


@inner
def across_price(
    mesh: Mesh, sketch: Sketch, prices: Prices, line: int, here: Spot, to_side: int
) -> float:
    """Return the price of what lacks between the corners across the edges of the triangle ahead.

    ``to_side`` is the side that is gone to, or -1 for a corner.
    """
    t, level = here.triangle, here.level
    more = sketch.line_nm[level, line, WIDTH] + sketch.line_nm[level, line, SPACE]
    price = 0.0
    for k in range(3):
        edge = mesh.triangle[t, SIDE + k]
        if k == here.side:
            if to_side < 0 or here.behind == 0:
                continue
            # the vertex of this side that the side ahead shares
            shared = (
                mesh.triangle[t, k] if to_side == (k + 2) % 3 else mesh.triangle[t, (k + 1) % 3]
            )
            if (1 if mesh.edge[edge, 0] == shared else 2) == here.behind:
                continue
        elif k == to_side or (to_side < 0 and here.corner >= 0 and k != here.corner):
            continue
        lack = across_lack_nm(mesh, sketch, level, edge, more)
        if lack > 0:
            a, b = mesh.edge[edge, ACROSS], mesh.edge[edge, ACROSS + 1]
            net = sketch.line[line, NET]
            if sketch.vertex[level, a, OWNER] != net and sketch.vertex[level, b, OWNER] != net:
                price += lack * (1 + prices.history_factor * sketch.edge_nm[level, edge, PRICE])
    return price * prices.overfull_factor
