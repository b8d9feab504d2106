"""The wiring of a package as a file (``padwright-wiring-1``), to keep it in a later build.

It has the answer to each routing problem of the build, in the format of solutions: one, or one for
each unit, and one for each time that a plane was mended.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from padwright.base.errors import InputError
from padwright.route.from_plan import Answer
from padwright.route.problem import RoutingProblem
from padwright.route.reading.bench_solution import refuse_foreign, solution_data, solution_of
from padwright.route.reading.fields import read_fields
from padwright.route.routing import Routing

FORMAT = "padwright-wiring-1"


@dataclass(frozen=True, slots=True)
class EarlierWiring:
    """A wiring of an earlier build: its levels, and its answers by problem and levels."""

    levels: int
    answers: dict[tuple[str, int], Routing]

    def of(self, problem: RoutingProblem, design: str) -> Routing | None:
        """Return the earlier answer to a problem of a design, if there is one."""
        return self.answers.get((problem.name.removeprefix(design), problem.levels))


def write_wiring(design: str, levels: int, answers: tuple[Answer, ...]) -> str:
    """Return the wiring of a build as JSON.

    Parameters
    ----------
    design
        The design's name, which is left out of those of the problems.
    levels
        Wiring levels of the package.
    answers
        What the router was asked and gave back.
    """
    wirings = [
        {
            "levels": each.levels,
            **solution_data(each.problem.removeprefix(design), each.routing),
        }
        for each in answers
    ]
    data = {"format": FORMAT, "levels": levels, "wirings": wirings}
    return json.dumps(data, separators=(",", ":")) + "\n"


def read_wiring(text: str, where: str, nets: Iterable[str]) -> EarlierWiring:
    """Return what `write_wiring` wrote.

    Parameters
    ----------
    nets
        Names of the nets to be wired; those of the file may be others, but not all of them.

    Raises
    ------
    InputError
        When the text is no wiring, or one of another design.
    """
    fields = read_fields(text, where)
    if "format" not in fields or fields.get("format") != FORMAT:
        raise InputError(
            f"this is no wiring of the format {FORMAT!r}",
            where=f"{where}.format",
            fix="give the wiring.json of an earlier build",
        )
    answers: dict[tuple[str, int], Routing] = {}
    for each in fields.objects("wirings"):
        name = each.get("problem")
        if not isinstance(name, str):
            raise InputError(
                f"{name!r:.80} is not a name", where=each.place("problem"), fix="write a text"
            )
        answers[name, each.level("levels")] = solution_of(each)
    refuse_foreign(answers.values(), nets, where)
    return EarlierWiring(fields.level("levels"), answers)
