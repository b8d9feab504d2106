"""The commands that make and judge packages: build, check, route, and prepare for them."""

from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from padwright.base.errors import CancelledError, InputError
from padwright.cli.output import give, note, say

JsonOption = Annotated[bool, typer.Option("--json", help="print data on stdout")]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="no progress")]
FlowOption = Annotated[
    Path | None,
    typer.Option(
        "--flow",
        help="make it by the steps of this file, as `padwright flow` writes",
        metavar="FILE",
    ),
]
DesignArgument = Annotated[Path, typer.Argument(help="design file", metavar="DESIGN")]


def build(
    design: DesignArgument,
    out: Annotated[Path, typer.Option("--out", "-o", help="output folder", metavar="OUT")],
    flow: FlowOption = None,
    json: JsonOption = False,
    force: Annotated[bool, typer.Option("--force", help="do all the work again")] = False,
    quiet: QuietOption = False,
) -> int:
    """Make a package: plan, route, process, check and export, into an output folder.

    Killed at any moment, the same command resumes. What is up to date is not done again.
    """
    from padwright.cli.progress import Shown  # noqa: PLC0415 - lazy
    from padwright.cli.told import summary_text  # noqa: PLC0415 - lazy
    from padwright.pipeline.package import Package  # noqa: PLC0415 - lazy

    with Shown(quiet=quiet or json) as shown:
        package = Package.load(design, flow)
        summary = package.bring_up_to_date(out, report=shown, force=force)
    if json:
        times = {room: round(time_s, 3) for room, time_s in shown.times_s.items()}
        give({**summary.to_json(), "out": str(out), "times_s": times})
    else:
        if not quiet:
            note(_times_text(shown.times_s))
        say(summary_text(summary, out))
    return 0 if summary.clean else 1


def check(
    subject: Annotated[
        Path, typer.Argument(help="design file, or the output folder of a build", metavar="SUBJECT")
    ],
    flow: FlowOption = None,
    json: JsonOption = False,
    quiet: QuietOption = False,
) -> int:
    """List every finding of a design, made in memory, or of a finished output folder."""
    if subject.is_dir():
        if flow is not None:
            raise InputError(
                "what is in an output folder was made already",
                where="--flow",
                fix="give the design file with the flow",
            )
        told = _told_by_folder(subject)
    else:
        told = _told_by_design(subject, flow, quiet or json)
    if json:
        give(told)
    else:
        _say_findings(told)
    return 1 if any(each["severity"] == "error" for each in told["findings"]) else 0


def prepare(quiet: QuietOption = False) -> int:
    """Compile the router once after installing; otherwise its first use does, in some 30 s."""
    from padwright.cli.progress import Shown  # noqa: PLC0415 - lazy
    from padwright.route.prepare import prepare as compile_kernels  # noqa: PLC0415 - lazy

    with Shown(quiet=quiet) as shown:
        compile_kernels(report=shown)
    return 0


