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


#: The openings in the passivation, where the terminals go.
PASSIVATION_OPENINGS = "passivation"
