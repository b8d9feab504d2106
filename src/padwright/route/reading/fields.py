"""JSON objects from outside, read key by key; what is wrong is named with its place."""

import json
from collections.abc import Sequence
from typing import Any

from padwright.base.errors import InputError
from padwright.route.judging.requirements import LIMIT_NM
from padwright.route.routing import Point

_LARGEST_UM = LIMIT_NM / 1_000
_LARGEST_NUMBER = 1e15


class Fields:
    """One JSON object with the place it was found at; each method raises `InputError`."""

    def __init__(self, data: Any, where: str) -> None:
        if not isinstance(data, dict):
            raise InputError(
                f"expected an object, met {type(data).__name__}", where=where, fix="write { ... }"
            )
        self._data, self.where = data, where

    def __contains__(self, key: str) -> bool:
        return key in self._data

    def get(self, key: str) -> Any:
        """Return what a key has, which must be there."""
        if key not in self._data:
            raise InputError(f"key {key!r} is missing", where=self.where, fix=f"add {key!r}")
        return self._data[key]

    def place(self, key: str) -> str:
        """Return the place of a key, for errors."""
        return f"{self.where}.{key}"

    def text(self, key: str) -> str:
        """Return a name."""
        return _name(self.get(key), self.place(key))

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of names."""
        return tuple(_name(value, self.place(key)) for value in self.items(key))

    def whole(self, key: str) -> int:
        """Return a whole number."""
        return _whole(self.get(key), self.place(key))

    def nm(self, key: str) -> int:
        """Return a length in um as whole nanometres."""
        return _nm(self.get(key), self.place(key))

    def nm_or_none(self, key: str) -> int | None:
        """Return a length as `nm` does, or None where the key is not there."""
        return self.nm(key) if key in self else None

    def number(self, key: str) -> float:
        """Return a finite number."""
        value = _number(self.get(key), self.place(key), "write a number")
        if not abs(value) <= _LARGEST_NUMBER:
            raise InputError(
                f"{value!r:.20} is not a number up to {_LARGEST_NUMBER:.0e}",
                where=self.place(key),
                fix="write a finite number",
            )
        return float(value)

    def lengths_nm(self, key: str) -> tuple[int, ...]:
        """Return a list of lengths as `nm` does; none where the key is not there."""
        values = self.items(key) if key in self else []
        return tuple(_nm(value, self.place(key)) for value in values)

    def flag(self, key: str) -> bool:
        """Return what `truth` does; a flag that is not there is true."""
        return self.truth(key) if key in self else True

    def truth(self, key: str) -> bool:
        """Return true or false."""
        value = self.get(key)
        if not isinstance(value, bool):
            raise InputError(
                f"{value!r} is not true or false", where=self.place(key), fix="write true or false"
            )
        return value

    def items(self, key: str) -> list[Any]:
        """Return a list."""
        value = self.get(key)
        if not isinstance(value, list):
            raise InputError(f"{value!r} is not a list", where=self.place(key), fix="write [ ... ]")
        return value

    def wholes(self, key: str) -> tuple[int, ...]:
        """Return a list of whole numbers."""
        return tuple(_whole(value, self.place(key)) for value in self.items(key))

    def level(self, key: str) -> int:
        """Return a level, counted from 0."""
        level = self.whole(key)
        if level < 0:
            raise InputError(f"{level} is no level", where=self.place(key), fix="count from 0")
        return level

    def levels(self, key: str) -> tuple[int, ...]:
        """Return one level or more, counted from 0."""
        levels = self.wholes(key)
        if not levels or min(levels) < 0:
            raise InputError(
                f"{list(levels)} are no levels", where=self.place(key), fix="count levels from 0"
            )
        return levels

    def object(self, key: str) -> "Fields":
        """Return an object."""
        return Fields(self.get(key), self.place(key))

    def objects(self, key: str) -> Sequence["Fields"]:
        """Return a list of objects."""
        return [Fields(v, f"{self.place(key)}[{i}]") for i, v in enumerate(self.items(key))]

    def objects_if_any(self, key: str) -> Sequence["Fields"]:
        """Return a list of objects; none where the key is not there."""
        return self.objects(key) if key in self else ()

    def polygon(self, key: str) -> tuple[Point, ...]:
        """Return corners in um as whole nanometres, the first one not repeated."""
        points = self.polyline(key)
        return points[:-1] if len(points) > 1 and points[0] == points[-1] else points

    def polyline(self, key: str) -> tuple[Point, ...]:
        """Return points in um as whole nanometres."""
        points: list[Point] = []
        for i, point in enumerate(self.items(key)):
            at = f"{self.place(key)}[{i}]"
            if not isinstance(point, list) or len(point) != 2:
                raise InputError(f"{point!r} is not a point", where=at, fix="write [x, y]")
            points.append((_nm(point[0], at), _nm(point[1], at)))
        return tuple(points)

    def point_nm(self, key: str) -> Point:
        """Return a point that is given in whole nanometres."""
        return _point_nm(self.get(key), self.place(key))

    def points_nm(self, key: str) -> tuple[Point, ...]:
        """Return points that are given in whole nanometres."""
        place = self.place(key)
        return tuple(_point_nm(v, f"{place}[{i}]") for i, v in enumerate(self.items(key)))


def read_fields(text: str, where: str) -> Fields:
    """Return the object that a JSON text is.

    Raises
    ------
    InputError
        When the text is no JSON, or no object.
    """
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:  # numbers of thousands of digits are ValueErrors
        raise InputError(
            f"not JSON: {str(error)[:200]}", where=where, fix="give a file of this format"
        ) from error
    return Fields(data, where)


def _name(value: Any, where: str) -> str:
    # what cannot be printed could neither be told in a message nor drawn in a picture
    if not isinstance(value, str) or not value or not value.isprintable():
        raise InputError(f"{value!r:.80} is not a name", where=where, fix="write a printable text")
    return value


def _whole(value: Any, where: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise InputError(
            f"{value!r:.80} is not a whole number", where=where, fix="write an integer"
        )
    return value


def _point_nm(value: Any, where: str) -> Point:
    if not isinstance(value, list) or len(value) != 2:
        raise InputError(f"{value!r:.80} is not a point", where=where, fix="write [x, y]")
    x_nm, y_nm = (_whole(each, where) for each in value)
    if max(abs(x_nm), abs(y_nm)) > 1000 * _LARGEST_UM:
        raise InputError(
            f"{value!r:.40} is not a place up to {_LARGEST_UM:.0f} um from the origin",
            where=where,
            fix="write finite lengths in nm",
        )
    return x_nm, y_nm


def _number(value: Any, where: str, fix: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise InputError(f"{value!r:.80} is not a number", where=where, fix=fix)
    return value


def _nm(value: Any, where: str) -> int:
    length_um = _number(value, where, "write a length in um")
    if not abs(length_um) <= _LARGEST_UM:  # in this way round it is false of NaN too
        raise InputError(
            f"{value!r:.20} um is not a length up to {_LARGEST_UM:.0f} um",
            where=where,
            fix="write a finite length in um",
        )
    return round(length_um * 1000)
