"""The colours of pictures and layout viewers."""

from collections.abc import Mapping
from typing import Final

from padwright.geometry.slab import Role
from padwright.model.material import Material

#: Ink, rules and paper of every picture.
INK: Final = "#1d2733"
MUTED: Final = "#5b6875"
FAINT: Final = "#a9b3bd"
HAIR: Final = "#d5dbe1"
PAPER: Final = "#ffffff"
PANE: Final = "#f7f9fa"
ACCENT: Final = "#b3261e"
#: One colour a wiring level, from level 1: told apart also without red and green.
LEVELS: Final = (
    "#c0651a",
    "#2568a8",
    "#6b3fa0",
    "#12806a",
    "#b03a6b",
    "#7a6a00",
    "#3d5a80",
    "#8a4b2a",
)
#: One tint a supply net; sixteen are told apart before they repeat.
SUPPLIES: Final = (
    "#d1495b",
    "#2e6fbb",
    "#e09f3e",
    "#3a8f6b",
    "#8a5bb5",
    "#6f7d8c",
    "#c26fa0",
    "#4fa3b5",
    "#9c4a1a",
    "#7a8f22",
    "#1f4e79",
    "#b59a00",
    "#5c2a6b",
    "#e0784f",
    "#1f6650",
    "#8c6d5a",
)
#: A material that the technology does not know.
UNKNOWN: Final = "#b8bec5"


def level_colour(level: int) -> str:
    """Return the colour of a wiring level, which counts from 1."""
    return LEVELS[(level - 1) % len(LEVELS)]


def supply_colours(supplies: tuple[str, ...]) -> dict[str, str]:
    """Return a tint for each supply, in the order of the design."""
    return {net: SUPPLIES[number % len(SUPPLIES)] for number, net in enumerate(supplies)}


def material_colour(material: str, materials: Mapping[str, Material]) -> str:
    """Return the colour of a material by its id."""
    known = materials.get(material)
    return known.color if known else UNKNOWN


def material_name(material: str, materials: Mapping[str, Material]) -> str:
    """Return the name of a material for people, by its id."""
    known = materials.get(material)
    return known.name if known else material


def rgb(colour: str) -> tuple[float, float, float]:
    """Return red, green and blue from 0 to 1 of a colour such as ``#b87333``."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def mixed(colour: str, other: str, share: float) -> str:
    """Return a colour with a share of another one in it, from 0 to 1."""
    pairs = zip(rgb(colour), rgb(other), strict=True)
    parts = [round(255 * (one * (1 - share) + two * share)) for one, two in pairs]
    return "#" + "".join(f"{part:02x}" for part in parts)


def ink_on(colour: str) -> str:
    """Return the colour of text that is readable on a ground: ink, or paper on what is dark."""
    red, green, blue = rgb(colour)
    return INK if 0.299 * red + 0.587 * green + 0.114 * blue > 0.56 else PAPER


#: The name of a role for people.
ROLE_NAMES: Final[Mapping[Role, str]] = {
    Role.BASE: "base",
    Role.PLATE: "temporary plate",
    Role.DIE: "die",
    Role.DIE_PAD: "die pad",
    Role.ATTACH: "die attach",
    Role.FILL: "fill",
    Role.DIELECTRIC: "dielectric",
    Role.WIRING: "wiring",
    Role.VIA: "via",
    Role.SEED: "seed",
    Role.LAND: "land",
    Role.PASSIVATION: "passivation",
    Role.RESIST: "resist",
    Role.FINISH: "finish",
    Role.PEG: "frame",
    Role.LINE: "line",
    Role.MASK: "line mask",
    Role.ENCAPSULANT: "encapsulant",
    Role.TERMINAL: "ball",
    Role.WIRE: "wire",
    Role.COMPONENT: "component",
}
