"""How deep the two etches of a frame went."""

from collections.abc import Iterator
from typing import ClassVar

from padwright.check.facts_etch import EtchFacts, FoundEtch, etching_of
from padwright.check.frame_layers import facts_of
from padwright.check.rule import Case, Rule
from padwright.check.shortfall import place_of
from padwright.geometry.region import Region
from padwright.model.finding import Finding, Quantity, Severity


class EtchDepth(Rule):
    """The first etch leaves the sheet whole, and the second one parts what is left of it."""

    kind: ClassVar[str] = "etch_depth"
    describes: ClassVar[str] = "depth of each etch of a frame against the thickness of its sheet"

    def run(self, case: Case) -> Iterator[Finding]:
        """Return a first etch through the sheet, and metal left where both faces were open."""
        if case.design.technology.frame is None:
            return
        etching = etching_of(facts_of(case))
        first, second = etching.first, etching.second
        if first is None or second is None:
            return
        if first.depth_nm >= etching.frame.thickness_nm:
            yield _finding(
                etching,
                (first,),
                f"{first.entry.name!r} goes through the sheet, whose parts nothing holds yet",
                "etch the first face less deep",
                first.bare,
            )
        # Where both faces were open nothing may be left, but for what hangs under a cover's edge.
        if etching.web:
            yield _finding(
                etching,
                (first, second),
                f"{first.entry.name!r} and {second.entry.name!r} together are not as deep as the "
                "sheet is thick: what they should part hangs together",
                "etch one of the faces deeper",
                etching.web,
            )


def _finding(
    etching: EtchFacts, etches: tuple[FoundEtch, ...], message: str, fix: str, where: Region
) -> Finding:
    return Finding(
        rule=EtchDepth.kind,
        severity=Severity.ERROR,
        message=message,
        place=place_of(where.box_nm, *etching.frame.faces_nm),
        measured=Quantity(sum(each.depth_nm for each in etches), "nm"),
        required=Quantity(etching.frame.thickness_nm, "nm"),
        source="the sheet's thickness: the first etch stays below it, both together go beyond it",
        slabs=tuple(each.entry.name for each in etches),
        fix=fix,
    )
