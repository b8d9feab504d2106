"""Passives and placed parts for the router, and their shapes on the masks."""

from collections.abc import Iterator
from dataclasses import replace

from padwright.base.errors import InputError
from padwright.geometry.circle import drawn_diameter_nm
from padwright.geometry.masks import Mask, Masks
from padwright.geometry.region import Region
from padwright.model import drawings
from padwright.model.package import Design, component_box
from padwright.model.terminals import land_level, land_nm
from padwright.plan.components import terminal_boxes
from padwright.plan.passives import drawing_of
from padwright.plan.plan import PlacedPassive, Plan
from padwright.route.boxes import corners_of
from padwright.route.masks.sheet import labelled, with_more
from padwright.route.problem import Keepout, Terminal

_Shapes = dict[str, dict[str, list[Region]]]


def part_terminals(plan: Plan, levels: int) -> list[Terminal]:
    """Return the lands of passives and placed parts as the router takes them.

    Parameters
    ----------
    levels
        Number of wiring levels; placed parts stand on the highest.
    """
    found = [
        Terminal(
            passive.pin(each),
            each.x_nm,
            each.y_nm,
            drawn_diameter_nm(each.diameter_nm),
            each.level - 1,
        )
        for passive in plan.passives
        for each in passive.terminals
    ]
    return found + [
        Terminal(part.pin(each), each.x_nm, each.y_nm, each.diameter_nm, levels - 1)
        for part in plan.components
        for each in part.terminals
    ]


def keep_outs(design: Design, plan: Plan, levels: int) -> tuple[Keepout, ...]:
    """Return what the router has to leave to passives on a number of wiring levels.

    Raises
    ------
    InputError
        When a passive takes more levels, lies under a terminal of the package, or has to lie on the
        highest level and does not.
    """
    found = []
    for passive in plan.passives:
        drawing = drawing_of(passive, design.technology)
        _require_levels(passive, levels)
        if drawing.release:
            _require_outermost(passive, design, levels)
        if levels in drawing.levels:
            _require_clear_of_balls(passive, drawing.keep_out[levels], design, plan)
        for level, region in drawing.keep_out.items():
            found.append(Keepout(corners_of(region.box_nm), level - 1))
    return tuple(found)


def with_parts(masks: Masks, design: Design, plan: Plan, levels: int) -> Masks:
    """Return the masks of a package with its passives and the lands of its placed parts on them.

    Parameters
    ----------
    levels
        Number of wiring levels on which the routing was made.
    """
    if not plan.passives and not design.components:
        return masks
    shapes: _Shapes = {}
    for passive in plan.passives:
        _draw_passive(passive, design, shapes)
    _draw_components(design, levels, shapes)
    drawn = dict(masks.drawings) | dict(_film_masks(masks.panel, design, plan))
    for name, by_net in shapes.items():
        more = {net: Region.union(parts) for net, parts in by_net.items()}
        drawn[name] = with_more(drawn[name], more) if name in drawn else labelled(more)
    return replace(masks, drawings=drawn)


def _draw_passive(passive: PlacedPassive, design: Design, shapes: _Shapes) -> None:
    drawing = drawing_of(passive, design.technology)
    rules = design.technology.rules
    name = f"passive {passive.name}"
    for level, region in drawing.wiring.items():
        _add(shapes, drawings.wiring(level), name, region)
    for level, region in drawing.vias.items():
        _add(shapes, drawings.via_openings(level), name, region)
        if design.technology.inner_passivation:
            wider = region.sized(rules.overlay_nm.value)
            _add(shapes, drawings.inner_openings(level - 1), name, wider)
    if drawing.release:
        _add(shapes, drawings.RELEASE, name, drawing.release)


