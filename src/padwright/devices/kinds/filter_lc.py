"""A filter: a ladder of spirals and plates after a prototype table."""

import math
from dataclasses import dataclass, replace
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from padwright.devices.chain import Branch, Placed, draw_chain
from padwright.devices.device import (
    Device,
    Family,
    Metal,
    Site,
    Worth,
    Worthy,
    readable,
    require_line,
)
from padwright.devices.drawing import Drawing
from padwright.devices.electrical_text import DecibelDb, FrequencyHz, ImpedanceOhm
from padwright.devices.ladder import (
    HALF_POWER_DB,
    Rung,
    band_pass,
    butterworth,
    chebyshev,
    edges_hz,
    ladder_circuit,
    low_pass,
)
from padwright.devices.sizing import plates_of, spiral_of
from padwright.devices.surroundings import Surroundings
from padwright.geometry.region import Region
from padwright.model.finding import Quantity
from padwright.model.keys import PositiveNm, SizeNm


class FilterLc(Device):
    """A ladder that begins in series, between equal resistances, without losses.

    A branch of a low-pass is one spiral in series or one pair of plates to ground; a branch of a
    band-pass has both, in series or side by side. The spirals do not couple in the expected
    response, and the inductance of the lines between elements is left out.
    """

    kind: ClassVar[str] = "filter-lc"
    family: ClassVar[Family] = "filter"
    describes: ClassVar[str] = "low-pass or band-pass of spirals and plates"
    terminal_names: ClassVar[tuple[str, ...]] = ("in", "out", "ground")
    figure: ClassVar[str] = "frequency where the pass band ends; of a band-pass its centre"
    formula: ClassVar[str] = (
        "prototype g1 to gn scaled to impedance and frequency; response by the chain matrix"
    )
    source: ClassVar[str] = (
        "G. Matthaei, L. Young, E. M. T. Jones, Microwave Filters, Impedance-Matching Networks, "
        "and Coupling Structures (1964), sections 4.05, 4.13, 8.02"
    )

    response: Literal["low-pass", "band-pass"] = Field(
        default="low-pass", description="what the filter lets through"
    )
    prototype: Literal["butterworth", "chebyshev"] = Field(
        default="butterworth", description="table of elements: maximally flat, or equal ripple"
    )
    order: int = Field(
        default=3, ge=2, le=9, description="number of branches; an odd one for equal ripple"
    )
    frequency_hz: FrequencyHz = Field(
        default=5e9,
        description="end of the pass band of a low-pass, centre of a band-pass (uncited default)",
        examples=["5 GHz"],
    )
    bandwidth_hz: FrequencyHz = Field(
        default=2e9, description="width of the pass band of a band-pass", examples=["2 GHz"]
    )
    ripple_db: DecibelDb = Field(
        default=0.1, description="ripple of the pass band for equal ripple", examples=["0.1 dB"]
    )
    impedance_ohm: ImpedanceOhm = Field(
        default=50.0, description="resistance of source and load", examples=["50 ohm"]
    )
    width_nm: SizeNm = Field(
        default=20_000, description="width of the spirals' line (uncited default)"
    )
    space_nm: PositiveNm = Field(
        default=20_000, description="space between the spirals' turns (uncited default)"
    )

    @model_validator(mode="after")
    def _possible(self) -> Self:
        if self.prototype == "chebyshev" and self.order % 2 == 0:
            msg = f"order {self.order} of an equal-ripple filter is even; it has an odd one"
            raise ValueError(msg)
        if self.response == "band-pass" and self.bandwidth_hz >= 2 * self.frequency_hz:
            msg = "the bandwidth of a band-pass is less than twice its centre"
            raise ValueError(msg)
        return self

    def draw(self, site: Site) -> Drawing:
        """Return the ladder on its level and the neighbouring one."""
        require_line(self, site.rules)
        drawing, _ = draw_chain(self._branches(site), site)
        if self.response == "low-pass":
            return drawing
        # Plates part a band-pass in every series branch; its last spiral to ground stays.
        ends = (("out", "ground"),) if self.order % 2 == 0 else (("out",), ("ground",))
        return replace(drawing, joined=(("in",), *ends))

    def expected(self, around: Surroundings) -> Worth:
        """Return the frequency for which the filter is meant, with its elements."""
        del around
        return self.response_of(self.rungs)

    def as_built(self, metal: Metal, site: Site) -> Worthy:
        """Return the filter with every element as its metal is."""
        found = []
        for each in draw_chain(self._branches(site), site)[1]:
            drawn = each.device.draw(site)
            window = Region.union(drawn.keep_out.values())
            own = {
                level: region.moved(-each.x_nm, -each.y_nm).turned(-each.rotation_deg % 360, 0, 0)
                & window
                for level, region in metal.wiring.items()
            }
            bodies = {level: own[level] - drawn.lands(level) for level in drawn.levels}
            found.append((each, each.device.as_built(Metal(bodies), site)))
        return _Built(self, tuple(found))

    @property
    def rungs(self) -> tuple[Rung, ...]:
        """The branches with the values of the prototype."""
        if self.prototype == "butterworth":
            elements = butterworth(self.order)
        else:
            elements = chebyshev(self.order, self.ripple_db)
        if self.response == "low-pass":
            return low_pass(elements, self.frequency_hz, self.impedance_ohm)
        return band_pass(elements, self.frequency_hz, self.bandwidth_hz, self.impedance_ohm)

    def response_of(self, rungs: tuple[Rung, ...]) -> Worth:
        """Return the end of the pass band, or its centre, of a ladder in place of this one."""
        edge_db = HALF_POWER_DB if self.prototype == "butterworth" else self.ripple_db
        low_hz, high_hz = edges_hz(rungs, self.impedance_ohm, edge_db, self.frequency_hz)
        elements = tuple(
            (f"{name} of branch {place}", readable(value, unit))
            for place, rung in enumerate(rungs, 1)
            for name, value, unit in (
                ("inductance", rung.inductance_h, "H"),
                ("capacitance", rung.capacitance_f, "F"),
            )
            if value is not None
        )
        edge = ("loss at the end of the pass band", Quantity(edge_db, "dB"))
        circuit = ladder_circuit(rungs)
        if self.response == "low-pass":
            return Worth(high_hz, "Hz", (edge, *elements), circuit)
        width = ("bandwidth", readable(high_hz - low_hz, "Hz"))
        return Worth(math.sqrt(low_hz * high_hz), "Hz", (edge, width, *elements), circuit)

    def _branches(self, site: Site) -> tuple[Branch, ...]:
        branches = []
        for rung in self.rungs:
            devices: list[Device] = []
            if rung.inductance_h is not None:
                devices.append(spiral_of(rung.inductance_h, self.width_nm, self.space_nm, site))
            if rung.capacitance_f is not None:
                devices.append(plates_of(rung.capacitance_f, site))
            branches.append(Branch(rung.in_series, tuple(devices)))
        return tuple(branches)


@dataclass(frozen=True, slots=True)
class _Built:
    """A filter with its elements as they were built."""

    drawn: FilterLc
    elements: tuple[tuple[Placed, Worthy], ...]

    def expected(self, around: Surroundings) -> Worth:
        """Return the response that the built elements give."""
        values: dict[tuple[int, str], float] = {}
        for placed, device in self.elements:
            worth = device.expected(around)
            values[placed.rung, worth.unit] = worth.value
        rungs = tuple(
            Rung(rung.in_series, values.get((place, "H")), values.get((place, "F")))
            for place, rung in enumerate(self.drawn.rungs)
        )
        return self.drawn.response_of(rungs)
