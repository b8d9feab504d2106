"""How much of each window is metal."""

from collections.abc import Iterator
from typing import ClassVar

import numpy as np

from padwright.check.layers import Layer, levels, wiring
from padwright.check.rule import Case, Rule
from padwright.check.shortfall import place_of
from padwright.geometry.drc import areas_by_tile
from padwright.geometry.region import Box
from padwright.model.finding import Finding, Quantity, Severity
from padwright.model.sourced import Sourced


class Density(Rule):
    """Plating and planarity want metal everywhere alike: neither too much nor too little of it.

    Windows lie over the body in steps of half a window; they are stretched a little so that
    whole steps fill the body. A body smaller than a window is one window.
    """

    kind: ClassVar[str] = "density"
    describes: ClassVar[str] = "share of metal in each window of each wiring level"

    def run(self, case: Case) -> Iterator[Finding]:
        """Return for each level its emptiest window as a note, its fullest as a warning.

        Limits are ``min_density`` and ``max_density`` in windows of ``density_window``.
        """
        rules = case.design.technology.rules
        body = case.built.masks.body.box_nm
        for level in levels(case.built.structure):
            layer = wiring(case.built.structure, level)
            shares, boxes = _windows(layer, body, rules.density_window_nm.value)
            low, high = rules.min_density_ratio, rules.max_density_ratio
            thin, thick = shares < low.value, shares > high.value
            if thin.any():
                worst = int(np.argmin(shares))
                what = f"{int(thin.sum())} of {thin.size} windows have less than"
                yield self._finding(level, layer, float(shares[worst]), boxes[worst], what, low)
            if thick.any():
                worst = int(np.argmax(shares))
                what = f"{int(thick.sum())} of {thick.size} windows have more than"
                yield self._finding(level, layer, float(shares[worst]), boxes[worst], what, high)

    def _finding(
        self, level: int, layer: Layer, share: float, box: Box, what: str, limit: Sourced[float]
    ) -> Finding:
        sparse = share < limit.value
        return Finding(
            rule=self.kind,
            severity=Severity.NOTE if sparse else Severity.WARNING,
            message=f"wiring {level}: {what} {limit.value:.3g} of metal, one has {share:.3g}",
            place=place_of(box, layer.low_nm, layer.high_nm),
            measured=Quantity(share, ""),
            required=Quantity(limit.value, ""),
            source=limit.source,
            slabs=layer.made_by,
            fix="add unconnected metal there" if sparse else "open the metal there",
        )


def _windows(layer: Layer, body: Box, window_nm: int) -> tuple[np.ndarray, list[Box]]:
    """Return the share of metal in each window, and the windows."""
    left, bottom, right, top = body
    columns = max(2, 2 * (right - left) // window_nm)
    rows = max(2, 2 * (top - bottom) // window_nm)
    width_nm, height_nm = (right - left) // columns, (top - bottom) // rows
    covered = (left, bottom, left + columns * width_nm, bottom + rows * height_nm)
    tiles_nm2 = areas_by_tile(layer.region, (width_nm, height_nm), covered)
    areas_nm2 = tiles_nm2[:-1, :-1] + tiles_nm2[1:, :-1] + tiles_nm2[:-1, 1:] + tiles_nm2[1:, 1:]
    boxes = [
        (x_nm, y_nm, x_nm + 2 * width_nm, y_nm + 2 * height_nm)
        for y_nm in range(bottom, bottom + (rows - 1) * height_nm, height_nm)
        for x_nm in range(left, left + (columns - 1) * width_nm, width_nm)
    ]
    return areas_nm2.ravel() / (4 * width_nm * height_nm), boxes
