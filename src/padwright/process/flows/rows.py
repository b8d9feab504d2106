"""What every flow writes its rows with: temperatures, lengths, and which materials conduct."""

from collections.abc import Iterable
from typing import Any, TypeAlias

from padwright.base.errors import InputError
from padwright.model.technology import Technology

#: One step of a flow as plain data: its kind under ``step``, and its parameters.
Row: TypeAlias = dict[str, Any]


def celsius(temperature_c: float) -> str:
    """Return a temperature as a flow writes it."""
    return f"{temperature_c:g} C"


def conductors(technology: Technology, others: Iterable[str] = ()) -> list[str]:
    """Return the materials that carry current, of those with a role and of others, sorted."""
    return carrying(technology, [*technology.materials.ids().values(), *others])


def carrying(technology: Technology, used: Iterable[str]) -> list[str]:
    """Return those of some materials that carry current, each once, sorted."""
    return [each for each in sorted(set(used)) if technology.all_materials[each].is_conductor]


def lacking(technology: Technology, section: str, what: str) -> InputError:
    """Return the error of a design that asks for what its technology says nothing of.

    Parameters
    ----------
    section
        Name of the section that the technology lacks.
    what
        What needs it.
    """
    return InputError(
        f"{what} needs the section [{section}], which the technology {technology.name!r} lacks",
        where=f"technology {technology.name}: {section}",
        fix="add the section, or base the technology on a shipped one that has it (based_on)",
    )
