"""What lies together in a package is told apart by its colour, also by the colour-blind."""

from itertools import combinations

import numpy as np
import numpy.typing as npt
import pytest

from padwright.model.shipped import technology_names
from padwright.readers.technology_file import load_technology

# Machado, Oliveira, Fernandes: A physiologically-based model for simulation of color vision
# deficiency, IEEE TVCG 15(6), 2009; full strength, on linear RGB.
SIGHT = {
    "normal": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
}
# Linear sRGB to XYZ, and the white of D65 (IEC 61966-2-1).
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
WHITE = np.array([0.9505, 1.0, 1.089])
JUST_APART = 10.0  # CIE 1976 colour difference; about 2.3 is just noticed side by side


def lab(colour: str, sight: str) -> npt.NDArray[np.float64]:
    srgb = np.array([int(colour[each : each + 2], 16) / 255 for each in (1, 3, 5)])
    linear = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    seen = np.clip(np.array(SIGHT[sight]) @ linear, 0, 1)
    ratio = TO_XYZ @ seen / WHITE
    root = np.where(ratio > 0.008856, np.cbrt(ratio), 7.787 * ratio + 16 / 116)
    return np.array([116 * root[1] - 16, 500 * (root[0] - root[1]), 200 * (root[1] - root[2])])


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("name", technology_names())
def test_roles_are_told_apart(name: str, sight: str) -> None:
    technology = load_technology(name)
    materials = {technology.material_of(role).id: role for role in technology.materials.ids()}
    for one, other in combinations(materials, 2):
        colours = [technology.all_materials[each].color for each in (one, other)]
        apart = float(np.linalg.norm(lab(colours[0], sight) - lab(colours[1], sight)))
        assert apart > JUST_APART, f"{one} and {other}: {apart:.1f}"
