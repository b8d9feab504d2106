"""What the engine adds to the steps: place, heat, soundness, progress and cancel."""

import pytest

from padwright.base.errors import CancelledError, InputError, StepError
from padwright.base.progress import Cancel
from padwright.process.engine import run
from padwright.process.flow import flow_rows, read_flow
from padwright.process.flows import a1_flat
from small_package import design, masks, technology

ROWS = flow_rows(a1_flat.flow(design(), 1))


def run_rows(rows):
    return run(read_flow(rows), masks(), technology().all_materials)


def without(name):
    return [row for row in ROWS if row["name"] != name]


def changed(name, **values):
    return [row | values if row["name"] == name else row for row in ROWS]


def test_a_clean_flow_has_no_findings():
    assert run_rows(ROWS).findings == ()


def test_a_cure_that_the_fill_does_not_stand_is_found():
    (first, *_) = run_rows(changed("dielectric 1", temperature="350 C")).findings
    assert first.rule == "temperature"
    assert first.measured.value == 350
    limits = {
        finding.message: finding.required.value
        for finding in run_rows(changed("dielectric 1", temperature="350 C")).findings
    }
    fill = technology().material_of("fill")
    assert limits[f"step 'dielectric 1' is hotter than {fill.name} stands"] == (
        fill.process_limit_c.value
    )


def test_at_its_limit_a_material_stands():
    limit_c = technology().material_of("fill").process_limit_c.value
    at = run_rows(changed("dielectric 1", temperature=f"{limit_c} C")).findings
    over = run_rows(changed("dielectric 1", temperature=f"{limit_c + 1} C")).findings
    fill = technology().material_of("fill").name
    assert not [finding for finding in at if fill in finding.message]
    assert [finding for finding in over if fill in finding.message]


def test_a_material_does_not_exceed_the_heat_of_the_step_that_brings_it():
    solder = technology().material_of("terminal")
    balls = next(row for row in ROWS if row["name"] == "balls")
    assert float(balls["temperature"].split()[0]) > solder.process_limit_c.value
    assert not run_rows(ROWS).findings
    later = [
        *ROWS[:-1],
        {
            "step": "coat",
            "name": "late",
            "material": "pbo",
            "thickness": "1 um",
            "temperature": balls["temperature"],
        },
    ]
    assert [f for f in run_rows(later).findings if solder.name in f.message]


def test_resist_that_is_still_there_does_not_stand_a_cure():
    rows = without("strip resist 1")
    found = [finding.message for finding in run_rows(rows).findings]
    resist = technology().material_of("resist").name
    assert f"step 'passivation' is hotter than {resist} stands" in found


def test_an_error_in_a_step_names_the_step():
    with pytest.raises(InputError, match=r"step 2 'attach d' \(attach\): .*no mask 'die x'"):
        run_rows(changed("attach d", outline_mask="die x"))


def test_flows_out_of_order_are_impossible_steps():
    with pytest.raises(StepError, match="step 1 'attach d'.*nothing under the die"):
        run_rows(without("base"))
    with pytest.raises(StepError, match="no die to be flush with"):
        run_rows(without("attach d"))
    with pytest.raises(StepError, match="no step 'dielectric 1' left a film"):
        run_rows(without("dielectric 1"))
    with pytest.raises(StepError, match="there is no seed to plate from"):
        run_rows([row for row in ROWS if row["step"] != "sputter"])
    with pytest.raises(StepError, match="there is no 'resist' to strip"):
        run_rows([row for row in ROWS if row["name"] not in {"resist 1", "develop resist 1"}])


def test_progress_is_told_and_cancel_stops():
    told = []
    run(
        read_flow(ROWS), masks(), technology().all_materials, report=lambda *each: told.append(each)
    )
    assert [each[1] for each in told] == list(range(len(ROWS) + 1))
    cancel = Cancel()
    cancel.cancel()
    with pytest.raises(CancelledError):
        run(read_flow(ROWS), masks(), technology().all_materials, report=cancel)


def test_an_unknown_step_is_named_with_its_nearest():
    with pytest.raises(
        InputError, match=r"step 1 'a': no step is called 'cote'. Fix: did you mean 'coat'"
    ):
        read_flow([{"step": "cote", "name": "a"}])


def test_a_name_used_twice_is_refused():
    with pytest.raises(InputError, match="an earlier step has the same name"):
        read_flow([ROWS[0], ROWS[0]])


def test_a_missing_parameter_is_named():
    row = {key: value for key, value in ROWS[0].items() if key != "material"}
    with pytest.raises(InputError, match="the parameter 'material' is missing"):
        read_flow([row])


@pytest.mark.parametrize(
    ("name", "key", "value"),
    [
        ("fill", "material", "epoxy_fil"),
        ("attach d", "film_material", "daf"),
        ("etch seed 1", "materials", ["cu", "tii"]),
        ("balls", "conductors", ["cu", "goldd"]),
    ],
)
def test_an_unknown_material_is_named_before_anything_is_built(name, key, value):
    told = []
    steps = read_flow(changed(name, **{key: value}))
    with pytest.raises(InputError, match=rf"{name}.*{key}: there is no material"):
        run(steps, masks(), technology().all_materials, report=lambda *each: told.append(each))
    assert told == []
