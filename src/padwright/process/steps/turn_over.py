"""Turn the panel over."""

from typing import ClassVar

from padwright.base.errors import StepError
from padwright.geometry.masks import Masks
from padwright.geometry.structure import Structure
from padwright.process.step import Example, Step


class TurnOver(Step):
    """Note in the record that the panel is turned over; nothing moves.

    There is one frame for life: each step names the face that it works on.
    """

    kind: ClassVar[str] = "turn-over"
    example: ClassVar[Example] = {"name": "turn over"}

    def apply(self, before: Structure, masks: Masks) -> Structure:  # noqa: ARG002 - moves nothing
        """Return the structure as it is."""
        if not before.slabs:
            raise StepError("there is no panel to turn over", fix="lay a plate before it")
        return before
