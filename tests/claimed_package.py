"""The checked package as claims see it: its verdicts, and ways to change it.

Ball B2 belongs to no net, so that lands are asked for with a net only, but where a test says more.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import checked_package as package
from checked_package import UM, Drawings, Rows, box_um, discs_um
from padwright.check.charts import charts
from padwright.check.facts import Facts
from padwright.check.pins import found_nets
from padwright.check.rule import Case
from padwright.check.tolerances import Tolerances
from padwright.geometry.region import Region
from padwright.model.package import ChipDevice, ChipNet, ChipNetlist, Design

LENIENT = Tolerances(lands="bonded")


def ids(text: str) -> set[str]:
    """Claims of patent A from their numbers: ``1 3-5`` as A1, A3, A4 and A5."""
    found = set()
    for each in text.split():
        first, _, last = each.partition("-")
        found |= {f"A{n}" for n in range(int(first), int(last or first) + 1)}
    return found


#: What the clean package meets: two dies alike on a flat base, two levels, balls, cut as one.
CLEAN = ids("1 6-9 13-17 21 25-31 37-40 44-48 52 56-62 70-73 75 76 83-85 87-92 94")


def met(case: Case, *ids: str, tolerances: Tolerances = LENIENT) -> set[str]:
    """The claims of a case that are met, in their corrected reading where the text is faulty."""
    found = charts(case, tolerances=tolerances, only=ids or None)
    return {chart.id for chart in found if (chart.corrected or chart.verdict) == "met"}


def because(case: Case, claim: str, tolerances: Tolerances = LENIENT) -> str:
    """What the elements of a claim say that are not met."""
    (chart,) = charts(case, tolerances=tolerances, only=[claim])
    return "; ".join(row.outcome.because for row in chart.rows if row.outcome.verdict != "met")


def facts(case: Case, tolerances: Tolerances = LENIENT) -> Facts:
    return Facts(case, tolerances)


def edited(name: str, **changed: Any) -> Callable[[Rows], Rows]:
    """A row of the flow with other parameters; None takes one away."""

    def change(rows: Rows) -> Rows:
        assert any(row["name"] == name for row in rows)
        return [
            {key: value for key, value in (row | changed).items() if value is not None}
            if row["name"] == name
            else row
            for row in rows
        ]

    return change


def without(*names: str) -> Callable[[Rows], Rows]:
    return lambda rows: [row for row in rows if row["name"] not in names]


def after(name: str, *added: dict[str, Any]) -> Callable[[Rows], Rows]:
    """Rows put after a row."""

    def change(rows: Rows) -> Rows:
        at = [row["name"] for row in rows].index(name) + 1
        return [*rows[:at], *added, *rows[at:]]

    return change


def in_place_of(name: str, *added: dict[str, Any]) -> Callable[[Rows], Rows]:
    """Rows in place of a row."""

    def change(rows: Rows) -> Rows:
        at = [row["name"] for row in rows].index(name)
        return [*rows[:at], *added, *rows[at + 1 :]]

    return change


def built(
    *steps: Callable[[Rows], Rows],
    drawn: Callable[[Drawings], None] | None = None,
    design: Design | None = None,
) -> Case:
    """The package with its flow, its drawings or what is told of its parts changed."""
    rows, drawings = package.rows(), package.drawings()
    for step in steps:
        rows = step(rows)
    if drawn:
        drawn(drawings)
    made = package.build(drawings, rows)
    asked = design or package.design()
    return Case(made, found_nets(made, package.plan(), asked), asked, package.plan())


def told(
    functions: dict[str, str] | None = None,
    netlists: dict[str, ChipNetlist] | None = None,
    supplies: tuple[str, ...] = (),
) -> Design:
    """The design with functions, on-chip net lists and supplies."""
    design = package.design()
    dies = tuple(
        replace(
            die,
            function=(functions or {}).get(die.name, die.function),
            netlist=(netlists or {}).get(die.name),
        )
        for die in design.dies
    )
    return replace(design, dies=dies, supplies=supplies)


def chip(*pads: str, thickness_nm: int = 600, length_nm: int = 80_000) -> ChipNetlist:
    """A net list with a transistor and a net for each pad."""
    return ChipNetlist(
        tuple(ChipDevice(f"t{pad}", active=True, nets=(f"n{pad}",)) for pad in pads),
        tuple(ChipNet(f"n{pad}", (pad,), 500, length_nm, thickness_nm) for pad in pads),
    )


BOTH_CHIPS = {"left": chip("p1", "p2", "p3"), "right": chip("p1", "p2")}


def pockets(drawn: Drawings) -> None:
    """A pocket for each die, 50 um wider on every side."""
    drawn["pockets"] = Region.union(box_um(x, y, 1_100) for x, y in package.DIES.values())


def one_pocket(drawn: Drawings) -> None:
    drawn["pockets"] = box_um(0, 0, 2_600, 1_200)


def milled(depth: str = "170 um") -> Callable[[Rows], Rows]:
    row = {"step": "mill", "name": "mill", "sheet": "base", "mask": "pockets", "depth": depth}
    return after("base", row | {"corner_radius": "40 um"})


def sheets(thickness: str = "150 um", *, glue: bool = True) -> Callable[[Rows], Rows]:
    """A punched sheet on a second one in place of the base."""
    stuck = {"glue_material": "daf_nc", "glue_thickness": "20 um"} if glue else {}
    return in_place_of(
        "base",
        {"step": "plate", "name": "sheet 1", "material": "cu", "thickness": thickness},
        {"step": "punch", "name": "punch", "sheet": "sheet 1", "mask": "pockets"},
        {"step": "laminate", "name": "sheet 2", "material": "cu", "thickness": "300 um", **stuck},
    )


def via_metal_gone(x_um: float, y_um: float, level: int) -> Callable[[Any], Any]:
    """The metal of a level that lies in one of its holes, taken out of what was built."""
    disc = discs_um([(x_um, y_um)], 60)

    def change(structure: Any) -> Any:
        film = [s for s in structure.slabs if s.role == "dielectric" and s.level == level]
        plane_nm = max(slab.top_nm for slab in film)
        return structure.cut(
            disc,
            where=lambda s: s.level == level and s.role != "dielectric" and s.bottom_nm < plane_nm,
        )

    return change


__all__ = [
    "BOTH_CHIPS",
    "CLEAN",
    "LENIENT",
    "UM",
    "after",
    "because",
    "built",
    "chip",
    "edited",
    "facts",
    "ids",
    "in_place_of",
    "met",
    "milled",
    "one_pocket",
    "pockets",
    "sheets",
    "told",
    "via_metal_gone",
    "without",
]
