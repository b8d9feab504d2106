"""What the record of the steps shows to be wrong."""

from collections.abc import Iterator
from typing import ClassVar

import numpy as np

from padwright.check.device_metal import release_windows
from padwright.check.layers import METAL, levels
from padwright.check.rule import Case, Rule
from padwright.check.shortfall import place_of
from padwright.geometry.openspace import Skyline
from padwright.geometry.region import Region
from padwright.geometry.slab import Role, Slab
from padwright.geometry.structure import Structure
from padwright.model.finding import Finding, Quantity, Severity
from padwright.process.built import Built

#: A foot is a circle; its land may be a polygon round it, and stands out by less than this.
_RIM_NM = 1_000
#: What serves the making and must be gone at the end, and how.
_HELPERS = {
    Role.RESIST: "strip the resist",
    Role.PLATE: "release the plate",
}


class ProcessOrder(Rule):
    """Nothing is forgotten, and nothing is done before what it needs."""

    kind: ClassVar[str] = "process_order"
    describes: ClassVar[str] = "resist, seed or plate left over, bare metal, steps in wrong order"

    def run(self, case: Case) -> Iterator[Finding]:
        """Return what was left over, left bare, made too early or done too late."""
        yield from self._left_over(case)
        yield from self._seed_between_wires(case)
        yield from self._bare_metal(case)
        yield from self._before_its_film(case.built)
        yield from self._after_singulation(case.built)

    def _left_over(self, case: Case) -> Iterator[Finding]:
        for slab in case.built.structure.slabs:
            if slab.role in _HELPERS:
                yield self._of_slab(
                    f"{slab.role.value} of {slab.made_by!r} is left in the finished package",
                    slab,
                    slab.region,
                    _HELPERS[slab.role],
                )

    def _seed_between_wires(self, case: Case) -> Iterator[Finding]:
        slabs = case.built.structure.slabs
        for level in levels(case.built.structure):
            plated = Region.union(
                slab.region
                for slab in slabs
                if slab.role in METAL - {Role.SEED} and slab.level == level
            )
            for slab in slabs:
                if slab.role is not Role.SEED or slab.level != level:
                    continue
                bare = (slab.region - plated).without_slivers()
                if bare:
                    yield self._of_slab(
                        f"seed of {slab.made_by!r} is left where nothing was plated on it",
                        slab,
                        bare,
                        "etch the seed after plating",
                    )

    def _bare_metal(self, case: Case) -> Iterator[Finding]:
        structure = case.built.structure
        skyline = Skyline(structure, case.built.masks.body)
        feet = _under_balls(structure)
        released = release_windows(case.plan, case.design.technology)
        for slab in structure.slabs:
            if slab.role not in METAL:
                continue
            bare = skyline.exposed(slab)
            if slab.top_nm in feet:
                bare = bare - feet[slab.top_nm]
            bare = (bare - released).without_slivers()
            if bare:
                yield self._of_slab(
                    f"metal of {slab.made_by!r} lies bare in the finished package",
                    slab,
                    bare,
                    "passivate it, or put a terminal on it",
                )

    def _before_its_film(self, built: Built) -> Iterator[Finding]:
        films: set[int | None] = set()
        told: set[int | None] = set()
        for moment in built.moments:
            slabs = moment.structure.slabs
            films |= {slab.level for slab in slabs if slab.role is Role.DIELECTRIC}
            for slab in slabs:
                early = slab.role in METAL and slab.level not in films | told
                if early:
                    told.add(slab.level)
                    yield self._of_slab(
                        f"{moment.step.name!r} makes metal of level {slab.level} before there is "
                        "a dielectric under it",
                        slab,
                        slab.region,
                        "coat the dielectric of the level first",
                    )

    def _after_singulation(self, built: Built) -> Iterator[Finding]:
        kinds = [moment.step.kind for moment in built.moments]
        if "singulate" not in kinds:
            return
        cut = kinds.index("singulate")
        box = built.masks.body.box_nm
        for after, moment in enumerate(built.moments[cut + 1 :], start=1):
            yield Finding(
                rule=self.kind,
                severity=Severity.ERROR,
                message=f"{moment.step.name!r} comes after the packages were cut apart",
                place=place_of(box),
                measured=Quantity(after, "steps after singulation"),
                required=Quantity(0, "steps after singulation"),
                source="Padwright: steps work on the panel, which singulation ends",
                fix="move the step before singulation",
            )

    def _of_slab(self, message: str, slab: Slab, where: Region, fix: str) -> Finding:
        return Finding(
            rule=self.kind,
            severity=Severity.ERROR,
            message=message,
            place=place_of(where.box_nm, slab.bottom_nm, slab.top_nm),
            measured=Quantity(where.area_nm2 / 1e6, "um2"),
            required=Quantity(0, "um2"),
            source="Padwright: thin-film practice",
            slabs=(slab.made_by,),
            fix=fix,
        )


def _under_balls(structure: Structure) -> dict[int, Region]:
    """Return what balls cover at the height of their feet, with the rounding of their rims."""
    feet: dict[int, Region] = {}
    for foot_nm in {ball.foot_nm for ball in structure.balls}:
        balls = [ball for ball in structure.balls if ball.foot_nm == foot_nm]
        centres_nm = np.array([(ball.x_nm, ball.y_nm) for ball in balls], dtype=np.int64)
        widest_nm = max(ball.foot_radius_nm for ball in balls) + _RIM_NM
        feet[foot_nm] = Region.discs(centres_nm, 2 * round(widest_nm))
    return feet
