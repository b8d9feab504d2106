"""The picture of a wiring, read back as XML."""

import re
from xml.etree import ElementTree as ET

import pytest

from padwright.export.routing_picture import routing_picture
from padwright.route.problem import Keepout, Net, RoutingProblem, RoutingRules, Terminal
from padwright.route.routing import Cut, CutGap, Routing, Unrouted, Via, Wire

SVG = "{http://www.w3.org/2000/svg}"
OUTLINE = ((0, 0), (1_000_000, 0), (1_000_000, 800_000), (0, 800_000))
CORNERS = ((880_000, 690_000), (920_000, 690_000), (920_000, 710_000), (880_000, 710_000))
PROBLEM = RoutingProblem(
    name="small",
    outline_nm=OUTLINE,
    levels=2,
    rules=RoutingRules(10_000, 10_000, 30_000, 10_000),
    terminals=(
        Terminal("a", 100_000, 100_000, 60_000, 0),
        Terminal("b", 900_000, 100_000, 60_000, 1),
        Terminal("c", 100_000, 700_000, 60_000, 0),
        Terminal("d", 900_000, 700_000, 60_000, 0, CORNERS),
    ),
    nets=(Net("one", ("a", "b")), Net("<two>", ("c", "d"))),
    keepouts=(Keepout(((400_000, 300_000), (600_000, 300_000), (500_000, 400_000)), 1),),
)
GAP = CutGap(0, (100_000, 300_000), (900_000, 300_000), 0)
ROUTING = Routing(
    wires=(Wire("one", 0, 10_000, ((100_000, 100_000), (900_000, 100_000))),),
    vias=(Via("one", 900_000, 100_000, 30_000, 0, 1),),
    unrouted=(
        Unrouted("<two>", "no way", (GAP.first_nm, GAP.second_nm), Cut(("<two>",), (GAP,), 0)),
    ),
)


def words(routing: Routing, kind: str) -> list[str]:
    root = ET.fromstring(routing_picture(PROBLEM, routing).to_bytes())  # noqa: S314 - our own
    return ["".join(each.itertext()) for each in root.iter(f"{SVG}{kind}")]


def test_every_wire_via_land_and_keep_out_has_a_title() -> None:
    titles = words(ROUTING, "title")
    for title in (
        "one, level 1, 800 µm",
        "via of one, level 1 to 2",
        "a, level 1",
        "d, level 1",
        "no wiring on level 2",
    ):
        assert title in titles


def test_what_is_open_is_shown_with_its_gap_and_its_proof() -> None:
    titles = words(ROUTING, "title")
    assert "<two> is open: no way" in titles
    assert "a full gap on its way" in titles
    assert "level 1, 0 fit; of 1 nets that have to cross, 0 can" in titles
    assert "open nets" in words(ROUTING, "text")


def test_a_complete_wiring_speaks_of_nothing_open() -> None:
    done = Routing(ROUTING.wires, ROUTING.vias, ())
    assert "2 of 2 nets wired" in " ".join(words(done, "text"))
    assert ", 1 via; " in " ".join(words(done, "text"))
    assert "open" not in " ".join(words(done, "text"))


def test_a_land_with_corners_is_drawn_where_it_lies() -> None:
    root = ET.fromstring(routing_picture(PROBLEM, ROUTING).to_bytes())  # noqa: S314 - our own
    ways = {path[0].text: path.get("d", "") for path in root.iter(f"{SVG}path") if len(path)}
    places = re.findall(r"[ML](\S+) (\S+?)(?=[LZ])", ways["d, level 1"])
    px_per_nm = (1200 - 3 * 40 - 250) / 1_000_000
    assert [(float(x), float(y)) for x, y in places] == [
        (pytest.approx(40 + x * px_per_nm, abs=0.1), pytest.approx(100 + y * px_per_nm, abs=0.1))
        for x, y in ((x_nm, 800_000 - y_nm) for x_nm, y_nm in CORNERS)
    ]


def test_proofs_are_drawn_in_the_order_of_the_open_nets() -> None:
    cuts = [Cut(("<two>",), (CutGap(0, (0, i), (1, i), i),), i) for i in range(12)]
    open_ = tuple(Unrouted("<two>", "no way", None, cut) for cut in (*cuts, cuts[0]))
    titles = words(Routing((), (), open_), "title")
    assert [each for each in titles if " fit; " in each] == [
        f"level 1, {i} fit; of 1 nets that have to cross, {i} can" for i in range(12)
    ]
