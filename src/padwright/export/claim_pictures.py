"""Small pictures of evidence: the package pale, what decided an element in its colours.

The pale package is drawn once for each cut, and once from above; pictures only refer to it, so that
hundreds of them fit in a page. Lengths are in micrometres, heights grow downwards as in SVG.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import numpy as np

from padwright.export.cutting import Cut, cut_along, shaded
from padwright.export.lettering import length_words
from padwright.export.palette import ACCENT, INK, material_colour, mixed
from padwright.export.pane import shade_colour
from padwright.export.pane_frame import Materials
from padwright.export.svg import TIMES, element, number, rect
from padwright.geometry.body import Wire
from padwright.geometry.region import Region
from padwright.geometry.slab import Role, Slab
from padwright.geometry.structure import Structure
from padwright.process.built import Built

#: x or height, from and to, in nanometres.
Span: TypeAlias = tuple[float, float]
#: What these elements speak of is best seen from above.
_SEEN_FROM_ABOVE: Final = frozenset(
    {"fan-out", "grid", "cutting", "passive", "supply", "die-function", "chip-netlist", "lines",
     "peg-inner", "peg-outer", "wires", "line-mask", "lands", "traces", "print",
     "finish-1", "finish-2"}
)  # fmt: skip
_WIDTH_PX: Final = 320
_HEIGHT_PX: Final = 190
#: No picture shows less than this, in nanometres.
_LEAST_NM: Final = 60_000
_MOST_TIMES: Final = 20.0
#: A film that covers more than this share of the package hides what is below it.
_HIDES_RATIO: Final = 0.6
#: Wires this near a cut are shown in it.
_NEAR_NM: Final = 200_000


@dataclass(frozen=True, slots=True)
class EvidencePicture:
    """A picture as markup, and the line under it."""

    markup: str
    caption: str


@dataclass(frozen=True, slots=True)
class _Place:
    x: Span
    y: Span
    z: Span | None


class ClaimPictures:
    """Pictures of one package; `shared` is what all of them refer to and is put in once."""

    def __init__(self, built: Built, materials: Materials) -> None:
        self.structure: Structure = built.structure
        self.materials = materials
        left, bottom, right, top = self._box()
        self.x: Span = (left, right)
        self.y: Span = (bottom, top)
        self.z: Span = (self.structure.bottom_nm, max(self.structure.top_nm, 1))
        self._cuts: dict[int, tuple[str, Cut]] = {}
        self._plan = ""
        self._lit_groups: dict[str, str] = {}  # by what is drawn, so that none is drawn twice

    def _box(self) -> tuple[int, int, int, int]:
        boxes = [slab.region.box_nm for slab in self.structure.slabs]
        if not boxes:
            return (0, 0, 1, 1)
        left, bottom, right, top = zip(*boxes, strict=True)
        return min(left), min(bottom), max(right), max(top)

    def picture(self, subjects: Sequence[str], evidence: Mapping[str, Any]) -> EvidencePicture:
        """Return the picture of an element's evidence."""
        places = [_place(each) for each in evidence["places"]]
        slabs = [self.structure.slabs[number] for number in evidence["slabs"]]
        if not places and not slabs:
            bare = self._section(places, slabs)
            return EvidencePicture(bare.markup, f"nothing to point at; {bare.caption}")
        if subjects and subjects[0] in _SEEN_FROM_ABOVE:
            return self._from_above(places, slabs)
        return self._section(places, slabs)

    # -- sections ---------------------------------------------------------------------------

    def _section(self, places: list[_Place], slabs: list[Slab]) -> EvidencePicture:
        ident, at_nm, shown = self._cut_for(places, slabs)
        wanted = {id(slab) for slab in slabs}
        parts = [each for each in shown.slabs if id(each.slab) in wanted]
        here = [each for each in places if each.y[0] <= at_nm <= each.y[1]]
        x, z = self._window(
            [*(each.x for each in here), *((self.x[0] + p.begin_nm, self.x[0] + p.end_nm)
              for p in parts if not here)],
            [*(each.z for each in here if each.z),
             *((p.slab.bottom_nm, p.slab.top_nm) for p in parts)],
        )  # fmt: skip
        x, z, times = _fitted(x, z)
        drawn = [
            element("use", href=f"#{ident}", opacity=0.25),
            self._once(self._lit(parts)),
            *(_box_mark(each.x, each.z or self.z, z) for each in here),
        ]
        view = (x[0] / 1e3, -z[1] / 1e3, (x[1] - x[0]) / 1e3, (z[1] - z[0]) / 1e3)
        tall = f", heights {TIMES} {times:.2g}" if times > 1.05 else ", true to scale"
        caption = f"cut at y = {length_words(at_nm)}{tall}; {length_words(x[1] - x[0])} wide"
        return EvidencePicture(_framed(view, drawn, caption), caption)

    def _lit(self, parts: Sequence[Any]) -> list[str]:
        by_colour: dict[str, list[tuple[int, int, int, int]]] = {}
        for part in parts:
            colour = material_colour(part.slab.material, self.materials)
            box = (part.begin_nm, part.slab.bottom_nm, part.end_nm, part.slab.top_nm)
            by_colour.setdefault(colour, []).append(box)
        return [
            _path(Region.boxes(np.array(boxes)), self.x[0], colour, lit=True)
            for colour, boxes in by_colour.items()
        ]

    def _once(self, paths: Sequence[str]) -> str:
        """Return a reference to paths that are kept among what is shared."""
        drawn = "".join(paths)
        if not drawn:
            return ""
        ident = self._lit_groups.setdefault(drawn, f"lit{len(self._lit_groups)}")
        return element("use", href=f"#{ident}")

    def _cut_for(self, places: list[_Place], slabs: list[Slab]) -> tuple[str, int, Cut]:
        """Return a cut that shows evidence, one that was drawn already if there is such."""
        boxes = [each.y for each in places]
        if not boxes and slabs:
            boxes = [(each.region.box_nm[1], each.region.box_nm[3]) for each in slabs]
        if not self._cuts:
            self._draw_cut(self._telling_nm())
        best = max(self._cuts, key=lambda y: sum(low <= y <= high for low, high in boxes))
        if boxes and not any(low <= best <= high for low, high in boxes):
            low, high = min(boxes, key=lambda each: abs(sum(each) / 2 - best))
            best = round((low + high) / 2)
            self._draw_cut(best)
        ident, shown = self._cuts[best]
        return ident, best, shown

    def _telling_nm(self) -> int:
        """Return where a cut meets most bonding pads, or the middle."""
        pads = [
            part.box_nm
            for slab in self.structure.slabs
            if slab.role is Role.DIE_PAD
            for part in slab.region
        ]
        middles = sorted((box[1] + box[3]) // 2 for box in pads)
        if not middles:
            return round(sum(self.y) / 2)
        hits = {y: sum(box[1] < y < box[3] for box in pads) for y in middles}
        return max(hits, key=lambda y: (hits[y], -abs(y)))

    def _draw_cut(self, at_nm: int) -> None:
        ends = ((round(self.x[0]), at_nm), (round(self.x[1]), at_nm))
        self._cuts[at_nm] = (f"cut{len(self._cuts)}", cut_along(self.structure, ends))

    def _cut_markup(self, at_nm: int) -> str:
        ident, shown = self._cuts[at_nm]
        drawn = [
            _path(region, self.x[0], shade_colour(shade, self.materials))
            for shade, region in shaded(shown)
        ]
        for each in shown.bodies:
            colour = material_colour(each.body.body.material, self.materials)
            centre = self.x[0] + each.body.centre_nm
            rim = [(centre + half, z) for z, half in each.body.outline_nm]
            rim += [(centre - half, z) for z, half in reversed(each.body.outline_nm)]
            points = " ".join(f"{number(x / 1e3)},{number(-z / 1e3)}" for x, z in rim)
            drawn.append(element("polygon", points=points, fill=colour))
        drawn += [
            self._wire(wire, 2)
            for wire in self.structure.wires
            if min(abs(y - at_nm) for _, y, _ in wire.points_nm) <= _NEAR_NM
        ]
        return element("g", "".join(drawn), id=ident)

    # -- from above -------------------------------------------------------------------------

    def _from_above(self, places: list[_Place], slabs: list[Slab]) -> EvidencePicture:
        if not self._plan:
            self._plan = self._plan_markup()
        whole = (self.x[1] - self.x[0]) * (self.y[1] - self.y[0])
        lit = [slab for slab in slabs if slab.region.area_nm2 < _HIDES_RATIO * whole]
        xs, ys = [each.x for each in places], [each.y for each in places]
        if not places:
            boxes = [slab.region.box_nm for slab in lit]
            xs, ys = [(b[0], b[2]) for b in boxes], [(b[1], b[3]) for b in boxes]
        x, y = self._window(xs, ys, plan=True)
        x, y, _ = _fitted(x, y, most_ratio=1)
        paths = [
            _path(slab.region, 0, material_colour(slab.material, self.materials), lit=not places)
            for slab in lit
        ]
        drawn = [
            element("use", href="#plan", opacity=0.3),
            self._once(paths),
            *(_box_mark(each.x, each.y, y) for each in places),
        ]
        view = (x[0] / 1e3, -y[1] / 1e3, (x[1] - x[0]) / 1e3, (y[1] - y[0]) / 1e3)
        caption = f"from above; {length_words(x[1] - x[0])} wide"
        return EvidencePicture(_framed(view, drawn, caption), caption)

    def _plan_markup(self) -> str:
        left, right, bottom, top = (each / 1e3 for each in (*self.x, *self.y))
        whole = (self.x[1] - self.x[0]) * (self.y[1] - self.y[0])
        groups: dict[tuple[str, Role, int | None], list[Slab]] = {}
        for slab in sorted(self.structure.slabs, key=lambda each: each.top_nm):
            if slab.region.area_nm2 < _HIDES_RATIO * whole:
                groups.setdefault((slab.material, slab.role, slab.level), []).append(slab)
        drawn = [
            rect(left, -top, right - left, top - bottom, fill="#fbfaf6", stroke=INK,
                 stroke_width=1, vector_effect="non-scaling-stroke")
        ]  # fmt: skip
        for (material, _, _), slabs in groups.items():
            colour = material_colour(material, self.materials)
            drawn.append(_path(Region.union(slab.region for slab in slabs), 0, colour, rim=True))
        drawn += [
            element(
                "circle", cx=ball.x_nm / 1e3, cy=-ball.y_nm / 1e3, r=ball.radius_nm / 1e3,
                fill=material_colour(ball.material, self.materials), fill_opacity=0.6,
                stroke=INK, stroke_width=0.8, vector_effect="non-scaling-stroke",
            )
            for ball in self.structure.balls
        ]  # fmt: skip
        drawn += [self._wire(wire, 1) for wire in self.structure.wires]
        return element("g", "".join(drawn), id="plan")

    def _wire(self, wire: Wire, axis: int) -> str:
        """Return a wire's line from above (axis 1) or from the side (axis 2)."""
        points = " ".join(
            f"{number(point[0] / 1e3)},{number(-point[axis] / 1e3)}" for point in wire.points_nm
        )
        return element(
            "polyline", points=points, fill="none", stroke_width=1.6,
            stroke=mixed(material_colour(wire.material, self.materials), INK, 0.3),
            vector_effect="non-scaling-stroke",
        )  # fmt: skip

    # -- what all share ---------------------------------------------------------------------

    def _window(
        self, across: Sequence[Span], up: Sequence[Span], *, plan: bool = False
    ) -> tuple[Span, Span]:
        """Return what a picture shows: the evidence with some of what is round it."""
        bounds = (self.x, self.y if plan else self.z)
        found = []
        for spans, (low, high) in zip((across, up), bounds, strict=True):
            begin = min((each[0] for each in spans), default=low)
            end = max((each[1] for each in spans), default=high)
            more = max(
                (0.35 if spans is up else 0.2) * (end - begin),
                (_LEAST_NM - (end - begin)) / 2,
                0.04 * (high - low),
            )
            found.append((max(low - 0.03 * (high - low), begin - more),
                          min(high + 0.03 * (high - low), end + more)))  # fmt: skip
        return found[0], found[1]

    @property
    def shared(self) -> str:
        """What pictures refer to, for the page; complete only once all pictures are made."""
        drawn = [self._cut_markup(at_nm) for at_nm in self._cuts]
        lit = [element("g", group, id=ident) for group, ident in self._lit_groups.items()]
        content = "".join([*drawn, self._plan, *lit])
        defs = element("defs", content) if content else ""
        return f'<svg class="shared" width="0" height="0" aria-hidden="true">{defs}</svg>'


def _place(told: Mapping[str, Any]) -> _Place:
    low, high = told.get("low_nm"), told.get("high_nm")
    ends = [each for each in (low, high) if each is not None]
    heights = (float(min(ends)), float(max(ends))) if ends else None
    return _Place((told["left_nm"], told["right_nm"]), (told["bottom_nm"], told["top_nm"]), heights)


def _fitted(x: Span, up: Span, *, most_ratio: float = _MOST_TIMES) -> tuple[Span, Span, float]:
    """Return a window widened to the picture's shape, and how much taller than true it is."""
    wide, tall = x[1] - x[0], up[1] - up[0]
    times = (_HEIGHT_PX / tall) / (_WIDTH_PX / wide)
    if times < 1:
        more = (_WIDTH_PX * tall / _HEIGHT_PX - wide) / 2
        return (x[0] - more, x[1] + more), up, 1.0
    if times > most_ratio:
        more = (wide * _HEIGHT_PX / _WIDTH_PX / most_ratio - tall) / 2
        return x, (up[0] - more, up[1] + more), most_ratio
    return x, up, times


def _box_mark(x: Span, up: Span, shown: Span) -> str:
    """Return the mark of a place: a box, at least as high as can be seen."""
    least = 0.012 * (shown[1] - shown[0])
    low, high = min(up), max(up)
    if high - low < least:
        low, high = (low + high - least) / 2, (low + high + least) / 2
    return rect(
        x[0] / 1e3, -high / 1e3, (x[1] - x[0]) / 1e3, (high - low) / 1e3,
        fill=ACCENT, fill_opacity=0.1, stroke=ACCENT, stroke_width=1.5,
        vector_effect="non-scaling-stroke",
    )  # fmt: skip


def _path(
    region: Region, begin_nm: float, colour: str, *, lit: bool = False, rim: bool = False
) -> str:
    """Return a region as a path; lit in full with a rim, else without one."""
    rings = (ring.tolist() for polygon in region.polygons() for ring in polygon)
    data = "".join(
        "M" + "L".join(f"{_um(x + begin_nm)} {_um(-y)}" for x, y in ring) + "Z" for ring in rings
    )
    attributes: dict[str, Any] = {"d": data, "fill": colour, "fill_rule": "evenodd"}
    if lit or rim:
        attributes |= {
            "stroke": mixed(colour, INK, 0.55),
            "stroke_width": 1 if lit else 0.5,
            "vector_effect": "non-scaling-stroke",
        }
    return element("path", **attributes)


def _um(length_nm: float) -> str:
    text = f"{length_nm / 1e3:.1f}"
    return text.removesuffix(".0") if text != "-0.0" else "0"


def _framed(view: tuple[float, float, float, float], drawn: Sequence[str], title: str) -> str:
    box = " ".join(number(each) if math.isfinite(each) else "0" for each in view)
    return element(
        "svg", "".join(drawn), viewBox=box, width=_WIDTH_PX, height=_HEIGHT_PX, role="img",
        preserveAspectRatio="none", aria_label=title,
    )  # fmt: skip


def timeline(steps: Sequence[tuple[str, str]], marked: Sequence[str]) -> EvidencePicture:
    """Return the strip of a flow's steps with some of them marked, and their numbers and names."""
    wide = _WIDTH_PX / max(1, len(steps))
    gap = 0.15 * wide
    bars = []
    told = []
    for index, (name, _) in enumerate(steps):
        lit = name in marked
        if lit:
            told.append(f"{index + 1} {name}")
        bars.append(
            rect(index * wide + gap / 2, 2 if lit else 8, wide - gap, 20 if lit else 8,
                 rx=min(1.5, wide / 4), fill=ACCENT if lit else "#c9d1d8")
        )  # fmt: skip
    shown = ", ".join(told[:6]) + (f" and {len(told) - 6} more" if len(told) > 6 else "")
    caption = f"step{'s' if len(told) != 1 else ''} {shown} of {len(steps)}"
    strip = element(
        "svg", "".join(bars), viewBox=f"0 0 {_WIDTH_PX} 24", width=_WIDTH_PX, height=24,
        role="img", aria_label=caption,
    )  # fmt: skip
    return EvidencePicture(strip, caption)
