"""Solutions in the fan-out bench format (JSON, micrometres): written, and read to go on from."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from padwright.base.errors import InputError
from padwright.route.assigning.assignment import assigned
from padwright.route.problem import Net, RoutingProblem
from padwright.route.reading.bench_format import read_via, read_wire
from padwright.route.reading.fields import Fields, read_fields
from padwright.route.routing import Cut, CutGap, NetLength, Note, Routing, Tie, Unrouted


def write_solution(
    problem_name: str, routing: Routing, problem: RoutingProblem | None = None
) -> str:
    """Return a routing as JSON of the bench's solution format, lengths in um.

    With the problem, the lands that nets of pools got are written too.
    """
    solution = solution_data(problem_name, routing)
    if problem is not None and routing.assignment:
        nets = assigned(problem, routing).nets
        solution["assignment"] = {net.name: list(net.terminals) for net in nets}
    return json.dumps(solution, separators=(",", ":")) + "\n"


def solution_data(problem_name: str, routing: Routing) -> dict[str, Any]:
    """Return a routing as plain data of the bench's solution format, lengths in um."""
    return {
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
    } | _lengths(routing)


def read_solution(text: str, where: str, problem: RoutingProblem) -> Routing:
    """Return the routing that `write_solution` wrote.

    Nets, levels and lands need not be those of the problem: it may have changed since.

    Raises
    ------
    InputError
        When the text is no solution, or one without any net of the problem.
    """
    routing = solution_of(read_fields(text, where), problem.nets)
    refuse_foreign([routing], [net.name for net in problem.nets], where)
    return routing


def refuse_foreign(routings: Iterable[Routing], nets: Iterable[str], where: str) -> None:
    """Refuse wiring of which no net is among some.

    Raises
    ------
    InputError
        When there is wiring and none of it belongs to one of the nets.
    """
    wired = {wire.net for routing in routings for wire in routing.wires}
    if wired and wired.isdisjoint(nets):
        raise InputError(
            f"none of its {len(wired)} nets, such as {min(wired)!r}, is among those to be wired",
            where=where,
            fix="give a wiring of this problem or of an earlier state of it",
        )


def solution_of(fields: Fields, nets: Sequence[Net] = ()) -> Routing:
    """Return the routing of a solution's object.

    Parameters
    ----------
    nets
        Those that may have been given lands of pools.
    """
    got = fields.object("assignment") if "assignment" in fields else Fields({}, fields.where)
    return Routing(
        tuple(read_wire(each) for each in fields.objects("wires")),
        tuple(read_via(each) for each in fields.objects("vias")),
        tuple(_unrouted(each) for each in fields.objects("unrouted")),
        tuple(
            (net.name, land)
            for net in nets
            if net.pool is not None and net.name in got
            for land in got.texts(net.name)[-1:]
        ),
        tuple(map(_length, fields.objects_if_any("lengths"))),
        tuple(
            Note(each.text("what"), each.text("reason"), each.texts("nets"))
            for each in fields.objects_if_any("notes")
        ),
    )


def _length(fields: Fields) -> NetLength:
    return NetLength(
        fields.text("net"),
        fields.text("demand"),
        fields.text("group") if fields.get("group") != "" else "",
        fields.number("length"),
        fields.number("short"),
        fields.number("coupled"),
        fields.number("limit") if fields.get("limit") is not None else None,
        fields.truth("met"),
    )


def _unrouted(fields: Fields) -> Unrouted:
    has_cut = "cut" in fields and fields.get("cut") is not None
    cut = fields.polyline("cut") if has_cut else None
    if cut is not None and len(cut) != 2:
        raise InputError(
            f"a gap has two ends, not {len(cut)}", where=fields.place("cut"), fix="give both"
        )
    return Unrouted(
        fields.text("net"),
        fields.text("reason"),
        None if cut is None else (cut[0], cut[1]),
        read_cut(fields.object("proof_nm")) if "proof_nm" in fields else None,
    )


def read_cut(fields: Fields) -> Cut:
    """Return the cut that `dataclasses.asdict` made plain data of."""
    return Cut(
        fields.texts("nets"),
        tuple(
            CutGap(
                gap.level("level"),
                gap.point_nm("first_nm"),
                gap.point_nm("second_nm"),
                gap.whole("lines"),
            )
            for gap in fields.objects("gaps")
        ),
        fields.whole("lines"),
        tuple(
            Tie(tie.text("net"), tie.level("level"), tie.points_nm("points_nm"))
            for tie in fields.objects_if_any("ties")
        ),
    )


def _lengths(routing: Routing) -> dict[str, Any]:
    """Return the lengths and notes of a routing as a solution writes them; nothing without any."""
    told: dict[str, Any] = {}
    if routing.lengths:
        told["lengths"] = [
            {
                "net": each.net,
                "demand": each.demand,
                "group": each.group,
                "length": each.length_um,
                "short": each.short_um,
                "coupled": each.coupled_um,
                "limit": each.limit_um,
                "met": each.met,
            }
            for each in routing.lengths
        ]
    if routing.notes:
        told["notes"] = [
            {"what": each.what, "reason": each.reason, "nets": list(each.nets)}
            for each in routing.notes
        ]
    return told
