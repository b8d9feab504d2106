"""What no design can mean of its net classes, pairs, groups and shields."""

from collections import Counter
from collections.abc import Iterable

from padwright.base.errors import InputError, nearest
from padwright.base.units import length_text
from padwright.model.net_specs import matching
from padwright.model.package import Design, bonded_nets


def check_net_demands(design: Design, *, where: str) -> None:
    """Raise `InputError` at the first contradiction in what single nets are to have."""
    if design.technology.frame is not None:
        for key in ("net_classes", "pairs", "matches", "shields"):
            if getattr(design, key):
                raise InputError(
                    "lines of an etched frame all have one width and one space",
                    where=f"{where}: {key}",
                    fix="leave it out",
                )
    _check_once(design, where)
    nets = bonded_nets(design)
    _check_patterns(design, nets, where)
    for pair in design.pairs:
        at = f"{where}: pairs.{pair.name}"
        _require_nets((("first", pair.first), ("second", pair.second)), nets, at)
    for shield in design.shields:
        at = f"{where}: shields.{shield.net}"
        _require_nets((("net", shield.net), ("by", shield.by)), nets, at)
        if shield.net == shield.by:
            raise InputError("a net cannot shield itself", where=f"{at}.by", fix="name another")
    _check_sizes(design, where)


def _check_once(design: Design, where: str) -> None:
    paired = (net for pair in design.pairs for net in (pair.first, pair.second))
    for key, names in (
        ("net_classes", (each.name for each in design.net_classes)),
        ("pairs", (each.name for each in design.pairs)),
        ("matches", (each.name for each in design.matches)),
        ("shields", (each.net for each in design.shields)),
        ("pairs", paired),
    ):
        for name, count in Counter(names).items():
            if count > 1:
                raise InputError(
                    f"{name!r} is there {count} times",
                    where=f"{where}: {key}",
                    fix="give each one once",
                )


def _check_patterns(design: Design, nets: tuple[str, ...], where: str) -> None:
    class_of: dict[str, str] = {}
    groups = [("net_classes", each.name, each.nets) for each in design.net_classes]
    groups += [("matches", each.name, each.nets) for each in design.matches]
    for key, name, patterns in groups:
        at = f"{where}: {key}.{name}.nets"
        for pattern in patterns:
            if not matching([pattern], nets):
                raise InputError(
                    f"{pattern!r} is no net that is connected", where=at, fix=nearest(pattern, nets)
                )
        for net in matching(patterns, nets) if key == "net_classes" else ():
            if net in class_of:
                raise InputError(
                    f"the net {net!r} is in the class {class_of[net]!r} already",
                    where=at,
                    fix="put each net into one class",
                )
            class_of[net] = name
    for match in design.matches:
        if len(matching(match.nets, nets)) < 2:
            raise InputError(
                "a group of matched length has two nets or more",
                where=f"{where}: matches.{match.name}.nets",
                fix="add another net",
            )


def _require_nets(named: Iterable[tuple[str, str]], nets: tuple[str, ...], where: str) -> None:
    for key, net in named:
        if net not in nets:
            raise InputError(
                f"{net!r} is no net that is connected",
                where=f"{where}.{key}",
                fix=nearest(net, nets),
            )


def _check_sizes(design: Design, where: str) -> None:
    rules = design.technology.rules
    width, space = rules.line_width_nm.value, rules.line_space_nm.value
    rows = [
        (f"net_classes.{each.name}", key, value, least)
        for each in design.net_classes
        for key, value, least in (
            ("width", each.width_nm, width),
            ("spacing", each.spacing_nm, space),
        )
    ]
    rows += [(f"pairs.{each.name}", "gap", each.gap_nm, space) for each in design.pairs]
    rows += [
        (f"shields.{each.net}", key, value, least)
        for each in design.shields
        for key, value, least in (("width", each.width_nm, width), ("gap", each.gap_nm, space))
    ]
    for place, key, value, least in rows:
        if value is not None and value < least:
            raise InputError(
                f"{length_text(value)} is less than the {length_text(least)} that "
                f"{design.technology.name} can make",
                where=f"{where}: {place}.{key}",
                fix=f"give {length_text(least)} or more",
            )
