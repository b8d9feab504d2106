"""What lies round a passive's metal in what was built: films, gap and dielectrics, by volume."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from padwright.devices.surroundings import Film, Surroundings
from padwright.geometry.region import Region
from padwright.geometry.slab import Slab
from padwright.geometry.structure import Structure
from padwright.model.material import Material


@dataclass(frozen=True, slots=True)
class Body:
    """The built metal of a passive: by level its slabs without those in holes, and their union.

    `films` are its slabs of resistive film.
    """

    slabs: Mapping[int, tuple[Slab, ...]]
    regions: Mapping[int, Region]
    films: Mapping[int, tuple[Slab, ...]]
    keep_out: Region

    @property
    def main(self) -> int:
        """The highest level, on which the passive's line or upper plate lies."""
        return max(self.regions)


def built_surroundings(
    meant: Surroundings, structure: Structure, body: Body, materials: Mapping[str, Material]
) -> Surroundings:
    """Return the surroundings as they were built, each thickness a volume over an area.

    Parameters
    ----------
    meant
        The surroundings by the technology; what cannot be measured stays as there.
    structure
        What was built.
    body
        The passive's metal, at least some of it.
    materials
        Resistivities and permittivities by material.
    """
    main = body.slabs[body.main]
    low_nm = min(slab.bottom_nm for slab in main)
    high_nm = max(slab.top_nm for slab in main)
    around = replace(meant, films=_films(main, body.regions[body.main], materials))
    if film := body.films.get(body.main):
        resistive = _films(film, Region.union(slab.region for slab in film), materials)
        around = replace(around, resistor_film=resistive[0] if resistive else None)
    faced = _faced(body)
    if faced:
        below_nm = max(slab.top_nm for slab in body.slabs[body.main - 1])
        if low_nm > below_nm:
            gap = _stack(structure, faced, (below_nm, low_nm), materials)
            around = replace(
                around, gap_nm=low_nm - below_nm, gap_permittivity_ratio=_in_series(gap)
            )
    free = body.keep_out - body.regions[body.main]
    cover = _stack(structure, free, (high_nm, structure.top_nm), materials)
    under = _stack(structure, free, (low_nm - 1_000, low_nm), materials)
    solid = [(thickness_nm, ratio) for thickness_nm, ratio in cover if ratio > 1]
    cover_nm = sum(thickness_nm for thickness_nm, _ in solid)
    return replace(
        around,
        cover_nm=cover_nm,
        above_permittivity_ratio=_mean(solid) if solid else 1.0,
        below_permittivity_ratio=_mean(under),
    )


def _films(
    slabs: tuple[Slab, ...], region: Region, materials: Mapping[str, Material]
) -> tuple[Film, ...]:
    area_nm2 = region.area_nm2
    by_material: dict[str, float] = {}
    for slab in slabs:
        by_material[slab.material] = by_material.get(slab.material, 0.0) + slab.volume_nm3
    films = []
    for material, volume_nm3 in by_material.items():
        resistivity = materials[material].resistivity_ohm_m
        if resistivity is not None:
            films.append(Film(volume_nm3 / area_nm2, resistivity.value))
    return tuple(films)


def _faced(body: Body) -> Region:
    """Return where the metal of the highest level lies over that of the level below."""
    if body.main - 1 not in body.regions:
        return Region.empty()
    return body.regions[body.main] & body.regions[body.main - 1]


def _stack(
    structure: Structure,
    window: Region,
    heights_nm: tuple[int, int],
    materials: Mapping[str, Material],
) -> list[tuple[float, float]]:
    """Return thickness and permittivity of what lies in a window between two heights, air last.

    Conductors and dielectrics without a known permittivity count as air.
    """
    low_nm, high_nm = heights_nm
    area_nm2 = max(1, window.area_nm2)
    found: list[tuple[float, float]] = []
    for slab in structure.slabs:
        shared_nm = min(slab.top_nm, high_nm) - max(slab.bottom_nm, low_nm)
        known = materials[slab.material].permittivity_ratio
        if shared_nm > 0 and known is not None and not materials[slab.material].is_conductor:
            inside_nm2 = (slab.region & window).area_nm2
            if inside_nm2:
                found.append((shared_nm * inside_nm2 / area_nm2, known.value))
    air_nm = high_nm - low_nm - sum(thickness_nm for thickness_nm, _ in found)
    return [*found, (air_nm, 1.0)] if air_nm > 0 else found


def _in_series(stack: list[tuple[float, float]]) -> float:
    """Return the permittivity of films one on the other between two plates."""
    whole_nm = sum(thickness_nm for thickness_nm, _ in stack)
    return whole_nm / sum(thickness_nm / ratio for thickness_nm, ratio in stack)


def _mean(stack: list[tuple[float, float]]) -> float:
    """Return the permittivity by volume."""
    whole_nm = sum(thickness_nm for thickness_nm, _ in stack)
    return sum(thickness_nm * ratio for thickness_nm, ratio in stack) / whole_nm
