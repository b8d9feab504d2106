"""Nets, found from touching conductors of a structure and never remembered."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from padwright.geometry.body import Ball, Wire
from padwright.geometry.contacts import Contacts, Trial, contacts_of
from padwright.geometry.feet import bonds_of, feet_of, touching_balls, touching_wires
from padwright.geometry.pieces import Numbers, PieceBook, Pieces
from padwright.geometry.region import Box, Region
from padwright.geometry.slab import Slab
from padwright.geometry.structure import Structure


@dataclass(frozen=True, slots=True)
class Pin:
    """A named point of the outside world that lies on a conductor: a die's pad or a ball."""

    name: str
    x_nm: int
    y_nm: int
    z_nm: int


@dataclass(frozen=True, slots=True)
class FoundNet:
    """Conductors that touch, as slab numbers, and the pins and bodies that they reach."""

    number: int
    pins: tuple[str, ...]
    bodies: tuple[str, ...]
    slabs: tuple[int, ...]
    box_nm: Box
    low_nm: int
    high_nm: int


@dataclass(frozen=True, slots=True)
class Nets:
    """All nets of a structure, by falling number of pins and then by place.

    `bare_pins` are pins whose point has no conductor.
    """

    nets: tuple[FoundNet, ...]
    bare_pins: tuple[str, ...]
    _parts: dict[int, "_Part"] = field(default_factory=dict, repr=False)
    _by_pin: dict[str, FoundNet] = field(default_factory=dict, repr=False)

    def region(self, net: FoundNet, slab: int) -> Region:
        """Return the part of a slab that belongs to a net; empty when none does."""
        return self._parts[slab].region(net.number) if slab in self._parts else Region.empty()

    def net_of(self, pin: str) -> FoundNet | None:
        """Return the net that reaches a pin or a body, or None."""
        return self._by_pin.get(pin)


@dataclass(frozen=True, slots=True)
class _Part:
    """A slab's region, its pieces and the number of the net of each piece."""

    whole: Region
    pieces: Pieces
    nets: Numbers

    def region(self, net: int) -> Region:
        numbers = np.flatnonzero(self.nets == net)
        if len(numbers) == len(self.pieces):
            return self.whole
        return self.pieces.region(numbers) if len(numbers) else Region.empty()


def extract(
    structure: Structure, is_conductor: Callable[[str], bool], pins: Sequence[Pin] = ()
) -> Nets:
    """Return the nets of a structure.

    Two slabs are joined where their faces touch with area, or where their walls touch along a
    line while they share height; corners alone join nothing, and neither do slivers of up to
    half of `SNAP_NM`, the rounding of slanted edges. A ball joins what its foot covers and the
    balls that it touches, a wire what its ends stand on and the wires that it touches.

    Parameters
    ----------
    structure
        What was built.
    is_conductor
        Whether a material, by its id, carries current.
    pins
        Points to name the nets by.

    Notes
    -----
    The connected pieces of all slabs are the nodes of a graph. Most contacts are told from how the
    regions were made (`contacts_of`); the others are tried by their polygons, unless the two pieces
    are joined already.
    """
    metal = [
        (index, slab)
        for index, slab in enumerate(structure.slabs)
        if is_conductor(slab.material) and slab.region
    ]
    balls = [body for body in structure.balls if is_conductor(body.material)]
    wires = [wire for wire in structure.wires if is_conductor(wire.material)]
    graph = _Graph(metal, balls, wires)
    graph.join_slabs()
    return graph.nets(pins)


