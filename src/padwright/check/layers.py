"""Wiring, holes and dies of a built structure, as rules see them: by role and level only."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

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
        _union([slab.region for slab in slabs]),
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
    top_nm = film_top_nm(structure, level)
    return layer(
        slab
        for slab in _metal_in_holes(structure, level)
        if top_nm is not None and slab.bottom_nm < top_nm
    )


@dataclass(frozen=True, slots=True)
class Floor:
    """The bottoms of holes at one height."""

    height_nm: int
    region: Region


def hole_floors(structure: Structure, level: int) -> tuple[Floor, ...]:
    """Return the bottoms of a level's holes by height, ascending.

    A bottom is where metal of the level, below the surface of its film, stands neither on metal of
    the level nor on the film (a sloping wall has such ledges).
    """
    return _floors(_Same(structure), level)


class _Same:
    """A structure as a key: equal only to itself, so that several rules share one reading."""

    def __init__(self, structure: Structure) -> None:
        self.structure = structure

    def __hash__(self) -> int:
        return id(self.structure)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.structure is self.structure


@lru_cache(maxsize=16)
def _floors(same: _Same, level: int) -> tuple[Floor, ...]:
    metal = _metal_in_holes(same.structure, level)
    under = [*metal, *_film(same.structure, level)]
    floors: list[Floor] = []
    # At the surface metal stands over a film that was etched away below it, above it on a
    # resistor: neither is a hole.
    surface_nm = film_top_nm(same.structure, level) or 0
    for height_nm in sorted({slab.bottom_nm for slab in metal if slab.bottom_nm < surface_nm}):
        faces = _union([slab.region for slab in metal if slab.bottom_nm == height_nm])
        held = (slab.region for slab in under if slab.top_nm == height_nm)
        floor = faces.minus(held).solid_parts()
        if floor:
            floors.append(Floor(height_nm, floor))
    return tuple(floors)


def dies(structure: Structure) -> dict[str, Layer]:
    """Return each die by the step that attached it, in order of the steps' names."""
    slabs = [slab for slab in structure.slabs if slab.role in {Role.DIE, Role.DIE_PAD}]
    steps = sorted({slab.made_by for slab in slabs})
    return {step: layer(slab for slab in slabs if slab.made_by == step) for step in steps}


def _film(structure: Structure, level: int) -> list[Slab]:
    return [
        slab for slab in structure.slabs if slab.role is Role.DIELECTRIC and slab.level == level
    ]


def film_top_nm(structure: Structure, level: int) -> int | None:
    """Return the height of the surface of a level's dielectric; None when it has none."""
    return max((slab.top_nm for slab in _film(structure, level)), default=None)


def _metal_in_holes(structure: Structure, level: int) -> list[Slab]:
    return [slab for slab in structure.slabs if slab.role in _IN_HOLES and slab.level == level]


def _union(regions: list[Region]) -> Region:
    """Return the union; a single region needs no merge."""
    return regions[0] if len(regions) == 1 else Region.union(regions)
