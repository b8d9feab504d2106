"""Nets, found from touching conductors of a structure and never remembered."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import klayout.db as kdb
import numpy as np
from scipy.spatial import cKDTree

from padwright.geometry.body import Ball, Wire
from padwright.geometry.region import SNAP_NM, Box, Region
from padwright.geometry.slab import Role, Slab
from padwright.geometry.structure import Structure
from padwright.geometry.wire_gaps import near_pairs

#: A piece of metal: the pins and bodies that it reaches, and what it has of each slab.
_Found: TypeAlias = tuple[tuple[str, ...], tuple[str, ...], dict[int, Region]]


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
    _regions: dict[tuple[int, int], Region] = field(default_factory=dict, repr=False)
    _by_pin: dict[str, FoundNet] = field(default_factory=dict, repr=False)

    def region(self, net: FoundNet, slab: int) -> Region:
        """Return the part of a slab that belongs to a net; empty when none does."""
        return self._regions.get((net.number, slab), Region.empty())

    def net_of(self, pin: str) -> FoundNet | None:
        """Return the net that reaches a pin or a body, or None."""
        return self._by_pin.get(pin)


def extract(
    structure: Structure, is_conductor: Callable[[str], bool], pins: Sequence[Pin] = ()
) -> Nets:
    """Return the nets of a structure.

    Two slabs are joined where their faces touch with area, or where their walls touch along a
    line while they share height; corners alone join nothing, and neither do slivers of up to
    half of `SNAP_NM`, the rounding of slanted edges. A ball joins what its foot covers and the
    balls that it touches, a wire what its ends stand on and the wires that it touches. KLayout's
    `LayoutToNetlist` does the extraction.

    Parameters
    ----------
    structure
        What was built.
    is_conductor
        Whether a material, by its id, carries current.
    pins
        Points to name the nets by.
    """
    metal = [
        (index, slab) for index, slab in enumerate(structure.slabs) if is_conductor(slab.material)
    ]
    balls = [body for body in structure.balls if is_conductor(body.material)]
    wires = [wire for wire in structure.wires if is_conductor(wire.material)]
    feet = _numbered([*_feet(balls), *_bonds(wires)])
    extraction = _Extraction([*metal, *feet], _bridges(balls))
    ends = [Pin(wire.name, *wire.points_nm[end]) for end in (0, -1) for wire in wires]
    extraction.add_pins(
        [Pin(ball.name, ball.x_nm, ball.y_nm, ball.foot_nm) for ball in balls] + ends, "body"
    )
    return extraction.run(extraction.add_pins(pins, "pin"), touching_wires(wires))


def _numbered(feet: Sequence[Slab]) -> list[tuple[int, Slab]]:
    """Return the feet of bodies with negative numbers, which no slab has."""
    return [(-1 - number, foot) for number, foot in enumerate(feet)]


def _feet(balls: Sequence[Ball]) -> list[Slab]:
    """Return the feet of balls as thin slabs beyond them, one for each height and face."""
    feet: list[Slab] = []
    for face, height_nm in sorted({(ball.face, ball.foot_nm) for ball in balls}):
        standing = [ball for ball in balls if (ball.face, ball.foot_nm) == (face, height_nm)]
        region = Region.union(
            Region.disc(ball.x_nm, ball.y_nm, max(2, round(2 * ball.foot_radius_nm)))
            for ball in standing
        )
        low_nm = height_nm if face == "top" else height_nm - 1
        feet.append(Slab("", Role.TERMINAL, region, low_nm, low_nm + 1, standing[0].made_by))
    return feet


def _bonds(wires: Sequence[Wire]) -> list[Slab]:
    """Return the ends of wires as thin slabs on what they are bonded to, one for each height."""
    ends = [(*wire.points_nm[end], wire) for wire in wires for end in (0, -1)]
    bonds: list[Slab] = []
    for height_nm in sorted({z_nm for _, _, z_nm, _ in ends}):
        here = [each for each in ends if each[2] == height_nm]
        region = Region.union(
            Region.disc(x_nm, y_nm, wire.diameter_nm) for x_nm, y_nm, _, wire in here
        )
        made_by = here[0][3].made_by
        bonds.append(Slab("", Role.WIRE, region, height_nm, height_nm + 1, made_by))
    return bonds


def touching_wires(wires: Sequence[Wire]) -> list[tuple[str, str]]:
    """Return the names of each two wires that run into each other somewhere."""
    return [
        (wires[one].name, wires[other].name)
        for one, other, gap_nm, _ in near_pairs(wires, 1)
        if gap_nm <= 0
    ]


def _bridges(bodies: Sequence[Ball]) -> Region:
    """Return a thin line between the centres of each two bodies that touch."""
    if len(bodies) < 2:
        return Region.empty()
    centres_nm = np.array([(body.x_nm, body.y_nm, body.centre_nm) for body in bodies])
    radii_nm = np.array([body.radius_nm for body in bodies])
    near = cKDTree(centres_nm).query_pairs(2 * float(radii_nm.max()), output_type="ndarray")
    apart_nm = np.linalg.norm(centres_nm[near[:, 0]] - centres_nm[near[:, 1]], axis=1)
    near = near[apart_nm <= radii_nm[near].sum(axis=1)]
    ends_nm = centres_nm[near][:, :, :2].reshape(-1, 4)
    return Region.stadiums(np.rint(ends_nm).astype(np.int64), 2 * SNAP_NM)


class _Extraction:
    """One run of KLayout's extractor: a layer for each slab, one for each kind of contact."""

    def __init__(self, metal: list[tuple[int, Slab]], bridges: Region) -> None:
        self.metal = metal
        self.bridges = bridges
        self.layout = kdb.Layout()
        self.layout.dbu = 0.001
        self.cell = self.layout.create_cell("package")
        self.labels: list[tuple[str, str]] = []  # what a text stands for: ("pin" or "body", name)
        self.layers: list[tuple[int, int, Slab]] = []
        self.texts: list[int] = []
        self.joints = 0
        for index, slab in metal:
            layer = self.layout.layer(len(self.layers) + 1, 0)
            self.cell.shapes(layer).insert(_without_kisses(slab.region.shapes))
            self.layers.append((layer, index, slab))
            self.texts.append(self.layout.layer(len(self.layers), 1))

    def add_pins(self, pins: Sequence[Pin], kind: str) -> tuple[str, ...]:
        """Put labels on the conductors at the pins' points; return the pins without conductor."""
        first = len(self.labels)
        self.labels += [(kind, pin.name) for pin in pins]
        bare = dict(enumerate(pins, start=first))
        for (_, index, slab), texts in zip(self.layers, self.texts, strict=True):
            if (index < 0) != (kind == "body"):
                continue
            labels = [
                kdb.Text(f"L{number}", kdb.Trans(pin.x_nm, pin.y_nm))
                for number, pin in bare.items()
                if slab.bottom_nm <= pin.z_nm <= slab.top_nm
            ]
            held = kdb.Texts(labels) & slab.region.shapes
            self.cell.shapes(texts).insert(held)
            for text in held.each():
                del bare[int(text.string[1:])]
        return tuple(pin.name for pin in bare.values())

    def run(self, bare: tuple[str, ...], joined: Sequence[tuple[str, str]] = ()) -> Nets:
        """Extract and translate KLayout's nets into plain data.

        `joined` are bodies that touch beside their feet.
        """
        iterator = kdb.RecursiveShapeIterator(self.layout, self.cell, [])
        extractor = kdb.LayoutToNetlist(iterator)
        regions = []
        for (layer, _, _), text_layer in zip(self.layers, self.texts, strict=True):
            region = extractor.make_polygon_layer(layer, f"slab{layer}")
            texts = extractor.make_text_layer(text_layer, f"text{text_layer}")
            extractor.connect(region)  # KLayout has split large shapes into pieces that touch
            extractor.connect(region, texts)
            regions.append(region)
        self._connect_touching(extractor, regions)
        self._connect_bridges(extractor, regions)
        extractor.extract_netlist()
        circuit = extractor.netlist().circuit_by_name("package")
        if circuit is None:
            return Nets((), bare)
        return self._translate(self._found(extractor, regions, circuit), bare, joined)

    def _connect_touching(self, extractor: kdb.LayoutToNetlist, regions: list[kdb.Region]) -> None:
        """Join slabs that touch.

        Faces are joined through a copy of the lower one that is drawn in a little, so that it
        reaches only what lies over it with area; walls through strips across their common lines.
        """
        faces: dict[int, kdb.Region] = {}
        skirts: dict[int, kdb.Region] = {}
        for one, (_, _, low) in enumerate(self.layers):
            for other, (_, _, high) in enumerate(self.layers):
                if not _boxes_meet(low.region, high.region):
                    continue
                if low.top_nm == high.bottom_nm:
                    if one not in faces:
                        drawn_in = low.region.shapes.sized(-SNAP_NM // 2 - 1)
                        faces[one] = self._joint(extractor, drawn_in)
                        extractor.connect(regions[one], faces[one])
                    extractor.connect(regions[other], faces[one])
                elif one < other and low.spans(high.bottom_nm, high.top_nm):
                    for each, slab in ((one, low), (other, high)):
                        if each not in skirts:
                            skirts[each] = slab.region.shapes.sized(1)
                    strips = (skirts[one] & skirts[other]).with_bbox_max(
                        SNAP_NM + 1, None, inverse=False
                    )
                    if not strips.is_empty():
                        joint = self._joint(extractor, strips)
                        extractor.connect(regions[one], joint)
                        extractor.connect(regions[other], joint)

    def _joint(self, extractor: kdb.LayoutToNetlist, shapes: kdb.Region) -> kdb.Region:
        """Return shapes as a layer of their own, joined within itself."""
        self.joints += 1
        layer = self.layout.layer(self.joints, 2)
        self.cell.shapes(layer).insert(shapes)
        joint = extractor.make_polygon_layer(layer, f"joint{self.joints}")
        extractor.connect(joint)
        return joint

    def _connect_bridges(self, extractor: kdb.LayoutToNetlist, regions: list[kdb.Region]) -> None:
        if not self.bridges:
            return
        bridge = self._joint(extractor, self.bridges.shapes)
        for region, (_, index, _) in zip(regions, self.layers, strict=True):
            if index < 0:
                extractor.connect(region, bridge)

    def _found(
        self, extractor: kdb.LayoutToNetlist, regions: list[kdb.Region], circuit: kdb.Circuit
    ) -> list[_Found]:
        found: list[_Found] = []
        for net in circuit.each_net():
            parts: dict[int, Region] = {}
            for region, (_, index, _) in zip(regions, self.layers, strict=True):
                shapes = extractor.shapes_of_net(net, region, True)  # noqa: FBT003 - KLayout's own order
                if not shapes.is_empty():
                    parts[index] = Region(shapes)
            if parts:
                found.append((*self._names(net.name), parts))
        return found

    def _translate(
        self, pieces: list[_Found], bare: tuple[str, ...], joined: Sequence[tuple[str, str]]
    ) -> Nets:
        found = _by_bodies(pieces, joined)
        found.sort(key=lambda each: (-len(each[0]), -len(each[1]), each[0], each[1], _box(each[2])))
        by_slab = dict(self.metal)
        nets: list[FoundNet] = []
        by_net: dict[tuple[int, int], Region] = {}
        for number, (pins, bodies, parts) in enumerate(found):
            low_nm = min(by_slab[index].bottom_nm for index in parts)
            high_nm = max(by_slab[index].top_nm for index in parts)
            slabs = tuple(sorted(index for index in parts if index >= 0))
            nets.append(FoundNet(number, pins, bodies, slabs, _box(parts), low_nm, high_nm))
            by_net |= {(number, index): region for index, region in parts.items()}
        by_pin = {name: net for net in reversed(nets) for name in (*net.bodies, *net.pins)}
        return Nets(tuple(nets), bare, by_net, by_pin)

    def _names(self, name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        labels = [self.labels[int(each[1:])] for each in name.split(",") if each]
        pins = tuple(sorted({label for kind, label in labels if kind == "pin"}))
        bodies = tuple(sorted({label for kind, label in labels if kind == "body"}))
        return pins, bodies


def _by_bodies(pieces: list[_Found], joined: Sequence[tuple[str, str]]) -> list[_Found]:
    """Return pieces of metal with those made one that a body, or bodies that touch, reach."""
    leader: dict[str, str] = {}

    def leads(name: str) -> str:
        while leader.setdefault(name, name) != name:
            name = leader[name]
        return name

    for names in [*(bodies for _, bodies, _ in pieces), *joined]:
        for name in names[1:]:
            leader[leads(name)] = leads(names[0])
    grouped: dict[str, _Found] = {}
    alone: list[_Found] = []
    for pins, bodies, parts in pieces:
        if not bodies:
            alone.append((pins, bodies, parts))
            continue
        key = leads(bodies[0])
        old_pins, old_bodies, old_parts = grouped.get(key, ((), (), {}))
        every = {*old_parts, *parts}
        grouped[key] = (
            tuple(sorted({*old_pins, *pins})),
            tuple(sorted({*old_bodies, *bodies})),
            {
                each: Region.union(group[each] for group in (old_parts, parts) if each in group)
                for each in every
            },
        )
    return [*grouped.values(), *alone]


def _without_kisses(shapes: kdb.Region) -> kdb.Region:
    """Return shapes with a notch where two meet at a corner, which KLayout would take as joined."""
    pairs = shapes.isolated_check(1, metrics=kdb.Region.Euclidian)
    if pairs.is_empty():
        return shapes
    notches = kdb.Region()
    for pair in pairs.each():
        notches.insert(pair.bbox().enlarged(SNAP_NM // 2, SNAP_NM // 2))
    return shapes - notches


def _boxes_meet(one: Region, other: Region) -> bool:
    a, b = one.box_nm, other.box_nm
    return a[0] <= b[2] and b[0] <= a[2] and a[1] <= b[3] and b[1] <= a[3]


def _box(parts: dict[int, Region]) -> Box:
    boxes = [region.box_nm for region in parts.values()]
    left, bottom, right, top = zip(*boxes, strict=True)
    return min(left), min(bottom), max(right), max(top)
