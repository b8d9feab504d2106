"""The claim matrix: each claim is met by a model, and turned by a mutation of it."""

import pytest

from claim_matrix import as_data, names, recorded, run_model
from padwright.check.charts import claims

#: Claims that no mutation turns without what they hang on, and why not.
ONLY_WITH_PARENTS = {
    "C8": "nothing but wires joins a die to the pegs, which claim 1 asks for",
    "C23": "no step but the print reaches walls under the lines' ink, which claim 22 asks for",
}


@pytest.mark.slow
@pytest.mark.parametrize("model", names())
def test_mutations_turn_what_they_touch_and_leave_the_rest_alone(model):
    outcome = run_model(model)
    print(f"{model} meets {' '.join(outcome.met)}")  # noqa: T201 - the matrix is to be seen
    for each in outcome.outcomes:
        print(f"  {each.why} turns {' '.join(each.flips)}")  # noqa: T201 - as above
        assert each.flips, f"{each.why} turns no claim"
        assert not each.astray, f"{each.why} changes claims that have nothing to do with it"
    assert as_data(outcome) == recorded()[model], "run bench/claims.py --write"


def test_every_claim_is_met_by_a_model_and_turned_by_a_mutation_of_it():
    record = recorded()
    assert set(record) == set(names())
    met = {claim for model in record.values() for claim in model["met"]}
    turned = {
        claim for model in record.values() for each in model["outcomes"] for claim in each["flips"]
    }
    assert met == turned == set(claims())
    assert len(met) == 180


def test_every_claim_is_turned_by_its_own_elements():
    own = {
        claim
        for model in recorded().values()
        for each in model["outcomes"]
        for claim in each["own"]
    }
    assert set(claims()) - own == set(ONLY_WITH_PARENTS)


def test_a101_is_void_as_it_is_written_and_met_as_it_was_meant():
    record = recorded().values()
    assert not any("A101" in model["literally"] for model in record)
    assert any("A101" in model["met"] for model in record)
