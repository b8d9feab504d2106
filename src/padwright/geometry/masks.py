"""Named flat drawings, which are all that the factory is given of a design."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from padwright.base.errors import InputError, nearest
from padwright.geometry.region import Region


@dataclass(frozen=True, slots=True)
class Mask:
    """One drawing: the region that is open to light, etchant or placement.

    `labelled` tells for which net each piece was drawn. It goes into mask files for people to
    read; no step and no check looks at it.
    """

    region: Region
    labelled: tuple[tuple[str, Region], ...] = ()


@dataclass(frozen=True, slots=True)
class Masks:
    """The drawings of one unit.

    `panel` is the material that the factory handles: the body and the streets round it.
    `body` is what singulation leaves. `bonds` are the programs of the wire bonder: for each name
    the wires, each as x and y of its first bond (on the die) and of its second.
    """

    panel: Region
    body: Region
    drawings: Mapping[str, Mask] = field(default_factory=dict)
    bonds: Mapping[str, tuple[tuple[int, int, int, int], ...]] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Mask:
        if name not in self.drawings:
            raise InputError(
                f"there is no mask {name!r}", fix=nearest(name, self.drawings), where="masks"
            )
        return self.drawings[name]
