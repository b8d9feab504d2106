"""What a passive is drawn as: metal and holes by wiring level, terminals, and what keeps out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from padwright.geometry.circle import drawn_diameter_nm, wire_overhang_nm
from padwright.geometry.region import Region
from padwright.model.package import turned
from padwright.model.technology import Rules


@dataclass(frozen=True, slots=True)
class Terminal:
    """A round land at which a passive is joined to its net; levels count from 1."""

    name: str
    x_nm: int
    y_nm: int
    level: int
    diameter_nm: int

    @property
    def land(self) -> Region:
        """The land as it is drawn."""
        return Region.disc(self.x_nm, self.y_nm, self.diameter_nm)


@dataclass(frozen=True, slots=True)
class Drawing:
    """The shapes of a passive, in nanometres from its origin.

    Parameters
    ----------
    wiring
        Metal of each wiring level, the lands of the terminals included.
    vias
        Holes in the dielectric under a wiring level, by that level.
    films
        Resistive film under the metal of a wiring level, by that level.
    terminals
        In the order in which a design names their nets.
    joined
        Names of terminals that the passive's own metal joins, one group for each piece of metal.
    keep_out
        What no other wiring may enter, by level; the terminals lie outside.
    release
        Where the passivation is opened and the dielectric below the metal taken away.
    """

    wiring: Mapping[int, Region]
    terminals: tuple[Terminal, ...]
    joined: tuple[tuple[str, ...], ...]
    keep_out: Mapping[int, Region]
    vias: Mapping[int, Region] = field(default_factory=dict)
    films: Mapping[int, Region] = field(default_factory=dict)
    release: Region = field(default_factory=Region.empty)

    @property
    def levels(self) -> tuple[int, ...]:
        """The wiring levels that have metal, ascending."""
        return tuple(sorted(self.wiring))

    def lands(self, level: int) -> Region:
        """Return the lands of the terminals on a level."""
        return Region.union(each.land for each in self.terminals if each.level == level)

    def body(self, level: int) -> Region:
        """Return the passive's own metal on a level, between its terminals' lands."""
        nothing = Region.empty()
        own = self.wiring.get(level, nothing)
        if level in self.films:
            own = own | self.films[level]
        return own - self.lands(level)

    def placed(self, x_nm: int, y_nm: int, rotation_deg: int = 0) -> "Drawing":
        """Return the drawing turned about its origin by a multiple of 90 degrees, and shifted."""

        def put(region: Region) -> Region:
            return region.turned(rotation_deg % 360, 0, 0).moved(x_nm, y_nm)

        def every(regions: Mapping[int, Region]) -> dict[int, Region]:
            return {level: put(region) for level, region in regions.items()}

        terminals = []
        for each in self.terminals:
            at_x_nm, at_y_nm = turned(each.x_nm, each.y_nm, rotation_deg)
            terminals.append(replace(each, x_nm=x_nm + at_x_nm, y_nm=y_nm + at_y_nm))
        return replace(
            self,
            wiring=every(self.wiring),
            vias=every(self.vias),
            films=every(self.films),
            keep_out=every(self.keep_out),
            terminals=tuple(terminals),
            release=put(self.release),
        )


def merged(parts: Iterable[Mapping[int, Region]]) -> dict[int, Region]:
    """Return the shapes of several mappings together, level by level."""
    by_level: dict[int, list[Region]] = {}
    for part in parts:
        for level, region in part.items():
            by_level.setdefault(level, []).append(region)
    return {level: Region.union(regions) for level, regions in sorted(by_level.items())}


def kept_out(bodies: Mapping[int, Region], rules: Rules) -> dict[int, Region]:
    """Return the box round the metal of each level that no other wiring may enter."""
    space_nm = wire_space_nm(rules)
    return {
        level: Region.box(
            *(edge + sign * space_nm for edge, sign in zip(body.box_nm, _OUTWARD, strict=True))
        )
        for level, body in bodies.items()
        if body
    }


_OUTWARD = (-1, -1, 1, 1)


def land_offset_nm(rules: Rules) -> int:
    """Return how far from a body the centre of a terminal lies.

    The drawn land touches the border of what the router keeps out of, from outside: no wire of
    another net can come between them, and the land's own net can reach it from any other side.
    """
    return wire_space_nm(rules) + drawn_diameter_nm(rules.via_land_nm) // 2 + 2


def wire_space_nm(rules: Rules) -> int:
    """Return how far from a body the router's lines stay, whose drawing stands out a little."""
    return rules.line_space_nm.value + wire_overhang_nm(rules.line_width_nm.value) + 2
