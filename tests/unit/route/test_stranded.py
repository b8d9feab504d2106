"""Lines of shields on a piece of their plane that hangs on nothing: kept off it, or told."""

from dataclasses import replace
from functools import cache

import pytest

from padwright.model.net_specs import ShieldSpec
from padwright.model.package import Design
from padwright.model.plane_spec import PlaneSpec, RailSpec
from padwright.plan.make import make_plan
from padwright.route import from_plan
from padwright.route.from_plan import Wiring, route_plan
from padwright.route.planes.joined import joined_nets
from padwright.route.router import route
from unit.plan.designs import design


@cache
def _parted(*, is_parted: bool = True, ground_y_nm: int = 300_000) -> Design:
    """Return a shielded net on the right; a rail parts the plane, whose pins are on the left."""
    pads = [("sig", 800_000, 200_000), ("vss", -900_000, ground_y_nm), ("vss", -900_000, -300_000)]
    pads += [("pwr", 0, -900_000)]
    fixed = [("S", "sig", 2_000_000, 200_000), ("G", "vss", -2_000_000, 300_000)]
    fixed += [("H", "vss", -2_000_000, -300_000), ("P", "pwr", 0, -2_000_000)]
    rail = RailSpec(
        net="pwr", level=2, width_nm="60 um", path_nm=(("0 um", "-2430 um"), ("0 um", "2430 um"))
    )
    shield = {"net": "sig", "by": "vss", "width": "15 um", "gap": "15 um"}
    return replace(
        design(pads, fixed=fixed),
        planes=(PlaneSpec(net="vss", level=2),),
        rails=(rail,) if is_parted else (),
        shields=(ShieldSpec.model_validate(shield),),
    )


def _wired(asked: Design) -> Wiring:
    return route_plan(
        asked, make_plan(asked), lambda problem, report: route(problem, report=report)
    )


def _vias_on_the_right(wiring: Wiring) -> int:
    return sum(via.net == "vss" and via.x_nm > 0 for via in wiring.routing.vias)


def test_on_a_whole_plane_the_lines_are_drawn() -> None:
    wiring = _wired(_parted(is_parted=False))
    assert wiring.routing.notes == ()
    assert _vias_on_the_right(wiring) == 4


def test_lines_keep_off_a_piece_that_hangs_on_nothing() -> None:
    asked = _parted()
    wiring = _wired(asked)
    assert _vias_on_the_right(wiring) == 0
    (note,) = wiring.routing.notes
    assert note.what == "shield of sig"
    assert joined_nets(asked, make_plan(asked), wiring.routing, wiring.levels) == {}


def test_lines_that_stay_on_such_a_piece_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(from_plan, "MOST_MENDINGS", 0)
    asked = _parted()
    wiring = _wired(asked)
    assert _vias_on_the_right(wiring) == 4
    (note,) = wiring.routing.notes
    assert note.nets == ("sig",)
    assert "4 vias of its lines" in note.reason
    joined = joined_nets(asked, make_plan(asked), wiring.routing, wiring.levels)["vss"]
    assert len(joined.pins) == 1
    assert joined.stranded[2].contains(1_000_000, -1_000_000)
    assert not joined.stranded[2].contains(-1_000_000, -1_000_000)
