"""Balls and bond wires in a window on a cut, with their exact shapes."""

import math
from itertools import pairwise

from padwright.export.cutting import ShownBody, ShownWire
from padwright.export.palette import INK, material_colour, mixed
from padwright.export.pane_frame import Materials, Pane
from padwright.export.svg import element, group, number, rect, ring_path, tooltip

#: A wire is drawn at least this wide, so that it is seen in a picture of a whole package.
_LEAST_WIRE_PX = 0.9
#: A wire that comes to its bond steeper than this is shown cut level there.
_STEEP = 0.35
#: How many pieces are drawn between two points of a wire.
_PIECES = 6


def draw_ball(shown: ShownBody, pane: Pane, materials: Materials, ident: str) -> str:
    """Return a ball where it is cut; `ident` tells its clip path from others in the page."""
    outline = [(z, half) for z, half in shown.body.outline_nm]
    if shown.body.body.face == "bottom":
        outline.reverse()
    centre = shown.body.centre_nm
    right = [(pane.x(centre + half), pane.y(z)) for z, half in outline]
    left = [(pane.x(centre - half), pane.y(z)) for z, half in reversed(outline)]
    colour = material_colour(shown.body.body.material, materials)
    # The rim is drawn without the foot: solder has no face between a ball and its neck.
    rim = "M" + "L".join(f"{number(x)} {number(y)}" for x, y in [*right, *left])
    ball = element(
        "path",
        tooltip(f"ball {shown.body.body.name}"),
        d=rim,
        fill=colour,
        stroke=mixed(colour, INK, 0.45),
        stroke_width=0.6,
    )
    return _clipped(ball, pane, shown.from_nm, shown.to_nm, ident)


def draw_wire(shown: ShownWire, pane: Pane, materials: Materials, ident: str) -> str:
    """Return a wire as it is seen across the cut, as thick as it is."""
    colour = material_colour(shown.wire.wire.material, materials)
    half_nm = max(
        shown.wire.wire.diameter_nm / 2, _LEAST_WIRE_PX / 2 / pane.px_per_nm / pane.height_scale
    )
    ring = [(pane.x(x_nm), pane.y(z_nm)) for x_nm, z_nm in _tube(shown.wire.points_nm, half_nm)]
    drawn = element(
        "path",
        tooltip(f"wire {shown.wire.wire.name}"),
        d=ring_path([ring]),
        fill=colour,
        stroke=mixed(colour, INK, 0.55),
        stroke_width=0.4,
        stroke_linejoin="round",
    )
    # A bond lies half beyond the knee of a stepped cut.
    end_nm = shown.wire.wire.diameter_nm
    return _clipped(drawn, pane, shown.from_nm - end_nm, shown.to_nm + end_nm, ident)


def _tube(points_nm: tuple[tuple[float, float], ...], half_nm: float) -> list[tuple[float, float]]:
    """Return the outline of a line of points made thick to both sides, its ends level."""
    points = [points_nm[0]]
    points += [two for one, two in pairwise(points_nm) if two != one]
    points = _smooth(points)
    if len(points) < 2:  # seen along its length
        (x_nm, z_nm) = points[0]
        return [(x_nm + dx, z_nm + dz) for dx, dz in _octagon(half_nm)]
    ways = [_unit(two[0] - one[0], two[1] - one[1]) for one, two in pairwise(points)]
    upper: list[tuple[float, float]] = []
    lower: list[tuple[float, float]] = []
    for index, (x_nm, z_nm) in enumerate(points):
        before, after = ways[max(0, index - 1)], ways[min(index, len(ways) - 1)]
        along = _unit(before[0] + after[0], before[1] + after[1])
        reach_nm = half_nm / max(0.5, along[0] * after[0] + along[1] * after[1])
        aside = (-along[1] * reach_nm, along[0] * reach_nm)
        if index in {0, len(points) - 1} and abs(along[1]) > _STEEP:
            aside = (-half_nm / along[1], 0.0)  # a bond lies flat on what it is bonded to
        upper.append((x_nm + aside[0], z_nm + aside[1]))
        lower.append((x_nm - aside[0], z_nm - aside[1]))
    return [*upper, *reversed(lower)]


def _smooth(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return a line with points between, on the curve that bends evenly through all of them.

    Centripetal Catmull-Rom splines (Barry and Goldman, SIGGRAPH 1988; Yuksel et al. 2011): the
    points of a wire are those of a loop, which has no corners.
    """
    if len(points) < 3:
        return points
    before = (2 * points[0][0] - points[1][0], 2 * points[0][1] - points[1][1])
    after = (2 * points[-1][0] - points[-2][0], 2 * points[-1][1] - points[-2][1])
    every = [before, *points, after]
    curve = [points[0]]
    for at in range(len(points) - 1):
        knots = [0.0]
        for one, two in pairwise(every[at : at + 4]):
            knots.append(knots[-1] + math.sqrt(math.dist(one, two)))
        for piece in range(1, _PIECES + 1):
            turn = knots[1] + (knots[2] - knots[1]) * piece / _PIECES
            curve.append(_on_spline(every[at : at + 4], knots, turn))
    return curve


def _on_spline(
    points: list[tuple[float, float]], knots: list[float], at_ratio: float
) -> tuple[float, float]:
    """Return the point of a spline by repeated linear interpolation between its four points."""
    row = points
    for spans in (((0, 1), (1, 2), (2, 3)), ((0, 2), (1, 3)), ((1, 2),)):
        row = [
            _between(one, two, (at_ratio - knots[low]) / (knots[high] - knots[low]))
            for (one, two), (low, high) in zip(pairwise(row), spans, strict=True)
        ]
    return row[0]


def _between(
    one: tuple[float, float], two: tuple[float, float], share: float
) -> tuple[float, float]:
    return (one[0] + (two[0] - one[0]) * share, one[1] + (two[1] - one[1]) * share)


def _octagon(half_nm: float) -> list[tuple[float, float]]:
    turns = [math.pi / 8 + math.pi / 4 * each for each in range(8)]
    return [(half_nm * math.cos(turn), half_nm * math.sin(turn)) for turn in turns]


def _unit(x_nm: float, z_nm: float) -> tuple[float, float]:
    length_nm = math.hypot(x_nm, z_nm) or 1.0
    return (x_nm / length_nm, z_nm / length_nm)


def _clipped(drawn: str, pane: Pane, from_nm: float, to_nm: float, ident: str) -> str:
    begin, end = pane.x(from_nm), pane.x(to_nm)
    clip = element("clipPath", rect(begin, pane.top_px, end - begin, pane.height_px), id=ident)
    return clip + group([drawn], clip_path=f"url(#{ident})")
