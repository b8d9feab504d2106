"""`[routing] keep`: a build that goes on from the wiring of an earlier one."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from padwright.base.errors import InputError
from padwright.pipeline.package import Package
from padwright.readers.design_file import load_design
from unit.cli.starting import swap, write_start

_KEEP = '\n[routing]\nkeep = "wiring.json"\n'
_PAD = swap("P6,clock,1900,1500", "P6,clock,1900,1440")


def _keeping(text: str) -> str:
    return swap("\n# A net is all pads", f"{_KEEP}\n# A net is all pads")(text)


def _wires(data: bytes) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for wiring in json.loads(data)["wirings"]:
        for each in (*wiring["wires"], *wiring["vias"]):
            found.setdefault(each["net"], []).append(each)
    return found


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("first")
    return Package.load(write_start(folder)).build().file("wiring")


def _again(folder: Path, kept: bytes, **changes: Callable[[str], str]) -> Package:
    design = write_start(folder, **{"design": _keeping, **changes})
    (folder / "wiring.json").write_bytes(kept)
    return Package.load(design)


def test_a_build_that_keeps_its_wiring_gives_the_same_to_the_byte(
    tmp_path: Path, first: bytes
) -> None:
    again = _again(tmp_path, first).build()
    assert again.file("wiring") == first
    assert not again.wiring.routing.unrouted
    assert again.summary.clean


def test_only_the_net_of_a_pad_that_moved_is_other(tmp_path: Path, first: bytes) -> None:
    again = _again(tmp_path, first, pads=_PAD).build()
    old, new = _wires(first), _wires(again.file("wiring"))
    assert old.keys() == new.keys()
    assert [net for net in sorted(old) if old[net] != new[net]] == ["clock"]
    assert again.summary.nets_connected == again.summary.nets


def test_it_is_an_input_like_any_other(tmp_path: Path, first: bytes) -> None:
    plain = load_design(write_start(tmp_path / "plain"))
    kept = _again(tmp_path / "kept", first).design
    assert plain.earlier_wiring == ""
    assert len({plain.source_digest, kept.source_digest}) == 2
    fewer = json.loads(first)
    fewer["wirings"][0]["wires"] = fewer["wirings"][0]["wires"][1:]
    other = _again(tmp_path / "other", json.dumps(fewer).encode()).design
    assert other.source_digest != kept.source_digest


def test_a_run_is_resumed_and_a_new_file_makes_it_anew(tmp_path: Path, first: bytes) -> None:
    package = _again(tmp_path / "in", first)
    package.bring_up_to_date(tmp_path / "out")
    told: list[str] = []

    def report(room: str, _done: int, _total: int, _what: str) -> None:
        told.append(room)

    package = Package.load(tmp_path / "in" / "design.toml")
    package.bring_up_to_date(tmp_path / "out", report=report)
    assert not told
    assert (tmp_path / "out" / "wiring.json").read_bytes() == first
    text = (tmp_path / "in" / "wiring.json").read_text()
    (tmp_path / "in" / "wiring.json").write_text(text.replace('"levels":', '"levels": '))
    package = Package.load(tmp_path / "in" / "design.toml")
    package.bring_up_to_date(tmp_path / "out", report=report)
    assert "plan" in told
    assert (tmp_path / "out" / "wiring.json").read_bytes() == first


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("[]", "expected an object"),
        ("{", "not JSON"),
        ('{"format": "other"}', "no wiring"),
        ('{"format": "padwright-wiring-1", "levels": -1, "wirings": []}', "levels"),
        ('{"format": "padwright-wiring-1", "levels": 1, "wirings": [{"problem": 1}]}', "problem"),
        (
            '{"format": "padwright-wiring-1", "levels":1, "wirings": [{"problem":"", "levels":1}]}',
            "wires",
        ),
    ],
)
def test_a_file_that_is_no_wiring_is_told(tmp_path: Path, text: str, part: str) -> None:
    package = _again(tmp_path, text.encode())
    with pytest.raises(InputError) as caught:
        package.route()
    assert str(caught.value).startswith("wiring.json")
    assert part in str(caught.value)
    assert caught.value.fix


@pytest.mark.parametrize("name", ["../wiring.json", "/etc/hostname", "none.json", "."])
def test_the_file_lies_in_the_folder_of_the_design(tmp_path: Path, name: str) -> None:
    (tmp_path / "wiring.json").write_text("{}")
    design = write_start(
        tmp_path / "in", design=lambda text: _keeping(text).replace('"wiring.json"', f'"{name}"')
    )
    with pytest.raises(InputError):
        load_design(design)


def test_a_wiring_of_another_design_is_told(tmp_path: Path, first: bytes) -> None:
    other = first
    for net in _wires(first):
        other = other.replace(f'"net":"{net}"'.encode(), f'"net":"other {net}"'.encode())
    with pytest.raises(InputError, match="none of its"):
        _again(tmp_path, other).route()


def test_more_levels_than_the_design_allows_are_no_matter(tmp_path: Path, first: bytes) -> None:
    data = json.loads(first)
    data["levels"] = 40
    wiring = _again(tmp_path, json.dumps(data).encode()).route().value
    assert wiring.levels == 2
