"""The end of a run in words: verdict, figures, findings by rule, files, and what to look at."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typer

from padwright.cli.output import rows
from padwright.model.finding import Severity
from padwright.pipeline.summary import Summary

_COLOURS = {"error": typer.colors.RED, "warning": typer.colors.YELLOW, "note": typer.colors.BLUE}


def summary_text(summary: Summary, out: Path | None = None) -> str:
    """Return a summary for a person.

    Parameters
    ----------
    out
        The folder that holds the files; None when none were written.
    """
    colour = typer.colors.GREEN if summary.clean else typer.colors.RED
    figures = [pair for pair in summary.figures().items() if pair[0] != "verdict"]
    parts = [
        typer.style(f"{summary.design}: {summary.verdict}", fg=colour, bold=True),
        rows(figures),
    ]
    if summary.nets_broken:
        parts.append(f"  not connected: {_listed(summary.nets_broken)}")
    if summary.findings:
        parts += ["findings", findings_text(summary.findings)]
    if out is not None:
        parts += [f"files in {out}", _files_text(summary.files), _next(summary, out)]
    return "\n".join(parts)


def findings_text(findings: tuple[Mapping[str, Any], ...]) -> str:
    """Return findings by severity and rule, each with its count and its first place."""
    groups: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for finding in findings:
        groups.setdefault((finding["severity"], finding["rule"]), []).append(finding)
    lines = []
    for severity in Severity:
        for (level, rule), group in sorted(groups.items()):
            if level != severity.value:
                continue
            first = group[0]
            count = f"{len(group)} x " if len(group) > 1 else ""
            head = typer.style(f"{level:<8}", fg=_COLOURS[level])
            lines.append(f"  {head}{count}{rule}: {first['message']}{_at(first)}")
            lines += [f"          fix: {first['fix']}"] if first["fix"] else []
    return "\n".join(lines)


def _at(finding: Mapping[str, Any]) -> str:
    place = finding["place"]
    if place is None:
        return ""
    x_um = (place["left_nm"] + place["right_nm"]) / 2_000
    y_um = (place["bottom_nm"] + place["top_nm"]) / 2_000
    return f" (at x {x_um:.1f} um, y {y_um:.1f} um)"


def _files_text(files: Mapping[str, Mapping[str, Any]]) -> str:
    width = max((len(name) for name in files), default=0)
    return "\n".join(
        f"  {name:<{width}}  {_size(record['bytes']):>9}  {record['describes']}"
        for name, record in sorted(files.items())
    )


def _size(count: int) -> str:
    if count < 1_000:
        return f"{count} B"
    return f"{count / 1_000:.1f} kB" if count < 1_000_000 else f"{count / 1_000_000:.1f} MB"


def _next(summary: Summary, out: Path) -> str:
    report = out / "report.html"
    if summary.clean:
        return f"next: open {report}"
    return f"next: open {report}, or list every finding with: padwright check {out}"


def _listed(names: tuple[str, ...], most: int = 10) -> str:
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more
