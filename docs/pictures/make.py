#!/usr/bin/env python3
"""Make the pictures of the pages from the examples: python docs/pictures/make.py."""

from pathlib import Path

from padwright import Package

HERE = Path(__file__).parent
#: Which files of which example the pages show.
SHOWN = {
    "caravel-fanout": ("cross-section.svg", "detail.svg", "plan.svg", "ballmap.svg"),
    "caravel-bumps": ("plan.svg",),
    "frame-qfn": ("cross-section.svg", "detail.svg", "plan.svg"),
}


def main(folder: Path = HERE) -> None:
    """Build the examples and put their pictures into a folder."""
    for example, names in SHOWN.items():
        design = HERE.parents[1] / "examples" / example / "design.toml"
        made = Package.load(design).build(folder / ".made" / example)
        for name in names:
            data = (folder / ".made" / example / name).read_bytes()
            (folder / f"{example}-{name}").write_bytes(data)
        print(f"{example}: {made.summary.verdict}")


if __name__ == "__main__":
    main()
