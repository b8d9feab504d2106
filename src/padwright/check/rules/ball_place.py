"""Whether each terminal is there."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from scipy.spatial import cKDTree

from padwright.check.rule import Case, Rule
from padwright.check.shortfall import place_of
from padwright.geometry.region import Box, Region
from padwright.geometry.slab import Role
from padwright.model import drawings
from padwright.model.finding import Finding, Quantity, Severity


@dataclass(frozen=True, slots=True)
class _Standing:
    """A terminal that was made: its centre, its outline, its heights and the step that made it."""

    name: str
    x_nm: int
    y_nm: int
    box_nm: Box
    bottom_nm: int
    top_nm: int
    made_by: str


class BallPlace(Rule):
    """Every position of the ball map has its terminal, and there is no other one."""

    kind: ClassVar[str] = "ball_place"
    describes: ClassVar[str] = "distance of each planned position to the nearest terminal, and back"

    def run(self, case: Case) -> Iterator[Finding]:
        """Return positions without a terminal, and terminals beside every position.

        A terminal further away than ``overlay``, by which masks may shift, is another one.
        """
        planned, balls = case.plan.balls, _standing(case)
        what = case.design.terminals.kind.replace("-", " ")
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
                message=f"position {planned[index].name} has no {what}",
                place=place_of((x_nm - land_nm, y_nm - land_nm, x_nm + land_nm, y_nm + land_nm)),
                measured=None if away_nm is None else Quantity(away_nm, "nm"),
                required=Quantity(limit.value, "nm"),
                source=limit.source,
                nets=() if net is None else (net,),
                fix="open the passivation over the land, and put a land under the opening",
            )
        for index, away_nm in _beyond(made_nm, wanted_nm, limit.value):
            ball = balls[index]
            yield Finding(
                rule=self.kind,
                severity=Severity.ERROR,
                message=f"{ball.name!r} stands where no {what} was planned",
                place=place_of(ball.box_nm, ball.bottom_nm, ball.top_nm),
                measured=None if away_nm is None else Quantity(away_nm, "nm"),
                required=Quantity(limit.value, "nm"),
                source=limit.source,
                slabs=(ball.made_by,),
                fix="close the opening of the passivation under it",
            )


def _standing(case: Case) -> list[_Standing]:
    """Return the terminals that were made, of whatever kind the design asks for."""
    structure = case.built.structure
    match case.design.terminals.kind:
        case "ball" | "copper-ball":
            return [
                _Standing(
                    ball.name,
                    ball.x_nm,
                    ball.y_nm,
                    _about(ball.x_nm, ball.y_nm, round(ball.radius_nm)),
                    ball.bottom_nm,
                    ball.top_nm,
                    ball.made_by,
                )
                for ball in structure.balls
            ]
        case "land":
            role = Role.FINISH
        case _:
            role = Role.TERMINAL
    made = [slab for slab in structure.slabs if slab.role is role]
    no_terminal = Region.empty()
    if case.plan.pegs:  # finishes of a frame lie on its inner pegs and on the die's pad, too
        made = [slab for slab in made if slab.top_nm <= 0]
        no_terminal = case.built.masks[drawings.DIE_PADDLE].region
    found = []
    lands = Region.union(slab.region for slab in made).clear_of(no_terminal)
    for number, part in enumerate(lands, start=1):
        left, bottom, right, top = part.box_nm
        x_nm, y_nm = (left + right) // 2, (bottom + top) // 2
        low_nm, high_nm = min(s.bottom_nm for s in made), max(s.top_nm for s in made)
        name = f"{made[0].made_by} {number}"
        found.append(_Standing(name, x_nm, y_nm, part.box_nm, low_nm, high_nm, made[0].made_by))
    return found


def _about(x_nm: int, y_nm: int, reach_nm: int) -> Box:
    return (x_nm - reach_nm, y_nm - reach_nm, x_nm + reach_nm, y_nm + reach_nm)


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
