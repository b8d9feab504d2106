"""The process record: what each step added, what it took away, and in which order.

It is read off the moments of what was built, never off what a step says that it does.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from padwright.geometry.body import Body
from padwright.geometry.masks import Masks
from padwright.geometry.region import Region
from padwright.geometry.slab import Role, Slab
from padwright.geometry.structure import Structure
from padwright.model.finding import Place
from padwright.process.built import Built
from padwright.process.step import Step

#: Less than this is the rounding of slanted edges, not something that a step took: 0.1 um3.
_TINY_NM3 = 100_000_000


@dataclass(frozen=True, slots=True)
class Gone:
    """What one step took from what an earlier step had made.

    `place` is the box of the slabs that were touched.
    """

    made_by: str
    material: str
    role: Role
    volume_nm3: int
    place: Place

    @property
    def what(self) -> str:
        """Material and maker, as a sentence names them."""
        return f"{self.material} of {self.made_by!r}"


@dataclass(frozen=True, slots=True)
class Entry:
    """One step of the flow, with what it added and took; `number` counts from 1."""

    number: int
    step: Step
    before: Structure
    after: Structure
    slabs: tuple[Slab, ...]
    bodies: tuple[Body, ...]
    gone: tuple[Gone, ...]

    @property
    def name(self) -> str:
        """Name of the step in the flow."""
        return self.step.name

    @property
    def kind(self) -> str:
        """Kind of the step, such as ``electroplate``."""
        return self.step.kind

    def parameter(self, name: str, default: object = None) -> object:
        """Return a parameter of the step, such as ``method``; the default where it has none."""
        return getattr(self.step, name, default)

    def adds(self, test: Callable[[Slab], bool]) -> bool:
        """Whether the step made a slab that passes a test."""
        return any(test(slab) for slab in self.slabs)

    def takes_from(self, made_by: str) -> bool:
        """Whether the step took something from what another step had made."""
        return any(each.made_by == made_by for each in self.gone)


class Record:
    """The entries of a flow, one a step, in order, and what can be asked of them."""

    def __init__(self, built: Built) -> None:
        self.masks: Masks = built.masks
        entries: list[Entry] = []
        before = Structure()
        for number, moment in enumerate(built.moments, start=1):
            entries.append(_entry(number, moment.step, before, moment.structure))
            before = moment.structure
        self.entries = tuple(entries)

    @cached_property
    def _by_name(self) -> dict[str, Entry]:
        return {entry.name: entry for entry in self.entries}

    def by(self, name: str) -> Entry | None:
        """Return the entry of a step, or None."""
        return self._by_name.get(name)

    def number(self, name: str) -> int:
        """Return the number of a step in the flow, from 1; 0 when there is none of the name."""
        entry = self._by_name.get(name)
        return entry.number if entry else 0

    def where(self, test: Callable[[Entry], bool]) -> tuple[Entry, ...]:
        """Return the entries that pass a test, in order."""
        return tuple(entry for entry in self.entries if test(entry))

    def makers(self, slabs: Iterable[Slab]) -> tuple[Entry, ...]:
        """Return the steps that made slabs, each once, in order."""
        names = {slab.made_by for slab in slabs}
        return tuple(entry for entry in self.entries if entry.name in names)

    def last_taking(self, made_by: str) -> Entry | None:
        """Return the last step that took something from what a step had made."""
        found = [entry for entry in self.entries if entry.takes_from(made_by)]
        return found[-1] if found else None

    def after(self, number: int) -> Structure:
        """Return the structure after a step; the empty one after step 0."""
        return self.entries[number - 1].after if number else Structure()

    def taken_in(self, entry: Entry, makers: Iterable[str]) -> Region:
        """Return where a step took something, at any height, from what others had made."""
        own = set(makers)
        before = [slab for slab in entry.before.slabs if slab.made_by in own]
        after = [slab for slab in entry.after.slabs if slab.made_by in own]
        heights = sorted({z for slab in before + after for z in (slab.bottom_nm, slab.top_nm)})
        lost = []
        for bottom_nm, top_nm in pairwise(heights):
            there = Region.union(s.region for s in before if s.spans(bottom_nm, top_nm))
            lost.append(there.minus(s.region for s in after if s.spans(bottom_nm, top_nm)))
        return Region.union(lost).without_slivers()

    def opened_in(self, entry: Entry, made_by: str) -> Region:
        """Return where a step removed what another had made through all of its height."""
        before = Region.union(s.region for s in entry.before.slabs if s.made_by == made_by)
        after = Region.union(s.region for s in entry.after.slabs if s.made_by == made_by)
        return (before - after).without_slivers()

    def opening(self, made_by: str) -> Entry | None:
        """Return the step that first opened what a step had made, which may be that step itself.

        Opened is gone through all of its height somewhere; what only thins a film opens nothing.
        A film that a step makes with openings, such as a printed one, was opened when it was made.
        """
        maker = self.by(made_by)
        if maker is None:
            return None
        made = Region.union(slab.region for slab in maker.slabs)
        if (self.masks.body - made).is_solid:
            return maker
        takers = (entry for entry in self.entries if entry.takes_from(made_by))
        return next((entry for entry in takers if self.opened_in(entry, made_by).is_solid), None)


def _entry(number: int, step: Step, before: Structure, after: Structure) -> Entry:
    old, new = {id(slab) for slab in before.slabs}, {id(slab) for slab in after.slabs}
    lost = [slab for slab in before.slabs if id(slab) not in new]
    fresh = [slab for slab in after.slabs if id(slab) not in old]
    added = tuple(slab for slab in fresh if slab.made_by == step.name)
    kept = [slab for slab in fresh if slab.made_by != step.name]
    known = set(before.bodies)
    bodies = tuple(body for body in after.bodies if body not in known)
    return Entry(number, step, before, after, added, bodies, _gone(lost, kept))


_Key = tuple[str, str, Role]


def _gone(lost: list[Slab], kept: list[Slab]) -> tuple[Gone, ...]:
    """Return what is missing of slabs that were replaced by others of the same makers."""
    left_nm3: dict[_Key, int] = {}
    for slab in kept:
        key = (slab.made_by, slab.material, slab.role)
        left_nm3[key] = left_nm3.get(key, 0) + slab.volume_nm3
    groups: dict[_Key, list[Slab]] = {}
    for slab in lost:
        groups.setdefault((slab.made_by, slab.material, slab.role), []).append(slab)
    found = []
    for (made_by, material, role), slabs in groups.items():
        volume_nm3 = sum(slab.volume_nm3 for slab in slabs) - left_nm3.get(
            (made_by, material, role), 0
        )
        if volume_nm3 > _TINY_NM3:
            found.append(Gone(made_by, material, role, volume_nm3, place_of_slabs(slabs)))
    return tuple(found)


def place_of_slabs(slabs: Iterable[Slab]) -> Place:
    """Return the box round slabs, with their heights."""
    slabs = list(slabs)
    boxes = [slab.region.box_nm for slab in slabs]
    return Place(
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
        min(slab.bottom_nm for slab in slabs),
        max(slab.top_nm for slab in slabs),
    )
