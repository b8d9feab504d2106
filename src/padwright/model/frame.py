"""What a line for etched metal frames can do (family C): the sheet, its two etches, wires, mold.

All pegs and lines of a package are cut from one sheet: the first face (top) is etched before the
die is mounted and leaves the die's pad and the inner pegs, the second face (bottom) after molding
and leaves the outer pegs and the lines between.
"""

import math
from typing import Self

from pydantic import Field, model_validator

from padwright.base.units import length_text
from padwright.model.figures import (
    SourcedC,
    SourcedFactor,
    SourcedFromZeroNm,
    SourcedNm,
    SourcedSizeNm,
)
from padwright.model.keys import KeyedSpec


class FinishLayer(KeyedSpec):
    """One metal of a plated finish."""

    material: str = Field(description="the metal, by its id", examples=["ni"])
    thickness_nm: SourcedNm = Field(description="how thick it is plated", examples=["1 um"])


class Frame(KeyedSpec):
    """The sheet and what is done to it; rules of its wiring stand with the other rules."""

    sheet: str = Field(description="material of the metal sheet", examples=["c194"])
    line_mask: str = Field(
        description="material of the ink that covers the lines", examples=["ink"]
    )
    wire: str = Field(description="material of the bond wires", examples=["au"])
    mold: str = Field(description="material of the encapsulant", examples=["emc_qfn"])
    paste: str = Field(
        description="material of the solder paste, also of that under copper balls",
        examples=["sac305"],
    )
    copper_ball: str = Field(description="material of copper balls", examples=["cu"])
    inner_finish: tuple[FinishLayer, ...] = Field(
        min_length=1,
        description="plated on the inner ends of the inner pegs, the metal next to the sheet first",
        examples=[[{"material": "ni", "thickness": "1 um"}]],
    )
    outer_finish: tuple[FinishLayer, ...] = Field(
        min_length=1,
        description="plated on the outer ends of the outer pegs, the metal next to the sheet first",
        examples=[[{"material": "ni", "thickness": "1 um"}]],
    )
    die_pad_finish: bool = Field(
        default=True,
        description="whether the die's pad gets the outer finish on its second face; without it "
        "the second etch thins the pad",
        examples=[True],
        json_schema_extra={"default_source": "Padwright: the pad is soldered to the board"},
    )
    side_walls: bool = Field(
        default=True,
        description="whether ink is printed on the side walls of the lines too",
        examples=[True],
        json_schema_extra={"default_source": "Padwright: no copper of a line is left bare"},
    )
    sheet_thickness_nm: SourcedNm = Field(description="the metal sheet", examples=["200 um"])
    etch_1_depth_nm: SourcedNm = Field(
        description="depth of the etch from the first face, less than the sheet",
        examples=["125 um"],
    )
    etch_2_margin_nm: SourcedFromZeroNm = Field(
        description="by how much the etch from the second face is deeper than what is left",
        examples=["20 um"],
    )
    etch_factor_ratio: SourcedFactor = Field(
        description="depth of an etch over its undercut to one side", examples=[2.5]
    )
    line_mask_thickness_nm: SourcedNm = Field(
        description="the ink that covers the lines", examples=["20 um"]
    )
    mask_width_nm: SourcedSizeNm = Field(
        description="width of a printed line of ink, at least", examples=["100 um"]
    )
    mask_overlap_nm: SourcedNm = Field(
        description="by how much ink reaches over the finish of an outer peg that a line ends on, "
        "and beyond an inner peg",
        examples=["25 um"],
    )
    side_wall_reach_nm: SourcedNm = Field(
        description="how far the print over the side walls reaches beyond the ink of a line",
        examples=["40 um"],
    )
    die_pad_inset_nm: SourcedNm = Field(
        description="by how much the die overhangs its pad on each side", examples=["0.3 mm"]
    )
    peg_diameter_nm: SourcedSizeNm = Field(
        description="diameter of the finish on an inner peg", examples=["250 um"]
    )
    peg_space_nm: SourcedNm = Field(
        description="space between the finishes of inner pegs, at least", examples=["150 um"]
    )
    peg_clearance_nm: SourcedNm = Field(
        description="from the die's outline to the finish of an inner peg, at least",
        examples=["0.3 mm"],
    )
    peg_rows: int = Field(
        default=2,
        ge=1,
        le=4,
        strict=True,
        description="the most rows of inner pegs round the die",
        examples=[2],
        json_schema_extra={"default_source": "Padwright: wires of more rows are hard to part"},
    )
    wire_diameter_nm: SourcedSizeNm = Field(description="the bond wires", examples=["25 um"])
    loop_height_nm: SourcedNm = Field(
        description="height of a wire's loop over the die's front", examples=["150 um"]
    )
    wire_shortest_nm: SourcedNm = Field(
        description="from bond to bond seen from above, at least", examples=["0.5 mm"]
    )
    wire_longest_nm: SourcedNm = Field(
        description="from bond to bond seen from above, at most", examples=["2.5 mm"]
    )
    wire_pitch_nm: SourcedNm = Field(
        description="between the bonds of two wires, at least", examples=["60 um"]
    )
    wire_space_nm: SourcedNm = Field(
        description="between the surfaces of two wires, in three dimensions, at least",
        examples=["50 um"],
    )
    wire_to_die_nm: SourcedNm = Field(
        description="from a wire to the edge of its die, at least", examples=["50 um"]
    )
    wire_to_top_nm: SourcedNm = Field(
        description="from a wire to the top of the mold, at least", examples=["100 um"]
    )
    mold_cap_nm: SourcedNm = Field(description="the mold over the die's front", examples=["0.3 mm"])
    paste_thickness_nm: SourcedNm = Field(
        description="the solder paste on an outer peg", examples=["100 um"]
    )
    finish_bath_c: SourcedC = Field(description="the plating baths", examples=["55 C"])
    wire_bond_c: SourcedC = Field(description="the frame during bonding", examples=["175 C"])
    mold_cure_c: SourcedC = Field(description="cure of the mold", examples=["175 C"])
    line_mask_cure_c: SourcedC = Field(description="cure of the ink", examples=["150 C"])

    def materials(self) -> dict[str, str]:
        """Return the id of each material that is named, by what names it."""
        named = {
            key: getattr(self, key)
            for key in ("sheet", "line_mask", "wire", "mold", "paste", "copper_ball")
        }
        for face in ("inner_finish", "outer_finish"):
            named |= {
                f"{face} {number}": layer.material
                for number, layer in enumerate(getattr(self, face), start=1)
            }
        return named

    @property
    def line_thickness_nm(self) -> int:
        """What the first etch leaves of the sheet: the thickness of lines and outer pegs."""
        return self.sheet_thickness_nm.value - self.etch_1_depth_nm.value

    @property
    def etch_2_depth_nm(self) -> int:
        """Depth of the etch from the second face."""
        return self.line_thickness_nm + self.etch_2_margin_nm.value

    @property
    def peg_land_nm(self) -> int:
        """Diameter of the ink under an inner peg, where its lines begin."""
        return self.peg_diameter_nm.value + 2 * self.mask_overlap_nm.value

    def undercut_nm(self, depth_nm: int) -> int:
        """Return how far an etch of a depth reaches under the edge of what covers the metal."""
        return math.ceil(depth_nm / self.etch_factor_ratio.value)

    def mask_for_nm(self, width_nm: int) -> int:
        """Return how wide ink has to be for a line that is nowhere narrower than a width.

        The art-work is compensated for the undercut of either side.
        """
        return max(self.mask_width_nm.value, width_nm + 2 * self.undercut_nm(self.etch_2_depth_nm))

    @model_validator(mode="after")
    def _possible(self) -> Self:
        sheet_nm = self.sheet_thickness_nm.value
        if self.etch_1_depth_nm.value >= sheet_nm:
            msg = (
                f"etch_1_depth of {length_text(self.etch_1_depth_nm.value)} goes through the "
                f"sheet of {length_text(sheet_nm)}; what it parts would fall out"
            )
            raise ValueError(msg)
        if self.wire_shortest_nm.value > self.wire_longest_nm.value:
            msg = (
                f"wire_shortest of {length_text(self.wire_shortest_nm.value)} is above "
                f"wire_longest of {length_text(self.wire_longest_nm.value)}"
            )
            raise ValueError(msg)
        if self.peg_diameter_nm.value <= 2 * self.undercut_nm(self.etch_1_depth_nm.value):
            msg = (
                f"peg_diameter of {length_text(self.peg_diameter_nm.value)} is undercut by the "
                "first etch from all sides; nothing of the peg would be left under its finish"
            )
            raise ValueError(msg)
        return self
