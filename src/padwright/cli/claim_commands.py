"""The command that holds a package against the claims."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from padwright.cli.output import give, note, say
from padwright.cli.work_commands import DesignArgument, FlowOption, JsonOption, QuietOption

if TYPE_CHECKING:
    from padwright.pipeline.claims import ClaimCharts

_COLOURS = {
    "met": typer.colors.GREEN,
    "not met": typer.colors.RED,
    "undecided": typer.colors.YELLOW,
}
_WIDTH = 96


def claims(
    design: DesignArgument,
    claim: Annotated[
        list[str] | None,
        typer.Option("--claim", help="a claim such as A14; may be given again", metavar="ID"),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", help="HTML page to write the chart to", metavar="FILE"),
    ] = None,
    flow: FlowOption = None,
    setting: Annotated[
        list[str] | None,
        typer.Option("--set", help='a tolerance, such as planar="5 um"', metavar="NAME=VALUE"),
    ] = None,
    tolerances: Annotated[
        Path | None,
        typer.Option("--tolerances", help="TOML file with tolerances", metavar="FILE"),
    ] = None,
    json: JsonOption = False,
    quiet: QuietOption = False,
) -> int:
    """Hold what is built against the claims: each element with its verdict and why.

    Verdicts are met, not met and undecided, of the words as they stand and, where a text is faulty,
    of its corrected reading. Decided on geometry, nets and the process record, never on names.
    """
    from padwright.base.files import write_atomic  # noqa: PLC0415 - lazy
    from padwright.cli.progress import Shown  # noqa: PLC0415 - lazy
    from padwright.pipeline.claims import (  # noqa: PLC0415 - lazy
        decide,
        known_claim,
        tolerances_of,
    )
    from padwright.pipeline.package import Package  # noqa: PLC0415 - lazy

    wanted = [known_claim(each) for each in claim] if claim else None
    settings = tolerances_of(setting or (), tolerances)
    with Shown(quiet=quiet or json) as shown:
        package = Package.load(design, flow)
        made = decide(package, only=wanted, tolerances=settings, report=shown)
    if out is not None:
        write_atomic(out, made.to_html())
        note(f"claim chart in {out}")
    told = made.to_json()
    if json:
        give(told)
    elif wanted:
        say("\n\n".join(_chart_text(chart) for chart in told))
    else:
        say(_table_text(made, told))
    return 0


def _table_text(made: "ClaimCharts", told: list[dict[str, Any]]) -> str:
    lines = [typer.style(f"{made.case.design.name}: {len(told)} claims", bold=True)]
    lines.append(f"{'':2}{'claim':<7}{'as it stands':<14}{'corrected':<12}what it claims")
    for chart in told:
        corrected = chart["corrected"]
        inherited = chart["inherited_from"]
        because = f" (by {inherited})" if inherited else ""
        lines.append(
            f"  {chart['id']:<7}{_word(chart['verdict'], 14)}"
            f"{_word(corrected, 12)}{chart['title']}{because}"
        )
    lines += _counts(told)
    return "\n".join(lines)


def _counts(told: list[dict[str, Any]]) -> list[str]:
    lines = []
    for key, name in (("verdict", "as they stand"), ("corrected", "corrected")):
        numbers = {word: sum(chart[key] == word for chart in told) for word in _COLOURS}
        if any(numbers.values()):
            words = ", ".join(f"{number} {word}" for word, number in numbers.items())
            lines.append(f"  {name:<14}{words}")
    return lines


def _word(verdict: str | None, columns: int) -> str:
    text = f"{verdict or '':<{columns}}"
    return typer.style(text, fg=_COLOURS[verdict]) if verdict else text


def _chart_text(chart: dict[str, Any]) -> str:
    head = typer.style(f"{chart['id']}  {chart['title']}", bold=True)
    lines = [f"{head}: {_word(chart['verdict'], 0)}"]
    if chart["corrected"]:
        lines[0] += f", corrected: {_word(chart['corrected'], 0)}"
    if chart["parent"]:
        by = f"; {chart['inherited_from']} decided" if chart["inherited_from"] else ""
        lines.append(f"  hangs on {chart['parent']}{by}")
    if chart["corrected_parent"]:
        lines.append(f"  corrected: hangs on {chart['corrected_parent']}")
    if chart["anomaly"]:
        lines += _wrapped("anomaly: ", chart["anomaly"], 2)
    for number, element in enumerate(chart["elements"], start=1):
        lines += _element_lines(number, element)
    settings = ", ".join(f"{name} {value}" for name, value in chart["tolerances"].items())
    lines += _wrapped("tolerances: ", settings, 2)
    return "\n".join(lines)


def _element_lines(number: int, element: dict[str, Any]) -> list[str]:
    lines = _wrapped(f"{number}. ", element["asks"], 2)
    if element["reading"]:
        lines += _wrapped("reading: ", element["reading"], 5)
    lines += _outcome_lines("", element["verdict"], element["because"], element["evidence"])
    if element["corrected"]:
        lines += _outcome_lines(
            "corrected: ",
            element["corrected"],
            element["corrected_because"],
            element["corrected_evidence"],
        )
    return lines


def _outcome_lines(before: str, verdict: str, because: str, evidence: dict[str, Any]) -> list[str]:
    lines = [f"     {before}{_word(verdict, 0)}", *_wrapped("", because, 7)]
    for each in evidence["measured"]:
        limit = f" (limit {each['limit']['text']})" if each["limit"] else ""
        lines.append(f"       {each['what']}: {each['value']['text']}{limit}")
    for name in ("steps", "nets", "bodies"):
        if evidence[name]:
            shown = evidence[name][:8]
            more = f" and {len(evidence[name]) - 8} more" if len(evidence[name]) > 8 else ""
            lines += _wrapped(f"{name}: ", ", ".join(shown) + more, 7)
    return lines


def _wrapped(head: str, text: str, indent: int) -> list[str]:
    import textwrap  # noqa: PLC0415 - seldom needed

    return textwrap.wrap(
        head + text,
        width=_WIDTH,
        initial_indent=" " * indent,
        subsequent_indent=" " * (indent + len(head)),
    )
