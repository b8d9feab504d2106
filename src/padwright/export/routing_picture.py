"""A routing problem and its wiring from above: levels, vias, what stayed open and what stops it."""

import math
from itertools import pairwise
from typing import Final

from padwright.base.wording import counted
from padwright.export.lettering import length_words
from padwright.export.palette import ACCENT, INK, MUTED, level_colour, mixed
from padwright.export.pane import draw_heading
from padwright.export.sheet import Sheet, draw_key, draw_plan_scale
from padwright.export.svg import Picture, Value, element, group, label, line, ring_path, tooltip
from padwright.route.problem import Keepout, RoutingProblem, Terminal
from padwright.route.proving.least import least_open
from padwright.route.routing import Cut, Point, Routing, Unrouted, Via, Wire

_WIDTH: Final = 1200.0
_MARGIN: Final = 40.0
_TOP: Final = 100.0
_KEY_WIDTH: Final = 250.0
#: Lines are never drawn thinner, so that they are seen on a large outline.
_LEAST_PX: Final = 0.6
_KEEP_OUT: Final = "#e3ddd0"


def routing_picture(problem: RoutingProblem, routing: Routing) -> Picture:
    """Return the picture of a wiring; titles name nets under the pointer."""
    xs, ys = zip(*problem.outline_nm, strict=True)
    box_nm = (min(xs), min(ys), max(xs), max(ys))
    room = _WIDTH - 3 * _MARGIN - _KEY_WIDTH
    scale = min(room / (box_nm[2] - box_nm[0]), 1.2 * room / (box_nm[3] - box_nm[1]))
    sheet = Sheet(box_nm, _MARGIN, _TOP, scale)
    open_nets = {each.net for each in routing.unrouted}
    total = len(problem.nets)
    title = f"{problem.name}: wiring"
    under = (
        f"{total - len(open_nets)} of {total} nets wired, "
        f"{length_words(routing.length_um * 1000)} of lines, {counted(len(routing.vias), 'via')}; "
        "rest the pointer on a line to read its net"
    )
    wires: dict[int, list[Wire]] = {level: [] for level in range(problem.levels)}
    for wire in routing.wires:
        wires[wire.level].append(wire)
    key_x = _WIDTH - _MARGIN - _KEY_WIDTH
    parts = [
        draw_heading(_MARGIN, _WIDTH - _MARGIN, title, under, "true to scale"),
        element("path", d=_ring(problem.outline_nm, sheet), fill="#fbfaf6", stroke=INK),
        *(_draw_keepout(each, sheet) for each in problem.keepouts),
        *(group(_draw_wires(wires[level], sheet), opacity=0.9) for level in wires),
        group(_draw_land(each, sheet) for each in problem.terminals),
        group(_draw_via(each, sheet) for each in routing.vias),
        _draw_open(problem, routing, sheet),
        _draw_keys(problem, routing, wires, key_x),
        draw_plan_scale(sheet, key_x, sheet.bottom_px - 6),
    ]
    height = max(sheet.bottom_px + 40, _TOP + 22 * (problem.levels + 12))
    return Picture(_WIDTH, height, title, "".join(parts))


def _ring(polygon_nm: tuple[Point, ...], sheet: Sheet) -> str:
    return ring_path([[(sheet.x(x_nm), sheet.y(y_nm)) for x_nm, y_nm in polygon_nm]])


def _draw_keepout(keepout: Keepout, sheet: Sheet) -> str:
    where = "every level" if keepout.level is None else f"level {keepout.level + 1}"
    return element(
        "path",
        tooltip(f"no wiring on {where}"),
        d=_ring(keepout.polygon_nm, sheet),
        fill=_KEEP_OUT,
        stroke="#a79c84",
        stroke_width=0.6,
        stroke_dasharray="4 3",
    )


def _draw_wires(wires: list[Wire], sheet: Sheet) -> list[str]:
    return [
        element(
            "path",
            tooltip(f"{wire.net}, level {wire.level + 1}, {length_words(wire.length_um * 1000)}"),
            d="M" + "L".join(f"{sheet.x(x):.2f} {sheet.y(y):.2f}" for x, y in wire.points_nm),
            fill="none",
            stroke=level_colour(wire.level + 1),
            stroke_width=max(_LEAST_PX, wire.width_nm * sheet.px_per_nm),
            stroke_linecap="round",
            stroke_linejoin="round",
        )
        for wire in wires
    ]


