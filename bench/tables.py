"""Tables of the benches in Markdown: printed row by row as they are measured, kept for a page."""

from collections.abc import Iterable, Mapping, Sequence


class Table:
    """A table that grows by a row with each thing that is measured.

    Parameters
    ----------
    columns
        Names of the columns, which are the keys of the rows.
    shown
        Whether its head and its rows are printed as they come.
    """

    def __init__(self, columns: Sequence[str], *, shown: bool = True) -> None:
        self._columns, self._shown = tuple(columns), shown
        self._lines: list[str] = []
        self._put(_line(self._columns))
        self._put("|" + "---|" * len(self._columns))

    def __str__(self) -> str:
        """Return the table as Markdown, with the end of its last line."""
        return "\n".join([*self._lines, ""])

    def add(self, row: Mapping[str, object]) -> None:
        """Add a row; a column that it has not stays empty."""
        self._put(_line(row.get(column, "") for column in self._columns))

    def _put(self, line: str) -> None:
        self._lines.append(line)
        if self._shown:
            print(line, flush=True)


def _line(cells: Iterable[object]) -> str:
    return "| " + " | ".join(map(str, cells)) + " |"
