"""Put a surface finish on open metal."""

from typing import ClassVar, Literal

from pydantic import Field

from padwright.base.errors import StepError
from padwright.geometry.facing import face_nm, span_nm, towards_nm
from padwright.geometry.masks import Masks
from padwright.geometry.openspace import Skyline
from padwright.geometry.region import Region
from padwright.geometry.slab import Role, Slab
from padwright.geometry.structure import Structure
from padwright.model.keys import KeyedSpec
from padwright.process.cathode import joined_to_rim
from padwright.process.step import Example, FacedStep, Thickness


class FinishLayer(KeyedSpec):
    """One metal of a finish."""

    material: str = Field(description="metal of the layer")
    thickness_nm: Thickness = Field(description="thickness of the layer")


class Finish(FacedStep):
    """Deposit thin layers of metal, one on the other, on metal in line of sight of a face.

    Where resist covers the face, that is through its openings. What needs a current (electroplate,
    brush) grows only on metal that is joined to the panel's rim, where the clamp holds it. The
    layers grow outward; the walls of the metal get none.
    """

    kind: ClassVar[str] = "finish"
    example: ClassVar[Example] = {
        "name": "inner finish",
        "layers": [
            {"material": "ni", "thickness": "2 um"},
            {"material": "pd", "thickness": "50 nm"},
            {"material": "au", "thickness": "10 nm"},
        ],
        "method": "electroplate",
        "conductors": ["ag", "au", "c194", "ni", "pd"],
        "face": "top",
        "temperature": "50 C",
    }

    layers: tuple[FinishLayer, ...] = Field(
        min_length=1, description="metals of the finish, the innermost first"
    )
    method: Literal["electroplate", "electroless", "immersion", "brush"] = Field(
        default="electroplate", description="how the metals are deposited"
    )
    conductors: tuple[str, ...] = Field(description="materials that the finish grows on")

    def apply(self, before: Structure, masks: Masks) -> Structure:
        """Return the structure with the finish on the open metal."""
        skyline = Skyline(before, masks.panel, self.face)
        metal = [slab for slab in before.slabs if slab.material in self.conductors]
        seen = [(slab, skyline.exposed(slab).solid_parts()) for slab in metal]
        seen = [(slab, region) for slab, region in seen if region]
        if not seen:
            raise StepError(
                f"no {' or '.join(map(repr, self.conductors))} is open to the {self.face} face",
                fix="open the resist before it, or name the metal that is there",
            )
        grown: list[Slab] = []
        for slab, region in self._with_current(masks.panel, metal, seen):
            inner_nm = towards_nm(self.face, face_nm(slab, self.face))
            for layer in self.layers:
                outer_nm = inner_nm + layer.thickness_nm
                span = span_nm(self.face, inner_nm, outer_nm)
                grown.append(Slab(layer.material, Role.FINISH, region, *span, self.name))
                inner_nm = outer_nm
        return before.plus(grown)

    def _with_current(
        self, panel: Region, metal: list[Slab], seen: list[tuple[Slab, Region]]
    ) -> list[tuple[Slab, Region]]:
        """Return the open places that the method's current comes to, where it needs one."""
        if self.method not in {"electroplate", "brush"}:
            return seen
        live = {
            id(slab): region
            for slab, region in zip(metal, joined_to_rim(panel, metal), strict=True)
        }
        fed = [(slab, region & live[id(slab)]) for slab, region in seen]
        fed = [(slab, region) for slab, region in fed if region]
        if not fed:
            raise StepError(
                "no open metal is joined to the panel's rim, so that no current comes to it",
                fix="deposit the finish before the metal is parted, or without current",
            )
        return fed

    def new_materials(self) -> frozenset[str]:
        """Return the metals of the finish."""
        return frozenset(layer.material for layer in self.layers)
