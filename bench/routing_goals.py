"""What the router is to reach on each problem, and what other tools made of it.

The peers' figures are those of ``../shared/bench/peers.md`` and ``../shared/reports/routing.md``:
freerouting 1.9.0, tscircuit's capacity autorouter 0.0.1035 and OpenROAD's golden files, on the
same files with the same scorer.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Goal:
    """Least nets, most length over the straight one, CPU seconds and peak memory; None: not set."""

    nets: int
    ratio: float | None = None
    cpu_s: float | None = None
    peak_mb: float | None = None
    length_mm: float | None = None

    def met(self, row: dict[str, float]) -> dict[str, bool]:
        """Return for each figure that has a limit whether it is kept."""
        verdict = {"routed": row["routed"] >= self.nets, "violations": row["violations"] == 0}
        for name in ("ratio", "cpu_s", "peak_mb", "length_mm"):
            limit = getattr(self, name)
            if limit is not None:
                verdict[name] = row[name] <= limit
        return verdict


GOALS = {
    "ring64_1L": Goal(64, 1.012, 1.5),
    "area64_1L": Goal(64, 1.012, 1.5),
    "ring256_1L": Goal(256, 1.014, 4.0),
    "ring256_2L_15": Goal(256, 1.001, 8.0),
    "ring256_2L_swap": Goal(256, 1.015, 10.0),
    "area256_1L_asg": Goal(256, 1.015),
    "area256_1L": Goal(256, 1.011, 15.0),
    "area256_1L_cut": Goal(224),
    "area256_2L": Goal(256, 1.002, 12.0),
    "area576_2L": Goal(576, 1.002, 45.0),
    "mdie224_2L": Goal(224, 1.002, 5.0),
    "or_blackparrot_1L": Goal(237, 1.0075, 4.0),
    "caravel_bumps_1L": Goal(57, length_mm=70.82),
    "area10k_4L": Goal(10_000, 1.03, 600.0, 6000.0),
}

PEERS = {
    "ring64_1L": "freerouting 64, 1.076, 14 s",
    "ring64_2L": "tscircuit 64, 4 violations, 1.099, 24 s",
    "area64_1L": "freerouting 64, 1.081, 18 s",
    "ring256_1L": "freerouting 248 of 256, 1.079, 53 s",
    "ring256_2L_15": "freerouting 256, 1.065, 251 s; tscircuit 52 violations",
    "ring256_2L_swap": "freerouting 255 of 256, 1.141, 51 s; tscircuit 2 violations, 1.129",
    "ring256_2L_swap_att": "freerouting 255 of 256, 1.141",
    "area256_1L_asg": "freerouting 197 of 256, 1.09, 161 s",
    "area256_1L": "freerouting 194 of 256, 1.10, 173 s",
    "area256_2L": "freerouting 256, 1.204, 114 s; tscircuit 48 violations",
    "area576_2L": "freerouting 573 of 576, 1.191, 840 s; tscircuit not in 914 s",
    "mdie224_2L": "freerouting 224, 1.056, 176 s; tscircuit 2 violations, 1.085",
    "or_blackparrot_1L": "OpenROAD 237, 1.054; freerouting 236, 1.058, 24 s",
    "caravel_bumps_1L": "by hand 70.82 mm",
}
