"""Nets, found from touching conductors of a structure and never remembered."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import klayout.db as kdb
import numpy as np
from scipy.spatial import cKDTree

from padwright.geometry.body import Ball
from padwright.geometry.region import SNAP_NM, Box, Region
from padwright.geometry.slab import Role, Slab
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
    half of `SNAP_NM`, the rounding of slanted edges. A body joins what its foot covers and the
    bodies that it touches. KLayout's `LayoutToNetlist` does the extraction.

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
    bodies = [body for body in structure.balls if is_conductor(body.material)]
    extraction = _Extraction([*metal, *_feet(bodies)], _bridges(bodies))
    extraction.add_pins(
        [Pin(body.name, body.x_nm, body.y_nm, body.foot_nm) for body in bodies], "body"
    )
    return extraction.run(extraction.add_pins(pins, "pin"))


def _feet(bodies: Sequence[Ball]) -> list[tuple[int, Slab]]:
    """Return the feet of bodies as thin slabs with negative numbers, one for each height."""
    feet: list[tuple[int, Slab]] = []
    for height_nm in sorted({body.foot_nm for body in bodies}):
        standing = [body for body in bodies if body.foot_nm == height_nm]
        region = Region.union(
            Region.disc(body.x_nm, body.y_nm, max(2, round(2 * body.foot_radius_nm)))
            for body in standing
        )
        foot = Slab("", Role.TERMINAL, region, height_nm, height_nm + 1, standing[0].made_by)
        feet.append((-1 - len(feet), foot))
    return feet


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

    def run(self, bare: tuple[str, ...]) -> Nets:
        """Extract and translate KLayout's nets into plain data."""
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
        return self._translate(extractor, regions, circuit, bare)

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

    def _translate(
        self,
        extractor: kdb.LayoutToNetlist,
        regions: list[kdb.Region],
        circuit: kdb.Circuit,
        bare: tuple[str, ...],
    ) -> Nets:
        found: list[tuple[tuple[str, ...], tuple[str, ...], dict[int, Region]]] = []
        for net in circuit.each_net():
            parts: dict[int, Region] = {}
            for region, (_, index, _) in zip(regions, self.layers, strict=True):
                shapes = extractor.shapes_of_net(net, region, True)  # noqa: FBT003 - KLayout's own order
                if not shapes.is_empty():
                    parts[index] = Region(shapes)
            if parts:
                found.append((*self._names(net.name), parts))
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
