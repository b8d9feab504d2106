"""A distance below its limit, told as a finding."""

from collections.abc import Iterable, Iterator

from padwright.check.layers import Layer
from padwright.geometry.drc import Miss, worst
from padwright.geometry.region import Box
from padwright.model.finding import Finding, Place, Quantity, Severity
from padwright.model.sourced import Sourced


def place_of(box_nm: Box, low_nm: int | None = None, high_nm: int | None = None) -> Place:
    """Return a box with its range of heights as a place."""
    return Place(*box_nm, low_nm, high_nm)


def shortfalls(
    misses: Iterable[Miss],
    limit: Sourced[int],
    template: Finding,
    where: Layer,
) -> Iterator[Finding]:
    """Return a finding for each place with a distance below its limit.

    Parameters
    ----------
    misses
        What was measured; neighbours are told as one.
    limit
        The least distance in nanometres, with its source.
    template
        Rule, severity, what is too small (the begin of the message) and fix.
    where
        The layer that was measured, for heights and evidence.
    """
    required = Quantity(limit.value, "nm")
    for miss in worst(misses):
        measured = Quantity(miss.measured_nm, "nm")
        yield Finding(
            rule=template.rule,
            severity=template.severity,
            message=f"{template.message} is {measured}, less than {required}",
            place=place_of(miss.box_nm, where.low_nm, where.high_nm),
            measured=measured,
            required=required,
            source=limit.source,
            slabs=where.made_by,
            fix=template.fix,
        )


def says(rule: str, what: str, fix: str, severity: Severity = Severity.ERROR) -> Finding:
    """Return the template of a rule's findings."""
    return Finding(rule, severity, what, fix=fix)
