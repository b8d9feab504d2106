"""The commands that look into a package on its way: plan, flow, section."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from padwright.base.errors import InputError
from padwright.cli.output import give, note, rows, say
from padwright.cli.work_commands import DesignArgument, FlowOption, JsonOption, QuietOption


def plan(design: DesignArgument, json: JsonOption = False) -> int:
    """Show the ball grid and which pad is assigned to which ball."""
    from padwright.pipeline.package import Package  # noqa: PLC0415 - lazy

    made = Package.load(design).plan().value
    if json:
        give(asdict(made))
        return 0
    bonded = sum(pad.net is not None for pad in made.pads)
    spare = sum(ball.net is None for ball in made.balls)
    figures = [
        ("dies", str(len(made.dies))),
        ("pads", f"{bonded} bonded, {len(made.pads) - bonded} not"),
        ("balls", f"{len(made.balls) - spare} with a net, {spare} without"),
        ("nets", str(len(made.nets))),
        ("straight pad to ball", f"{made.straight_nm / 1e6:.2f} mm"),
        ("least spanning trees", f"{made.tree_nm / 1e6:.2f} mm"),
    ]
    say(rows(figures, indent=""))
    pads: dict[str, list[str]] = {}
    for joint in made.joints:
        pads.setdefault(joint.ball, []).append(joint.pad)
    say()
    say(f"{'ball':<8}{'x um':>10}{'y um':>10}  {'net':<20} pads")
    for ball in made.balls:
        served = " ".join(pads.get(ball.name, []))
        place = f"{ball.x_nm / 1_000:>10.1f}{ball.y_nm / 1_000:>10.1f}"
        say(f"{ball.name:<8}{place}  {ball.net or '-':<20} {served}".rstrip())
    return 0


def flow(
    design: DesignArgument,
    levels: Annotated[
        int | None,
        typer.Option(min=1, max=8, help="wiring levels; as routed when not given"),
    ] = None,
    json: JsonOption = False,
) -> int:
    """Print the process flow as data: a table for each step, in TOML or with --json in JSON."""
    from padwright.pipeline.package import Package  # noqa: PLC0415 - lazy
    from padwright.process.flow import flow_rows  # noqa: PLC0415 - lazy

    steps = flow_rows(Package.load(design).flow(levels))
    if json:
        give(steps)
    else:
        say(toml_tables("steps", steps).rstrip())
    return 0


def section(
    design: DesignArgument,
    out: Annotated[Path, typer.Option("--out", "-o", help="SVG file to write", metavar="FILE")],
    start: Annotated[
        str, typer.Option("--from", help="where the cut begins, from the centre", metavar="X,Y")
    ],
    end: Annotated[str, typer.Option("--to", help="where the cut ends", metavar="X,Y")],
    height_scale: Annotated[
        str,
        typer.Option(
            help="times that heights are drawn larger than lengths; auto fills the picture"
        ),
    ] = "1",
    flow: FlowOption = None,
    quiet: QuietOption = False,
) -> int:
    """Draw the built package cut along a line, as SVG.

    Points are two lengths from the centre: --from "-2 mm,0 mm" --to "2 mm,0 mm".
    """
    from padwright.base.files import write_atomic  # noqa: PLC0415 - lazy
    from padwright.cli.progress import Shown  # noqa: PLC0415 - lazy
    from padwright.pipeline.package import Package  # noqa: PLC0415 - lazy

    first_nm, last_nm = _point_nm(start, "--from"), _point_nm(end, "--to")
    scale = _height_scale(height_scale)
    if first_nm == last_nm:
        raise InputError(
            "the cut has no length", where="--from and --to", fix="give two different points"
        )
    with Shown(quiet=quiet) as shown:
        package = Package.load(design, flow)
        _require_through(package.design.box_nm, first_nm, last_nm)
        made = package.build(report=shown)
        write_atomic(out, made.section(first_nm, last_nm, height_scale=scale))
    note(f"section in {out}")
    return 0


def _require_through(
    box_nm: tuple[int, int, int, int], first_nm: tuple[int, int], last_nm: tuple[int, int]
) -> None:
    """Raise `InputError` when a cut does not go through the package."""
    from padwright.base.units import length_text  # noqa: PLC0415 - lazy

    (x1_nm, y1_nm), (x2_nm, y2_nm) = first_nm, last_nm
    left_nm, bottom_nm, right_nm, top_nm = box_nm
    beside = (
        max(x1_nm, x2_nm) <= left_nm
        or min(x1_nm, x2_nm) >= right_nm
        or max(y1_nm, y2_nm) <= bottom_nm
        or min(y1_nm, y2_nm) >= top_nm
    )
    sides = {
        (x2_nm - x1_nm) * (y_nm - y1_nm) > (y2_nm - y1_nm) * (x_nm - x1_nm)
        for x_nm in (left_nm, right_nm)
        for y_nm in (bottom_nm, top_nm)
    }
    if beside or len(sides) == 1:
        raise InputError(
            f"the cut goes past the package, which reaches from {length_text(left_nm)}, "
            f"{length_text(bottom_nm)} to {length_text(right_nm)}, {length_text(top_nm)}",
            where="--from and --to",
            fix="give points on both sides of it, counted from its centre",
        )


def _point_nm(text: str, option: str) -> tuple[int, int]:
    from padwright.base.units import nm  # noqa: PLC0415 - lazy

    parts = text.split(",")
    try:
        x_nm, y_nm = (nm(part.strip()) for part in parts)
    except ValueError as error:
        problem = str(error) if len(parts) == 2 else f"{text!r} is not a point"
        raise InputError(
            problem, where=option, fix='give two lengths, such as "1.5 mm,-200 um"'
        ) from None
    return x_nm, y_nm


def _height_scale(text: str) -> float | Literal["auto"]:
    if text == "auto":
        return "auto"
    try:
        scale = float(text)
    except ValueError:
        scale = 0.0
    if not 0.01 <= scale <= 1_000:
        raise InputError(
            f"{text!r} is not a number from 0.01 to 1000",
            where="--height-scale",
            fix="give a number such as 5, or auto",
        )
    return scale


def toml_tables(name: str, tables: list[dict[str, Any]]) -> str:
    """Return a list of flat tables as TOML."""
    parts = []
    for table in tables:
        parts.append(f"[[{name}]]")
        parts += [f"{key} = {_toml_value(value)}" for key, value in table.items()]
        parts.append("")
    return "\n".join(parts)


def _toml_value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(_toml_value(each) for each in value)}]"
    if isinstance(value, dict):
        inner = ", ".join(f"{_toml_key(key)} = {_toml_value(each)}" for key, each in value.items())
        return f"{{{inner}}}"
    import json  # noqa: PLC0415 - a JSON string is a TOML string

    return json.dumps(str(value), ensure_ascii=False)


def _toml_key(key: str) -> str:
    import json  # noqa: PLC0415 - as above

    bare = key.replace("_", "").replace("-", "").isalnum() and key.isascii()
    return key if bare else json.dumps(key, ensure_ascii=False)
