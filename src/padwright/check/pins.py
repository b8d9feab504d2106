"""The pins of a package, and the nets that they name in what was built."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from padwright.check.device_metal import without_bodies
from padwright.geometry.nets import Nets, Pin, extract
from padwright.geometry.slab import Role, Slab
from padwright.model.package import Design
from padwright.plan.plan import Plan
from padwright.process.built import Built

#: What an etched frame and its finishes are made as.
_FRAME = frozenset({Role.BASE, Role.PEG, Role.LINE, Role.FINISH})


def pins_of(built: Built, plan: Plan) -> tuple[Pin, ...]:
    """Return the pins of a package where they lie in what was built.

    A pad's pin is the centre of the pad at the top of the die's pad metal; a ball's pin is the
    ball's place in the solder under it, or on the highest wiring where there is no solder; on an
    etched frame, whose plan has pegs, on the lowest metal there. The pins of a passive lie in the
    wiring of its lands, those of a placed part in its terminals. A pin without metal lies above
    everything, so that it is found bare.
    """
    slabs = built.structure.slabs
    nowhere_nm = built.structure.top_nm + 1
    pad_places_nm = _array([(pad.x_nm, pad.y_nm) for pad in plan.pads])
    metal = [slab for slab in slabs if slab.role is Role.DIE_PAD]
    pad_heights_nm = _heights(pad_places_nm, [(slab, slab.top_nm) for slab in metal], nowhere_nm)
    ball_places_nm = _array([(ball.x_nm, ball.y_nm) for ball in plan.balls])
    solder = [slab for slab in slabs if slab.role is Role.TERMINAL]
    if plan.pegs:
        lands = [slab for slab in slabs if slab.role in _FRAME]
        lands.sort(key=lambda slab: slab.bottom_nm)
    else:
        lands = [slab for slab in slabs if slab.role in {Role.WIRING, Role.LAND}]
        lands.sort(key=lambda slab: -slab.top_nm)
    middles = [(slab, (slab.bottom_nm + slab.top_nm) // 2) for slab in (*solder, *lands)]
    ball_heights_nm = _heights(ball_places_nm, middles, nowhere_nm)
    pads = (
        Pin(pad.pin, pad.x_nm, pad.y_nm, z_nm)
        for pad, z_nm in zip(plan.pads, pad_heights_nm, strict=True)
    )
    balls = (
        Pin(ball.name, ball.x_nm, ball.y_nm, z_nm)
        for ball, z_nm in zip(plan.balls, ball_heights_nm, strict=True)
    )
    return (*pads, *balls, *_part_pins(slabs, plan, nowhere_nm))


def _part_pins(slabs: Sequence[Slab], plan: Plan, nowhere_nm: int) -> Iterator[Pin]:
    """Yield the pins of passives, in the wiring of their levels, and of placed parts, in them."""
    for part in plan.parts:
        for each in part.terminals:
            metal = [
                (slab, (slab.bottom_nm + slab.top_nm) // 2)
                for slab in slabs
                if (slab.role is Role.WIRING and slab.level == each.level)
                or (slab.role is Role.COMPONENT and not each.level)
            ]
            place_nm = _array([(each.x_nm, each.y_nm)])
            yield Pin(part.pin(each), each.x_nm, each.y_nm, *_heights(place_nm, metal, nowhere_nm))


def found_nets(built: Built, plan: Plan, design: Design) -> Nets:
    """Return the nets of what was built, named by the plan's pins.

    A material carries current where the technology's data say so (`Material.is_conductor`). The
    bodies of passives end the nets of their terminals.
    """
    structure = without_bodies(built.structure, plan, design.technology)
    return extract(structure, conducts(design), pins_of(built, plan))


def conducts(design: Design) -> "_Conducts":
    """Return the test whether a material, by its id, carries current."""
    materials = design.technology.all_materials
    return _Conducts(frozenset(each for each in materials if materials[each].is_conductor))


class _Conducts:
    """Whether a material is one of the conductors."""

    def __init__(self, ids: frozenset[str]) -> None:
        self.ids = ids

    def __call__(self, material: str) -> bool:
        return material in self.ids


def _array(places: list[tuple[int, int]]) -> NDArray[np.int64]:
    return np.array(places, dtype=np.int64).reshape(-1, 2)


def _heights(
    places_nm: NDArray[np.int64], metal: list[tuple[Slab, int]], nowhere_nm: int
) -> list[int]:
    """Return for each place the height that the first slab under it gives."""
    heights_nm = np.full(len(places_nm), nowhere_nm)
    open_places = np.arange(len(places_nm))
    for slab, height_nm in metal:
        held = slab.region.holds(places_nm[open_places])
        heights_nm[open_places[held]] = height_nm
        open_places = open_places[~held]
    return [int(each) for each in heights_nm]
