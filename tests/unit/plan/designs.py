"""Small designs made by hand for the tests of the planner and what follows it."""

from collections.abc import Sequence
from functools import cache

from padwright.model.package import Design, Die, FixedBall, Pad, Terminals
from padwright.model.technology import Technology
from padwright.readers.technology_file import load_technology

DIE_NM = 2_000_000
PAD_NM = 60_000


@cache
def technology() -> Technology:
    return load_technology("a1-flat")


def design(
    pads: Sequence[tuple[str, int, int]],
    *,
    rows: int = 0,
    columns: int = 0,
    pitch_nm: int = 800_000,
    fixed: Sequence[tuple[str, str, int, int]] = (),
    **more: object,
) -> Design:
    """Return a design with one die; pads are net, x and y, and are called P1, P2 and so on."""
    width_nm = max(columns * pitch_nm, 5_000_000)
    height_nm = max(rows * pitch_nm, 5_000_000)
    die = Die(
        "chip",
        0,
        0,
        0,
        DIE_NM,
        DIE_NM,
        150_000,
        "logic",
        tuple(
            Pad(f"P{place}", net, x_nm, y_nm, PAD_NM, PAD_NM)
            for place, (net, x_nm, y_nm) in enumerate(pads, start=1)
        ),
    )
    terminals = Terminals(
        "ball",
        pitch_nm,
        rows,
        columns,
        460_000,
        forbidden=tuple(more.pop("forbidden", ())),  # type: ignore[arg-type]
        fixed=tuple(FixedBall(*each) for each in fixed),
        spare=str(more.pop("spare", "supplies")),
    )
    return Design(
        name="small",
        description="",
        width_nm=width_nm,
        height_nm=height_nm,
        wiring_levels=int(more.pop("levels", 2)),  # type: ignore[call-overload]
        dies=(die,),
        terminals=terminals,
        supplies=tuple(more.pop("supplies", ())),  # type: ignore[arg-type]
        no_connect=tuple(more.pop("no_connect", ())),  # type: ignore[arg-type]
        technology=technology(),
        source_digest="0" * 64,
    )
