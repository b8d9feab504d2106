"""What a route of families A and B needs beside the stack: pockets, two sheets, transfer, vias."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

from pydantic import Field

from padwright.model.figures import (
    SourcedC,
    SourcedFactor,
    SourcedFromZeroNm,
    SourcedNm,
)
from padwright.model.frame import FinishLayer
from padwright.model.keys import KeyedSpec, by_default
from padwright.model.resistor_film import ResistorFilm

#: How base, dies and wiring come together; the first letter is that of the family.
Route: TypeAlias = Literal[
    "a1-flat", "a1-pocket", "a1-sheets", "a2-transfer", "b-carrier", "c-frame"
]
#: When holes are filled: as the wiring over them is plated, or before it.
ViaFill: TypeAlias = Literal["with wiring", "own step"]
#: The sections that each route cannot do without.
SECTIONS_OF_ROUTE: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "a1-flat": (),
        "a1-pocket": ("pocket",),
        "a1-sheets": ("sheets",),
        "a2-transfer": ("transfer",),
        "b-carrier": ("pocket", "vias"),
        "c-frame": ("frame",),
    }
)


class Pocket(KeyedSpec):
    """The pockets that are milled into the base, one for each die."""

    gap_nm: SourcedNm = Field(
        description="from the die to the wall of its pocket", examples=["100 um"]
    )
    corner_radius_nm: SourcedFromZeroNm = Field(
        description="radius of the tool, which the inside corners get", examples=["0.25 mm"]
    )
    depth_extra_nm: SourcedFromZeroNm = Field(
        description="by how much a pocket is deeper than its die and attach film",
        examples=["0 um"],
    )

    def materials(self) -> dict[str, str]:
        """Return the id of each material that is named, by what names it."""
        return {}


class Sheets(KeyedSpec):
    """The two sheets of a base: the first is punched, the second closes its openings below.

    The second sheet is as thick as the stack's base.
    """

    second: str = Field(description="material of the second sheet", examples=["cu"])
    glue: str = Field(description="material of the glue between the sheets", examples=["daf_nc"])
    first_thickness_nm: SourcedNm | None = Field(
        default=None,
        description="the first sheet",
        examples=["150 um"],
        json_schema_extra=by_default(
            "Padwright: what makes the thickest die flush: die and attach film less the glue"
        ),
    )
    glue_thickness_nm: SourcedNm = Field(
        description="the glue between the sheets", examples=["20 um"]
    )
    gap_nm: SourcedNm = Field(
        description="from the die to the wall of its opening", examples=["100 um"]
    )
    glue_cure_c: SourcedC = Field(description="cure of the glue", examples=["175 C"])

    def materials(self) -> dict[str, str]:
        """Return the id of each material that is named, by what names it."""
        return {"sheets.second": self.second, "sheets.glue": self.glue}


class Transfer(KeyedSpec):
    """The temporary plate, what holds the dies to it, and how they come onto their base."""

    plate: str = Field(description="material of the temporary plate", examples=["glass_af32"])
    release_film: str = Field(
        description="material of the film that holds the dies to the plate",
        examples=["release_film"],
    )
    fill_1: str = Field(
        description="material of the first fill, which is removed later", examples=["fill_soluble"]
    )
    adhesive: str = Field(
        description="material that joins dies and base", examples=["sheet_adhesive"]
    )
    fill_2: bool = Field(
        default=True,
        strict=True,
        description="whether the place of the first fill is filled for good, flush with the dies",
        examples=[True],
        json_schema_extra=by_default(
            "Padwright: yes, or the wiring climbs the height of a die", "true"
        ),
    )
    plate_thickness_nm: SourcedNm = Field(description="the temporary plate", examples=["0.7 mm"])
    release_film_thickness_nm: SourcedNm = Field(
        description="the film between plate and dies", examples=["1 um"]
    )
    fill_1_cover_nm: SourcedFromZeroNm = Field(
        description="the first fill over the back of the thickest die, before grinding",
        examples=["50 um"],
    )
    die_thickness_nm: SourcedNm = Field(
        description="every die after grinding, less than any die before", examples=["100 um"]
    )
    adhesive_thickness_nm: SourcedNm = Field(
        description="the film between the ground face and the base", examples=["20 um"]
    )
    place_c: SourcedC = Field(description="the plate when dies are placed", examples=["80 C"])
    fill_1_cure_c: SourcedC = Field(description="cure of the first fill", examples=["120 C"])
    bond_c: SourcedC = Field(description="bonding of the base", examples=["175 C"])
    release_c: SourcedC = Field(description="release of the plate", examples=["60 C"])
    strip_c: SourcedC = Field(description="removal of the first fill", examples=["80 C"])

    def materials(self) -> dict[str, str]:
        """Return the id of each material that is named, by what names it."""
        names = ("plate", "release_film", "fill_1", "adhesive")
        return {f"transfer.{each}": getattr(self, each) for each in names}


class Vias(KeyedSpec):
    """Holes that are filled in a step of their own: the vias of family A, the posts of family B."""

    material: str = Field(description="material that fills the holes", examples=["cu"])
    method: Literal["electroplate", "electroless", "paste"] = Field(
        description="how the holes are filled", examples=["electroplate"]
    )
    drilling: Literal["photo", "laser"] = Field(
        description="how the holes are made: through a mask, or by a laser", examples=["laser"]
    )
    fill_c: SourcedC = Field(description="the panel while holes are filled", examples=["30 C"])

    def materials(self) -> dict[str, str]:
        """Return the id of each material that is named, by what names it."""
        return {"vias.material": self.material}


class TerminalFigures(KeyedSpec):
    """Terminals other than solder balls, of the design's kind and diameter, and placed parts."""

    copper_ball: str = Field(description="material of copper balls", examples=["cu"])
    bump: str = Field(description="material of bumps", examples=["cu"])
    bump_cap: str = Field(description="solder on top of bumps", examples=["sac305"])
    pin: str = Field(description="material of pins", examples=["kovar"])
    paste: str = Field(description="printed solder paste", examples=["solder_paste"])
    joint: str = Field(
        description="solder under copper balls, pins and placed parts", examples=["sac305"]
    )
    component_body: str = Field(description="body of placed parts", examples=["alumina"])
    component_terminal: str = Field(
        description="what is left of the terminals of placed parts after soldering",
        examples=["ni"],
    )
    component_joint_nm: SourcedNm = Field(
        description="solder under placed parts", examples=["30 um"]
    )
    bump_height_nm: SourcedNm = Field(description="bumps without their caps", examples=["60 um"])
    bump_cap_height_nm: SourcedNm = Field(description="solder on bumps", examples=["20 um"])
    pin_length_nm: SourcedNm = Field(description="shank of a pin", examples=["1.5 mm"])
    pin_head_thickness_nm: SourcedNm = Field(description="head of a pin", examples=["0.1 mm"])
    pin_head_ratio: SourcedFactor = Field(
        description="diameter of a pin's head over that of its shank", examples=[1.4]
    )
    paste_thickness_nm: SourcedNm = Field(description="paste as it is printed", examples=["100 um"])
    land_finish: tuple[FinishLayer, ...] = Field(
        min_length=1,
        description="plated on bare lands, the metal next to the land first",
        examples=[[{"material": "ni", "thickness": "3 um"}]],
    )
    finish_bath_c: SourcedC = Field(description="the plating baths", examples=["85 C"])

    def materials(self) -> dict[str, str]:
        """Return the id of each material that is named, by what names it."""
        names = (
            *("copper_ball", "bump", "bump_cap", "pin", "paste", "joint"),
            *("component_body", "component_terminal"),
        )
        named = {f"terminals.{each}": getattr(self, each) for each in names}
        finish = {
            f"terminals.land_finish[{place}]": layer.material
            for place, layer in enumerate(self.land_finish)
        }
        return named | finish


#: Any section that a route or an option may need.
Section: TypeAlias = Pocket | Sheets | Transfer | Vias | TerminalFigures | ResistorFilm
