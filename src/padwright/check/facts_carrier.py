"""A die in the pocket of a metal carrier as claims see it: pocket, walls, posts and traces.

Films and base are those of `Facts`; what is added here is what stands in the films. A post is the
metal at a film's upper plane inside the film; a trace is metal on that plane that leads away from
the posts below.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from padwright.check.contact import SPECK_NM, across, column, filled, plan_of
from padwright.check.facts_dies import FoundDie
from padwright.check.facts_films import Film
from padwright.check.facts_terminals import Terminal
from padwright.geometry.region import Region
from padwright.geometry.slab import Role, Slab

if TYPE_CHECKING:
    from padwright.check.facts import Facts


@dataclass(frozen=True, slots=True)
class Posts:
    """The posts through one film: where they are, and which of them are joined to a die's pad.

    `slabs` are the metal that they are made of, and what else of these slabs lies in the film.
    """

    film: Film
    region: Region
    joined: Region
    slabs: tuple[Slab, ...]

    def __len__(self) -> int:
        return len(self.region)

    @property
    def width_nm(self) -> int:
        """The widest post."""
        boxes = [part.box_nm for part in self.region]
        return max((max(box[2] - box[0], box[3] - box[1]) for box in boxes), default=0)


class CarrierFacts:
    """The parts of a pocket package; each is empty in a package that has no such part."""

    def __init__(self, facts: "Facts") -> None:
        self.facts = facts
        self.slabs = facts.slabs

    # -- carrier and pocket -----------------------------------------------------------------

    @cached_property
    def carrier(self) -> list[Slab]:
        """The metal that the dies stand in or on."""
        slabs = [self.slabs[number] for number in self.facts.base.numbers]
        return [slab for slab in slabs if self.facts.is_metal(slab.material)]

    @cached_property
    def face_nm(self) -> int:
        """Height of the carrier's face."""
        return max((slab.top_nm for slab in self.carrier), default=0)

    @cached_property
    def face(self) -> Region:
        """The carrier's face from above."""
        return plan_of(slab for slab in self.carrier if slab.top_nm == self.face_nm)

    def in_pocket(self, die: FoundDie) -> bool:
        """Whether a die stands in a recess of the carrier's face, with walls on three sides.

        Looked at halfway between its back and the lower of its front and the carrier's face.
        """
        high_nm = min(die.high_nm, self.face_nm)
        if high_nm <= die.low_nm:
            return False
        cut = across(self.carrier, (die.low_nm + high_nm) // 2)
        if not cut:
            return False
        if (filled(cut) - cut).covers(die.outline):
            return True
        sides = _facing(die.outline, cut, self._reach_nm)
        return sum(share > 0.5 for share in sides) >= 3

    @property
    def _reach_nm(self) -> int:
        left, bottom, right, top = self.facts.footprint.box_nm
        return max(right - left, top - bottom)

    def side_ratios(self, die: FoundDie) -> list[float]:
        """Return of each side of a die the share that carrier metal faces over a narrow gap."""
        gap_nm = self.facts.tolerances.gap_nm
        ends = {die.low_nm, die.high_nm}
        ends |= {z for s in self.carrier for z in (s.bottom_nm, s.top_nm)}
        heights = sorted(z for z in ends if die.low_nm <= z <= die.high_nm)
        faced: NDArray[np.float64] = np.zeros(0)
        for low_nm, high_nm in pairwise(heights):
            here = np.array(_facing(die.outline, across(self.carrier, low_nm), gap_nm))
            part = here * (high_nm - low_nm) / die.thickness_nm
            faced = part if not len(faced) else faced + part
        return [float(each) for each in faced]

    def back_ratio(self, die: FoundDie) -> float:
        """Return the share of a die's back that carrier metal faces over a narrow gap."""
        reach_nm = die.low_nm - self.facts.tolerances.gap_nm
        near = [s for s in self.carrier if reach_nm <= s.top_nm <= die.low_nm]
        return die.outline.within(s.region for s in near).area_nm2 / die.outline.area_nm2

    # -- films, posts, traces ---------------------------------------------------------------

    @cached_property
    def dielectrics(self) -> tuple[Film, ...]:
        """The films over the dies, going up, less those that only protect what is below them.

        These are films over the last wiring in which no post stands, and those between two levels
        that were opened on their own.
        """
        floor_nm = max([self.face_nm, *(die.high_nm for die in self.facts.dies)])
        last = self.facts.build_up.passivation
        covers = {film.made_by for level in self.facts.levels for film in level.inner}
        covers |= {film.made_by for film in last if not self._standing_in(film)}
        films = [
            film
            for film in self.facts.films
            if film.plane_nm > floor_nm and film.made_by not in covers
        ]
        return tuple(sorted(films, key=lambda film: film.plane_nm))

    def _standing_in(self, film: Film) -> Region:
        """Return where metal stands in a film up to its upper plane."""
        return across(self.metal, film.plane_nm - 1).solid_parts(SPECK_NM)

    def film_slabs(self, film: Film) -> list[Slab]:
        """Return the slabs of a film."""
        return [self.slabs[number] for number in film.numbers]

    def lies_over(self, film: Film, face: Region, height_nm: int) -> float:
        """Return the share of a face that a film lies over, metal through the film included."""
        over = [s.region for s in self.film_slabs(film) if s.top_nm > height_nm]
        through = across(self.metal, film.plane_nm - 1) & face
        covered = Region.union([face.within(over), through])
        return covered.area_nm2 / face.area_nm2 if face else 0.0

    @cached_property
    def metal(self) -> list[Slab]:
        """Metal of the build-up: that of base, dies, terminals and placed parts left out."""
        kept = {*self.facts.base.numbers, *self.facts.terminals.numbers}
        return [
            slab
            for number, slab in enumerate(self.slabs)
            if number not in kept
            and slab.role not in {Role.DIE, Role.DIE_PAD, Role.COMPONENT}
            and self.facts.conducts(slab.material)
        ]

    @cached_property
    def posts(self) -> tuple[Posts, ...]:
        """The posts of each dielectric, going up."""
        return tuple(self._posts(film) for film in self.dielectrics)

    def _posts(self, film: Film) -> Posts:
        height_nm = film.plane_nm - 1
        here = [slab for slab in self.metal if slab.bottom_nm <= height_nm < slab.top_nm]
        region = plan_of(here).solid_parts(SPECK_NM)
        wanted = {id(slab) for slab in here}
        numbers = {n for n, slab in enumerate(self.slabs) if id(slab) in wanted}
        joined = Region.union(
            self.facts.case.nets.region(self.facts.nets[net], number)
            for net in self.facts.net_pads
            for number in numbers.intersection(self.facts.nets[net].slabs)
        )
        standing = (s for s in self.metal if s.spans(film.bottom_nm, film.plane_nm))
        slabs = tuple(slab for slab in standing if slab.region.overlaps(region))
        return Posts(film, region, region.touching(joined), slabs)

    def body_of(self, posts: Posts) -> list[Slab]:
        """Return the metal of posts, each slab cut to them, from the film's foot to its plane."""
        film = posts.film
        return [
            slab.within(slab.region & posts.region)
            for slab in self.metal
            if slab.spans(film.bottom_nm, film.plane_nm) and slab.region.overlaps(posts.region)
        ]

    def traces(self, index: int) -> Region:
        """Return the traces on a dielectric, counted from 0: metal that leads away from its posts.

        Away is farther from a post than the widest post is wide.
        """
        posts = self.posts[index]
        laid = across(self.metal, posts.film.plane_nm)
        away = laid - posts.region.sized(posts.width_nm)
        return laid.touching(away.solid_parts(SPECK_NM)) if away else Region.empty()

    def stacked(self, index: int) -> tuple[Region, float]:
        """Return the posts of a dielectric that stand on posts below, and the best share.

        The share is that of a post's foot over the post below with metal all the way between, such
        as a pad of the trace layer.
        """
        below, above = self.posts[index - 1], self.posts[index]
        shared = column(
            above.region & below.region, below.film.plane_nm, above.film.plane_nm, self.metal
        )
        best, found = 0.0, []
        for post in above.region.touching(shared) if shared else Region.empty():
            ratio = (post & shared).area_nm2 / post.area_nm2
            best = max(best, ratio)
            if ratio >= self.facts.tolerances.stacked_ratio:
                found.append(post)
        return Region.union(found), best

    @cached_property
    def on_pads(self) -> Region:
        """The posts of the first dielectric that stand straight on a die's pad."""
        if not self.posts:
            return Region.empty()
        first = self.posts[0]
        found = []
        for die in self.facts.dies:
            foot = column(
                first.region & die.pads, die.front_nm, first.film.plane_nm, self.metal
            ).solid_parts(SPECK_NM)
            found.append(first.region.touching(foot) if foot else foot)
        return Region.union(found)

    # -- terminals --------------------------------------------------------------------------

    @cached_property
    def outer_terminals(self) -> list[Terminal]:
        """The balls, bumps and pins on the outermost dielectric."""
        if not self.dielectrics:
            return []
        plane_nm = self.dielectrics[-1].plane_nm
        return [
            each
            for each in self.facts.terminals.every
            if each.kind in {"ball", "bump", "pin"}
            and each.face == "top"
            and each.contact
            and each.place.high_nm is not None
            and each.place.high_nm > plane_nm
        ]


def _facing(outline: Region, metal: Region, reach_nm: int) -> list[float]:
    """Return of each side of an outline the share that has metal before it within a reach."""
    shares = []
    for polygon in outline.polygons():
        ring = polygon[0].astype(np.float64)
        area_nm2 = 0.5 * float(np.sum(ring[:, 0] * np.roll(ring[:, 1], -1))) - 0.5 * float(
            np.sum(ring[:, 1] * np.roll(ring[:, 0], -1))
        )
        for start, end in zip(ring, np.roll(ring, -1, axis=0), strict=True):
            along = (end - start) / max(1.0, float(np.hypot(*(end - start))))
            outward = np.array([along[1], -along[0]]) * (1 if area_nm2 > 0 else -1)
            # A gap that is exactly as wide as the reach still counts.
            depth = (reach_nm + SPECK_NM) * outward
            corners = [start, end, end + depth, start + depth]
            strip = Region.polygon([(round(x), round(y)) for x, y in corners])
            shares.append(_shadow_ratio(strip & metal, start, end))
    return shares


def _shadow_ratio(metal: Region, start: NDArray[np.float64], end: NDArray[np.float64]) -> float:
    """Return which share of a line metal covers, seen square to the line."""
    length_nm = float(np.hypot(*(end - start)))
    if not metal or not length_nm:
        return 0.0
    along = (end - start) / length_nm
    reach = (metal.trapezoids() - start) @ along
    spans = sorted(zip(reach.min(axis=1), reach.max(axis=1), strict=True))
    covered_nm = at_nm = 0.0
    for low_nm, high_nm in spans:
        first_nm, last_nm = max(float(low_nm), at_nm), min(float(high_nm), length_nm)
        if last_nm > first_nm:
            covered_nm += last_nm - first_nm
            at_nm = last_nm
    return covered_nm / length_nm


def fits_grid(places_nm: Sequence[tuple[int, int]], off_nm: int) -> tuple[bool, float, str]:
    """Return whether places lie on a regular grid, how far the worst lies off it, and its pitch.

    The pitch in either direction is the least distance of two columns (rows); a grid has two of
    both, and each of its places a neighbour one pitch beside it. Places may be left free.
    """
    points = np.array(places_nm, dtype=np.float64).reshape(-1, 2)
    if len(points) < 4:
        return False, 0.0, "too few for a grid"
    cells, worst_nm, pitches = [], 0.0, []
    for axis in (0, 1):
        lines = _lines(points[:, axis], off_nm)
        if len(lines) < 2:
            return False, 0.0, "a single row"
        steps = np.diff(lines)
        pitch = float(steps.min())
        counts = np.rint((lines - lines[0]) / pitch)
        pitch = float(np.polyfit(counts, lines, 1)[0])
        places = np.rint((points[:, axis] - lines[0]) / pitch)
        first = float(np.mean(points[:, axis] - places * pitch))
        worst_nm = max(worst_nm, float(np.abs(points[:, axis] - first - places * pitch).max()))
        cells.append(places.astype(int))
        pitches.append(pitch)
    taken = set(zip(*map(list, cells), strict=True))
    alone = [
        cell
        for cell in taken
        if not any(
            (cell[0] + x, cell[1] + y) in taken for x, y in ((1, 0), (-1, 0), (0, 1), (0, -1))
        )
    ]
    words = " by ".join(f"{pitch / 1e6:.3g} mm" for pitch in pitches)
    return worst_nm <= off_nm and not alone, worst_nm, words


def _lines(values_nm: NDArray[np.float64], off_nm: int) -> NDArray[np.float64]:
    """Return the middles of groups of values that lie near each other, ascending."""
    ordered = np.sort(values_nm)
    groups = np.split(ordered, np.flatnonzero(np.diff(ordered) > 2 * off_nm) + 1)
    return np.array([float(group.mean()) for group in groups])


@lru_cache(maxsize=8)
def carrier_of(facts: "Facts") -> CarrierFacts:
    """Return the pocket package's parts; read once for all claims."""
    return CarrierFacts(facts)
