"""Laws of every process step that the factory knows, on small flows that use them all."""

import importlib
import tomllib
from functools import cache
from importlib.util import find_spec
from types import NoneType
from typing import get_args

import pytest
from pydantic import Field

import step_flows
from padwright.base.errors import InputError, PadwrightError
from padwright.cli.inspect_commands import toml_tables
from padwright.model.fields import all_keys
from padwright.model.material import load_materials
from padwright.process.engine import run
from padwright.process.flow import flow_rows, read_flow, step_kinds
from padwright.process.steps.fill import Fill
from small_package import built, masks, technology

FLOWS = dict(step_flows.FLOWS)
if find_spec("frame_flows"):
    FLOWS |= importlib.import_module("frame_flows").FLOWS

STEPS = [
    pytest.param(name, number, id=f"{name}: {step.name}")
    for name, (flow, _) in FLOWS.items()
    for number, step in enumerate(flow)
]
#: Each step once, though several flows share it.
DISTINCT = list(
    {
        step: pytest.param(name, number, id=f"{name}: {step.name}")
        for name, (flow, _) in FLOWS.items()
        for number, step in enumerate(flow)
    }.values()
)
#: A length of these keys is more than nothing wherever it is stated.
POSITIVE = ("thickness", "diameter", "depth", "height", "length")


@cache
def structures(name):
    return step_flows.structures(*FLOWS[name])


def row_of(kind):
    rows = (row for flow, _ in FLOWS.values() for row in flow_rows(flow) if row["step"] == kind)
    return max(rows, key=len)


def unused(flows):
    return set(step_kinds()) - {step.kind for flow, _ in flows.values() for step in flow}


def test_every_step_is_used_by_a_flow():
    assert unused(FLOWS) == set()


def test_a_step_that_no_flow_uses_is_found():
    assert unused({"a1-flat": FLOWS["a1-flat"]}) >= {"mill", "bond", "turn-over"}


@pytest.mark.parametrize(("name", "number"), STEPS)
def test_a_step_is_pure_and_repeatable(name, number):
    flow, drawn = FLOWS[name]
    before, after = structures(name)[number : number + 2]
    slabs = [(slab, slab.region.area_nm2) for slab in before.slabs]
    bodies = before.bodies
    assert flow[number].apply(before, drawn) == after
    assert [(slab, slab.region.area_nm2) for slab in before.slabs] == slabs
    assert before.bodies == bodies


@pytest.mark.parametrize(("name", "number"), STEPS)
def test_a_step_leaves_no_shared_volume_and_no_empty_slab(name, number):
    after = structures(name)[number + 1]
    after.require_sound(FLOWS[name][0][number].name)
    assert all(slab.region for slab in after.slabs)


@pytest.mark.parametrize(("name", "number"), STEPS)
def test_new_parts_bear_the_name_of_their_step(name, number):
    before, after = structures(name)[number : number + 2]
    old = {part.made_by for part in (*before.slabs, *before.bodies)}
    new = {part.made_by for part in (*after.slabs, *after.bodies)} - old
    assert new <= {FLOWS[name][0][number].name}


@pytest.mark.parametrize(("name", "number"), STEPS)
def test_a_step_changes_something_unless_it_is_a_record(name, number):
    before, after = structures(name)[number : number + 2]
    step = FLOWS[name][0][number]
    assert (before == after) == (step.kind == "turn-over")


def refusal(step, before, drawn):
    """Return the error of a step; None when it is done, and soundly."""
    try:
        step.apply(before, drawn).require_sound(step.name, since=before)
    except PadwrightError as error:
        return error
    return None


