"""What claims look at: readings of what was built, each made once."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property

import numpy as np

from padwright.check.facts_base import Base, Bond, Fill, find_base, find_bond, find_fills
from padwright.check.facts_dies import FoundDie, FoundPad, find_dies, pad_places
from padwright.check.facts_films import BuildUp, Film, Holes, Level, find_build_up, find_holes
from padwright.check.facts_nets import inner_points, net_numbers_at
from padwright.check.facts_passives import FoundPassive, placed_parts, wired_passives
from padwright.check.facts_terminals import (
    Lands,
    Terminals,
    find_lands,
    find_terminals,
    outer_lands,
)
from padwright.check.facts_transfer import Transfer, find_transfer
from padwright.check.facts_units import FoundUnit, find_cuts, find_units, footprint_of
from padwright.check.pins import conducts
from padwright.check.record import Entry, Record, place_of_slabs
from padwright.check.rule import Case
from padwright.check.tolerances import Tolerances
from padwright.geometry.nets import FoundNet
from padwright.geometry.region import Region
from padwright.geometry.slab import Slab
from padwright.geometry.structure import Structure
from padwright.model.finding import Place
from padwright.model.material import Material


class Facts:
    """A built package as claims see it: by geometry, materials, nets and the process record.

    Every reading is made when it is first asked for and kept.

    Parameters
    ----------
    case
        What was built, its nets, and what was asked for.
    tolerances
        How exact is exact.
    """

    def __init__(self, case: Case, tolerances: Tolerances | None = None) -> None:
        self.case = case
        self.tolerances = tolerances or Tolerances()
        self._holes: dict[int, Holes] = {}

    # -- what was built -----------------------------------------------------------------------

    @property
    def structure(self) -> Structure:
        """The finished structure."""
        return self.case.built.structure

    @property
    def slabs(self) -> tuple[Slab, ...]:
        """The slabs of the finished structure, by their numbers."""
        return self.structure.slabs

    @cached_property
    def record(self) -> Record:
        """What each step added and took away."""
        return Record(self.case.built)

    @cached_property
    def footprint(self) -> Region:
        """What the finished structure covers, seen from above."""
        return footprint_of(self.slabs)

    def place(self, numbers: Iterable[int]) -> tuple[Place, ...]:
        """Return the box round slabs, as evidence; none for no slabs."""
        slabs = [self.slabs[number] for number in numbers]
        return (place_of_slabs(slabs),) if slabs else ()

    # -- materials ----------------------------------------------------------------------------

    @cached_property
    def materials(self) -> Mapping[str, Material]:
        """What is known of each material, by its id."""
        return self.case.design.technology.all_materials

    def classes(self, material: str) -> frozenset[str]:
        """Return what a material belongs to, such as ``polyimide``; empty when not known."""
        known = self.materials.get(material)
        return frozenset(known.classes) if known else frozenset()

    def is_metal(self, material: str) -> bool:
        """Whether a material is a metal or an alloy."""
        return "metal" in self.classes(material)

    @cached_property
    def conducts(self) -> Callable[[str], bool]:
        """The test whether a material, by its id, carries current."""
        return conducts(self.case.design)

    # -- dies and base ------------------------------------------------------------------------

    @cached_property
    def dies(self) -> tuple[FoundDie, ...]:
        """The dies, in the order in which they were attached."""
        return self.dies_in(self.structure)

    def dies_in(self, structure: Structure) -> tuple[FoundDie, ...]:
        """Return the dies as they lay at another moment."""
        return find_dies(structure, self.case.plan, self.case.design)

    @cached_property
    def base(self) -> Base:
        """The sheets that the dies are bonded to, and their recesses."""
        return find_base(self.structure, self.dies, self.record, self.footprint)

    @cached_property
    def bonds(self) -> tuple[Bond, ...]:
        """How each die's back is held, in the order of `dies`."""
        return tuple(find_bond(self.structure, die, self.base) for die in self.dies)

    @cached_property
    def fills(self) -> tuple[Fill, ...]:
        """What lies beside the dies below their fronts, less the films that carry wiring."""
        carry = {level.film.made_by for level in self.levels}
        found = find_fills(self.structure, self.dies, self.base, self.record)
        return tuple(fill for fill in found if fill.made_by not in carry)

    # -- the build-up -------------------------------------------------------------------------

    @cached_property
    def build_up(self) -> BuildUp:
        """The films and wiring levels over the dies."""
        return find_build_up(
            self.structure, self.dies, self.base, self.record, self.footprint, self.conducts
        )

    @property
    def levels(self) -> tuple[Level, ...]:
        """The wiring levels, going up."""
        return self.build_up.levels

    @property
    def films(self) -> tuple[Film, ...]:
        """The insulating films over the fronts of the dies, in the order of their making."""
        return self.build_up.films

    def level(self, number: int) -> Level | None:
        """Return a wiring level, counted from 1 or, below zero, from the last; None without one."""
        index = number - 1 if number > 0 else len(self.levels) + number
        return self.levels[index] if 0 <= index < len(self.levels) else None

    def below(self, level: Level) -> Region:
        """Return what the holes of a level are to end on: the dies' pads, or the wiring below."""
        return self.levels[level.number - 2].wiring if level.number > 1 else self.pad_metal

    def holes(self, level: Level) -> Holes:
        """Return the holes in the films of a level."""
        if level.number not in self._holes:
            self._holes[level.number] = find_holes(self.structure, level, self.below(level))
        return self._holes[level.number]

    @cached_property
    def contacts(self) -> tuple[Region, ...]:
        """For each level where its metal stands on the pads or on the metal of the level below."""
        found = []
        for level in self.levels:
            if level.number == 1:
                under = [number for die in self.dies for number in die.pad_numbers]
            else:
                under = list(self.levels[level.number - 2].numbers)
            found.append(self._meeting(level.numbers, under))
        return tuple(found)

    def _meeting(self, upper: Sequence[int], lower: Sequence[int]) -> Region:
        slabs = self.slabs
        shared = [
            slabs[one].region & slabs[other].region
            for one in upper
            for other in lower
            if slabs[one].bottom_nm == slabs[other].top_nm
        ]
        return Region.union(shared).without_slivers()

    # -- lands and terminals ------------------------------------------------------------------

    @cached_property
    def terminals(self) -> Terminals:
        """The balls, bumps, pins and prints of paste."""
        return find_terminals(
            self.structure,
            self.record,
            self.conducts,
            lambda material: "solder" in self.classes(material),
        )

    @cached_property
    def lands(self) -> tuple[Lands, ...]:
        """The lands of each level, going up."""
        line_nm = self.case.design.technology.rules.line_width_nm.value
        return find_lands(self.build_up, self.terminals, line_nm)

    @cached_property
    def outer_lands(self) -> tuple[Lands, ...]:
        """The lands that the finished package shows, by the level that they belong to."""
        return outer_lands(self.build_up, self.lands)

    # -- nets ---------------------------------------------------------------------------------

    @property
    def nets(self) -> tuple[FoundNet, ...]:
        """The nets that were found, by their numbers."""
        return self.case.nets.nets

    @cached_property
    def pad_metal(self) -> Region:
        """The pads of all dies."""
        return Region.union(die.pads for die in self.dies)

    @cached_property
    def pads(self) -> tuple[FoundPad, ...]:
        """The pads of the dies where their metal lies, with the nets that were found."""
        rows = pad_places(self.dies, self.case.plan)
        metal = [number for die in self.dies for number in die.pad_numbers]
        points = np.array([row[2] for row in rows], dtype=np.int64).reshape(-1, 2)
        numbers = net_numbers_at(self.case.nets, metal, points)
        return tuple(
            FoundPad(
                die=index,
                name=asked.name if asked else "",
                asked_net=asked.net if asked else None,
                x_nm=x_nm,
                y_nm=y_nm,
                place=place,
                net=int(number),
            )
            for (index, asked, (x_nm, y_nm), place), number in zip(rows, numbers, strict=True)
        )

    @cached_property
    def shared_nets(self) -> frozenset[str]:
        """The nets of the design that have two pads or terminals, or more."""
        plan = self.case.plan
        asked = Counter([*(pad.net for pad in plan.pads), *(ball.net for ball in plan.balls)])
        return frozenset(net for net, pins in asked.items() if net and pins > 1)

    def nets_of(self, region: Region, numbers: Sequence[int]) -> tuple[int, ...]:
        """Return for each part of a region the net whose slabs of some numbers hold it, or -1."""
        found = net_numbers_at(self.case.nets, numbers, inner_points(region))
        return tuple(int(number) for number in found)

    @cached_property
    def land_nets(self) -> tuple[int, ...]:
        """For each outer land of the last level its net, in the order of the lands' parts."""
        level = self.level(-1)
        return self.nets_of(self.lands[-1].region, level.wiring_numbers) if level else ()

    @cached_property
    def net_pads(self) -> Mapping[int, tuple[FoundPad, ...]]:
        """The dies' pads of each net that has some."""
        found: dict[int, list[FoundPad]] = {}
        for pad in self.pads:
            found.setdefault(pad.net, []).append(pad)
        found.pop(-1, None)
        return {net: tuple(pads) for net, pads in found.items()}

    @cached_property
    def galvanic(self) -> Mapping[int, frozenset[int]]:
        """For each net the nets that it is one piece of metal with.

        Nets end at passives; the metal of a meander or a spiral goes on all the same.
        """
        groups = {net.number: frozenset({net.number}) for net in self.nets}
        for passive in self.passives:
            for bridge in passive.bridges:
                joined = frozenset().union(*(groups[net] for net in bridge))
                groups |= dict.fromkeys(joined, joined)
        return groups

    def reaches_pad(self, net: int) -> bool:
        """Whether a net, or one that its metal goes on as, has a pad of a die; -1 has none."""
        return any(each in self.net_pads for each in self.galvanic.get(net, ()))

    def net_name(self, number: int) -> str:
        """Return a net as a sentence names it: the net of the design, or one of its pins."""
        net = self.nets[number]
        asked = {pad.asked_net for pad in self.net_pads.get(number, ()) if pad.asked_net}
        if asked:
            return " and ".join(sorted(asked))
        return (net.pins or net.bodies or (f"net {number}",))[0]

    # -- units --------------------------------------------------------------------------------

    @cached_property
    def cuts(self) -> tuple[Entry, ...]:
        """The steps that cut the panel apart: through the base and every film."""
        return find_cuts(self.record, self.base, self.build_up)

    @cached_property
    def units(self) -> tuple[FoundUnit, ...]:
        """The packages after cutting; none when nothing was cut."""
        return find_units(self.cuts, self.footprint, self.dies)

    @cached_property
    def passives(self) -> tuple[FoundPassive, ...]:
        """The passives: made in the wiring, or placed on it."""
        wired = wired_passives(self.case, self.levels)
        return (*wired, *placed_parts(self.case, self.conducts))

    @cached_property
    def transfer(self) -> Transfer:
        """How the dies came to their base over a temporary plate."""
        return find_transfer(self.record, self.dies, self.base, self.build_up)
