"""Laws of every process step that the factory knows."""

import pytest

from padwright.base.errors import InputError
from padwright.process.engine import run
from padwright.process.flow import flow_rows, read_flow, step_kinds
from padwright.process.flows import a1_flat
from small_package import built, design, masks, technology

FLOW = a1_flat.flow(design(2, 2), 2)
MOMENTS = built(2, 2).moments


def test_every_step_is_used_by_a_route():
    assert {step.kind for step in FLOW} == set(step_kinds())


@pytest.mark.parametrize("number", range(len(FLOW)), ids=[step.name for step in FLOW])
def test_a_step_is_pure_and_repeatable(number):
    before = MOMENTS[number - 1].structure if number else type(MOMENTS[0].structure)()
    kept = [(slab, slab.region.area_nm2) for slab in before.slabs]
    once = FLOW[number].apply(before, masks(2, 2))
    again = FLOW[number].apply(before, masks(2, 2))
    assert once == again == MOMENTS[number].structure
    assert [(slab, slab.region.area_nm2) for slab in before.slabs] == kept


@pytest.mark.parametrize("number", range(len(FLOW)), ids=[step.name for step in FLOW])
def test_a_step_leaves_no_shared_volume_and_no_empty_slab(number):
    structure = MOMENTS[number].structure
    structure.require_sound(FLOW[number].name)
    assert all(slab.region for slab in structure.slabs)


@pytest.mark.parametrize("number", range(len(FLOW)), ids=[step.name for step in FLOW])
def test_new_slabs_bear_the_name_of_their_step(number):
    before = {slab.made_by for slab in MOMENTS[number - 1].structure.slabs} if number else set()
    new = {slab.made_by for slab in MOMENTS[number].structure.slabs} - before
    assert new <= {FLOW[number].name}


def test_a_flow_survives_being_written_and_read():
    assert read_flow(flow_rows(FLOW)) == FLOW


@pytest.mark.parametrize("kind", sorted(step_kinds()))
def test_an_unknown_parameter_is_named_with_its_nearest(kind):
    row = next(row for row in flow_rows(FLOW) if row["step"] == kind)
    with pytest.raises(InputError, match="has no parameter 'nme'.*did you mean 'name'"):
        read_flow([row | {"nme": "x"}])


@pytest.mark.parametrize("kind", sorted(step_kinds()))
def test_a_thickness_of_nothing_is_refused(kind):
    row = next(row for row in flow_rows(FLOW) if row["step"] == kind)
    for key in [key for key in row if key.endswith("thickness") or key == "diameter"]:
        for bad in ("0 um", "-1 um"):
            with pytest.raises(InputError, match=f"{key}: Input should be greater than 0"):
                read_flow([row | {key: bad}])


def test_the_last_moment_is_the_same_on_a_second_run():
    again = run(FLOW, masks(2, 2), technology().all_materials)
    assert again.structure == MOMENTS[-1].structure
