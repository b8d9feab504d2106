#!/usr/bin/env python3
"""Make the pictures of the page on the process: python docs/process/pictures.py."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter
from pathlib import Path

from padwright import Package
from padwright.export.cutting import cut_along
from padwright.export.exporter import Delivery
from padwright.export.frame_line import stepped_line
from padwright.export.lens import draw_bar
from padwright.export.lettering import length_words
from padwright.export.moments_picture import CutLine, ShownMoment, moments_svg
from padwright.export.palette import MUTED
from padwright.export.pane import draw_heading, draw_layer_names, draw_legend, draw_pane
from padwright.export.pane_frame import Pane
from padwright.export.svg import Picture, label
from padwright.export.wire_path import extended, shortest_way
from padwright.geometry.section import Point
from padwright.plan.plan import Joint
from padwright.process.flow import flow_rows

HERE = Path(__file__).parent
EXAMPLES = HERE.parents[1] / "examples"
#: How much is shown beside the pad and beside the ball's centre.
BESIDE_PAD_NM = 220_000.0
BESIDE_BALL_NM = 330_000.0


@dataclass(frozen=True)
class Strip:
    """What is shown of one route: its title, and the words on the chosen steps."""

    title: str
    steps: dict[str, str]


STRIPS = {
    "pocket": Strip(
        "Route A1: the die in a milled pocket",
        {
            "mill pockets": "a pocket as deep as die and film",
            "attach logic": "the die on its film, front up",
            "fill": "the gap round it is filled, flush",
            "open via 1": "the dielectric is opened over the pads",
            "seed 1": "titanium and copper, everywhere",
            "develop resist 1": "resist, open where metal is to grow",
            "plate wiring 1": "copper grows from the open seed",
            "etch seed 1": "resist and bare seed are gone",
            "balls": "a second level, passivation, solder balls",
        },
    ),
    "transfer": Strip(
        "Route A2: dies transferred from a glass plate",
        {
            "attach logic": "face down under the plate",
            "fill 1": "first fill, from below",
            "grind": "dies and fill to one thickness",
            "base": "the base is bonded from below",
            "release plate": "plate and film come off",
            "strip fill 1": "the first fill is dissolved",
            "fill 2": "second fill, flush with the fronts",
            "open via 1": "from here on as in route A1",
            "balls": "two levels, passivation, solder balls",
        },
    ),
    "carrier": Strip(
        "Family B: posts and traces over a pocket",
        {
            "fill": "the die in its pocket, flush",
            "open via 1": "holes in the first film",
            "fill via 1": "posts fill them",
            "etch seed 1": "traces on the film",
            "dielectric 2": "the second film",
            "fill via 2": "its posts stand on the traces",
            "balls": "lands, solder mask, solder balls",
        },
    ),
    "frame-qfn": Strip(
        "Family C: a frame etched from both faces",
        {
            "outer finish": "resist on both faces, finishes in its openings",
            "etch 1": "half etch round the die's pad",
            "attach sensor": "the die overhangs its pad",
            "wires": "gold wires to the inner pegs",
            "mold": "the mold flows under the die too",
            "line masks": "ink on the lines",
            "etch 2": "what is bare is parted",
            "side wall masks": "ink in the gaps",
            "balls": "balls hang from the outer pegs",
        },
    ),
}


def line_of(delivery: Delivery) -> tuple[CutLine, str]:
    """Return the cut that shows most, and words on it.

    It runs along a wire from pad to ball, and on the other side of the pad over the die as far as
    the last window is wider than the others; through a frame it runs from edge to edge.
    """
    stepped = stepped_line(delivery) if delivery.plan.pegs else None
    if stepped is not None:
        points, ends = stepped
        words = f"stepped cut through balls {ends} and the die, unrolled at its bends"
        return CutLine(points, wires_within_nm=30_000), words
    *_, joint, way = min(ways_of(delivery), key=itemgetter(0, 1))
    line, from_nm = along(way)
    words = f"cut along the wire from pad {joint.pad} to ball {joint.ball}, unrolled at its bends"
    return CutLine(line, from_nm), words


def along(way: tuple[Point, ...]) -> tuple[tuple[Point, ...], float]:
    """Return a way from pad to ball made longer at its ends, and where its last part begins."""
    way_nm = sum(math.dist(one, two) for one, two in pairwise(way))
    more_nm = 2.05 * (BESIDE_PAD_NM + way_nm + BESIDE_BALL_NM) - way_nm - BESIDE_BALL_NM
    return extended(way, more_nm, BESIDE_BALL_NM), more_nm - BESIDE_PAD_NM


def ways_of(delivery: Delivery) -> Iterator[tuple[int, float, Joint, tuple[Point, ...]]]:
    """Yield the ways from pads to balls that are not too short, each with what speaks against it.

    That is how many balls are cut beside their feet, and then its length.
    """
    pads = {pad.pin: (pad.x_nm, pad.y_nm) for pad in delivery.plan.pads}
    balls = {ball.name: (ball.x_nm, ball.y_nm) for ball in delivery.plan.balls}
    for joint in delivery.plan.joints:
        wires = [wire for wire in delivery.routing.wires if wire.net == joint.net]
        way = shortest_way(wires, pads[joint.pad], balls[joint.ball])
        if way is None or joint.distance_nm < BESIDE_BALL_NM:
            continue
        cut = cut_along(delivery.built.structure, along(way)[0])
        aside = [
            each for each in cut.bodies if each.body.outline_nm[0][0] > each.body.body.foot_nm + 1
        ]
        yield len(aside), joint.distance_nm, joint, way


def shifted() -> Picture:
    """Return two cuts through one pad of the example of the page: as drawn, and shifted."""
    package = Package.load(EXAMPLES / "sheets" / "design.toml")
    rows = flow_rows(package.flow())
    materials = package.design.technology.all_materials
    title = f"The mask of the holes in its place, and {length_words(60_000)} too far right"
    left, width, height = 40.0, 546.0, 0.0
    parts = [draw_heading(left, 1_160, title, "cut through a pad of the die", "true to scale")]
    for number, (shift, words) in enumerate((("0 um", "in its place"), ("60 um", "shifted"))):
        next(row for row in rows if row["name"] == "open via 1")["shift_x"] = shift
        made = package.build(flow=rows)
        pad = next(each for each in made.plan.pads if each.net is not None)
        top_nm = max(
            slab.top_nm for slab in made.built.structure.slabs if slab.role == "passivation"
        )
        low_nm = (
            max(slab.top_nm for slab in made.built.structure.slabs if slab.role == "die") - 24_000
        )
        ends = (pad.x_nm - 130_000, pad.y_nm), (pad.x_nm + 190_000, pad.y_nm)
        cut = cut_along(made.built.structure, ends)
        tall_nm = top_nm + 8_000 - low_nm
        height = tall_nm * width / cut.length_nm
        at_px = left + number * (width + 28)
        pane = Pane(
            0, cut.length_nm, low_nm, low_nm + tall_nm, at_px, 118, width, height, broken=True
        )
        joined = f"{made.summary.nets_connected} of {made.summary.nets} nets connected"
        parts += [
            label(at_px, 106, words, size_px=13, weight="600"),
            label(at_px + width, 106, joined, size_px=12, fill=MUTED, anchor="end"),
            draw_pane(cut, pane, materials, f"shift-{number}"),
            draw_layer_names(cut, pane, materials, beside=False),
        ]
        if not number:
            legend, tall = draw_legend(cut, materials, left, 118 + height + 40, 1_120, low_nm)
            parts += [draw_bar(pane), legend]
    return Picture(1_200, 118 + height + 40 + tall + 10, title, "".join(parts))


def main(folder: Path = HERE) -> None:
    """Build the examples and put a strip of each into a folder."""
    (folder / "mask-shift.svg").write_bytes(shifted().to_bytes())
    for example, strip in STRIPS.items():
        made = Package.load(EXAMPLES / example / "design.toml").build()
        line, words = line_of(made.delivery)
        picture = moments_svg(
            made.built,
            made.design.technology.all_materials,
            line,
            [ShownMoment(step, words) for step, words in strip.steps.items()],
            title=strip.title,
            under=f"{words}; numbers are those of the flow's {len(made.built.moments)} steps",
        )
        data = picture.to_bytes()
        (folder / f"{example}.svg").write_bytes(data)
        print(f"{example}: {len(data) / 1_000:.0f} kB")


if __name__ == "__main__":
    main()
