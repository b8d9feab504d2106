"""How even the surface is on which a film is exposed."""

from collections.abc import Iterator
from itertools import pairwise
from typing import ClassVar

from padwright.check.rule import Case, Rule
from padwright.check.shortfall import place_of
from padwright.geometry.openspace import Skyline
from padwright.geometry.region import Region
from padwright.geometry.slab import Role
from padwright.geometry.structure import Structure
from padwright.model.finding import Finding, Quantity, Severity

_FILMS = frozenset({Role.DIELECTRIC, Role.PASSIVATION})


class Planarity(Rule):
    """A film is exposed in focus only where the surface under it is even."""

    kind: ClassVar[str] = "planarity"
    describes: ClassVar[str] = "step of the surface under each dielectric film"

    def run(self, case: Case) -> Iterator[Finding]:
        """Return films that cover a surface with a higher step than ``planarity_limit``."""
        limit = case.design.technology.rules.planarity_limit_nm
        moments = case.built.moments
        for before, after in pairwise((None, *moments)):
            if before is None or after is None or not _adds_film(before.structure, after.structure):
                continue
            surface = _seen_heights(before.structure, case.built.masks.body)
            if not surface:
                continue
            (high_nm, _), (low_nm, lowest) = surface[0], surface[-1]
            if high_nm - low_nm <= limit.value:
                continue
            measured, required = Quantity(high_nm - low_nm, "nm"), Quantity(limit.value, "nm")
            yield Finding(
                rule=self.kind,
                severity=Severity.ERROR,
                message=f"the surface under {after.step.name!r} has a step of {measured}, "
                f"more than {required}",
                place=place_of(lowest.box_nm, low_nm, high_nm),
                measured=measured,
                required=required,
                source=limit.source,
                slabs=tuple(
                    sorted(
                        {
                            slab.made_by
                            for slab in before.structure.slabs
                            if slab.top_nm in {low_nm, high_nm}
                        }
                    )
                ),
                fix="fill what is deep, plate thinner, or coat a levelling film first",
            )


def _adds_film(before: Structure, after: Structure) -> bool:
    known = {slab.made_by for slab in before.slabs if slab.role in _FILMS}
    return any(slab.role in _FILMS and slab.made_by not in known for slab in after.slabs)


def _seen_heights(structure: Structure, within: Region) -> list[tuple[int, Region]]:
    """Return the heights of the surface that is seen from above, and where, going down."""
    skyline, found = Skyline(structure, within), []
    for top_nm in sorted({slab.top_nm for slab in structure.slabs}, reverse=True):
        unseen = skyline.beyond(top_nm)
        if not unseen:
            break
        tops = (slab.region for slab in structure.slabs if slab.top_nm == top_nm)
        seen = unseen.within(tops).without_slivers()
        if seen:
            found.append((top_nm, seen))
    return found
