"""Space that was closed in without being filled."""

from collections.abc import Iterator
from typing import ClassVar

from padwright.check.rule import Case, Rule
from padwright.check.shortfall import place_of
from padwright.geometry.flood import enclosed
from padwright.geometry.openspace import Gap
from padwright.geometry.region import Region
from padwright.model.finding import Finding, Quantity, Severity
from padwright.process.built import Built

#: Open space that is nowhere wider than twice this is left by rounding, not by a step.
_SPECK_NM = 50
#: Less than this, 1 um3, is no room for gas that matters.
_TINY_NM3 = 1_000_000_000


class Void(Rule):
    """A film, fill, mold or plating leaves no closed space, whose gas would burst it when hot."""

    kind: ClassVar[str] = "void"
    describes: ClassVar[str] = "volume of space that is closed on all sides, and what closed it"

    def run(self, case: Case) -> Iterator[Finding]:
        """Return for each step the space in the finished package that it closed in for good."""
        built = case.built
        gaps = _closed(built, len(built.moments) - 1) if built.moments else []
        if not gaps:
            return
        for number, parts in _closers(built, Region.union(gap.region for gap in gaps)):
            own = [
                Gap(gap.bottom_nm, gap.top_nm, gap.region.touching(parts))
                for gap in gaps
                if gap.region.overlaps(parts)
            ]
            volume_nm3 = sum(_volume_nm3(gap) for gap in own)
            if volume_nm3 < _TINY_NM3:
                continue
            yield _finding(built, number, parts, own)


def _finding(built: Built, number: int, parts: Region, own: list[Gap]) -> Finding:
    largest = max(parts, key=lambda part: part.area_nm2)
    here = [gap for gap in own if gap.region.overlaps(largest)]
    measured = Quantity(sum(_volume_nm3(gap) for gap in own) / 1e9, "um3")
    name = built.moments[number].step.name
    spaces, them = ("a space", "it") if len(parts) == 1 else (f"{len(parts)} spaces", "them")
    return Finding(
        rule=Void.kind,
        severity=Severity.ERROR,
        message=f"{name!r} closes {spaces} of {measured} without filling {them}",
        place=place_of(
            largest.box_nm, min(gap.bottom_nm for gap in here), max(gap.top_nm for gap in here)
        ),
        measured=measured,
        required=Quantity(0, "um3"),
        source="Padwright: trapped gas bursts a film when it is heated",
        slabs=(name,),
        fix="fill the space before it is closed, or leave it a way out",
    )


def _closed(built: Built, number: int) -> list[Gap]:
    """Return the closed space of a moment, without specks."""
    structure, masks = built.moments[number].structure, built.masks
    cut_apart = any(moment.step.kind == "singulate" for moment in built.moments[: number + 1])
    found = []
    for gap in enclosed(structure, masks.body if cut_apart else masks.panel):
        region = gap.region.solid_parts(_SPECK_NM)
        if region:
            found.append(Gap(gap.bottom_nm, gap.top_nm, region))
    return found


def _closers(built: Built, dark: Region) -> list[tuple[int, Region]]:
    """Return the numbers of the moments that closed parts of a plan for good, and these parts."""
    found = []
    for number in range(len(built.moments) - 1, 0, -1):
        before = Region.union(gap.region for gap in _closed(built, number - 1))
        still = dark.touching(before) if before else before
        closed = dark.clear_of(still) if still else dark
        if closed:
            found.append((number, closed))
        dark = still
        if not dark:
            break
    return found


def _volume_nm3(gap: Gap) -> int:
    return gap.region.area_nm2 * (gap.top_nm - gap.bottom_nm)
