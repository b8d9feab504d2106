"""What carries the dies: sheets, recesses, how backs are bonded, and the fill round the dies."""

from collections.abc import Sequence
from dataclasses import dataclass

from padwright.check.facts_dies import FoundDie
from padwright.check.record import Record
from padwright.geometry.region import Region
from padwright.geometry.slab import Role, Slab
from padwright.geometry.structure import Structure
from padwright.model.finding import Place

#: How far round a die a fill is looked for.
RING_NM = 1_000


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of the base: the slabs that one step made of one material."""

    made_by: str
    material: str
    numbers: tuple[int, ...]
    bottom_nm: int
    top_nm: int
    region: Region

    @property
    def thickness_nm(self) -> int:
        """Height of the sheet."""
        return self.top_nm - self.bottom_nm

    @property
    def place(self) -> Place:
        """The sheet's box."""
        return Place(*self.region.box_nm, self.bottom_nm, self.top_nm)


@dataclass(frozen=True, slots=True)
class Recess:
    """A pocket in the base's face: what lies lower than the face and is walled in on every side.

    `floor` is the sheet that is its bottom, counted from the face: 1 for a pocket within the first
    sheet, 2 where the first sheet is pierced.
    """

    region: Region
    surface_nm: int
    floor_nm: int
    floor: int

    @property
    def depth_nm(self) -> int:
        """From the base's face to the floor."""
        return self.surface_nm - self.floor_nm

    @property
    def place(self) -> Place:
        """The pocket's box."""
        return Place(*self.region.box_nm, self.floor_nm, self.surface_nm)


@dataclass(frozen=True, slots=True)
class Base:
    """What the dies are bonded to.

    `sheets` are ordered from the face that looks at the wiring; `surface_nm` is that face's height.
    """

    sheets: tuple[Sheet, ...]
    surface_nm: int
    recesses: tuple[Recess, ...]

    @property
    def numbers(self) -> tuple[int, ...]:
        """The slabs of all sheets."""
        return tuple(number for sheet in self.sheets for number in sheet.numbers)


@dataclass(frozen=True, slots=True)
class Bond:
    """How a die's back is held: the share of it over the base, and the film between.

    `floor_nm` is the height of the base under the die, None where there is none.
    """

    area_ratio: float
    film_nm: int
    numbers: tuple[int, ...]
    sheet: int
    floor_nm: int | None


@dataclass(frozen=True, slots=True)
class Fill:
    """What one step put beside the dies, below their fronts."""

    made_by: str
    material: str
    numbers: tuple[int, ...]
    bottom_nm: int
    top_nm: int
    region: Region


def find_base(
    structure: Structure, dies: Sequence[FoundDie], record: Record, footprint: Region
) -> Base:
    """Return the base: the sheets under the dies, and those that were there when they came.

    A part belongs to the base when it lies below a back and reaches under a die, or when it was
    there before the first die and begins below the fronts. What a step made to adhere is no sheet.
    """
    slabs = structure.slabs
    first = min((record.number(die.made_by) for die in dies), default=len(record.entries) + 1)
    back_nm = min((die.low_nm for die in dies), default=structure.top_nm)
    front_nm = min((die.high_nm for die in dies), default=structure.top_nm)
    shadow = Region.union(die.outline for die in dies)
    groups: dict[tuple[str, str], list[int]] = {}
    for number, slab in enumerate(slabs):
        if slab.role not in {Role.DIE, Role.DIE_PAD, Role.ATTACH, Role.TERMINAL}:
            groups.setdefault((slab.made_by, slab.material), []).append(number)
    sheets = []
    for (made_by, material), numbers in groups.items():
        low_nm = min(slabs[number].bottom_nm for number in numbers)
        under = low_nm < back_nm and any(
            slabs[n].top_nm <= back_nm and slabs[n].region.overlaps(shadow) for n in numbers
        )
        if under or (low_nm < front_nm and record.number(made_by) < first):
            sheets.append(_sheet(slabs, made_by, material, numbers))
    sheets.sort(key=lambda sheet: (-sheet.top_nm, -sheet.bottom_nm))
    if not sheets:
        return Base((), 0, ())
    return Base(tuple(sheets), sheets[0].top_nm, _recesses(slabs, sheets, footprint))


