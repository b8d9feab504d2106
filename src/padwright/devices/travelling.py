"""What a line is worth to a wave that travels along it."""

import math

from padwright.devices.device import Ideal, Worth
from padwright.devices.surroundings import LIGHT_M_PER_S
from padwright.model.finding import Quantity


def travelling(
    impedance_ohm: float, permittivity_ratio: float, length_nm: float, ground: str
) -> Worth:
    """Return the impedance of a lossless line, with delay, inductance and capacitance beside it.

    Parameters
    ----------
    impedance_ohm, permittivity_ratio
        Characteristic impedance and effective relative permittivity.
    length_nm
        Length of the line.
    ground
        The terminal that the ends 1 and 2 are driven against.
    """
    delay_s = length_nm * 1e-9 * math.sqrt(permittivity_ratio) / LIGHT_M_PER_S
    return Worth(
        impedance_ohm,
        "ohm",
        (
            ("effective permittivity", Quantity(permittivity_ratio, "")),
            ("delay", Quantity(delay_s * 1e12, "ps")),
            ("inductance", Quantity(delay_s * impedance_ohm * 1e9, "nH")),
            ("capacitance", Quantity(delay_s / impedance_ohm * 1e15, "fF")),
        ),
        (Ideal("T", ("1", ground, "2", ground), impedance_ohm, delay_s),),
    )
