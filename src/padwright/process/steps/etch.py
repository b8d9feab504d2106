"""Etch metal from one face, through the openings of what covers it."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from padwright.base.errors import StepError, nearest
from padwright.base.units import LengthNm, length_text
from padwright.geometry.etching import Spray, etched
from padwright.geometry.facing import upright
from padwright.geometry.masks import Masks
from padwright.geometry.slab import Slab
from padwright.geometry.structure import Structure
from padwright.process.step import Example, FacedStep, Thickness


class Etch(FacedStep):
    """Spray an etchant that takes metal to a depth under each opening and sideways under its edge.

    The undercut is the depth over the etch factor; the wall is a quarter of an ellipse with depth
    and undercut as half axes (a quarter of a circle for the factor 1, the geometric isotropic
    etch). It is drawn as slabs whose walls lie within half the tolerance of it. What the etchant
    does not take stays, also finish and resist that the undercut leaves hanging. A spray reaches
    factors of 2 to 3 (uncited default).
    """

    kind: ClassVar[str] = "etch"
    example: ClassVar[Example] = {
        "name": "etch 1",
        "materials": ["c194"],
        "depth": "0.12 mm",
        "etch_factor": 2.5,
        "face": "top",
        "temperature": "50 C",
    }

    materials: tuple[str, ...] = Field(min_length=1, description="materials that are etched")
    depth_nm: Thickness = Field(description="etch depth in the openings")
    depth_error_nm: LengthNm = Field(
        default=0, description="by how much the etch comes out deeper than it should be"
    )
    etch_factor: Annotated[float, Field(gt=0, allow_inf_nan=False)] | Literal["straight"] = Field(
        default=2.5,
        description="depth over undercut (uncited default: 2 to 3 in a spray), or straight for "
        "walls without undercut",
    )
    tolerance_nm: Thickness = Field(
        default=4_000,
        description="height or sideways step of the slabs that stand for the curved wall "
        "(uncited default)",
    )

    def apply(self, before: Structure, masks: Masks) -> Structure:
        """Return the structure with the exposed metal etched."""
        depth_nm = self.depth_nm + self.depth_error_nm
        if depth_nm <= 0:
            raise StepError(
                f"an etch of {length_text(self.depth_nm)} that comes out "
                f"{length_text(-self.depth_error_nm)} too shallow is none",
                fix="etch deeper or make the error smaller",
            )
        there = {slab.material for slab in before.slabs}
        for material in self.materials:
            if material not in there:
                raise StepError(
                    f"there is no {material!r} to etch",
                    fix=nearest(material, there) if there else "lay a sheet before it",
                )
        factor = self.etch_factor
        undercut_nm = None if factor == "straight" else round(depth_nm / factor)
        turned = upright(before, self.face)
        after = etched(
            turned, masks.panel, self._takes, Spray(depth_nm, undercut_nm, self.tolerance_nm)
        )
        if after is turned:
            raise StepError(
                f"no {' or '.join(map(repr, self.materials))} is open to the {self.face} face",
                fix="open the resist before it, or etch the other face",
            )
        return Structure(upright(after, self.face).slabs, before.bodies)

    def _takes(self, slab: Slab) -> bool:
        return slab.material in self.materials
