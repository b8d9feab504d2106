"""Which layer of a layout file each mask drawing goes to; the numbers are the same in all designs.

===============  =====================  ========
drawing          layer                  datatype
===============  =====================  ========
body, panel      0                      0, 1
note             0                      2
die outlines     1                      0, 1 ...
die pads         2                      0, 1 ...
passivation      5                      0
via *n*          10 *n*                 0
wiring *n*       10 *n* + 1             0
any other        1001, 1002 ...         0
===============  =====================  ========
"""

import re
from typing import Final

from padwright.export.exporter import Delivery
from padwright.geometry.layout_file import LayoutLayer, Note
from padwright.geometry.masks import Mask
from padwright.geometry.region import Region
from padwright.model import drawings

#: Where the text with the digest stands.
NOTE_LAYER: Final = (0, 2)
_LEVELLED: Final = re.compile(r"(via|wiring) ([1-9][0-9]{0,1})")
_FIRST_OTHER: Final = 1001


def mask_layers(delivery: Delivery) -> list[LayoutLayer]:
    """Return the outline and each drawing with its layer, in the order of their numbers."""
    masks = delivery.built.masks
    known = {drawings.PASSIVATION_OPENINGS: (5, 0)}
    for number, die in enumerate(delivery.plan.dies):
        known |= {drawings.die_outline(die.name): (1, number)}
        known |= {drawings.die_pads(die.name): (2, number)}
    layers = [
        LayoutLayer(0, 0, "body", masks.body),
        LayoutLayer(0, 1, "panel", masks.panel),
    ]
    others = 0
    for name, mask in sorted(masks.drawings.items()):
        place = known.get(name) or _levelled(name)
        if place is None:
            place = (_FIRST_OTHER + others, 0)
            others += 1
        layers.append(LayoutLayer(*place, name, mask.region, labels(mask)))
    return sorted(layers, key=lambda layer: (layer.layer, layer.datatype))


def _levelled(name: str) -> tuple[int, int] | None:
    match = _LEVELLED.fullmatch(name)
    if match is None:
        return None
    return (10 * int(match[2]) + (match[1] == "wiring"), 0)


def labels(mask: Mask) -> tuple[tuple[str, Region], ...]:
    """Return the labelled pieces by net."""
    return tuple(sorted(mask.labelled, key=lambda each: each[0]))


def mask_notes(delivery: Delivery) -> list[Note]:
    """Return the text that identifies the file, at the body's lower left corner."""
    left_nm, bottom_nm, _, _ = delivery.built.masks.body.box_nm
    text = f"padwright {delivery.digest}"
    return [Note(*NOTE_LAYER, text, left_nm, bottom_nm)]


def steps_of_drawings(delivery: Delivery) -> dict[str, tuple[str, ...]]:
    """Return for each drawing the steps that name it among their parameters."""
    used: dict[str, list[str]] = {name: [] for name in delivery.built.masks.drawings}
    for moment in delivery.built.moments:
        for field, value in moment.step.model_dump().items():
            if field != "name" and isinstance(value, str) and value in used:
                used[value].append(moment.step.name)
    return {name: tuple(steps) for name, steps in used.items()}
