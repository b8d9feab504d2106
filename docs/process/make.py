#!/usr/bin/env python3
"""Write the parts of docs/process.md that the code knows: python docs/process/make.py [--check].

Parts stand between ``<!-- part NAME -->`` and ``<!-- end -->``; all else is written by people.
"""

import re
import sys
from pathlib import Path

from padwright import Package
from padwright.base.discovery import members
from padwright.check.rule import Rule
from padwright.cli.inspect_commands import toml_tables
from padwright.process.flow import flow_rows, step_kinds
from padwright.process.reference import StepWords, every_step

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "process.md"
#: What the parts of a route's table leave out: said in their own columns, or not telling.
NOT_TOLD = {"step", "name", "temperature", "conductors", "pad_material", "pad_thickness", "level"}
#: Rules that watch the process itself, in the order of the page.
WATCHED = (
    *("process_order", "support", "floating_part", "etch_cover", "etch_depth", "planarity"),
    *("plating_resist", "hole_aspect", "void", "registration", "via_landing", "die_space"),
    *("peg_clearance", "wire_length", "wire_space", "wire_cover"),
)


def route(example: str, *, until: str = "", levels: int = 1) -> str:
    """Return the table of a route's steps, or of those before one of a name."""
    flow = flow_rows(Package.load(ROOT / "examples" / example / "design.toml").flow(levels))
    names = [row["name"] for row in flow]
    shown = flow[: names.index(until)] if until else flow
    lines = ["| | name | step | with | hottest |", "|---|---|---|---|---|"]
    for number, row in enumerate(shown, start=1):
        told = ", ".join(f"{key} {_plain(row[key])}" for key in row if _is_telling(row, key))
        lines.append(
            f"| {number} | {row['name']} | `{row['step']}` | {told} | {row['temperature']} |"
        )
    return "\n".join(lines)


def _is_telling(row: dict[str, object], key: str) -> bool:
    """Whether a value of a row is other than its default."""
    if key in NOT_TOLD:
        return False
    member = step_kinds()[str(row["step"])]
    fields = {field.alias or name: (name, field) for name, field in member.model_fields.items()}
    name, field = fields[key]
    if field.is_required():
        return True
    plain = member.model_construct(**{name: field.get_default()})
    return plain.model_dump(mode="json", by_alias=True, include={name})[key] != row[key]


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return " + ".join(_plain(each) for each in value)
    if isinstance(value, dict):
        return " ".join(str(each) for each in value.values())
    return str(value)


def one_step(words: StepWords) -> str:
    """Return the section of one step."""
    lines = [f"### `{words.kind}`", "", words.words, ""]
    lines += ["| parameter | takes | default | meaning |", "|---|---|---|---|"]
    lines += [
        f"| `{each.key}` | {each.takes} | {each.default or 'give it'} | {each.description} |"
        for each in words.parameters
    ]
    return "\n".join([*lines, "", "```toml", toml_tables("steps", [words.example]).strip(), "```"])


def every_section() -> str:
    """Return the list of all steps and their sections."""
    every = every_step()
    lines = ["| step | does |", "|---|---|"]
    lines += [f"| [`{each.kind}`](#{each.kind}) | {each.summary} |" for each in every]
    return "\n\n".join(["\n".join(lines), *(one_step(each) for each in every)])


def rules() -> str:
    """Return the table of the rules that watch the process."""
    known = members("padwright.check.rules", Rule)
    lines = ["| rule | why | measures | decided in |", "|---|---|---|---|"]
    for kind in WATCHED:
        why = (known[kind].__doc__ or "").partition("\n")[0].rstrip(".")
        place = known[kind].__module__.replace(".", "/").removeprefix("padwright/")
        lines.append(f"| `{kind}` | {why} | {known[kind].describes} | `{place}.py` |")
    return "\n".join(lines)


PARTS = {
    "route a1-flat": lambda: route("caravel-fanout"),
    "route a1-pocket": lambda: route("pocket", until="dielectric 1"),
    "route a1-sheets": lambda: route("sheets", until="dielectric 1"),
    "route a2-transfer": lambda: route("transfer", until="dielectric 1"),
    "route b-carrier": lambda: route("carrier"),
    "route c-frame": lambda: route("frame-qfn"),
    "rules": rules,
    "steps": every_section,
}


def written(page: str) -> str:
    """Return a page with its parts as the code has them.

    Raises
    ------
    ValueError
        When the page lacks a part, or has one that nobody writes.
    """
    found = re.findall(r"<!-- part (.+?) -->", page)
    if found != list(PARTS):
        msg = f"the page has the parts {found}, not {list(PARTS)}"
        raise ValueError(msg)
    for name, make in PARTS.items():
        before, begin, rest = page.partition(f"<!-- part {name} -->")
        _, end, after = rest.partition("<!-- end -->")
        page = f"{before}{begin}\n\n{make()}\n\n{end}{after}"
    return page


def main(words: list[str]) -> int:
    """Write the page, or with --check tell whether it is what the code says."""
    page = PAGE.read_text()
    fresh = written(page)
    if "--check" in words:
        print("up to date" if fresh == page else "not what the code says: run this script")
        return int(fresh != page)
    PAGE.write_text(fresh)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
