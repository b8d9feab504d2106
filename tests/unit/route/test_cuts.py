"""The gap that is named for a line without a way is on its way, and full."""

import math

from padwright.route.problem import Net, RoutingProblem, RoutingRules, Terminal
from padwright.route.proving.cut_check import cut_holds
from padwright.route.router import route


def fence(gap_nm: int) -> RoutingProblem:
    """Return two lands with a fence of lands between, closed at the border, with one wider gap."""
    posts = [
        Terminal(f"f{i}", 500_000, 15_000 + 40_000 * i + (gap_nm if i > 12 else 0), 25_000, 0)
        for i in range(24)
    ]
    ends = (
        Terminal("w", 100_000, 500_000, 40_000, 0),
        Terminal("e", 900_000, 500_000, 40_000, 0),
    )
    top = posts[-1].y_nm + 15_000
    return RoutingProblem(
        "fence",
        ((0, 0), (1_000_000, 0), (1_000_000, top), (0, top)),
        1,
        RoutingRules(10_000, 10_000, 30_000, 10_000),
        (*ends, *posts),
        (Net("N", ("w", "e")),),
    )


def test_a_gap_with_room_is_passed() -> None:
    assert route(fence(20_000)).unrouted == ()


def test_a_gap_without_room_is_named() -> None:
    (missing,) = route(fence(0)).unrouted
    assert missing.net == "N"
    assert missing.cut_nm is not None
    (x0, y0), (x1, y1) = missing.cut_nm
    assert x0 == x1 == 500_000
    assert math.dist((x0, y0), (x1, y1)) == 40_000
    assert min(y0, y1) <= 500_000 <= max(y0, y1)
    assert missing.proof is not None
    assert cut_holds(fence(0), missing.proof)
    assert missing.reason.startswith("at most 0 of 1 net can pass: none of")
