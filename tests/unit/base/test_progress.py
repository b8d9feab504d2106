"""Progress is passed on, and cancel stops the work at its next report."""

import pytest

from padwright.base.errors import CancelledError
from padwright.base.progress import Cancel, silent


def test_reports_are_passed_on_until_cancelled() -> None:
    seen: list[tuple[str, int, int, str]] = []
    report = Cancel(lambda *args: seen.append(args))
    report("route", 1, 3, "vss")
    report.cancel()
    with pytest.raises(CancelledError, match="cancelled in route"):
        report("route", 2, 3, "vdd")
    assert seen == [("route", 1, 3, "vss")]


def test_silence_is_the_default() -> None:
    silent("plan", 0, 1, "balls")
    Cancel()("plan", 0, 1, "balls")
