"""Materials: each property with its unit and the one who vouches for it."""

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Annotated, Any, Final, Literal, Self, TypeAlias

from pydantic import Field, GetJsonSchemaHandler, ValidationInfo, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from padwright.base.spec import Spec
from padwright.model.keys import KeyedSpec, Prose, key_of, shortened
from padwright.model.shipped import material_tables
from padwright.model.sourced import THIS_FILE, UNCITED

#: What a material is, which decides nothing but how it is listed.
MaterialKind: TypeAlias = Literal[
    "metal",
    "solder",
    "semiconductor",
    "glass",
    "ceramic",
    "polymer dielectric",
    "low-k dielectric",
    "stress buffer",
    "mold compound",
    "fill",
    "underfill",
    "die attach",
    "laminate",
    "solder mask",
    "resist",
    "ink",
    "paste",
    "temporary",
    "gas",
]
#: What a material belongs to; patents and rules ask for these. A material may be in several.
MaterialClass: TypeAlias = Literal[
    "metal",
    "solder",
    "semiconductor",
    "silicon",
    "glass",
    "ceramic",
    "organic",
    "polymer",
    "resin",
    "laminate",
    "acrylic",
    "bcb",
    "bt",
    "epoxy",
    "fr4",
    "fr5",
    "lcp",
    "pbo",
    "photoresist",
    "polyimide",
    "porous-low-k",
    "ppe",
    "ptfe",
    "silicone",
    "stress-buffer",
]
#: What hardens a material for good.
Cure: TypeAlias = Literal["thermal", "uv", "uv and thermal"]
#: The unit that each property is written in.
PROPERTY_UNITS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "conductivity_w_per_mk": "W/(m K)",
        "heat_capacity_j_per_kgk": "J/(kg K)",
        "density_kg_per_m3": "kg/m3",
        "expansion_ppm_per_k": "ppm/K",
        "expansion_above_tg_ppm_per_k": "ppm/K",
        "transition_c": "C",
        "modulus_gpa": "GPa",
        "poisson_ratio": "",
        "resistivity_ohm_m": "ohm m",
        "permittivity_ratio": "",
        "loss_tangent_ratio": "",
        "service_limit_c": "C",
        "process_limit_c": "C",
    }
)
#: A material below this resistivity joins what it touches into one net.
CONDUCTOR_BELOW_OHM_M: Final = 1e-3
_NUMBER: Final = re.compile(
    r"([-+]?(?:\d{1,30}(?:\.\d{0,30})?|\.\d{1,30})(?:[eE][-+]?\d{1,3})?)(?:\s+(\S.*))?"
)


