"""The fan-out bench format (``fanout-bench-1``, JSON, micrometres) and its solutions."""

import json
import math
from dataclasses import asdict
from typing import Any

from padwright.base.errors import InputError
from padwright.route.assigning.assignment import assigned
from padwright.route.judging.validity import check
from padwright.route.problem import (
    Keepout,
    LevelRules,
    Net,
    RoutingProblem,
    RoutingRules,
    Terminal,
)
from padwright.route.reading.bench_demands import told_lengths, with_read_demands
from padwright.route.routing import Cut, CutGap, Point, Routing, Unrouted, Via, Wire

FORMAT = "fanout-bench-1"
_LARGEST_UM = 2_000_000.0


class _Reader:
    """One JSON object with the place it was found at."""

    def __init__(self, data: Any, where: str) -> None:
        if not isinstance(data, dict):
            raise InputError(
                f"expected an object, met {type(data).__name__}", where=where, fix="write { ... }"
            )
        self.data, self.where = data, where

    def get(self, key: str) -> Any:
        if key not in self.data:
            raise InputError(
                f"key {key!r} is missing", where=self.where, fix=f"add {key!r} (see {FORMAT})"
            )
        return self.data[key]

    def place(self, key: str) -> str:
        return f"{self.where}.{key}"

    def text(self, key: str) -> str:
        value = self.get(key)
        if not isinstance(value, str) or not value:
            raise InputError(f"{value!r} is not a name", where=self.place(key), fix="write a text")
        return value

    def whole(self, key: str) -> int:
        value = self.get(key)
        if not isinstance(value, int) or isinstance(value, bool):
            raise InputError(
                f"{value!r} is not a whole number", where=self.place(key), fix="write an integer"
            )
        return value

    def nm(self, key: str) -> int:
        return _nm(self.get(key), self.place(key))

    def nm_or_none(self, key: str) -> int | None:
        return self.nm(key) if key in self.data else None

    def flag(self, key: str) -> bool:
        """Return true or false; a flag that is not there is true."""
        value = self.data.get(key, True)
        if not isinstance(value, bool):
            raise InputError(
                f"{value!r} is not true or false", where=self.place(key), fix="write true or false"
            )
        return value

    def items(self, key: str) -> list[Any]:
        value = self.get(key)
        if not isinstance(value, list):
            raise InputError(f"{value!r} is not a list", where=self.place(key), fix="write [ ... ]")
        return value

    def objects(self, key: str) -> list["_Reader"]:
        return [_Reader(v, f"{self.place(key)}[{i}]") for i, v in enumerate(self.items(key))]

    def polygon(self, key: str) -> tuple[Point, ...]:
        points = self.polyline(key)
        return points[:-1] if len(points) > 1 and points[0] == points[-1] else points

    def polyline(self, key: str) -> tuple[Point, ...]:
        points: list[Point] = []
        for i, point in enumerate(self.items(key)):
            at = f"{self.place(key)}[{i}]"
            if not isinstance(point, list) or len(point) != 2:
                raise InputError(f"{point!r} is not a point", where=at, fix="write [x, y]")
            points.append((_nm(point[0], at), _nm(point[1], at)))
        return tuple(points)


