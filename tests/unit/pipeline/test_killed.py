"""Killed at any moment, the next run resumes and ends with the bytes of an undisturbed one."""

import subprocess
import sys
from pathlib import Path

import pytest

from unit.cli.starting import write_start

_PROGRAM = Path(__file__).with_name("killed.py")


def _same_bytes_after_kills(folder: Path, moments: int, seed: int) -> int:
    """Return how many runs were killed before their end."""
    design = write_start(folder / "in")
    command = [sys.executable, str(_PROGRAM), str(design), str(folder), str(moments), str(seed)]
    program = subprocess.run(command, capture_output=True, text=True, check=False)
    assert program.returncode == 0, program.stderr
    told = program.stdout.splitlines()
    word, reference, again = told[0].split()
    assert word == "undisturbed"
    assert again == reference
    kills = 0
    for line in told[1:]:
        killed, digest = line.split()
        kills += int(killed)
        assert digest == reference
    assert len(told) == moments + 1
    return kills


def test_a_few_kills_change_nothing(tmp_path: Path) -> None:
    assert _same_bytes_after_kills(tmp_path, 2, seed=1) > 0


@pytest.mark.slow
def test_many_kills_change_nothing(tmp_path: Path) -> None:
    assert _same_bytes_after_kills(tmp_path, 20, seed=2) >= 20