class Property(Spec):
    """One figure of a material, such as ``"391 W/(m K)"``."""

    value: float = Field(strict=True, description="the figure")
    unit: str = Field(default="", description="its unit; none for a ratio")
    source: Prose = Field(default=THIS_FILE, description="who vouches for the figure")
    cited: bool = Field(default=True, description="whether a source was found for the figure")

    def __str__(self) -> str:
        return f"{self.value:g} {self.unit}".rstrip()

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, raw: Any) -> Any:
        table = dict(raw) if isinstance(raw, dict) else {"value": raw}
        text = table.get("value")
        if "unit" in table or not isinstance(text, str):
            return table
        match = _NUMBER.fullmatch(text.strip())
        if match is None:
            msg = f"{shortened(text)} is not a number with a unit; write it like '391 W/(m K)'"
            raise ValueError(msg)
        return table | {"value": float(match[1]), "unit": match[2] or ""}

    @model_validator(mode="after")
    def _finite(self) -> Self:
        if abs(self.value) > 1e30:
            msg = f"{self.value:g} is beyond the largest figure, 1e30"
            raise ValueError(msg)
        return self

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Return a schema of what a file holds: the bare text, or the text with its source."""
        full = handler.resolve_ref_schema(handler(core_schema))
        fields = full["properties"]
        text = {"type": ["string", "number"], "examples": ["391 W/(m K)", 0.34]}
        return {
            "anyOf": [
                text,
                {
                    "type": "object",
                    "additionalProperties": False,
                    "properties": {
                        "value": text,
                        "source": fields["source"],
                        "cited": fields["cited"],
                    },
                    "required": ["value"],
                },
            ]
        }


def _figure(description: str, example: str) -> Any:
    return Field(
        default=None,
        description=description,
        examples=[example],
        json_schema_extra={"default_source": "Padwright: what is absent is not known"},
    )


Figure: TypeAlias = Property | None
Colour = Annotated[str, Field(pattern=r"^#[0-9a-f]{6}$")]
Element = Annotated[str, Field(pattern=r"^[A-Z][a-z]?$")]


class Material(KeyedSpec):
    """A material; a property that is absent is not known."""

    id: str = Field(
        pattern=r"^[a-z][a-z0-9_]{0,39}$",
        description="name of its table, used by the roles of a technology",
        examples=["cu"],
    )
    name: Prose = Field(description="name for people", examples=["Copper"])
    kind: MaterialKind = Field(description="what sort of material it is", examples=["metal"])
    color: Colour = Field(description="colour in pictures", examples=["#b87333"])
    classes: tuple[MaterialClass, ...] = Field(
        default=(),
        description="what it belongs to, which rules and claims ask for: metal, epoxy, polyimide",
        examples=[["epoxy", "resin", "polymer", "organic"]],
        json_schema_extra={"default_source": "Padwright: none, so that it meets no such demand"},
    )
    elements: tuple[Element, ...] = Field(
        default=(),
        description="chemical elements of a metal, the main one first, and of a filler that "
        "conducts",
        examples=[["Fe", "Ni"]],
        json_schema_extra={"default_source": "Padwright: none"},
    )
    cure: Cure | None = Field(
        default=None,
        description="what hardens it for good",
        examples=["thermal"],
        json_schema_extra={"default_source": "Padwright: nothing does"},
    )
    notes: Prose = Field(
        default="",
        description="what else is worth knowing",
        examples=["plated at 25 C"],
        json_schema_extra={"default_source": "Padwright: empty"},
    )
    source: Prose = Field(
        default=THIS_FILE,
        description="who vouches for the cited properties",
        examples=["data sheet"],
        json_schema_extra={"default_source": "Padwright: the file that says it"},
    )
    conductivity_w_per_mk: Figure = _figure("thermal conductivity", "391 W/(m K)")
    heat_capacity_j_per_kgk: Figure = _figure("specific heat", "385 J/(kg K)")
    density_kg_per_m3: Figure = _figure("density", "8940 kg/m3")
    expansion_ppm_per_k: Figure = _figure(
        "linear thermal expansion, below the glass transition where there is one", "16.4 ppm/K"
    )
    expansion_above_tg_ppm_per_k: Figure = _figure(
        "linear thermal expansion above the glass transition", "60 ppm/K"
    )
    transition_c: Figure = _figure(
        "melting point (solidus of an alloy) of a metal, solder or semiconductor; glass transition "
        "of everything else",
        "139 C",
    )
    modulus_gpa: Figure = _figure("Young's modulus at room temperature", "110 GPa")
    poisson_ratio: Figure = _figure("Poisson's ratio", "0.34")
    resistivity_ohm_m: Figure = _figure("electrical resistivity", "1.71e-8 ohm m")
    permittivity_ratio: Figure = _figure("relative permittivity", "3.3")
    loss_tangent_ratio: Figure = _figure("loss tangent", "0.007")
    service_limit_c: Figure = _figure("highest temperature in long service", "150 C")
    process_limit_c: Figure = _figure(
        "highest temperature that it stands for hours during manufacture", "260 C"
    )

    @property
    def is_conductor(self) -> bool:
        """Whether the material joins what it touches into one net."""
        resistivity = self.resistivity_ohm_m
        return resistivity is not None and resistivity.value < CONDUCTOR_BELOW_OHM_M

    @property
    def base_element(self) -> str:
        """The main element of a metal, such as ``"Cu"`` of a copper alloy; ``""`` of all else."""
        return self.elements[0] if "metal" in self.classes and self.elements else ""

    @property
    def melts(self) -> bool:
        """Whether `transition_c` is a melting point, and no glass transition."""
        return self.kind in {"metal", "solder", "semiconductor"}

    @model_validator(mode="before")
    @classmethod
    def _hand_down_the_source(cls, raw: Any, info: ValidationInfo) -> Any:
        del info
        if not isinstance(raw, dict):
            return raw
        return raw | with_sources(raw)

    @model_validator(mode="after")
    def _units(self) -> Self:
        for attribute, unit in PROPERTY_UNITS.items():
            figure: Property | None = getattr(self, attribute)
            if figure is not None and figure.unit != unit:
                wanted = f"in {unit}" if unit else "a number without a unit"
                msg = f"{key_of(attribute)} is {str(figure)!r}, but has to be {wanted}"
                raise ValueError(msg)
        return self


def with_sources(table: Mapping[str, Any]) -> dict[str, Any]:
    """Return the properties of a material's table, each with its source written beside it."""
    keys = {key_of(attribute) for attribute in PROPERTY_UNITS} | set(PROPERTY_UNITS)
    figures: dict[str, Any] = {}
    for key in keys & set(table):
        raw = table[key]
        if raw is None or isinstance(raw, Property):
            continue
        figure = dict(raw) if isinstance(raw, dict) else {"value": raw}
        cited = figure.get("cited", True)
        figure.setdefault("source", table.get("source", THIS_FILE) if cited else UNCITED)
        figures[key] = figure
    return figures


@cache
def load_materials() -> Mapping[str, Material]:
    """Return the shipped materials by their ids, in alphabetical order."""
    tables = material_tables()
    return MappingProxyType(
        {each: Material.model_validate({"id": each, **tables[each]}) for each in sorted(tables)}
    )
