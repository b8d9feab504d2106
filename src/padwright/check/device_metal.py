"""The metal of passives in what was built: what nets are cut at, and what is measured."""

from collections.abc import Callable, Iterable, Iterator

from padwright.check.layers import METAL
from padwright.devices.drawing import Drawing
from padwright.geometry.region import Region
from padwright.geometry.slab import Slab
from padwright.geometry.structure import Structure
from padwright.model.technology import Technology
from padwright.plan.passives import drawing_of
from padwright.plan.plan import Plan


def body_window(drawing: Drawing, level: int, space_nm: int) -> Region:
    """Return where the built metal of a passive's body may lie on a level.

    A body comes out a little wider than drawn; nothing else is within the space of the rules. The
    lands of its terminals belong to their nets.
    """
    return drawing.body(level).sized(space_nm // 4) - drawing.lands(level)


def without_bodies(structure: Structure, plan: Plan, technology: Technology) -> Structure:
    """Return the structure with the bodies of passives cut out of the wiring.

    A passive ends its nets: its terminals' lands stay, what lies between them belongs to no net.
    The slabs keep their number and their order.
    """
    if not plan.passives:
        return structure
    space_nm = technology.rules.line_space_nm.value
    windows: dict[int, list[Region]] = {}
    for passive in plan.passives:
        drawing = drawing_of(passive, technology)
        for level in drawing.levels:
            windows.setdefault(level, []).append(body_window(drawing, level, space_nm))
    cuts = {level: Region.union(parts) for level, parts in windows.items()}
    return Structure(
        tuple(
            slab.within(slab.region - cuts[slab.level])
            if slab.role in METAL and slab.level in cuts
            else slab
            for slab in structure.slabs
        ),
        structure.bodies,
    )


def metal_slabs(
    structure: Structure, level: int, conducts: Callable[[str], bool]
) -> Iterator[tuple[int, Slab]]:
    """Yield the conductors of a wiring level with their numbers."""
    for number, slab in enumerate(structure.slabs):
        if slab.level == level and slab.role in METAL and conducts(slab.material):
            yield number, slab


def within(slabs: Iterable[Slab], window: Region) -> tuple[Slab, ...]:
    """Return the parts of slabs inside a window, those that have any."""
    parts = (slab.within(slab.region & window) for slab in slabs)
    return tuple(part for part in parts if part.region)


def release_windows(plan: Plan, technology: Technology) -> Region:
    """Return where the passivation is opened to release sensors, whose metal lies bare there."""
    return Region.union(drawing_of(each, technology).release for each in plan.passives)
