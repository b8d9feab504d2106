"""Plans and wirings as plain data for stage files, and back without loss."""

from collections.abc import Iterable
from dataclasses import asdict, fields, replace
from operator import attrgetter
from typing import Any

from padwright.plan.plan import (
    Joint,
    PlacedBall,
    PlacedComponent,
    PlacedDie,
    PlacedPad,
    PlacedPassive,
    PlacedPeg,
    PlacedTerminal,
    Plan,
)
from padwright.route.from_plan import Answer, Attempt, Wiring
from padwright.route.reading.bench_solution import read_cut
from padwright.route.reading.fields import Fields
from padwright.route.routing import NetLength, Note, Routing, Unrouted, Via, Wire


def plan_to_data(plan: Plan) -> dict[str, Any]:
    """Return a plan as plain data."""
    return {
        "dies": _rows(PlacedDie, plan.dies),
        "pads": _rows(PlacedPad, plan.pads),
        "balls": _rows(PlacedBall, plan.balls),
        "joints": _rows(Joint, plan.joints),
        "nets": [[net, list(pins)] for net, pins in plan.nets],
        "straight_nm": plan.straight_nm,
        "tree_nm": plan.tree_nm,
        "pegs": _rows(PlacedPeg, plan.pegs),
        "passives": [
            {
                "place": [
                    each.name,
                    each.kind,
                    each.level,
                    each.x_nm,
                    each.y_nm,
                    each.rotation_deg,
                ],
                "parameters": [list(parameter) for parameter in each.parameters],
                "terminals": _rows(PlacedTerminal, each.terminals),
                "levels": list(each.levels),
            }
            for each in plan.passives
        ],
        "components": [
            [each.name, each.kind, _rows(PlacedTerminal, each.terminals)]
            for each in plan.components
        ],
    }


def plan_from_data(data: dict[str, Any]) -> Plan:
    """Return the plan that `plan_to_data` wrote."""
    return Plan(
        dies=tuple(PlacedDie(*row) for row in data["dies"]),
        pads=tuple(PlacedPad(*row) for row in data["pads"]),
        balls=tuple(PlacedBall(*row) for row in data["balls"]),
        joints=tuple(Joint(*row) for row in data["joints"]),
        nets=tuple((net, tuple(pins)) for net, pins in data["nets"]),
        straight_nm=data["straight_nm"],
        tree_nm=data["tree_nm"],
        pegs=tuple(PlacedPeg(*row) for row in data["pegs"]),
        passives=tuple(
            replace(
                PlacedPassive(*each["place"]),
                parameters=tuple((name, value) for name, value in each["parameters"]),
                terminals=tuple(PlacedTerminal(*row) for row in each["terminals"]),
                levels=tuple(each["levels"]),
            )
            for each in data["passives"]
        ),
        components=tuple(
            PlacedComponent(name, kind, tuple(PlacedTerminal(*row) for row in terminals))
            for name, kind, terminals in data["components"]
        ),
    )


def wiring_to_data(wiring: Wiring) -> dict[str, Any]:
    """Return a wiring as plain data."""
    return {
        "levels": wiring.levels,
        "tried": _rows(Attempt, wiring.tried),
        "answers": [
            [each.problem, each.levels, _routing_to_data(each.routing)] for each in wiring.answers
        ],
        **_routing_to_data(wiring.routing),
    }


def wiring_from_data(data: dict[str, Any]) -> Wiring:
    """Return the wiring that `wiring_to_data` wrote."""
    return Wiring(
        _routing_from_data(data),
        data["levels"],
        tuple(Attempt(*row) for row in data["tried"]),
        tuple(
            Answer(problem, levels, _routing_from_data(routing))
            for problem, levels, routing in data["answers"]
        ),
    )


def _routing_to_data(routing: Routing) -> dict[str, Any]:
    return {
        "wires": _rows(Wire, routing.wires),
        "vias": _rows(Via, routing.vias),
        "unrouted": [
            [each.net, each.reason, each.cut_nm, None if each.proof is None else asdict(each.proof)]
            for each in routing.unrouted
        ],
        "assignment": [list(each) for each in routing.assignment],
        "lengths": _rows(NetLength, routing.lengths),
        "notes": _rows(Note, routing.notes),
    }


def _routing_from_data(data: dict[str, Any]) -> Routing:
    return Routing(
        tuple(
            Wire(net, level, width_nm, tuple((x_nm, y_nm) for x_nm, y_nm in points))
            for net, level, width_nm, points in data["wires"]
        ),
        tuple(
            Via(net, x_nm, y_nm, land_nm, low, high, tuple(own))
            for net, x_nm, y_nm, land_nm, low, high, own in data["vias"]
        ),
        tuple(
            Unrouted(
                net,
                reason,
                None if cut is None else (tuple(cut[0]), tuple(cut[1])),
                None if proof is None else read_cut(Fields(proof, "proof")),
            )
            for net, reason, cut, proof in data["unrouted"]
        ),
        tuple((net, terminal) for net, terminal in data["assignment"]),
        tuple(NetLength(*row) for row in data["lengths"]),
        tuple(Note(what, reason, tuple(nets)) for what, reason, nets in data["notes"]),
    )


def _rows(noun: type, values: Iterable[Any]) -> list[list[Any]]:
    """Return the fields of each value, in the order in which its constructor takes them."""
    row = attrgetter(*(field.name for field in fields(noun)))
    return [list(row(value)) for value in values]
