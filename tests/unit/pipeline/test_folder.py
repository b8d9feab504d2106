"""The run folder keeps what was finished and never shows what was not."""

import errno
import json
import os
from pathlib import Path

import pytest

from padwright.base import files
from padwright.base.errors import InputError
from padwright.pipeline.deposit import read_deposit
from padwright.pipeline.folder import RunFolder, damaged_files, read_manifest


def _sha256(data: bytes) -> str:
    import hashlib  # noqa: PLC0415 - one use

    return hashlib.sha256(data).hexdigest()


def _publish(folder: RunFolder, key: str, texts: dict[str, str]) -> None:
    for name, text in texts.items():
        folder.stage_file(name, text.encode())
    records = {name: {"sha256": _sha256(text.encode())} for name, text in texts.items()}
    folder.publish(key, {"files": records})


def _contents(path: Path) -> dict[str, bytes]:
    return {
        each.relative_to(path).as_posix(): each.read_bytes()
        for each in sorted(path.rglob("*"))
        if each.is_file()
    }


def test_a_stage_comes_back_as_it_was(tmp_path: Path) -> None:
    value = {"nets": [["a", ["P1", "A1"]]], "length_um": 0.1 + 0.2, "none": None}
    with RunFolder.opened(tmp_path / "out") as folder:
        folder.save("plan", "k" * 64, value)
    with RunFolder.opened(tmp_path / "out") as folder:
        assert folder.load("plan", "k" * 64) == value
        assert folder.load("plan", "j" * 64) is None
        assert folder.load("routing", "k" * 64) is None


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[:-9],
        lambda data: data.replace(b'"value":1', b'"value":2'),
        lambda data: data.replace(b'"key":"k', b'"key":"x'),
        lambda _: b"",
        lambda _: b"[]",
        lambda _: b'{"key":1}',
        lambda _: b"\xff\xfe",
    ],
)
def test_a_damaged_stage_is_as_good_as_none(tmp_path: Path, damage: object) -> None:
    with RunFolder.opened(tmp_path) as folder:
        folder.save("plan", "k" * 64, 1)
        (stored,) = (tmp_path / ".padwright").glob("plan-*.json")
        stored.write_bytes(damage(stored.read_bytes()))  # type: ignore[operator]
        assert folder.load("plan", "k" * 64) is None


def test_files_are_seen_only_once_all_are_written(tmp_path: Path) -> None:
    with RunFolder.opened(tmp_path) as folder:
        folder.stage_file("a.txt", b"a")
        assert not (tmp_path / "a.txt").exists()
        assert folder.holds("a.txt", _sha256(b"a"))
        assert not folder.holds("a.txt", _sha256(b"b"))
        _publish(folder, "k", {"a.txt": "a", "b.txt": "b"})
        assert (tmp_path / "a.txt").read_text() == "a"
        assert folder.current("k") == read_manifest(tmp_path)
        assert folder.current("other") is None


def test_a_changed_or_lost_file_is_noticed(tmp_path: Path) -> None:
    with RunFolder.opened(tmp_path) as folder:
        _publish(folder, "k", {"a.txt": "a", "b.txt": "b"})
        (tmp_path / "a.txt").write_text("x")
        (tmp_path / "b.txt").unlink()
        assert folder.current("k") is None
        manifest = read_manifest(tmp_path)
        assert manifest is not None
        assert damaged_files(tmp_path, manifest) == ["a.txt", "b.txt"]


def test_files_of_an_earlier_build_go_unless_somebody_changed_them(tmp_path: Path) -> None:
    with RunFolder.opened(tmp_path) as folder:
        _publish(folder, "k", {"a.txt": "a", "b.txt": "b", "c.txt": "c"})
    (tmp_path / "b.txt").write_text("mine now")
    (tmp_path / "notes.txt").write_text("never ours")
    with RunFolder.opened(tmp_path) as folder:
        _publish(folder, "l", {"a.txt": "new"})
    assert {each.name for each in tmp_path.iterdir()} == {
        *(".padwright", "manifest.json"),
        *("a.txt", "b.txt", "notes.txt"),
    }


