"""Whether planes join their nets as drawn: the pieces of each net over all levels, and its pins."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from padwright.geometry.masks import Masks
from padwright.geometry.pieces import PieceBook
from padwright.geometry.region import Region
from padwright.model import drawings
from padwright.model.package import Design
from padwright.model.terminals import land_level
from padwright.plan.plan import Plan
from padwright.route.masks.drawing import draw_masks
from padwright.route.routing import Note, Routing, Unrouted

Place = tuple[int, int, int]


def pin_places(design: Design, plan: Plan, levels: int) -> Mapping[str, Place]:
    """Return x, y and wiring level, counted from 1, of each pin of the plan's nets."""
    last = land_level(design, levels)
    at = {pad.pin: (pad.x_nm, pad.y_nm, 1) for pad in plan.pads}
    at |= {ball.name: (ball.x_nm, ball.y_nm, last) for ball in plan.balls}
    for part in plan.parts:
        at |= {
            part.pin(each): (each.x_nm, each.y_nm, each.level or last) for each in part.terminals
        }
    return at


@dataclass(frozen=True, slots=True)
class Joined:
    """What of a net hangs together as drawn: the pins of each piece, and pieces without a pin.

    ``stranded`` has the metal of each level, counted from 1, that vias of the net come to and that
    joins none of its pins.
    """

    pins: tuple[tuple[str, ...], ...]
    stranded: Mapping[int, Region]


def joined_of(
    net: str, masks: Masks, design: Design, plan: Plan, routing: Routing, levels: int
) -> Joined:
    """Return what of a net hangs together as drawn.

    Pieces of metal on a level are joined by the vias of the routing and by posts under terminals.
    """
    last = land_level(design, levels)
    book, begins, found = PieceBook(), [0], []
    for level in range(1, last + 1):
        region = dict(masks[drawings.wiring(level)].labelled).get(net, Region.empty())
        pieces = book.of(region) if region else None
        found.append(pieces)
        begins.append(begins[-1] + (len(pieces) if pieces is not None else 0))
    at = pin_places(design, plan, levels)
    pins = dict(plan.nets)[net]

    def nodes(places: Sequence[Place]) -> np.ndarray:
        table = np.array(places, dtype=np.int64).reshape(-1, 3)
        held = np.full(len(table), -1, dtype=np.int64)
        for level, pieces in enumerate(found, 1):
            here = np.flatnonzero(table[:, 2] == level)
            if pieces is not None and len(here):
                number = pieces.locate(table[here, :2].astype(np.float64))
                held[here] = np.where(number >= 0, number + begins[level - 1], -1)
        return held

    links = [
        ((via.x_nm, via.y_nm, level), (via.x_nm, via.y_nm, level + 1))
        for via in routing.vias
        if via.net == net
        for level in range(via.lower_level + 1, via.upper_level + 1)
    ]
    links += [
        ((ball.x_nm, ball.y_nm, levels), (ball.x_nm, ball.y_nm, last))
        for ball in plan.balls
        if ball.net == net and last > levels
    ]
    ends = np.stack([nodes([one for one, _ in links]), nodes([two for _, two in links])], axis=1)
    ends = ends[(ends >= 0).all(axis=1)]
    size = begins[-1]
    graph = coo_matrix((np.ones(len(ends)), (ends[:, 0], ends[:, 1])), shape=(size, size))
    labels = connected_components(graph, directed=False)[1] if size else np.zeros(0, np.int64)
    by_piece: dict[int, list[str]] = {}
    own = nodes([at[pin] for pin in pins])
    for pin, node in zip(pins, own.tolist(), strict=True):
        key = int(labels[node]) if node >= 0 else -1 - len(by_piece)
        by_piece.setdefault(key, []).append(pin)
    lost = np.isin(labels, np.setdiff1d(labels[ends.ravel()], labels[own[own >= 0]]))
    stranded = {
        level: pieces.region(np.flatnonzero(mine))
        for level, pieces in enumerate(found, 1)
        if pieces is not None and (mine := lost[begins[level - 1] : begins[level]]).any()
    }
    return Joined(tuple(tuple(piece) for piece in by_piece.values()), stranded)


def joined_nets(design: Design, plan: Plan, routing: Routing, levels: int) -> Mapping[str, Joined]:
    """Return the nets of planes that do not hang together as drawn."""
    nets = sorted({plane.net for plane in design.planes} & set(dict(plan.nets)))
    if not nets:
        return {}
    masks = draw_masks(design, plan, routing, levels, evened=False)
    found = {net: joined_of(net, masks, design, plan, routing, levels) for net in nets}
    return {net: each for net, each in found.items() if len(each.pins) > 1 or each.stranded}


def with_cut_planes(design: Design, routing: Routing, cut: Mapping[str, Joined]) -> Routing:
    """Return a routing that lists the nets of cut planes among those left open.

    Lines of shields that end on metal which joins none of the pins of their net have a note.
    """
    named = {each.net for each in routing.unrouted}
    more = tuple(
        Unrouted(net, f"its plane is cut into pieces: {len(each.pins)} groups of pins", None)
        for net, each in cut.items()
        if net not in named and len(each.pins) > 1
    )
    notes: list[Note] = []
    for net, each in cut.items():
        places = [
            (via.x_nm, via.y_nm)
            for via in routing.vias
            if via.net == net
            and any(
                each.stranded[level].contains(via.x_nm, via.y_nm)
                for level in range(via.lower_level + 1, via.upper_level + 2)
                if level in each.stranded
            )
        ]
        if places:
            reason = (
                f"{len(places)} vias of its lines stand on a piece of the plane of {net!r} that "
                f"nothing else joins, the first at {places[0]} nm"
            )
            shielded = tuple(shield.net for shield in design.shields if shield.by == net)
            notes.append(Note(f"shields by {net}", reason, shielded or (net,)))
    return replace(routing, unrouted=(*routing.unrouted, *more), notes=(*routing.notes, *notes))
