"""Wiring, holes and dies of a built structure, as rules see them: by role and level only."""

from collections.abc import Iterable
from dataclasses import dataclass

from padwright.geometry.region import Region
from padwright.geometry.slab import Role, Slab
from padwright.geometry.structure import Structure

#: The metal of a wiring level.
METAL = frozenset({Role.WIRING, Role.VIA, Role.SEED, Role.LAND})
_IN_HOLES = frozenset({Role.VIA, Role.SEED})


@dataclass(frozen=True, slots=True)
class Layer:
    """What several slabs cover together, from the lowest to the highest, and who made them."""

    region: Region
    low_nm: int
    high_nm: int
    made_by: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.region)


def layer(slabs: Iterable[Slab]) -> Layer:
    """Return slabs as one layer; empty at height zero when there are none."""
    slabs = list(slabs)
    return Layer(
        Region.union(slab.region for slab in slabs),
        min((slab.bottom_nm for slab in slabs), default=0),
        max((slab.top_nm for slab in slabs), default=0),
        tuple(sorted({slab.made_by for slab in slabs})),
    )


def levels(structure: Structure) -> list[int]:
    """Return the wiring levels that have metal, ascending."""
    found = {slab.level for slab in structure.slabs if slab.role in METAL}
    return sorted(level for level in found if level is not None)


def wiring(structure: Structure, level: int) -> Layer:
    """Return the wiring of a level, vias left out."""
    return layer(
        slab for slab in structure.slabs if slab.role is Role.WIRING and slab.level == level
    )


def below_wiring(structure: Structure, level: int) -> Layer:
    """Return what the holes of a level are to land on: the wiring below, or the dies' pads."""
    if level > 1:
        return wiring(structure, level - 1)
    return layer(slab for slab in structure.slabs if slab.role is Role.DIE_PAD)


def holes(structure: Structure, level: int) -> Layer:
    """Return the metal that lies within the dielectric of a level, which is its filled holes."""
    top_nm = max((slab.top_nm for slab in _film(structure, level)), default=None)
    return layer(
        slab
        for slab in _metal_in_holes(structure, level)
        if top_nm is not None and slab.bottom_nm < top_nm
    )


@dataclass(frozen=True, slots=True)
class Floor:
    """The bottoms of holes at one height: all of it, and the part with metal right under it."""

    height_nm: int
    region: Region
    landed: Region


def hole_floors(structure: Structure, level: int, conductors: Iterable[Slab]) -> list[Floor]:
    """Return the bottoms of a level's holes by height, ascending.

    A bottom is where metal of the level stands neither on metal of the level nor on its film (a
    sloping wall has such ledges).

    Parameters
    ----------
    structure, level
        What was built, and which level of it.
    conductors
        Slabs that a hole may land on.
    """
    metal = list(_metal_in_holes(structure, level))
    under = [*metal, *_film(structure, level)]
    own = {id(slab) for slab in metal}
    landing = [slab for slab in conductors if id(slab) not in own]
    floors: list[Floor] = []
    for height_nm in sorted({slab.bottom_nm for slab in metal}):
        faces = Region.union(slab.region for slab in metal if slab.bottom_nm == height_nm)
        held = Region.union(slab.region for slab in under if slab.top_nm == height_nm)
        floor = (faces - held).solid_parts()
        if floor:
            metal_under = (slab.region for slab in landing if slab.top_nm == height_nm)
            floors.append(Floor(height_nm, floor, floor & Region.union(metal_under)))
    return floors


def dies(structure: Structure) -> dict[str, Layer]:
    """Return each die by the step that attached it, in order of the steps' names."""
    slabs = [slab for slab in structure.slabs if slab.role in {Role.DIE, Role.DIE_PAD}]
    steps = sorted({slab.made_by for slab in slabs})
    return {step: layer(slab for slab in slabs if slab.made_by == step) for step in steps}


def _film(structure: Structure, level: int) -> list[Slab]:
    return [
        slab for slab in structure.slabs if slab.role is Role.DIELECTRIC and slab.level == level
    ]


def _metal_in_holes(structure: Structure, level: int) -> list[Slab]:
    return [slab for slab in structure.slabs if slab.role in _IN_HOLES and slab.level == level]
