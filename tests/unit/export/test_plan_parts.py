"""The plan shows units, passives and placed parts with their names, and says what they are."""

from dataclasses import replace

import pytest

from padwright.export.plan_picture import plan_picture
from padwright.model.package import Component, Unit
from padwright.plan.plan import PlacedPassive
from unit.export.deliveries import small_delivery

UM = 1_000
COIL = PlacedPassive("L1", "inductor-spiral", 1, 0, 0, 0, ())
PART = Component(
    "Cap1", "chip-capacitor", 0, 900 * UM, 0, 600 * UM, 300 * UM, 300 * UM, ("vdd", "vss")
)
UNIT = Unit("left", (-1_400 * UM, -1_400 * UM, -100 * UM, 1_400 * UM))


def said(**changes) -> str:
    made = small_delivery()
    design = {key: value for key, value in changes.items() if key != "passives"}
    passives = changes.get("passives", ())
    changed = replace(
        made,
        design=replace(made.design, **design),
        plan=replace(made.plan, passives=passives),
    )
    return plan_picture(changed).to_bytes().decode()


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            {"passives": (COIL,)},
            [">L1</text>", ">passive</text>", "inductor-spiral L1: ", "kept free of wiring"],
        ),
        (
            {"components": (PART,)},
            [">Cap1</text>", ">part</text>", "chip-capacitor Cap1: 600 µm by 300 µm"],
        ),
        (
            {"units": (UNIT, replace(UNIT, name="right"))},
            [">left, right</text>", ">units</text>", "unit left: 1.3 mm by 2.8 mm"],
        ),
    ],
)
def test_each_part_is_drawn_named_and_in_the_key(changes, expected):
    shown, bare = said(**changes), said()
    for words in expected:
        assert words in shown
        assert words not in bare
