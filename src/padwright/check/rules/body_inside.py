"""What reaches beyond the package after it was cut out."""

from collections.abc import Iterator
from typing import ClassVar

from padwright.check.rule import Case, Rule
from padwright.check.shortfall import place_of
from padwright.model.finding import Finding, Quantity, Severity


class BodyInside(Rule):
    """After singulation nothing reaches beyond the outline of the package."""

    kind: ClassVar[str] = "body_inside"
    describes: ClassVar[str] = "how far anything reaches beyond the outline"

    def run(self, case: Case) -> Iterator[Finding]:
        """Return slabs and balls that reach beyond the body, once a step has cut it out."""
        if all(moment.step.kind != "singulate" for moment in case.built.moments):
            return
        body = case.built.masks.body
        for slab in case.built.structure.slabs:
            if body.covers(slab.region):
                continue
            for part in (slab.region - body).without_slivers():
                box = part.box_nm
                yield self._finding(
                    f"a part of {slab.made_by!r}",
                    _beyond(box, body.box_nm),
                    (*box, slab.bottom_nm, slab.top_nm),
                    slab.made_by,
                )
        for ball in case.built.structure.balls:
            reach_nm = round(ball.radius_nm)
            box = (
                ball.x_nm - reach_nm,
                ball.y_nm - reach_nm,
                ball.x_nm + reach_nm,
                ball.y_nm + reach_nm,
            )
            beyond_nm = _beyond(box, body.box_nm)
            if beyond_nm > 0:
                place = (*box, ball.bottom_nm, ball.top_nm)
                yield self._finding(f"{ball.name!r}", beyond_nm, place, ball.made_by)

    def _finding(
        self, what: str, beyond_nm: int, box: tuple[int, int, int, int, int, int], made_by: str
    ) -> Finding:
        measured = Quantity(beyond_nm, "nm")
        return Finding(
            rule=self.kind,
            severity=Severity.ERROR,
            message=f"{what} reaches {measured} beyond the outline of the package",
            place=place_of(box[:4], box[4], box[5]),
            measured=measured,
            required=Quantity(0, "nm"),
            source="Padwright: singulation leaves the outline",
            slabs=(made_by,),
            fix="move it inward or make the package larger",
        )


def _beyond(box: tuple[int, int, int, int], outline: tuple[int, int, int, int]) -> int:
    return max(
        outline[0] - box[0], outline[1] - box[1], box[2] - outline[2], box[3] - outline[3], 0
    )
