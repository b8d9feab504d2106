"""A small finished package, made by hand from slabs, that every exporter's test can write."""

import itertools
import tomllib
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from pathlib import Path
from typing import ClassVar

import numpy as np

from padwright.base.files import read_text
from padwright.export.exporter import Delivery
from padwright.geometry.body import Ball
from padwright.geometry.film import conformal
from padwright.geometry.masks import Mask, Masks
from padwright.geometry.nets import Pin, extract
from padwright.geometry.region import Region
from padwright.geometry.slab import Role, Slab
from padwright.geometry.structure import Structure
from padwright.model import drawings
from padwright.model.finding import Finding, Place, Quantity, Severity
from padwright.model.package import Design, Die, Pad, Terminals
from padwright.model.technology import Technology
from padwright.plan.plan import Joint, PlacedBall, PlacedDie, PlacedPad, Plan
from padwright.process.built import Built, Moment
from padwright.process.step import Step
from padwright.route.routing import Routing, Wire

HOSTILE = """</title><script>alert("1&2")</script>' --> ]]> "\n.ends\r*é"""
BODY_NM, DIE_WIDTH_NM, DIE_HEIGHT_NM = 3_000_000, 1_600_000, 1_600_000
BASE_NM, DIE_TOP_NM, FILM_NM, WIRING_NM = 500_000, 670_000, 10_000, 5_000
BALL_NM, OPENING_NM, PITCH_NM = 300_000, 220_000, 500_000


class Done(Step):
    """A step that was done elsewhere; only its name and its heat are shown."""

    kind: ClassVar[str] = "done"

    def apply(self, before: Structure, masks: Masks) -> Structure:
        del masks
        return before


@dataclass(frozen=True, slots=True)
class Names:
    """What outsiders may have named."""

    design: str = "small-fanout"
    die: str = "chip"
    net_prefix: str = "io_"


def technology() -> Technology:
    data = resources.files("padwright.model") / "data/technologies/a1-flat.toml"
    return Technology.model_validate(tomllib.loads(read_text(Path(str(data)))))


def plan(names: Names) -> Plan:
    pads, balls, joints = [], [], []
    for side, row, inner in itertools.product((-1, 1), range(5), (0, 1)):
        number = len(pads)
        net = (
            "vss" if number in (4, 14) else "vdd" if number == 9 else f"{names.net_prefix}{number}"
        )
        pad_y_nm = (row - 2) * 300_000 + inner * 150_000 - 75_000
        pads.append(
            PlacedPad(f"p{number}", names.die, net, side * 740_000, pad_y_nm, 60_000, 60_000)
        )
        column = (0 if not inner else 1) if side < 0 else (4 if not inner else 3)
        ball_x_nm, ball_y_nm = (column - 2) * PITCH_NM, (row - 2) * PITCH_NM
        name = f"{'ABCDE'[4 - row]}{column + 1}"
        balls.append(PlacedBall(name, net, ball_x_nm, ball_y_nm, 4 - row, column))
        away_nm = round(np.hypot(ball_x_nm - side * 740_000, ball_y_nm - pad_y_nm))
        joints.append(Joint(net, pads[-1].pin, name, int(away_nm)))
    balls += [
        PlacedBall(f"{'ABCDE'[4 - row]}3", None, 0, (row - 2) * PITCH_NM, 4 - row, 2)
        for row in range(5)
    ]
    nets = {
        net: tuple(
            sorted(
                {j.pad for j in joints if j.net == net} | {j.ball for j in joints if j.net == net}
            )
        )
        for net in sorted({joint.net for joint in joints})
    }
    half_nm, half_high_nm = DIE_WIDTH_NM // 2, DIE_HEIGHT_NM // 2
    die = PlacedDie(names.die, -half_nm, -half_high_nm, half_nm, half_high_nm, 150_000)
    straight_nm = sum(joint.distance_nm for joint in joints)
    return Plan(
        (die,),
        tuple(pads),
        tuple(balls),
        tuple(joints),
        tuple(nets.items()),
        straight_nm,
        straight_nm,
    )


def routing(planned: Plan) -> Routing:
    pads = {pad.pin: pad for pad in planned.pads}
    balls = {ball.name: ball for ball in planned.balls}
    wires = []
    for joint in planned.joints:
        pad, ball = pads[joint.pad], balls[joint.ball]
        out_nm = 60_000 if ball.x_nm > pad.x_nm else -60_000
        knee = (pad.x_nm + out_nm, pad.y_nm)
        points = ((pad.x_nm, pad.y_nm), knee, (ball.x_nm, ball.y_nm))
        wires.append(Wire(joint.net, 0, 15_000, points))
    return Routing(tuple(wires), (), ())


