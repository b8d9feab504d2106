"""Placing a die: its drawings where the bonder really puts them, and the surface that it meets."""

from abc import ABC
from dataclasses import dataclass

from pydantic import Field

from padwright.base.errors import StepError
from padwright.base.units import AngleDeg, LengthNm, length_text, place_text
from padwright.geometry.masks import Masks
from padwright.geometry.region import Region
from padwright.geometry.slab import Role, Slab
from padwright.geometry.structure import Structure
from padwright.process.step import Step, Thickness


@dataclass(frozen=True, slots=True)
class PlacedDie:
    """A die's outline and pads where they really lie, and how thick it really is."""

    outline: Region
    pads: Region
    thickness_nm: int


class DiePlacement(Step, ABC):
    """A step that places one die; its errors of placement are fields, zero unless stated.

    Bonders place to about 1 um, fan-out lines to 3 to 10 um (3 sigma); a rotation below 0.1 deg is
    an uncited default of the trade, and so is a thickness spread of 2 to 5 um after back grinding.
    """

    outline_mask: str = Field(description="drawing of where the die is placed")
    pads_mask: str = Field(description="drawing of the die's pads; it may be empty")
    die_material: str = Field(description="material of the die")
    pad_material: str = Field(description="material of the die's pads")
    die_thickness_nm: Thickness = Field(description="thickness of the die")
    pad_thickness_nm: Thickness = Field(description="thickness of the die's pads")
    shift_x_nm: LengthNm = Field(
        default=0, description="placement error: by how much the die lies too far right"
    )
    shift_y_nm: LengthNm = Field(
        default=0, description="placement error: by how much the die lies too far up"
    )
    turn_deg: AngleDeg = Field(
        default=0.0, description="placement error: rotation about the die's centre, anticlockwise"
    )
    thickness_error_nm: LengthNm = Field(
        default=0, description="by how much the die is thicker than it should be"
    )

    def placed(self, masks: Masks) -> PlacedDie:
        """Return the die where it really lies.

        Raises
        ------
        StepError
            When the drawing of the die is empty, its pads reach beyond it, or they are as thick
            as the die.
        """
        outline, pads = masks[self.outline_mask].region, masks[self.pads_mask].region
        if not outline:
            raise StepError(
                f"the drawing {self.outline_mask!r} is empty", fix="draw where the die is placed"
            )
        if not outline.covers(pads):
            raise StepError(
                f"drawing {self.pads_mask!r} reaches beyond {self.outline_mask!r}",
                fix="move the pads into the die",
            )
        thickness_nm = self.die_thickness_nm + self.thickness_error_nm
        if self.pad_thickness_nm >= thickness_nm:
            raise StepError(
                f"pads of {length_text(self.pad_thickness_nm)} do not fit into a die of "
                f"{length_text(thickness_nm)}",
                fix="make the die thicker or its pads thinner",
            )
        left, bottom, right, top = outline.box_nm
        centre_nm = (left + right) // 2, (bottom + top) // 2
        outline, pads = (
            each.turned(self.turn_deg, *centre_nm).moved(self.shift_x_nm, self.shift_y_nm)
            for each in (outline, pads)
        )
        return PlacedDie(outline, pads, thickness_nm)

    def slabs(self, die: PlacedDie, front_nm: int) -> list[Slab]:
        """Return a die whose front lies at a height; its pads lie flush in the front.

        As in a die whose passivation was planarised, the front is flat.
        """
        back_nm, pads_nm = front_nm - die.thickness_nm, front_nm - self.pad_thickness_nm
        around = die.outline - die.pads
        return [
            Slab(self.die_material, Role.DIE, die.outline, back_nm, pads_nm, self.name),
            Slab(self.die_material, Role.DIE, around, pads_nm, front_nm, self.name),
            Slab(self.pad_material, Role.DIE_PAD, die.pads, pads_nm, front_nm, self.name),
        ]


def floor_nm(before: Structure, outline: Region, *, overhang: bool = False) -> int:
    """Return the height of the flat surface that an outline comes down on, seen from above.

    Parameters
    ----------
    before
        What is there; for a die that comes from below, `seen_upright` on that face.
    outline
        What comes down.
    overhang
        Whether it may stand out beyond the surface that carries it.

    Raises
    ------
    StepError
        When nothing is below, the outline does not fit between the walls of its pocket, the
        surface is not flat, or what overhangs would tip over.
    """
    under = [slab for slab in before.slabs if slab.region.overlaps(outline)]
    if not under:
        raise StepError(
            "there is nothing under the die to attach it to",
            fix="move the die onto the panel" if before.slabs else "lay a plate before it",
        )
    highest_nm = max(slab.top_nm for slab in under)
    held = Region.union(slab.region for slab in under if slab.top_nm == highest_nm) & outline
    if held.covers(outline):
        return highest_nm
    if not overhang:
        raise _not_flat(under, outline)
    (left, bottom, right, top), place = held.box_nm, outline.box_nm
    x_nm, y_nm = (place[0] + place[2]) // 2, (place[1] + place[3]) // 2
    if not (left < x_nm < right and bottom < y_nm < top):
        raise StepError(
            f"the die would tip over: its centre {place_text(x_nm, y_nm)} does not lie over what "
            f"carries it, from {place_text(left, bottom)} to {place_text(right, top)}",
            fix="move the die onto its pad",
        )
    return highest_nm


def _not_flat(under: list[Slab], outline: Region) -> StepError:
    """Return the error of an outline on several heights: walls in its way, or a broken floor."""
    free, seen_nm2 = outline, {}
    for height_nm in sorted({slab.top_nm for slab in under}, reverse=True):
        left = free.minus(slab.region for slab in under if slab.top_nm == height_nm)
        seen_nm2[height_nm] = free.area_nm2 - left.area_nm2
        free = left
    main_nm = max(seen_nm2, key=lambda height_nm: (seen_nm2[height_nm], height_nm))
    walls = [slab for slab in under if slab.top_nm > main_nm]
    if not walls:
        share = 1 - seen_nm2[main_nm] / outline.area_nm2
        return StepError(
            f"the surface under the die is not flat: {share:.1%} of it lies lower",
            fix="attach the die where the floor is whole",
        )
    standing = Region.union(slab.region for slab in walls) & outline
    makers = ", ".join(repr(name) for name in sorted({slab.made_by for slab in walls}))
    left_nm, bottom_nm, right_nm, top_nm = standing.box_nm
    return StepError(
        "the surface under the die is not flat, or the die does not fit its pocket: "
        f"{makers} reaches {length_text(_reach_nm(outline, standing))} into its place, between "
        f"{place_text(left_nm, bottom_nm)} and {place_text(right_nm, top_nm)}",
        fix="make the pocket wider or its corners sharper, or attach the die beside what stands "
        "there already",
    )


def _reach_nm(outline: Region, standing: Region) -> int:
    """Return how far something reaches into an outline from its edge."""
    left, bottom, right, top = outline.box_nm
    low_nm, high_nm = 0, min(right - left, top - bottom) // 2
    while high_nm - low_nm > 1:
        middle_nm = (low_nm + high_nm) // 2
        if outline.sized(-middle_nm).overlaps(standing):
            low_nm = middle_nm
        else:
            high_nm = middle_nm
    return high_nm
