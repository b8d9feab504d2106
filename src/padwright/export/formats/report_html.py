"""The report for people."""

from typing import BinaryIO, ClassVar

from padwright.export.exporter import Delivery, Exporter
from padwright.export.report_page import report_page


class ReportHtml(Exporter):
    """One self-contained page: verdict, pictures, tables, sources and digests."""

    kind: ClassVar[str] = "report"
    filename: ClassVar[str] = "report.html"
    describes: ClassVar[str] = (
        "one page with verdict, pictures, findings, stack-up, nets and sources"
    )
    loses: ClassVar[str] = "the geometry beyond the pictures; findings beyond the first 500"

    def write(self, delivery: Delivery, to: BinaryIO) -> None:
        """Write HTML 5 that loads nothing and runs nothing, ready for paper."""
        to.write(report_page(delivery))
