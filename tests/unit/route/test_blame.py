"""Who has to go: every violation is accounted for, and nobody goes in vain."""

from hypothesis import given
from hypothesis import strategies as st

from padwright.route.judging.blame import blamed
from padwright.route.judging.verify import Violation

_NAMES = st.sampled_from("abcdef")


@given(st.lists(st.tuples(_NAMES, _NAMES, st.booleans()), max_size=20))
def test_every_violation_loses_a_net_and_every_lost_net_has_one(
    rows: list[tuple[str, str, bool]],
) -> None:
    found = [Violation("spacing", a, b, 0, 0, 0, stays) for a, b, stays in rows]
    gone = blamed(found, set("abcdef"))
    for v in found:
        assert v.first in gone or (not v.stays and v.second in gone)
    for name, v in gone.items():
        assert v in found
        assert name in {v.first, v.second}


def test_the_net_in_most_violations_goes_first() -> None:
    pairs = [("a", "d"), ("b", "d"), ("c", "d"), ("a", "e")]
    found = [Violation("spacing", a, b, 0, 0, 0) for a, b in pairs]
    assert list(blamed(found, set("abcde"))) == ["d", "a"]


def test_what_stays_is_never_blamed() -> None:
    found = [Violation("spacing", name, "z", 0, 0, 0, stays=True) for name in "ab"]
    assert list(blamed(found, set("abz"))) == ["a", "b"]
    assert blamed([Violation("keep-out", "lone", "keep-out", 0, 0, 0, stays=True)], set("ab")) == {}
