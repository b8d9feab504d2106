"""Mold: enclose dies and wires."""

from typing import ClassVar

from pydantic import Field

from padwright.base.errors import StepError
from padwright.base.units import length_text
from padwright.geometry.facing import face_nm, outermost_nm, span_nm, towards_nm
from padwright.geometry.flood import reachable
from padwright.geometry.masks import Masks
from padwright.geometry.openspace import Gap, joined
from padwright.geometry.region import Region
from padwright.geometry.slab import Role, Slab
from padwright.geometry.structure import Structure
from padwright.process.step import Example, FacedStep, Thickness

#: How far from its outline a cavity is clamped onto the panel.
_CLAMP_NM = 1_000


class Mold(FacedStep):
    """Fill all space that is joined to a cavity over a face, up to the cavity's roof.

    The compound flows under overhangs and through openings as far as they are open; wires run
    through it. The cap over a die is 0.5 mm to 0.8 mm in packages of this kind and at least 0.1 mm
    over a wire (uncited defaults of the trade).
    """

    kind: ClassVar[str] = "mold"
    example: ClassVar[Example] = {
        "name": "mold",
        "material": "emc_qfn",
        "mask": "cavity",
        "cap": "0.3 mm",
        "face": "top",
        "temperature": "175 C",
    }

    material: str = Field(description="material of the compound")
    mask: str | None = Field(
        default=None, description="drawing of the cavity; the whole panel when there is none"
    )
    cap_nm: Thickness = Field(description="thickness over the outermost front of a die")
    cavity_nm: Thickness | None = Field(
        default=None,
        description="depth of the cavity over the surface that it is clamped on; as deep as die "
        "and cap need when there is none",
    )

    def apply(self, before: Structure, masks: Masks) -> Structure:
        """Return the structure with the compound."""
        cavity = masks.panel if self.mask is None else masks[self.mask].region & masks.panel
        fronts_nm = [
            towards_nm(self.face, face_nm(slab, self.face))
            for slab in before.slabs
            if slab.role is Role.DIE and slab.region.overlaps(cavity)
        ]
        if not fronts_nm:
            raise StepError("there is no die in the cavity", fix="attach the dies before it")
        roof_nm = max(fronts_nm) + self.cap_nm
        self._require_room(before, cavity, roof_nm)
        gaps = [
            Gap(*span_nm(self.face, inner_nm, min(outer_nm, roof_nm)), gap.region)
            for gap in reachable(before, cavity, self.face)
            for inner_nm, outer_nm in [span_nm(self.face, gap.bottom_nm, gap.top_nm)]
            if inner_nm < roof_nm
        ]
        built_nm = towards_nm(self.face, outermost_nm(before.slabs, self.face))
        if built_nm < roof_nm:
            gaps.append(Gap(*span_nm(self.face, built_nm, roof_nm), cavity))
        return before.plus(
            Slab(self.material, Role.ENCAPSULANT, gap.region, gap.bottom_nm, gap.top_nm, self.name)
            for gap in joined(gaps)
        )

    def _require_room(self, before: Structure, cavity: Region, roof_nm: int) -> None:
        """Raise `StepError` when the cavity is too low for the cap, or the cap for a wire."""
        if self.cavity_nm is not None:
            clamp = cavity - cavity.sized(-_CLAMP_NM)
            held = tuple(slab for slab in before.slabs if slab.region.overlaps(clamp))
            deep_nm = towards_nm(self.face, outermost_nm(held, self.face)) + self.cavity_nm
            if deep_nm < roof_nm:
                raise StepError(
                    f"the die and its cap stand {length_text(roof_nm - deep_nm)} out of a cavity "
                    f"of {length_text(self.cavity_nm)}",
                    fix="make the cavity deeper, or die and cap thinner",
                )
        for body in before.bodies:
            _, outer_nm = span_nm(self.face, body.bottom_nm, body.top_nm)
            if outer_nm > roof_nm:
                raise StepError(
                    f"{body.name!r} stands {length_text(outer_nm - roof_nm)} out of the mold",
                    fix="make the cap thicker or the loop lower",
                )

    def new_materials(self) -> frozenset[str]:
        """Return the compound, which this step cures."""
        return frozenset({self.material})
