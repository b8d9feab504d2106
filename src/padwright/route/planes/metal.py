"""What is drawn after the wiring: teardrops, planes, degassing holes and fill, level by level.

Each is drawn round what is there, in this order, on the masks themselves. Fill gets no label and a
drawing of its own besides, by which the checks know that it is meant to have no net.
"""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from padwright.base.arrays import Ints
from padwright.geometry.masks import Mask, Masks
from padwright.geometry.region import Region
from padwright.geometry.tiles import Tiles
from padwright.model import drawings
from padwright.model.density import density_limits
from padwright.model.metal_spec import DegassingSpec, FillSpec
from padwright.model.package import Design
from padwright.model.plane_spec import PlaneSpec
from padwright.model.terminals import land_level
from padwright.plan.passives import drawing_of
from padwright.plan.plan import Plan
from padwright.route.masks.sheet import with_more
from padwright.route.planes.degassing import Degassing, degassed
from padwright.route.planes.evening import Filling, filled
from padwright.route.planes.lands import Land, lands_of, ringed
from padwright.route.planes.notches import without_notches
from padwright.route.planes.planes import Pour, Poured, Spokes, Surroundings, foreign_metal, poured
from padwright.route.planes.teardrops import Taper, tapers
from padwright.route.routing import Routing


@dataclass(frozen=True, slots=True)
class Metal:
    """The masks with all metal on them, and the planes as they were poured."""

    masks: Masks
    planes: tuple[Poured, ...]


@dataclass(frozen=True, slots=True)
class _Task:
    """What every level is made from."""

    design: Design
    plan: Plan
    routing: Routing
    lands: tuple[Land, ...]
    kept_free: Mapping[int, Region]
    body: Region

    def on(self, level: int) -> list[Land]:
        """Return the lands of a level."""
        return [land for land in self.lands if land.level == level]


def with_metal(
    masks: Masks,
    design: Design,
    plan: Plan,
    routing: Routing,
    levels: int,
    *,
    evened: bool = True,
) -> Metal:
    """Return masks with teardrops, planes, holes and fill on them, as far as the design asks.

    Parameters
    ----------
    masks
        The wiring, with passives and parts.
    levels
        Number of wiring levels on which the routing was made.
    evened
        Whether degassing holes and fill are drawn.
    """
    wanted = design.routing
    left_nm, bottom_nm, right_nm, top_nm = design.box_nm
    edge_nm = design.technology.rules.edge_clearance_nm.value
    task = _Task(
        design,
        plan,
        routing,
        lands_of(design, plan, routing, levels),
        _kept_free(design, plan),
        Region.box(left_nm + edge_nm, bottom_nm + edge_nm, right_nm - edge_nm, top_nm - edge_nm),
    )
    drawn = dict(masks.drawings)
    made: list[Poured] = []
    nets = {net for net, _ in plan.nets}
    last = land_level(design, levels)
    for level in range(1, last + 1):
        name = drawings.wiring(level)
        mask = _with_tapers(task, level, drawn[name])
        mask = without_notches(mask, design.technology.rules.line_space_nm.value, nets)
        mask, planes = _with_planes(task, level, mask)
        made += planes
        drawn[name] = mask
    for level in range(1, last + 1):
        name = drawings.wiring(level)
        if wanted.degassing and evened:
            spokes = [each.joints for each in made if each.pour.level == level]
            drawn[name] = _with_holes(task, level, drawn, wanted.degassing, spokes)
        if wanted.fill and evened:
            pieces = _fill(task, level, drawn[name].region, wanted.fill)
            if pieces:
                whole = Region.union([drawn[name].region, pieces])
                drawn[name] = Mask(whole, drawn[name].labelled)
                drawn[drawings.fill(level)] = Mask(pieces)
    return Metal(replace(masks, drawings=drawn), tuple(made))


def _kept_free(design: Design, plan: Plan) -> Mapping[int, Region]:
    """Return what passives keep free of other metal, by level."""
    by_level: dict[int, list[Region]] = {}
    for passive in plan.passives:
        for level, region in drawing_of(passive, design.technology).keep_out.items():
            by_level.setdefault(level, []).append(region)
    return {level: Region.union(regions) for level, regions in by_level.items()}


def _with_tapers(task: _Task, level: int, mask: Mask) -> Mask:
    wanted = task.design.routing.teardrops
    wires = [wire for wire in task.routing.wires if wire.level == level - 1]
    if wanted is None or not wires:
        return mask
    found = tapers(
        Taper(wanted.length_ratio, wanted.width_ratio, wanted.longest_nm),
        wires,
        _round_lands(task.on(level)),
        mask.region,
        task.design.technology.rules.line_space_nm.value,
    )
    return with_more(mask, found.by_net())


def _round_lands(lands: Iterable[Land]) -> dict[tuple[int, int], int]:
    found: dict[tuple[int, int], int] = {}
    for land in lands:
        if land.is_round:
            at = (land.x_nm, land.y_nm)
            found[at] = max(found.get(at, 0), land.diameter_nm)
    return found


