"""The picture of a package built moment by moment shows what was there at each moment."""

from xml.etree import ElementTree as ET

import pytest

import frame_flows
from padwright.base.errors import InputError
from padwright.export.moments_picture import CutLine, ShownMoment, moments_svg
from small_package import built, technology

SVG = "{http://www.w3.org/2000/svg}"
LINE = CutLine(((-900_000, -100_000), (900_000, -100_000)), from_nm=200_000.0)


def shown(*steps, of=None, line=LINE):
    made = built() if of is None else of
    picture = moments_svg(
        made,
        technology().all_materials,
        line,
        [ShownMoment(step, f"after {step}") for step in steps],
        title="built",
    )
    return ET.fromstring(picture.to_bytes())  # noqa: S314 - our own text


def windows(root):
    """Each window by its number: where it lies, and the names of the parts in it."""
    found = {}
    groups = {group.get("clip-path"): group for group in root.iter(f"{SVG}g")}
    for clip in root.iter(f"{SVG}clipPath"):
        number = clip.get("id").removeprefix("moment-")
        if not number.isdecimal():
            continue  # the clip of a ball or a wire
        frame = clip[0]
        place = {key: float(frame.get(key)) for key in ("x", "y", "width", "height")}
        parts = groups[f"url(#{clip.get('id')})"]
        names = {title.text.partition(":")[0] for title in parts.iter(f"{SVG}title")}
        found[int(number)] = (place, names)
    return found


def test_each_window_shows_its_moment():
    found = windows(shown("base", "fill", "develop resist 1", "plate wiring 1", "balls"))
    assert list(found) == [1, 3, 9, 10, 14]
    names = {number: parts for number, (_, parts) in found.items()}
    assert names[1] == {"base"}
    assert "fill" in names[3] - names[1]
    assert "resist 1" in names[9]
    assert "wiring 1" not in names[9]
    assert {"wiring 1", "resist 1"} <= names[10]
    assert "resist 1" not in names[14]


def test_the_names_and_words_of_the_steps_are_written():
    texts = {each.text for each in shown("base", "balls").iter(f"{SVG}text")}
    assert {"base", "after base", "balls", "after balls", "1", "14"} <= texts


def test_windows_stand_in_rows_and_the_last_is_as_wide_as_the_picture():
    found = windows(shown("base", "attach d", "fill", "seed 1", "balls"))
    places = [place for place, _ in found.values()]
    assert places[0]["y"] == places[1]["y"] < places[2]["y"] == places[3]["y"] < places[4]["y"]
    assert places[0]["x"] == places[2]["x"] < places[1]["x"]
    assert places[0]["width"] < places[4]["width"] == 1120
    assert all(one["height"] > 0 for one in places)


def test_a_base_is_broken_off_below_what_it_carries():
    place, _ = windows(shown("base", "balls"))[14]
    px_per_nm = 1_120 / 1_800_000
    carried_nm = max(slab.top_nm for slab in built().structure.slabs) - 500_000  # over the base
    assert place["height"] == pytest.approx(1.06 * (carried_nm + 60_000) * px_per_nm, abs=0.01)


def test_a_window_is_high_enough_for_its_wires():
    line = CutLine(((0, 0), (0, 1_900_000)), wires_within_nm=400_000)
    before, after = (
        windows(shown(step, "balls", of=frame_flows.built(), line=line))
        for step in ("attach", "wires")
    )
    heights = [next(iter(each.values()))[0]["height"] for each in (before, after)]
    assert heights[0] < heights[1]


def test_a_step_that_is_not_there_is_told_with_its_nearest():
    with pytest.raises(InputError, match="no step 'fil'.*did you mean 'fill'"):
        shown("fil")
