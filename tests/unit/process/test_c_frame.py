"""The flow of route C: its order, its options, and what it asks of a design."""

from dataclasses import replace

import pytest

import frame_package as frame
from padwright.base.errors import InputError
from padwright.process.flow import flow_rows, read_flow
from padwright.process.flows import c_frame
from padwright.readers.technology_file import load_technology


def names(kind: str = "ball") -> list[str]:
    return [row["name"] for row in frame.rows(kind)]


def test_the_order_is_that_of_the_method() -> None:
    order = [
        "inner finish", "strip resist 1", "resist 3", "etch 1", "strip resist 3", "attach d",
        "wires", "mold", "line masks", "etch 2", "side wall masks", "balls", "singulate",
    ]  # fmt: skip
    at = [names().index(name) for name in order]
    assert at == sorted(at)
    # The second resist covers the second face until the first etch is done.
    assert names().index("etch 1") < names().index("strip resist 2") < names().index("mold")


def test_the_flow_is_data_that_reads_back() -> None:
    flow = c_frame.flow(frame.design(), 1)
    assert read_flow(flow_rows(flow)) == flow


@pytest.mark.parametrize(
    ("kind", "last"),
    [("copper-ball", "balls"), ("paste", "paste"), ("land", "side wall masks")],
)
def test_terminals_are_of_the_kind_asked_for(kind: str, last: str) -> None:
    assert names(kind)[-2:] == [last, "singulate"]


def test_options_leave_steps_out() -> None:
    technology = frame.design().technology
    assert technology.frame is not None
    plain = technology.frame.model_copy(update={"side_walls": False, "die_pad_finish": False})
    design = replace(frame.design(), technology=technology.model_copy(update={"frame": plain}))
    short = [row["name"] for row in c_frame.rows(design, 1)]
    assert set(names()) - set(short) == {"side wall masks", "open die pad"}


@pytest.mark.parametrize(
    ("design", "key"),
    [
        (replace(frame.design(), technology=load_technology("a1-flat")), "technology.frame"),
        (
            replace(frame.design(), terminals=replace(frame.design().terminals, kind="pin")),
            "terminals.kind",
        ),
    ],
    ids=["no frame", "pins"],
)
def test_what_a_frame_cannot_have_is_one_clear_error(design: object, key: str) -> None:
    with pytest.raises(InputError) as caught:
        c_frame.rows(design, 1)  # type: ignore[arg-type]
    assert caught.value.where == key
    assert caught.value.fix
