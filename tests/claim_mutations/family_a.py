"""Mutations of the flows and drawings of family A."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from claim_models import Change, Drawings, Model, Mutation, model, mutation
from claim_mutations.editing import (
    Row,
    both,
    centre_nm,
    drawings,
    drawn_anew,
    edited,
    inserted,
    moved,
    parts,
    redrawn,
    replaced,
    rows,
    without,
    without_one,
)  # fmt: skip
from claim_mutations.facts import MULTI_OTHER, MULTI_SAME
from padwright.geometry.region import Region
from padwright.model.package import Design

MULTI = (*MULTI_SAME, *MULTI_OTHER)
TRANSFER = tuple(name for name in MULTI if "transfer" in name)
#: Everything that hangs on the first wiring reaching the dies.
_WAY_IN = "holes vias via-fill fan-out lands wiring levels"


def levels(made: Model) -> int:
    return made.wiring.levels


def row_names(made: Model) -> list[str]:
    return [row["name"] for row in made.rows]


def _kinds(made: Model, kind: str) -> list[str]:
    return [row["name"] for row in made.rows if row["step"] == kind]


def _level_rows(made: Model, level: int) -> tuple[str, ...]:
    """The rows that make a wiring level on its opened dielectric, in order."""
    first = row_names(made).index(f"open via {level}") + 1
    last = row_names(made).index(f"etch seed {level}")
    return tuple(row_names(made)[first : last + 1])


# -- base ---------------------------------------------------------------------------------------


def _ceramic_base(made: Model) -> Change:
    sheets = {"plate", "bond", "laminate"}
    names = [r["name"] for r in made.rows if r["step"] in sheets and r.get("material") == "cu"]
    return rows(both(*(edited(name, material="alumina") for name in names)))


def _unpierced() -> Change:
    """The openings of the first sheet are milled half way instead of punched."""
    return rows(
        replaced("punch pockets", {
            "step": "mill", "name": "mill pockets", "sheet": "first sheet", "mask": "pockets",
            "depth": "60 um", "corner_radius": "0 um",
        })
    )  # fmt: skip


def _etched_rows(depth: str, **how: object) -> tuple[Row, ...]:
    """Rows that etch the pockets through a resist."""
    return (
        {"step": "coat", "name": "pocket resist", "material": "resist", "thickness": "20 um",
         "role": "resist"},
        {"step": "pattern", "name": "open pocket resist", "film": "pocket resist",
         "mask": "pockets"},
        {"step": "etch", "name": "etch pockets", "materials": ["cu"], "depth": depth, **how},
        {"step": "strip", "name": "strip pocket resist", "material": "resist"},
    )  # fmt: skip


def _etched_pocket(made: Model) -> Change:
    etched = _etched_rows(made.row("mill pockets")["depth"], etch_factor=100.0)
    return rows(replaced("mill pockets", *etched))


def _laminated_first(made: Model) -> Change:
    """The pockets are etched down to the glue when the sheets are one already."""
    etched = _etched_rows(made.row("first sheet")["thickness"], etch_factor="straight")
    return rows(both(without("punch pockets"), inserted("second sheet", *etched)))


# -- films --------------------------------------------------------------------------------------


def _bare_beside(made: Model) -> Change:
    """The first film is opened over the base beside the dies, away from the wiring."""

    def bare(drawn: Drawings) -> Region:
        metal = Region.union(drawn[name] for name in drawn if name.startswith(("wiring", "die ")))
        return made.masks.body.sized(-60_000) - metal.sized(60_000)

    opening = {"step": "pattern", "name": "open beside", "film": "dielectric 1", "mask": "beside"}
    return Change(rows=inserted("etch seed 1", opening), drawings=drawn_anew("beside", bare))


def _blind_hole(made: Model, level: int) -> Change:
    """The film of a level is left in one of its holes, at the bottom."""
    name = f"via {level}"
    remnant = {"step": "coat", "name": "remnant", "material": "pi_lowcure", "thickness": "2 um",
               "over": "lowest"}  # fmt: skip
    cleared = {"step": "pattern", "name": "clear remnant", "film": "remnant", "mask": "clear"}
    panel = made.masks.panel
    return Change(
        rows=inserted(f"open {name}", remnant, cleared),
        drawings=drawn_anew("clear", lambda drawn: panel - parts(drawn[name])[0].sized(2_000)),
    )


# -- wiring -------------------------------------------------------------------------------------


def _printed(made: Model, level: int) -> Change:
    """The wiring of a level is printed silver ink."""
    first, *rest = _level_rows(made, level)
    ink = {"step": "screen-print", "name": f"print wiring {level}", "material": "ag_ink",
           "mask": f"wiring {level}", "thickness": "5 um", "role": "wiring"}  # fmt: skip
    fill = {"step": "fill-vias", "name": f"paste via {level}", "material": "ag_paste",
            "film": f"dielectric {level}", "method": "paste", "level": level,
            "conductors": ["ag_paste", "cu", "al", "ag_ink"]}  # fmt: skip
    kept = [
        each
        for each in (first, *rest)
        if each in {f"via adhesion {level}", f"via seed {level}", f"fill via {level}"}
    ]
    new = [ink] if kept else [fill, ink]
    dropped = [each for each in (first, *rest) if each not in kept]
    *gone, last = dropped
    balls = made.row("balls")["conductors"]
    return rows(
        both(replaced(last, *new), without(*gone), edited("balls", conductors=[*balls, "ag_ink"]))
    )


def _jumper(made: Model) -> Change:
    """A bond wire joins two points of a land in the air."""
    number = levels(made)
    land = max(parts(made.masks[f"wiring {number}"].region), key=lambda each: each.area_nm2)
    x_nm, y_nm = centre_nm(
        max(parts(made.masks["passivation"].region & land), key=lambda e: e.box_nm)
    )
    wire = {"step": "wire-bond", "name": "jumper", "bonds": "jumper", "material": "au",
            "diameter": "18 um", "loop_height": "60 um", "min_length": "50 um",
            "conductors": ["cu"]}  # fmt: skip
    return Change(
        rows=inserted(f"etch seed {number}", wire),
        bonds=lambda bonds: {**bonds, "jumper": ((x_nm - 80_000, y_nm, x_nm + 80_000, y_nm),)},
    )


def _two_levels(design: Design) -> Design:
    return replace(design, wiring_levels=2, fewest_wiring_levels=2)


# -- passivation and terminals ------------------------------------------------------------------


def _shut_passivation(made: Model) -> Change:
    row = made.row("passivation")
    coat = {"step": "coat", "name": "passivation", "material": row["material"],
            "thickness": row["thickness"], "role": "passivation"}  # fmt: skip
    return rows(both(replaced("passivation", coat), without("balls")))


def _missing_ball(made: Model) -> Change:
    mask = made.row("balls")["mask"]
    return Change(
        rows=edited("balls", mask="one less"),
        drawings=drawn_anew("one less", lambda drawn: without_one(drawn[mask])),
    )


def _paste(made: Model) -> Change:
    row = made.row("balls")
    return rows(
        replaced("balls", {
            "step": "paste", "name": "balls", "material": "solder_paste", "mask": row["mask"],
            "thickness": "50 um", "conductors": row["conductors"],
        })
    )  # fmt: skip


def _cut_apart(made: Model) -> Change:
    """Each die becomes a package of its own."""

    def units(_: Drawings) -> Region:
        left, bottom, right, top = made.masks.body.box_nm
        middle = (left + right) // 2
        return Region.union([
            Region.box(left, bottom, middle - 50_000, top),
            Region.box(middle + 50_000, bottom, right, top),
        ])  # fmt: skip

    return Change(rows=edited("singulate", mask="apart"), drawings=drawn_anew("apart", units))


# -- the list -----------------------------------------------------------------------------------


def mutations(name: str) -> Iterator[Mutation]:
    """The mutations of one model."""
    made = model(name)
    yield from _of_the_base(made)
    for level in range(1, min(levels(made), 2) + 1):
        yield from _of_a_level(made, level)
    yield from _of_the_outside(made)
    if name in MULTI:
        yield from _of_the_method(made)
    if name in TRANSFER:
        yield from _of_the_transfer(made)


def _of_the_base(made: Model) -> Iterator[Mutation]:
    told = partial(mutation, made.name)
    yield told("a base of ceramic", "base sheets pocket bond", _ceramic_base(made))
    if "mill pockets" in row_names(made):
        yield told("no pocket", "pocket base fill attach", rows(without("mill pockets")))
        yield told("a pocket 30 um too deep", "pocket fill",
                   rows(edited("mill pockets", depth_error="30 um")))  # fmt: skip
        if made.name in MULTI:  # how a pocket is made is asked of the methods alone
            yield told("an etched pocket", "pocket", _etched_pocket(made))
    if "punch pockets" in row_names(made):
        yield told("a sheet pierced half way", "sheets pocket base fill attach", _unpierced())
        yield told("sheets laminated first", "sheets pocket", _laminated_first(made))
        yield told("a first sheet of 1.6 times the die", "sheets fill pocket",
                   rows(edited("first sheet", thickness="240 um")))  # fmt: skip
    fill = _kinds(made, "fill")[-1]
    yield told("no fill", "fill", rows(without(fill)))
    yield told("a fill of glass", "fill", rows(edited(fill, material="glass_frit")))
    yield told("no film beside the dies", "dielectric holes vias levels", _bare_beside(made))


def _spot(made: Model, name: str, diameter_nm: int = 30_000) -> Region:
    """A disc over a die that is clear of its pads, of every hole and of a drawing."""
    left, bottom, right, top = parts(made.masks[_die_outlines(made)[0]].region)[0].box_nm
    taken = Region.union(
        made.masks[each].region
        for each in made.masks.drawings
        if each.startswith(("via", "pads")) or each == name
    ).sized(diameter_nm)
    for x_nm in range(left + diameter_nm, right, diameter_nm):
        for y_nm in range(bottom + diameter_nm, top, diameter_nm):
            disc = Region.disc(x_nm, y_nm, diameter_nm)
            if not disc.overlaps(taken):
                return disc
    raise AssertionError(name)


def _die_outlines(made: Model) -> list[str]:
    return [name for name in made.masks.drawings if name.startswith("die ")]


def _empty_hole(made: Model, level: int) -> Change:
    """One more hole, beside all wiring, that no metal fills."""
    spot = _spot(made, f"wiring {level}")
    return drawings(redrawn(f"via {level}", lambda holes: holes | spot))


def _shallow_hole(made: Model, level: int) -> Change:
    """One more hole that goes half way through its film, with a land over it."""
    spot = _spot(made, f"wiring {level}")
    film = made.row(f"dielectric {level}")["material"]
    return Change(
        rows=inserted(
            f"open via {level}",
            {"step": "coat", "name": "hole resist", "material": "resist", "thickness": "5 um",
             "role": "resist"},
            {"step": "pattern", "name": "open hole resist", "film": "hole resist", "mask": "spot"},
            {"step": "etch", "name": "etch a hole", "materials": [film], "depth": "5 um",
             "etch_factor": 100.0},
            {"step": "strip", "name": "strip hole resist", "material": "resist"},
        ),
        drawings=both(
            drawn_anew("spot", lambda _: spot),
            redrawn(f"wiring {level}", lambda metal: metal | spot.sized(12_000)),
        ),
    )  # fmt: skip


def _filled_with_wiring(level: int) -> Change:
    """Holes that had a step of their own are filled with the wiring."""
    return rows(without(f"via adhesion {level}", f"via seed {level}", f"fill via {level}"))


def _of_a_level(made: Model, level: int) -> Iterator[Mutation]:
    def told(why: str, touches: str, change: Change) -> Mutation:
        return mutation(made.name, f"level {level}: {why}", touches, change)

    yield told("another film material", "dielectric-material",
               rows(edited(f"dielectric {level}", material="abf", temperature=None)))  # fmt: skip
    yield told("film left in a hole", f"{_WAY_IN} dielectric", _blind_hole(made, level))
    yield told("a hole half way through", f"{_WAY_IN} dielectric", _shallow_hole(made, level))
    yield told("a single hole", f"{_WAY_IN} dielectric",
               drawings(redrawn(f"via {level}", lambda holes: parts(holes)[0])))  # fmt: skip
    yield told(
        "holes beside their lands", _WAY_IN, rows(edited(f"open via {level}", shift_x="150 um"))
    )
    if f"fill via {level}" in row_names(made):
        yield told("holes filled with the wiring", "via-fill vias holes wiring-method",
                   _filled_with_wiring(level))  # fmt: skip
    else:
        yield told("an empty hole", "holes vias via-fill", _empty_hole(made, level))
        yield told("no holes", f"{_WAY_IN} dielectric",
                   drawings(redrawn(f"via {level}", lambda holes: holes - holes)))  # fmt: skip
        late = moved((f"open via {level}",), after=_level_rows(made, level)[-1])
        yield told("holes opened after the wiring", f"{_WAY_IN} order", rows(late))
    if made.name in MULTI:
        yield told("printed wiring", "wiring-method via-fill vias holes", _printed(made, level))


def _of_the_outside(made: Model) -> Iterator[Mutation]:
    told = partial(mutation, made.name)
    yield told("a jumper wire", "wiring fan-out", _jumper(made))
    yield told("a land that stays covered", "passivation terminals lands",
               drawings(redrawn("passivation", without_one)))  # fmt: skip
    yield told("a passivation without openings", "passivation terminals lands cutting",
               _shut_passivation(made))  # fmt: skip
    yield told("a ball that is missing", "terminals", _missing_ball(made))
    yield told("paste for balls", "terminals", _paste(made))
    yield told("no terminals", "terminals cutting", rows(without("balls")))


def _of_the_method(made: Model) -> Iterator[Mutation]:
    told = partial(mutation, made.name)
    yield told("sawn before the balls", "cutting order", rows(moved(("balls",), after="singulate")))
    if made.name in MULTI_OTHER:
        # What joined the dies is cut as well.
        yield told("cut into packages of one die", "cutting supply passive chip-netlist",
                   _cut_apart(made))  # fmt: skip
    else:
        yield told("one package of both dies", "cutting", rows(edited("singulate", mask=None)))
    if "fill via 1" not in row_names(made):
        names = ("dielectric 1", "open via 1")
        yield told("wiring before its film", f"{_WAY_IN} order dielectric",
                   rows(moved(names, after=_level_rows(made, 1)[-1])))  # fmt: skip
    if levels(made) > 3:
        touches = "levels wiring lands passivation terminals cutting passive"
        yield told("two wiring levels", touches, Change(design=_two_levels, again=True))


def _of_the_transfer(made: Model) -> Iterator[Mutation]:
    told = partial(mutation, made.name)
    yield told("a plate of steel", "plate", rows(edited("temporary plate", material="steel")))
    yield told("a first fill of glass", "fill", rows(both(
        edited("fill 1", material="glass_frit"), edited("strip fill 1", material="glass_frit")
    )))  # fmt: skip
    yield told("the first fill is kept", "release fill", rows(without("strip fill 1", "fill 2")))
    yield told("dies that are not ground", "grind bond attach base", rows(without("grind")))
