"""Parts without support."""

from collections.abc import Iterator
from typing import ClassVar

import numpy as np

from padwright.check.rule import Case, Rule
from padwright.check.shortfall import place_of
from padwright.geometry.nets import extract
from padwright.geometry.region import Region
from padwright.geometry.slab import Role, Slab
from padwright.geometry.structure import Structure
from padwright.model.finding import Finding, Quantity, Severity


class FloatingPart(Rule):
    """Every part touches, through others, what the package stands on."""

    kind: ClassVar[str] = "floating_part"
    describes: ClassVar[str] = "parts that touch nothing that is held"

    def run(self, case: Case) -> Iterator[Finding]:
        """Return each group of touching parts that is apart from the base.

        The base is what has this role, or the lowest part where none has.
        """
        structure = case.built.structure
        if _all_stand(structure):
            return
        # Solids that touch are found as nets are, every material taken for a conductor.
        groups = extract(structure, lambda _: True)
        held = {index for index, slab in enumerate(structure.slabs) if slab.role is Role.BASE} or {
            index
            for index, slab in enumerate(structure.slabs)
            if slab.bottom_nm == structure.bottom_nm
        }
        for group in groups.nets:
            if held.intersection(group.slabs):
                continue
            made_by = sorted({structure.slabs[index].made_by for index in group.slabs})
            parts = [*(repr(each) for each in made_by), *group.bodies]
            yield Finding(
                rule=self.kind,
                severity=Severity.ERROR,
                message=f"nothing holds a part of {', '.join(parts)}",
                place=place_of(group.box_nm, group.low_nm, group.high_nm),
                measured=Quantity(0, "contacts"),
                required=Quantity(1, "contacts"),
                source="Padwright: a part without contact falls off",
                slabs=tuple(made_by),
                fix="keep what it stood on, or remove it too",
            )


def _bases(structure: Structure) -> list[Slab]:
    base = [slab for slab in structure.slabs if slab.role is Role.BASE]
    return base or [slab for slab in structure.slabs if slab.bottom_nm == structure.bottom_nm]


def _all_stand(structure: Structure) -> bool:
    """Return whether every part stands on another one down to the base.

    That is so in nearly every package, and much quicker to see than what hangs on what.
    """
    bases = {id(slab) for slab in _bases(structure)}
    tops: dict[int, list[Region]] = {}
    for slab in sorted(structure.slabs, key=lambda each: each.bottom_nm):
        if id(slab) not in bases:
            below = tops.get(slab.bottom_nm, [])
            if slab.region.minus(below) and not _each_part_meets(slab.region, below):
                return False
        tops.setdefault(slab.top_nm, []).append(slab.region)
    for bottom_nm in {ball.foot_nm for ball in structure.balls}:
        feet_nm = np.array(
            [(ball.x_nm, ball.y_nm) for ball in structure.balls if ball.foot_nm == bottom_nm]
        )
        standing = np.zeros(len(feet_nm), dtype=np.bool_)
        for top in tops.get(bottom_nm, ()):
            standing |= top.holds(feet_nm)
        if not standing.all():
            return False
    return True


def _each_part_meets(region: Region, below: list[Region]) -> bool:
    contact = region.within(below).sized(-1)
    # One large film with many holes is quickly seen to meet something, slowly asked what it meets.
    return bool(contact) and (len(region) == 1 or not region.clear_of(contact))
