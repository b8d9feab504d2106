#!/usr/bin/env python3
"""Make the pictures of the pages from the examples: python docs/pictures/make.py."""

from pathlib import Path

from padwright import Package
from padwright.export.routing_picture import routing_picture
from padwright.route.problem import Net, RoutingProblem, RoutingRules, Terminal
from padwright.route.router import route

HERE = Path(__file__).parent
#: Which files of which example the pages show.
SHOWN = {
    "caravel-fanout": ("cross-section.svg", "detail.svg", "plan.svg", "ballmap.svg"),
    "caravel-bumps": ("plan.svg",),
    "frame-qfn": ("cross-section.svg", "detail.svg", "plan.svg"),
}


def fan() -> RoutingProblem:
    """Return a row of 24 pads with a field of lands above, each pad with the land it fits."""
    rules = RoutingRules(12_000, 12_000, 30_000, 12_000)
    pads, lands, nets = [], [], []
    for i in range(24):
        column, row = divmod(i, 4)
        pads.append(Terminal(f"pad {i}", 180_000 + 48_000 * i, 60_000, 24_000, 0))
        x_nm, y_nm = 130_000 + 240_000 * column, 300_000 + 230_000 * (row ^ (column % 2))
        lands.append(Terminal(f"land {i}", x_nm, y_nm, 110_000, 0))
        nets.append(Net(f"net {i}", (f"pad {i}", f"land {i}")))
    outline = ((0, 0), (1_460_000, 0), (1_460_000, 1_130_000), (0, 1_130_000))
    return RoutingProblem("fan", outline, 1, rules, (*pads, *lands), tuple(nets))


def main(folder: Path = HERE) -> None:
    """Build the examples and put their pictures into a folder."""
    for example, names in SHOWN.items():
        design = HERE.parents[1] / "examples" / example / "design.toml"
        made = Package.load(design).build(folder / ".made" / example)
        for name in names:
            data = (folder / ".made" / example / name).read_bytes()
            (folder / f"{example}-{name}").write_bytes(data)
        print(f"{example}: {made.summary.verdict}")
    made_both(folder)


def made_both(folder: Path = HERE) -> None:
    """Draw one problem wired at any angle and octilinear."""
    task = fan()
    for name in ("any", "octilinear"):
        wiring = route(task, angles="octilinear" if name == "octilinear" else "any")
        data = routing_picture(task, wiring).to_bytes()
        (folder / f"routing-{name}.svg").write_bytes(data)
        print(f"routing-{name}: {len(wiring.unrouted)} nets open, {wiring.length_um:.0f} um")


if __name__ == "__main__":
    main()
