"""The drawing of a ladder of spirals and plates: series elements in a row, the others hang below.

The row runs along x on the upper level. A spiral enters on that level and leaves on the lower one,
plates in series the other way round; where both meet, a hole joins the levels. Elements to ground
hang below their node, and a bus on the lower level joins their feet.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from padwright.devices.device import Device, Site
from padwright.devices.drawing import Drawing, Terminal, kept_out, land_offset_nm, merged
from padwright.devices.line import line
from padwright.geometry.region import Region


@dataclass(frozen=True, slots=True)
class Placed:
    """An element of a ladder where it lies; `rung` counts its branch from 0."""

    rung: int
    device: Device
    x_nm: int
    y_nm: int
    rotation_deg: int


@dataclass(frozen=True, slots=True)
class Branch:
    """The elements of one branch, in series with the row or hanging from it."""

    in_series: bool
    devices: tuple[Device, ...]


@dataclass(slots=True)
class _Row:
    """The drawing as it grows from left to right."""

    site: Site
    x_nm: int = 0
    level: int = 0
    free_x_nm: int = -(2**40)
    parts: list[Drawing] = field(default_factory=list)
    placed: list[Placed] = field(default_factory=list)
    metal: dict[int, list[Region]] = field(default_factory=dict)
    holes: list[Region] = field(default_factory=list)
    feet: list[tuple[int, int]] = field(default_factory=list)

    def add_line(self, level: int, points: list[tuple[int, int]]) -> None:
        if len(set(points)) > 1:
            width_nm = self.site.rules.line_width_nm.value
            self.metal.setdefault(level, []).append(line(points, width_nm))

    def add_land(self, level: int, x_nm: int, y_nm: int) -> None:
        land = Region.disc(x_nm, y_nm, self.site.rules.via_land_nm)
        self.metal.setdefault(level, []).append(land)

    def go_to_level(self, level: int) -> None:
        """Join both levels at the end of the row, unless it is on the wanted one."""
        if self.level != level:
            for each in (self.level, level):
                self.add_land(each, self.x_nm, 0)
            self.holes.append(Region.disc(self.x_nm, 0, self.site.rules.via_opening_nm.value))
            self.level = level

    def put(
        self, rung: int, device: Device, enter: str, point_nm: tuple[int, int], rotation_deg: int
    ) -> Drawing:
        """Place an element, turned, so that the land of one terminal lies at a point."""
        drawing = device.draw(self.site)
        turned = drawing.placed(0, 0, rotation_deg)
        way_in = next(each for each in turned.terminals if each.name == enter)
        at = (point_nm[0] - way_in.x_nm, point_nm[1] - way_in.y_nm)
        self.placed.append(Placed(rung, device, *at, rotation_deg))
        done = drawing.placed(*at, rotation_deg)
        self.parts.append(done)
        return done


def draw_chain(branches: Sequence[Branch], site: Site) -> tuple[Drawing, tuple[Placed, ...]]:
    """Return the drawing of a ladder and where its elements lie in it.

    Terminal ``in`` is at the left end of the row and ``out`` at its right end, on the upper level;
    ``ground`` is on the lower one, below the middle.
    """
    row = _Row(site, level=site.level + 1)
    space_nm = site.rules.line_space_nm.value
    drop_nm = 2 * space_nm + site.rules.via_land_nm + _half_height_nm(branches, site)
    for rung, branch in enumerate(branches):
        if branch.in_series:
            _in_series(row, rung, branch)
        else:
            _hang(row, rung, branch, -drop_nm)
    row.go_to_level(site.level + 1)
    lower = site.level
    low_nm = min((y for _, y in row.feet), default=0)
    for x_nm, y_nm in row.feet:
        row.add_line(lower, [(x_nm, y_nm), (x_nm, low_nm)])
    bus = sorted(x for x, _ in row.feet)
    row.add_line(lower, [(bus[0], low_nm), (bus[-1], low_nm)])
    return _finished(row, (bus[0] + bus[-1]) // 2, low_nm), tuple(row.placed)


def _in_series(row: _Row, rung: int, branch: Branch) -> None:
    # Terminal 1 is the right one, on the upper level: a spiral is turned over, so that it
    # leaves on the lower level, where the plates after it enter.
    for place, device in enumerate(branch.devices):
        enter, rotation_deg = ("1", 180) if place == 0 else ("2", 0)
        drawing = row.put(rung, device, enter, (row.x_nm, 0), rotation_deg)
        first, last = sorted(drawing.terminals, key=lambda each: each.x_nm)
        row.go_to_level(first.level)
        row.x_nm, row.level = last.x_nm, last.level
    if len(branch.devices) == 1:
        row.go_to_level(row.site.level + 1)


def _hang(row: _Row, rung: int, branch: Branch, top_nm: int) -> None:
    space_nm, level = 2 * row.site.rules.line_space_nm.value, row.site.level + 1
    row.go_to_level(level)
    sizes = [each.draw(row.site) for each in branch.devices]
    boxes = [_wholly(each).box_nm for each in sizes]
    widths_nm = [box[3] - box[1] for box in boxes]  # turned by 90 degrees, heights are widths
    block_nm = sum(widths_nm) + space_nm * (len(widths_nm) - 1)
    left_nm = max(row.free_x_nm, row.x_nm - block_nm // 2)
    node_nm = left_nm + block_nm // 2
    row.add_line(level, [(row.x_nm, 0), (node_nm, 0)])
    row.x_nm = node_nm
    row.add_land(level, node_nm, 0)
    row.add_line(level, [(node_nm, 0), (node_nm, top_nm)])
    tops = []
    for device, width_nm, box in zip(branch.devices, widths_nm, boxes, strict=True):
        x_nm = left_nm + box[3]  # turned by 90 degrees, what was highest is leftmost
        drawing = row.put(rung, device, "1", (x_nm, top_nm), 90)
        foot = min(drawing.terminals, key=lambda each: each.y_nm)
        row.feet.append((foot.x_nm, foot.y_nm))
        tops.append(x_nm)
        left_nm += width_nm + space_nm
    row.add_line(level, [(min(*tops, node_nm), top_nm), (max(*tops, node_nm), top_nm)])
    row.free_x_nm = left_nm


def _finished(row: _Row, bus_x_nm: int, bus_y_nm: int) -> Drawing:
    """Return the whole drawing with its three terminals."""
    site, rules = row.site, row.site.rules
    level, lower = site.level + 1, site.level
    shapes = merged([each.wiring for each in row.parts])
    gathered = merged([shapes, {at: Region.union(parts) for at, parts in row.metal.items()}])
    left_nm, low_nm, right_nm, _ = Region.union(gathered.values()).box_nm
    offset_nm = land_offset_nm(rules)
    terminals = (
        Terminal("in", left_nm - offset_nm, 0, level, rules.via_land_nm),
        Terminal("out", right_nm + offset_nm, 0, level, rules.via_land_nm),
        Terminal("ground", bus_x_nm, low_nm - offset_nm, lower, rules.via_land_nm),
    )
    ends = {level: [(0, 0), (row.x_nm, 0)], lower: [(bus_x_nm, bus_y_nm)]}
    leads = [
        {
            each.level: Region.union(
                [line([start, (each.x_nm, each.y_nm)], rules.line_width_nm.value), each.land]
            )
        }
        for each, start in zip(terminals, [*ends[level], *ends[lower]], strict=True)
    ]
    box = Region.union(gathered.values())
    holes = [each.vias for each in row.parts]
    if row.holes:
        holes.append({level: Region.union(row.holes)})
    return Drawing(
        wiring=merged([gathered, *leads]),
        vias=merged(holes),
        terminals=terminals,
        joined=(("in", "out"), ("ground",)),
        keep_out=kept_out({level: box, lower: box}, rules),
    )


def _half_height_nm(branches: Sequence[Branch], site: Site) -> int:
    heights_nm = [
        max(map(abs, _wholly(device.draw(site)).box_nm[1::2]))
        for branch in branches
        if branch.in_series
        for device in branch.devices
    ]
    return max(heights_nm, default=0)


def _wholly(drawing: Drawing) -> Region:
    return Region.union(drawing.wiring.values())
