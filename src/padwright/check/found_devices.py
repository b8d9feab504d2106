"""Passives as they were built: their metal, the nets that they join, and what they are worth."""

from collections.abc import Mapping
from dataclasses import dataclass

from padwright.check.device_metal import body_window, metal_slabs, within
from padwright.check.device_surroundings import Body, built_surroundings
from padwright.check.layers import levels
from padwright.check.pins import conducts
from padwright.check.rule import Case
from padwright.devices.built_device import BuiltDevice
from padwright.devices.device import Device, Metal, Site, Worth
from padwright.devices.drawing import Drawing
from padwright.devices.surroundings import surroundings
from padwright.geometry.nets import Pin, extract
from padwright.geometry.region import Region
from padwright.geometry.slab import Role, Slab
from padwright.geometry.structure import Structure
from padwright.model.resistor_film import ResistorFilm
from padwright.plan.passives import device_of, drawing_of
from padwright.plan.plan import PlacedPassive

#: Metal that covers this share of what was drawn is there; rounding and the seed's edge take less.
_THERE_RATIO = 0.97


@dataclass(frozen=True, slots=True)
class FoundDevice:
    """A passive in what was built.

    Parameters
    ----------
    passive, device, drawing
        What was asked for, in the frame of the package.
    metal
        The built metal of its body by level.
    slabs
        Numbers of the slabs that its metal and its lands are part of.
    covered_ratio
        Share of the drawn body that has metal, the least of all levels.
    joined
        Terminals that built metal joins within the passive, one group a piece.
    nets
        For each terminal the number of the net found at its land; None where no metal is.
    strangers
        Metal that lies where the passive keeps wiring out and is no part of it, by level.
    expected, built
        What it should be worth, and what its built metal in its built surroundings is worth; None
        where no metal was found to measure.
    """

    passive: PlacedPassive
    device: Device
    drawing: Drawing
    metal: Mapping[int, Region]
    slabs: tuple[int, ...]
    covered_ratio: float
    joined: tuple[tuple[str, ...], ...]
    nets: tuple[tuple[str, int | None], ...]
    strangers: Mapping[int, Region]
    expected: Worth
    built: Worth | None

    @property
    def is_there(self) -> bool:
        """Whether its metal is there, on every level that it takes."""
        return self.covered_ratio >= _THERE_RATIO

    @property
    def is_whole(self) -> bool:
        """Whether its metal joins the terminals that it should, and no others."""
        meant = {frozenset(group) for group in self.drawing.joined}
        return {frozenset(group) for group in self.joined} == meant

    @property
    def is_connected(self) -> bool:
        """Whether every terminal has metal that belongs to a net."""
        return all(number is not None for _, number in self.nets)

    @property
    def off_ratio(self) -> float | None:
        """By how much its worth lies off what was meant, as a share of it."""
        if self.built is None or not self.expected.value:
            return None
        return self.built.value / self.expected.value - 1


def found_devices(case: Case) -> tuple[FoundDevice, ...]:
    """Return the passives of the plan as they were built, in the order of the plan."""
    return tuple(_found(case, passive) for passive in case.plan.passives)


def built_devices(case: Case) -> tuple[BuiltDevice, ...]:
    """Return the passives as plain data, for exporters."""
    return tuple(
        BuiltDevice(
            name=each.passive.name,
            kind=each.passive.kind,
            family=each.device.family,
            figure=each.device.figure,
            formula=each.device.formula,
            source=each.device.source,
            pins=tuple((end.name, each.passive.pin(end)) for end in each.passive.terminals),
            expected=each.expected,
            built=each.built,
            is_sound=each.is_there and each.is_whole and each.is_connected,
        )
        for each in found_devices(case)
    )


