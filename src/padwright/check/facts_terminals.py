"""The terminals, told apart by their shape, and the lands that they stand on."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from padwright.check.facts_films import BuildUp, Film, Level
from padwright.check.record import Entry, Record
from padwright.geometry.body import Ball
from padwright.geometry.region import Region
from padwright.geometry.slab import Role, Slab
from padwright.geometry.structure import Structure
from padwright.model.finding import Place

TerminalKind: TypeAlias = Literal["ball", "bump", "pin", "paste"]
#: A deposit flatter than this share of its width is a print of paste, not a bump.
_FLAT_RATIO = 0.25


@dataclass(frozen=True, slots=True)
class Terminal:
    """A terminal: what one step placed as one object.

    `contact` says whether it stands on metal with area. `material` is that of its largest part.
    """

    name: str
    kind: TerminalKind
    material: str
    made_by: str
    x_nm: int
    y_nm: int
    place: Place
    contact: bool
    face: str


@dataclass(frozen=True, slots=True)
class Terminals:
    """All terminals; `feet` is their outline, `contacts` where they stand on metal.

    `numbers` and `bodies` are their slabs and the names of their bodies.
    """

    every: tuple[Terminal, ...]
    feet: Region
    contacts: Region
    numbers: tuple[int, ...]
    bodies: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.every)

    @property
    def kinds(self) -> frozenset[TerminalKind]:
        """The kinds that there are."""
        return frozenset(each.kind for each in self.every)

    @property
    def makers(self) -> frozenset[str]:
        """The steps that placed them."""
        return frozenset(each.made_by for each in self.every)


@dataclass(frozen=True, slots=True)
class Lands:
    """The lands of one wiring level: its metal where films above it are open."""

    level: int
    region: Region

    def __len__(self) -> int:
        return len(self.region)


def find_terminals(
    structure: Structure,
    record: Record,
    conducts: Callable[[str], bool],
    is_solder: Callable[[str], bool],
) -> Terminals:
    """Return the terminals of a structure: solid parts and balls of this role that touch.

    Parameters
    ----------
    structure, record
        Where they are, and how they came there.
    conducts, is_solder
        Whether a material, by its id, carries current, and whether it melts onto lands.
    """
    slabs = structure.slabs
    numbers = [n for n, slab in enumerate(slabs) if slab.role is Role.TERMINAL]
    bodies = [body for body in structure.balls if body.role is Role.TERMINAL]
    makers = dict.fromkeys(
        [*(slabs[n].made_by for n in numbers), *(body.made_by for body in bodies)]
    )
    metal = [s for s in slabs if s.role is not Role.TERMINAL and conducts(s.material)]
    every: list[Terminal] = []
    feet: list[Region] = []
    contacts: list[Region] = []
    for made_by in makers:
        own = [slabs[n] for n in numbers if slabs[n].made_by == made_by]
        balls = [body for body in bodies if body.made_by == made_by]
        outline, touching = _outline(own, balls), _contacts(own, balls, metal)
        entry = record.by(made_by)
        every += _objects(own, balls, outline, touching, entry, is_solder)
        feet.append(outline)
        contacts.append(touching)
    return Terminals(
        tuple(every),
        Region.union(feet),
        Region.union(contacts),
        tuple(numbers),
        tuple(body.name for body in bodies),
    )


def _outline(own: Sequence[Slab], balls: Sequence[Ball]) -> Region:
    discs = [_foot(ball) for ball in balls]
    return Region.union([*(slab.region for slab in own), *discs])


def _foot(ball: Ball) -> Region:
    return Region.disc(ball.x_nm, ball.y_nm, max(2, round(2 * ball.foot_radius_nm)))


def _contacts(own: Sequence[Slab], balls: Sequence[Ball], metal: Sequence[Slab]) -> Region:
    """Return where terminals stand on metal: on its face, whichever way they look."""
    found: list[Region] = []
    for slab in own:
        found += [
            slab.region & other.region
            for other in metal
            if slab.bottom_nm == other.top_nm or slab.top_nm == other.bottom_nm
        ]
    for height_nm in {ball.foot_nm for ball in balls}:
        feet = Region.union(_foot(ball) for ball in balls if ball.foot_nm == height_nm)
        found += [
            feet & other.region for other in metal if height_nm in {other.top_nm, other.bottom_nm}
        ]
    return Region.union(found).without_slivers()


def _objects(
    own: Sequence[Slab],
    balls: Sequence[Ball],
    outline: Region,
    touching: Region,
    entry: Entry | None,
    is_solder: Callable[[str], bool],
) -> list[Terminal]:
    """Return the objects of one step, which are alike."""
    made_by = own[0].made_by if own else balls[0].made_by
    standing = {part.box_nm for part in outline.touching(touching)} if touching else set()
    low_nm = min([s.bottom_nm for s in own] + [b.bottom_nm for b in balls])
    high_nm = max([s.top_nm for s in own] + [b.top_nm for b in balls])
    face = balls[0].face if balls else str(entry.parameter("face", "top") if entry else "top")
    material = balls[0].material if balls else max(own, key=lambda s: s.volume_nm3).material
    kind: TerminalKind | None = "ball" if balls else None
    found = []
    for number, part in enumerate(outline, start=1):
        box = part.box_nm
        kind = kind or _kind(own, part, face, entry, is_solder)
        found.append(
            Terminal(
                f"{made_by} {number}",
                kind,
                material,
                made_by,
                (box[0] + box[2]) // 2,
                (box[1] + box[3]) // 2,
                Place(*box, low_nm, high_nm),
                box in standing,
                face,
            )
        )
    return found


def _kind(
    own: Sequence[Slab],
    part: Region,
    face: str,
    entry: Entry | None,
    is_solder: Callable[[str], bool],
) -> TerminalKind:
    """Return what a stack of prisms is: a pin has a head, a print of paste is flat.

    A pin is a shank longer than it is wide on a head that is wider than the shank; a solder joint
    round the head does not count.
    """
    stack = [(slab, slab.region & part) for slab in own]
    stack = [(slab, region) for slab, region in stack if region]
    outward = sorted(stack, key=lambda each: each[0].top_nm, reverse=face == "top")
    tip = outward[0][1]
    width_nm = 2 * math.sqrt(tip.area_nm2 / math.pi)
    metal = outward[0][0].material
    shank = [
        slab
        for slab, region in stack
        if slab.material == metal and region.area_nm2 <= 1.05 * tip.area_nm2
    ]
    shank_nm = max(s.top_nm for s in shank) - min(s.bottom_nm for s in shank)
    headed = any(region.area_nm2 > 1.2 * tip.area_nm2 for _, region in stack)
    if headed and shank_nm > width_nm:
        return "pin"
    high_nm = max(s.top_nm for s, _ in stack) - min(s.bottom_nm for s, _ in stack)
    printed = entry is not None and entry.kind in {"paste", "screen-print"}
    melted = all(is_solder(slab.material) for slab, _ in stack)
    return "paste" if printed or (melted and high_nm < _FLAT_RATIO * width_nm) else "bump"


def find_lands(build_up: BuildUp, terminals: Terminals, line_nm: int) -> tuple[Lands, ...]:
    """Return the lands of each level, going up.

    A level's lands are its metal in the openings of the film above: the next level's, or the
    passivation. An opening in which the film under the metal is gone as well frees the metal, such
    as a beam that is to swing, and shows no land. Without a film above they are where terminals
    stand, and without terminals the parts of the wiring that are wider than a line.

    Parameters
    ----------
    build_up, terminals
        What lies over the dies.
    line_nm
        Width of a line; a land is wider than one and a half of it.
    """
    found = []
    for level in build_up.levels:
        later = build_up.levels[level.number :]
        above = later[0] if later else None
        films = above.films if above else build_up.passivation
        if films:
            opened = films[0].open if above and above.inner else through(films)
            lands = level.wiring & _held(level, opened)
        elif terminals.every:
            lands = level.wiring & terminals.contacts
        else:
            half_nm = round(0.75 * line_nm)
            lands = level.wiring.sized(-half_nm).sized(half_nm)
        found.append(Lands(level.number, lands.without_slivers()))
    return tuple(found)


def _held(level: Level, opened: Region) -> Region:
    """Return the openings in which the metal of a level stands on something."""
    bare = (through(level.films) - level.vias).without_slivers()
    return opened.clear_of(bare) if bare else opened


def outer_lands(build_up: BuildUp, lands: Sequence[Lands]) -> tuple[Lands, ...]:
    """Return the lands that the finished package shows, by the level that they belong to.

    That is the highest metal in each opening of the passivation, which need not be the last
    level's, and in its absence where terminals stand.
    """
    if not build_up.levels:
        return ()
    found = [lands[-1]]
    last = build_up.levels[-1]
    covered = last.wiring
    if not (through([*last.films, *build_up.passivation]) - covered).is_solid:
        return tuple(each for each in found if each.region)
    for level in reversed(build_up.levels[:-1]):
        above = [film for each in build_up.levels[level.number :] for film in each.films]
        films: list[Film] = [*above, *build_up.passivation]
        shown = (level.wiring & through(films)) - covered
        found.append(Lands(level.number, shown.without_slivers()))
        covered = covered | level.wiring | level.vias
    return tuple(each for each in reversed(found) if each.region)


def through(films: Sequence[Film]) -> Region:
    """Return where all films are open."""
    opened = films[0].open
    for film in films[1:]:
        opened = opened & film.open
    return opened
