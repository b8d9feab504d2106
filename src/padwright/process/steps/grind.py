"""Grind a face flat, dies and fill together."""

from dataclasses import replace
from typing import ClassVar

from pydantic import Field

from padwright.base.errors import StepError
from padwright.base.units import length_text
from padwright.geometry.facing import span_nm, towards_nm, upright
from padwright.geometry.masks import Masks
from padwright.geometry.slab import Role, Slab
from padwright.geometry.structure import Structure
from padwright.process.step import Example, FacedStep, Thickness


class Grind(FacedStep):
    """Cut everything beyond a plane, in which the dies end at a thickness.

    The thickness counts from the side of the dies that lies furthest from the ground face: on the
    bottom face, from their fronts. Dies are ground to 0.2 mm to 0.4 mm with a spread of 5 um
    (uncited defaults); 50 um is usual and 30 um possible for bridge dies.
    """

    kind: ClassVar[str] = "grind"
    example: ClassVar[Example] = {"name": "grind", "face": "bottom", "die_thickness": "150 um"}

    die_thickness_nm: Thickness = Field(description="thickness of the dies after grinding")

    def apply(self, before: Structure, masks: Masks) -> Structure:  # noqa: ARG002 - needs no mask
        """Return the structure with nothing beyond the plane."""
        dies = [slab for slab in upright(before, self.face).slabs if slab.role is Role.DIE]
        if not dies:
            raise StepError("there is no die to grind", fix="attach the dies before it")
        from_nm = min(slab.bottom_nm for slab in dies)
        plane_nm = from_nm + self.die_thickness_nm
        thickest_nm = max(slab.top_nm for slab in dies) - from_nm
        if thickest_nm <= self.die_thickness_nm:
            raise StepError(
                f"the dies are {length_text(thickest_nm)} thick, so that grinding to "
                f"{length_text(self.die_thickness_nm)} does not reach them",
                fix=f"grind to less than {length_text(thickest_nm)}",
            )
        self._require_spared(before, plane_nm)
        return Structure(
            tuple(cut for slab in before.slabs if (cut := self._cut(slab, plane_nm))), before.bodies
        )

    def _cut(self, slab: Slab, plane_nm: int) -> Slab | None:
        inner_nm, outer_nm = span_nm(self.face, slab.bottom_nm, slab.top_nm)
        if outer_nm <= plane_nm:
            return slab
        if inner_nm >= plane_nm:
            return None
        bottom_nm, top_nm = span_nm(self.face, inner_nm, plane_nm)
        return replace(slab, bottom_nm=bottom_nm, top_nm=top_nm)

    def _require_spared(self, before: Structure, plane_nm: int) -> None:
        """Raise `StepError` when pads, a whole die or a body would be ground away."""
        pads = [slab for slab in before.slabs if slab.role is Role.DIE_PAD]
        hit = sorted({pad.made_by for pad in pads if self._cut(pad, plane_nm) is not pad})
        if hit:
            raise StepError(
                f"the wheel would cut the pads of {hit[0]!r}",
                fix="grind the dies' backs, and leave them thicker than their pads",
            )
        dies = [slab for slab in before.slabs if slab.role is Role.DIE]
        left = {die.made_by for die in dies if self._cut(die, plane_nm)}
        lost = sorted({die.made_by for die in dies} - left)
        if lost:
            raise StepError(
                f"the wheel would take the whole die of {lost[0]!r} away",
                fix="leave the dies thicker, or attach them in one plane",
            )
        for body in before.bodies:
            ends_nm = (towards_nm(self.face, body.bottom_nm), towards_nm(self.face, body.top_nm))
            if max(ends_nm) > plane_nm:
                raise StepError(
                    f"the wheel would meet {body.name!r}", fix="grind before balls and wires"
                )
