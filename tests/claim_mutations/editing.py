"""Changes of flows, drawings and designs that mutations are made of."""

from collections.abc import Callable
from typing import Any

import numpy as np

from claim_models import Change, Drawings, Rows
from padwright.geometry.region import Region

Row = dict[str, Any]


def rows(change: Callable[[Rows], Rows]) -> Change:
    return Change(rows=change)


def drawings(change: Callable[[Drawings], Drawings]) -> Change:
    return Change(drawings=change)


def edited(name: str, **keys: Any) -> Callable[[Rows], Rows]:
    """The flow with some keys of a row changed; None takes a key out."""

    def change(flow: Rows) -> Rows:
        at(flow, name)
        return [
            {k: v for k, v in (row | keys).items() if v is not None} if row["name"] == name else row
            for row in flow
        ]

    return change


def without(*names: str) -> Callable[[Rows], Rows]:
    """The flow without some rows."""

    def change(flow: Rows) -> Rows:
        for name in names:
            at(flow, name)
        return [row for row in flow if row["name"] not in names]

    return change


def moved(names: tuple[str, ...], *, after: str) -> Callable[[Rows], Rows]:
    """The flow with some rows moved behind another one."""

    def change(flow: Rows) -> Rows:
        taken = [row for row in flow if row["name"] in names]
        assert len(taken) == len(names), names
        rest = [row for row in flow if row["name"] not in names]
        place = at(rest, after) + 1
        return [*rest[:place], *taken, *rest[place:]]

    return change


def inserted(after: str, *new: Row) -> Callable[[Rows], Rows]:
    """The flow with rows put in behind another one."""

    def change(flow: Rows) -> Rows:
        place = at(flow, after) + 1
        return [*flow[:place], *new, *flow[place:]]

    return change


def replaced(name: str, *new: Row) -> Callable[[Rows], Rows]:
    """The flow with a row replaced by others."""

    def change(flow: Rows) -> Rows:
        place = at(flow, name)
        return [*flow[:place], *new, *flow[place + 1 :]]

    return change


def both(*changes: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """One change after the other."""

    def change(thing: Any) -> Any:
        for each in changes:
            thing = each(thing)
        return thing

    return change


def at(flow: Rows, name: str) -> int:
    """The place of a row; a mutation must not miss what it is to change."""
    return [row["name"] for row in flow].index(name)


def redrawn(name: str, change: Callable[[Region], Region]) -> Callable[[Drawings], Drawings]:
    """The drawings with one of them changed, and really changed."""

    def redraw(drawn: Drawings) -> Drawings:
        after = change(drawn[name])
        assert after != drawn[name], f"{name} is as it was"
        return {**drawn, name: after}

    return redraw


def drawn_anew(name: str, make: Callable[[Drawings], Region]) -> Callable[[Drawings], Drawings]:
    """The drawings with a new one."""
    return lambda drawn: {**drawn, name: make(drawn)}


def parts(region: Region) -> list[Region]:
    """The pieces of a drawing from left to right, then going up."""
    return sorted(region, key=lambda each: each.box_nm)


def without_one(region: Region) -> Region:
    """A drawing without its first piece."""
    return region - parts(region)[0]


def centre_nm(region: Region) -> tuple[int, int]:
    left, bottom, right, top = region.box_nm
    return (left + right) // 2, (bottom + top) // 2


def centres_nm(region: Region) -> np.ndarray:
    """The centres of the pieces, shape (n, 2), in the order of `parts`."""
    return np.array([centre_nm(each) for each in parts(region)])
