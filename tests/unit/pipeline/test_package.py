"""The whole journey of a small design, from Python."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import padwright
from padwright.base.errors import CancelledError, InputError
from padwright.pipeline import identity, wiring
from padwright.pipeline.folder import RunFolder
from padwright.pipeline.identity import ROOMS, stage_key
from padwright.pipeline.package import Package
from padwright.pipeline.summary import Summary
from padwright.route.problem import RoutingProblem
from padwright.route.routing import Routing, Unrouted
from unit.cli.starting import swap, write_start


class Seen:
    """A report that remembers the rooms, and may cancel one."""

    def __init__(self, cancel: str = "") -> None:
        self.rooms: list[str] = []
        self.cancel = cancel

    def __call__(self, room: str, done: int, total: int, what: str) -> None:
        if room == self.cancel and done == total:
            raise CancelledError(f"cancelled in {room}")
        if what.startswith("kept"):
            room = f"{room} kept"
        if room not in self.rooms:
            self.rooms.append(room)


def _contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def _delivered(folder: Path) -> dict[str, bytes]:
    return {name: data for name, data in _contents(folder).items() if name[0] != "."}


@pytest.fixture(scope="module")
def design(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_start(tmp_path_factory.mktemp("design"))


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory, design: Path) -> Path:
    folder = tmp_path_factory.mktemp("made") / "out"
    Package.load(design).bring_up_to_date(folder)
    return folder


def test_all_rooms_report(design: Path) -> None:
    seen = Seen()
    result = Package.load(design).build(report=seen)
    assert seen.rooms == ["plan", "route", "draw", "process", "check"]
    assert result.summary.nets_connected == result.summary.nets == 10
    assert result.summary.files == {}
    assert result.nets.nets
    assert result.built.moments
    assert result.findings == tuple(result.delivery.findings)
    assert result.file("findings") == result.file("findings")


_SECOND_DIE = """
[[dies]]
name = "memory"
pads = "more.csv"
width = "1.2 mm"
height = "0.8 mm"
thickness = "150 um"
x = "-1.6 mm"
y = "0.1 mm"
rotation = "90 deg"
pad_width = "60 um"

