"""The metal of an etched frame as rules of lines see it: at its second face, and at its widest."""

from dataclasses import dataclass
from functools import lru_cache

from padwright.check.contact import across
from padwright.check.facts import Facts
from padwright.check.facts_frame import frame_of
from padwright.check.layers import Layer
from padwright.check.rule import Case

#: Where undercuts meet, the drawn metal ends in splinters, which an etch does not leave.
_SPLINTER_NM = 1_000


@dataclass(frozen=True, slots=True)
class FrameMetal:
    """What the two etches left under the floor of the first: lines, outer pegs, the die's pad.

    The undercut makes metal narrowest at the second face, and widest where the etch ended.
    """

    narrowest: Layer
    widest: Layer


class _Same:
    """A case as a key: equal only to itself, so that several rules share one reading."""

    def __init__(self, case: Case) -> None:
        self.case = case

    def __hash__(self) -> int:
        return id(self.case)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.case is self.case


def facts_of(case: Case) -> Facts:
    """Return the facts of a case, read once for all rules of frames."""
    return _facts(_Same(case))


@lru_cache(maxsize=2)
def _facts(same: _Same) -> Facts:
    return Facts(same.case)


def frame_metal(case: Case) -> FrameMetal | None:
    """Return the metal of a frame, or None in a package that has none."""
    if case.design.technology.frame is None:
        return None
    frame = frame_of(facts_of(case))
    floor_nm = frame.floor_nm
    if floor_nm is None:
        return None
    low_nm = frame.faces_nm[0]
    made_by = tuple(sorted({slab.made_by for slab in frame.metal}))
    narrowest = across(frame.metal, low_nm).without_slivers(_SPLINTER_NM)
    return FrameMetal(
        Layer(narrowest, low_nm, floor_nm, made_by),
        Layer(frame.lower, low_nm, floor_nm, made_by),
    )
