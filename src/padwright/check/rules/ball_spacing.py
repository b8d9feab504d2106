"""The space round balls."""

from collections.abc import Iterator
from typing import ClassVar

import numpy as np
from scipy.spatial import cKDTree

from padwright.check.rule import Case, Rule
from padwright.check.shortfall import place_of
from padwright.geometry.body import Ball
from padwright.model.finding import Finding, Place, Quantity, Severity


class BallSpacing(Rule):
    """Molten balls must not touch, nor hang over the edge."""

    kind: ClassVar[str] = "ball_spacing"
    describes: ClassVar[str] = "gap between neighbouring balls, and from a ball to the edge"

    def run(self, case: Case) -> Iterator[Finding]:
        """Return balls that touch, and balls closer to the edge than ``edge_clearance``."""
        balls = case.built.structure.balls
        if not balls:
            return
        places_nm = np.array([(ball.x_nm, ball.y_nm, ball.centre_nm) for ball in balls])
        radii_nm = np.array([ball.radius_nm for ball in balls])
        near = cKDTree(places_nm).query_pairs(2 * float(radii_nm.max()), output_type="ndarray")
        apart_nm = np.linalg.norm(places_nm[near[:, 0]] - places_nm[near[:, 1]], axis=1)
        gaps_nm = apart_nm - radii_nm[near].sum(axis=1)
        for (one, other), gap_nm in zip(near[gaps_nm <= 0], gaps_nm[gaps_nm <= 0], strict=True):
            yield _touching(balls[one], balls[other], round(float(gap_nm)))
        limit = case.design.technology.rules.edge_clearance_nm
        left, bottom, right, top = case.built.masks.body.box_nm
        edges_nm = np.min(
            [
                places_nm[:, 0] - left,
                places_nm[:, 1] - bottom,
                right - places_nm[:, 0],
                top - places_nm[:, 1],
            ],
            axis=0,
        )
        clear_nm = np.floor(edges_nm - radii_nm)
        for each in np.flatnonzero(clear_nm < limit.value):
            measured = Quantity(int(clear_nm[each]), "nm")
            required = Quantity(limit.value, "nm")
            yield Finding(
                rule=self.kind,
                severity=Severity.ERROR,
                message=f"distance of {balls[each].name!r} to the edge is {measured}, "
                f"less than {required}",
                place=_around(balls[each]),
                measured=measured,
                required=required,
                source=limit.source,
                slabs=(balls[each].made_by,),
                fix="make the package larger or the grid of balls smaller",
            )


def _touching(one: Ball, other: Ball, gap_nm: int) -> Finding:
    a, b = _around(one), _around(other)
    return Finding(
        rule=BallSpacing.kind,
        severity=Severity.ERROR,
        message=f"{one.name!r} and {other.name!r} touch",
        place=place_of(
            (
                min(a.left_nm, b.left_nm),
                min(a.bottom_nm, b.bottom_nm),
                max(a.right_nm, b.right_nm),
                max(a.top_nm, b.top_nm),
            ),
            min(one.bottom_nm, other.bottom_nm),
            max(one.top_nm, other.top_nm),
        ),
        measured=Quantity(gap_nm, "nm"),
        required=Quantity(1, "nm"),
        source="Padwright: molten balls that touch become one",
        slabs=tuple(sorted({one.made_by, other.made_by})),
        fix="choose a larger pitch or smaller balls",
    )


def _around(ball: Ball) -> Place:
    reach_nm = round(ball.radius_nm)
    return Place(
        ball.x_nm - reach_nm,
        ball.y_nm - reach_nm,
        ball.x_nm + reach_nm,
        ball.y_nm + reach_nm,
        ball.bottom_nm,
        ball.top_nm,
    )
