"""The land and the opening under each ball."""

from collections.abc import Iterator
from typing import ClassVar

import numpy as np

from padwright.check.device_metal import release_windows
from padwright.check.layers import Layer, levels, wiring
from padwright.check.rule import Case, Rule
from padwright.check.shortfall import says, shortfalls
from padwright.geometry.circle import corner_excess_nm
from padwright.geometry.drc import Miss, enclosed_below, narrower_than
from padwright.geometry.region import Region
from padwright.geometry.slab import Role
from padwright.model.drawings import UNITS, component_lands
from padwright.model.finding import Finding
from padwright.model.terminals import opening_nm


class BallLand(Rule):
    """Under each ball a land of full size closes the opening of the passivation."""

    kind: ClassVar[str] = "ball_land"
    describes: ClassVar[str] = "size of each opening of the passivation and of the land under it"

    def run(self, case: Case) -> Iterator[Finding]:
        """Return openings that are too small, and lands too small or too little beyond them.

        Limits are ``ball_opening``, ``ball_land`` and ``land_enclosure``.
        """
        rules, structure = case.design.technology.rules, case.built.structure
        films = [slab for slab in structure.slabs if slab.role is Role.PASSIVATION]
        found = levels(structure)
        if not films or not found:
            return
        film = Region.union(slab.region for slab in films)
        openings = _opened(case, film)
        land = wiring(structure, found[-1])
        hole = Layer(
            openings,
            land.high_nm,
            max(slab.top_nm for slab in films),
            tuple(sorted({slab.made_by for slab in films})),
        )
        yield from shortfalls(
            narrower_than(openings, rules.ball_opening_nm.value),
            rules.ball_opening_nm,
            says(self.kind, "width of the opening at a terminal", _wider(case)),
            hole,
        )
        slack_nm = corner_excess_nm(rules.ball_opening_nm.value)
        yield from shortfalls(
            enclosed_below(openings, land.region, rules.land_enclosure_nm.value, slack_nm=slack_nm),
            rules.land_enclosure_nm,
            says(
                self.kind,
                "metal beyond the opening at a terminal",
                "make the land larger or centre it on the opening",
            ),
            Layer(land.region, land.low_nm, hole.high_nm, (*land.made_by, *hole.made_by)),
        )
        yield from shortfalls(
            _small_lands(openings, land.region, rules.ball_land_nm.value),
            rules.ball_land_nm,
            says(self.kind, "diameter of the land at a terminal", "make the land larger"),
            land,
        )


def _wider(case: Case) -> str:
    """Return how an opening gets wider: bumps, paste and bare lands are as wide as theirs."""
    if opening_nm(case.design) < case.design.technology.rules.ball_opening_nm.value:
        return "give terminals a greater diameter, or a technology with a smaller ball_opening"
    return "open it wider"


def _opened(case: Case, film: Region) -> Region:
    """Return the openings of the film over terminals, not those over placed parts and sensors."""
    masks = case.built.masks
    units = masks.drawings.get(UNITS)
    openings = ((masks.body if units is None else units.region) - film).solid_parts()
    placed = (component_lands(each.name) for each in case.design.components)
    lands = Region.union(masks[name].region for name in placed if name in masks.drawings)
    lands |= release_windows(case.plan, case.design.technology)
    return openings - openings.touching(lands) if lands else openings


def _small_lands(openings: Region, land: Region, diameter_nm: int) -> list[Miss]:
    """Return the openings about whose centre no disc of a diameter lies on metal."""
    boxes_nm = np.array([part.box_nm for part in openings], dtype=np.int64).reshape(-1, 4)
    centres_nm = (boxes_nm[:, :2] + boxes_nm[:, 2:]) // 2
    discs = Region.discs(centres_nm, diameter_nm)
    bare = (discs - land).without_slivers()
    if not bare:
        return []
    misses: list[Miss] = []
    for disc in discs.touching(bare):
        box = disc.box_nm
        x_nm, y_nm = (box[0] + box[2]) // 2, (box[1] + box[3]) // 2
        own = bare & disc
        away_nm = 0.0 if own.contains(x_nm, y_nm) else _nearest_nm(own, x_nm, y_nm)
        misses.append(Miss(box, min(round(2 * away_nm), diameter_nm - 1)))
    return misses


def _nearest_nm(region: Region, x_nm: int, y_nm: int) -> float:
    """Return the distance from a point outside a region to its nearest edge."""
    rings = [ring - np.array([x_nm, y_nm]) for polygon in region.polygons() for ring in polygon]
    begin = np.concatenate(rings).astype(np.float64)
    along = np.concatenate([np.roll(ring, -1, axis=0) - ring for ring in rings]).astype(np.float64)
    # The foot of the perpendicular from the origin, kept on the edge.
    share = -(begin * along).sum(axis=1) / (along**2).sum(axis=1)
    foot = begin + np.clip(share, 0.0, 1.0)[:, None] * along
    return float(np.hypot(*foot.T).min())
