"""What terminals take: their opening, their land, and the level that the land lies on."""

from typing import Final

from padwright.model.package import Design

#: Terminals that are as wide as the opening that they stand in.
_AS_WIDE_AS_OPENED: Final = frozenset({"bump", "paste", "land"})


def opening_nm(design: Design) -> int:
    """Return the diameter of the opening at a terminal.

    Bumps, paste and bare lands are as wide as their openings, so that theirs is the diameter of
    the design; balls and pins stand in openings of the technology's ``ball_opening``.
    """
    if design.terminals.kind in _AS_WIDE_AS_OPENED:
        return design.terminals.diameter_nm
    return design.technology.rules.ball_opening_nm.value


def land_nm(design: Design) -> int:
    """Return the diameter of the wiring under a terminal: ``ball_land``, or as its opening asks."""
    rules = design.technology.rules
    return max(rules.ball_land_nm.value, opening_nm(design) + 2 * rules.land_enclosure_nm.value)


def land_level(design: Design, levels: int) -> int:
    """Return the wiring level of the terminals' lands, counted from 1.

    Family B has them on a level of their own, over the dielectric and the posts that end the
    package; in family A they lie on the last level that was routed.

    Parameters
    ----------
    levels
        Number of levels on which the wiring was routed.
    """
    return levels + 1 if design.technology.family == "B" else levels


def routed_land_nm(design: Design) -> int:
    """Return the diameter of what a terminal takes on the last level that is routed."""
    if design.technology.family == "B":
        return design.technology.rules.via_land_nm
    return land_nm(design)


def standing_nm(design: Design) -> int:
    """Return the diameter of what a terminal stands on: the opening, or the whole bare land."""
    return opening_nm(design) if design.passivation else land_nm(design)


def own_openings(design: Design) -> bool:
    """Whether terminals have a drawing of their own beside that of the passivation's openings."""
    return bool(design.components) or not design.passivation
