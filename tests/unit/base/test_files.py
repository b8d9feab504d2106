"""Files come in bounded and go out whole."""

import os
from pathlib import Path

import pytest

from padwright.base import files
from padwright.base.errors import InputError
from padwright.base.files import inside, read_text, write_atomic


def refused(path: Path, *, limit_bytes: int = 100) -> str:
    with pytest.raises(InputError) as caught:
        read_text(path, limit_bytes=limit_bytes)
    assert caught.value.fix
    assert caught.value.where
    return str(caught.value)


def test_text_is_read_with_and_without_byte_order_mark(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes("é".encode())
    (tmp_path / "b").write_bytes(b"\xef\xbb\xbf" + "é".encode())
    assert read_text(tmp_path / "a") == read_text(tmp_path / "b") == "é"


def test_a_missing_file_names_its_nearest_sibling(tmp_path: Path) -> None:
    (tmp_path / "design.toml").write_text("")
    assert "did you mean 'design.toml'?" in refused(tmp_path / "desing.toml")


def test_a_missing_folder_is_a_missing_file(tmp_path: Path) -> None:
    assert "no such file" in refused(tmp_path / "none" / "design.toml")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    assert "not a file" in refused(tmp_path)


def test_a_pipe_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert "not a file" in refused(tmp_path / "pipe")


def test_bytes_that_are_no_text_are_said(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"abc\xff")
    assert "byte 3 is not UTF-8" in refused(tmp_path / "a")


def test_the_limit_is_held_exactly(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x" * 100)
    assert len(read_text(tmp_path / "a", limit_bytes=100)) == 100
    (tmp_path / "a").write_bytes(b"x" * 101)
    assert "more than the limit" in refused(tmp_path / "a")


def test_fifty_megabytes_are_refused_before_they_are_read(tmp_path: Path) -> None:
    with (tmp_path / "a").open("wb") as file:
        file.truncate(50_000_000)
    assert "50.0 MB, more than the limit of 20 MB" in refused(
        tmp_path / "a", limit_bytes=files.TEXT_LIMIT_BYTES
    )


@pytest.mark.parametrize("name", ["a\0b", "n" * 5_000])
def test_a_name_that_no_file_can_have_is_refused(tmp_path: Path, name: str) -> None:
    refused(tmp_path / name)


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_without_rights_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("x")
    (tmp_path / "a").chmod(0)
    assert "cannot be read" in refused(tmp_path / "a")


def test_a_failing_disk_is_an_input_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").write_text("x")

    def fail(*_: object, **__: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Path, "open", fail)
    assert "Input/output error" in refused(tmp_path / "a")


@pytest.mark.parametrize("name", ["pads.csv", "sub/pads.csv", "sub/../pads.csv", "."])
def test_names_inside_the_folder_are_taken(tmp_path: Path, name: str) -> None:
    assert inside(tmp_path, name, where="here") == tmp_path / name


@pytest.mark.parametrize(
    "name", ["../pads.csv", "/etc/passwd", "sub/../../x", "a\0b", "loop", "out/x", "\ud800"]
)
def test_names_that_leave_the_folder_are_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    (tmp_path / "out").symlink_to("/")
    with pytest.raises(InputError) as caught:
        inside(tmp_path, name, where="design.toml: dies.chip.pads")
    assert caught.value.where == "design.toml: dies.chip.pads"
    assert caught.value.fix


def test_a_file_is_written_whole_with_its_folders(tmp_path: Path) -> None:
    write_atomic(tmp_path / "a" / "b.txt", b"one")
    write_atomic(tmp_path / "a" / "b.txt", b"two")
    assert (tmp_path / "a" / "b.txt").read_bytes() == b"two"
    assert [each.name for each in (tmp_path / "a").iterdir()] == ["b.txt"]
    assert (tmp_path / "a" / "b.txt").stat().st_mode & 0o777 == 0o644


def test_an_output_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("x")
    with pytest.raises(InputError, match="cannot be written"):
        write_atomic(tmp_path / "a" / "b.txt", b"one")


def test_a_full_disk_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_atomic(tmp_path / "a.txt", b"one")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(InputError, match="No space left on device") as caught:
        write_atomic(tmp_path / "a.txt", b"two")
    assert "nothing there was changed" in caught.value.fix
    assert (tmp_path / "a.txt").read_bytes() == b"one"
    assert [each.name for each in tmp_path.iterdir()] == ["a.txt"]


def test_a_cancelled_write_leaves_no_rubbish(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cancelled(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", cancelled)
    with pytest.raises(KeyboardInterrupt):
        write_atomic(tmp_path / "a.txt", b"two")
    assert list(tmp_path.iterdir()) == []


def test_what_is_no_plain_file_is_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(InputError, match="no plain file"):
        write_atomic(pipe, b"x")
    assert pipe.is_fifo()
