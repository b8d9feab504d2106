"""Pieces of HTML: every text is escaped unless it is marked as markup."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from padwright.export.xml_text import escaped


@dataclass(frozen=True, slots=True)
class Markup:
    """Text that is HTML already, made here from escaped parts."""

    text: str


Content: TypeAlias = str | Markup


def html_of(content: Content) -> str:
    """Return content as HTML."""
    return content.text if isinstance(content, Markup) else escaped(content)


def tag(name: str, *contents: Content, css: str = "", ident: str = "") -> Markup:
    """Return an element with a class and an id."""
    attributes = (f' class="{escaped(css)}"' if css else "") + (
        f' id="{escaped(ident)}"' if ident else ""
    )
    return Markup(f"<{name}{attributes}>{''.join(map(html_of, contents))}</{name}>")


def joined(parts: Iterable[Markup]) -> Markup:
    """Return pieces one after the other."""
    return Markup("".join(part.text for part in parts))


def table(
    headings: Sequence[str], rows: Iterable[Sequence[Content]], *, numeric: Iterable[int] = ()
) -> Markup:
    """Return a table; columns of numbers are set flush right."""
    right = frozenset(numeric)

    def cells(kind: str, contents: Sequence[Content]) -> Markup:
        return joined(
            tag(kind, content, css="n" if column in right else "")
            for column, content in enumerate(contents)
        )

    head = tag("thead", tag("tr", cells("th", headings)))
    body = tag("tbody", joined(tag("tr", cells("td", row)) for row in rows))
    return tag("div", tag("table", head, body), css="wide")


def section(title: str, ident: str, *contents: Content) -> Markup:
    """Return a part of the page under a heading, to which the list of contents leads."""
    return tag("section", tag("h2", title), *contents, ident=ident)