[terminals]
"""


def test_dies_of_different_kinds_and_turns_join_their_nets(tmp_path: Path) -> None:
    def grown(text: str) -> str:
        text = swap('width = "4 mm"', 'width = "5 mm"')(text)
        text = swap('x = "0 um"', 'x = "1.2 mm"')(text)
        return swap("[terminals]\n", _SECOND_DIE)(swap("columns = 4", "columns = 5")(text))

    design = write_start(tmp_path, design=grown)
    pads = "pad,net,x_um,y_um\nM1,vss,100,100\nM2,bus,600,100\nM3,vdd,1100,100\nM4,in1,600,700\n"
    (tmp_path / "more.csv").write_text(pads)
    result = Package.load(design).build()
    assert result.summary.nets_connected == result.summary.nets == 11
    assert not [each for each in result.findings if each.severity == "error"]
    joined = {pin for net in result.nets.nets for pin in net.pins if "memory.M4" in net.pins}
    assert {"memory.M4", "chip.P2"} < joined


def test_a_result_shows_itself_in_a_notebook(design: Path) -> None:
    result = Package.load(design).build()
    assert result._repr_svg_().lstrip().startswith("<")
    page = result._repr_html_()
    assert "10 of 10" in page
    assert "<svg" in page


def test_work_is_done_once(design: Path) -> None:
    package = Package.load(design)
    assert package.route() is package.route()
    assert package.plan() is package.plan()
    assert package.route().provenance.inputs["design"] == package.design.source_digest
    assert set(package.route().provenance.inputs) == {"design", "plan"}
    assert len(package.flow()) == len(package.flow(1))


def test_a_finished_folder_is_left_alone(design: Path, out: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in out.iterdir()}
    seen = Seen()
    summary = Package.load(design).bring_up_to_date(out, report=seen)
    assert seen.rooms == []
    assert {path: path.stat().st_mtime_ns for path in out.iterdir()} == before
    assert summary == Summary.from_json(json.loads(json.dumps(summary.to_json())))
    assert summary.nets == 10


def test_what_is_done_again_comes_out_the_same(design: Path, out: Path) -> None:
    before = _contents(out)
    seen = Seen()
    Package.load(design).bring_up_to_date(out, report=seen, force=True)
    assert seen.rooms == ["plan", "route", "draw", "process", "check", "export"]
    assert _contents(out) == before


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path.write_bytes(path.read_bytes()[:-1]),
        lambda path: path.unlink(),
        lambda path: path.write_bytes(b""),
    ],
)
@pytest.mark.parametrize("pattern", ["masks.gds", "manifest.json", ".padwright/*.json"])
def test_what_was_damaged_is_made_anew(
    design: Path, out: Path, pattern: str, spoil: Callable[[Path], object]
) -> None:
    before = _contents(out)
    for path in out.glob(pattern):
        spoil(path)
    Package.load(design).bring_up_to_date(out)
    assert _contents(out) == before


def test_another_design_in_the_same_folder_takes_its_place(tmp_path: Path, design: Path) -> None:
    mine, theirs = tmp_path / "mine", tmp_path / "theirs"
    changed = write_start(
        tmp_path / "in", design=swap('thickness = "150 um"', 'thickness = "100 um"')
    )
    Package.load(design).bring_up_to_date(mine)
    Package.load(changed).bring_up_to_date(mine)
    Package.load(changed).bring_up_to_date(theirs)
    assert _contents(mine) == _contents(theirs)


@pytest.mark.parametrize("room", ["plan", "route", "process", "check", "export"])
def test_a_cancelled_run_goes_on_where_it_was(
    tmp_path: Path, design: Path, out: Path, room: str
) -> None:
    with pytest.raises(CancelledError):
        Package.load(design).bring_up_to_date(tmp_path / "o", report=Seen(cancel=room))
    assert not (tmp_path / "o" / "manifest.json").exists()
    seen = Seen()
    Package.load(design).bring_up_to_date(tmp_path / "o", report=seen)
    if room in {"process", "check", "export"}:
        assert seen.rooms[:2] == ["plan kept", "route kept"]
    assert _contents(tmp_path / "o") == _contents(out)


def test_each_number_of_levels_that_was_tried_is_kept(
    tmp_path: Path, design: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[int] = []

    def route(problem: RoutingProblem, *, angles: str, before: object, report: object) -> Routing:
        assert before is None
        del angles, report
        tried.append(problem.levels)
        if problem.levels == 2 and tried == [1, 2]:
            raise CancelledError("cancelled in route")
        nets = problem.nets if problem.levels == 1 else ()
        return Routing((), (), tuple(Unrouted(net.name, "", None) for net in nets))

    monkeypatch.setattr(wiring, "route", route)
    package = Package.load(design)
    with RunFolder.opened(tmp_path) as folder, pytest.raises(CancelledError):
        wiring.routed(package.design, package.plan(), folder)
    with RunFolder.opened(tmp_path) as folder:
        made = wiring.routed(package.design, package.plan(), folder).value
    assert tried == [1, 2, 2]
    assert [(each.levels, each.unrouted) for each in made.tried] == [(1, 10), (2, 0)]
    stored = [path.name for path in (tmp_path / ".padwright").glob("routing*")]
    assert len(stored) == 1


def test_a_plan_that_cannot_be_made_leaves_no_folder(tmp_path: Path) -> None:
    design = write_start(tmp_path / "in", design=swap("[nets]", 'forbidden = ["Z9"]\n[nets]'))
    with pytest.raises(InputError):
        Package.load(design).bring_up_to_date(tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_the_same_input_gives_the_same_bytes_elsewhere(tmp_path: Path, out: Path) -> None:
    """In other folders, under another name of the design's folder, with other hash seeds."""
    for seed in ("0", "4242"):
        design = write_start(tmp_path / f"elsewhere {seed}" / "in")
        folder = tmp_path / seed / "some" / "out"
        command = [sys.executable, "-m", "padwright.cli", "build", str(design), "-o", str(folder)]
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": "Asia/Tokyo", "LC_ALL": "C"}
        subprocess.run([*command, "--quiet"], env=environment, check=False, capture_output=True)
        assert _delivered(folder) == _delivered(out)
        for name, data in _contents(folder).items():
            assert str(tmp_path).encode() not in data, name


def test_an_edit_of_a_room_leaves_no_stale_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    keys = {stage: stage_key(stage, {"design": "0"}) for stage in ROOMS}
    assert len(set(keys.values())) == len(keys)
    real = identity._code_digest
    for room, stages in (
        ("plan", {"plan", "routing", "package"}),
        ("route", {"plan", "routing", "package"}),
        ("export", {"package"}),
        ("cli", set()),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(
                identity, "_code_digest", lambda each, room=room: real(each) + "x" * (each == room)
            )
            changed = {stage for stage in ROOMS if stage_key(stage, {"design": "0"}) != keys[stage]}
        assert changed == stages
    assert stage_key("plan", {"design": "1"}) != keys["plan"]


def test_rooms_of_a_stage_are_folders_of_ours() -> None:
    here = Path(padwright.__path__[0])
    rooms = {each.name for each in here.iterdir() if (each / "__init__.py").exists()}
    assert set(ROOMS["package"]) == rooms - {"cli"}


def test_the_public_names_are_these_and_exist() -> None:
    assert padwright.__all__ == [
        *("Cancel", "CancelledError", "Finding", "FinishedPackage", "InputError", "Package"),
        *("PadwrightError", "Result", "Severity", "StepError", "Summary", "__version__"),
    ]
    for name in padwright.__all__:
        assert getattr(padwright, name)
    assert dir(padwright) == sorted(padwright.__all__)
    with pytest.raises(AttributeError, match="no attribute 'Pakage'"):
        padwright.Pakage  # noqa: B018 - the access is the test


def test_importing_padwright_is_light() -> None:
    code = "import sys, padwright; sys.exit(bool({'numpy', 'klayout'} & set(sys.modules)))"
    subprocess.run([sys.executable, "-c", code], check=True)
