"""Where a comment's box lies on its sheet, which openpyxl leaves to the program that shows it.

Excel goes by the width and height that openpyxl writes; others want the corners as cells, and
draw a box as wide as a finger without them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

from openpyxl.worksheet.worksheet import Worksheet

# One box as openpyxl writes it; rows and columns count from 0.
_BOX = re.compile(
    r"width:(?P<width>\d+)px;height:(?P<height>\d+)px;(?P<between>(?:(?!width:).)*?)"
    r"(?P<tail><(?P<ns>\w+:)AutoFill>False</(?P=ns)AutoFill>"
    r"<(?P=ns)Row>(?P<row>\d+)</(?P=ns)Row><(?P=ns)Column>(?P<column>\d+)</(?P=ns)Column>)",
    re.DOTALL,
)
_LAST_ROW, _LAST_COLUMN = 1_048_575, 16_383
_ROW, _COLUMN = 20, 64  # pixels, unless the sheet says otherwise
_RIGHT, _DOWN = 15, 2  # pixels between the cell and its box


def anchored(vml: str, sheet: Worksheet) -> str:
    """The drawing of a sheet's comments, with the corners of each box."""
    widths = _widths(sheet)
    heights = {
        number - 1: 0 if row.hidden else round((row.height or 15) * 4 / 3)
        for number, row in sheet.row_dimensions.items()
    }

    def place(box: re.Match[str]) -> str:
        left = min(int(box["column"]) + 1, _LAST_COLUMN)
        top = max(int(box["row"]) - 1, 0)
        right, right_part = _end(
            left, _RIGHT + int(box["width"]), lambda at: widths.get(at, _COLUMN), _LAST_COLUMN
        )
        bottom, bottom_part = _end(
            top, _DOWN + int(box["height"]), lambda at: heights.get(at, _ROW), _LAST_ROW
        )
        corners = (left, _RIGHT, top, _DOWN, right, right_part, bottom, bottom_part)
        anchor = f"<{box['ns']}Anchor>{', '.join(map(str, corners))}</{box['ns']}Anchor>"
        size = f"width:{box['width']}px;height:{box['height']}px;"
        return f"{size}{box['between']}{anchor}{box['tail']}"

    return _BOX.sub(place, vml)


def _end(start: int, distance: int, size: Callable[[int], int], last: int) -> tuple[int, int]:
    """The row or column that lies `distance` pixels behind the beginning of another, and how far.

    Beyond what anybody sees at once it is enough to stop: hidden ones have no size at all.
    """
    for at, following in pairwise(range(start, min(start + 1000, last) + 1)):
        if distance < size(at):
            return at, distance
        distance -= size(at)
        start = following
    return start, min(distance, _ROW)


def _widths(sheet: Worksheet) -> dict[int, int]:
    """Pixels of the columns that have a width of their own; a few thousand at most matter."""
    widths: dict[int, int] = {}
    for entry in sheet.column_dimensions.values():
        first, last = entry.min or 0, min(entry.max or 0, _LAST_COLUMN + 1)
        pixels = 0 if entry.hidden else round((entry.width or 0) * 7 + 5)
        widths.update(dict.fromkeys(range(first - 1, last), pixels))
    return widths
