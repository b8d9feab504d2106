"""A step does to one face what it does to the other: upside down, the results are the same."""

import pytest

import frame_flows
import step_flows
from padwright.geometry.facing import upright
from padwright.process.engine import run
from padwright.process.flow import flow_rows, read_flow
from padwright.process.step import FacedStep
from small_package import technology

FLOWS = {**step_flows.FLOWS, **frame_flows.FLOWS}
#: Every kind of step that has a face, with its richest row in the flows and where it stands there.
CASES = {
    step.kind: (name, number)
    for name, (flow, _) in FLOWS.items()
    for number, step in enumerate(flow)
    if isinstance(step, FacedStep) and step.face == "top"
}


def turned(structure):
    """The slabs upside down, without the bodies that hang or stand on them."""
    return upright(structure, "bottom")


def in_order(structure):
    def place(slab):
        return slab.bottom_nm, slab.top_nm, slab.made_by, slab.material, slab.region.box_nm

    return sorted(structure.slabs, key=place)


@pytest.mark.parametrize("kind", sorted(CASES))
def test_a_step_works_alike_on_both_faces(kind):
    name, number = CASES[kind]
    flow, masks = FLOWS[name]
    before = step_flows.structures(flow, masks)[number]
    (below,) = read_flow([row | {"face": "bottom"} for row in flow_rows(flow[number : number + 1])])
    up = flow[number].apply(turned(turned(before)), masks)
    down = below.apply(turned(before), masks)
    assert in_order(turned(down)) == in_order(up)
    assert [ball.bottom_nm for ball in up.balls] == [-ball.top_nm for ball in down.balls]
    for one, other in zip(up.wires, down.wires, strict=True):
        assert one.points_nm == tuple((x, y, -z) for x, y, z in other.points_nm)


def test_a_film_that_comes_out_too_thick_is_that_much_thicker():
    rows = flow_rows(FLOWS["a1-flat"][0])
    upto = next(n for n, row in enumerate(rows) if row["step"] == "coat") + 1
    top_nm = []
    for error in ("0 um", "2 um", "-3 um"):
        flow = read_flow([*rows[: upto - 1], rows[upto - 1] | {"thickness_error": error}])
        made = run(flow, FLOWS["a1-flat"][1], technology().all_materials)
        top_nm.append(made.structure.top_nm)
    assert [each - top_nm[0] for each in top_nm] == [0, 2_000, -3_000]
