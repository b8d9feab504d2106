"""The picture of one connection, cut along its wire from the die's pad to the ball."""

import math
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from padwright.export.cutting import Cut, cut_along
from padwright.export.exporter import Delivery
from padwright.export.frame_detail import frame_detail
from padwright.export.lens import LENS_HEIGHT, Lens, draw_bar, draw_knee, draw_lenses
from padwright.export.pane import (
    draw_heading,
    draw_legend,
    draw_pane,
)
from padwright.export.pane_frame import Pane
from padwright.export.svg import Picture
from padwright.export.wire_path import extended, telling_joint
from padwright.geometry.section import Point
from padwright.geometry.slab import Role
from padwright.plan.plan import Joint

_WIDTH: Final = 1200.0
_MARGIN: Final = 40.0
_STRIP_HEIGHT: Final = 360.0
#: How much of the die is shown under its face, and how much air over the passivation.
_UNDER_NM: Final = 12_000
_OVER_NM: Final = 9_000
#: How much of what stands on the films is enlarged with them, and how much of a pin is shown.
_STANDING_NM: Final = 20_000
_LONGEST_NM: Final = 400_000
_STANDS: Final = frozenset({Role.TERMINAL, Role.COMPONENT})


def connection_detail(delivery: Delivery) -> Picture:
    """Return the picture: the whole connection true to scale, and its small places enlarged."""
    title = f"{delivery.design.name}: from pad to ball"
    if delivery.plan.pegs:
        return frame_detail(delivery, title)
    found = telling_joint(delivery)
    if found is None:
        body = draw_heading(_MARGIN, _WIDTH - _MARGIN, title, "nothing is joined in this package")
        return Picture(_WIDTH, 110, title, body)
    return _Detail(delivery, *found).drawn(title)


class _Detail:
    def __init__(self, delivery: Delivery, joint: Joint, points: tuple[Point, ...]) -> None:
        self.delivery = delivery
        self.joint = joint
        self.materials = delivery.design.technology.all_materials
        slabs = delivery.built.structure.slabs
        self.face_nm = max(
            (s.top_nm for s in slabs if s.role in {Role.DIE, Role.DIE_PAD}), default=0
        )
        films_nm = max((slab.top_nm for slab in slabs if slab.role not in _STANDS), default=0)
        whole_nm = max((slab.top_nm for slab in slabs), default=0)
        self.top_nm = min(whole_nm, films_nm + _STANDING_NM)
        bodies = delivery.built.structure.balls
        self.high_nm = max(
            self.top_nm + _OVER_NM,
            min(whole_nm, films_nm + _LONGEST_NM),
            *(body.top_nm for body in bodies),
        )
        self.radius_nm = max((body.radius_nm for body in bodies), default=50_000.0)
        self.low_nm = self.face_nm - 0.16 * (self.high_nm - self.face_nm)
        way_nm = sum(math.dist(one, two) for one, two in pairwise(points))
        wanted_nm = (_WIDTH - 2 * _MARGIN) / _STRIP_HEIGHT * self.tall_nm
        ends_nm = 1.2 * self.radius_nm + 60_000
        more_nm = max(0.0, wanted_nm - way_nm - ends_nm) / 2
        self.pad_nm = 60_000 + more_nm
        self.ball_nm = self.pad_nm + way_nm
        self.length_nm = way_nm + ends_nm + 2 * more_nm
        line_nm = extended(points, self.pad_nm, 1.2 * self.radius_nm + more_nm)
        self.shown: Cut = cut_along(delivery.built.structure, line_nm)

    @property
    def tall_nm(self) -> float:
        return 1.04 * (self.high_nm - self.low_nm)

    def drawn(self, title: str) -> Picture:
        left, right = _MARGIN, _WIDTH - _MARGIN
        width = right - left
        height = self.tall_nm / self.length_nm * width
        strip = Pane(
            0, self.length_nm, self.low_nm, self.low_nm + self.tall_nm,
            left, 96, width, height, broken=True,
        )  # fmt: skip
        knees = [each for each in self.shown.knees_nm if 0 < each < self.length_nm]
        bends = "its bend" if len(knees) == 1 else f"its {len(knees)} bends"
        turns = f", unrolled at {bends}" if knees else ""
        under = (
            f"net {self.joint.net}, pad {self.joint.pad} to ball {self.joint.ball}: "
            f"cut along the wire{turns}"
        )
        parts = [
            draw_heading(left, right, title, under, "true to scale"),
            draw_pane(self.shown, strip, self.materials, "detail-strip"),
            *(draw_knee(strip, each) for each in knees),
            draw_bar(strip, on_right=True),  # the pad's letters stand on the left
        ]
        top = strip.bottom_px + 62
        parts.append(
            draw_lenses(list(self._lenses()), self.shown, strip, self.materials, (left, top, width))
        )
        bottom = top + LENS_HEIGHT + 34
        legend, tall = draw_legend(self.shown, self.materials, left, bottom, width, self.low_nm)
        return Picture(_WIDTH, bottom + tall + 16, title, "".join(parts) + legend)

    def _lenses(self) -> Iterator[Lens]:
        """Yield what is to be enlarged; windows get the shape of their panes later."""
        low, high = self.face_nm - _UNDER_NM, self.top_nm + _OVER_NM
        yield Lens("A", "via on the die's pad", self.pad_nm, self.pad_nm, low, high, 150)
        seeds = [
            part
            for part in self.shown.slabs
            if part.slab.role is Role.SEED and abs(part.begin_nm - self.pad_nm) < 150_000
        ]
        if seeds:
            foot_nm = min(seeds, key=lambda part: (part.slab.bottom_nm, part.begin_nm))
            film_nm = sum(
                {part.slab.material: part.slab.thickness_nm for part in reversed(seeds)}.values()
            )
            floor = foot_nm.slab.bottom_nm
            tall_nm = max(2_500, min(8 * film_nm, self.top_nm - floor))
            at = foot_nm.begin_nm + 0.1 * tall_nm
            yield Lens(
                "B",
                "foot of the via",
                at,
                at,
                floor - 0.3 * tall_nm,
                floor + 0.7 * tall_nm,
                150,
                -34,
            )
        necks = [
            part
            for part in self.shown.slabs
            if part.slab.role is Role.TERMINAL and part.begin_nm <= self.ball_nm <= part.end_nm
        ]
        edge = min((part.begin_nm for part in necks), default=round(self.ball_nm))
        stands = "ball" if self.delivery.built.structure.balls else "terminal"
        yield Lens("C", f"edge of the {stands}'s opening", edge, edge, low, high, 0)
