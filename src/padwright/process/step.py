"""A process step: parameters and one pure function."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Annotated, ClassVar, TypeAlias

from pydantic import Field

from padwright.base.units import LengthNm, TemperatureC
from padwright.geometry.body import Face
from padwright.geometry.masks import Masks
from padwright.geometry.region import Region
from padwright.geometry.structure import Structure
from padwright.model.keys import KeyedSpec

#: A length that must be more than nothing.
Thickness = Annotated[LengthNm, Field(gt=0)]
#: Parameters of a step as they stand in a flow file, without the key ``step``.
Example: TypeAlias = Mapping[str, object]


class Step(KeyedSpec, ABC):
    """One operation of the factory.

    A member is one file in ``process/steps``: its fields are its parameters, `apply` is what it
    does to the structure, `example` is a row as it stands in a flow, with the figures of a usual
    line. The engine adds place, evidence and the temperature history.
    """

    kind: ClassVar[str]
    example: ClassVar[Example]
    #: Whether a flow can begin with it; any other step needs a panel to work on.
    begins: ClassVar[bool] = False

    name: str = Field(description="name of this step in the flow; slabs remember it")
    temperature_c: TemperatureC = Field(
        default=25.0, description="highest temperature that the panel sees in this step"
    )

    @abstractmethod
    def apply(self, before: Structure, masks: Masks) -> Structure:
        """Return the structure after this step; `before` stays as it is."""

    def new_materials(self) -> frozenset[str]:
        """Return the materials that this step brings in and shapes by its own heat.

        They are not held against the step's temperature: a paste is melted by its reflow.
        """
        return frozenset()


class FacedStep(Step, ABC):
    """A step that works on one face of the panel."""

    face: Face = Field(
        default="top",
        description="the face that is worked on: top looks at the wiring, bottom away from it; "
        "nothing is mirrored",
    )


class MaskedStep(FacedStep, ABC):
    """A step that works through a mask, which may lie off its place."""

    mask: str = Field(description="drawing of the openings")
    shift_x_nm: LengthNm = Field(
        default=0, description="misregistration: by how much the mask lies too far right"
    )
    shift_y_nm: LengthNm = Field(
        default=0, description="misregistration: by how much the mask lies too far up"
    )

    def drawing(self, masks: Masks) -> Region:
        """Return the mask's drawing where it really lies."""
        region = masks[self.mask].region
        if self.shift_x_nm or self.shift_y_nm:
            return region.moved(self.shift_x_nm, self.shift_y_nm)
        return region
