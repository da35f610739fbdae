"""Places and merged ranges as files write them, and how far a sheet may reach."""

from __future__ import annotations

from diaodu.intake.received import limits
from diaodu.intake.received.grid import Place, Sheet, column_number
from diaodu.intake.received.refused import Refused

DIGITS = "0123456789"
Range = tuple[int, int, int, int]  # first row, first column, last row, last column


def place(reference: str) -> Place:
    """A place as files write it: "$B$12" -> (12, 2). Raises ValueError for anything else."""
    plain = reference.replace("$", "")
    letters = plain.rstrip(DIGITS)
    return int(plain[len(letters) :]), column_number(letters)


def expand(sheet: str, merged: list[Range], max_row: int, max_column: int) -> dict[Place, Place]:
    """Every cell below a merged range -> the range's first cell, as far as the sheet reaches.

    Raises Refused where that would be too many.
    """
    covered: dict[Place, Place] = {}
    room = limits.MAX_MERGED_CELLS
    for top, left, bottom, right in merged:
        bottom, right = min(bottom, max_row), min(right, max_column)  # noqa: PLW2901
        room -= max(0, bottom - top + 1) * max(0, right - left + 1)
        if room < 0:
            raise Refused("too_many_cells", sheet=sheet, limit=f"{limits.MAX_MERGED_CELLS:,}")
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                if (row, column) != (top, left):
                    covered.setdefault((row, column), (top, left))
    return covered


def too_far(sheet: str, row: int, column: int) -> Refused:
    """The refusal of a cell where nothing can belong."""
    address = Sheet.address(row, column)
    far = {"rows": f"{limits.MAX_ROW:,}", "columns": f"{limits.MAX_COLUMN:,}"}
    return Refused("cell_too_far", address, sheet=sheet, row=row, column=column, **far)
