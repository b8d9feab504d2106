"""The built structure as a solid model for viewers, in binary glTF."""

import math
from collections.abc import Iterator
from typing import Any, BinaryIO, ClassVar, Final

from padwright.export.exporter import Delivery, Exporter
from padwright.export.gltf import GltfDocument
from padwright.export.naming import net_names
from padwright.geometry.body import Ball, Wire
from padwright.geometry.mesh import ball_mesh, prism_mesh
from padwright.geometry.region import Region
from padwright.geometry.slab import Role, Slab
from padwright.geometry.tube import tube_mesh

#: From z up to glTF's y up: a quarter turn about x, as a quaternion.
_Z_UP: Final = [-math.sqrt(0.5), 0.0, 0.0, math.sqrt(0.5)]


class Glb(Exporter):
    """A node for each step, under it one for each slab and net that the step made."""

    kind: ClassVar[str] = "glb"
    filename: ClassVar[str] = "package.glb"
    describes: ClassVar[str] = (
        "the built structure as a coloured solid model, named by step and net"
    )
    loses: ClassVar[str] = (
        "exact lengths (32-bit floats, better than 1 nm on a 10 mm package); balls and wires are "
        "facetted; the steps' order and temperatures"
    )

    def write(self, delivery: Delivery, to: BinaryIO) -> None:
        """Write metres, y up; ``extras`` have material, role, step, level, heights and net."""
        to.write(_Model(delivery).to_glb())


class _Model:
    def __init__(self, delivery: Delivery) -> None:
        self.delivery = delivery
        self.structure = delivery.built.structure
        self.names = net_names(delivery.plan, delivery.nets)
        design = delivery.design.name
        self.document = GltfDocument({"design": design, "digest": delivery.digest})
        self.materials: dict[str, int] = {}
        self.shapes: dict[tuple[str, str, float, float], int] = {}

    def to_glb(self) -> bytes:
        by_step: dict[str, list[int]] = {}
        for index, slab in enumerate(self.structure.slabs):
            by_step.setdefault(slab.made_by, []).append(self._slab_node(index, slab))
        nets = {
            body: self.names[net.number] for net in self.delivery.nets.nets for body in net.bodies
        }
        for ball in self.structure.balls:
            by_step.setdefault(ball.made_by, []).append(self._ball_node(ball, nets.get(ball.name)))
        for wire in self.structure.wires:
            by_step.setdefault(wire.made_by, []).append(self._wire_node(wire, nets.get(wire.name)))
        steps = [
            self.document.add_node(name, children=nodes, extras={"step": name})
            for name, nodes in by_step.items()
        ]
        content: dict[str, Any] = {"rotation": _Z_UP}
        if steps:
            content["children"] = steps
        return self.document.to_glb(self.document.add_node(self.delivery.design.name, **content))

    def _material(self, name: str) -> int:
        if name not in self.materials:
            known = self.delivery.design.technology.all_materials.get(name)
            self.materials[name] = self.document.add_material(name, known)
        return self.materials[name]

    def _slab_node(self, index: int, slab: Slab) -> int:
        extras: dict[str, Any] = {
            "slab": index,
            "material": slab.material,
            "role": slab.role.value,
            "step": slab.made_by,
            "bottom_nm": slab.bottom_nm,
            "top_nm": slab.top_nm,
        }
        if slab.level is not None:
            extras["level"] = slab.level
        level = f" {slab.level}" if slab.level is not None else ""
        title = f"{slab.role.value}{level} ({slab.material})"
        nodes = [
            self._part_node(f"{title} {net}" if net else title, region, slab, net)
            for net, region in self._parts(index, slab)
        ]
        return self.document.add_node(title, children=nodes, extras=extras)

    def _part_node(self, title: str, region: Region, slab: Slab, net: str | None) -> int:
        mesh = prism_mesh(region, slab.bottom_nm, slab.top_nm)
        number = self.document.add_mesh(title, mesh, self._material(slab.material))
        return self.document.add_node(title, mesh=number, extras={"net": net} if net else {})

    def _parts(self, index: int, slab: Slab) -> Iterator[tuple[str | None, Region]]:
        """Yield the slab's pieces by net, or the whole slab where it is no conductor.

        Seed films stay whole: they lie under the wiring of their net, and would double the nodes.
        """
        nets = self.delivery.nets
        if slab.role is Role.SEED:
            yield None, slab.region
            return
        members = [net for net in nets.nets if index in net.slabs]
        if not members:
            yield None, slab.region
        for net in members:
            yield self.names[net.number], nets.region(net, index)

    def _ball_node(self, ball: Ball, net: str | None) -> int:
        shape = (ball.material, ball.face, ball.centre_nm - ball.foot_nm, ball.radius_nm)
        if shape not in self.shapes:
            title = f"ball ({ball.material})"
            mesh = ball_mesh(ball)
            self.shapes[shape] = self.document.add_mesh(title, mesh, self._material(ball.material))
        extras = {"ball": ball.name, "material": ball.material, "role": ball.role.value}
        extras |= {"step": ball.made_by, **({"net": net} if net else {})}
        place = [each * 1e-9 for each in (ball.x_nm, ball.y_nm, ball.foot_nm)]
        return self.document.add_node(
            ball.name, mesh=self.shapes[shape], translation=place, extras=extras
        )

    def _wire_node(self, wire: Wire, net: str | None) -> int:
        title = f"wire ({wire.material})"
        mesh = self.document.add_mesh(title, tube_mesh(wire), self._material(wire.material))
        extras: dict[str, Any] = {
            "wire": wire.name,
            "material": wire.material,
            "role": wire.role.value,
            "step": wire.made_by,
            "diameter_nm": wire.diameter_nm,
            **({"net": net} if net else {}),
        }
        return self.document.add_node(wire.name, mesh=mesh, extras=extras)
