"""Lands: the metal that is open in a drawing, on which terminals and components stand.

Heights here count towards the face that is worked on.
"""

import math
from abc import ABC
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from padwright.geometry.body import Face
from padwright.geometry.facing import face_nm, span_nm, towards_nm
from padwright.geometry.masks import Masks
from padwright.geometry.openspace import Skyline
from padwright.geometry.region import Region
from padwright.geometry.slab import Role, Slab
from padwright.geometry.structure import Structure
from padwright.process.step import MaskedStep

#: A wall stands at a land when it is nearer than this, the rounding of slanted edges.
_TOUCH_NM: Final = 2


@dataclass(frozen=True, slots=True)
class Lands:
    """Open metal at one height, and the plane of the film whose openings it lies in.

    Metal with no film round it lies in the plane itself.
    """

    region: Region
    metal_nm: int
    plane_nm: int


@dataclass(frozen=True, slots=True)
class Foot:
    """What one terminal stands on: where, on which plane, and how much lies under the plane."""

    x_nm: int
    y_nm: int
    plane_nm: int
    area_nm2: int
    under_nm3: int

    @property
    def radius_nm(self) -> float:
        """Radius of the circle with the same area."""
        return math.sqrt(self.area_nm2 / math.pi)


def find_lands(
    skyline: Skyline, face: Face, drawing: Region, metals: tuple[str, ...]
) -> list[Lands]:
    """Return the metal that is open to a face inside a drawing, height by height.

    Parameters
    ----------
    skyline, face
        The structure, seen from the face.
    drawing
        The openings.
    metals
        Materials that count as metal.
    """
    ends = [(slab, towards_nm(face, face_nm(slab, face))) for slab in skyline.structure.slabs]
    seen: dict[int, list[Region]] = {}
    for slab, end_nm in ends:
        if slab.material in metals:
            part = (skyline.exposed(slab) & drawing).without_slivers()
            if part:
                seen.setdefault(end_nm, []).append(part)
    found: list[Lands] = []
    for metal_nm, parts in sorted(seen.items()):
        region = Region.union(parts)
        # A ring round each land, cut with the walls: asking a film with many openings which lands
        # it touches would cost the square of their number.
        ring = region.sized(_TOUCH_NM)
        walls = [(end_nm, ring & slab.region) for slab, end_nm in ends if end_nm > metal_nm]
        walls = [(plane_nm, wall) for plane_nm, wall in walls if wall]
        framed = region.touching(Region.union(wall for _, wall in walls)) if walls else None
        if framed:
            found.append(Lands(framed, metal_nm, max(plane_nm for plane_nm, _ in walls)))
        bare = region - framed if framed else region
        if bare:
            found.append(Lands(bare, metal_nm, metal_nm))
    return found


def feet_of(lands: list[Lands]) -> list[Foot]:
    """Return a foot for each place that stands alone; lands that touch are one foot."""
    feet: list[Foot] = []
    for plane_nm in sorted({each.plane_nm for each in lands}):
        level = [each for each in lands if each.plane_nm == plane_nm]
        for part in Region.union(each.region for each in level):
            left, bottom, right, top = part.box_nm
            under_nm3 = sum(
                (plane_nm - each.metal_nm)
                * (part if len(level) == 1 else each.region & part).area_nm2
                for each in level
            )
            middle_nm = (left + right) // 2, (bottom + top) // 2
            feet.append(Foot(*middle_nm, plane_nm, part.area_nm2, under_nm3))
    return feet


def centres_nm(feet: list[Foot]) -> NDArray[np.int64]:
    """Return the centres of feet, shape (n, 2)."""
    return np.array([(foot.x_nm, foot.y_nm) for foot in feet], dtype=np.int64).reshape(-1, 2)


class TerminalStep(MaskedStep, ABC):
    """A step that puts terminals on the metal in a mask's openings.

    Where an opening shows no metal there is nothing to hold a terminal, so that it is lost.
    """

    material: str = Field(description="material of the terminal")
    mask: str = Field(description="drawing of the openings")
    conductors: tuple[str, ...] = Field(description="materials that a terminal holds to")

    def lands(self, before: Structure, masks: Masks) -> list[Lands]:
        """Return the open metal in the mask's openings."""
        skyline = Skyline(before, masks.panel, self.face)
        return find_lands(skyline, self.face, self.drawing(masks), self.conductors)

    def column(self, region: Region, inner_nm: int, outer_nm: int, material: str) -> Slab:
        """Return a part of a terminal between two heights towards the face."""
        return Slab(
            material, Role.TERMINAL, region, *span_nm(self.face, inner_nm, outer_nm), self.name
        )

    def necks(self, lands: list[Lands], material: str, over_nm: int = 0) -> list[Slab]:
        """Return what fills the openings from the metal to the plane, or to a height over it."""
        return [
            self.column(each.region, each.metal_nm, each.plane_nm + over_nm, material)
            for each in lands
            if each.plane_nm + over_nm > each.metal_nm
        ]

    def new_materials(self) -> frozenset[str]:
        """Return the terminals' material, which this step melts."""
        return frozenset({self.material})