def _found(case: Case, passive: PlacedPassive) -> FoundDevice:
    technology = case.design.technology
    structure, carries = case.built.structure, conducts(case.design)
    device, drawing = device_of(passive), drawing_of(passive, technology)
    space_nm = technology.rules.line_space_nm.value
    numbers: list[int] = []
    here: dict[int, list[Slab]] = {}
    windows = {level: body_window(drawing, level, space_nm) for level in drawing.levels}
    for level in drawing.levels:
        for number, slab in metal_slabs(structure, level, carries):
            if slab.region.overlaps(windows[level] | drawing.lands(level)):
                numbers.append(number)
                here.setdefault(level, []).append(slab)
    film = technology.resistor_film
    slabs, films = (
        {
            level: within(
                (s for s in found if s.role is not Role.VIA and _is_film(s, film) == wanted),
                _field(windows, drawing, level),
            )
            for level, found in here.items()
        }
        for wanted in (False, True)
    )
    metal = {level: Region.union(s.region for s in slabs.get(level, ())) for level in windows}
    above = max(0, max(levels(structure), default=0) - passive.levels[-1])
    meant = surroundings(technology, above)
    site = Site(technology.rules, passive.level, meant)
    built = None
    if all(metal.values()):
        body = Body(slabs, metal, films, Region.union(drawing.keep_out.values()))
        around = built_surroundings(meant, structure, body, technology.all_materials)
        own = Metal(
            {level: _own_frame(region, passive) for level, region in metal.items()},
            {
                level: _own_frame(Region.union(s.region for s in parts), passive)
                for level, parts in films.items()
            },
        )
        built = device.as_built(own, site).expected(around)
    return FoundDevice(
        passive=passive,
        device=device,
        drawing=drawing,
        metal=metal,
        slabs=tuple(sorted(numbers)),
        covered_ratio=_covered(drawing, metal, here),
        joined=_joined(passive, drawing, here, windows),
        nets=tuple((each.name, _net(case, passive.pin(each))) for each in passive.terminals),
        strangers=_strangers(drawing, space_nm, structure),
        expected=device.expected(meant),
        built=built,
    )


def _is_film(slab: Slab, film: ResistorFilm | None) -> bool:
    return film is not None and slab.material == film.material


def _field(windows: Mapping[int, Region], drawing: Drawing, level: int) -> Region:
    """Return the window of a level without its holes, where the metal is as thick as it is wide."""
    holes = drawing.vias.get(level)
    return windows[level] - holes.sized(1_000) if holes else windows[level]


def _own_frame(region: Region, passive: PlacedPassive) -> Region:
    """Return a region of the package in the frame of the passive's drawing."""
    back_deg = -passive.rotation_deg % 360
    return region.moved(-passive.x_nm, -passive.y_nm).turned(back_deg, 0, 0)


def _covered(
    drawing: Drawing, metal: Mapping[int, Region], here: Mapping[int, list[Slab]]
) -> float:
    """Return the least share of a drawn body that is covered with metal, holes and field."""
    shares = []
    for level in drawing.levels:
        body = drawing.body(level)
        whole = Region.union([metal[level], *(slab.region for slab in here.get(level, ()))])
        shares.append((body & whole).area_nm2 / max(1, body.area_nm2))
    return min(shares)


def _joined(
    passive: PlacedPassive,
    drawing: Drawing,
    here: Mapping[int, list[Slab]],
    windows: Mapping[int, Region],
) -> tuple[tuple[str, ...], ...]:
    """Return which terminals the metal of the passive alone joins."""
    parts: list[Slab] = []
    for level, slabs in here.items():
        parts += within(slabs, windows[level] | drawing.lands(level))
    pins = []
    for each in passive.terminals:
        heights_nm = [
            (slab.bottom_nm + slab.top_nm) // 2
            for slab in here.get(each.level, ())
            if slab.role is Role.WIRING and slab.region.contains(each.x_nm, each.y_nm)
        ]
        if heights_nm:
            pins.append(Pin(each.name, each.x_nm, each.y_nm, heights_nm[0]))
    found = extract(Structure(tuple(parts)), lambda _: True, pins)
    return tuple(sorted(net.pins for net in found.nets if net.pins))


def _net(case: Case, pin: str) -> int | None:
    found = case.nets.net_of(pin)
    return None if found is None else found.number


def _strangers(drawing: Drawing, space_nm: int, structure: Structure) -> dict[int, Region]:
    """Return metal in the keep-out that is not the passive's own, by level."""
    found = {}
    for level, keep_out in drawing.keep_out.items():
        own = (drawing.body(level) | drawing.lands(level)).sized(space_nm // 4)
        slabs = [
            slab.region
            for slab in structure.slabs
            if slab.level == level and slab.role is Role.WIRING
        ]
        strange = ((Region.union(slabs) & keep_out.sized(-space_nm // 2)) - own).solid_parts()
        if strange:
            found[level] = strange
    return found