def test_stages_that_are_no_longer_used_go(tmp_path: Path) -> None:
    with RunFolder.opened(tmp_path) as folder:
        folder.save("plan", "old", 1)
    with RunFolder.opened(tmp_path) as folder:
        folder.save("plan", "new", 1)
        _publish(folder, "k", {})
    left = {each.name for each in (tmp_path / ".padwright").iterdir()}
    assert left == {"lock", "plan-new.json", "current.json"}


def test_what_a_killed_run_left_half_written_is_swept(tmp_path: Path) -> None:
    with RunFolder.opened(tmp_path):
        pass
    left = tmp_path / ".padwright" / ".plan-1.json.abcd1234.tmp"
    left.write_bytes(b"half")
    mine = tmp_path / ".notes.tmp"
    mine.write_bytes(b"mine")
    with RunFolder.opened(tmp_path):
        assert not left.exists()
        assert mine.exists()


def test_two_runs_do_not_share_a_folder(tmp_path: Path) -> None:
    with (
        RunFolder.opened(tmp_path),
        pytest.raises(InputError, match="another run is at work"),
        RunFolder.opened(tmp_path),
    ):
        pass
    with RunFolder.opened(tmp_path):
        pass


def test_a_folder_that_was_made_for_nothing_goes_again(tmp_path: Path) -> None:
    with pytest.raises(InputError), RunFolder.opened(tmp_path / "out"):
        raise InputError("too few balls")
    assert not (tmp_path / "out").exists()
    (tmp_path / "mine").mkdir()
    with pytest.raises(InputError), RunFolder.opened(tmp_path / "mine"):
        raise InputError("too few balls")
    assert (tmp_path / "mine").exists()


def test_a_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(InputError, match="cannot be used"), RunFolder.opened(tmp_path / "out"):
        pass


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_rights_is_refused(tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o500)
    with pytest.raises(InputError, match="cannot be used"), RunFolder.opened(locked / "out"):
        pass


def test_a_full_disk_leaves_the_earlier_files_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with RunFolder.opened(tmp_path) as folder:
        _publish(folder, "k", {"a.txt": "a", "b.txt": "b"})
    before = _contents(tmp_path)
    written = 0

    def full(_: int) -> None:
        nonlocal written
        written += 1
        if written > 1:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(files.os, "fsync", full)
    with (
        pytest.raises(InputError, match="No space left on device"),
        RunFolder.opened(tmp_path) as folder,
    ):
        _publish(folder, "l", {"a.txt": "new a", "b.txt": "new b"})
    monkeypatch.undo()
    after = _contents(tmp_path)
    assert {name: after[name] for name in before} == before
    with RunFolder.opened(tmp_path) as folder:
        assert folder.current("k") is not None


def test_a_deposit_tells_its_findings_and_refuses_what_was_changed(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no manifest\.json"):
        read_deposit(tmp_path)
    told = {"design": "d", "figures": {"verdict": "clean"}, "findings": []}
    with RunFolder.opened(tmp_path) as folder:
        _publish(folder, "k", {"findings.json": json.dumps(told), "a.txt": "a"})
    assert read_deposit(tmp_path) == told
    (tmp_path / "a.txt").write_text("x")
    with pytest.raises(InputError, match=r"absent or changed since the build: a\.txt"):
        read_deposit(tmp_path)


def test_a_foreign_file_is_not_overwritten_and_the_work_is_kept(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "report.html").write_text("my own notes")
    with RunFolder.opened(out) as folder:
        folder.save("plan", "k" * 64, {"made": 1})
        with pytest.raises(InputError, match=r"report\.html would be overwritten"):
            _publish(folder, "a", {"report.html": "theirs"})
    assert (out / "report.html").read_text() == "my own notes"
    with RunFolder.opened(out) as folder:
        assert folder.load("plan", "k" * 64) == {"made": 1}
        (out / "report.html").unlink()
        _publish(folder, "a", {"report.html": "theirs"})
        _publish(folder, "b", {"report.html": "anew"})
    assert (out / "report.html").read_text() == "anew"
