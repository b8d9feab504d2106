"""The house keeps its own rules: order of the rooms, lint, types, units in names, file sizes."""

import ast
import importlib
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "padwright"
FILES = sorted(SOURCE.rglob("*.py"))
ROOMS = sorted(each.name for each in SOURCE.iterdir() if (each / "__init__.py").exists())
LONGEST_FILE_LINES = 400
#: What a float may be called without a unit: numbers without dimension.
PURE = re.compile(r"(^|_)(ratio|share|opacity|version|value|weight|factor|scale|count)$")
#: Words for what has a dimension; an int that ends in one of them needs a unit as well.
DIMENSIONED = re.compile(
    r"(^|_)(width|height|length|thickness|depth|pitch|diameter|radius|space|spacing|gap|x|y|z|left"
    r"|right|top|bottom|low|high|offset|distance|area|volume|time|duration|temperature|angle|power"
    r"|clearance|margin|size|limit)$"
)
UNITS = re.compile(
    r"_(nm|nm2|nm3|um|um2|mm|mm2|m|c|k|min|s|ms|deg|rad|w_per_mk|j_per_kgk|kg_per_m3|ppm_per_k|gpa"
    r"|ohm_m|ohm|hz|h|f|db|f_per_m|h_per_m|bytes|mb|px)$"
)
ABSENT_NAMES = {"utils", "helpers", "common", "manager", "misc"}


def bad_names(tree):
    """Names of int and float fields and arguments that neither count nor end in a unit."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            pairs = [
                (each.target.id, each.annotation)
                for each in node.body
                if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name)
            ]
        elif isinstance(node, ast.FunctionDef):
            every = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
            pairs = [(each.arg, each.annotation) for each in every if each.annotation]
        else:
            continue
        for name, annotation in pairs:
            plain = ast.unparse(annotation).removesuffix(" | None")
            lacking = (plain == "float" and not PURE.search(name)) or (
                plain == "int" and DIMENSIONED.search(name)
            )
            if lacking and not UNITS.search(name):
                found.append(f"{node.name}.{name}")
    return found


def test_the_check_of_names_finds_a_planted_fault():
    assert bad_names(ast.parse("class A:\n    width: int\n    width_nm: int\n")) == ["A.width"]
    assert bad_names(ast.parse("def f(power: float, rows: int): ...")) == ["f.power"]


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(SOURCE)))
def test_a_file_is_short_and_has_a_subject(file):
    text = file.read_text()
    assert len(text.splitlines()) <= LONGEST_FILE_LINES
    assert file.stem not in ABSENT_NAMES
    assert ast.get_docstring(ast.parse(text)), "a module says what it is"
    assert not re.search(r"\b(TODO|FIXME|XXX)\b", text)


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(SOURCE)))
def test_every_number_has_its_unit_in_its_name(file):
    assert bad_names(ast.parse(file.read_text())) == []


def test_every_room_is_on_the_page_of_the_architecture():
    page = (ROOT / "ARCHITECTURE.md").read_text()
    assert [room for room in ROOMS if f"`{room}`" not in page] == []


def test_nothing_imports_the_top_package_from_inside():
    inward = re.compile(r"^\s*(import padwright$|from padwright import)", re.MULTILINE)
    guilty = [str(file.relative_to(SOURCE)) for file in FILES if inward.search(file.read_text())]
    assert guilty == []


def test_all_names_of_the_public_face_are_there():
    face = importlib.import_module("padwright")
    assert sorted(face.__all__) == face.__all__
    for name in face.__all__:
        assert getattr(face, name) is not None
    assert set(dir(face)) == set(face.__all__)


def run(*words):
    program = shutil.which(words[0], path=str(Path(sys.executable).parent)) or shutil.which(
        words[0]
    )
    assert program, f"{words[0]} is not installed"
    return subprocess.run(
        [program, *words[1:]], cwd=ROOT, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    "words",
    [
        ("ruff", "check", "."),
        ("ruff", "format", "--check", "."),
        ("lint-imports",),
        ("mypy",),
    ],
    ids=" ".join,
)
def test_the_tools_agree(words):
    done = run(*words)
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_page_or_file_names_a_place_of_one_machine():
    tracked = run("git", "ls-files").stdout.split()
    texts = [ROOT / name for name in tracked if not name.endswith((".png", ".glb", ".oas", ".gds"))]
    pattern = re.compile(r"(/home/|/root/|/work/|/tmp/bash)")
    own = Path(__file__).resolve()
    guilty = [str(f) for f in texts if f.exists() and f != own and pattern.search(f.read_text())]
    assert guilty == []


PAGES = sorted([*ROOT.glob("*.md"), *(each for each in (ROOT / "docs").rglob("*.md"))], key=str)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_of_a_page_leads_to_a_file(page):
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text())
    inside = [link for link in links if not link.startswith(("http://", "https://"))]
    assert [link for link in inside if not (page.parent / link).exists()] == []
