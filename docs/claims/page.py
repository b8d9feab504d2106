"""The page docs/claims.md, made of the record of the claim matrix."""

from collections.abc import Mapping
from typing import Any

from padwright.check.charts import claims
from padwright.check.claim import Claim

Record = Mapping[str, Mapping[str, Any]]

_HEAD = """# Claims

Three patents define the families of package that Padwright makes: A, a thin-film build-up on a
metal base (138 claims); B, a build-up on a metal carrier with a pocket (16); C, a package of metal
pegs and printed circuit lines (26). Padwright decides each of their 180 claims on what was built:
on the geometry, on the nets that were found in it, on the materials and on the record of the
process. No test reads a name or an intention.

    padwright claims DESIGN.toml                   a table of all verdicts
    padwright claims DESIGN.toml --claim A14       one claim, element by element
    padwright claims DESIGN.toml -o chart.html     a chart with a picture of the evidence
    padwright claims DESIGN.toml --json            the same as data

A claim is met when each of its elements is and its parent is. Where the text of a claim is faulty
there are two verdicts: of the words as they stand, and of the reading that was meant. What is about
equal, flush or covered is a setting (`--set`), which every chart prints.

This page is written by `bench/claims.py --write`. It shows that each claim is met by a package that
can be made, and that each is turned by a change of such a package. Mutations act on the design, on
the drawings or on the flow, never on a claim; a claim that has nothing to do with a mutation keeps
its verdict. `tests/laws/test_claim_matrix.py` runs it all again.

Padwright tells what a package is. Whether a patent is in force, and what it covers where, is for a
patent attorney.
"""
_FAMILIES = {
    "A": "A: thin-film build-up on a metal base",
    "B": "B: build-up on a metal carrier with a pocket",
    "C": "C: metal pegs and printed circuit lines",
}


def page(record: Record) -> str:
    """Return the page of a record."""
    parts = [_HEAD, _models(record)]
    parts += [_family(patent, record) for patent in _FAMILIES]
    parts.append(_mutations(record))
    return "\n".join(parts).rstrip() + "\n"


def _models(record: Record) -> str:
    lines = [
        "## Models",
        "",
        "Each is a design in [examples/claims](../examples/claims) that builds in about a second.",
        "",
        "| model | claims met | mutations |",
        "|---|---|---|",
    ]
    lines += [
        f"| [{name}](../examples/claims/{name}/design.toml) | {len(data['met'])} "
        f"| {len(data['outcomes'])} |"
        for name, data in record.items()
    ]
    return "\n".join([*lines, ""])


def _family(patent: str, record: Record) -> str:
    lines = [
        f"## {_FAMILIES[patent]}",
        "",
        "| claim | what it asks for | met by | turned by |",
        "|---|---|---|---|",
    ]
    lines += [_row(claim, record) for claim in claims().values() if claim.patent == patent]
    return "\n".join([*lines, ""])


def _row(claim: Claim, record: Record) -> str:
    met = [name for name, data in record.items() if claim.id in data["met"]]
    literally = [name for name, data in record.items() if claim.id in data["literally"]]
    turned = [
        (claim.id not in each["own"], len(each["flips"]), name, each["why"])
        for name, data in record.items()
        for each in data["outcomes"]
        if claim.id in each["flips"]
    ]
    words = claim.title
    if claim.anomaly:
        words += f" *{claim.anomaly}*"
    by = _few(met)
    if met and not literally:
        by += " (as it was meant; not as it is written)"
    _, _, model, why = min(turned)
    return f"| {claim.id} | {words} | {by} | {why} ({model}) |"


def _few(names: list[str]) -> str:
    first = names[0] if names else "none"
    return first if len(names) < 2 else f"{first} and {len(names) - 1} more"


def _mutations(record: Record) -> str:
    lines = ["## Mutations", "", "Every mutation with the claims that it turns, by model.", ""]
    for name, data in record.items():
        lines += [f"### {name}", "", "| change | turns | unrelated that stay |", "|---|---|---|"]
        lines += [
            f"| {each['why']} | {_ranges(each['flips'])} | {each['kept']} |"
            for each in data["outcomes"]
        ]
        lines.append("")
    return "\n".join(lines)


def _ranges(ids: list[str]) -> str:
    """Return claims in order with runs drawn together: A1-A9, A13."""
    runs: list[list[str]] = []
    for each in ids:
        last = runs[-1][-1] if runs else ""
        if last[:1] == each[0] and int(last[1:]) + 1 == int(each[1:]):
            runs[-1].append(each)
        else:
            runs.append([each])
    return ", ".join(run[0] if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)
