"""What elements of claims speak of: a closed list.

A change of a design, a flow or a mask has subjects as well; a claim none of whose elements shares
one with it has to keep its verdict.
"""

from collections.abc import Mapping
from typing import Final

SUBJECTS: Final[Mapping[str, str]] = {
    # dies and what the design says of them
    "die": "the dies: number, pads, which way they look, thickness",
    "die-function": "what the dies do",
    "chip-netlist": "wiring and devices on the dies",
    # the base
    "base": "the base and its material",
    "pocket": "recesses in the base",
    "sheets": "the sheets that the base is made of",
    "attach": "how the dies' backs are held",
    "carrier": "the carrier of a pocket package",
    "flush": "faces that are level with each other",
    "fill": "what fills the space round the dies",
    # the build-up
    "dielectric": "the films of the build-up, where they are and when they were laid",
    "dielectric-material": "what the films are made of",
    "holes": "holes through the films",
    "vias": "metal in the holes",
    "via-fill": "in which step the holes are filled",
    "wiring": "metal on the films and what it joins",
    "wiring-method": "how the metal is laid",
    "fan-out": "wiring beyond the dies' outlines",
    "levels": "how many wiring levels there are",
    "lands": "where the wiring is opened to terminals, or to the next level",
    "passivation": "films over wiring that are opened at the lands",
    "terminals": "balls, bumps, pins and paste",
    "passive": "passive devices",
    "supply": "nets of the supplies",
    "posts": "posts through the films of a carrier package",
    "traces": "traces between posts",
    "grid": "the regular grid of terminals",
    # the flow
    "order": "which step comes before which",
    "plate": "the temporary plate",
    "grind": "grinding fill and backs",
    "bond": "bonding the base to the ground backs",
    "release": "taking plate and first fill away",
    "cutting": "cutting apart",
    # etched frames
    "peg-inner": "inner pegs of a frame",
    "peg-outer": "outer pegs of a frame",
    "paddle": "the die's pad of a frame",
    "lines": "lines of a frame",
    "line-mask": "masks under the lines",
    "side-walls": "masks on the lines' side walls",
    "finish-1": "the finish on the first face",
    "finish-2": "the finish on the second face",
    "wires": "bond wires",
    "mold": "the encapsulant",
    "etch-1": "the first etch",
    "etch-2": "the second etch",
    "resist": "resists",
    "print": "printed masks",
}
