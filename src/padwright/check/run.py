"""Holding what was built against every rule."""

from padwright.base.discovery import members
from padwright.base.errors import CancelledError
from padwright.base.progress import Report, silent
from padwright.check.rule import Case, Rule
from padwright.model.finding import Finding, Severity

_SEVERITIES = tuple(Severity)


def rules() -> dict[str, type[Rule]]:
    """Return every rule by its kind, in alphabetical order."""
    return members("padwright.check.rules", Rule)


def run_rules(case: Case, *, report: Report = silent) -> tuple[Finding, ...]:
    """Return what breaks any rule, with what the factory found, each finding once.

    Sorted by severity, rule and place, so that the same case gives the same findings in the same
    order. A rule that fails is itself a finding and does not hide the others.

    Parameters
    ----------
    case
        What was built, its nets, and what was asked for.
    report
        Told of each rule; may cancel.
    """
    found = list(case.built.findings)
    every = rules()
    for number, (kind, rule) in enumerate(every.items()):
        report("check", number, len(every), kind)
        try:
            found += rule().run(case)
        except CancelledError:
            raise
        except Exception as error:  # noqa: BLE001 - one wrong rule must not hide the others
            found.append(_broken(kind, error))
    report("check", len(every), len(every), "done")
    return tuple(sorted(dict.fromkeys(found), key=_order))


def _broken(kind: str, error: Exception) -> Finding:
    return Finding(
        rule=kind,
        severity=Severity.ERROR,
        message=f"the rule could not be checked: {type(error).__name__}: {error}",
        source="Padwright",
        fix="report this as a fault of Padwright; nothing is known about this rule here",
    )


def _order(finding: Finding) -> tuple[int, str, tuple[int, ...], str, float]:
    place = finding.place
    where = () if place is None else (place.left_nm, place.bottom_nm, place.right_nm, place.top_nm)
    measured = finding.measured.value if finding.measured else 0.0
    return _SEVERITIES.index(finding.severity), finding.rule, where, finding.message, measured
