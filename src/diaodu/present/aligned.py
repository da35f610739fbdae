"""Decimal points one below the other, whatever decimals and source numbers the cells hold.

A figure keeps the decimals that its source prints, so a column may hold 7 below 5.5, and 5.8[3][4]
below 15.0. The cells say what they lack, and the style sheet leaves that much room: `d1` a digit,
`d2` a point and a digit, and so on; `c1` to `c5` is a column whose cells may end in so many source
numbers of one digit.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from diaodu.present.traced import plain

_TAGS = re.compile(r"<[^>]*>")
_NUMBER = re.compile(r"\s*[+-]?[\d,]+(?:\.(\d+))?(?![\d.]*[年月日])")
_CITED = re.compile(r'<sup class="cite">(.*?)</sup>')
_DIGIT, _BRACKET = 0.56, 0.34  # widths as a share of the font size
_ONE, _MOST_CITED = 1.25, 5  # width of one source number in that, and how many there is room for
_MOST = 4  # digits that the style sheet knows room for


def classes(cells: Sequence[str]) -> list[str]:
    """The class of each cell of a column of figures, empty where it needs none.

    cells: markup; what begins with no number (未公布, —) is set at the right like a whole number.
    """
    places = [_places(cell) for cell in cells]
    most = max((place for place in places if place is not None), default=0)
    wide = _cited(cells)
    cited = f"c{min(math.ceil(wide / _ONE), _MOST_CITED)}" if wide else ""
    return [" ".join(filter(None, (cited, _lack(place, most)))) for place in places]


def _cited(cells: Sequence[str]) -> float:
    """Width of the widest source numbers among cells, in em of their small type; 0 without any."""
    widths = [0.0]
    for cell in cells:
        if found := _CITED.search(cell):
            text = _TAGS.sub("", plain(found[1]))
            digits = sum(character.isdigit() for character in text)
            widths.append(_BRACKET * (len(text) - digits) + _DIGIT * digits)
    return max(widths)


def _places(cell: str) -> int | None:
    """How many decimals the number has that a cell begins with; None without a number."""
    found = _NUMBER.match(_TAGS.sub("", plain(cell)))
    return None if found is None else len(found[1] or "")


def _lack(place: int | None, most: int) -> str:
    """What a number lacks to have its point below the others: digits, and a point."""
    if place is None or place == most:
        return ""
    return f"d{min(most - place + (place == 0), _MOST)}"
