"""A test that is asked of each die, and met by one of them or by all."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from padwright.check.claim import Evidence, Measured, Outcome
from padwright.check.deciding import decided, missing
from padwright.model.finding import Place

if TYPE_CHECKING:
    from padwright.check.facts import Facts


@dataclass(frozen=True, slots=True)
class DieAnswer:
    """What a test says of one die: whether it is met, in words, and what decided."""

    met: bool
    because: str
    measured: tuple[Measured, ...] = ()
    slabs: tuple[int, ...] = ()
    steps: tuple[str, ...] = ()
    nets: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()


#: A test of one die, by its number in `Facts.dies`.
DieTest: TypeAlias = "Callable[[Facts, int], DieAnswer]"


def of_dies(
    test: DieTest, *, every: bool, among: "Callable[[Facts], Sequence[int]] | None" = None
) -> "Callable[[Facts], Outcome]":
    """Return the test that asks a question of every die, or whether some die answers it.

    Where some die is enough, `among` says which ones come into question.
    """

    def asked(facts: "Facts") -> Outcome:
        if not facts.dies:
            return missing("there is no die")
        numbers = among(facts) if among and not every else range(len(facts.dies))
        answers = [test(facts, number) for number in numbers]
        met = [answer for answer in answers if answer.met]
        failed = [answer for answer in answers if not answer.met]
        if every:
            shown = failed or answers
            return decided(
                met=not failed, because=_told(shown, len(answers)), evidence=_evidence(shown)
            )
        shown = met or answers
        return decided(met=bool(met), because=_told(shown, len(answers)), evidence=_evidence(shown))

    return asked


def meeting(*tests: DieTest) -> "Callable[[Facts], Sequence[int]]":
    """Return what finds the dies that meet all of some tests, by their order.

    All dies when none meets them, so that what else is said of a die can be told all the same.
    """

    def found(facts: "Facts") -> Sequence[int]:
        every = range(len(facts.dies))
        return [n for n in every if all(test(facts, n).met for test in tests)] or every

    return found


def _told(shown: list[DieAnswer], of: int) -> str:
    more = len(shown) - 2
    told = "; ".join(answer.because for answer in shown[:2])
    return f"{told}; and so {more} more of {of} dies" if more > 0 else told


def _evidence(shown: list[DieAnswer]) -> Evidence:
    return Evidence(
        slabs=tuple(sorted({number for answer in shown for number in answer.slabs})),
        nets=tuple(dict.fromkeys(net for answer in shown for net in answer.nets)),
        steps=tuple(dict.fromkeys(step for answer in shown for step in answer.steps)),
        measured=tuple(each for answer in shown for each in answer.measured),
        places=tuple(dict.fromkeys(place for answer in shown for place in answer.places)),
    )
