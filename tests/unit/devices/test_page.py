"""The page of the passives says what the code says."""

from pathlib import Path

import pytest

from padwright.devices.catalogue import device_kinds
from padwright.model.keys import key_of

PAGE = Path(__file__).parents[3] / "docs" / "devices.md"
KINDS = device_kinds()


def section(kind):
    """The part of the page that is about one kind, as the code has it."""
    member = KINDS[kind]
    example = member.example().model_dump(by_alias=True)
    names = ", ".join(f"`{name}`" for name in member.terminal_names)
    says = f"{member.describes[0].upper()}{member.describes[1:]} ({member.family})."
    lines = [
        f"### `{kind}`",
        "",
        f"{says} Terminals: {names}.",
        "",
        f"{member.figure[0].upper()}{member.figure[1:]}: {member.formula}.",
        "",
        f"Source: {member.source}.",
        "",
        "| parameter | default | meaning |",
        "|---|---|---|",
    ]
    for name, field in member.model_fields.items():
        key = key_of(name)
        lines.append(f"| `{key}` | {example[key]} | {field.description} |")
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("kind", KINDS)
def test_a_section_of_the_page_is_as_the_code_has_it(kind):
    assert section(kind) in PAGE.read_text()


def test_the_page_has_no_other_section():
    titles = [line for line in PAGE.read_text().splitlines() if line.startswith("### `")]
    assert titles == [f"### `{kind}`" for kind in KINDS]
