"""The picture of a wiring, read back as XML."""

from xml.etree import ElementTree as ET

from padwright.export.routing_picture import routing_picture
from padwright.route.problem import Keepout, Net, RoutingProblem, RoutingRules, Terminal
from padwright.route.routing import Cut, CutGap, Routing, Unrouted, Via, Wire

SVG = "{http://www.w3.org/2000/svg}"
OUTLINE = ((0, 0), (1_000_000, 0), (1_000_000, 800_000), (0, 800_000))
PROBLEM = RoutingProblem(
    name="small",
    outline_nm=OUTLINE,
    levels=2,
    rules=RoutingRules(10_000, 10_000, 30_000, 10_000),
    terminals=(
        Terminal("a", 100_000, 100_000, 60_000, 0),
        Terminal("b", 900_000, 100_000, 60_000, 1),
        Terminal("c", 100_000, 700_000, 60_000, 0),
        Terminal("d", 900_000, 700_000, 60_000, 0, ((-30, -20), (30, -20), (30, 20), (-30, 20))),
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
    assert "open" not in " ".join(words(done, "text"))
