"""Bond wires from a die's pads to the pegs round it."""

from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from padwright.base.errors import InputError, StepError, nearest
from padwright.base.units import length_text, place_text
from padwright.geometry.body import Wire
from padwright.geometry.facing import face_nm, towards_nm, upright
from padwright.geometry.loop import filled_in_nm, lengths_nm, loops_nm
from padwright.geometry.masks import Masks
from padwright.geometry.openspace import Skyline
from padwright.geometry.region import SNAP_NM
from padwright.geometry.slab import Role, Slab
from padwright.geometry.structure import Structure
from padwright.process.step import Example, FacedStep, Thickness

#: How many places of each stretch of a wire are looked at for what stands in its way.
_PLACES = 6


class WireBond(FacedStep):
    """Draw a wire for each row of a bonder's program: ball on the die, crescent on the peg.

    Both ends must lie on open metal: a die's pad first and a finish second, or the stated
    conductors. The wire is a loop of the stated height over its first bond (`loops_nm`). Uncited
    defaults of the trade: 25 um of gold, a loop of 100 um to 150 um, 0.5 mm to 2.5 mm of wire (100
    diameters).
    """

    kind: ClassVar[str] = "wire-bond"
    example: ClassVar[Example] = {
        "name": "wires",
        "bonds": "bonds",
        "material": "au",
        "diameter": "25 um",
        "loop_height": "150 um",
        "temperature": "200 C",
    }

    bonds: str = Field(description="name of the bonder's program among the masks' bonds")
    material: str = Field(default="au", description="metal of the wire (uncited default)")
    diameter_nm: Thickness = Field(
        default=25_000, description="diameter of the wire (uncited default)"
    )
    loop_height_nm: Thickness = Field(
        default=150_000, description="height of the loop over its first bond (uncited default)"
    )
    max_length_nm: Thickness = Field(
        default=2_500_000, description="longest wire that is drawn (uncited default)"
    )
    min_length_nm: Thickness = Field(
        default=500_000, description="shortest wire that is drawn (uncited default)"
    )
    conductors: tuple[str, ...] = Field(
        default=(),
        description="metals that take a bond; pads of dies and finishes when none is named",
    )

    def apply(self, before: Structure, masks: Masks) -> Structure:
        """Return the structure with the wires."""
        if self.bonds not in masks.bonds:
            raise InputError(
                f"there is no bonder's program {self.bonds!r}",
                fix=nearest(self.bonds, masks.bonds),
                where="masks",
            )
        program = np.array(masks.bonds[self.bonds], dtype=np.int64).reshape(-1, 2, 2)
        if not len(program):
            raise StepError(
                f"the bonder's program {self.bonds!r} has no wire", fix="plan a wire for each pad"
            )
        turned = upright(before, self.face)
        skyline = Skyline(turned, masks.panel)
        first_nm = self._landed(skyline, program[:, 0], Role.DIE_PAD, "first")
        second_nm = self._landed(skyline, program[:, 1], Role.FINISH, "second")
        points_nm = loops_nm(first_nm, second_nm, self.loop_height_nm)
        self._require_reach(points_nm)
        self._require_free(turned, points_nm)
        points_nm[..., 2] = [
            [towards_nm(self.face, int(z)) for z in row] for row in points_nm[..., 2]
        ]
        wires = [
            Wire(
                name=f"{self.name} {number}",
                material=self.material,
                points_nm=tuple((x, y, z) for x, y, z in line),
                diameter_nm=self.diameter_nm,
                made_by=self.name,
            )
            for number, line in enumerate(points_nm.tolist(), start=1)
        ]
        return before.plus(bodies=wires)

    def _landed(
        self, skyline: Skyline, places_nm: NDArray[np.int64], role: Role, which: str
    ) -> NDArray[np.int64]:
        """Return bonds with the height of the open metal under each, shape (n, 3)."""
        found = np.zeros(len(places_nm), dtype=np.bool_)
        heights_nm = np.zeros(len(places_nm), dtype=np.int64)
        for slab in skyline.structure.slabs:
            if not self._takes_bond(slab, role):
                continue
            held = skyline.exposed(slab).holds(places_nm) & ~found
            heights_nm[held] = face_nm(slab, "top")
            found |= held
        if not found.all():
            number = int(np.flatnonzero(~found)[0])
            x_nm, y_nm = places_nm[number].tolist()
            raise StepError(
                f"wire {number + 1} has no open metal for its {which} bond at "
                f"{place_text(x_nm, y_nm)}",
                fix="move the bond onto a pad or a finish, and bond before anything covers it",
            )
        return np.concatenate([places_nm, heights_nm[:, None]], axis=1)

    def _takes_bond(self, slab: Slab, role: Role) -> bool:
        return slab.material in self.conductors if self.conductors else slab.role is role

    def _require_reach(self, points_nm: NDArray[np.int64]) -> None:
        length_nm = lengths_nm(points_nm)
        for bad, limit_nm, word, fix in (
            (
                length_nm > self.max_length_nm,
                self.max_length_nm,
                "longer",
                "move the peg nearer to the die, or allow longer wires",
            ),
            (
                length_nm < self.min_length_nm,
                self.min_length_nm,
                "shorter",
                "move the peg away from the die, or allow shorter wires",
            ),
        ):
            if bad.any():
                number = int(np.flatnonzero(bad)[0])
                x_nm, y_nm, _ = points_nm[number, 0].tolist()
                raise StepError(
                    f"wire {number + 1} from {place_text(x_nm, y_nm)} would be "
                    f"{length_text(round(length_nm[number]))}, {word} than "
                    f"{length_text(limit_nm)}",
                    fix=fix,
                )

    def _require_free(self, turned: Structure, points_nm: NDArray[np.int64]) -> None:
        """Raise `StepError` when the axis of a wire runs through a slab."""
        every = filled_in_nm(points_nm, _PLACES)[:, 1:-1]
        inside, count = every.reshape(-1, 3), every.shape[1]
        for slab in turned.slabs:
            level = (inside[:, 2] > slab.bottom_nm) & (inside[:, 2] < slab.top_nm)
            if not level.any():
                continue
            rows = np.flatnonzero(level)
            hit = rows[slab.region.sized(-SNAP_NM).holds(inside[rows, :2])]
            if len(hit):
                x_nm, y_nm, z_nm = inside[hit[0]].tolist()
                raise StepError(
                    f"wire {hit[0] // count + 1} would run through what {slab.made_by!r} made at "
                    f"{place_text(x_nm, y_nm)}, {length_text(towards_nm(self.face, z_nm))} high",
                    fix="make the loop higher, or move the bonds",
                )

    def new_materials(self) -> frozenset[str]:
        """Return the wire, whose ball this step melts."""
        return frozenset({self.material})
