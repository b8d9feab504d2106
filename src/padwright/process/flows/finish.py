"""Rows that end a flow: passivation, placed parts, terminals of every kind, singulation."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from padwright.base.units import length_text
from padwright.model import drawings
from padwright.model.package import Component, Design
from padwright.model.routes import TerminalFigures
from padwright.model.technology import Technology
from padwright.model.terminals import own_openings
from padwright.process.flows.release import released
from padwright.process.flows.rows import Row, celsius, conductors, lacking


def finished(design: Design) -> list[Row]:
    """Return the rows from the outermost film to the separate packages.

    Raises
    ------
    InputError
        When the design asks for terminals or placed parts that the technology has no figures for.
    """
    made = [_passivation(design.technology)] if design.passivation else []
    made += released(design)
    made += [_placed(design.technology, each) for each in design.components]
    made += _TERMINALS[design.terminals.kind](design)
    return [*made, singulated(design)]


def singulated(design: Design) -> Row:
    """Return the row of the saw, which cuts units apart, or the body out of the panel."""
    cut: Row = {"step": "singulate", "name": "singulate"}
    return cut | {"mask": drawings.UNITS} if design.units else cut


def _passivation(technology: Technology) -> Row:
    return {
        "step": "passivate",
        "name": "passivation",
        "material": technology.materials.passivation,
        "thickness": length_text(technology.stack.passivation_thickness_nm.value),
        "mask": drawings.PASSIVATION_OPENINGS,
        "temperature": celsius(technology.temperatures.passivation_cure_c.value),
    }


def _placed(technology: Technology, component: Component) -> Row:
    figures = _figures(technology, f"the component {component.name!r}")
    return {
        "step": "place-component",
        "name": component.name,
        "outline_mask": drawings.component_outline(component.name),
        "lands_mask": drawings.component_lands(component.name),
        "material": figures.component_body,
        "terminal_material": figures.component_terminal,
        "thickness": length_text(component.thickness_nm),
        "joint_material": figures.joint,
        "joint_thickness": length_text(figures.component_joint_nm.value),
        "conductors": conductors(technology),
        "temperature": celsius(technology.temperatures.reflow_peak_c.value),
    }


def _figures(technology: Technology, what: str) -> TerminalFigures:
    if technology.terminals is None:
        raise lacking(technology, "terminals", what)
    return technology.terminals


def _standing(design: Design) -> str:
    """Return the drawing of where terminals stand."""
    return drawings.TERMINALS if own_openings(design) else drawings.PASSIVATION_OPENINGS


def _balls(design: Design) -> list[Row]:
    technology = design.technology
    return [
        {
            "step": "ball-attach",
            "name": "balls",
            "material": technology.materials.terminal,
            "mask": _standing(design),
            "diameter": length_text(design.terminals.diameter_nm),
            "conductors": conductors(technology),
            "temperature": celsius(technology.temperatures.reflow_peak_c.value),
        }
    ]


def _copper_balls(design: Design) -> list[Row]:
    technology = design.technology
    figures = _figures(technology, "a terminal of the kind 'copper-ball'")
    return [
        {
            "step": "copper-ball",
            "name": "copper balls",
            "material": figures.copper_ball,
            "mask": _standing(design),
            "diameter": length_text(design.terminals.diameter_nm),
            "solder_material": figures.joint,
            "conductors": conductors(technology),
            "temperature": celsius(technology.temperatures.reflow_peak_c.value),
        }
    ]


def _bumps(design: Design) -> list[Row]:
    technology = design.technology
    figures = _figures(technology, "a terminal of the kind 'bump'")
    return [
        {
            "step": "bump",
            "name": "bumps",
            "material": figures.bump,
            "mask": _standing(design),
            "height": length_text(figures.bump_height_nm.value),
            "cap_material": figures.bump_cap,
            "cap_height": length_text(figures.bump_cap_height_nm.value),
            "conductors": conductors(technology),
            "temperature": celsius(technology.temperatures.reflow_peak_c.value),
        }
    ]


def _pins(design: Design) -> list[Row]:
    technology = design.technology
    figures = _figures(technology, "a terminal of the kind 'pin'")
    diameter_nm = design.terminals.diameter_nm
    # a size about a centre is an even number of nanometres
    head_nm = 2 * round(diameter_nm * figures.pin_head_ratio.value / 2)
    return [
        {
            "step": "pin",
            "name": "pins",
            "material": figures.pin,
            "mask": _standing(design),
            "diameter": length_text(diameter_nm),
            "length": length_text(figures.pin_length_nm.value),
            "head_diameter": length_text(head_nm),
            "head_thickness": length_text(figures.pin_head_thickness_nm.value),
            "solder": figures.joint,
            "conductors": conductors(technology),
            "temperature": celsius(technology.temperatures.reflow_peak_c.value),
        }
    ]


def _paste(design: Design) -> list[Row]:
    technology = design.technology
    figures = _figures(technology, "a terminal of the kind 'paste'")
    return [
        {
            "step": "paste",
            "name": "paste",
            "material": figures.paste,
            "mask": _standing(design),
            "thickness": length_text(figures.paste_thickness_nm.value),
            "conductors": conductors(technology),
        }
    ]


def _lands(design: Design) -> list[Row]:
    technology = design.technology
    figures = _figures(technology, "a terminal of the kind 'land'")
    layers = [
        {"material": each.material, "thickness": length_text(each.thickness_nm.value)}
        for each in figures.land_finish
    ]
    return [
        {
            "step": "finish",
            "name": "land finish",
            "layers": layers,
            "method": "electroless",
            "conductors": conductors(technology),
            "temperature": celsius(figures.finish_bath_c.value),
        }
    ]


_TERMINALS: Final[Mapping[str, Callable[[Design], list[Row]]]] = MappingProxyType(
    {
        "ball": _balls,
        "copper-ball": _copper_balls,
        "bump": _bumps,
        "pin": _pins,
        "paste": _paste,
        "land": _lands,
    }
)
