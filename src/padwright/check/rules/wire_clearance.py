"""Bond wires near metal that they are not bonded to."""

from collections.abc import Iterator
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from padwright.check.layers import Layer, layer
from padwright.check.rule import Case, Rule
from padwright.check.shortfall import place_of
from padwright.geometry.body import Wire
from padwright.geometry.region import Region
from padwright.geometry.slab import Role
from padwright.model.finding import Finding, Quantity, Severity

_Floats = NDArray[np.float64]
#: How far apart the places of a wire are at which its gaps are measured.
_STEP_NM = 5_000
#: The metal that wires come down to; wires near a die's edge have a rule of their own.
_METAL = frozenset({Role.FINISH, Role.PEG, Role.LINE, Role.WIRING})


class WireClearance(Rule):
    """A wire that runs on to a far peg passes over or beside the near ones with room to spare."""

    kind: ClassVar[str] = "wire_clearance"
    describes: ClassVar[str] = "gap of each bond wire to pegs of other wires, in three dimensions"

    def run(self, case: Case) -> Iterator[Finding]:
        """Return wires that come nearer to metal beside their bonds than ``wire_space``."""
        frame, structure = case.design.technology.frame, case.built.structure
        if frame is None or not structure.wires:
            return
        limit = frame.wire_space_nm
        low_nm = min(wire.bottom_nm for wire in structure.wires) - limit.value
        metal = layer(
            slab for slab in structure.slabs if slab.role in _METAL and slab.top_nm > low_nm
        )
        for wire in structure.wires:
            places = _low_places(wire, metal.high_nm + limit.value)
            if not len(places):
                continue
            ends = np.array([wire.points_nm[0][:2], wire.points_nm[-1][:2]], dtype=np.int64)
            for part in _near(wire, places, metal, limit.value):
                if part.holds(ends).any():
                    continue
                gap_nm, at = _gap(places, part, metal.high_nm)
                measured = Quantity(round(gap_nm - wire.diameter_nm / 2), "nm")
                if measured.value >= limit.value:
                    continue
                required = Quantity(limit.value, "nm")
                x_nm, y_nm, z_nm = (round(float(each)) for each in at)
                yield Finding(
                    rule=self.kind,
                    severity=Severity.ERROR,
                    message=f"{wire.name!r} comes within {measured} of a peg that it is not bonded "
                    f"to, less than {required}",
                    place=place_of((x_nm, y_nm, x_nm, y_nm), z_nm, z_nm),
                    measured=measured,
                    required=required,
                    source=limit.source,
                    slabs=tuple(sorted({*metal.made_by, wire.made_by})),
                    fix="raise the loop, or move the peg out of the wire's way",
                )


def _low_places(wire: Wire, below_nm: int) -> _Floats:
    """Return places along a wire, shape (n, 3), where its surface is below a height."""
    points = np.array(wire.points_nm, dtype=np.float64)
    longest_nm = float(np.linalg.norm(np.diff(points, axis=0), axis=1).max(initial=0.0))
    count = max(1, int(np.ceil(longest_nm / _STEP_NM)))
    share = np.linspace(0, 1, count + 1)[None, :, None]
    places = (points[:-1, None] + share * np.diff(points, axis=0)[:, None]).reshape(-1, 3)
    return np.asarray(places[places[:, 2] - wire.diameter_nm / 2 < below_nm])


def _near(wire: Wire, places: _Floats, metal: Layer, within_nm: int) -> Region:
    """Return the parts of metal that may be as near to a wire as a distance."""
    reach_nm = wire.diameter_nm // 2 + within_nm
    left, bottom = (round(float(each)) - reach_nm for each in places[:, :2].min(axis=0))
    right, top = (round(float(each)) + reach_nm for each in places[:, :2].max(axis=0))
    return metal.region.touching(Region.box(left, bottom, right, top))


def _gap(places: _Floats, part: Region, top_nm: int) -> tuple[float, _Floats]:
    """Return the distance of a wire's axis to a part that ends at a height, and where."""
    over_nm = np.maximum(places[:, 2] - top_nm, 0.0)
    beside_nm = np.full(len(places), np.inf)
    for polygon in part.polygons():
        for ring in polygon:
            begin = ring.astype(np.float64)
            way = np.roll(begin, -1, axis=0) - begin
            away = places[:, None, :2] - begin[None]
            along = (away * way).sum(-1) / np.maximum((way * way).sum(-1), 1.0)
            off = away - np.clip(along, 0, 1)[..., None] * way
            beside_nm = np.minimum(beside_nm, np.linalg.norm(off, axis=-1).min(axis=1))
    beside_nm[part.holds(places[:, :2].round().astype(np.int64))] = 0.0
    apart_nm = np.hypot(beside_nm, over_nm)
    at = int(apart_nm.argmin())
    return float(apart_nm[at]), np.asarray(places[at])
