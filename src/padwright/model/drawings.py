"""The names of the mask drawings, on which planner, router, flows and exporters agree.

Wiring levels count from 1, next to the dies.
"""


def die_outline(die: str) -> str:
    """Return the drawing of where a die is placed."""
    return f"die {die}"


def die_pads(die: str) -> str:
    """Return the drawing of a die's pads."""
    return f"pads {die}"


def via_openings(level: int) -> str:
    """Return the drawing of the holes in the dielectric under a wiring level."""
    return f"via {level}"


def wiring(level: int) -> str:
    """Return the drawing of the metal of a wiring level."""
    return f"wiring {level}"


def fill(level: int) -> str:
    """Return the drawing of the metal without a net that evens a wiring level out."""
    return f"fill {level}"


def resistor_film(level: int) -> str:
    """Return the drawing of where the film of resistors is taken away under a wiring level."""
    return f"film {level}"


def inner_openings(level: int) -> str:
    """Return the drawing of the openings in the passivation of a level that is not the last."""
    return f"passivation {level}"


def pockets(number: int) -> str:
    """Return the drawing of the pockets of one depth, counted from the shallowest."""
    return POCKETS if number == 1 else f"{POCKETS} {number}"


def component_outline(component: str) -> str:
    """Return the drawing of where a finished part is placed."""
    return f"component {component}"


def component_lands(component: str) -> str:
    """Return the drawing of the lands of a finished part."""
    return f"lands {component}"


#: The openings in the passivation, where the terminals and placed parts go.
PASSIVATION_OPENINGS = "passivation"
#: Where terminals stand.
TERMINALS = "terminals"
#: The pockets of the base; those of the shallowest depth where there are several.
POCKETS = "pockets"
#: Where the passivation is opened and the dielectric taken from under a sensor's beam.
RELEASE = "release"
#: The packages that the body is cut into.
UNITS = "units"

#: Family C: where the first face gets its finish, on the inner ends of the inner pegs.
INNER_PEGS = "inner pegs"
#: Family C: where the second face gets its finish, on the outer ends of the outer pegs.
OUTER_PEGS = "outer pegs"
#: Family C: the pad of the die, which is smaller than the die.
DIE_PADDLE = "die paddle"
#: Family C: everything but the pad of the die, where the first etch has to reach the sheet.
AROUND_PADDLE = "around die paddle"
#: Family C: the ink that covers the lines and the outer ends of the inner pegs.
LINES = "lines"
#: Family C: the print over the side walls of the lines.
SIDE_WALLS = "side walls"
#: Family C: the cavity of the mold.
CAVITY = "cavity"
#: Family C: the program of the wire bonder, which is no drawing but one of the masks' bonds.
BONDS = "bonds"
