"""Overlapping boxes are found, and only they."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from padwright.model.overlap import first_overlap

Box = tuple[int, int, int, int]
BOXES = st.lists(
    st.tuples(
        st.integers(-30, 30), st.integers(-30, 30), st.integers(1, 12), st.integers(1, 12)
    ).map(lambda each: (each[0], each[1], each[0] + each[2], each[1] + each[3])),
    max_size=12,
)


def overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@given(BOXES)
def test_it_finds_what_comparing_each_with_each_finds(boxes: list[Box]) -> None:
    found = first_overlap(np.array(boxes, dtype=np.int64).reshape(-1, 4))
    pairs = [(i, j) for j in range(len(boxes)) for i in range(j) if overlap(boxes[i], boxes[j])]
    assert (found is None) == (not pairs)
    assert found is None or found in pairs


def test_boxes_that_touch_do_not_overlap() -> None:
    boxes = [(x, y, x + 10, y + 10) for x in range(0, 100, 10) for y in range(0, 100, 10)]
    assert first_overlap(np.array(boxes, dtype=np.int64)) is None
    boxes.append((99, 99, 101, 101))
    assert first_overlap(np.array(boxes, dtype=np.int64)) == (99, 100)
