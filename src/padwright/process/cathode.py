"""Where plating finds current: the seed that is joined to the panel's rim and open to a face."""

from padwright.base.errors import StepError
from padwright.geometry.openspace import Skyline
from padwright.geometry.region import Region
from padwright.geometry.slab import Role, Slab

#: The clamp that brings the current touches the seed in a rim of this width.
_RIM_NM = 1_000


def cathode_of(skyline: Skyline, conductors: tuple[str, ...]) -> list[tuple[Slab, Region]]:
    """Return the open surfaces that carry current: slabs and the part that is seen.

    Raises
    ------
    StepError
        When there is no seed, or none that is joined to the panel's rim is open.
    """
    seen = [
        slab
        for slab in skyline.structure.slabs
        if slab.role is Role.SEED and slab.material in conductors
    ]
    if not seen:
        raise StepError("there is no seed to plate from", fix="sputter a seed before it")
    live = joined_to_rim(skyline.panel, seen)
    parts = [
        (slab, region & skyline.exposed(slab)) for slab, region in zip(seen, live, strict=True)
    ]
    cathode = [(slab, part) for slab, part in parts if part]
    if not cathode:
        raise StepError(
            "no seed that is joined to the panel's rim is open",
            fix="check the resist's openings and the seed's step coverage",
        )
    return cathode


def joined_to_rim(panel: Region, seed: list[Slab]) -> list[Region]:
    """Return of each slab the pieces that are joined to a panel's rim, themselves or in a chain.

    Pieces are joined where one lies on the other; a conformal film is joined no other way.
    """
    rim = panel - panel.sized(-_RIM_NM)
    live = [_pieces(slab.region, slab.region & rim) for slab in seed]
    fresh = list(live)
    while any(fresh):
        found = []
        for slab, lit in zip(seed, live, strict=True):
            dark = slab.region - lit if lit else slab.region
            contacts = [
                region & dark
                for region, other in zip(fresh, seed, strict=True)
                if region and (slab.bottom_nm == other.top_nm or other.bottom_nm == slab.top_nm)
            ]
            found.append(_pieces(dark, Region.union(contacts)))
        live = [old | new if new else old for old, new in zip(live, found, strict=True)]
        fresh = found
    return live


def _pieces(region: Region, contact: Region) -> Region:
    """Return the connected pieces of a region that share area with a contact inside it."""
    return region.touching(contact) if contact else contact
