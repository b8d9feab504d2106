"""A family is what lies in its folder."""

import itertools
import sys
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from padwright.base.discovery import members
from padwright.base.errors import BrokenPromiseError

PREAMBLE = "from tests_family import Family\n"
_numbers = itertools.count()


class Family(ABC):
    @abstractmethod
    def work(self) -> str: ...


MakeFolder = Callable[[dict[str, str]], str]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MakeFolder]:
    monkeypatch.syspath_prepend(str(tmp_path))
    before = set(sys.modules)
    sys.modules["tests_family"] = sys.modules[__name__]

    def make(modules: dict[str, str]) -> str:
        name = f"family_{next(_numbers)}"
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("")
        for module, text in modules.items():
            (tmp_path / name / f"{module}.py").write_text(PREAMBLE + text)
        return name

    yield make
    for each in set(sys.modules) - before:
        del sys.modules[each]


def member(name: str, kind: str) -> str:
    line = f"    kind = {kind!r}\n" if kind else ""
    return f"class {name}(Family):\n{line}    def work(self): return {name!r}\n"


def test_members_are_found_by_kind_in_order(folder: MakeFolder) -> None:
    found = members(folder({"one": member("One", "zinc"), "two": member("Two", "alum")}), Family)
    assert list(found) == ["alum", "zinc"]
    assert found["zinc"]().work() == "One"


def test_what_is_no_member_is_left_alone(folder: MakeFolder) -> None:
    name = folder(
        {
            "one": member("One", "one")
            + member("_Hidden", "hidden")
            + "class Half(Family):\n    kind = 'half'\n"
            + "class Other:\n    kind = 'other'\nvalue = 3\n",
        }
    )
    assert list(members(name, Family)) == ["one"]


def test_an_imported_member_counts_once(folder: MakeFolder) -> None:
    made = folder(
        {"one": member("One", "one"), "two": "from .one import One\n" + member("Two", "two")}
    )
    assert list(members(made, Family)) == ["one", "two"]


def test_two_members_of_one_kind_are_our_fault(folder: MakeFolder) -> None:
    with pytest.raises(BrokenPromiseError, match="taken kind 'same'"):
        members(folder({"one": member("One", "same"), "two": member("Two", "same")}), Family)


def test_a_member_without_kind_is_our_fault(folder: MakeFolder) -> None:
    with pytest.raises(BrokenPromiseError, match="One has no kind"):
        members(folder({"one": member("One", "")}), Family)


def test_an_empty_folder_has_no_members(folder: MakeFolder) -> None:
    assert members(folder({}), Family) == {}
