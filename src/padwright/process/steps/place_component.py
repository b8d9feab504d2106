"""Place a component and solder it to its lands."""

from typing import ClassVar

from pydantic import Field

from padwright.base.errors import StepError
from padwright.base.units import LengthNm, length_text
from padwright.geometry.facing import face_nm, span_nm, towards_nm
from padwright.geometry.masks import Masks
from padwright.geometry.openspace import Skyline
from padwright.geometry.region import Region
from padwright.geometry.slab import Role, Slab
from padwright.geometry.structure import Structure
from padwright.process.lands import find_lands
from padwright.process.step import Example, FacedStep, Thickness


class PlaceComponent(FacedStep):
    """Solder a component that has terminals at its lands, such as a chip capacitor.

    The joints fill the openings and lift the component over the film's plane; its terminals go
    through its whole height where the lands are drawn inside its outline.
    """

    kind: ClassVar[str] = "place-component"
    example: ClassVar[Example] = {
        "name": "place C1",
        "outline_mask": "component C1",
        "lands_mask": "lands C1",
        "material": "alumina",
        "terminal_material": "sn",
        "thickness": "0.3 mm",
        "joint_material": "sac305",
        "joint_thickness": "30 um",
        "conductors": ["al", "cu", "sac305", "ti"],
        "temperature": "245 C",
    }

    outline_mask: str = Field(description="drawing of the component's outline")
    lands_mask: str = Field(description="drawing of the lands that it is soldered to")
    material: str = Field(description="material of the component's body")
    terminal_material: str = Field(description="material of the component's terminals")
    thickness_nm: Thickness = Field(description="height of the component")
    joint_material: str = Field(description="solder")
    joint_thickness_nm: Thickness = Field(description="solder over the film's plane")
    conductors: tuple[str, ...] = Field(description="materials that the solder wets")
    shift_x_nm: LengthNm = Field(
        default=0, description="placement error: by how much the component lies too far right"
    )
    shift_y_nm: LengthNm = Field(
        default=0, description="placement error: by how much the component lies too far up"
    )

    def apply(self, before: Structure, masks: Masks) -> Structure:
        """Return the structure with joints and component."""
        drawn = masks[self.lands_mask].region
        shift_nm = self.shift_x_nm, self.shift_y_nm
        outline = masks[self.outline_mask].region.moved(*shift_nm)
        terminals = outline & drawn.moved(*shift_nm)
        if not terminals:
            raise StepError(
                f"no land of {self.lands_mask!r} lies under the outline {self.outline_mask!r}",
                fix="draw the lands under the component's ends",
            )
        lands = find_lands(
            Skyline(before, masks.panel, self.face), self.face, drawn, self.conductors
        )
        lands = [each for each in lands if each.region.overlaps(terminals)]
        if not lands:
            raise StepError(
                f"no metal is open under the terminals drawn in {self.lands_mask!r}",
                fix="open the film over the lands before, or name their metal as a conductor",
            )
        foot_nm = max(each.plane_nm for each in lands) + self.joint_thickness_nm
        self._require_room(before, outline, foot_nm)
        end_nm = foot_nm + self.thickness_nm
        joints = [
            self._part(self.joint_material, each.region & terminals, each.metal_nm, foot_nm)
            for each in lands
        ]
        return before.plus(
            [
                *joints,
                self._part(self.terminal_material, terminals, foot_nm, end_nm),
                self._part(self.material, outline - terminals, foot_nm, end_nm),
            ]
        )

    def _require_room(self, before: Structure, outline: Region, foot_nm: int) -> None:
        for slab in before.slabs:
            end_nm = towards_nm(self.face, face_nm(slab, self.face))
            if end_nm > foot_nm and slab.region.overlaps(outline):
                raise StepError(
                    f"the component meets what {slab.made_by!r} made, which stands "
                    f"{length_text(end_nm - foot_nm)} higher than its foot",
                    fix="move the component beside it",
                )

    def _part(self, material: str, region: Region, inner_nm: int, outer_nm: int) -> Slab:
        return Slab(
            material, Role.COMPONENT, region, *span_nm(self.face, inner_nm, outer_nm), self.name
        )

    def new_materials(self) -> frozenset[str]:
        """Return the solder, which this step melts, and the component that it brings."""
        return frozenset({self.material, self.terminal_material, self.joint_material})
