"""Net classes, pairs, groups and shields of a design file: what they mean and what is refused."""

from dataclasses import replace
from typing import Any

import pytest
from pydantic import ValidationError

from padwright.base.errors import InputError
from padwright.model.explain import explain
from padwright.model.keys import KeyedSpec
from padwright.model.net_consistency import check_net_demands
from padwright.model.net_specs import (
    MatchSpec,
    NetClassSpec,
    PairSpec,
    ShieldSpec,
    matching,
)
from padwright.model.package import Design
from unit.plan.designs import design

_PADS = [("a", -600_000, 0), ("b", 600_000, 0), ("d0", 0, 600_000), ("vss", 0, -600_000)]
_KINDS: dict[str, type[KeyedSpec]] = {
    "net_classes": NetClassSpec,
    "pairs": PairSpec,
    "matches": MatchSpec,
    "shields": ShieldSpec,
}


def _asked(**tables: list[dict[str, Any]]) -> Design:
    specs: dict[str, Any] = {
        key: tuple(_KINDS[key].model_validate(row) for row in rows) for key, rows in tables.items()
    }
    asked: Design = replace(design(_PADS, rows=2, columns=2), **specs)
    return asked


def test_a_star_stands_for_anything_and_brackets_for_themselves() -> None:
    nets = ("d[0]", "d[1]", "dqs", "xd")
    assert matching(["d[*"], nets) == ("d[0]", "d[1]")
    assert matching(["*d*"], nets) == nets
    assert matching(["d[0]", "dq?"], nets) == ("d[0]",)


def test_what_can_be_meant_is_let_pass() -> None:
    asked = _asked(
        net_classes=[{"name": "wide", "nets": ["v*"], "width": "20 um", "longest": "9 mm"}],
        pairs=[{"name": "ab", "first": "a", "second": "b", "gap": "15 um", "skew": "2 um"}],
        matches=[{"name": "all", "nets": ["*"], "tolerance": "10 um"}],
        shields=[{"net": "d0", "by": "vss"}],
    )
    check_net_demands(asked, where="design")


@pytest.mark.parametrize(
    ("tables", "place", "problem"),
    [
        (
            {"net_classes": [{"name": "x", "nets": ["q*"], "width": "20 um"}]},
            "design: net_classes.x.nets",
            "'q*' is no net",
        ),
        (
            {
                "net_classes": [
                    {"name": "x", "nets": ["a"], "width": "20 um"},
                    {"name": "y", "nets": ["*"], "spacing": "20 um"},
                ]
            },
            "design: net_classes.y.nets",
            "class 'x' already",
        ),
        (
            {"net_classes": [{"name": "x", "nets": ["a"], "width": "5 um"}]},
            "design: net_classes.x.width",
            "less than",
        ),
        (
            {"pairs": [{"name": "x", "first": "a", "second": "z"}]},
            "design: pairs.x.second",
            "'z' is no net",
        ),
        (
            {"pairs": [{"name": "x", "first": "a", "second": "b", "gap": "2 um"}]},
            "design: pairs.x.gap",
            "less than",
        ),
        (
            {
                "pairs": [
                    {"name": "x", "first": "a", "second": "b"},
                    {"name": "y", "first": "a", "second": "d0"},
                ]
            },
            "design: pairs",
            "'a' is there 2 times",
        ),
        (
            {"matches": [{"name": "x", "nets": ["d*"], "tolerance": "1 um"}]},
            "design: matches.x.nets",
            "two nets or more",
        ),
        ({"shields": [{"net": "a", "by": "a"}]}, "design: shields.a.by", "shield itself"),
        ({"shields": [{"net": "a", "by": "x"}]}, "design: shields.a.by", "'x' is no net"),
    ],
)
def test_what_means_nothing_is_refused(
    tables: dict[str, list[dict[str, Any]]], place: str, problem: str
) -> None:
    with pytest.raises(InputError) as caught:
        check_net_demands(_asked(**tables), where="design")
    assert caught.value.where == place
    assert problem in caught.value.problem
    assert caught.value.fix


def test_a_class_says_something_and_a_pair_has_two_nets() -> None:
    with pytest.raises(ValidationError, match="says nothing"):
        NetClassSpec.model_validate({"name": "x", "nets": ["a"]})
    with pytest.raises(ValidationError, match="twice"):
        PairSpec.model_validate({"name": "x", "first": "a", "second": "a"})


@pytest.mark.parametrize(
    "key", ["net_classes.spacing", "pairs.gap", "matches.tolerance", "shields.by"]
)
def test_each_key_is_explained(key: str) -> None:
    assert explain(key).description
