"""What lies round a passive's metal, as far as its value depends on it."""

from dataclasses import dataclass, replace
from typing import Final

from padwright.model.material import Property
from padwright.model.technology import Technology

#: Electric constant, CODATA 2018.
EPSILON_0_F_PER_M: Final = 8.8541878128e-12
#: Magnetic constant, CODATA 2018.
MU_0_H_PER_M: Final = 1.25663706212e-6
#: Speed of light in vacuum.
LIGHT_M_PER_S: Final = 299_792_458.0


@dataclass(frozen=True, slots=True)
class Film:
    """One film of a conductor: how thick it is, and its resistivity."""

    thickness_nm: float
    resistivity_ohm_m: float


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The metal of the wiring, and the dielectric below, above and between its levels.

    `films` lie one on the other and share the current. `gap_nm` and `gap_permittivity_ratio` are
    those between two neighbouring levels; `cover_nm` is the dielectric over the metal.
    `resistor_film` is that of thin-film resistors, where there is one.
    """

    films: tuple[Film, ...]
    gap_nm: float
    gap_permittivity_ratio: float
    below_permittivity_ratio: float
    above_permittivity_ratio: float
    cover_nm: float
    modulus_gpa: float | None = None
    density_kg_per_m3: float | None = None
    resistor_film: Film | None = None

    @property
    def thickness_nm(self) -> float:
        """Thickness of the metal, all films together."""
        return sum(film.thickness_nm for film in self.films)

    @property
    def sheet_resistance_ohm(self) -> float:
        """Resistance of a square of the metal: its films in parallel."""
        return 1 / sum(f.thickness_nm * 1e-9 / f.resistivity_ohm_m for f in self.films)

    def with_films(self, films: tuple[Film, ...]) -> "Surroundings":
        """Return the same surroundings for another metal."""
        return replace(self, films=films)


def surroundings(technology: Technology, levels_above: int = 0) -> Surroundings:
    """Return what a technology puts round the metal of a wiring level.

    Parameters
    ----------
    technology
        Materials and thicknesses. A conductor of unknown resistivity is taken to carry nothing; a
        dielectric of unknown permittivity is taken as 1, which the check of the value shows.
    levels_above
        Number of wiring levels above, none of which has metal over the passive.
    """
    stack = technology.stack
    layers = (
        ("adhesion", stack.adhesion_thickness_nm.value),
        ("seed", stack.seed_thickness_nm.value),
        ("wiring", stack.wiring_thickness_nm.value),
    )
    films = []
    for role, thickness_nm in layers:
        resistivity = technology.material_of(role).resistivity_ohm_m
        if resistivity is not None:
            films.append(Film(thickness_nm, resistivity.value))
    between = _permittivity(technology, "dielectric")
    metal = technology.material_of("wiring")
    gap_nm = stack.dielectric_thickness_nm.value
    # Dielectric fills where a level above has no metal.
    above_nm = levels_above * (gap_nm + sum(thickness_nm for _, thickness_nm in layers))
    outer_nm = stack.passivation_thickness_nm.value
    outer = _permittivity(technology, "passivation")
    return Surroundings(
        films=tuple(films),
        gap_nm=gap_nm,
        gap_permittivity_ratio=between,
        below_permittivity_ratio=between,
        above_permittivity_ratio=(above_nm * between + outer_nm * outer) / (above_nm + outer_nm),
        cover_nm=above_nm + outer_nm,
        modulus_gpa=_figure(metal.modulus_gpa),
        density_kg_per_m3=_figure(metal.density_kg_per_m3),
        resistor_film=_resistor_film(technology),
    )


def _resistor_film(technology: Technology) -> Film | None:
    film = technology.resistor_film
    if film is None:
        return None
    resistivity = _figure(technology.all_materials[film.material].resistivity_ohm_m)
    return None if resistivity is None else Film(film.thickness_nm.value, resistivity)


def _permittivity(technology: Technology, role: str) -> float:
    return _figure(technology.material_of(role).permittivity_ratio) or 1.0


def _figure(known: Property | None) -> float | None:
    return None if known is None else known.value
