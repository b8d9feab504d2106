"""What protects metal from an etchant that is not meant for it."""

from collections.abc import Iterator
from typing import ClassVar

from padwright.check.record import Entry, Record
from padwright.check.rule import Case, Rule
from padwright.check.shortfall import place_of
from padwright.geometry.body import Face
from padwright.geometry.openspace import Skyline
from padwright.geometry.region import Box, Region
from padwright.geometry.slab import Slab
from padwright.model.drawings import DIE_PADDLE, INNER_PEGS, LINES, OUTER_PEGS
from padwright.model.finding import Finding, Quantity, Severity

#: The kinds of steps whose etchant takes a depth of metal; a seed is taken by a dip of its own.
_ETCHES = frozenset({"etch"})
#: What is drawn to stay of a frame's sheet on the face that is etched.
_STAYS: dict[Face, tuple[str, ...]] = {
    "top": (DIE_PADDLE, INNER_PEGS),
    "bottom": (LINES, OUTER_PEGS),
}


class EtchCover(Rule):
    """An etchant wets both faces: what is to stay of the metal that it takes has to be covered.

    Resist, finish, ink, mold or any other part is a cover, as long as the etchant leaves it.
    """

    kind: ClassVar[str] = "etch_cover"
    describes: ClassVar[str] = "metal that is to stay and lies bare to an etchant, step by step"

    def run(self, case: Case) -> Iterator[Finding]:
        """Return bare metal on the other face, in the drawings, and metal of other steps.

        A drawing may lie off by ``overlay`` and still be covered.
        """
        moments = case.built.moments
        if not any(moment.step.kind in _ETCHES for moment in moments):
            return
        for entry in Record(case.built).entries:
            metals = _metals(case, entry)
            if entry.kind not in _ETCHES or not metals:
                continue
            face: Face = "bottom" if entry.parameter("face") == "bottom" else "top"
            other: Face = "top" if face == "bottom" else "bottom"
            yield from self._other_face(case, entry, metals, other)
            yield from self._drawn(case, entry, metals, face)
            yield from self._other_metal(entry, metals)

    def _other_face(
        self, case: Case, entry: Entry, metals: list[Slab], face: Face
    ) -> Iterator[Finding]:
        bare, low_nm, high_nm = _bare(case, entry, metals, face)
        if bare:
            yield _finding(
                f"{entry.name!r} etches the {face} face too: {metals[0].material} lies bare there",
                entry,
                bare.area_nm2,
                (bare.box_nm, low_nm, high_nm),
                "cover the face with resist until the etch is done",
            )

    def _drawn(self, case: Case, entry: Entry, metals: list[Slab], face: Face) -> Iterator[Finding]:
        drawn = case.built.masks.drawings
        names = [name for name in _STAYS[face] if name in drawn]
        if case.design.technology.frame is None or not names:
            return
        off_nm = case.design.technology.rules.overlay_nm.value
        bare, low_nm, high_nm = _bare(case, entry, metals, face)
        for name in names:
            open_to_it = (drawn[name].region.sized(-off_nm) & bare).without_slivers()
            if open_to_it:
                yield _finding(
                    f"{entry.name!r} etches {name}, which are to stay and have no cover"
                    if name != DIE_PADDLE
                    else f"{entry.name!r} etches the {name}, which is to stay and has no cover",
                    entry,
                    open_to_it.area_nm2,
                    (open_to_it.box_nm, low_nm, high_nm),
                    "cover it with resist, finish or ink before the etch",
                )

    def _other_metal(self, entry: Entry, metals: list[Slab]) -> Iterator[Finding]:
        """Return metal that other steps made than the one whose metal is etched.

        That one is who made most of it.
        """
        volume_nm3: dict[str, int] = {}
        for slab in metals:
            volume_nm3[slab.made_by] = volume_nm3.get(slab.made_by, 0) + slab.volume_nm3
        meant = max(sorted(volume_nm3), key=lambda name: volume_nm3[name])
        for gone in entry.gone:
            if gone.made_by in volume_nm3 and gone.made_by != meant:
                place = gone.place
                yield Finding(
                    rule=self.kind,
                    severity=Severity.ERROR,
                    message=f"{entry.name!r} takes {gone.what} too, not only that of {meant!r}",
                    place=place,
                    measured=Quantity(gone.volume_nm3 / 1e9, "um3"),
                    required=Quantity(0, "um3"),
                    source=_SOURCE,
                    slabs=tuple(sorted({gone.made_by, entry.name})),
                    fix="cover it before the etch, or make it after the etch",
                )


_SOURCE = "Padwright: an etchant takes what it wets"


def _metals(case: Case, entry: Entry) -> list[Slab]:
    """Return the conductors that an etch takes, as they were before it."""
    known = case.design.technology.all_materials
    named = entry.parameter("materials", ())
    taken = {each for each in (named if isinstance(named, tuple) else ()) if each in known}
    return [
        slab
        for slab in entry.before.slabs
        if slab.material in taken and known[slab.material].is_conductor
    ]


def _bare(case: Case, entry: Entry, metals: list[Slab], face: Face) -> tuple[Region, int, int]:
    """Return where metal is seen from a face, and between which heights."""
    skyline = Skyline(entry.before, case.built.masks.panel, face)
    seen = [(slab, skyline.exposed(slab)) for slab in metals]
    open_slabs = [slab for slab, region in seen if region]
    bare = Region.union(region for _, region in seen).without_slivers()
    return (
        bare,
        min((slab.bottom_nm for slab in open_slabs), default=0),
        max((slab.top_nm for slab in open_slabs), default=0),
    )


def _finding(
    message: str, entry: Entry, area_nm2: int, place: tuple[Box, int, int], fix: str
) -> Finding:
    return Finding(
        rule=EtchCover.kind,
        severity=Severity.ERROR,
        message=message,
        place=place_of(*place),
        measured=Quantity(area_nm2 / 1e6, "um2"),
        required=Quantity(0, "um2"),
        source=_SOURCE,
        slabs=(entry.name,),
        fix=fix,
    )
