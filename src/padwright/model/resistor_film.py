"""The film that thin-film resistors are made of."""

from pydantic import Field

from padwright.model.figures import SourcedC, SourcedNm
from padwright.model.keys import KeyedSpec


class ResistorFilm(KeyedSpec):
    """A film under the wiring of a level, for its thin-film resistors."""

    material: str = Field(description="material of the film", examples=["nicr"])
    thickness_nm: SourcedNm = Field(description="thickness of the film", examples=["50 nm"])
    sputter_c: SourcedC = Field(
        description="the panel while the film is sputtered", examples=["120 C"]
    )

    def materials(self) -> dict[str, str]:
        """Return the id of each material that is named, by what names it."""
        return {"resistor_film.material": self.material}
