"""Release the temporary plate."""

from typing import ClassVar

from pydantic import Field

from padwright.base.errors import StepError
from padwright.geometry.masks import Masks
from padwright.geometry.slab import Slab
from padwright.geometry.structure import Structure
from padwright.process.sheet import require_made
from padwright.process.step import Example, Step


class Release(Step):
    """Take a plate away, with the release film that held the dies to it.

    A laser of 308 nm or 355 nm through glass with a conversion film of 100 nm to 500 nm stands a
    process of 300 C to 350 C (Electronics 12, 1666, doi:10.3390/electronics12071666); release by
    heat at 150 C to 200 C and by sliding at 180 C to 220 C are uncited defaults.
    """

    kind: ClassVar[str] = "release"
    example: ClassVar[Example] = {
        "name": "release plate",
        "sheet": "temporary plate",
        "film": "release film",
        "temperature": "200 C",
    }

    sheet: str = Field(description="name of the step that laid the plate")
    film: str | None = Field(
        default=None, description="name of the step that made the release film, if there is one"
    )

    def apply(self, before: Structure, masks: Masks) -> Structure:  # noqa: ARG002 - needs no mask
        """Return the structure without plate and release film."""
        gone = require_made(before, self.sheet)
        if self.film is not None:
            gone = [*gone, *require_made(before, self.film, "release film")]
        kept = tuple(slab for slab in before.slabs if all(slab is not each for each in gone))
        if not kept:
            raise StepError(
                f"without {self.sheet!r} nothing is left",
                fix="attach dies to the plate and bond a base to them before",
            )
        if _is_covered(gone, kept, above=True) and _is_covered(gone, kept, above=False):
            raise StepError(
                f"{self.sheet!r} lies inside, covered on both faces", fix="release an outer sheet"
            )
        return Structure(kept, before.bodies)


def _is_covered(gone: list[Slab], kept: tuple[Slab, ...], *, above: bool) -> bool:
    """Whether something that stays lies over, or under, a part of what goes."""
    return any(
        (slab.bottom_nm >= each.top_nm if above else slab.top_nm <= each.bottom_nm)
        and slab.region.overlaps(each.region)
        for each in gone
        for slab in kept
    )
