"""One frame: turning and moving a die keeps its pads on it."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from padwright.model.package import Die, Pad, die_box, pad_box, placed_pads, turned

POINT = st.integers(-1_000_000, 1_000_000)
TURN = st.sampled_from([0, 90, 180, 270])
PAD = Pad("A", "vss", 300, -100, 60, 40)
DIE = Die("chip", 0, 0, 0, 1_000, 600, 150, "logic", (PAD,))


@given(POINT, POINT, TURN, TURN)
def test_turns_add_up(x_nm: int, y_nm: int, one_deg: int, other_deg: int) -> None:
    twice = turned(*turned(x_nm, y_nm, one_deg), other_deg)
    assert twice == turned(x_nm, y_nm, one_deg + other_deg)
    assert turned(x_nm, y_nm, 360) == (x_nm, y_nm)


def test_a_quarter_turn_is_counter_clockwise() -> None:
    assert turned(1, 0, 90) == (0, 1)
    assert turned(1, 0, -90) == (0, -1)


@given(POINT, POINT, TURN)
def test_pads_stay_on_their_die(x_nm: int, y_nm: int, rotation_deg: int) -> None:
    die = replace(DIE, x_nm=x_nm, y_nm=y_nm, rotation_deg=rotation_deg)
    left, bottom, right, top = die_box(die)
    (pad,) = placed_pads(die)
    pad_left, pad_bottom, pad_right, pad_top = pad_box(pad)
    assert left <= pad_left < pad_right <= right
    assert bottom <= pad_bottom < pad_top <= top
    assert (pad_right - pad_left) * (pad_top - pad_bottom) == 60 * 40


def test_an_unmoved_die_gives_its_own_pads() -> None:
    assert placed_pads(DIE) is DIE.pads