@pytest.mark.parametrize(("name", "number"), DISTINCT)
def test_a_step_out_of_order_is_done_or_is_one_clear_error(name, number):
    flow, drawn = FLOWS[name]
    moments = structures(name)
    for before in (moments[0], moments[len(moments) // 3], moments[-1]):
        error = refusal(flow[number], before, drawn)
        assert error is None or (error.exit_code == 2 and error.problem and error.fix), error


@pytest.mark.parametrize("name", FLOWS)
def test_a_flow_survives_being_written_and_read(name):
    flow, _ = FLOWS[name]
    assert read_flow(flow_rows(flow)) == flow


@pytest.mark.parametrize("kind", sorted(step_kinds()))
def test_an_unknown_parameter_is_named_with_its_nearest(kind):
    with pytest.raises(InputError, match="has no parameter 'nme'.*did you mean 'name'"):
        read_flow([row_of(kind) | {"nme": "x"}])


@pytest.mark.parametrize("kind", sorted(step_kinds()))
def test_a_length_of_nothing_is_refused(kind):
    row = row_of(kind)
    for key in [key for key in row if key.rpartition("_")[2] in POSITIVE]:
        for bad in ("0 um", "-1 um"):
            with pytest.raises(InputError, match=f"{key}: Input should be greater than 0"):
                read_flow([row | {key: bad}])


def with_parts(member):
    """A step and the records that its row holds."""
    return [member, *(key.section for key in all_keys(member) if key.section)]


def undescribed(member):
    """Fields without a description, or with one that ends like a sentence."""
    return [
        f"{each.__name__}.{name}"
        for each in with_parts(member)
        for name, field in each.model_fields.items()
        if not field.description or field.description.endswith(".")
    ]


def unvouched(member):
    """Fields whose default is an engineering figure and does not say that nobody vouches for it.

    Nothing, no error, a straight wall and the temperature of the room are no such figures.
    """
    neutral = {("wall_deg", 90.0), ("temperature_c", 25.0)}
    return [
        f"{each.__name__}.{name}"
        for each in with_parts(member)
        for name, field in each.model_fields.items()
        if isinstance(field.default, (int, float))
        and not (isinstance(field.default, bool) or field.default == 0)
        and (name, field.default) not in neutral
        and "uncited default" not in (field.description or "")
    ]


@pytest.mark.parametrize("kind", sorted(step_kinds()))
def test_every_parameter_is_described(kind):
    assert undescribed(step_kinds()[kind]) == []


@pytest.mark.parametrize("kind", sorted(step_kinds()))
def test_an_uncited_default_says_so(kind):
    assert unvouched(step_kinds()[kind]) == []


def test_bad_words_of_a_parameter_are_found():
    class Bare(Fill):
        first_nm: int = 3
        second_nm: int = Field(default=3, description="This is a sentence.")
        third_nm: int = Field(default=3, description="height (uncited default)")

    assert undescribed(Bare) == ["Bare.first_nm", "Bare.second_nm"]
    assert unvouched(Bare) == ["Bare.first_nm", "Bare.second_nm"]


@pytest.mark.parametrize("kind", sorted(step_kinds()))
def test_the_example_of_a_step_is_read_and_survives_being_written(kind):
    member = step_kinds()[kind]
    assert "example" in vars(member), "a step has an example of its own"
    row = {"step": kind, **member.example}
    (step,) = flow = read_flow([row])
    assert type(step) is member
    assert read_flow(flow_rows(flow)) == flow
    written = toml_tables("steps", flow_rows(flow))
    assert read_flow(tomllib.loads(written)["steps"]) == flow


@pytest.mark.parametrize("kind", sorted(step_kinds()))
def test_the_example_of_a_step_is_of_shipped_materials(kind):
    example = step_kinds()[kind].example
    named = [example[key] for key in example if key.endswith("material") or key == "solder"]
    named += [each for key in ("materials", "conductors") for each in example.get(key, [])]
    named += [each["material"] for each in example.get("layers", [])]
    assert set(named) <= set(load_materials())


def test_the_last_moment_is_the_same_on_a_second_run():
    flow, _ = FLOWS["a1-flat"]
    again = run(flow, masks(2, 2), technology().all_materials)
    assert again.structure == built(2, 2).structure == structures("a1-flat")[-1]


def test_every_value_of_a_parameter_can_be_written():
    """A default that is not nothing hides nothing: what is left out of a file is read as it."""
    lost = [
        f"{kind}.{name}"
        for kind, member in step_kinds().items()
        for name, field in member.model_fields.items()
        if NoneType in get_args(field.annotation) and field.default is not None
    ]
    assert lost == []
