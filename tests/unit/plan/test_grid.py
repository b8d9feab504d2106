from dataclasses import replace

import pytest

from padwright.base.errors import InputError
from padwright.model.ball_names import ROW_LETTERS, ball_name, row_name
from padwright.plan.grid import grid_balls
from unit.plan.designs import design


def test_letters_follow_jedec() -> None:
    assert not set(ROW_LETTERS) & set("IOQSXZ")
    assert len(ROW_LETTERS) == 20
    assert [row_name(row) for row in (0, 7, 8, 12, 13, 19, 20, 39, 40, 419, 420)] == [
        *("A", "H", "J", "N", "P", "Y", "AA", "AY", "BA", "YY", "AAA"),
    ]


def test_row_names_are_all_different() -> None:
    names = [row_name(row) for row in range(5_000)]
    assert len(set(names)) == len(names)


def test_the_grid_is_centred_and_a1_is_lower_left_seen_from_the_balls() -> None:
    balls = grid_balls(design([("a", 0, 0)], rows=2, columns=3))
    places = {ball.name: (ball.x_nm, ball.y_nm) for ball in balls}
    assert places == {
        "A1": (-800_000, -400_000),
        "A2": (0, -400_000),
        "A3": (800_000, -400_000),
        "B1": (-800_000, 400_000),
        "B2": (0, 400_000),
        "B3": (800_000, 400_000),
    }


def test_seen_from_above_a1_is_upper_left_as_jedec_has_it() -> None:
    balls = grid_balls(design([("a", 0, 0)], rows=2, columns=2))
    seen_from_above = {ball.name: (ball.x_nm, -ball.y_nm) for ball in balls}
    left_nm, top_nm = seen_from_above["A1"]
    assert seen_from_above["A2"][0] > left_nm
    assert seen_from_above["B1"][1] < top_nm


def test_forbidden_balls_are_left_out() -> None:
    names = [ball.name for ball in grid_balls(design([], rows=2, columns=2, forbidden=["A2"]))]
    assert names == ["A1", "B1", "B2"]


def test_a_land_that_leaves_the_package_is_named_with_its_room() -> None:
    small = replace(design([], rows=1, columns=2), width_nm=1_200_000)
    with pytest.raises(InputError, match=r"'A1' is 200 um from the edge .* less than the 245 um"):
        grid_balls(small)


def test_names_grow_with_place() -> None:
    assert ball_name(0, 0) == "A1"
    assert ball_name(20, 11) == "AA12"


def test_lands_that_come_too_near_to_each_other_are_told() -> None:
    with pytest.raises(InputError, match="leaves 10 um between the lands of 390 um"):
        grid_balls(design([], rows=1, columns=2, pitch_nm=400_000))
    assert grid_balls(design([], rows=1, columns=2, pitch_nm=405_000))
