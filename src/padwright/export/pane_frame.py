"""Where a window on a cut lies in a picture."""

from collections.abc import Mapping
from dataclasses import dataclass

from padwright.model.material import Material

Materials = Mapping[str, Material]


@dataclass(frozen=True, slots=True)
class Pane:
    """A window in the plane of a cut (nanometres) and where it lies in the picture (pixels).

    A `broken` pane ends below in a torn edge, and the lowest part goes on beyond it; `broken_above`
    is the same at its upper edge.
    """

    from_nm: float
    to_nm: float
    low_nm: float
    high_nm: float
    left_px: float
    top_px: float
    width_px: float
    height_px: float
    broken: bool = False
    broken_above: bool = False

    @property
    def px_per_nm(self) -> float:
        """Scale along the cut."""
        return self.width_px / (self.to_nm - self.from_nm)

    @property
    def height_scale(self) -> float:
        """How much taller than true the picture is."""
        return self.height_px / (self.high_nm - self.low_nm) / self.px_per_nm

    @property
    def right_px(self) -> float:
        """Right edge in the picture."""
        return self.left_px + self.width_px

    @property
    def bottom_px(self) -> float:
        """Lower edge in the picture."""
        return self.top_px + self.height_px

    def x(self, along_nm: float) -> float:
        """Return the place of a distance along the cut."""
        return self.left_px + (along_nm - self.from_nm) * self.px_per_nm

    def y(self, height_nm: float) -> float:
        """Return the place of a height."""
        share = (height_nm - self.low_nm) / (self.high_nm - self.low_nm)
        return self.bottom_px - share * self.height_px