def route(
    problem: Annotated[
        Path, typer.Argument(help="routing problem, JSON of fanout-bench-1", metavar="PROBLEM")
    ],
    out: Annotated[
        Path, typer.Option("--out", "-o", help="solution file to write", metavar="SOLUTION")
    ],
    picture: Annotated[
        Path | None,
        typer.Option("--picture", help="SVG of the wiring to write too", metavar="FILE"),
    ] = None,
    angles: Annotated[
        Literal["any", "octilinear"],
        typer.Option("--angles", help="angles of wires: any, or octilinear (45-degree) alone"),
    ] = "any",
    time_limit_s: Annotated[
        float | None,
        typer.Option(
            "--time-limit",
            min=0.0,
            help="begin nothing new after so many seconds and give the best so far",
            metavar="SECONDS",
        ),
    ] = None,
    before: Annotated[
        Path | None,
        typer.Option(
            "--from",
            help="earlier solution; nets that can stay in it stay as they are",
            metavar="SOLUTION",
        ),
    ] = None,
    json: JsonOption = False,
    quiet: QuietOption = False,
) -> int:
    """Route a problem in the bench format; exit 1 when nets stay open.

    Stopped with Ctrl-C it writes the best clean wiring until then, to go on from with --from.
    """
    from padwright.base.files import read_text, write_atomic  # noqa: PLC0415 - lazy
    from padwright.cli.open_nets import open_text  # noqa: PLC0415 - lazy
    from padwright.cli.progress import Shown, stoppable  # noqa: PLC0415 - lazy
    from padwright.export.routing_picture import routing_picture  # noqa: PLC0415 - lazy
    from padwright.route.proving.least import least_open  # noqa: PLC0415 - lazy
    from padwright.route.reading.bench_format import read_problem  # noqa: PLC0415 - lazy
    from padwright.route.reading.bench_solution import (  # noqa: PLC0415 - lazy
        read_solution,
        write_solution,
    )
    from padwright.route.router import route as route_problem  # noqa: PLC0415 - lazy
    from padwright.route.routing import RoutingCancelledError  # noqa: PLC0415 - lazy

    with Shown(quiet=quiet or json) as shown, stoppable(shown) as report:
        task = read_problem(read_text(problem), str(problem))
        old = None if before is None else read_solution(read_text(before), str(before), task)
        try:
            routing = route_problem(
                task, angles=angles, before=old, report=report, time_limit_s=time_limit_s
            )
        except RoutingCancelledError as stopped:
            reached = stopped.routing
            if angles == "octilinear" or len(reached.wires) == len(task.wires):
                raise CancelledError(
                    "cancelled before there was a wiring; nothing is written",
                    fix="run the same command again",
                ) from stopped
            write_atomic(out, write_solution(task.name, reached, task).encode())
            routed = len(task.nets) - len(reached.unrouted)
            raise CancelledError(
                f"cancelled; {routed} of {len(task.nets)} nets are in {out}",
                fix=f"go on with --from {out}",
            ) from stopped
        write_atomic(out, write_solution(task.name, routing, task).encode())
        if picture is not None:
            write_atomic(picture, routing_picture(task, routing).to_bytes())
    left = [
        {"net": each.net, "reason": each.reason, "proved": each.proof is not None}
        for each in routing.unrouted
    ]
    least = least_open(each.proof for each in routing.unrouted if each.proof is not None)
    told = {
        "problem": task.name,
        "nets": len(task.nets),
        "routed": len(task.nets) - len(left),
        "length_um": routing.length_um,
        "vias": len(routing.vias),
        "unrouted": left,
        "least_open": least,
        "not_met": [{"what": each.what, "reason": each.reason} for each in routing.notes],
        "out": str(out),
    }
    if json:
        give(told)
    else:
        say(f"{task.name}: {told['routed']} of {told['nets']} nets routed")
        say(f"  wire length  {routing.length_um / 1_000:.2f} mm")
        say(f"  vias         {len(routing.vias)}")
        for line in open_text(routing, least):
            say(line)
        for note in routing.notes:
            say(f"  not met: {note.what}: {note.reason}")
        say(f"solution in {out}" + (f", picture in {picture}" if picture is not None else ""))
    return 1 if left else 0


def _times_text(times_s: dict[str, float]) -> str:
    rooms = {room: time_s for room, time_s in times_s.items() if room != "start"}
    if not rooms:
        return "up to date, nothing to do (--force does all the work again)"
    parts = [f"{room} {time_s:.1f} s" for room, time_s in rooms.items()]
    return f"{', '.join(parts)}; {sum(times_s.values()):.1f} s in all"


def _told_by_design(design: Path, flow: Path | None, quiet: bool) -> dict[str, Any]:
    from padwright.cli.progress import Shown  # noqa: PLC0415 - lazy
    from padwright.pipeline.package import Package  # noqa: PLC0415 - lazy

    with Shown(quiet=quiet) as shown:
        summary = Package.load(design, flow).build(report=shown).summary
    return {
        "design": summary.design,
        "figures": summary.figures(),
        "findings": [dict(finding) for finding in summary.findings],
    }


def _told_by_folder(folder: Path) -> dict[str, Any]:
    from padwright.pipeline.deposit import read_deposit  # noqa: PLC0415 - lazy

    return read_deposit(folder)


def _say_findings(told: dict[str, Any]) -> None:
    findings = told["findings"]
    say(f"{told['design']}: {told['figures']['verdict']}")
    for each in findings:
        place = each["place"]
        at = ""
        if place is not None:
            x_um = (place["left_nm"] + place["right_nm"]) / 2_000
            y_um = (place["bottom_nm"] + place["top_nm"]) / 2_000
            at = f"x {x_um:.1f} um, y {y_um:.1f} um: "
        say(f"{each['severity']:<8}{each['rule']}: {at}{each['message']}")
        for name in ("source", "fix"):
            if each[name]:
                say(f"        {name}: {each[name]}")
    if not findings:
        say("no findings")
