"""The second level of a passive that takes two: below its own, above it on the lowest."""


def neighbour(level: int) -> int:
    """Return the neighbouring wiring level that a passive takes beside its own."""
    return level - 1 if level > 1 else level + 1