def _nm(value: Any, where: str) -> int:
    """Return a number of micrometres in whole nanometres."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise InputError(f"{value!r} is not a number", where=where, fix="write a length in um")
    if not math.isfinite(value) or abs(value) > _LARGEST_UM:
        raise InputError(
            f"{value} um is not a length up to {_LARGEST_UM:.0f} um",
            where=where,
            fix="write a finite length in um",
        )
    return round(value * 1000)


#: Corners of the shapes of lands, in parts of the circle's radius from its centre.
_SHAPES = {
    "square": [(k + 0.5) * math.pi / 2 for k in range(4)],
    "octagon": [(k + 0.5) * math.pi / 4 for k in range(8)],
}


def _land(reader: _Reader) -> Terminal:
    x_nm, y_nm, diameter_nm = reader.nm("x"), reader.nm("y"), reader.nm("d")
    corners: tuple[Point, ...] = ()
    if "polygon" in reader.data:
        corners = reader.polygon("polygon")
    elif (shape := reader.data.get("shape", "circle")) != "circle":
        if shape not in _SHAPES:
            raise InputError(
                f"shape {shape!r} is unknown",
                where=reader.place("shape"),
                fix=f"use circle, {', '.join(_SHAPES)} or give a polygon",
            )
        half = diameter_nm / 2 - 1  # rounding keeps the corners in the circle
        corners = tuple(
            (x_nm + round(half * math.cos(a)), y_nm + round(half * math.sin(a)))
            for a in _SHAPES[shape]
        )
    return Terminal(reader.text("id"), x_nm, y_nm, diameter_nm, reader.whole("layer"), corners)


def _level_rules(layers: list[_Reader]) -> tuple[LevelRules, ...]:
    keys = ("width", "spacing", "via_diameter", "edge_clearance")
    own = tuple(LevelRules(*(layer.nm_or_none(key) for key in keys)) for layer in layers)
    return own if any(each != LevelRules() for each in own) else ()


def _wire(reader: _Reader) -> Wire:
    return Wire(
        reader.text("net"), reader.whole("layer"), reader.nm("width"), reader.polyline("pts")
    )


def _via(reader: _Reader) -> Via:
    levels = reader.items("layers")
    if not levels or any(not isinstance(level, int) for level in levels):
        raise InputError(
            f"{levels!r} are no levels", where=reader.place("layers"), fix="write whole numbers"
        )
    lands = reader.items("lands") if "lands" in reader.data else []
    own = tuple(_nm(d, reader.place("lands")) for d in lands)
    place = reader.nm("x"), reader.nm("y"), reader.nm("d")
    return Via(reader.text("net"), *place, min(levels), max(levels), own)


def read_problem(text: str, where: str) -> RoutingProblem:
    """Return the problem in a JSON text; the reference assignment of the file is fixed.

    What other routers need not know is optional: ``spacing`` of a net; ``width``, ``spacing``,
    ``via_diameter`` and ``edge_clearance`` of a layer; ``via_in_pad``, ``stacked_vias`` and
    ``via_pitch`` of the rules; ``polygon`` (corners) or ``shape`` (``square`` or ``octagon`` in the
    circle of ``d``) of a land; ``wires`` and ``vias`` that are given, as in a solution.

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
    try:
        data = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        raise InputError(
            f"not JSON: {error}", where=where, fix="give a file of this format"
        ) from error
    reader = _Reader(data, where)
    if (kind := reader.data.get("format", FORMAT)) != FORMAT:
        raise InputError(
            f"format {kind!r} is unknown", where=f"{where}.format", fix=f"use {FORMAT!r}"
        )
    levels = len(reader.items("layers"))
    if levels < 1:
        raise InputError("no wiring level", where=f"{where}.layers", fix="give one or more layers")
    rules = _Reader(reader.get("rules"), f"{where}.rules")
    terminals = tuple(_land(each) for key in ("pads", "balls") for each in reader.objects(key))
    nets = tuple(
        Net(
            each.text("name"),
            tuple(each.items("terminals")),
            each.nm_or_none("width"),
            each.nm_or_none("spacing"),
        )
        for each in reader.objects("nets")
    )
    keepouts = tuple(
        Keepout(each.polygon("polygon"), each.whole("layer") if "layer" in each.data else None)
        for each in (reader.objects("obstacles") if "obstacles" in reader.data else [])
    )
    for net in nets:
        for name in net.terminals:
            if not isinstance(name, str):
                raise InputError(
                    f"{name!r} is not a terminal's name",
                    where=f"{where}: net {net.name!r}",
                    fix="write the id of a pad or ball",
                )
    problem = RoutingProblem(
        name=reader.text("name"),
        outline_nm=reader.polygon("outline"),
        levels=levels,
        rules=RoutingRules(
            rules.nm("width"),
            rules.nm("spacing"),
            rules.nm("via_diameter"),
            rules.nm("edge_clearance"),
            _level_rules(reader.objects("layers")),
            rules.flag("via_in_pad"),
            rules.flag("stacked_vias"),
            rules.nm_or_none("via_pitch") or 0,
        ),
        terminals=terminals,
        nets=nets,
        keepouts=keepouts,
        wires=tuple(map(_wire, reader.objects("wires") if "wires" in reader.data else [])),
        vias=tuple(map(_via, reader.objects("vias") if "vias" in reader.data else [])),
    )
    problem = with_read_demands(problem, reader)
    check(problem, where)
    return problem


