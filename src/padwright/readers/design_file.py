"""A design file and everything that it names, as one checked `Design`."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from padwright.base.digest import digest
from padwright.base.errors import InputError, nearest
from padwright.base.files import inside, read_text
from padwright.model.consistency import check_design, smallest_distance_nm
from padwright.model.design import DesignSpec, DieSpec, TerminalsSpec
from padwright.model.door import admit
from padwright.model.package import (
    Component,
    Design,
    Die,
    FixedBall,
    Passive,
    Terminals,
    Unit,
    turned,
)
from padwright.model.parts import ComponentSpec, PassiveSpec, UnitSpec
from padwright.model.technology import Technology
from padwright.readers.chip_file import read_chip
from padwright.readers.csv_balls import read_balls
from padwright.readers.csv_pads import PadFrame, read_pads
from padwright.readers.technology_file import load_technology
from padwright.readers.toml_file import read_toml


def load_design(path: str | Path) -> Design:
    """Return the design that a file describes, with its pads, balls, technology and materials.

    Raises
    ------
    InputError
        When a file cannot be used or the design cannot be meant: with file and key or line, the
        value, the limit and a fix.
    """
    path = Path(path)
    spec = admit(DesignSpec, read_toml(path), where=str(path))
    folder = path.parent
    technology = load_technology(spec.technology, folder, where=f"{path}: technology")
    files: dict[str, str] = {}
    dies = tuple(_die(each, path, files) for each in spec.dies)
    if spec.routing.keep is not None:
        where = f"{path}: routing.keep"
        files[spec.routing.keep] = read_text(inside(folder, spec.routing.keep, where=where))
    design = Design(
        name=spec.name,
        description=spec.description,
        width_nm=spec.package.width_nm,
        height_nm=spec.package.height_nm,
        wiring_levels=spec.package.wiring_levels,
        fewest_wiring_levels=spec.package.fewest_wiring_levels,
        dies=dies,
        terminals=_terminals(
            spec.terminals, dies, spec, path, files, framed=technology.frame is not None
        ),
        supplies=spec.nets.supplies,
        no_connect=spec.nets.no_connect,
        technology=technology,
        source_digest="",
        passives=tuple(_passive(each) for each in spec.passives),
        components=tuple(_component(each) for each in spec.components),
        units=tuple(_unit(each) for each in spec.units),
        passivation=spec.package.passivation,
        routing=spec.routing,
        planes=spec.planes,
        rails=spec.rails,
        net_classes=spec.net_classes,
        pairs=spec.pairs,
        matches=spec.matches,
        shields=spec.shields,
        earlier_wiring="" if spec.routing.keep is None else files[spec.routing.keep],
    )
    check_design(design, where=str(path))
    return replace(design, source_digest=_digest(spec, files, technology))


def _die(spec: DieSpec, path: Path, files: dict[str, str]) -> Die:
    where = f"{path}: dies.{spec.name}.pads"
    frame = PadFrame(
        spec.width_nm,
        spec.height_nm,
        spec.pads_origin == "lower-left",
        spec.pad_width_nm,
        spec.pad_height_nm,
    )
    pads, files[spec.pads] = read_pads(inside(path.parent, spec.pads, where=where), frame)
    netlist = None
    if spec.netlist is not None:
        file = inside(path.parent, spec.netlist, where=f"{path}: dies.{spec.name}.netlist")
        netlist, files[spec.netlist] = read_chip(file, [pad.name for pad in pads])
    return Die(
        name=spec.name,
        x_nm=spec.x_nm,
        y_nm=spec.y_nm,
        rotation_deg=int(spec.rotation_deg),
        width_nm=spec.width_nm,
        height_nm=spec.height_nm,
        thickness_nm=spec.thickness_nm,
        function=spec.function,
        pads=pads,
        netlist=netlist,
    )


def _unit(spec: UnitSpec) -> Unit:
    left_nm, bottom_nm = spec.x_nm - spec.width_nm // 2, spec.y_nm - spec.height_nm // 2
    return Unit(
        spec.name, (left_nm, bottom_nm, left_nm + spec.width_nm, bottom_nm + spec.height_nm)
    )


def _passive(spec: PassiveSpec) -> Passive:
    return Passive(
        name=spec.name,
        kind=spec.kind,
        level=spec.level,
        x_nm=spec.x_nm,
        y_nm=spec.y_nm,
        rotation_deg=int(spec.rotation_deg),
        nets=spec.nets,
        parameters=tuple(spec.parameters.items()),
    )


def _component(spec: ComponentSpec) -> Component:
    return Component(
        name=spec.name,
        kind=spec.kind,
        x_nm=spec.x_nm,
        y_nm=spec.y_nm,
        rotation_deg=int(spec.rotation_deg),
        width_nm=spec.width_nm,
        height_nm=spec.height_nm,
        thickness_nm=spec.thickness_nm,
        nets=spec.nets,
    )


def _terminals(
    spec: TerminalsSpec,
    dies: tuple[Die, ...],
    design: DesignSpec,
    path: Path,
    files: dict[str, str],
    *,
    framed: bool,
) -> Terminals:
    fixed: tuple[FixedBall, ...] = ()
    if spec.map is not None:
        file = inside(path.parent, spec.map, where=f"{path}: terminals.map")
        fixed, files[spec.map] = read_balls(file)
        fixed = _in_the_package(fixed, spec, dies, design, path)
    pitch_nm = spec.pitch_nm or smallest_distance_nm(fixed) or spec.diameter_nm
    return Terminals(
        kind=spec.kind,
        pitch_nm=pitch_nm,
        rows=spec.rows or 0,
        columns=spec.columns or 0,
        diameter_nm=spec.diameter_nm,
        forbidden=spec.forbidden,
        fixed=fixed,
        spare=spec.spare or ("unconnected" if framed else "supplies"),
    )


def _in_the_package(
    balls: tuple[FixedBall, ...],
    spec: TerminalsSpec,
    dies: tuple[Die, ...],
    design: DesignSpec,
    path: Path,
) -> tuple[FixedBall, ...]:
    """Return balls of a map in package coordinates."""
    die = _map_die(spec, dies, path)
    x_nm = y_nm = 0
    if spec.map_origin.endswith("lower-left"):
        x_nm = (design.package.width_nm if die is None else die.width_nm) // 2
        y_nm = (design.package.height_nm if die is None else die.height_nm) // 2
    placed = []
    for ball in balls:
        at_x_nm, at_y_nm = ball.x_nm - x_nm, ball.y_nm - y_nm
        if die is not None:
            at_x_nm, at_y_nm = turned(at_x_nm, at_y_nm, die.rotation_deg)
            at_x_nm, at_y_nm = at_x_nm + die.x_nm, at_y_nm + die.y_nm
        placed.append(replace(ball, x_nm=at_x_nm, y_nm=at_y_nm))
    return tuple(placed)


def _map_die(spec: TerminalsSpec, dies: tuple[Die, ...], path: Path) -> Die | None:
    if not spec.map_origin.startswith("die-"):
        return None
    by_name = {die.name: die for die in dies}
    if spec.map_die is not None and spec.map_die not in by_name:
        raise InputError(
            f"there is no die {spec.map_die!r}",
            where=f"{path}: terminals.map_die",
            fix=nearest(spec.map_die, by_name),
        )
    if spec.map_die is None and len(dies) > 1:
        raise InputError(
            f"map_origin {spec.map_origin!r} does not say which of the {len(dies)} dies it means",
            where=f"{path}: terminals.map_origin",
            fix=f'add map_die = "{dies[0].name}" or another die',
        )
    return dies[0] if spec.map_die is None else by_name[spec.map_die]


def _digest(spec: DesignSpec, files: dict[str, str], technology: Technology) -> str:
    """Return the identity of all that was read; line ends do not count."""
    content: dict[str, Any] = {
        "design": spec.model_dump(mode="json"),
        "files": {
            name: digest(text.replace("\r\n", "\n").encode()) for name, text in files.items()
        },
        "technology": technology.model_dump(mode="json"),
        "materials": {
            name: each.model_dump(mode="json") for name, each in technology.all_materials.items()
        },
    }
    return digest(content)
