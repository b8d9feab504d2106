"""Numbers of things in words for people."""


def counted(count: int, noun: str) -> str:
    """Return a number with its noun, in the plural unless there is one: `1 net`, `2 nets`."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
