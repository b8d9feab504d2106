"""Mutations of family C: sheet, pegs, lines, wires, mold, the two etches, terminals."""

from collections.abc import Iterator

from claim_models import Change, Drawings, Mutation, Rows, model
from claim_mutations.editing import (
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
from padwright.geometry.region import Region

_FINISH = [{"material": "sn", "thickness": "5 um"}]


def _cut_line(region: Region) -> Region:
    """A gap in the middle of one line's ink."""
    line = max(parts(region), key=lambda each: each.area_nm2)
    x_nm, y_nm = centre_nm(line)
    left, bottom, right, top = line.box_nm
    if right - left > top - bottom:
        return region - Region.box(x_nm - 150_000, bottom, x_nm + 150_000, top)
    return region - Region.box(left, y_nm - 150_000, right, y_nm + 150_000)


def _aluminium(flow: Rows) -> Rows:
    """The sheet is aluminium, and is etched and bonded as such."""
    after = []
    for row in flow:
        changed = {key: ("al6061" if value == "c194" else value) for key, value in row.items()}
        for key in {"materials", "conductors"} & set(row):
            changed[key] = ["al6061" if each == "c194" else each for each in row[key]]
        after.append(changed)
    return after


def _bare_inner_peg(name: str) -> Change:
    """One inner peg is kept by resist instead of by its finish, so that it stays bare."""
    made = model(name)
    peg = parts(made.masks["inner pegs"].region)[0]
    copper = [*made.row("balls" if "paste" not in name else "paste")["conductors"]]
    return Change(
        drawings=both(
            redrawn("inner pegs", lambda pegs: pegs - peg),
            redrawn("around die paddle", lambda around: around - peg),
        ),
        rows=edited("wires", conductors=["al", *copper]),
    )


def _bare_outer_peg(name: str) -> Change:
    """One outer peg is kept by resist in the second etch instead of by its finish."""
    made = model(name)
    panel, peg = made.masks.panel, parts(made.masks["outer pegs"].region)[0]
    resist = {"step": "coat", "name": "resist 4", "material": "resist", "thickness": "20 um",
              "role": "resist", "face": "bottom"}  # fmt: skip
    kept = {"step": "pattern", "name": "keep a peg", "film": "resist 4", "mask": "not that peg",
            "face": "bottom"}  # fmt: skip
    gone = {"step": "strip", "name": "strip resist 4", "material": "resist", "face": "bottom"}
    return Change(
        rows=both(inserted("line masks", resist, kept), inserted("etch 2", gone)),
        drawings=both(
            redrawn("outer pegs", lambda pegs: pegs - peg),
            drawn_anew("not that peg", lambda _: panel - peg),
        ),
    )


def _shrunk_die(name: str) -> Change:
    """The die is smaller than the pad that was etched for it."""
    made = model(name)
    die = made.design.dies[0]
    grown = made.masks[f"die {die.name}"].region.sized(60_000)

    def change(drawn: Drawings) -> Drawings:
        return {**drawn, "around die paddle": drawn["around die paddle"] - grown,
                "die paddle": drawn["die paddle"] | grown}  # fmt: skip

    return drawings(change)


def _photo_masks(made, name: str, film: str) -> list[dict]:
    row = made.row(name)
    panel_open = {"step": "pattern", "name": f"develop {name}", "film": film, "mask": f"not {name}",
                  "face": "bottom"}  # fmt: skip
    return [
        {"step": "coat", "name": film, "material": row["material"], "thickness": row["thickness"],
         "role": "mask", "face": "bottom"},
        panel_open,
    ]  # fmt: skip


def _photo_line_masks(name: str) -> Change:
    made = model(name)
    panel = made.masks.panel
    return Change(
        rows=replaced("line masks", *_photo_masks(made, "line masks", "line film")),
        drawings=drawn_anew("not line masks", lambda drawn: panel - drawn["lines"]),
    )


def _photo_side_walls(name: str) -> Change:
    """A film is coated over the second face and opened where no line is near."""
    made = model(name)
    panel = made.masks.panel
    return Change(
        rows=replaced("side wall masks", *_photo_masks(made, "side wall masks", "wall film")),
        drawings=drawn_anew("not side wall masks", lambda drawn: panel - drawn["side walls"]),
    )


def _printed_mask(name: str) -> Change:
    """The mask over the die's pad is printed ink, not photoresist."""
    made = model(name)
    panel = made.masks.panel
    ink = {"step": "screen-print", "name": "resist 3", "material": "ink", "thickness": "20 um",
           "mask": "printed pad", "face": "top", "role": "mask"}  # fmt: skip
    return Change(
        rows=both(replaced("resist 3", ink), without("open round die pad"),
                  edited("strip resist 3", material="ink")),
        drawings=drawn_anew("printed pad", lambda drawn: panel - drawn["around die paddle"]),
    )  # fmt: skip


def _late_strip(name: str) -> Change:
    """The pad's mask is printed where resist 1 was opened for it, and resist 1 stripped then."""
    panel = model(name).masks.panel
    opened = {"step": "pattern", "name": "open resist 1", "film": "resist 1", "mask": "pad"}
    ink = {"step": "screen-print", "name": "pad mask", "material": "ink", "thickness": "20 um",
           "mask": "pad", "role": "mask"}  # fmt: skip
    gone = {"step": "strip", "name": "strip pad mask", "material": "ink"}
    return Change(
        rows=both(
            inserted("outer finish", opened, ink),
            without("resist 3", "open round die pad"),
            replaced("strip resist 3", gone),
        ),
        drawings=drawn_anew("pad", lambda drawn: panel - drawn["around die paddle"]),
    )


def mutations(name: str) -> Iterator[Mutation]:
    """The mutations of one model."""
    made = model(name)
    terminal = "paste" if name == "c-paste" else "balls"
    row = made.row(terminal)

    def told(why: str, touches: set[str], change: Change) -> Mutation:
        return Mutation(name, why, frozenset(touches), change)

    pegs = {"peg-inner", "peg-outer", "lines", "paddle"}
    yield told(
        "a line whose ink has a gap",
        {"lines", "line-mask"},
        drawings(redrawn("lines", _cut_line)),
    )
    yield told("a sheet of aluminium", pegs | {"base"}, rows(_aluminium))
    yield told("a bare inner peg", {"finish-1"}, _bare_inner_peg(name))
    yield told("a first finish of tin", {"finish-1"}, rows(edited("inner finish", layers=_FINISH)))
    yield told("a bare outer peg", {"finish-2", "terminals"}, _bare_outer_peg(name))
    yield told(
        "a second finish of tin",
        {"finish-2"},
        rows(
            both(
                edited("outer finish", layers=_FINISH),
                edited(terminal, conductors=[*row["conductors"], "sn"]),
            )
        ),
    )
    yield told(
        "line masks cured by light",
        {"line-mask"},
        rows(edited("line masks", material="ink_uv")),
    )
    yield told("wires of copper", {"wires"}, rows(edited("wires", material="cu")))
    yield told("no wires", {"wires", "peg-inner"}, rows(without("wires")))
    yield told("a mold of silicone", {"mold"}, rows(edited("mold", material="silicone")))
    yield told("a mold of glass", {"mold"}, rows(edited("mold", material="glass_frit")))
    yield told(
        "a terminal that is missing",
        {"terminals"},
        Change(
            rows=edited(terminal, mask="one less"),
            drawings=drawn_anew("one less", lambda drawn: without_one(drawn["outer pegs"])),
        ),
    )
    yield told("no terminals", {"terminals"}, rows(without(terminal)))
    yield told(
        "terminals before the second etch",
        {"terminals", "order"},
        rows(moved((terminal,), after="line masks")),
    )
    yield told("a die smaller than its pad", {"die", "paddle"}, _shrunk_die(name))
    yield told(
        "a shallow second etch",
        pegs | {"etch-2", "etch-1"},
        rows(edited("etch 2", depth="40 um")),
    )
    yield told(
        "a second etch before the mold",
        {"order", "mold", "etch-2", "side-walls"},
        rows(both(moved(("line masks", "etch 2"), after="wires"), without("side wall masks"))),
    )
    yield told(
        "finishes by brush",
        {"finish-1", "finish-2"},
        rows(both(edited("inner finish", method="brush"), edited("outer finish", method="brush"))),
    )
    yield told(
        "finishes by immersion",
        {"finish-1", "finish-2"},
        rows(
            both(
                edited("inner finish", method="immersion"),
                edited("outer finish", method="immersion"),
            )
        ),
    )
    yield told("resist 1 stripped when the mask is there", {"resist", "print"}, _late_strip(name))
    yield told("a printed mask on the first face", {"resist", "print"}, _printed_mask(name))
    yield told("line masks by light", {"line-mask", "print"}, _photo_line_masks(name))
    yield told("bare side walls", {"side-walls"}, rows(without("side wall masks")))
    yield told("side walls by light", {"side-walls", "print"}, _photo_side_walls(name))
