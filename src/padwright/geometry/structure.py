"""What the factory has built so far: slabs and bodies that share no volume."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import pairwise

from padwright.base.errors import BrokenPromiseError
from padwright.geometry.body import Ball, Body, Wire
from padwright.geometry.region import Region
from padwright.geometry.slab import Slab

#: Rounding leaves slivers of a few square nanometres; no part is smaller than this.
_TINY_NM2 = 10_000
#: Up to so many pairs of slabs are compared one by one.
_FEW_PAIRS = 3


@dataclass(frozen=True, slots=True)
class Structure:
    """The slabs and bodies of a package at one moment; immutable."""

    slabs: tuple[Slab, ...] = ()
    bodies: tuple[Body, ...] = ()

    def plus(self, slabs: Iterable[Slab] = (), bodies: Iterable[Body] = ()) -> "Structure":
        """Return the structure with more slabs and bodies; empty slabs are left out."""
        added = tuple(slab for slab in slabs if _is_there(slab.region))
        return Structure(self.slabs + added, self.bodies + tuple(bodies))

    def cut(self, region: Region, *, where: Callable[[Slab], bool] = lambda _: True) -> "Structure":
        """Return the structure with a region taken out of the slabs that a test picks."""
        kept = (slab.within(slab.region - region) if where(slab) else slab for slab in self.slabs)
        return Structure(tuple(slab for slab in kept if slab.region), self.bodies)

    def levels_nm(self) -> list[int]:
        """Return the heights at which a slab begins or ends, ascending."""
        return sorted({z for slab in self.slabs for z in (slab.bottom_nm, slab.top_nm)})

    def solid_nm(self, bottom_nm: int, top_nm: int) -> Region:
        """Return what the slabs that share height with an interval cover."""
        return Region.union(slab.region for slab in self.slabs if slab.spans(bottom_nm, top_nm))

    @property
    def balls(self) -> tuple[Ball, ...]:
        """The bodies that are balls."""
        return tuple(body for body in self.bodies if isinstance(body, Ball))

    @property
    def wires(self) -> tuple[Wire, ...]:
        """The bodies that are bond wires."""
        return tuple(body for body in self.bodies if isinstance(body, Wire))

    @property
    def top_nm(self) -> int:
        """Height of the highest part; zero when nothing is built."""
        tops_nm = [slab.top_nm for slab in self.slabs] + [body.top_nm for body in self.bodies]
        return max(tops_nm, default=0)

    @property
    def bottom_nm(self) -> int:
        """Height of the lowest part; zero when nothing is built."""
        feet_nm = [slab.bottom_nm for slab in self.slabs] + [body.bottom_nm for body in self.bodies]
        return min(feet_nm, default=0)

    def require_sound(self, after: str, since: "Structure | None" = None) -> None:
        """Raise `BrokenPromiseError` when two slabs share volume.

        Parameters
        ----------
        after
            Name of the step that is to blame.
        since
            An earlier, sound structure: pairs of slabs that it already had are not compared.

        Notes
        -----
        Most pairs are apart by how their regions were made, which is known without comparing
        polygons (`geometry.known`); all others are compared.
        """
        known = set() if since is None else {id(slab) for slab in since.slabs}
        new = [slab for slab in self.slabs if id(slab) not in known]
        old = [slab for slab in self.slabs if id(slab) in known]
        for bottom_nm, top_nm in pairwise(
            sorted({z for s in new for z in (s.bottom_nm, s.top_nm)})
        ):
            here = [slab for slab in new if slab.spans(bottom_nm, top_nm)]
            beside = [slab for slab in old if slab.spans(bottom_nm, top_nm)]
            pairs = [
                (slab, other)
                for index, slab in enumerate(here)
                for other in (*beside, *here[index + 1 :])
                if not slab.region.known.lies_apart_from(other.region.known)
            ]
            if not _tile(pairs):
                _require_apart(pairs, after)


def _is_there(region: Region) -> bool:
    """Whether a region is more than slivers; only a tiny one is looked at closely."""
    return region.least_nm2 > _TINY_NM2 or (
        bool(region) and (region.area_nm2 > _TINY_NM2 or region.is_solid)
    )


def _tile(pairs: list[tuple[Slab, Slab]]) -> bool:
    """Whether the slabs of pairs surely share no area: sums of areas tell.

    Slabs that are known to be apart need not be beside each other, which makes this a quick yes or
    a perhaps; of few pairs each is looked at as quickly.
    """
    if len(pairs) <= _FEW_PAIRS:
        return not pairs
    regions = list({id(slab): slab.region for pair in pairs for slab in pair}.values())
    if Region.union(regions).area_nm2 < sum(region.area_nm2 for region in regions):
        return False
    for slab, other in pairs:
        slab.region.known.put_apart([other.region.known])
    return True


def _require_apart(pairs: list[tuple[Slab, Slab]], after: str) -> None:
    for slab, other in pairs:
        if slab.region.overlaps(other.region):
            raise BrokenPromiseError(
                f"slabs of {slab.made_by!r} ({slab.material}) and {other.made_by!r} "
                f"({other.material}) share volume",
                where=f"step {after!r}",
            )
