"""The findings as data."""

from typing import BinaryIO, ClassVar

from padwright.base.digest import canonical_json
from padwright.export.exporter import Delivery, Exporter
from padwright.model.finding import count_by_severity


class FindingsJson(Exporter):
    """Findings, their counts, the summary's figures and the digest, as canonical JSON."""

    kind: ClassVar[str] = "findings"
    filename: ClassVar[str] = "findings.json"
    describes: ClassVar[str] = "findings with place, measured value, limit, source and fix, as data"
    loses: ClassVar[str] = "the geometry that is the evidence; slabs are named by their steps"

    def write(self, delivery: Delivery, to: BinaryIO) -> None:
        """Write keys sorted and findings by severity, rule, place and message."""
        ranks = {severity: rank for rank, severity in enumerate(count_by_severity(()))}
        ordered = sorted(
            delivery.findings,
            key=lambda each: (ranks[each.severity], canonical_json(each.to_json())),
        )
        counts = count_by_severity(delivery.findings)
        to.write(
            canonical_json(
                {
                    "design": delivery.design.name,
                    "digest": delivery.digest,
                    "counts": {severity.value: count for severity, count in counts.items()},
                    "figures": dict(delivery.figures),
                    "findings": [each.to_json() for each in ordered],
                }
            )
            + b"\n"
        )
