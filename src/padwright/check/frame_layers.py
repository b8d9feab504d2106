"""The metal of an etched frame as rules of lines see it: at its second face, and at its widest."""

from dataclasses import dataclass

from padwright.check.contact import across
from padwright.check.facts import Facts
from padwright.check.facts_frame import frame_of
from padwright.check.layers import Layer
from padwright.check.rule import Case


@dataclass(frozen=True, slots=True)
class FrameMetal:
    """What the two etches left under the floor of the first: lines, outer pegs, the die's pad.

    The undercut makes metal narrowest at the second face, and widest where the etch ended.
    """

    narrowest: Layer
    widest: Layer


def frame_metal(case: Case) -> FrameMetal | None:
    """Return the metal of a frame, or None in a package that has none."""
    if case.design.technology.frame is None:
        return None
    frame = frame_of(Facts(case))
    floor_nm = frame.floor_nm
    if floor_nm is None:
        return None
    low_nm = frame.faces_nm[0]
    made_by = tuple(sorted({slab.made_by for slab in frame.metal}))
    return FrameMetal(
        Layer(across(frame.metal, low_nm), low_nm, floor_nm, made_by),
        Layer(frame.lower, low_nm, floor_nm, made_by),
    )
