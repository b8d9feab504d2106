"""Columns of a CSV file, checked as arrays: texts as lists, lengths in whole nanometres."""

import csv
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from padwright.base.errors import InputError, nearest
from padwright.base.files import read_text
from padwright.base.units import LENGTH_LIMIT_NM
from padwright.model.keys import is_signal_name, shortened, signal_fault

IntArray: TypeAlias = npt.NDArray[np.int64]

#: More rows than this are refused; the largest dies that are made have about 30,000 bumps.
ROW_LIMIT: Final = 100_000
_UNITS_NM: Final[Mapping[str, float]] = {"nm": 1.0, "um": 1_000.0, "mm": 1_000_000.0}
_NUMBER: Final = re.compile(
    r"[-+]?(?:[0-9]{1,40}(?:\.[0-9]{0,40})?|\.[0-9]{1,40})(?:[eE][-+]?[0-9]{1,3})?"
)
_NUMBER_RULE: Final = "write plain numbers with a point, such as 64.6"


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a file by their names less their units, and the line of each row."""

    where: str
    texts: Mapping[str, Sequence[str]]
    lengths_nm: Mapping[str, IntArray]
    lines: Sequence[int]

    def at(self, row: int) -> str:
        """Return the place of a row for an error."""
        return f"{self.where}: line {self.lines[row]}"


def read_columns(
    path: Path,
    *,
    texts: Sequence[str],
    lengths: Sequence[str],
    optional_lengths: Sequence[str] = (),
) -> tuple[Columns, str]:
    """Return the columns of a CSV file with a header, and the file's text.

    Lines that begin with ``#`` and empty lines are left out. A column of lengths carries its unit
    in its header, as in ``x_um``; values are rounded to the nearest nanometre.

    Raises
    ------
    InputError
        When the file cannot be read, a column is missing, unknown or given twice, a row has too
        few or too many values, or a value is no finite number within the largest length.
    """
    text = read_text(path)
    where = str(path)
    rows, lines = _rows(text, where)
    if not rows:
        raise InputError(
            "the file has no header",
            where=where,
            fix=f"begin it with {','.join([*texts, *(f'{each}_um' for each in lengths)])}",
        )
    header = [each.strip().lower() for each in rows[0]]
    kinds = _kinds(header, texts, lengths, optional_lengths, f"{where}: line {lines[0]}")
    _same_width(rows, lines, where)
    if len(rows) == 1:
        raise InputError("the file has no rows", where=where, fix="add one row each")
    cells = list(zip(*rows[1:], strict=True))
    found_texts: dict[str, Sequence[str]] = {}
    found_lengths: dict[str, IntArray] = {}
    for column, (name, unit) in enumerate(kinds):
        values = [each.strip() for each in cells[column]]
        if unit is None:
            found_texts[name] = values
        else:
            found_lengths[name] = _lengths_nm(values, unit, lines[1:], where, header[column])
    return Columns(where, found_texts, found_lengths, lines[1:]), text


def check_names(columns: Columns, column: str, *, may_be_empty: bool = False) -> None:
    """Raise `InputError` at the first text of a column that cannot be a name."""
    for row, text in enumerate(columns.texts[column]):
        if not (is_signal_name(text) or (may_be_empty and not text)):
            raise InputError(
                signal_fault(text), where=f"{columns.at(row)}, {column}", fix="rename it"
            )


def check_unique(columns: Columns, column: str) -> None:
    """Raise `InputError` when a text of a column is there twice."""
    texts = columns.texts[column]
    if len(set(texts)) == len(texts):
        return
    twice = next(text for text, count in Counter(texts).items() if count > 1)
    rows = [row for row, text in enumerate(texts) if text == twice]
    raise InputError(
        f"the {column} {twice!r} is there {len(rows)} times, "
        f"first on line {columns.lines[rows[0]]}",
        where=columns.at(rows[1]),
        fix=f"give each {column} a name of its own",
    )


def check_distinct_places(columns: Columns, column: str) -> None:
    """Raise `InputError` when two rows have the same ``x`` and ``y``."""
    places = np.stack([columns.lengths_nm["x"], columns.lengths_nm["y"]], axis=1)
    _, first, inverse, counts = np.unique(
        places, axis=0, return_index=True, return_inverse=True, return_counts=True
    )
    if len(first) == len(places):
        return
    group = int(np.argmax(counts > 1))
    rows = np.flatnonzero(inverse.reshape(-1) == group)
    names = columns.texts[column]
    x_nm, y_nm = places[rows[0]]
    more = f" ({len(rows)} are there)" if len(rows) > 2 else ""
    raise InputError(
        f"the {column}s {names[rows[0]]!r} and {names[rows[1]]!r} are at one place, "
        f"x {x_nm / 1_000:g} um, y {y_nm / 1_000:g} um{more}",
        where=columns.at(int(rows[1])),
        fix=f"give each {column} a place of its own, or leave all but one out",
    )


def _rows(text: str, where: str) -> tuple[list[list[str]], list[int]]:
    line_now = 0

    def lines_of_data() -> Iterator[str]:
        nonlocal line_now
        for number, line in enumerate(text.split("\n"), start=1):
            bare = line.strip()
            if bare and not bare.startswith("#"):
                line_now = number
                yield line.rstrip("\r")

    rows: list[list[str]] = []
    lines: list[int] = []
    try:
        for row in csv.reader(lines_of_data(), strict=True, skipinitialspace=True):
            rows.append(row)
            lines.append(line_now)
            if len(rows) > ROW_LIMIT + 1:
                raise InputError(
                    f"the file has more rows than the limit of {ROW_LIMIT}",
                    where=where,
                    fix="check that it is the right file",
                )
    except csv.Error as error:
        raise InputError(
            f"this is not CSV: {error}",
            where=f"{where}: line {line_now}",
            fix="close each quote on its own line",
        ) from None
    return rows, lines


def _kinds(
    header: Sequence[str],
    texts: Sequence[str],
    lengths: Sequence[str],
    optional: Sequence[str],
    where: str,
) -> list[tuple[str, str | None]]:
    """Return the name and the unit (``None`` for a text) of each column."""
    known = [*texts, *(f"{each}_{unit}" for each in (*lengths, *optional) for unit in _UNITS_NM)]
    kinds: list[tuple[str, str | None]] = []
    for column in header:
        if column in texts:
            kinds.append((column, None))
            continue
        if column not in known:
            separator = next((each for each in ";\t" if each in column), "")
            raise InputError(
                f"unknown column {shortened(column)}",
                where=where,
                fix="separate the columns with commas" if separator else nearest(column, known),
            )
        name, _, unit = column.rpartition("_")
        kinds.append((name, unit))
    names = [name for name, _ in kinds]
    for name, count in Counter(names).items():
        if count > 1:
            raise InputError(
                f"the column {name!r} is given twice", where=where, fix="leave one out"
            )
    missing = [each for each in texts if each not in names]
    missing += [f"{each}_um" for each in lengths if each not in names]
    if missing:
        raise InputError(
            f"the column {missing[0]!r} is missing", where=where, fix=f"add {', '.join(missing)}"
        )
    return kinds


def _same_width(rows: Sequence[Sequence[str]], lines: Sequence[int], where: str) -> None:
    width = len(rows[0])
    for row, line in zip(rows, lines, strict=True):
        if len(row) != width:
            raise InputError(
                f"the row has {len(row)} values, but the header has {width} columns",
                where=f"{where}: line {line}",
                fix="give one value for each column",
            )


def _lengths_nm(
    values: Sequence[str], unit: str, lines: Sequence[int], where: str, column: str
) -> IntArray:
    for row, value in enumerate(values):
        if _NUMBER.fullmatch(value) is None:
            raise InputError(
                f"{shortened(value)} is not a finite number",
                where=f"{where}: line {lines[row]}, {column}",
                fix=_NUMBER_RULE,
            )
    exact_nm = np.array(values, dtype=np.float64) * _UNITS_NM[unit]
    beyond = np.flatnonzero(~(np.abs(exact_nm) <= LENGTH_LIMIT_NM))
    if beyond.size:
        row = int(beyond[0])
        raise InputError(
            f"{shortened(values[row])} {unit} is beyond the largest length, "
            f"{LENGTH_LIMIT_NM // 1_000_000} mm",
            where=f"{where}: line {lines[row]}, {column}",
            fix="check the unit in the header",
        )
    return np.rint(exact_nm).astype(np.int64)
