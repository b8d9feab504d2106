"""A passive: parameters, what it is drawn as, and what it should be worth."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Literal, Protocol, Self, TypeAlias

from padwright.base.errors import InputError
from padwright.base.units import length_text
from padwright.devices.drawing import Drawing
from padwright.devices.surroundings import Surroundings
from padwright.geometry.region import Region
from padwright.model.finding import Quantity
from padwright.model.keys import KeyedSpec, key_of
from padwright.model.technology import Rules

#: What a passive is for.
Family: TypeAlias = Literal[
    "resistor", "inductor", "capacitor", "wave-guide", "filter", "mems-sensor"
]
_PREFIXES = ((1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k"), (1.0, ""), (1e-3, "m"))
_SMALL = ((1e-6, "u"), (1e-9, "n"), (1e-12, "p"), (1e-15, "f"))


@dataclass(frozen=True, slots=True)
class Ideal:
    """An ideal element between nodes of a passive: terminals by name, or inner nodes with a #.

    Its letter is that of SPICE: R, L and C in the units of the SI, T a line of an impedance and a
    delay between its two ends, each a node and its ground.
    """

    letter: Literal["R", "L", "C", "T"]
    nodes: tuple[str, ...]
    value: float
    delay_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Worth:
    """What a passive is worth: its figure in the unit of the SI, and further ones by name.

    `circuit` are the ideal elements that it is to a circuit simulator.
    """

    value: float
    unit: str
    others: tuple[tuple[str, Quantity], ...] = ()
    circuit: tuple[Ideal, ...] = ()

    @property
    def quantity(self) -> Quantity:
        """The figure as a person reads it, such as 1.2 nH."""
        return readable(self.value, self.unit)


@dataclass(frozen=True, slots=True)
class Metal:
    """The built metal of a passive's body in the frame of its drawing: wiring and film by level."""

    wiring: Mapping[int, Region]
    films: Mapping[int, Region] = field(default_factory=dict)

    def __getitem__(self, level: int) -> Region:
        """Return the wiring metal of a level."""
        return self.wiring[level]


class Worthy(Protocol):
    """What has a worth in its surroundings: a passive, or one with the sizes that were built."""

    def expected(self, around: Surroundings) -> Worth:
        """Return what it is worth."""
        ...


@dataclass(frozen=True, slots=True)
class Site:
    """Where a passive is drawn: the rules, its lowest level from 1, what will lie round it."""

    rules: Rules
    level: int
    around: Surroundings


class Device(KeyedSpec, ABC):
    """One passive, in one file of ``devices/kinds``; its fields are its parameters.

    `terminal_names` are in the order in which a design names their nets; `needs_film` says that
    the technology has to have a resistive film.
    """

    kind: ClassVar[str]
    family: ClassVar[Family]
    describes: ClassVar[str]
    terminal_names: ClassVar[tuple[str, ...]]
    figure: ClassVar[str]
    formula: ClassVar[str]
    source: ClassVar[str]
    needs_film: ClassVar[bool] = False

    @abstractmethod
    def draw(self, site: Site) -> Drawing:
        """Return the shapes under the rules of a technology.

        Raises
        ------
        InputError
            When a parameter breaks a rule or the shape cannot be: key, value, limit and fix.
        """

    @abstractmethod
    def expected(self, around: Surroundings) -> Worth:
        """Return what the passive is worth by its parameters."""

    @abstractmethod
    def as_built(self, metal: Metal, site: Site) -> Worthy:
        """Return the passive with its sizes as they are measured on built metal.

        Parameters
        ----------
        metal
            The built metal of the body.
        site
            Where it was drawn.
        """

    @classmethod
    def example(cls) -> Self:
        """Return one that the technology a1-flat can make."""
        return cls()


def require(device: Device, attribute: str, least_nm: int, limit: str) -> None:
    """Raise `InputError` when a length of a passive is below what a rule asks for.

    Parameters
    ----------
    attribute
        Name of the length.
    least_nm
        The limit.
    limit
        What sets the limit, such as ``rules.line_width``.
    """
    given_nm = getattr(device, attribute)
    if given_nm < least_nm:
        key = key_of(attribute)
        raise InputError(
            f"{key} of {length_text(given_nm)} is below {length_text(least_nm)}, the least that "
            f"{limit} allows",
            where=key,
            fix=f'give {key} = "{length_text(least_nm)}" or more',
        )


def require_line(device: Device, rules: Rules, *, space: bool = True) -> None:
    """Raise `InputError` when the lines of a passive are finer than the technology makes them."""
    require(device, "width_nm", rules.line_width_nm.value, "rules.line_width")
    if space:
        require(device, "space_nm", rules.line_space_nm.value, "rules.line_space")


def readable(value: float, unit: str) -> Quantity:
    """Return a figure of the SI with the prefix that leaves one to three digits before the point.

    Ohm, hertz, henry and farad have prefixes; a figure with another unit stays as it is.
    """
    if unit not in {"ohm", "Hz", "H", "F"} or not value:
        return Quantity(value, unit)
    known = (*_PREFIXES, *_SMALL)
    scale, prefix = next((each for each in known if abs(value) >= each[0]), known[-1])
    return Quantity(value / scale, f"{prefix}{unit}")
