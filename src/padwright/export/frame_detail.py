"""Etched frames: the picture of one connection, from the die's pad over wire, peg and line."""

import math
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from padwright.export.cutting import Cut, cut_along
from padwright.export.exporter import Delivery
from padwright.export.frame_line import Way, outward_ways
from padwright.export.lens import LENS_HEIGHT, Lens, draw_bar, draw_knee, draw_lenses
from padwright.export.pane import draw_heading, draw_legend, draw_pane
from padwright.export.pane_frame import Pane
from padwright.export.svg import Picture
from padwright.export.wire_path import extended
from padwright.geometry.slab import Role

_WIDTH: Final = 1200.0
_MARGIN: Final = 40.0
#: Room for the names right of each enlarged window.
_NAMES_PX: Final = 126.0
#: How much of a bond is enlarged.
_PLACE_NM: Final = 60_000


def frame_detail(delivery: Delivery, title: str) -> Picture:
    """Return the picture: the whole connection true to scale, and its small places enlarged."""
    ways = outward_ways(delivery)
    if not ways:
        body = draw_heading(_MARGIN, _WIDTH - _MARGIN, title, "no line leads away from the die")
        return Picture(_WIDTH, 110, title, body)
    return _FrameDetail(delivery, ways[0]).drawn(title)


class _FrameDetail:
    def __init__(self, delivery: Delivery, way: Way) -> None:
        self.delivery = delivery
        self.way = way
        self.materials = delivery.design.technology.all_materials
        structure = delivery.built.structure
        self.low_nm, high_nm = structure.bottom_nm, structure.top_nm
        self.tall_nm = 1.05 * (high_nm - self.low_nm)
        self.low_nm -= round(0.02 * self.tall_nm)
        ends_nm = delivery.design.terminals.diameter_nm
        self.pad_nm = 1.6 * ends_nm
        line_nm = extended(way.points, self.pad_nm, ends_nm)
        self.shown: Cut = cut_along(structure, line_nm)
        self.length_nm = self.shown.length_nm
        lengths = [math.dist(one, two) for one, two in pairwise(way.points)]
        self.peg_nm = self.pad_nm + lengths[0]
        self.ball_nm = self.pad_nm + sum(lengths)

    def drawn(self, title: str) -> Picture:
        left, right = _MARGIN, _WIDTH - _MARGIN
        width = right - left
        height = self.tall_nm / self.length_nm * width
        strip = Pane(
            0, self.length_nm, self.low_nm, self.low_nm + self.tall_nm, left, 96, width, height
        )
        joint = self.way.joint
        knees = [each for each in self.shown.knees_nm if 0 < each < self.length_nm]
        under = (
            f"net {joint.net}: from pad {joint.pad} along the wire to inner peg "
            f"{self.way.peg.name} and along the line to ball {joint.ball}, unrolled at the bends"
        )
        parts = [
            draw_heading(left, right, title, under, "true to scale"),
            draw_pane(self.shown, strip, self.materials, "detail-strip"),
            *(draw_knee(strip, each) for each in knees),
            draw_bar(strip),
        ]
        top = strip.bottom_px + 66
        parts.append(
            draw_lenses(list(self._lenses()), self.shown, strip, self.materials, (left, top, width))
        )
        bottom = top + LENS_HEIGHT + 34
        legend, tall = draw_legend(self.shown, self.materials, left, bottom, width, self.low_nm)
        return Picture(_WIDTH, bottom + tall + 16, title, "".join(parts) + legend)

    def _lenses(self) -> Iterator[Lens]:
        """Yield what is to be enlarged; windows get the shape of their panes later."""
        structure = self.delivery.built.structure
        bonds = [wire.points_nm for wire in structure.wires]
        front_nm = max((points[0][2] for points in bonds), default=0)
        peg_nm = max((points[-1][2] for points in bonds), default=0)
        yield Lens(
            "A", "the wire on the die's pad", self.pad_nm, self.pad_nm,
            front_nm - _PLACE_NM / 3, front_nm + _PLACE_NM, _NAMES_PX,
        )  # fmt: skip
        yield Lens(
            "B", "the wire on its inner peg", self.peg_nm, self.peg_nm,
            peg_nm - 0.8 * _PLACE_NM, peg_nm + 0.6 * _PLACE_NM, _NAMES_PX,
        )  # fmt: skip
        ink_nm = (s.bottom_nm for s in structure.slabs if s.role is not Role.TERMINAL)
        low_nm = min(ink_nm, default=0)
        edge_nm = self.ball_nm - self.delivery.design.technology.rules.ball_land_nm.value / 2
        yield Lens(
            "C", "line, ink and outer peg", edge_nm, edge_nm,
            low_nm - 0.35 * _PLACE_NM, low_nm + 1.4 * _PLACE_NM, _NAMES_PX,
        )  # fmt: skip
