"""Fixed maps of balls: CSV with ball, net, x and y."""

from pathlib import Path

from padwright.model.package import FixedBall
from padwright.readers.csv_table import (
    check_distinct_places,
    check_names,
    check_unique,
    read_columns,
)


def read_balls(path: Path) -> tuple[tuple[FixedBall, ...], str]:
    """Return the balls of a map in its own frame, in the order of the file, and its text.

    A ball whose net is empty or ``-`` is connected to nothing; its net is ``""``.

    Raises
    ------
    InputError
        When the file cannot be used, a name is there twice or is no name, or two balls are at one
        place.
    """
    columns, text = read_columns(path, texts=("ball", "net"), lengths=("x", "y"))
    check_names(columns, "ball")
    check_names(columns, "net", may_be_empty=True)
    check_unique(columns, "ball")
    check_distinct_places(columns, "ball")
    nets = ["" if net == "-" else net for net in columns.texts["net"]]
    return tuple(
        map(
            FixedBall,
            columns.texts["ball"],
            nets,
            columns.lengths_nm["x"].tolist(),
            columns.lengths_nm["y"].tolist(),
        )
    ), text
