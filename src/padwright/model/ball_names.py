"""What the balls of a grid are called: JEDEC, JEP95, SPP-010."""

from typing import Final

#: Row letters of JEDEC, JEP95 SPP-010.
ROW_LETTERS: Final = "ABCDEFGHJKLMNPRTUVWY"


def row_name(row: int) -> str:
    """Return the letters of a row counted from 0: A to Y, AA to AY, BA and so on."""
    letters = ""
    number = row + 1
    while number:
        number, place = divmod(number - 1, len(ROW_LETTERS))
        letters = ROW_LETTERS[place] + letters
    return letters


def ball_name(row: int, column: int) -> str:
    """Return the JEDEC name of a ball; row and column are counted from 0."""
    return f"{row_name(row)}{column + 1}"
