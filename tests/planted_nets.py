"""Faults of net classes, pairs and lengths: a nanometre more is asked for than is there."""

from dataclasses import replace
from functools import partial

from checked_package import UM, clean, drawn_case
from padwright.check.rule import Case
from padwright.geometry.region import Region
from padwright.model.drawings import wiring
from padwright.model.net_specs import NetClassSpec, PairSpec
from padwright.route.routing import NetLength, Note, Routing
from planted import Planted


def _class(case: Case, nets: tuple[str, ...], **asked: str) -> Case:
    spec = NetClassSpec.model_validate({"name": "asked", "nets": nets, **asked})
    return replace(case, design=replace(case.design, pairs=(), net_classes=(spec,)))


def _class_width(width_nm: int) -> Case:
    return _class(clean(), ("a",), width=f"{width_nm} nm")


def _class_space(space_nm: int) -> Case:
    low_nm = -592_500 + space_nm
    box = Region.box(-20 * UM, low_nm, 20 * UM, low_nm + 30 * UM)
    case = drawn_case(wiring(1), lambda metal: metal | box)
    return _class(case, ("c",), spacing="20 um")


def _near_of_class(space_nm: int) -> Case:
    """Two nets of one class near each other."""
    return _class(_pair_gap(space_nm), ("a", "b"), spacing="20 um")


def _pair_gap(gap_nm: int) -> Case:
    branch = Region.box(-900 * UM, 440 * UM, 892_500 - gap_nm, 460 * UM)
    case = drawn_case(wiring(1), lambda metal: metal | branch)
    pair = PairSpec.model_validate({"name": "ab", "first": "a", "second": "b", "gap": "20 um"})
    return replace(case, design=replace(case.design, pairs=(pair,)))


def _routed(*rows: NetLength, notes: tuple[Note, ...] = ()) -> Case:
    return replace(clean(), routing=Routing((), (), (), (), rows, notes))


def _too_long(length_um: float) -> Case:
    over = length_um - 1_000
    return _routed(NetLength("a", "longest", "", length_um, over, 0.0, 1_000.0, over <= 0))


def _skewed(short_um: float) -> Case:
    return _routed(NetLength("a", "pair", "ab", 900.0, short_um, 0.0, 5.0, short_um <= 5))


def _not_had() -> Case:
    return _routed(notes=(Note("pair ab", "there is no room", ("a", "b")),))


NET_FAULTS = (
    Planted("net_class", "a line 1 nm narrower than its class", partial(_class_width, 15_001),
            (-900, 450), 15_000, 15_001, partial(_class_width, 15_000)),
    Planted("net_class", "metal 1 nm too near to a class", partial(_class_space, 19_999),
            (0, -582), 19_999, 20_000, partial(_class_space, 20_000)),
    Planted("net_class", "two nets of a class 1 nm too near", partial(_near_of_class, 19_999),
            (882, 450), 19_999, 20_000, partial(_near_of_class, 20_000)),
    Planted("net_class", "a pair 1 nm too near", partial(_pair_gap, 19_999), (882, 450), 19_999,
            20_000, partial(_pair_gap, 20_000)),
    Planted("net_length", "a net longer than allowed", partial(_too_long, 1_000.001),
            (-1_050, 750), 1_000_001, 1_000_000, partial(_too_long, 1_000.0)),
    Planted("net_length", "a pair with too much skew", partial(_skewed, 5.001), (-1_050, 750),
            5_001, 5_000, partial(_skewed, 5.0)),
    Planted("net_length", "a pair that could not be had", _not_had, (0, 750), 0, 1),
)  # fmt: skip
