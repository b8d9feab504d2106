"""Faults of etched frames, planted in the flow or in the finished structure."""

from dataclasses import replace
from functools import partial

import frame_package as frame
from frame_package import UM, rebuilt_case, stepped_case
from padwright.check.rule import Case
from padwright.geometry.body import Wire
from padwright.geometry.masks import Mask
from padwright.geometry.region import Region
from padwright.geometry.slab import Role, Slab
from padwright.geometry.structure import Structure
from padwright.model.drawings import DIE_PADDLE, OUTER_PEGS
from planted import Planted


def _bodies(structure: Structure, wires: list[Wire]) -> Structure:
    return Structure(structure.slabs, (*structure.balls, *wires))


def _moved(wire: Wire, x_nm: int, y_nm: int) -> Wire:
    return replace(wire, points_nm=tuple((x + x_nm, y + y_nm, z) for x, y, z in wire.points_nm))


def _eastern(structure: Structure) -> Wire:
    return max(structure.wires, key=lambda wire: wire.points_nm[0][0])


def _long_wire(length_nm: int) -> Case:
    def change(structure: Structure) -> Structure:
        wire = _eastern(structure)
        first = wire.points_nm[0][0]
        ends = (*wire.points_nm[:-1], (first + length_nm, *wire.points_nm[-1][1:]))
        return _bodies(structure, [replace(wire, points_nm=ends)])

    return rebuilt_case(change)


def _second_wire(gap_nm: int) -> Case:
    def change(structure: Structure) -> Structure:
        wire = _eastern(structure)
        other = replace(_moved(wire, 0, gap_nm + wire.diameter_nm), name="another")
        return _bodies(structure, [wire, other])

    return rebuilt_case(change)


def _crossing_wires(gap_nm: int | None = None) -> Case:
    """Two wires that cross seen from above: at one height, or one a gap over the other."""

    def change(structure: Structure) -> Structure:
        wire = _eastern(structure)
        (x0, y0, z0), (x1, y1, _) = wire.points_nm[0], wire.points_nm[-1]
        over_nm = 0 if gap_nm is None else gap_nm + wire.diameter_nm
        ends = ((x0, y0 - 100_000, z0), (x1, y1 + 100_000, z0))
        across = ((x0, y0 + 100_000, z0 + over_nm), (x1, y1 - 100_000, z0 + over_nm))
        return _bodies(
            structure,
            [replace(wire, points_nm=ends), replace(wire, name="another", points_nm=across)],
        )

    return rebuilt_case(change)


def _thin_cap(over_nm: int) -> Case:
    def change(structure: Structure) -> Structure:
        top_nm = _eastern(structure).top_nm + over_nm
        slabs = [
            replace(slab, top_nm=top_nm) if slab.top_nm == structure.top_nm else slab
            for slab in structure.slabs
        ]
        return Structure(tuple(slabs), structure.bodies)

    return rebuilt_case(change)


def _wire_over_the_edge() -> Case:
    def change(structure: Structure) -> Structure:
        wire = _eastern(structure)
        (x0, y0, z0), last = wire.points_nm[0], wire.points_nm[-1]
        low = replace(wire, points_nm=((x0, y0, z0), (500_000, y0, z0 + 40_000), last))
        return _bodies(structure, [low])

    return rebuilt_case(change)


def _near_peg(away_nm: int) -> Case:
    left_nm = 500 * UM + away_nm
    box = Region.box(left_nm, 300 * UM, left_nm + 200 * UM, 500 * UM)
    finish = Slab("ni", Role.FINISH, box, 200 * UM, 201 * UM, "a peg")
    return rebuilt_case(lambda structure: structure.plus([finish]))


