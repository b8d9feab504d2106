"""The dies of a structure: where they lie, which way they look, and what they are."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

from padwright.geometry.region import Region
from padwright.geometry.slab import Role
from padwright.geometry.structure import Structure
from padwright.model.finding import Place
from padwright.model.package import ChipNetlist, Design, Die
from padwright.plan.plan import PlacedPad, Plan


@dataclass(frozen=True, slots=True)
class FoundDie:
    """A die as it lies in a structure.

    `front_nm` is the height of the face with the pads, `back_nm` that of the other one; `looks` is
    ``up``, ``down``, or empty for a die without pads. `numbers` and `pad_numbers` are its slabs
    without and with the pads; `pads` is where its pads lie. `design` is the die of the design that
    was placed there, of which function and on-chip net list are known.
    """

    name: str
    made_by: str
    material: str
    outline: Region
    back_nm: int
    front_nm: int
    looks: str
    pads: Region
    numbers: tuple[int, ...]
    pad_numbers: tuple[int, ...]
    design: Die | None = None

    @property
    def thickness_nm(self) -> int:
        """From the back to the front."""
        return abs(self.front_nm - self.back_nm)

    @property
    def low_nm(self) -> int:
        """Height of the lower face."""
        return min(self.back_nm, self.front_nm)

    @property
    def high_nm(self) -> int:
        """Height of the upper face."""
        return max(self.back_nm, self.front_nm)

    @property
    def function(self) -> str:
        """What the die does, as the design says; empty when it is not known."""
        return self.design.function if self.design else ""

    @property
    def netlist(self) -> ChipNetlist | None:
        """What is wired on the die, as far as the design tells."""
        return self.design.netlist if self.design else None

    @property
    def place(self) -> Place:
        """The die's box."""
        return Place(*self.outline.box_nm, self.low_nm, self.high_nm)


@dataclass(frozen=True, slots=True)
class FoundPad:
    """A pad of a die where its metal lies.

    `name` and `asked_net` are those of the pad of the design that lies there, empty and None where
    there is none; `net` is the number of the net that was found, -1 when no conductor is there.
    """

    die: int
    name: str
    asked_net: str | None
    x_nm: int
    y_nm: int
    place: Place
    net: int


def find_dies(structure: Structure, plan: Plan, design: Design) -> tuple[FoundDie, ...]:
    """Return the dies of a structure, in the order in which they were attached.

    What one step placed is one die for each outline.
    """
    by_step: dict[str, list[int]] = {}
    for number, slab in enumerate(structure.slabs):
        if slab.role in {Role.DIE, Role.DIE_PAD}:
            by_step.setdefault(slab.made_by, []).append(number)
    found: list[FoundDie] = []
    for made_by, numbers in by_step.items():
        outline = Region.union(structure.slabs[number].region for number in numbers)
        parts = list(outline) if len(outline) > 1 else [outline]
        for part in parts:
            die = _die(structure, made_by, numbers, part, whole=len(parts) == 1)
            if die is not None:
                found.append(die)
    return _named(found, plan, design)


def _die(
    structure: Structure, made_by: str, numbers: list[int], outline: Region, *, whole: bool
) -> FoundDie | None:
    slabs = structure.slabs
    own = [n for n in numbers if whole or slabs[n].region.overlaps(outline)]
    body = [n for n in own if slabs[n].role is Role.DIE]
    metal = [n for n in own if slabs[n].role is Role.DIE_PAD]
    if not body:
        return None
    low_nm = min(slabs[n].bottom_nm for n in body)
    high_nm = max(slabs[n].top_nm for n in body)
    pads = Region.union(slabs[n].region for n in metal)
    looks = ""
    if metal:
        to_top_nm = abs(high_nm - max(slabs[n].top_nm for n in metal))
        to_bottom_nm = abs(min(slabs[n].bottom_nm for n in metal) - low_nm)
        looks = "up" if to_top_nm <= to_bottom_nm else "down"
    back_nm, front_nm = (high_nm, low_nm) if looks == "down" else (low_nm, high_nm)
    return FoundDie(
        name=made_by,
        made_by=made_by,
        material=slabs[body[0]].material,
        outline=outline,
        back_nm=back_nm,
        front_nm=front_nm,
        looks=looks,
        pads=pads if whole else pads & outline,
        numbers=tuple(body),
        pad_numbers=tuple(metal),
    )


def _named(found: list[FoundDie], plan: Plan, design: Design) -> tuple[FoundDie, ...]:
    """Return the dies with the design's die of which they cover most."""
    designs = {die.name: die for die in design.dies}
    named = []
    for die in found:
        shares = [
            ((die.outline & Region.box(p.left_nm, p.bottom_nm, p.right_nm, p.top_nm)).area_nm2, p)
            for p in plan.dies
        ]
        best = max(shares, key=lambda each: each[0], default=None)
        if best is None or not best[0]:
            named.append(die)
            continue
        name = best[1].name
        named.append(
            FoundDie(
                name,
                die.made_by,
                die.material,
                die.outline,
                die.back_nm,
                die.front_nm,
                die.looks,
                die.pads,
                die.numbers,
                die.pad_numbers,
                designs.get(name),
            )
        )
    return tuple(named)


def pad_places(
    dies: Sequence[FoundDie], plan: Plan
) -> list[tuple[int, PlacedPad | None, tuple[int, int], Place]]:
    """Return each pad's metal: its die, the planned pad that it is, a point of it, and its box.

    A die that was placed off its place carries its pads along: they are matched relative to it.
    """
    rows: list[tuple[int, PlacedPad | None, tuple[int, int], Place]] = []
    for index, die in enumerate(dies):
        boxes = [part.box_nm for part in die.pads]
        if not boxes:
            continue
        points = np.array([((b[0] + b[2]) // 2, (b[1] + b[3]) // 2) for b in boxes], dtype=np.int64)
        planned = [pad for pad in plan.pads if pad.die == die.name]
        asked: list[PlacedPad | None] = [None] * len(boxes)
        if planned:
            shift_x_nm, shift_y_nm = _shift(die, plan)
            tree = cKDTree([(p.x_nm + shift_x_nm, p.y_nm + shift_y_nm) for p in planned])
            away_nm, nearest = (np.asarray(each) for each in tree.query(points))
            for row in range(len(boxes)):
                pad = planned[int(nearest[row])]
                if away_nm[row] <= max(pad.width_nm, pad.height_nm) / 2:
                    asked[row] = pad
        for row, box in enumerate(boxes):
            point = (int(points[row, 0]), int(points[row, 1]))
            rows.append((index, asked[row], point, Place(*box, die.front_nm, die.front_nm)))
    return rows


def _shift(die: FoundDie, plan: Plan) -> tuple[int, int]:
    placed = next((each for each in plan.dies if each.name == die.name), None)
    if placed is None:
        return 0, 0
    left, bottom, right, top = die.outline.box_nm
    return (
        (left + right - placed.left_nm - placed.right_nm) // 2,
        (bottom + top - placed.bottom_nm - placed.top_nm) // 2,
    )
