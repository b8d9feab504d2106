"""The wiring of single nets as built: what is found under their pins, level by level."""

from collections.abc import Iterable

import numpy as np

from padwright.check.layers import Layer, layer
from padwright.check.rule import Case
from padwright.geometry.region import SNAP_NM, Region
from padwright.geometry.slab import Role
from padwright.model.terminals import land_nm


def metal_of(case: Case, nets: Iterable[str]) -> dict[int, Region]:
    """Return the wiring of some nets on each level that has any."""
    wanted = set(nets)
    pins = [pin for net, each in case.plan.nets if net in wanted for pin in each]
    found = {net.number: net for pin in pins if (net := case.nets.net_of(pin)) is not None}
    by_level: dict[int, list[Region]] = {}
    for net in found.values():
        for index in net.slabs:
            slab = case.built.structure.slabs[index]
            if slab.role is Role.WIRING and slab.level is not None:
                by_level.setdefault(slab.level, []).append(case.nets.region(net, index))
    return {level: Region.union(each) for level, each in sorted(by_level.items())}


def lands_of(case: Case) -> Region:
    """Return the lands of pads, terminals and vias, whatever their level, a little larger."""
    rules = case.design.technology.rules
    vias = case.routing.vias if case.routing else ()
    every = (
        ([(pad.x_nm, pad.y_nm) for pad in case.plan.pads], rules.pad_land_nm),
        ([(ball.x_nm, ball.y_nm) for ball in case.plan.balls], land_nm(case.design)),
        ([(via.x_nm, via.y_nm) for via in vias], rules.via_land_nm),
    )
    return Region.union(
        Region.discs(np.array(places, np.int64), size_nm + 2 * SNAP_NM)
        for places, size_nm in every
        if places
    )


def heights(case: Case, level: int) -> Layer:
    """Return the wiring of a level, for heights and evidence."""
    return layer(
        slab
        for slab in case.built.structure.slabs
        if slab.role is Role.WIRING and slab.level == level
    )
