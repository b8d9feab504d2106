"""What hangs together, and what hangs on nothing."""

from dataclasses import dataclass

import numpy as np

from padwright.geometry.nets import FoundNet, Nets, extract
from padwright.geometry.region import Box, Region
from padwright.geometry.slab import Role, Slab
from padwright.geometry.structure import Structure


@dataclass(frozen=True, slots=True)
class Group:
    """Parts that touch each other: who made them, which bodies they hold, and where they are."""

    made_by: tuple[str, ...]
    bodies: tuple[str, ...]
    box_nm: Box
    low_nm: int
    high_nm: int


def loose_groups(structure: Structure) -> list[Group]:
    """Return each group of touching parts that is apart from what holds the panel.

    That is every group with a part of the base; where there is no base, the largest group.
    """
    if _all_stand(structure):
        return []
    # Solids that touch are found as nets are, every material taken for a conductor. A bond wire
    # carries current but holds nothing.
    found = extract(Structure(structure.slabs, structure.balls), lambda _: True)
    groups = [(net, {*net.slabs}) for net in found.nets]
    bases = {index for index, slab in enumerate(structure.slabs) if slab.role is Role.BASE}
    largest = max(
        (net for net, _ in groups),
        key=lambda net: _volume_nm3(structure, net, found),
        default=None,
    )
    return [
        Group(
            tuple(sorted({structure.slabs[index].made_by for index in net.slabs})),
            net.bodies,
            net.box_nm,
            net.low_nm,
            net.high_nm,
        )
        for net, slabs in groups
        # One slab may have pieces in several groups, so that the largest is told by its own number.
        if not (bases & slabs if bases else net is largest)
    ]


def _volume_nm3(structure: Structure, net: FoundNet, found: Nets) -> int:
    return sum(
        found.region(net, index).area_nm2 * structure.slabs[index].thickness_nm
        for index in net.slabs
    )


def _bases(structure: Structure) -> list[Slab]:
    base = [slab for slab in structure.slabs if slab.role is Role.BASE]
    return base or [slab for slab in structure.slabs if slab.bottom_nm == structure.bottom_nm]


def _all_stand(structure: Structure) -> bool:
    """Return whether every part stands on another one down to the base.

    That is so in nearly every package, and much quicker to see than what hangs on what.
    """
    lowest = _bases(structure)
    if (
        lowest
        and lowest[0].role is not Role.BASE
        and len(Region.union(s.region for s in lowest)) != 1
    ):
        return False  # several parts are lowest, and nothing says which of them holds the others
    bases = {id(slab) for slab in lowest}
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
