"""Progress and cancel for long work: the work calls, the face decides what to show."""

from collections.abc import Callable

from padwright.base.errors import CancelledError

#: Called as ``report(room, done, total, what)``; raising `CancelledError` in it stops the work.
Report = Callable[[str, int, int, str], None]


def silent(room: str, done: int, total: int, what: str) -> None:
    """Report nothing."""


class Cancel:
    """A `Report` that passes on to another one and stops the work once `cancel` was called."""

    def __init__(self, report: Report = silent) -> None:
        self._report = report
        self._cancelled = False

    def cancel(self) -> None:
        """Ask the work to stop at its next report."""
        self._cancelled = True

    def __call__(self, room: str, done: int, total: int, what: str) -> None:
        """Pass a report on, or stop the work."""
        if self._cancelled:
            raise CancelledError(f"cancelled in {room}", fix="run the same command again to resume")
        self._report(room, done, total, what)
