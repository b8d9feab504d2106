"""Faults of passives, planted in the drawings of the package that has them."""

from functools import partial

import passive_package as sample
from checked_package import box_um
from padwright.geometry.masks import Mask
from padwright.model.drawings import via_openings, wiring
from planted import Planted


def _without(name, box):
    return sample.case(change=lambda drawn: drawn | {name: Mask(drawn[name].region - box)})


def _with(name, box):
    return sample.case(change=lambda drawn: drawn | {name: Mask(drawn[name].region | box)})


PASSIVE_FAULTS = (
    Planted("passives", "a line that is cut", partial(_without, wiring(2),
            box_um(1_300, 800, 8, 100)), (1_240, 600), 2, 1),
    Planted("passives", "plates joined by a hole", partial(_with, via_openings(2),
            box_um(0, -1_200, 40, 40)), (0, -1_200), 1, 2),
)  # fmt: skip
