"""Bond wires near the edge of their die and near the top of the mold."""

from collections.abc import Iterator
from typing import ClassVar

import numpy as np

from padwright.check.rule import Case, Rule
from padwright.check.shortfall import place_of
from padwright.geometry.body import Wire
from padwright.geometry.region import Region
from padwright.geometry.slab import Role
from padwright.model.finding import Finding, Quantity, Severity
from padwright.model.sourced import Sourced

#: How many places of each stretch of a wire are looked at.
_PLACES = 8


class WireCover(Rule):
    """A wire clears the die's edge, which would short or cut it, and has mold over it."""

    kind: ClassVar[str] = "wire_cover"
    describes: ClassVar[str] = "gap of each bond wire to the die's edge, and mold over it"

    def run(self, case: Case) -> Iterator[Finding]:
        """Return wires nearer to the edge than ``wire_to_die``, or to the top than ``wire_to_top``.

        Only what is beyond the die's outline, or over its edge, counts as near to the edge.
        """
        frame = case.design.technology.frame
        structure = case.built.structure
        if frame is None or not structure.wires:
            return
        dies = [slab for slab in structure.slabs if slab.role in {Role.DIE, Role.DIE_PAD}]
        edge = Region.union(slab.region for slab in dies)
        front_nm = max((slab.top_nm for slab in dies), default=0)
        molds = [slab for slab in structure.slabs if slab.role is Role.ENCAPSULANT]
        top_nm = max((slab.top_nm for slab in molds), default=0)
        rims = [ring for polygon in edge.polygons() for ring in polygon]
        for wire in structure.wires:
            if rims:
                gap_nm = _to_rims(wire, rims, front_nm)
                what = "comes within {} of the edge of its die"
                fix = "raise the loop, or move the bond nearer to the edge"
                yield from self._short(wire, gap_nm, frame.wire_to_die_nm, what, fix)
            if molds:
                what = "has {} of mold over it"
                fix = "mold a thicker cap, or make the loop lower"
                yield from self._short(wire, top_nm - wire.top_nm, frame.wire_to_top_nm, what, fix)

    def _short(
        self, wire: Wire, gap_nm: float, limit: Sourced[int], what: str, fix: str
    ) -> Iterator[Finding]:
        if gap_nm >= limit.value:
            return
        measured, required = Quantity(round(gap_nm), "nm"), Quantity(limit.value, "nm")
        x_nm, y_nm = [x for x, _, _ in wire.points_nm], [y for _, y, _ in wire.points_nm]
        box = (min(x_nm), min(y_nm), max(x_nm), max(y_nm))
        yield Finding(
            rule=self.kind,
            severity=Severity.ERROR,
            message=f"{wire.name!r} {what.format(measured)}, less than {required}",
            place=place_of(box, wire.bottom_nm, wire.top_nm),
            measured=measured,
            required=required,
            source=limit.source,
            slabs=(wire.made_by,),
            fix=fix,
        )


def _to_rims(wire: Wire, rims: list["np.ndarray"], front_nm: int) -> float:
    """Return the gap between a wire's surface and the upper edges of the dies."""
    points = np.array(wire.points_nm, dtype=np.float64)
    share = np.linspace(0, 1, _PLACES, endpoint=False)[None, :, None]
    places = (points[:-1, None] + share * np.diff(points, axis=0)[:, None]).reshape(-1, 3)
    best_nm = np.inf
    for ring in rims:
        begin = np.column_stack([ring, np.full(len(ring), front_nm)]).astype(np.float64)
        way = np.roll(begin, -1, axis=0) - begin
        away = places[:, None] - begin[None]
        along = np.clip((away * way).sum(-1) / np.maximum((way * way).sum(-1), 1.0), 0, 1)
        best_nm = min(best_nm, float(np.linalg.norm(away - along[..., None] * way, axis=-1).min()))
    return best_nm - wire.diameter_nm / 2
