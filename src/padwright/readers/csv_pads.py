"""Pad lists of dies: CSV with pad, net, x and y, and the size of each pad where pads differ."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from padwright.base.errors import InputError
from padwright.model.package import Pad
from padwright.readers.csv_table import (
    IntArray,
    check_distinct_places,
    check_names,
    check_unique,
    read_columns,
)


@dataclass(frozen=True, slots=True)
class PadFrame:
    """What a pad list does not say: the die's size, where positions count from, the pads' size.

    ``pad_width_nm`` and ``pad_height_nm`` hold for a list without the columns ``width`` and
    ``height``.
    """

    width_nm: int
    height_nm: int
    from_lower_left: bool
    pad_width_nm: int | None = None
    pad_height_nm: int | None = None


def read_pads(path: Path, frame: PadFrame) -> tuple[tuple[Pad, ...], str]:
    """Return the pads of a die relative to its centre, in the order of the file, and its text.

    Positions are rounded to whole nanometres and sizes to even ones, so that half a pad is whole.

    Raises
    ------
    InputError
        When the file cannot be used, a name is there twice or is no name, a pad has no size, lies
        outside the die, or shares its place with another one.
    """
    columns, text = read_columns(
        path,
        texts=("pad", "net"),
        lengths=("x", "y"),
        optional_lengths=("width", "height"),
    )
    check_names(columns, "pad")
    check_names(columns, "net")
    check_unique(columns, "pad")
    check_distinct_places(columns, "pad")
    count = len(columns.lines)
    width_nm = _sizes(columns.lengths_nm.get("width"), frame.pad_width_nm, count)
    height_nm = _sizes(
        columns.lengths_nm.get("height"), frame.pad_height_nm or frame.pad_width_nm, count
    )
    if height_nm is None:
        height_nm = width_nm
    if width_nm is None or height_nm is None:
        raise InputError(
            "the pads have no size",
            where=columns.where,
            fix="add the columns width_um and height_um, or the key pad_width to the die",
        )
    if not (flat := np.minimum(width_nm, height_nm) > 0).all():
        row = int(np.argmin(flat))
        raise InputError(
            f"the pad {columns.texts['pad'][row]!r} is {width_nm[row] / 1_000:g} um wide and "
            f"{height_nm[row] / 1_000:g} um high, but both have to be above 0",
            where=columns.at(row),
            fix="give the pad's size",
        )
    x_nm = columns.lengths_nm["x"] - (frame.width_nm // 2 if frame.from_lower_left else 0)
    y_nm = columns.lengths_nm["y"] - (frame.height_nm // 2 if frame.from_lower_left else 0)
    out_nm = np.maximum(
        np.abs(x_nm) + width_nm // 2 - frame.width_nm // 2,
        np.abs(y_nm) + height_nm // 2 - frame.height_nm // 2,
    )
    if (out_nm > 0).any():
        row = int(np.argmax(out_nm > 0))
        raise InputError(
            f"the pad {columns.texts['pad'][row]!r} is {out_nm[row] / 1_000:g} um outside its "
            f"die of {frame.width_nm / 1e6:g} x {frame.height_nm / 1e6:g} mm",
            where=columns.at(row),
            fix="check the die's width and height, pads_origin and the unit of the columns",
        )
    return tuple(
        map(
            Pad,
            columns.texts["pad"],
            columns.texts["net"],
            x_nm.tolist(),
            y_nm.tolist(),
            width_nm.tolist(),
            height_nm.tolist(),
        )
    ), text


def _sizes(given_nm: IntArray | None, default_nm: int | None, count: int) -> IntArray | None:
    if given_nm is not None:
        return 2 * ((given_nm + 1) // 2)
    return None if default_nm is None else np.full(count, default_nm, dtype=np.int64)
