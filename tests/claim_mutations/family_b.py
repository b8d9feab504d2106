"""Mutations of family B: carrier, pocket, posts, traces, terminals."""

from collections.abc import Iterator

from claim_models import Change, Drawings, Mutation, model
from claim_mutations.editing import (
    both,
    centre_nm,
    drawings,
    drawn_anew,
    edited,
    inserted,
    parts,
    redrawn,
    replaced,
    rows,
    without,
)  # fmt: skip
from padwright.geometry.region import Region


def _open_pocket(region: Region) -> Region:
    """The pocket runs out of the carrier on one side."""
    left, bottom, right, top = region.box_nm
    return region | Region.box(left, bottom, right + 5_000_000, top)


def _one_post(level: int) -> Change:
    return drawings(redrawn(f"via {level}", lambda holes: parts(holes)[0]))


def _staggered(name: str) -> Change:
    """Every post moves off the post below it, along its land's wire to a land of its own."""
    made = model(name)
    shift_nm = 130_000

    def change(drawn: Drawings) -> Drawings:
        after = dict(drawn)
        for level in range(2, made.wiring.levels + 2):
            below, above = f"wiring {level - 1}", f"wiring {level}"
            moved = drawn[f"via {level}"].moved(0, shift_nm * (level - 1))
            land = moved.sized(25_000)
            joint = Region.union(
                Region.stadiums([[*centre_nm(a), *centre_nm(b)]], 90_000)
                for a, b in zip(parts(drawn[f"via {level}"]), parts(moved), strict=True)
            )
            after[f"via {level}"] = moved
            after[below] = after[below] | land | joint
            after[above] = after[above] | land | joint
        return after

    return Change(drawings=change)


def _one_off_grid(region: Region) -> Region:
    first = parts(region)[0]
    return (region - first) | first.moved(60_000, 90_000)


def _one_land_off_grid(region: Region) -> Region:
    """The land of the lower left ball, which is the piece that reaches furthest left, and more."""
    first = parts(region)[0]
    return region | first.moved(60_000, 90_000)


def mutations(name: str) -> Iterator[Mutation]:
    """The mutations of one model."""
    made = model(name)
    last = made.wiring.levels + 1
    row = made.row("balls")

    def told(why: str, touches: set[str], change: Change) -> Mutation:
        return Mutation(name, why, frozenset(touches), change)

    carrier, posts = {"carrier", "base"}, {"posts", "vias", "via-fill", "holes"}
    yield told("a carrier of Invar", carrier, rows(edited("base", material="invar36")))
    yield told(
        "no pocket",
        {"pocket", "flush", "carrier", "attach", "fill"},
        rows(without("mill pockets")),
    )
    yield told(
        "a pocket 20 um too deep",
        {"pocket", "flush", "fill"},
        rows(edited("mill pockets", depth_error="20 um")),
    )
    yield told(
        "a pocket open on one side",
        {"pocket", "carrier"},
        drawings(redrawn("pockets", _open_pocket)),
    )
    yield told("the first film gone beside the die", {"dielectric"}, _bare_carrier(name))
    for level in range(1, last + 1):
        yield told(f"one post in film {level}", posts | {"traces"}, _one_post(level))
    yield told(
        "posts beside their pads", posts | {"traces"}, rows(edited("open via 1", shift_x="150 um"))
    )
    if last > 2:
        yield told("staggered posts", posts | {"traces"}, _staggered(name))
    yield told(
        "posts of silver paste",
        posts,
        rows(
            both(
                *(
                    edited(f"fill via {level}", material="ag_paste", method="paste")
                    for level in range(1, last + 1)
                )
            )
        ),
    )
    yield told(
        "a film of liquid-crystal polymer",
        {"dielectric-material"},
        rows(edited(f"dielectric {last}", material="lcp")),
    )
    yield told(
        "paste for balls",
        {"terminals", "grid"},
        rows(
            replaced(
                "balls",
                {
                    "step": "paste",
                    "name": "balls",
                    "material": "solder_paste",
                    "mask": row["mask"],
                    "thickness": "50 um",
                    "conductors": row["conductors"],
                },
            )
        ),
    )
    yield told("no terminals", {"terminals", "grid"}, rows(without("balls")))
    yield told(
        "balls off their grid",
        {"terminals", "grid"},
        drawings(
            both(
                redrawn("passivation", _one_off_grid),
                redrawn(f"wiring {last}", _one_land_off_grid),
            )
        ),
    )


def _bare_carrier(name: str) -> Change:
    """The first film is opened over the carrier, away from die and wiring."""
    made = model(name)

    def bare(drawn: Drawings) -> Region:
        metal = Region.union(
            drawn[each] for each in drawn if each.startswith(("wiring", "die ", "pockets"))
        )
        return made.masks.body.sized(-60_000) - metal.sized(60_000)

    opening = {"step": "pattern", "name": "open beside", "film": "dielectric 1", "mask": "beside"}
    return Change(rows=inserted("etch seed 1", opening), drawings=drawn_anew("beside", bare))
