"""Text that may stand in XML and HTML, whatever it was before."""

import html
import re
from typing import Final

#: What XML 1.0 admits in no form, and line breaks, which a name has no use for.
_NOT_XML: Final = re.compile(r"[^\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def printable(text: object) -> str:
    """Return a text on one line without the characters that XML cannot hold."""
    return _NOT_XML.sub("\ufffd", str(text).replace("\r", " ").replace("\n", " "))


def escaped(text: object) -> str:
    """Return a text that can stand between tags and inside quoted attributes."""
    return html.escape(printable(text), quote=True)
