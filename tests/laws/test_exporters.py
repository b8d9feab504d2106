"""What every exporter keeps to, whichever there are."""

import hashlib
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from padwright.base.discovery import members
from padwright.export.exporter import Delivery, Exporter
from unit.export.deliveries import HOSTILE, hostile_delivery, small_delivery

EXPORTERS = members("padwright.export.formats", Exporter)
XML_ENDINGS = {".svg", ".lyp"}
TESTS = Path(__file__).parents[1]

every = pytest.mark.parametrize("kind", list(EXPORTERS))


def written(kind: str, delivery: Delivery) -> bytes:
    to = io.BytesIO()
    EXPORTERS[kind]().write(delivery, to)
    return to.getvalue()


def digests() -> dict[str, str]:
    delivery = small_delivery(with_findings=True)
    return {kind: hashlib.sha256(written(kind, delivery)).hexdigest() for kind in EXPORTERS}


@every
def test_it_states_what_it_is_and_what_it_loses(kind: str) -> None:
    exporter = EXPORTERS[kind]
    assert exporter.__doc__
    assert len(exporter.describes) > 10
    assert len(exporter.loses) > 10
    assert Path(exporter.filename).name == exporter.filename
    assert Path(exporter.filename).suffix


def test_no_two_write_the_same_file() -> None:
    names = [each.filename for each in EXPORTERS.values()]
    assert len(set(names)) == len(names)


@every
def test_it_writes_something_also_of_a_package_without_findings(kind: str) -> None:
    assert len(written(kind, small_delivery())) > 20


@every
def test_the_same_package_gives_the_same_bytes(kind: str) -> None:
    one = small_delivery(with_findings=True)
    other = small_delivery.__wrapped__(with_findings=True)
    assert other is not one
    assert written(kind, one) == written(kind, other)


def test_bytes_depend_on_no_hash_seed() -> None:
    program = (
        f"import sys; sys.path.insert(0, {str(TESTS)!r}); import json\n"
        "from laws.test_exporters import digests\n"
        "print(json.dumps(digests()))"
    )
    found = [
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "271828")
    ]
    assert json.loads(found[0]) == json.loads(found[1]) == digests()


@every
def test_hostile_names_stay_text(kind: str) -> None:
    data = written(kind, hostile_delivery())
    ending = Path(EXPORTERS[kind].filename).suffix
    if ending in XML_ENDINGS:
        root = ET.fromstring(data)  # noqa: S314 - our own file
        assert not [each for each in root.iter() if each.tag.rpartition("}")[2] == "script"]
    if ending in XML_ENDINGS | {".html"}:
        assert b"<script" not in data.lower()
        assert b"onload" not in data.lower()
    if kind == "findings":
        assert HOSTILE in {each["rule"] for each in json.loads(data)["findings"]}


@every
def test_no_file_names_a_machine_a_path_or_a_time(kind: str) -> None:
    data = written(kind, small_delivery())
    for trace in (str(Path.home()), str(TESTS.parent), os.uname().nodename):
        if len(trace) > 5:
            assert trace.encode() not in data
