"""What a person wants to know of a finished package, as plain data that outlives the run."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from padwright.base.wording import counted
from padwright.model.finding import Severity


@dataclass(frozen=True, slots=True)
class Summary:
    """The result of a run in figures, with its findings; the same inputs give the same summary.

    Lengths are of wire centre lines. `straight_um` is the sum of the straight distances of the
    assignment, `tree_um` the least spanning trees of the nets that no plane joins, and
    `tree_wires_um` the wires of these nets. `tried` has each number of levels on which the wiring
    was tried, with what stayed open. `lengths` are those of nets of
    which one was asked, as `padwright.route.routing.NetLength` has them. `files` maps each file's
    name to its size, its digest and what it is. `digests` are the identities of the stages.
    """

    design: str
    nets: int
    nets_connected: int
    nets_broken: tuple[str, ...]
    levels: int
    levels_allowed: int
    wire_length_um: float
    straight_um: float
    tree_um: float
    tree_wires_um: float
    vias: int
    pads_bonded: int
    pads_unbonded: int
    balls: int
    tried: tuple[Mapping[str, Any], ...]
    findings: tuple[Mapping[str, Any], ...]
    digests: Mapping[str, str]
    files: Mapping[str, Mapping[str, Any]]
    lengths: tuple[Mapping[str, Any], ...] = ()

    def count(self, severity: Severity) -> int:
        """Return how many findings there are of one severity."""
        return sum(finding["severity"] == severity.value for finding in self.findings)

    @property
    def clean(self) -> bool:
        """Whether no finding is an error."""
        return not self.count(Severity.ERROR)

    @property
    def verdict(self) -> str:
        """The result in a few words."""
        errors, warnings = self.count(Severity.ERROR), self.count(Severity.WARNING)
        if errors:
            return f"built with {counted(errors, 'error')}"
        return f"clean, with {counted(warnings, 'warning')}" if warnings else "clean"

    def figures(self) -> dict[str, str]:
        """Return the figures as names and texts for reports, in the order of reading."""
        over_ratio = self.tree_wires_um / self.tree_um if self.tree_um else 1.0
        figures = {
            "verdict": self.verdict,
            "nets connected": f"{self.nets_connected} of {self.nets}",
            "wiring levels": f"{self.levels} of {self.levels_allowed} allowed{self._tries()}",
            "wire length": f"{self.wire_length_um / 1_000:.2f} mm",
            "least spanning trees": f"{self.tree_um / 1_000:.2f} mm ({over_ratio:.3f} times)",
            "straight pad to ball": f"{self.straight_um / 1_000:.2f} mm",
            "vias between levels": str(self.vias),
            "pads": f"{self.pads_bonded} bonded, {self.pads_unbonded} not",
            "balls": str(self.balls),
        }
        if self.lengths:
            met = sum(each["met"] for each in self.lengths)
            figures["lengths asked for"] = f"{met} of {len(self.lengths)} met"
        return figures

    def _tries(self) -> str:
        """Return what the other tries left open, for a person."""
        words = []
        for each in self.tried:
            if each["levels"] != self.levels:
                left = f"{counted(each['unrouted'], 'net')} open"
                if not each["unrouted"] and each.get("unmet"):
                    left = f"{counted(each['unmet'], 'demand')} not met"
                why = "pads and balls collide" if each["refused"] else left
                words.append(f"; on {counted(each['levels'], 'level')} {why}")
        return "".join(words)

    def to_json(self) -> dict[str, Any]:
        """Return the summary as plain data; `from_json` reads it back."""
        return {**asdict(self), "verdict": self.verdict, "clean": self.clean}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Summary":
        """Return the summary that `to_json` wrote."""
        held = {key: value for key, value in data.items() if key not in {"verdict", "clean"}}
        held |= {key: tuple(held[key]) for key in ("nets_broken", "findings", "tried", "lengths")}
        return cls(**held)
