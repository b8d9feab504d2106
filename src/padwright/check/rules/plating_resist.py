"""Metal that was plated higher than the resist that was to shape it."""

from collections.abc import Iterator
from itertools import pairwise
from typing import ClassVar

from padwright.check.rule import Case, Rule
from padwright.check.shortfall import place_of
from padwright.geometry.slab import Role, Slab
from padwright.geometry.structure import Structure
from padwright.model.finding import Finding, Quantity, Severity
from padwright.process.built import Moment


class PlatingResist(Rule):
    """Metal that grows above its resist spreads over it, and is no longer what was drawn."""

    kind: ClassVar[str] = "plating_resist"
    describes: ClassVar[str] = "height of plated metal above the resist that shapes it"

    def run(self, case: Case) -> Iterator[Finding]:
        """Return plating steps whose metal stands higher than the resist that was there."""
        for before, after in pairwise(case.built.moments):
            if after.step.kind not in _PLATING:
                continue
            downward = getattr(after.step, "face", "top") == "bottom"
            grown = _new_slabs(before.structure, after.structure)
            resist = _beside(before.structure, grown, downward=downward)
            if not grown or not resist:
                continue
            yield from self._overgrown(after, grown, resist, downward=downward)

    def _overgrown(
        self, moment: Moment, grown: list[Slab], resist: list[Slab], *, downward: bool
    ) -> Iterator[Finding]:
        metal_nm = min(slab.bottom_nm for slab in grown) if downward else _top_nm(grown)
        resist_nm = min(slab.bottom_nm for slab in resist) if downward else _top_nm(resist)
        above_nm = resist_nm - metal_nm if downward else metal_nm - resist_nm
        if above_nm <= 0:
            return
        outermost = [slab for slab in grown if metal_nm in {slab.bottom_nm, slab.top_nm}]
        slab = max(outermost, key=lambda each: each.region.area_nm2)
        measured = Quantity(above_nm, "nm")
        yield Finding(
            rule=self.kind,
            severity=Severity.ERROR,
            message=f"{moment.step.name!r} plates {measured} above its resist",
            place=place_of(slab.region.box_nm, slab.bottom_nm, slab.top_nm),
            measured=measured,
            required=Quantity(0, "nm"),
            source="Padwright: metal above the resist spreads sideways over it",
            slabs=(moment.step.name,),
            fix="make the resist thicker than the metal, or plate less",
        )


_PLATING = frozenset({"electroplate", "bump", "finish"})


def _beside(structure: Structure, grown: list[Slab], *, downward: bool) -> list[Slab]:
    """Return the resist on the face that metal grew on; that on the other face shapes nothing."""
    resist = [slab for slab in structure.slabs if slab.role is Role.RESIST]
    if downward:
        foot_nm = max((slab.top_nm for slab in grown), default=0)
        return [slab for slab in resist if slab.bottom_nm < foot_nm]
    foot_nm = min((slab.bottom_nm for slab in grown), default=0)
    return [slab for slab in resist if slab.top_nm > foot_nm]


def _new_slabs(before: Structure, after: Structure) -> list[Slab]:
    known = {id(slab) for slab in before.slabs}
    return [slab for slab in after.slabs if id(slab) not in known]


def _top_nm(slabs: list[Slab]) -> int:
    return max(slab.top_nm for slab in slabs)
