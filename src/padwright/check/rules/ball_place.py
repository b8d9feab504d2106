"""Whether each ball is there."""

from collections.abc import Iterator
from typing import ClassVar

import numpy as np
from scipy.spatial import cKDTree

from padwright.check.rule import Case, Rule
from padwright.check.shortfall import place_of
from padwright.model.finding import Finding, Quantity, Severity


class BallPlace(Rule):
    """Every position of the ball map has its ball, and there is no other ball."""

    kind: ClassVar[str] = "ball_place"
    describes: ClassVar[str] = "distance of each planned position to the nearest ball, and back"

    def run(self, case: Case) -> Iterator[Finding]:
        """Return positions without a ball, and balls beside every position.

        A ball further away than ``overlay``, by which masks may shift, is another ball.
        """
        planned, balls = case.plan.balls, case.built.structure.balls
        limit = case.design.technology.rules.overlay_nm
        wanted_nm = np.array([(ball.x_nm, ball.y_nm) for ball in planned]).reshape(-1, 2)
        made_nm = np.array([(ball.x_nm, ball.y_nm) for ball in balls]).reshape(-1, 2)
        land_nm = case.design.technology.rules.ball_land_nm.value // 2
        for index, away_nm in _beyond(wanted_nm, made_nm, limit.value):
            x_nm, y_nm = map(int, wanted_nm[index])
            net = planned[index].net
            yield Finding(
                rule=self.kind,
                severity=Severity.ERROR,
                message=f"position {planned[index].name} has no ball",
                place=place_of((x_nm - land_nm, y_nm - land_nm, x_nm + land_nm, y_nm + land_nm)),
                measured=None if away_nm is None else Quantity(away_nm, "nm"),
                required=Quantity(limit.value, "nm"),
                source=limit.source,
                nets=() if net is None else (net,),
                fix="open the passivation over the land, and put a land under the opening",
            )
        for index, away_nm in _beyond(made_nm, wanted_nm, limit.value):
            ball, reach_nm = balls[index], round(balls[index].radius_nm)
            box = (
                ball.x_nm - reach_nm,
                ball.y_nm - reach_nm,
                ball.x_nm + reach_nm,
                ball.y_nm + reach_nm,
            )
            yield Finding(
                rule=self.kind,
                severity=Severity.ERROR,
                message=f"{ball.name!r} stands where no ball was planned",
                place=place_of(box, ball.bottom_nm, ball.top_nm),
                measured=None if away_nm is None else Quantity(away_nm, "nm"),
                required=Quantity(limit.value, "nm"),
                source=limit.source,
                slabs=(ball.made_by,),
                fix="close the opening of the passivation under it",
            )


def _beyond(
    from_nm: np.ndarray, to_nm: np.ndarray, limit_nm: int
) -> Iterator[tuple[int, float | None]]:
    """Return the points with no other point within a limit, and how far the nearest one is."""
    if not len(to_nm):
        yield from ((index, None) for index in range(len(from_nm)))
        return
    if not len(from_nm):
        return
    away_nm = np.asarray(cKDTree(to_nm).query(from_nm)[0])
    for index in np.flatnonzero(away_nm > limit_nm):
        yield int(index), round(float(away_nm[index]))
