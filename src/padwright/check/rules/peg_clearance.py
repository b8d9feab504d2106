"""Inner pegs near the die that overhangs its pad."""

from collections.abc import Iterator
from typing import ClassVar

from padwright.check.layers import layer
from padwright.check.rule import Case, Rule
from padwright.check.shortfall import place_of, says, shortfalls
from padwright.geometry.drc import separated_below
from padwright.geometry.slab import Role
from padwright.model.finding import Finding, Quantity, Severity


class PegClearance(Rule):
    """The die is larger than its pad, so that inner pegs have to stand clear of its outline."""

    kind: ClassVar[str] = "peg_clearance"
    describes: ClassVar[str] = "distance of each inner peg's finish to the outline of the die"

    def run(self, case: Case) -> Iterator[Finding]:
        """Return inner pegs under the die, or nearer to it than ``peg_clearance``.

        The die may lie off its place by ``die_shift``, which is not counted here again.
        """
        frame = case.design.technology.frame
        if frame is None:
            return
        slabs = case.built.structure.slabs
        die = layer(slab for slab in slabs if slab.role is Role.DIE)
        if not die:
            return
        pegs = layer(
            slab
            for slab in slabs
            if slab.role is Role.FINISH and slab.bottom_nm >= 0 and slab.top_nm <= die.low_nm
        )
        if not pegs:
            return
        for peg in pegs.region.touching(die.region):
            shared = peg & die.region
            yield Finding(
                rule=self.kind,
                severity=Severity.ERROR,
                message="an inner peg stands under the die, where no wire can reach it",
                place=place_of(peg.box_nm, pegs.low_nm, pegs.high_nm),
                measured=Quantity(shared.area_nm2 / 1e6, "um2"),
                required=Quantity(0, "um2"),
                source=frame.peg_clearance_nm.source,
                slabs=tuple(sorted({*pegs.made_by, *die.made_by})),
                fix="move the peg away from the die, or take a smaller die",
            )
        limit = frame.peg_clearance_nm
        clear = pegs.region.clear_of(die.region)
        template = says(
            self.kind,
            "distance of an inner peg to the die's outline",
            "move the peg away from the die",
        )
        yield from shortfalls(
            separated_below(clear, die.region, limit.value), limit, template, pegs
        )
