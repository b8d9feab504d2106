"""Characteristic impedance and effective permittivity of strip lines on a dielectric.

Microstrip: E. Hammerstad, O. Jensen, "Accurate models for microstrip computer-aided design", IEEE
MTT-S Int. Microwave Symp. Digest (1980) 407, doi:10.1109/MWSYM.1980.1124303. Coplanar: C. P. Wen,
IEEE Trans. Microwave Theory Tech. 17 (1969) 1087, doi:10.1109/TMTT.1969.1127105; with layers and
grounds of finite width R. N. Simons, "Coplanar Waveguide Circuits, Components, and Systems" (2001)
chapters 2 and 3, after C. Veyres and V. Fouad Hanna, Int. J. Electronics 48 (1980) 47.
"""

import math
from typing import Final

from scipy.special import ellipk

#: Wave impedance of vacuum in ohm, CODATA 2018.
ETA_0_OHM: Final = 376.730313668
#: How fast a cover takes the field that was in the air over a microstrip, per height of its
#: dielectric; fitted to field solutions of Padwright's own (tests/physics).
_COVER_RATIO: Final = 1.3


def microstrip(
    width_ratio: float, thickness_ratio: float, permittivity_ratio: float
) -> tuple[float, float]:
    """Return impedance and effective permittivity of a microstrip with air above it.

    Parameters
    ----------
    width_ratio, thickness_ratio
        Width and thickness of the strip over the height of the dielectric.
    permittivity_ratio
        Relative permittivity of the dielectric.
    """
    u, t = width_ratio, thickness_ratio
    wider = wider_mixed = u
    if t > 0:
        coth = 1 / math.tanh(math.sqrt(6.517 * u))
        more = t / math.pi * math.log(1 + 4 * math.e / (t * coth**2))
        wider = u + more
        wider_mixed = u + more * (1 + 1 / math.cosh(math.sqrt(permittivity_ratio - 1))) / 2
    bare = _mixed(wider_mixed, permittivity_ratio)
    impedance_ohm = _vacuum_ohm(wider_mixed) / math.sqrt(bare)
    return impedance_ohm, bare * (_vacuum_ohm(wider) / _vacuum_ohm(wider_mixed)) ** 2


def covered_microstrip(
    width_ratio: float,
    thickness_ratio: float,
    permittivity_ratio: float,
    cover: tuple[float, float],
) -> tuple[float, float]:
    """Return impedance and effective permittivity of a microstrip under a dielectric.

    The field that the strip without a cover has in the air goes over to the cover, the more the
    thicker it is; shares of the field times permittivities add up.

    Parameters
    ----------
    width_ratio, thickness_ratio, permittivity_ratio
        As for `microstrip`.
    cover
        Thickness of the cover over the height of the dielectric, and its permittivity.
    """
    impedance_ohm, open_ratio = microstrip(width_ratio, thickness_ratio, permittivity_ratio)
    height_ratio, cover_permittivity_ratio = cover
    in_air = (permittivity_ratio - open_ratio) / (permittivity_ratio - 1)
    if permittivity_ratio == 1:
        in_air = 1 - (microstrip(width_ratio, thickness_ratio, 1.01)[1] - 1) / 0.01
    taken = 1 - math.exp(-_COVER_RATIO * height_ratio)
    covered = open_ratio + in_air * taken * (cover_permittivity_ratio - 1)
    return impedance_ohm * math.sqrt(open_ratio / covered), covered


def coplanar(
    strip_nm: float,
    slot_nm: float,
    ground_nm: float,
    thickness_nm: float,
    layers: tuple[float, float, float],
) -> tuple[float, float]:
    """Return impedance and effective permittivity of a coplanar line with two strips of ground.

    Parameters
    ----------
    strip_nm, slot_nm, ground_nm
        Width of the strip, of a slot and of a strip of ground (infinite for a plane).
    thickness_nm
        Of the metal. The walls of the slots count as plates beside the field of a thin line, which
        agrees with field solutions better than a strip that acts wider does.
    layers
        Permittivity below (a half space), permittivity and thickness of the cover above the metal.
    """
    below_ratio, above_ratio, cover_nm = layers
    inner_nm, outer_nm = strip_nm / 2, strip_nm / 2 + slot_nm
    modulus = inner_nm / outer_nm * _finite(inner_nm, outer_nm, outer_nm + ground_nm)
    aspect = _aspect(modulus)
    above = 0.0
    if cover_nm > 0:
        layer = _sinh_ratio(inner_nm, outer_nm, cover_nm + thickness_nm)
        above = _aspect(layer) / aspect / 2
    mixed = 1 + (below_ratio - 1) / 2 + above * (above_ratio - 1)
    walls = 2 * thickness_nm / slot_nm
    # Capacitances of a length over e0, without and with the dielectrics.
    empty, filled = 4 * aspect + walls, 4 * aspect * mixed + walls * above_ratio
    return ETA_0_OHM / math.sqrt(empty * filled), filled / empty


def _finite(inner_nm: float, outer_nm: float, edge_nm: float) -> float:
    """Return what grounds that end at an edge make of the modulus."""
    return math.sqrt((1 - (outer_nm / edge_nm) ** 2) / (1 - (inner_nm / edge_nm) ** 2))


def _sinh_ratio(inner_nm: float, outer_nm: float, height_nm: float) -> float:
    """Return the modulus of a layer, sinh(pi a / 2 h) / sinh(pi b / 2 h), without overflow."""
    a, b = math.pi * inner_nm / 2 / height_nm, math.pi * outer_nm / 2 / height_nm
    return math.exp(a - b) * (1 - math.exp(-2 * a)) / (1 - math.exp(-2 * b))


def _aspect(modulus_ratio: float) -> float:
    """Return K(k) / K(k')."""
    return float(ellipk(modulus_ratio**2) / ellipk(1 - modulus_ratio**2))


def _vacuum_ohm(width_ratio: float) -> float:
    bent = 6 + (2 * math.pi - 6) * math.exp(-((30.666 / width_ratio) ** 0.7528))
    return (
        ETA_0_OHM
        / (2 * math.pi)
        * math.log(bent / width_ratio + math.sqrt(1 + (2 / width_ratio) ** 2))
    )


def _mixed(width_ratio: float, permittivity_ratio: float) -> float:
    power = (
        1
        + math.log((width_ratio**4 + (width_ratio / 52) ** 2) / (width_ratio**4 + 0.432)) / 49
        + math.log(1 + (width_ratio / 18.1) ** 3) / 18.7
    )
    bend = 0.564 * ((permittivity_ratio - 0.9) / (permittivity_ratio + 3)) ** 0.053
    share = math.pow(1 + 10 / width_ratio, -power * bend)
    return (permittivity_ratio + 1) / 2 + (permittivity_ratio - 1) / 2 * share