def _with_planes(task: _Task, level: int, mask: Mask) -> tuple[Mask, list[Poured]]:
    """Return a level with its planes: those of higher priority are poured first."""
    planes = [each for each in task.design.planes if each.level == level]
    planes.sort(key=lambda each: -each.priority)
    made = []
    for plane in planes:
        pour = pour_of(plane, task.design, task.body)
        own = dict(mask.labelled).get(plane.net, Region.empty())
        lands = [land for land in task.on(level) if land.net == plane.net]
        joined = _drawn_lands(lands, own)
        around = Surroundings(
            foreign_metal(mask.region, mask.labelled, plane.net),
            task.kept_free.get(level, Region.empty()),
            joined,
            (own - joined).solid_parts(),
            ringed(lands),
        )
        found = poured(pour, around)
        made.append(found)
        mask = with_more(mask, {plane.net: found.region})
    return mask, made


def _drawn_lands(lands: Sequence[Land], own: Region) -> Region:
    """Return the lands among the metal of a net."""
    sizes_nm = sorted({land.diameter_nm for land in lands})
    discs = [
        Region.discs(_places([land for land in lands if land.diameter_nm == size_nm]), size_nm)
        for size_nm in sizes_nm
    ]
    return Region.union(discs) & own


def pour_of(plane: PlaneSpec, design: Design, body: Region) -> Pour:
    """Return what a plane of a design is to be, its defaults filled in.

    Parameters
    ----------
    body
        Where metal may lie: the body of the package less the edge clearance.
    """
    rules = design.technology.rules
    line_nm, space_nm = rules.line_width_nm.value, rules.line_space_nm.value
    spokes = Spokes(
        plane.spokes,
        plane.spoke_width_nm or 2 * line_nm,
        plane.spoke_gap_nm or 2 * space_nm,
        plane.spoke_angle_deg,
    )
    outline = Region.polygon(plane.polygon_nm) & body if plane.polygon_nm else body
    return Pour(
        plane.net,
        plane.level,
        outline,
        plane.clearance_nm or space_nm,
        plane.minimum_web_nm or line_nm,
        line_nm,
        space_nm,
        spokes if plane.connection == "thermal" else None,
        keep_islands=plane.islands == "report",
    )


def _with_holes(
    task: _Task,
    level: int,
    drawn: Mapping[str, Mask],
    wanted: DegassingSpec,
    spokes: Sequence[Region],
) -> Mask:
    mask = drawn[drawings.wiring(level)]
    lands = task.on(level)
    kept_off = [_drawn_lands(lands, mask.region), *spokes]
    if not wanted.over_signals:
        kept_off += _signals_beside(task, level)
    planes = [plane for plane in task.design.planes if plane.level == level]
    web_nm = max((plane.minimum_web_nm or 0 for plane in planes), default=0)
    clearance_nm = max(
        wanted.clearance_nm, web_nm, task.design.technology.rules.line_width_nm.value
    )
    limits = density_limits(task.design)
    rule = Degassing(
        wanted.shape,
        wanted.size_nm,
        wanted.pitch_nm,
        wanted.largest_nm or 2 * wanted.size_nm,
        wanted.wider_than_nm,
        clearance_nm,
    )
    tiles = Tiles.over(task.design.box_nm, limits.tile_nm)
    taken = degassed(rule, mask.region, kept_off, tiles, limits.most.value)
    if not taken:
        return mask
    return Mask(
        mask.region - taken,
        tuple((net, _less(region, taken)) for net, region in mask.labelled),
    )


def _less(region: Region, taken: Region) -> Region:
    return region - taken if region.overlaps(taken) else region


def _places(lands: Sequence[Land]) -> Ints:
    return np.array([(land.x_nm, land.y_nm) for land in lands], dtype=np.int64)


def _signals_beside(task: _Task, level: int) -> list[Region]:
    """Return the wires of the neighbouring levels that are no supply's."""
    supplies = frozenset(task.design.supplies)
    ends: dict[int, list[tuple[int, int, int, int]]] = {}
    for wire in task.routing.wires:
        if abs(wire.level + 1 - level) == 1 and wire.net not in supplies:
            points = wire.points_nm
            pieces = [(*one, *other) for one, other in itertools.pairwise(points)]
            ends.setdefault(wire.width_nm, []).extend(pieces)
    return [
        Region.stadiums(np.array(pieces, dtype=np.int64), width_nm)
        for width_nm, pieces in sorted(ends.items())
        if pieces
    ]


def _fill(task: _Task, level: int, metal: Region, wanted: FillSpec) -> Region:
    """Return the fill of a level."""
    limits = density_limits(task.design)
    least_ratio, most_ratio = limits.least.value, limits.most.value
    line_nm = task.design.technology.rules.line_width_nm.value
    rule = Filling(
        wanted.shape,
        wanted.size_nm,
        wanted.smallest_nm or min(wanted.size_nm, max(wanted.size_nm // 4 * 2, line_nm)),
        wanted.space_nm,
        wanted.clearance_nm,
        wanted.target_ratio or least_ratio + (most_ratio - least_ratio) / 4,
        least_ratio,
    )
    body = task.body
    if level in task.kept_free:
        body -= task.kept_free[level].sized(wanted.clearance_nm)
    return filled(rule, metal, body, Tiles.over(task.design.box_nm, limits.tile_nm))