class _Graph:
    """Pieces of slabs, feet of bodies and bodies as nodes, in this order; contacts as edges."""

    def __init__(self, metal: list[tuple[int, Slab]], balls: list[Ball], wires: list[Wire]) -> None:
        self.metal = metal
        self.bodies: list[Ball | Wire] = [*balls, *wires]
        self.slabs = [slab for _, slab in metal] + feet_of(balls) + bonds_of(wires)
        self.book = PieceBook()
        self.pieces = [self.book.of(slab.region) for slab in self.slabs]
        self.begins = np.concatenate([[0], np.cumsum([len(each) for each in self.pieces])])
        self.first_body = int(self.begins[-1])
        self.edges: list[Numbers] = []
        balls_touch, wires_touch = touching_balls(balls), touching_wires(wires)
        self._join_bodies(balls_touch, 0)
        self._join_bodies(wires_touch, len(balls))
        self._stand()

    @property
    def size(self) -> int:
        return self.first_body + len(self.bodies)

    def _join_bodies(self, pairs: list[tuple[int, int]], first: int) -> None:
        if pairs:
            self.edges.append(np.array(pairs, dtype=np.int64) + self.first_body + first)

    def _stand(self) -> None:
        """Join bodies with their feet."""
        ends = [
            (number, end)
            for number, body in enumerate(self.bodies)
            for end in (
                [(body.x_nm, body.y_nm, body.foot_nm)]
                if isinstance(body, Ball)
                else [body.points_nm[0], body.points_nm[-1]]
            )
        ]
        if not ends:
            return
        places_nm = np.array([end for _, end in ends], dtype=np.int64)
        numbers = np.array([number for number, _ in ends], dtype=np.int64)
        for at in range(len(self.metal), len(self.slabs)):
            nodes = self._nodes_at(at, places_nm)
            held = nodes >= 0
            self.edges.append(np.stack([nodes[held], numbers[held] + self.first_body], axis=1))

    def _nodes_at(self, at: int, places_nm: NDArray[np.int64]) -> Numbers:
        """Return for points of shape (n, 3) the piece of a slab that holds each; -1 for none."""
        slab = self.slabs[at]
        inside = np.flatnonzero(
            (slab.bottom_nm <= places_nm[:, 2]) & (places_nm[:, 2] <= slab.top_nm)
        )
        nodes = np.full(len(places_nm), -1, dtype=np.int64)
        found = self.pieces[at].locate(places_nm[inside, :2].astype(np.float64))
        nodes[inside] = np.where(found >= 0, found + self.begins[at], -1)
        return nodes

    def join_slabs(self) -> None:
        """Find all contacts: the sure ones first, then those that could still join something."""
        doubtful: list[tuple[int, int, Contacts]] = []
        for one, other in self._neighbours():
            contacts = contacts_of(self.slabs[one], self.slabs[other], self.book)
            if contacts is None:
                continue
            if len(contacts.sure):
                self.edges.append(contacts.sure + self.begins[[one, other]])
            if len(contacts.perhaps):
                doubtful.append((one, other, contacts))
        joined = self._labels()
        for one, other, contacts in doubtful:
            pairs = contacts.perhaps + self.begins[[one, other]]
            labels = joined[pairs]
            open_ = np.flatnonzero(labels[:, 0] != labels[:, 1])
            if len(open_):
                self._try(one, other, contacts, open_, joined)
                joined = self._labels()

    def _neighbours(self) -> Iterator[tuple[int, int]]:
        """Yield the pairs of slabs that touch in height, the lower first."""
        order = sorted(range(len(self.slabs)), key=lambda at: self.slabs[at].bottom_nm)
        for place, one in enumerate(order):
            for other in order[place + 1 :]:
                if self.slabs[other].bottom_nm > self.slabs[one].top_nm:
                    break
                yield one, other

    def _try(
        self, one: int, other: int, contacts: Contacts, open_: Numbers, joined: Numbers
    ) -> None:
        """Join the pieces of two slabs that touch, of those that are not joined yet."""
        trial = Trial(contacts.kind, self.pieces[one], self.pieces[other])
        leader: dict[int, int] = {}

        def leads(label: int) -> int:
            while leader.setdefault(label, label) != label:
                label = leader[label]
            return label

        begins = self.begins[[one, other]]
        for pair in contacts.perhaps[open_]:
            first, second = (leads(int(label)) for label in joined[pair + begins])
            if first != second and trial.touch(int(pair[0]), int(pair[1])):
                leader[first] = second
                self.edges.append((pair + begins)[None])

    def _labels(self) -> Numbers:
        """Return for each node the number of the connected part that it belongs to."""
        ends = np.concatenate([np.zeros((0, 2), dtype=np.int64), *self.edges])
        self.edges = [ends]
        weights = np.ones(len(ends), dtype=np.int8)
        graph = coo_matrix((weights, (ends[:, 0], ends[:, 1])), shape=(self.size, self.size))
        labels: Numbers = connected_components(graph, directed=False)[1].astype(np.int64)
        return labels

    def nets(self, pins: Sequence[Pin]) -> Nets:
        """Return the connected parts as plain data."""
        labels = self._labels()
        count = int(labels.max()) + 1 if len(labels) else 0
        nodes = self._nodes_of(pins)
        named: list[tuple[set[str], set[str]]] = [(set(), set()) for _ in range(count)]
        for pin, node in zip(pins, nodes.tolist(), strict=True):
            if node >= 0:
                named[labels[node]][0].add(pin.name)
        for number, body in enumerate(self.bodies):
            named[labels[self.first_body + number]][1].add(body.name)
        names = [(tuple(sorted(pins_)), tuple(sorted(bodies))) for pins_, bodies in named]
        boxes, heights, slabs = self._extents(labels, count)
        order = sorted(
            range(count),
            key=lambda each: (*(-len(group) for group in names[each]), *names[each], boxes[each]),
        )
        made = tuple(
            FoundNet(number, *names[each], slabs[each], boxes[each], *heights[each])
            for number, each in enumerate(order)
        )
        numbers = np.empty(count, dtype=np.int64)
        numbers[order] = np.arange(count)
        parts = {
            index: _Part(slab.region, pieces, numbers[labels[begin : begin + len(pieces)]])
            for (index, slab), pieces, begin in zip(
                self.metal, self.pieces, self.begins.tolist(), strict=False
            )
        }
        bare = tuple(pin.name for pin, node in zip(pins, nodes, strict=True) if node < 0)
        by_pin = {name: net for net in reversed(made) for name in (*net.bodies, *net.pins)}
        return Nets(made, bare, parts, by_pin)

    def _nodes_of(self, pins: Sequence[Pin]) -> Numbers:
        """Return for each pin the first piece of a slab that holds it; -1 for none."""
        places_nm = np.array([(pin.x_nm, pin.y_nm, pin.z_nm) for pin in pins], dtype=np.int64)
        places_nm = places_nm.reshape(-1, 3)
        nodes = np.full(len(places_nm), -1, dtype=np.int64)
        for at in range(len(self.metal)):
            left = np.flatnonzero(nodes < 0)
            nodes[left] = self._nodes_at(at, places_nm[left])
        return nodes

    def _extents(
        self, labels: Numbers, count: int
    ) -> tuple[list[Box], list[tuple[int, int]], list[tuple[int, ...]]]:
        """Return of each connected part its box, its lowest and highest, and its slabs' numbers."""
        far = np.iinfo(np.int64).max
        low, high = np.full((count, 3), far), np.full((count, 3), -far)
        pairs = [np.zeros((0, 2), dtype=np.int64)]
        for at, (slab, pieces) in enumerate(zip(self.slabs, self.pieces, strict=True)):
            own = labels[self.begins[at] : self.begins[at + 1]]
            for axis in (0, 1):
                np.minimum.at(low[:, axis], own, pieces.boxes_nm[:, axis])
                np.maximum.at(high[:, axis], own, pieces.boxes_nm[:, axis + 2])
            low[own, 2] = np.minimum(low[own, 2], slab.bottom_nm)
            high[own, 2] = np.maximum(high[own, 2], slab.top_nm)
            if at < len(self.metal):
                mine = np.unique(own)
                pairs.append(np.stack([mine, np.full(len(mine), self.metal[at][0])], axis=1))
        every = np.concatenate(pairs)
        every = every[np.lexsort((every[:, 1], every[:, 0]))]
        cuts = np.searchsorted(every[:, 0], np.arange(1, count))
        slabs = [tuple(each.tolist()) for each in np.split(every[:, 1], cuts)] if count else []
        boxes = [
            (left, bottom, right, top)
            for (left, bottom, _), (right, top, _) in zip(low.tolist(), high.tolist(), strict=True)
        ]
        heights = list(zip(low[:, 2].tolist(), high[:, 2].tolist(), strict=True))
        return boxes, heights, slabs