def _film_masks(panel: Region, design: Design, plan: Plan) -> Iterator[tuple[str, Mask]]:
    """Yield the drawings of where the films of resistors are taken away: all but the resistors."""
    films: dict[int, list[Region]] = {}
    for passive in plan.passives:
        for level, region in drawing_of(passive, design.technology).films.items():
            films.setdefault(level, []).append(region)
    for level, regions in films.items():
        yield drawings.resistor_film(level), Mask(panel.minus(regions))


def _draw_components(design: Design, levels: int, shapes: _Shapes) -> None:
    """Draw outlines, terminals and lands of placed parts; on a level of their own with a post."""
    rules = design.technology.rules
    last = land_level(design, levels)
    for component in design.components:
        boxes = list(terminal_boxes(component))
        terminals = {f"{net}": Region.empty() for net in component.nets}
        for net, box in zip(component.nets, boxes, strict=True):
            terminal = Region.box(*box)
            terminals[net] |= terminal
            land = terminal.sized(rules.land_enclosure_nm.value)
            _add(shapes, drawings.wiring(last), net, land)
            if design.passivation:
                _add(shapes, drawings.PASSIVATION_OPENINGS, net, terminal)
            if last > levels:
                _draw_post(
                    design, net, ((box[0] + box[2]) // 2, (box[1] + box[3]) // 2), shapes, last
                )
        for net, region in terminals.items():
            _add(shapes, drawings.component_lands(component.name), net, region)
        outline = Region.box(*component_box(component))
        _add(shapes, drawings.component_outline(component.name), "", outline)


def _draw_post(
    design: Design, net: str, at_nm: tuple[int, int], shapes: _Shapes, last: int
) -> None:
    rules = design.technology.rules
    hole = Region.disc(*at_nm, rules.via_opening_nm.value)
    _add(shapes, drawings.via_openings(last), net, hole)
    _add(shapes, drawings.wiring(last - 1), net, Region.disc(*at_nm, rules.via_land_nm))
    if design.technology.inner_passivation:
        wider = hole.sized(rules.overlay_nm.value)
        _add(shapes, drawings.inner_openings(last - 1), net, wider)


def _add(shapes: _Shapes, name: str, net: str, region: Region) -> None:
    shapes.setdefault(name, {}).setdefault(net, []).append(region)


def _require_levels(passive: PlacedPassive, levels: int) -> None:
    highest = passive.levels[-1]
    if highest > levels:
        raise InputError(
            f"it takes wiring level {highest} and there are {levels}",
            where=f"passives.{passive.name}",
            fix="take a lower level",
        )


def _require_outermost(passive: PlacedPassive, design: Design, levels: int) -> None:
    """Raise `InputError` when the passivation does not lie on a passive that it releases."""
    highest, last = passive.levels[-1], land_level(design, levels)
    if last > levels:
        raise InputError(
            f"it is released through the passivation, and the technology "
            f"{design.technology.name!r} has the lands of the terminals over the wiring",
            where=f"passives.{passive.name}",
            fix="take a technology of family A",
        )
    if highest < last:
        raise InputError(
            f"it is released through the passivation and ends on level {highest}, under level "
            f"{last}",
            where=f"passives.{passive.name}: level",
            fix=f"give level = {passive.level + last - highest}",
        )


def _require_clear_of_balls(
    passive: PlacedPassive, keep_out: Region, design: Design, plan: Plan
) -> None:
    left_nm, bottom_nm, right_nm, top_nm = keep_out.box_nm
    reach_nm = land_nm(design) // 2
    for ball in plan.balls:
        near = (
            left_nm - reach_nm < ball.x_nm < right_nm + reach_nm
            and bottom_nm - reach_nm < ball.y_nm < top_nm + reach_nm
        )
        if near and keep_out.overlaps(Region.disc(ball.x_nm, ball.y_nm, land_nm(design))):
            raise InputError(
                f"it lies on its highest level where the land of terminal {ball.name!r} is",
                where=f"passives.{passive.name}",
                fix="move it (x, y), forbid the ball (terminals.forbidden), or allow one more "
                "wiring level (package.wiring_levels)",
            )
