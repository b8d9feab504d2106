"""The row plate-wiring makes what its six rows make."""

import pytest

from padwright.geometry.nets import extract
from padwright.process.engine import run
from padwright.process.flow import flow_rows, read_flow
from padwright.process.flows import a1_flat
from small_package import design, is_conductor, masks, pins, technology

#: Route A1 with one film of seed, as thick as its two.
ROWS = [
    row | {"thickness": "400 nm"} if row["step"] == "sputter" else row
    for row in flow_rows(a1_flat.flow(design(), 1))
    if not row["name"].startswith("adhesion")
]
ETCHED = [row | {"materials": ["cu"]} if row["step"] == "etch-seed" else row for row in ROWS]


def with_one_row(**changes):
    plated = next(row for row in ROWS if row["step"] == "electroplate")
    seed = next(row for row in ROWS if row["step"] == "sputter")
    resist = next(row for row in ROWS if row["name"] == "resist 1")
    one = plated | {
        "step": "plate-wiring",
        "mask": "wiring 1",
        "seed_material": seed["material"],
        "seed_thickness": seed["thickness"],
        "resist_material": resist["material"],
        "resist_thickness": resist["thickness"],
    }
    six = {"seed 1", "resist 1", "develop resist 1", "strip resist 1", "etch seed 1"}
    rows = [row for row in ROWS if row["name"] not in six]
    return [one | changes if row["name"] == plated["name"] else row for row in rows]


def made(rows):
    return run(read_flow(rows), masks(), technology().all_materials).structure


def test_one_row_makes_what_the_six_rows_make():
    def shape(slab):
        return (slab.material, slab.role, slab.bottom_nm, slab.top_nm, slab.level)

    one, six = made(with_one_row()), made(ETCHED)
    assert [shape(slab) for slab in one.slabs] == [shape(slab) for slab in six.slabs]
    assert [slab.region for slab in one.slabs] == [slab.region for slab in six.slabs]
    assert one.bodies == six.bodies


@pytest.mark.parametrize(("shift", "joined"), [("0 um", 2), ("80 um", 1)])
def test_a_mask_that_lies_off_leaves_its_pads_open(shift, joined):
    structure = made(with_one_row(shift_x=shift))
    nets = extract(structure, is_conductor, pins())
    assert {len(net.pins) for net in nets.nets if net.pins} == {joined}