def masks(planned: Plan, routed: Routing, names: Names) -> Masks:
    half_nm = BODY_NM // 2
    body = Region.box(-half_nm, -half_nm, half_nm, half_nm)
    (die,) = planned.dies
    outline = Region.box(die.left_nm, die.bottom_nm, die.right_nm, die.top_nm)
    pad_xy = np.array([(pad.x_nm, pad.y_nm) for pad in planned.pads])
    ball_xy = np.array([(ball.x_nm, ball.y_nm) for ball in planned.balls])
    low = pad_xy - 30_000
    pads = Region.boxes(np.concatenate([low, pad_xy + 30_000], axis=1))
    labelled = []
    for net in [net for net, _ in planned.nets]:
        parts = [
            Region.stadiums(
                np.array([[*a, *b] for a, b in itertools.pairwise(wire.points_nm)]), wire.width_nm
            )
            for wire in routed.wires
            if wire.net == net
        ]
        parts += [Region.disc(p.x_nm, p.y_nm, 56_000) for p in planned.pads if p.net == net]
        parts += [Region.disc(b.x_nm, b.y_nm, 240_000) for b in planned.balls if b.net == net]
        labelled.append((net, Region.union(parts)))
    spare = [Region.disc(b.x_nm, b.y_nm, 240_000) for b in planned.balls if b.net is None]
    wired = Region.union([*(region for _, region in labelled), *spare])
    return Masks(
        panel=body.sized(125_000),
        body=body,
        drawings={
            drawings.die_outline(names.die): Mask(outline),
            drawings.die_pads(names.die): Mask(pads),
            drawings.via_openings(1): Mask(Region.discs(pad_xy, 36_000)),
            drawings.wiring(1): Mask(wired, tuple(labelled)),
            drawings.PASSIVATION_OPENINGS: Mask(Region.discs(ball_xy, OPENING_NM)),
        },
    )


def _wiring_slabs(before: Structure, wired: Region, body: Region) -> list[Slab]:
    """Return seed and plated copper as sputtering and plating leave them inside the lines."""
    made: list[Slab] = []
    for material, thickness_nm, role in (("ti", 100, Role.SEED), ("cu", 300, Role.SEED)):
        grown = conformal(before.plus(made), body, thickness_nm, side_ratio=0.5)
        made += [
            Slab(
                material,
                role,
                gap.region & wired,
                gap.bottom_nm,
                gap.top_nm,
                f"sputter-{material}-1",
                1,
            )
            for gap in grown
        ]
    made = [slab for slab in made if slab.region]
    top_nm = max(slab.top_nm for slab in made)
    holes = before.slabs[-1]
    inside = (body - holes.region) & wired
    plug = inside - Region.union(
        s.region for s in made if s.spans(holes.bottom_nm + 500, holes.top_nm)
    )
    floor_nm = max(
        s.top_nm for s in made if s.bottom_nm < holes.bottom_nm + 400 and s.top_nm < holes.top_nm
    )
    made.append(Slab("cu", Role.VIA, plug, floor_nm, holes.top_nm, "plate-1", 1))
    over = [slab for slab in made if slab.top_nm > holes.top_nm]
    for low_nm, high_nm in itertools.pairwise(sorted({holes.top_nm, *(s.top_nm for s in over)})):
        taken = Region.union(s.region for s in over if s.spans(low_nm, high_nm))
        made.append(Slab("cu", Role.VIA, wired - taken, low_nm, high_nm, "plate-1", 1))
    made.append(Slab("cu", Role.WIRING, wired, top_nm, top_nm + WIRING_NM, "plate-1", 1))
    return [slab for slab in made if slab.region]