def _peg_beside_wire(gap_nm: int) -> Case:
    """A peg as high as the wire, which passes it at a distance."""

    def change(structure: Structure) -> Structure:
        wire = _eastern(structure)
        low_nm = gap_nm + wire.diameter_nm // 2
        box = Region.box(650 * UM, low_nm, 700 * UM, low_nm + 50 * UM)
        peg = Slab("ni", Role.FINISH, box, 200 * UM, 460 * UM, "a peg")
        return _bodies(structure, [replace(wire, diameter_nm=2 * (wire.diameter_nm // 2))]).plus(
            [peg]
        )

    return rebuilt_case(change)


def _etched(**depths: str) -> Case:
    def change(rows: frame.Rows) -> frame.Rows:
        return [
            row | {"depth": depths[key]}
            if (key := row["name"].replace(" ", "_")) in depths
            else row
            for row in rows
        ]

    return stepped_case(change)


def _thick_finish(thickness: str) -> Case:
    """An inner finish as thick as its resist, or thicker."""

    def change(rows: frame.Rows) -> frame.Rows:
        layers = [{"material": "ni", "thickness": thickness}]
        return [row | {"layers": layers} if row["name"] == "inner finish" else row for row in rows]

    return stepped_case(change)


def _uncovered_back() -> Case:
    """The resist of the second face is stripped before the first etch."""

    def change(rows: frame.Rows) -> frame.Rows:
        early = [row for row in rows if row["name"] == "strip resist 2"]
        rest = [row for row in rows if row["name"] != "strip resist 2"]
        at = next(number for number, row in enumerate(rest) if row["name"] == "etch 1")
        return [*rest[:at], *early, *rest[at:]]

    return stepped_case(change)


def _pinhole_in_back() -> Case:
    """The resist of the second face is opened beside the pegs too."""
    masks = frame.masks()
    hole = Mask(Region.box(1_690 * UM, 1_690 * UM, 1_710 * UM, 1_710 * UM))
    drawn = replace(masks, drawings={**masks.drawings, "pinhole": hole})
    row = {"step": "pattern", "name": "pinhole", "film": "resist 2", "mask": "pinhole",
           "face": "bottom"}  # fmt: skip
    rows = frame.rows()
    at = next(number for number, each in enumerate(rows) if each["name"] == "etch 1")
    return frame.case_of(frame.build([*rows[:at], row, *rows[at:]], drawn))


def _without(*names: str) -> Case:
    return stepped_case(lambda rows: [row for row in rows if row["name"] not in names])


def _copper_in_the_etch() -> Case:
    """Copper on the first face, of the same material as the sheet, which the etch takes too."""
    masks = frame.masks()
    spot = Mask(Region.box(-1_600 * UM, 1_400 * UM, -1_400 * UM, 1_600 * UM))
    drawn = replace(masks, drawings={**masks.drawings, "spot": spot})
    row = {"step": "paste", "name": "spot", "material": "c194", "mask": "spot",
           "thickness": "10 um", "conductors": ["c194"]}  # fmt: skip
    rows = frame.rows()
    at = next(number for number, each in enumerate(rows) if each["name"] == "etch 1")
    return frame.case_of(frame.build([*rows[:at], row, *rows[at:]], drawn))


def _bare_back_um2() -> float:
    masks = frame.masks()
    finished = masks[OUTER_PEGS].region | masks[DIE_PADDLE].region
    return (masks.panel.area_nm2 - finished.area_nm2) / 1e6


FRAME_FAULTS = (
    Planted("plating_resist", "a finish 1 nm above its resist", partial(_thick_finish, "20.001 um"),
            (0, 0), 1, 0, partial(_thick_finish, "20 um")),
    Planted("etch_cover", "the second face bare in the first etch", _uncovered_back, (0, 0),
            _bare_back_um2(), 0, within=1),
    Planted("etch_cover", "a pinhole in the resist of the second face", _pinhole_in_back,
            (1_700, 1_700), 400, 0),
    Planted("etch_cover", "no resist on the die's pad",
            partial(_without, "resist 3", "open round die pad", "strip resist 3"), (0, 0),
            122_500, 0, within=4_000),
    Planted("etch_cover", "other metal in the etch", _copper_in_the_etch, (-1_500, 1_500),
            200 * 200 * 10, 0),
    Planted("wire_length", "a wire 1 nm too long", partial(_long_wire, 2_500_001), (1_675, 0),
            2_500_001, 2_500_000, partial(_long_wire, 2_500_000)),
    Planted("wire_length", "a wire 1 nm too short", partial(_long_wire, 399_999), (600, 0),
            399_999, 400_000, partial(_long_wire, 400_000)),
    Planted("wire_space", "a wire 1 nm too near", partial(_second_wire, 49_999), (425, 37),
            49_999, 50_000, partial(_second_wire, 50_000)),
    Planted("wire_space", "bonds 1 nm too near", partial(_second_wire, 34_999), (425, 0),
            59_999, 60_000, partial(_second_wire, 50_000)),
    Planted("wire_space", "wires that cross at one height", _crossing_wires, (675, 0), -25_000,
            50_000, partial(_crossing_wires, 50_000)),
    Planted("wire_space", "a wire that crosses 1 nm too near over another",
            partial(_crossing_wires, 49_999), (675, 0), 49_999, 50_000,
            partial(_crossing_wires, 50_000)),
    Planted("wire_cover", "a cap 1 nm too thin", partial(_thin_cap, 99_999), (0, -600), 99_999,
            100_000, partial(_thin_cap, 100_000)),
    Planted("wire_cover", "a wire 40 um over the die's edge", _wire_over_the_edge, (600, 0),
            22_800, 50_000, within=200),
    Planted("wire_clearance", "a wire 1 nm too near another peg",
            partial(_peg_beside_wire, 49_999), (680, 0), 49_999, 50_000,
            partial(_peg_beside_wire, 50_000)),
    Planted("peg_clearance", "a peg 1 nm too near the die", partial(_near_peg, 299_999),
            (700, 400), 299_999, 300_000, partial(_near_peg, 300_000)),
    Planted("peg_clearance", "a peg under the die's edge", partial(_near_peg, -50_000), (550, 400),
            10_000, 0),
    Planted("etch_depth", "two etches that do not meet", partial(_etched, etch_2="50 um"), (0, 0),
            175_000, 200_000, partial(_etched, etch_2="80 um")),
)  # fmt: skip
