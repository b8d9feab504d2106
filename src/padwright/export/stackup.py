"""The layers of what was built, from the top down, each with what was asked for and by whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from padwright.export.cutting import COATS, Shade
from padwright.export.exporter import Delivery
from padwright.geometry.slab import Role, Slab
from padwright.model.frame import Frame
from padwright.model.sourced import Sourced
from padwright.model.technology import Technology

_STATED: Final = {
    Role.BASE: "base_thickness_nm",
    Role.ATTACH: "attach_thickness_nm",
    Role.DIE_PAD: "die_pad_thickness_nm",
    Role.DIELECTRIC: "dielectric_thickness_nm",
    Role.WIRING: "wiring_thickness_nm",
    Role.PASSIVATION: "passivation_thickness_nm",
    Role.RESIST: "resist_thickness_nm",
}
#: Holes and necks are as thick as what they go through.
_NO_LAYERS: Final = frozenset({Role.VIA, Role.TERMINAL})
#: A part of a layer is counted to its thickness from this share of the layer's area.
_WHOLE_RATIO: Final = 0.5


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer as built, with the thickness that was asked for and who vouches for that."""

    shade: Shade
    built_nm: int
    bottom_nm: int
    asked_nm: int | None
    source: str
    cited: bool
    made_by: tuple[str, ...]


def stackup(delivery: Delivery) -> list[Layer]:
    """Return the layers from the top down."""
    slabs: dict[Shade, list[Slab]] = {}
    for slab in delivery.built.structure.slabs:
        if slab.role not in _NO_LAYERS:
            slabs.setdefault(Shade(slab.material, slab.role, slab.level), []).append(slab)
    layers = [_layer(shade, parts, delivery) for shade, parts in slabs.items()]
    return sorted(layers, key=lambda each: (-each.bottom_nm - each.built_nm, each.built_nm))


def _layer(shade: Shade, parts: Sequence[Slab], delivery: Delivery) -> Layer:
    bottom_nm, built_nm = _thickness(shade, parts)
    asked_nm, source, cited = _asked(shade, delivery)
    made_by = tuple(dict.fromkeys(slab.made_by for slab in parts))
    return Layer(shade, built_nm, bottom_nm, asked_nm, source, cited, made_by)


def _thickness(shade: Shade, parts: Sequence[Slab]) -> tuple[int, int]:
    """Return the bottom and the thickness of a layer where it is as it was meant to be.

    A coat counts over the highest surface that it covers; any other layer is its largest part with
    the large parts that stand on it or under it.
    """
    if shade.role is Role.PEG:  # an etched sheet is as thick as from its lowest to its highest
        low_nm = min(slab.bottom_nm for slab in parts)
        return low_nm, max(slab.top_nm for slab in parts) - low_nm
    if shade.role in COATS:
        top = max(parts, key=lambda slab: slab.top_nm)
        return top.bottom_nm, top.thickness_nm
    areas = {id(slab): slab.region.area_nm2 for slab in parts}
    largest = max(parts, key=lambda slab: areas[id(slab)])
    low_nm, high_nm = largest.bottom_nm, largest.top_nm
    whole = [slab for slab in parts if areas[id(slab)] >= _WHOLE_RATIO * areas[id(largest)]]
    for slab in sorted(whole, key=lambda each: each.bottom_nm):
        if slab.bottom_nm == high_nm:
            high_nm = slab.top_nm
    for slab in sorted(whole, key=lambda each: -each.top_nm):
        if slab.top_nm == low_nm:
            low_nm = slab.bottom_nm
    return low_nm, high_nm - low_nm


def _asked(shade: Shade, delivery: Delivery) -> tuple[int | None, str, bool]:
    """Return the stated thickness of a layer and its source."""
    technology = delivery.design.technology
    if own := _of_section(shade, technology):
        return own.value, own.source, own.cited
    if shade.role is Role.DIE:
        thicknesses = {die.thickness_nm for die in delivery.plan.dies}
        stated = thicknesses.pop() if len(thicknesses) == 1 else None
        return stated, "the design", True
    if shade.role is Role.FILL:
        return None, "flush with the dies", True
    attribute = _seed(shade, technology) if shade.role is Role.SEED else _STATED.get(shade.role)
    if attribute is None:
        return None, "", True
    value = getattr(technology.stack, attribute)
    return value.value, value.source, value.cited


def _of_section(shade: Shade, technology: Technology) -> Sourced[int] | None:
    """Return the thickness that a section beside the stack states: film, transfer or frame."""
    film = technology.resistor_film
    is_wiring = shade.material == technology.materials.wiring
    if film is not None and shade.material == film.material and not is_wiring:
        return film.thickness_nm
    if technology.transfer is not None and shade.role is Role.DIE:
        return technology.transfer.die_thickness_nm
    return None if technology.frame is None else _of_frame(shade, technology.frame)


def _seed(shade: Shade, technology: Technology) -> str:
    adhesion = technology.materials.adhesion
    same = adhesion == technology.materials.seed
    is_adhesion = shade.material == adhesion and not same
    return "adhesion_thickness_nm" if is_adhesion else "seed_thickness_nm"


def _of_frame(shade: Shade, frame: Frame) -> Sourced[int] | None:
    """Return the stated thickness of a part of an etched frame; a mold's is that of its cap."""
    stated = {
        Role.PEG: frame.sheet_thickness_nm,
        Role.MASK: frame.line_mask_thickness_nm,
        Role.ENCAPSULANT: frame.mold_cap_nm,
    }
    if shade.role is Role.FINISH:
        layers = [*frame.inner_finish, *frame.outer_finish]
        return next((each.thickness_nm for each in layers if each.material == shade.material), None)
    return stated.get(shade.role)
