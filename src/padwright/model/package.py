"""The nouns of a design once it is read: one frame, integer nanometres, plain data.

The origin is the centre of the package; x points right and y up, seen from the ball side, on an
etched frame from the die's side.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

from padwright.model.net_specs import MatchSpec, NetClassSpec, PairSpec, ShieldSpec
from padwright.model.plane_spec import PlaneSpec, RailSpec
from padwright.model.routing_spec import AS_USUAL, RoutingSpec
from padwright.model.technology import Technology

#: left, bottom, right and top in nanometres.
BoxNm: TypeAlias = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Pad:
    """A bonding pad of a die: its centre and its size, in nanometres."""

    name: str
    net: str
    x_nm: int
    y_nm: int
    width_nm: int
    height_nm: int


@dataclass(frozen=True, slots=True)
class ChipDevice:
    """A device at a die's front, such as a transistor: active or not, and the nets of its pins."""

    name: str
    active: bool
    nets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChipNet:
    """A net of a die's own wiring: the pads that it forms, and the size of its traces."""

    name: str
    pads: tuple[str, ...]
    width_nm: int
    length_nm: int
    thickness_nm: int


@dataclass(frozen=True, slots=True)
class ChipNetlist:
    """What is wired on the die itself, as far as it was told."""

    devices: tuple[ChipDevice, ...]
    nets: tuple[ChipNet, ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """One of the packages that a panel is cut into: its name and its outline."""

    name: str
    box_nm: BoxNm


@dataclass(frozen=True, slots=True)
class Passive:
    """A passive that is made in the wiring: where it lies, what it is, and what it joins.

    `nets` are the nets of its terminals in the order that the device of this `kind` counts them.
    `parameters` are the device's own, as its file in ``devices/`` describes them.
    """

    name: str
    kind: str
    level: int
    x_nm: int
    y_nm: int
    rotation_deg: int
    nets: tuple[str, ...]
    parameters: tuple[tuple[str, str | int | float], ...] = ()


@dataclass(frozen=True, slots=True)
class Component:
    """A finished part that is placed on the package, such as a chip capacitor."""

    name: str
    kind: str
    x_nm: int
    y_nm: int
    rotation_deg: int
    width_nm: int
    height_nm: int
    thickness_nm: int
    nets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Die:
    """A die, face up: its centre in the package, its turn, and its pads.

    The pads are relative to the centre of the unturned die; `placed_pads` gives them in the
    package. ``rotation_deg`` is 0, 90, 180 or 270, counter-clockwise. Width and height are those
    of the unturned die. `netlist` is None for a die of which nothing but its pads is known.
    """

    name: str
    x_nm: int
    y_nm: int
    rotation_deg: int
    width_nm: int
    height_nm: int
    thickness_nm: int
    function: str
    pads: tuple[Pad, ...]
    netlist: ChipNetlist | None = None


@dataclass(frozen=True, slots=True)
class FixedBall:
    """A ball whose place and net are given: its centre in package coordinates."""

    name: str
    net: str
    x_nm: int
    y_nm: int


@dataclass(frozen=True, slots=True)
class Terminals:
    """The terminals: a grid to choose from (``rows`` x ``columns``), or a fixed map (``fixed``).

    Exactly one of the two is given: a fixed map has zero rows and columns. ``kind`` is ``ball``,
    ``copper-ball``, ``bump``, ``pin``, ``paste`` or ``land``; ``diameter_nm`` is that of a solder
    ball before reflow, of a copper ball, of a bump, of a pin's shank, of a deposit of paste, or of
    the room that a bare land takes. ``pitch_nm`` of a fixed map is its smallest distance between
    two balls. ``spare`` says what balls without a net of their own do: share the ``supplies``, or
    stay ``unconnected``.
    """

    kind: str
    pitch_nm: int
    rows: int
    columns: int
    diameter_nm: int
    forbidden: tuple[str, ...] = ()
    fixed: tuple[FixedBall, ...] = ()
    spare: str = "supplies"


@dataclass(frozen=True, slots=True)
class Design:
    """What the engineer asks for, read and checked, with the technology that is to make it.

    ``wiring_levels`` is the most that the router may use. Without ``units`` the whole body is one
    package. ``passivation`` says whether the outermost film is there. ``source_digest`` identifies
    the whole input, technology and materials included; the same input has the same digest on every
    machine. ``earlier_wiring`` is the text of the file that ``routing.keep`` names.
    """

    name: str
    description: str
    width_nm: int
    height_nm: int
    wiring_levels: int
    dies: tuple[Die, ...]
    terminals: Terminals
    supplies: tuple[str, ...]
    no_connect: tuple[str, ...]
    technology: Technology
    source_digest: str
    passives: tuple[Passive, ...] = ()
    components: tuple[Component, ...] = ()
    units: tuple[Unit, ...] = ()
    fewest_wiring_levels: int = 1
    passivation: bool = True
    routing: RoutingSpec = AS_USUAL
    planes: tuple[PlaneSpec, ...] = ()
    rails: tuple[RailSpec, ...] = ()
    net_classes: tuple[NetClassSpec, ...] = ()
    pairs: tuple[PairSpec, ...] = ()
    matches: tuple[MatchSpec, ...] = ()
    shields: tuple[ShieldSpec, ...] = ()
    earlier_wiring: str = ""

    @property
    def box_nm(self) -> BoxNm:
        """The outline of the package."""
        half_width_nm, half_height_nm = self.width_nm // 2, self.height_nm // 2
        return (-half_width_nm, -half_height_nm, half_width_nm, half_height_nm)


def turned(x_nm: int, y_nm: int, rotation_deg: int) -> tuple[int, int]:
    """Return a point turned counter-clockwise about the origin by a multiple of 90 degrees."""
    match rotation_deg % 360:
        case 0:
            return x_nm, y_nm
        case 90:
            return -y_nm, x_nm
        case 180:
            return -x_nm, -y_nm
        case _:
            return y_nm, -x_nm


def die_box(die: Die) -> BoxNm:
    """Return the outline of a die in package coordinates."""
    width_nm, height_nm = die.width_nm, die.height_nm
    if die.rotation_deg % 180:
        width_nm, height_nm = height_nm, width_nm
    left_nm, bottom_nm = die.x_nm - width_nm // 2, die.y_nm - height_nm // 2
    return (left_nm, bottom_nm, left_nm + width_nm, bottom_nm + height_nm)


def component_box(component: Component) -> BoxNm:
    """Return the outline of a placed part in package coordinates."""
    width_nm, height_nm = component.width_nm, component.height_nm
    if component.rotation_deg % 180:
        width_nm, height_nm = height_nm, width_nm
    left_nm, bottom_nm = component.x_nm - width_nm // 2, component.y_nm - height_nm // 2
    return (left_nm, bottom_nm, left_nm + width_nm, bottom_nm + height_nm)


def pad_box(pad: Pad) -> BoxNm:
    """Return the outline of a pad in the coordinates of its centre."""
    left_nm, bottom_nm = pad.x_nm - pad.width_nm // 2, pad.y_nm - pad.height_nm // 2
    return (left_nm, bottom_nm, left_nm + pad.width_nm, bottom_nm + pad.height_nm)


def placed_pads(die: Die) -> tuple[Pad, ...]:
    """Return the pads of a die in package coordinates, in the order of its pad list."""
    if die.rotation_deg % 360 == 0 and die.x_nm == 0 and die.y_nm == 0:
        return die.pads
    sideways = bool(die.rotation_deg % 180)
    placed = []
    for pad in die.pads:
        x_nm, y_nm = turned(pad.x_nm, pad.y_nm, die.rotation_deg)
        placed.append(
            replace(
                pad,
                x_nm=die.x_nm + x_nm,
                y_nm=die.y_nm + y_nm,
                width_nm=pad.height_nm if sideways else pad.width_nm,
                height_nm=pad.width_nm if sideways else pad.height_nm,
            )
        )
    return tuple(placed)


def bonded_pads(design: Design) -> Iterator[tuple[Die, Pad]]:
    """Yield each pad that is to be connected, in package coordinates, with its die."""
    unbonded = frozenset(design.no_connect)
    for die in design.dies:
        for pad in placed_pads(die):
            if pad.net not in unbonded:
                yield die, pad


def bonded_nets(design: Design) -> tuple[str, ...]:
    """Return the names of the nets that are to be connected, each once, in order of appearance."""
    return tuple(dict.fromkeys(pad.net for _, pad in bonded_pads(design)))
