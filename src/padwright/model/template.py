"""A starting design that loads and can be built, with a comment at each choice."""

from typing import Final

_DESIGN: Final = """\
# A design for Padwright. Lengths are text with a unit (nm, um, mm, mil, in). The command
# `padwright explain package.width` tells the unit, default and source of a key, here or elsewhere.
name = "{name}"
description = "a starting point: one die, twelve pads, sixteen balls"

# A shipped technology, or a .toml file of yours beside this one.
technology = "a1-flat"

[package]
width = "4 mm"
height = "4 mm"
wiring_levels = 2  # the most that the router may use
passivation = true # the outermost film, opened over the lands

# One [[dies]] table for each die. x and y are the die's centre from the centre of the package.
[[dies]]
name = "chip"
pads = "pads.csv"           # pad, net, x_um, y_um and, where pads differ, width_um, height_um
width = "2 mm"
height = "2 mm"
thickness = "150 um"
x = "0 um"
y = "0 um"
rotation = "0 deg"          # a multiple of 90 deg, counter-clockwise
pads_origin = "lower-left"  # or "centre": what the pad positions count from
pad_width = "60 um"         # for pad lists without the column width_um; pads are squares then
# netlist = "chip.toml"     # what is wired on the die itself: [[devices]] and [[nets]]

# A grid of balls centred on the package, from which the planner chooses; or, with
# map = "balls.csv" (ball, net, x_um, y_um) in place of pitch, rows and columns, a fixed map.
[terminals]
kind = "ball"               # or copper-ball, bump, pin, paste, land
pitch = "0.8 mm"
rows = 4
columns = 4
diameter = "0.46 mm"        # before reflow
spare = "supplies"          # balls that no net needs share the supplies, or stay "unconnected"

# A net is all pads of one name. Supplies share the spare balls; no_connect stays open.
[nets]
supplies = ["vdd", "vss"]
no_connect = []

# What else a design may have, here as comments; `padwright explain` lists every key.
# [[units]]                 # the packages that the body is cut into
# name = "left"
# x = "-1 mm"
# y = "0 um"
# width = "2 mm"
# height = "4 mm"
#
# [[passives]]              # made in the wiring
# name = "R1"
# kind = "resistor-meander"
# level = 1
# x = "1.4 mm"
# y = "0 um"
# nets = ["in1", "in2"]
# parameters = {{ legs = 8 }}
#
# [[components]]            # finished parts that are placed on the package
# name = "C1"
# kind = "chip-capacitor"
# x = "0 um"
# y = "1.4 mm"
# width = "1 mm"
# height = "0.5 mm"
# thickness = "0.5 mm"
# nets = ["vdd", "vss"]
"""

_SIGNALS: Final = (
    ("vdd", "in1", "vss"),
    ("out1", "out2", "clock"),
    ("vss", "in2", "vdd"),
    ("reset", "out3", "out4"),
)


def starting_design(name: str = "my-package") -> dict[str, str]:
    """Return the files of a design to start from: their texts by their names."""
    near_um, far_um, places_um = 100, 1900, (500, 1000, 1500)
    sides = (
        [(place, near_um) for place in places_um],
        [(far_um, place) for place in places_um],
        [(place, far_um) for place in places_um],
        [(near_um, place) for place in places_um],
    )
    lines = [
        "# Lines that begin with # are left out. Positions count from the die's lower-left corner."
    ]
    lines.append("pad,net,x_um,y_um")
    number = 0
    for nets, places in zip(_SIGNALS, sides, strict=True):
        for net, (x_um, y_um) in zip(nets, places, strict=True):
            number += 1
            lines.append(f"P{number},{net},{x_um},{y_um}")
    return {"design.toml": _DESIGN.format(name=name), "pads.csv": "\n".join(lines) + "\n"}
