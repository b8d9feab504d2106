"""An etched metal frame as claims see it: die pad, inner and outer pegs, lines and their covers.

Everything is read off the finished structure. The sheet is the metal that was laid first. Its
first face is the upper one, on which the die stands, its second face the lower one. The first etch
leaves a floor; sheet metal above it belongs to the die's pad and to the inner pegs, sheet metal
below it to lines and outer pegs.
"""

from collections.abc import Callable, Sequence
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import numpy as np

from padwright.check.contact import SPECK_NM, across, on, place_of, plan_of, standing_on, under
from padwright.check.record import Entry, Record
from padwright.geometry.body import Ball, Wire
from padwright.geometry.nets import Nets
from padwright.geometry.region import Region
from padwright.geometry.slab import Role, Slab
from padwright.model.finding import Place

if TYPE_CHECKING:
    from padwright.check.facts import Facts

#: Steps that put terminals on lands and pegs; their metal is no finish.
TERMINAL_STEPS = frozenset({"ball-attach", "copper-ball", "paste", "bump", "pin"})
#: Parts of one sheet lie against each other to within the rounding of slanted edges.
_AGAINST_NM = 6


class FrameFacts:
    """The parts of a frame; each is empty in a package that has no such part."""

    def __init__(
        self,
        record: Record,
        nets: Nets,
        is_metal: Callable[[str], bool],
    ) -> None:
        self.record = record
        self.nets = nets
        self.is_metal = is_metal
        self.structure = record.after(len(record.entries))
        self.slabs = self.structure.slabs

    # -- the sheet --------------------------------------------------------------------------

    @cached_property
    def sheet(self) -> Entry | None:
        """The step that laid the sheet: the first that brought metal."""
        return next(
            (
                each
                for each in self.record.entries
                if each.adds(lambda s: self.is_metal(s.material))
            ),
            None,
        )

    def sheet_in(self, slabs: Sequence[Slab]) -> list[Slab]:
        """Return the sheet's metal among slabs."""
        if self.sheet is None:
            return []
        name = self.sheet.name
        return [slab for slab in slabs if slab.made_by == name and self.is_metal(slab.material)]

    @cached_property
    def metal(self) -> list[Slab]:
        """What is left of the sheet."""
        return self.sheet_in(self.slabs)

    @cached_property
    def faces_nm(self) -> tuple[int, int]:
        """Heights of the sheet's second and first face, as it was laid."""
        laid = self.sheet_in(self.sheet.slabs) if self.sheet else []
        lows = [slab.bottom_nm for slab in laid]
        return min(lows, default=0), max((slab.top_nm for slab in laid), default=0)

    @property
    def thickness_nm(self) -> int:
        """Thickness of the sheet as it was laid."""
        return self.faces_nm[1] - self.faces_nm[0]

    @cached_property
    def floor_nm(self) -> int | None:
        """Height of the largest face that looks up below the first face: the first etch's floor."""
        areas_nm2: dict[int, int] = {}
        for height_nm in {slab.top_nm for slab in self.metal} - {self.faces_nm[1]}:
            face = plan_of(slab for slab in self.metal if slab.top_nm == height_nm)
            open_face = face.minus(s.region for s in self.metal if s.bottom_nm == height_nm)
            areas_nm2[height_nm] = open_face.area_nm2
        if not any(areas_nm2.values()):
            return None
        return max(areas_nm2, key=lambda each: areas_nm2[each])

    @property
    def bared_nm(self) -> int:
        """Halfway between the floor and the first face: walls above were bared by the first etch.

        Those below may have been freed of what encloses them by the second etch, where it went
        deeper than it had to.
        """
        floor_nm = self.faces_nm[0] if self.floor_nm is None else self.floor_nm
        return (floor_nm + self.faces_nm[1]) // 2

    @cached_property
    def upper(self) -> Region:
        """Where sheet metal rises above the floor."""
        if self.floor_nm is None:
            return plan_of(self.metal)
        return plan_of(s for s in self.metal if s.top_nm > self.floor_nm).solid_parts(SPECK_NM)

    @cached_property
    def lower(self) -> Region:
        """Where sheet metal is left below the floor."""
        if self.floor_nm is None:
            return Region.empty()
        return plan_of(s for s in self.metal if s.bottom_nm < self.floor_nm).solid_parts(SPECK_NM)

    # -- die and pad ------------------------------------------------------------------------

    @cached_property
    def die_steps(self) -> frozenset[str]:
        """The steps that placed the dies."""
        return frozenset(slab.made_by for slab in self.slabs if slab.role is Role.DIE)

    @cached_property
    def die(self) -> list[Slab]:
        """The dies, pads included."""
        return [slab for slab in self.slabs if slab.role in {Role.DIE, Role.DIE_PAD}]

    @cached_property
    def die_outline(self) -> Region:
        """The dies from above."""
        return plan_of(self.die)

    @cached_property
    def die_faces_nm(self) -> tuple[int, int]:
        """Heights of the lowest back and the highest front of the dies."""
        lows = [slab.bottom_nm for slab in self.die]
        return min(lows, default=0), max((slab.top_nm for slab in self.die), default=0)

    @cached_property
    def pad(self) -> Region:
        """The pad: of the sheet's upper parts the one that lies most under each die."""
        chosen = []
        for step in sorted(self.die_steps):
            outline = plan_of(slab for slab in self.die if slab.made_by == step)
            shared = [(each, (each & outline).area_nm2) for each in self.upper.touching(outline)]
            if shared:
                chosen.append(max(shared, key=lambda pair: pair[1])[0])
        return Region.union(chosen)

    @cached_property
    def pad_slabs(self) -> list[Slab]:
        """The sheet's slabs of which the pad is a part."""
        return [slab for slab in self.metal if slab.region.overlaps(self.pad)]

    @cached_property
    def pad_second_face(self) -> tuple[Region, int]:
        """The pad's face that looks down, and its height."""
        low_nm = min((slab.bottom_nm for slab in self.pad_slabs), default=0)
        return across(self.pad_slabs, low_nm) & self.pad, low_nm

    # -- what is no metal -------------------------------------------------------------------

    @cached_property
    def insulators(self) -> list[Slab]:
        """Slabs that carry no current, dies and what was placed with them left out."""
        return [
            slab
            for slab in self.slabs
            if not self.is_metal(slab.material)
            and slab.made_by not in self.die_steps
            and slab.role is not Role.DIE
        ]

    @cached_property
    def mold(self) -> list[Slab]:
        """The encapsulant: what insulators reach above the sheet's first face."""
        makers = {slab.made_by for slab in self.insulators if slab.top_nm > self.faces_nm[1]}
        return [slab for slab in self.insulators if slab.made_by in makers]

    @cached_property
    def inks(self) -> list[Slab]:
        """The insulators at the second face."""
        mold = {slab.made_by for slab in self.mold}
        return [slab for slab in self.insulators if slab.made_by not in mold]

    # -- pegs and lines ---------------------------------------------------------------------

    @cached_property
    def inner(self) -> Region:
        """The inner pegs: what the sheet's upper parts are beside the pad."""
        if self.floor_nm is None:
            return Region.empty()
        return self.upper.clear_of(self.pad) if self.pad else self.upper

    @cached_property
    def inner_pegs(self) -> list[Region]:
        """Each inner peg."""
        return list(self.inner)

    @cached_property
    def second_face(self) -> Region:
        """The sheet's metal at its second face, the pad left out."""
        return plan_of(s for s in self.metal if s.bottom_nm == self.faces_nm[0]) - self.pad

    @cached_property
    def outer(self) -> Region:
        """The outer pegs: where a lower part carries other metal, or is bare where none does."""
        if self.floor_nm is None:
            return Region.empty()
        low_nm = self.faces_nm[0]
        seats = plan_of(
            slab for slab in self.slabs if slab.top_nm == low_nm and self.is_metal(slab.material)
        ).touching(self.second_face)
        seats = seats.clear_of(self.pad) if self.pad else seats
        rest = (self.lower - self.pad).clear_of(seats) if seats else self.lower - self.pad
        bare = rest.minus(slab.region for slab in self.inks if slab.bottom_nm < low_nm)
        return Region.union([seats, bare.solid_parts(SPECK_NM)])

    @cached_property
    def outer_pegs(self) -> list[Region]:
        """Each outer peg."""
        return list(self.outer)

    @cached_property
    def lines(self) -> list[Region]:
        """Each line: what the lower parts are between inner pegs and outer ones.

        What only rims a peg, by less than half of the sheet's thickness, belongs to the peg.
        """
        rest = (self.lower - self.pad - self.inner - self.outer).solid_parts(SPECK_NM)
        rims = Region.union([self.inner, self.outer, self.pad]).sized(self.thickness_nm // 2)
        beyond = rest - rims
        return [
            each
            for each in rest
            if (self.inner_of(each) and self.outer_of(each)) or beyond.overlaps(each)
        ]

    def inner_of(self, line: Region) -> Region:
        """Return the inner pegs whose lower ends a line runs into."""
        rooted = self._roots.touching(line.sized(_AGAINST_NM))
        return self.inner.touching(rooted) if rooted else Region.empty()

    def outer_of(self, line: Region) -> Region:
        """Return the outer pegs that a line runs into."""
        return self._seats.touching(line.sized(_AGAINST_NM))

    @cached_property
    def _roots(self) -> Region:
        return self.lower & self.inner

    @cached_property
    def _seats(self) -> Region:
        return self.outer & self.lower.sized(_AGAINST_NM)

    @cached_property
    def line_plan(self) -> Region:
        """All lines from above."""
        return Region.union(self.lines)

    def covered_below(self, line: Region) -> Region:
        """Return the part of a line's lower face that an insulator covers."""
        return under(line & self.second_face, self.faces_nm[0], self.inks)

    # -- finishes, wires and terminals ------------------------------------------------------

    @cached_property
    def _plated(self) -> list[Slab]:
        """Metal on the sheet that is neither the die's nor a terminal's."""
        makers = {each.name: each.kind for each in self.record.entries}
        return [
            slab
            for slab in self.slabs
            if self.is_metal(slab.material)
            and slab.made_by not in self.die_steps
            and (self.sheet is None or slab.made_by != self.sheet.name)
            and makers.get(slab.made_by) not in TERMINAL_STEPS
        ]

    @cached_property
    def finish_1(self) -> list[Slab]:
        """Plated metal over the inner pegs."""
        return [
            slab
            for slab in self._plated
            if slab.bottom_nm >= self.faces_nm[1] and slab.region.overlaps(self.inner)
        ]

    @cached_property
    def finish_2(self) -> list[Slab]:
        """Plated metal under the outer pegs."""
        return [
            slab
            for slab in self._plated
            if slab.top_nm <= self.faces_nm[0] and slab.region.overlaps(self.outer)
        ]

    def finish_1_on(self, peg: Region) -> tuple[Region, Region]:
        """Return the upper end of an inner peg, and the part of it that carries a finish."""
        high_nm = self.faces_nm[1]
        end = plan_of(s for s in self.metal if s.top_nm == high_nm) & peg
        return end, on(end, high_nm, self.finish_1)

    def finish_2_on(self, peg: Region) -> tuple[Region, Region]:
        """Return the lower end of an outer peg, and the part of it that carries a finish."""
        end = self.second_face & peg
        return end, under(end, self.faces_nm[0], self.finish_2)

    @property
    def wires(self) -> tuple[Wire, ...]:
        """The bond wires of metal."""
        return tuple(wire for wire in self.structure.wires if self.is_metal(wire.material))

    @cached_property
    def die_pads(self) -> list[Slab]:
        """The dies' bonding pads."""
        return [slab for slab in self.slabs if slab.role is Role.DIE_PAD]

    @cached_property
    def bonded(self) -> dict[str, tuple[bool, bool]]:
        """For each wire whether its first end is on a die's pad, its last on an inner peg."""
        wires = self.wires
        if not wires:
            return {}
        first = np.array([wire.points_nm[0] for wire in wires])
        last = np.array([wire.points_nm[-1] for wire in wires])
        reach = np.array([wire.diameter_nm for wire in wires])
        tops = [s for s in self.metal if s.top_nm == self.faces_nm[1]]
        return {
            wire.name: (bool(on_die), bool(on_peg))
            for wire, on_die, on_peg in zip(
                wires,
                standing_on(first, reach, self.die_pads),
                standing_on(last, reach, [*self.finish_1, *tops]) & self.inner.holds(last[:, :2]),
                strict=True,
            )
        }

    @cached_property
    def joined(self) -> Region:
        """The inner pegs that a wire, or other metal, joins to a die's pad."""
        ends = [w.points_nm[-1][:2] for w in self.wires if self.bonded[w.name] == (True, True)]
        by_wire = [Region.disc(x, y, 2 * _AGAINST_NM) for x, y in ends]
        pads = {number for number, slab in enumerate(self.slabs) if slab.role is Role.DIE_PAD}
        sheet = {number for number, slab in enumerate(self.slabs) if slab in self.metal}
        by_net = [
            self.nets.region(net, index)
            for net in self.nets.nets
            if pads.intersection(net.slabs)
            for index in sheet.intersection(net.slabs)
        ]
        return self.inner.touching(Region.union([*by_wire, *by_net]))

    @cached_property
    def hanging(self) -> list[tuple[list[Ball], list[Slab]]]:
        """For each outer peg the balls that hang from its finish, and the paste on that.

        A ball hangs where its foot is at the finish or solder lies between.
        """
        balls = [ball for ball in self.structure.balls if ball.face == "bottom"]
        centres = np.array([(ball.x_nm, ball.y_nm) for ball in balls]).reshape(-1, 2)
        kinds = {each.name: each.kind for each in self.record.entries}
        terminals = [slab for slab in self.slabs if kinds.get(slab.made_by) in TERMINAL_STEPS]
        found = []
        for peg in self.outer_pegs:
            ends_nm = [s.bottom_nm for s in self.finish_2 if s.region.overlaps(peg)]
            low_nm = min(ends_nm, default=self.faces_nm[0])
            joints = [s for s in terminals if s.top_nm == low_nm and s.region.overlaps(peg)]
            under_it = [balls[number] for number in np.flatnonzero(peg.holds(centres))]
            held = [b for b in under_it if joints or abs(b.foot_nm - low_nm) <= SPECK_NM]
            found.append((held, [slab for slab in joints if kinds[slab.made_by] == "paste"]))
        return found

    # -- evidence ---------------------------------------------------------------------------

    def numbers(self, slabs: Sequence[Slab]) -> tuple[int, ...]:
        """Return the numbers of slabs in the finished structure."""
        wanted = {id(slab) for slab in slabs}
        return tuple(number for number, each in enumerate(self.slabs) if id(each) in wanted)

    def places(self, parts: Sequence[Region], low_nm: int, high_nm: int) -> tuple[Place, ...]:
        """Return the boxes of parts between two heights."""
        return tuple(place_of(each, low_nm, high_nm) for each in parts)


@lru_cache(maxsize=8)
def frame_of(facts: "Facts") -> FrameFacts:
    """Return the frame of a built package; read once for all claims."""
    return FrameFacts(facts.record, facts.case.nets, facts.conducts)
