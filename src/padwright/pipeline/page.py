"""How a result shows itself in a notebook."""

from html import escape

from padwright.pipeline.summary import Summary

#: Findings that are shown; the rest is counted.
_MOST_FINDINGS = 20


def summary_html(summary: Summary, picture_svg: str = "") -> str:
    """Return the figures and the first findings of a summary as tables, with a picture."""
    rows = "".join(
        f"<tr><th style='text-align:left'>{escape(name)}</th>"
        f"<td style='text-align:left'>{escape(text)}</td></tr>"
        for name, text in summary.figures().items()
    )
    findings = "".join(
        f"<tr><td>{escape(each['severity'])}</td><td>{escape(each['rule'])}</td>"
        f"<td style='text-align:left'>{escape(each['message'])}</td></tr>"
        for each in summary.findings[:_MOST_FINDINGS]
    )
    more = len(summary.findings) - _MOST_FINDINGS
    rest = f"<p>and {more} more findings</p>" if more > 0 else ""
    table = f"<table>{findings}</table>{rest}" if findings else ""
    return f"<h3>{escape(summary.design)}</h3><table>{rows}</table>{table}{picture_svg}"
