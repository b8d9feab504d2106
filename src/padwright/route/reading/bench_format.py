"""Problems in the fan-out bench format (``fanout-bench-1``, JSON, micrometres)."""

import math
from collections.abc import Sequence

from padwright.base.errors import InputError
from padwright.route.judging.validity import check
from padwright.route.problem import (
    Keepout,
    LevelRules,
    Net,
    RoutingProblem,
    RoutingRules,
    Terminal,
)
from padwright.route.reading.bench_demands import with_read_demands
from padwright.route.reading.fields import Fields, read_fields
from padwright.route.routing import Point, Via, Wire

FORMAT = "fanout-bench-1"

#: Directions of the corners of lands from their centre, in radians.
_SHAPES = {
    "square": [(k + 0.5) * math.pi / 2 for k in range(4)],
    "octagon": [(k + 0.5) * math.pi / 4 for k in range(8)],
}


def _land(fields: Fields) -> Terminal:
    x_nm, y_nm, diameter_nm = fields.nm("x"), fields.nm("y"), fields.nm("d")
    corners: tuple[Point, ...] = ()
    shape = fields.text("shape") if "shape" in fields else "circle"
    if "polygon" in fields:
        corners = fields.polygon("polygon")
    elif shape != "circle":
        if shape not in _SHAPES:
            raise InputError(
                f"shape {shape!r} is unknown",
                where=fields.place("shape"),
                fix=f"use circle, {', '.join(_SHAPES)} or give a polygon",
            )
        half = diameter_nm / 2 - 1  # rounding keeps the corners in the circle
        corners = tuple(
            (x_nm + round(half * math.cos(a)), y_nm + round(half * math.sin(a)))
            for a in _SHAPES[shape]
        )
    return Terminal(fields.text("id"), x_nm, y_nm, diameter_nm, fields.whole("layer"), corners)


def _level_rules(layers: Sequence[Fields]) -> tuple[LevelRules, ...]:
    keys = ("width", "spacing", "via_diameter", "edge_clearance")
    own = tuple(LevelRules(*(layer.nm_or_none(key) for key in keys)) for layer in layers)
    return own if any(each != LevelRules() for each in own) else ()


def read_wire(fields: Fields) -> Wire:
    """Return a wire, of a problem or of a solution."""
    level = fields.level("layer")
    points = fields.polyline("pts")
    if len(points) < 2:
        raise InputError(
            f"a wire has two points or more, not {len(points)}",
            where=fields.place("pts"),
            fix="give its points in order",
        )
    return Wire(fields.text("net"), level, fields.nm("width"), points)


def read_via(fields: Fields) -> Via:
    """Return a via, of a problem or of a solution."""
    levels, lands = fields.levels("layers"), fields.lengths_nm("lands")
    lowest, highest = min(levels), max(levels)
    if lands and len(lands) != highest - lowest + 1:
        raise InputError(
            f"{len(lands)} lands on levels {lowest} to {highest}",
            where=fields.place("lands"),
            fix="give one for each of its levels, the lowest first, or none",
        )
    place = fields.nm("x"), fields.nm("y"), fields.nm("d")
    if lands and max(lands) != place[2]:
        raise InputError(
            f"the largest land is {max(lands) / 1000:g} um wide, d is {place[2] / 1000:g} um",
            where=fields.place("lands"),
            fix="give the largest of them as d, or no lands",
        )
    return Via(fields.text("net"), *place, lowest, highest, lands)


def read_problem(text: str, where: str) -> RoutingProblem:
    """Return the problem in a JSON text; the reference assignment of the file is fixed.

    What other routers need not know is optional: ``spacing`` and ``closed_layers`` of a net;
    ``width``, ``spacing``, ``via_diameter`` and ``edge_clearance`` of a layer; ``via_in_pad``,
    ``stacked_vias`` and ``via_pitch`` of the rules; ``polygon`` (corners) or ``shape`` (``square``
    or ``octagon`` in the circle of ``d``) of a land; ``wires`` and ``vias`` that are given, as in a
    solution.

    Parameters
    ----------
    text
        JSON of format ``fanout-bench-1``, lengths in um.
    where
        Name of the file, for errors.

    Raises
    ------
    InputError
        When the text is no such JSON or describes a problem that cannot be used.
    """
    fields = read_fields(text, where)
    if (kind := fields.text("format") if "format" in fields else FORMAT) != FORMAT:
        raise InputError(
            f"format {kind!r} is unknown", where=f"{where}.format", fix=f"use {FORMAT!r}"
        )
    levels = len(fields.items("layers"))
    if levels < 1:
        raise InputError("no wiring level", where=f"{where}.layers", fix="give one or more layers")
    rules = fields.object("rules")
    problem = RoutingProblem(
        name=fields.text("name"),
        outline_nm=fields.polygon("outline"),
        levels=levels,
        rules=RoutingRules(
            rules.nm("width"),
            rules.nm("spacing"),
            rules.nm("via_diameter"),
            rules.nm("edge_clearance"),
            _level_rules(fields.objects("layers")),
            rules.flag("via_in_pad"),
            rules.flag("stacked_vias"),
            rules.nm_or_none("via_pitch") or 0,
        ),
        terminals=tuple(_land(each) for key in ("pads", "balls") for each in fields.objects(key)),
        nets=tuple(
            Net(
                each.text("name"),
                each.texts("terminals"),
                each.nm_or_none("width"),
                each.nm_or_none("spacing"),
                closed_levels=each.wholes("closed_layers") if "closed_layers" in each else (),
            )
            for each in fields.objects("nets")
        ),
        keepouts=tuple(
            Keepout(each.polygon("polygon"), each.whole("layer") if "layer" in each else None)
            for each in fields.objects_if_any("obstacles")
        ),
        wires=tuple(map(read_wire, fields.objects_if_any("wires"))),
        vias=tuple(map(read_via, fields.objects_if_any("vias"))),
    )
    problem = with_read_demands(problem, fields)
    check(problem, where)
    return problem