def write_solution(
    problem_name: str, routing: Routing, problem: RoutingProblem | None = None
) -> str:
    """Return a routing as JSON of the bench's solution format, lengths in um.

    With the problem, the lands that nets of pools got are written too.
    """
    solution: dict[str, Any] = {
        "problem": problem_name,
        "wires": [
            {
                "net": wire.net,
                "layer": wire.level,
                "width": wire.width_nm / 1000,
                "pts": [[x / 1000, y / 1000] for x, y in wire.points_nm],
            }
            for wire in routing.wires
        ],
        "vias": [
            {
                "net": via.net,
                "x": via.x_nm / 1000,
                "y": via.y_nm / 1000,
                "d": via.land_diameter_nm / 1000,
                "layers": list(range(via.lower_level, via.upper_level + 1)),
            }
            | (
                {"lands": [d / 1000 for d in via.land_diameters_nm]}
                if via.land_diameters_nm
                else {}
            )
            for via in routing.vias
        ],
        "unrouted": [
            {
                "net": each.net,
                "reason": each.reason,
                "cut": each.cut_nm and [[x / 1000, y / 1000] for x, y in each.cut_nm],
            }
            | ({"proof_nm": asdict(each.proof)} if each.proof else {})
            for each in routing.unrouted
        ],
    }
    if problem is not None and routing.assignment:
        nets = assigned(problem, routing).nets
        solution["assignment"] = {net.name: list(net.terminals) for net in nets}
    solution |= told_lengths(routing)
    return json.dumps(solution, separators=(",", ":")) + "\n"


def read_solution(text: str, where: str, problem: RoutingProblem) -> Routing:
    """Return the routing that `write_solution` wrote, without what it says of lengths.

    Raises
    ------
    InputError
        When the text is no solution, or one of nets that the problem does not have.
    """
    try:
        reader = _Reader(json.loads(text), where)
    except (json.JSONDecodeError, RecursionError) as error:
        raise InputError(
            f"not JSON: {error}", where=where, fix="give a file that `padwright route` wrote"
        ) from error
    got = reader.data.get("assignment", {})
    return Routing(
        tuple(_wire(each) for each in reader.objects("wires")),
        tuple(_via(each) for each in reader.objects("vias")),
        tuple(_unrouted(each) for each in reader.objects("unrouted")),
        tuple(
            (net.name, got[net.name][-1])
            for net in problem.nets
            if net.pool is not None and got.get(net.name)
        ),
    )


def _unrouted(reader: _Reader) -> Unrouted:
    cut = reader.polyline("cut") if reader.data.get("cut") else None
    proof = None
    if "proof_nm" in reader.data:
        data = reader.data["proof_nm"]
        gaps = tuple(
            CutGap(gap["level"], tuple(gap["first_nm"]), tuple(gap["second_nm"]), gap["lines"])
            for gap in data["gaps"]
        )
        proof = Cut(tuple(data["nets"]), gaps, data["lines"])
    ends = None if cut is None else (cut[0], cut[1])
    return Unrouted(reader.text("net"), reader.text("reason"), ends, proof)
