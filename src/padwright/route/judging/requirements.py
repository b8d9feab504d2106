"""What every name and every length of a routing problem has to be."""

from collections import Counter
from collections.abc import Iterable

from padwright.base.errors import InputError, nearest

#: Two metres: no package is as large, and sums of such lengths are exact in float64.
LIMIT_NM = 2_000_000_000


def require_length(what: str, size_nm: int | None, least_nm: int, where: str) -> None:
    """Raise an `InputError` when a length that is given is too small or too large."""
    if size_nm is not None and not least_nm <= size_nm <= LIMIT_NM:
        raise InputError(
            f"{what} of {size_nm} nm is not between {least_nm} and {LIMIT_NM} nm",
            where=where,
            fix="give a length in this range",
        )


def require_once(names: Iterable[str], what: str, where: str) -> None:
    """Raise an `InputError` for the first name that is given more than once."""
    for name, count in Counter(names).items():
        if count > 1:
            raise InputError(
                f"{what} {name!r} is given {count} times", where=where, fix="give each one once"
            )


def require_known(names: Iterable[str], known: set[str], what: str, where: str) -> None:
    """Raise an `InputError` for the first name that is not among those that are known."""
    for name in names:
        if name not in known:
            raise InputError(f"unknown {what} {name!r}", where=where, fix=nearest(name, known))