def build(planned: Plan, drawn: Masks, names: Names) -> Built:
    body = drawn.body
    die = drawn[drawings.die_outline(names.die)].region
    pads = drawn[drawings.die_pads(names.die)].region
    structure = Structure()
    moments = []

    def done(
        name: str, temperature_c: float, slabs: list[Slab], balls: tuple[Ball, ...] = ()
    ) -> None:
        nonlocal structure
        structure = structure.plus(slabs, balls)
        moments.append(Moment(Done(name=name, temperature_c=f"{temperature_c:g} C"), structure))

    done("base", 25, [Slab("cu", Role.BASE, body, 0, BASE_NM, "base")])
    done(
        "attach",
        130,
        [
            Slab("daf_nc", Role.ATTACH, die, BASE_NM, BASE_NM + 20_000, "attach"),
            Slab("si", Role.DIE, die, BASE_NM + 20_000, DIE_TOP_NM - 1_000, "attach"),
            Slab("si", Role.DIE, die - pads, DIE_TOP_NM - 1_000, DIE_TOP_NM, "attach"),
            Slab("al", Role.DIE_PAD, pads, DIE_TOP_NM - 1_000, DIE_TOP_NM, "attach"),
        ],
    )
    done("fill", 150, [Slab("epoxy_fill", Role.FILL, body - die, BASE_NM, DIE_TOP_NM, "fill")])
    film_top_nm = DIE_TOP_NM + FILM_NM
    holes = drawn[drawings.via_openings(1)].region
    film = Slab("pi_lowcure", Role.DIELECTRIC, body - holes, DIE_TOP_NM, film_top_nm, "coat-1", 1)
    done("coat-1", 230, [film])
    wired = drawn[drawings.wiring(1)].region
    done("plate-1", 25, _wiring_slabs(structure, wired, body))
    metal_top_nm = structure.top_nm
    open_ = drawn[drawings.PASSIVATION_OPENINGS].region
    done(
        "passivate",
        230,
        [
            Slab("pbo", Role.PASSIVATION, body - wired, film_top_nm, metal_top_nm, "passivate"),
            Slab(
                "pbo",
                Role.PASSIVATION,
                body - open_,
                metal_top_nm,
                metal_top_nm + FILM_NM,
                "passivate",
            ),
        ],
    )
    foot_nm = metal_top_nm + FILM_NM
    radius_nm = BALL_NM / 2
    lift_nm = float(np.sqrt(radius_nm**2 - (OPENING_NM / 2) ** 2))
    done(
        "ball-attach",
        245,
        [Slab("sac305", Role.TERMINAL, open_, metal_top_nm, foot_nm, "ball-attach")],
        tuple(
            Ball(
                b.name,
                "sac305",
                Role.TERMINAL,
                b.x_nm,
                b.y_nm,
                foot_nm + lift_nm,
                radius_nm,
                foot_nm,
                "ball-attach",
            )
            for b in planned.balls
        ),
    )
    return Built(drawn, tuple(moments))


FINDINGS = (
    Finding(
        "space",
        Severity.ERROR,
        "13.2 um between io_3 and io_4 on wiring 1, below 15 um",
        Place(-760_000, 40_000, -740_000, 60_000, DIE_TOP_NM, DIE_TOP_NM + 5_000),
        Quantity(13_200, "nm"),
        Quantity(15_000, "nm"),
        "Lau et al., three wiring levels",
        ("io_3", "io_4"),
        ("plate-1",),
        "move the lines apart",
    ),
    Finding("density", Severity.NOTE, "wiring 1 covers 4 % of a window"),
)


@cache
def small_delivery(names: Names | None = None, *, with_findings: bool = False) -> Delivery:
    """Return the package; `names` may be as hostile as a test likes."""
    names = names or Names()
    planned = plan(names)
    routed = routing(planned)
    drawn = masks(planned, routed, names)
    built = build(planned, drawn, names)
    tech = technology()
    pins = [Pin(pad.pin, pad.x_nm, pad.y_nm, DIE_TOP_NM) for pad in planned.pads]
    nets = extract(
        built.structure, lambda material: tech.all_materials[material].is_conductor, pins
    )
    chip = Die(
        names.die, 0, 0, 0, DIE_WIDTH_NM, DIE_HEIGHT_NM, 150_000, "logic",
        tuple(Pad(p.name, p.net or "", p.x_nm, p.y_nm, 60_000, 60_000) for p in planned.pads),
    )  # fmt: skip
    design = Design(
        name=names.design, description="a package for tests", width_nm=BODY_NM, height_nm=BODY_NM,
        wiring_levels=1, dies=(chip,), terminals=Terminals("ball", PITCH_NM, 5, 5, BALL_NM),
        supplies=("vdd", "vss"), no_connect=(), technology=tech, source_digest="5" * 64,
    )  # fmt: skip
    figures = {
        "nets connected": f"{len(planned.nets)} of {len(planned.nets)}",
        "wire length": f"{routed.length_um / 1000:.2f} mm",
    }
    findings = FINDINGS if with_findings else ()
    return Delivery(design, planned, routed, built, nets, findings, "ab" * 32, figures)


@cache
def hostile_delivery() -> Delivery:
    """Return the package with names that try to leave every format that they are written in."""
    made = small_delivery(Names(design=HOSTILE, die=HOSTILE, net_prefix=HOSTILE))
    finding = replace(
        FINDINGS[0], rule=HOSTILE, message=HOSTILE, fix=HOSTILE, source=HOSTILE, nets=(HOSTILE,)
    )
    return replace(made, findings=(finding,), figures={HOSTILE: HOSTILE})