def _draw_land(terminal: Terminal, sheet: Sheet) -> str:
    colour = level_colour(terminal.level + 1)
    words = tooltip(f"{terminal.name}, level {terminal.level + 1}")
    look: dict[str, Value] = {
        "fill": mixed(colour, "#ffffff", 0.65),
        "stroke": colour,
        "stroke_width": 0.6,
    }
    if terminal.corners_nm:
        return element("path", words, d=_ring(terminal.corners_nm, sheet), **look)
    radius = terminal.diameter_nm / 2 * sheet.px_per_nm
    return element(
        "circle", words, cx=sheet.x(terminal.x_nm), cy=sheet.y(terminal.y_nm), r=radius, **look
    )


def _draw_via(via: Via, sheet: Sheet) -> str:
    words = f"via of {via.net}, level {via.lower_level + 1} to {via.upper_level + 1}"
    return element(
        "circle",
        tooltip(words),
        cx=sheet.x(via.x_nm),
        cy=sheet.y(via.y_nm),
        r=max(_LEAST_PX, via.land_diameter_nm / 2 * sheet.px_per_nm),
        fill=_via_colour(via.upper_level),
    )


def _via_colour(upper_level: int) -> str:
    """Return the colour of vias up to a level, darker than its wires, on which they lie."""
    return mixed(level_colour(upper_level + 1), "#000000", 0.45)


def _draw_open(problem: RoutingProblem, routing: Routing, sheet: Sheet) -> str:
    """Return the straight ways of open nets, the gaps that stop them, and what is proven."""
    place = {each.name: (each.x_nm, each.y_nm) for each in problem.terminals}
    pins = {net.name: net.terminals for net in problem.nets}
    proofs = dict.fromkeys(each.proof for each in routing.unrouted if each.proof is not None)
    parts = [_draw_proof(cut, sheet) for cut in proofs]
    for each in routing.unrouted:
        parts += _draw_open_net(each, [place[pin] for pin in pins[each.net]], sheet)
    return group(parts)


def _draw_open_net(each: Unrouted, places: list[Point], sheet: Sheet) -> list[str]:
    words = tooltip(f"{each.net} is open: {each.reason}")
    start = places[0]
    parts = [
        element(
            "path",
            words,
            d=f"M{sheet.x(start[0]):.2f} {sheet.y(start[1]):.2f}"
            f"L{sheet.x(end[0]):.2f} {sheet.y(end[1]):.2f}",
            fill="none",
            stroke=ACCENT,
            stroke_width=1.2,
            stroke_dasharray="5 4",
        )
        for end in places[1:]
    ]
    if each.cut_nm is not None:
        parts.append(_draw_gap(each.cut_nm[0], each.cut_nm[1], sheet, "a full gap on its way"))
    return parts


def _draw_proof(cut: Cut, sheet: Sheet) -> str:
    """Return the gaps of a cut, and the ways that tie lands to walls."""
    words = f"of {len(cut.nets)} nets that have to cross, {cut.lines} can"
    if cut.ties:
        words = f"of {len(cut.nets)} nets that would cross, {cut.lines} can be wired"
    parts = [
        _draw_gap(
            gap.first_nm, gap.second_nm, sheet, f"level {gap.level + 1}, {gap.lines} fit; {words}"
        )
        for gap in cut.gaps
    ]
    parts += [
        _draw_gap(first, second, sheet, f"level {tie.level + 1}, only {tie.net} passes; {words}")
        for tie in cut.ties
        for first, second in pairwise(tie.points_nm)
    ]
    return group(parts)


def _draw_gap(first: Point, second: Point, sheet: Sheet, words: str) -> str:
    return group(
        [
            tooltip(words),
            line(
                sheet.x(first[0]),
                sheet.y(first[1]),
                sheet.x(second[0]),
                sheet.y(second[1]),
                stroke=ACCENT,
                stroke_width=2,
                stroke_linecap="round",
            ),
        ]
    )


def _draw_keys(
    problem: RoutingProblem, routing: Routing, wires: dict[int, list[Wire]], x_px: float
) -> str:
    entries = [
        (
            level_colour(level + 1),
            f"level {level + 1}",
            length_words(math.fsum(wire.length_um for wire in on_it) * 1000),
        )
        for level, on_it in wires.items()
    ]
    if routing.vias:
        entries.append((_via_colour(problem.levels - 1), "vias", str(len(routing.vias))))
    if problem.keepouts:
        entries.append((_KEEP_OUT, "no wiring", str(len(problem.keepouts))))
    if routing.unrouted:
        entries.append((ACCENT, "open nets", str(len(routing.unrouted))))
    proven = sum(each.proof is not None for each in routing.unrouted)
    if proven:
        entries.append((ACCENT, "of these in a proof", str(proven)))
        least = least_open(each.proof for each in routing.unrouted if each.proof is not None)
        entries.append((ACCENT, "open in any wiring, at least", str(least)))
    return label(x_px, _TOP + 8, "Wiring", size_px=12, weight="600", fill=MUTED) + draw_key(
        entries, x_px, _TOP + 22, _KEY_WIDTH
    )