def _sheet(slabs: Sequence[Slab], made_by: str, material: str, numbers: list[int]) -> Sheet:
    return Sheet(
        made_by,
        material,
        tuple(numbers),
        min(slabs[number].bottom_nm for number in numbers),
        max(slabs[number].top_nm for number in numbers),
        Region.union(slabs[number].region for number in numbers),
    )


def _recesses(
    slabs: Sequence[Slab], sheets: Sequence[Sheet], footprint: Region
) -> tuple[Recess, ...]:
    surface_nm = sheets[0].top_nm
    own = [(order, number) for order, sheet in enumerate(sheets, 1) for number in sheet.numbers]
    face = Region.union(slabs[n].region for _, n in own if slabs[n].top_nm == surface_nm)
    left, bottom, right, top = footprint.box_nm
    found = []
    for part in (footprint - face).without_slivers():
        a, b, c, d = part.box_nm
        walled = left < a and bottom < b and c < right and d < top
        floors = [(slabs[n].top_nm, order) for order, n in own if slabs[n].region.overlaps(part)]
        if walled and floors:
            floor_nm, order = max(floors)
            found.append(Recess(part, surface_nm, floor_nm, order))
    return tuple(found)


def find_bond(structure: Structure, die: FoundDie, base: Base) -> Bond:
    """Return how a die's back is held, going away from the back through what adheres."""
    slabs = structure.slabs
    sheet_of = {n: order for order, sheet in enumerate(base.sheets, 1) for n in sheet.numbers}
    up = die.looks == "down"
    front: list[tuple[int, Region]] = [(die.back_nm, die.outline)]
    passed: list[int] = []
    held: list[Region] = []
    floors: list[tuple[int, int]] = []
    while front:
        height_nm, reached = front.pop()
        for number, slab in enumerate(slabs):
            if (slab.bottom_nm if up else slab.top_nm) != height_nm:
                continue
            if number not in sheet_of and slab.role is not Role.ATTACH:
                continue
            shared = slab.region & reached
            if not shared.is_solid:
                continue
            if number in sheet_of:
                held.append(shared)
                floors.append((height_nm, sheet_of[number]))
            else:
                passed.append(number)
                front.append((slab.top_nm if up else slab.bottom_nm, shared))
    if not held:
        return Bond(0.0, 0, tuple(passed), 0, None)
    ratio = Region.union(held).area_nm2 / max(1, die.outline.area_nm2)
    floor_nm, order = max(floors)
    return Bond(ratio, abs(die.back_nm - floor_nm), tuple(passed), order, floor_nm)


def find_fills(
    structure: Structure, dies: Sequence[FoundDie], base: Base, record: Record
) -> tuple[Fill, ...]:
    """Return what lies beside the dies below their fronts and is neither base nor bond.

    A film that also rises above the fronts is one of them: its top says that it is not flush.
    """
    if not dies:
        return ()
    first = min(record.number(die.made_by) for die in dies)
    front_nm = max(die.high_nm for die in dies)
    beside = Region.union(die.outline.sized(RING_NM) - die.outline for die in dies)
    groups: dict[tuple[str, str], list[int]] = {}
    for number, slab in enumerate(structure.slabs):
        adheres = slab.role in {Role.DIE, Role.DIE_PAD, Role.ATTACH, Role.TERMINAL}
        if not adheres and number not in base.numbers:
            groups.setdefault((slab.made_by, slab.material), []).append(number)
    slabs = structure.slabs
    found = []
    for (made_by, material), numbers in groups.items():
        low = [
            n for n in numbers if slabs[n].bottom_nm < front_nm and record.number(made_by) > first
        ]
        if any(slabs[n].region.overlaps(beside) for n in low):
            sheet = _sheet(slabs, made_by, material, numbers)
            found.append(
                Fill(made_by, material, sheet.numbers, sheet.bottom_nm, sheet.top_nm, sheet.region)
            )
    return tuple(found)


def ring_cover(structure: Structure, fill: Fill, die: FoundDie) -> float:
    """Return the share of the ring close round a die that a fill covers just below its front."""
    ring = die.outline.sized(RING_NM) - die.outline
    if not ring:
        return 0.0
    slabs = structure.slabs
    front_nm = min(die.high_nm, fill.top_nm)
    here = [slabs[n].region for n in fill.numbers if slabs[n].spans(front_nm - 1, front_nm)]
    return Region.union(here).within([ring]).area_nm2 / ring.area_nm2
