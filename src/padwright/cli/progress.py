"""Progress on stderr: a bar for each room on a terminal, a line for each room elsewhere."""

import contextlib
import signal
import sys
import threading
import time
from collections.abc import Iterator
from types import FrameType, TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from padwright.base.progress import Cancel, Report

#: Bars are drawn anew at most this often.
_PER_S = 12.0


class Shown:
    """A `Report` that shows how far each room is, and remembers how long each took.

    Parameters
    ----------
    quiet
        Show nothing, remember the times only.
    """

    def __init__(self, *, quiet: bool = False) -> None:
        self.times_s: dict[str, float] = {}
        self._room = ""
        self._since_s = time.perf_counter()
        self._lines = not quiet and not sys.stderr.isatty()
        self._tasks: dict[str, TaskID] = {}
        self._bars: Progress | None = None
        if not quiet and not self._lines:
            self._bars = Progress(
                TextColumn("{task.fields[room]:<8}"),
                BarColumn(bar_width=30),
                TextColumn("{task.fields[what]:<28}", markup=False),
                TimeElapsedColumn(),
                console=Console(stderr=True),
                refresh_per_second=_PER_S,
            )

    def __enter__(self) -> Self:
        if self._bars:
            self._bars.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._close()
        if self._bars:
            self._bars.stop()

    def __call__(self, room: str, done: int, total: int, what: str) -> None:
        """Take a report of a room."""
        if room != self._room:
            self._close()
            self._room = room
            if self._lines:
                sys.stderr.write(f"{room} ...\n")
        if self._bars:
            total = max(total, 1)
            if room not in self._tasks:
                self._tasks[room] = self._bars.add_task(room, room=room, what=what, total=total)
            self._bars.update(self._tasks[room], completed=done, total=total, what=what[:28])

    def _close(self) -> None:
        now_s = time.perf_counter()
        name = self._room or "start"
        self.times_s[name] = self.times_s.get(name, 0.0) + now_s - self._since_s
        self._since_s = now_s
        if self._bars and self._room in self._tasks:
            task = self._tasks[self._room]
            self._bars.update(task, completed=self._bars.tasks[task].total)
            self._bars.stop_task(task)


@contextlib.contextmanager
def stoppable(report: Report) -> Iterator[Report]:
    """Give a report that stops the work at its next call after a Ctrl-C; a second one at once."""
    cancel = Cancel(report)
    asked = False

    def ask(_signal: int, _frame: FrameType | None) -> None:
        nonlocal asked
        if asked:
            raise KeyboardInterrupt
        asked = True
        cancel.cancel()

    if threading.current_thread() is not threading.main_thread():
        yield cancel
        return
    before = signal.signal(signal.SIGINT, ask)
    try:
        yield cancel
    finally:
        signal.signal(signal.SIGINT, before)
