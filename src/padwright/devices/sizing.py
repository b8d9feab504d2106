"""The spiral or the plates that come to a wanted inductance or capacitance."""

from collections.abc import Callable
from typing import Final

from padwright.base.errors import InputError
from padwright.devices.device import Site, readable
from padwright.devices.kinds.capacitor_plates import CapacitorPlates
from padwright.devices.kinds.inductor_spiral import InductorSpiral
from padwright.geometry.circle import drawn_diameter_nm

#: No spiral and no plate is looked for beyond this size.
_LARGEST_NM: Final = 10_000_000
_MOST_TURNS: Final = 20


def spiral_of(inductance_h: float, width_nm: int, space_nm: int, site: Site) -> InductorSpiral:
    """Return the smallest octagonal spiral of an inductance, whole turns and a line given.

    Raises
    ------
    InputError
        When it would be smaller than one turn round its underpass, or too large.
    """
    rules = site.rules
    land_nm = drawn_diameter_nm(rules.via_land_nm) + 2 * rules.line_space_nm.value
    least_nm = land_nm + width_nm + space_nm

    def spiral(turns: int, inner_nm: int) -> InductorSpiral:
        sizes_nm = {"width_nm": width_nm, "space_nm": space_nm}
        inner = {"inner_diameter_nm": inner_nm + inner_nm % 2}
        return InductorSpiral().model_copy(update={"turns": turns, **sizes_nm, **inner})

    found = []
    for turns in range(1, _MOST_TURNS + 1):

        def worth(inner_nm: int, turns: int = turns) -> float:
            return spiral(turns, inner_nm).expected(site.around).value

        if worth(least_nm) > inductance_h:
            break
        if worth(_LARGEST_NM) >= inductance_h:
            found.append(spiral(turns, _least(worth, inductance_h, least_nm)))
    if not found:
        raise InputError(
            f"the filter needs an inductance of {readable(inductance_h, 'H')}, which no spiral of "
            "this line has: one turn round its underpass has more, or the largest has less",
            where="frequency",
            fix="change frequency or impedance, or give width and space for another line",
        )
    return min(found, key=lambda each: each.outer_diameter_nm)


def plates_of(capacitance_f: float, site: Site) -> CapacitorPlates:
    """Return square plates of a capacitance.

    Raises
    ------
    InputError
        When they would be narrower than a line, or too large.
    """

    def plates(side_nm: int) -> CapacitorPlates:
        side_nm += side_nm % 2
        return CapacitorPlates().model_copy(update={"width_nm": side_nm, "height_nm": side_nm})

    def worth(side_nm: int) -> float:
        return plates(side_nm).expected(site.around).value

    least_nm = site.rules.line_width_nm.value
    if not worth(least_nm) <= capacitance_f <= worth(_LARGEST_NM):
        raise InputError(
            f"the filter needs a capacitance of {readable(capacitance_f, 'F')}; plates can have "
            f"{readable(worth(least_nm), 'F')} to {readable(worth(_LARGEST_NM), 'F')}",
            where="frequency",
            fix="change frequency, bandwidth or impedance",
        )
    return plates(_least(worth, capacitance_f, least_nm))


def _least(worth: Callable[[int], float], wanted_value: float, low_nm: int) -> int:
    """Return the least length at which a rising worth comes to what is wanted."""
    high_nm = _LARGEST_NM
    while high_nm - low_nm > 1:
        middle_nm = (low_nm + high_nm) // 2
        if worth(middle_nm) < wanted_value:
            low_nm = middle_nm
        else:
            high_nm = middle_nm
    return high_nm
