"""The die that a claim on a package with one die speaks of, where there are several."""

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from padwright.check.claims.elements import dies, wiring
from padwright.check.claims.elements.each_die import meeting

if TYPE_CHECKING:
    from padwright.check.facts import Facts

_FOUND = meeting(dies.front_away, dies.is_bonded, wiring.is_joined, wiring.is_fanned_out)


@lru_cache(maxsize=8)
def claimed(facts: "Facts") -> Sequence[int]:
    """Return the dies that meet all that is asked of a die, by their order; all when none does."""
    return _FOUND(facts)
