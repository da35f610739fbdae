"""Cells of a sheet side by side in arrays: a twentieth of the memory, quick between processes.

The process that reads a file fills a `Packer`; whoever uses the sheet sees the `PackedCells` around
it, which make a `GridCell` when asked for one.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from operator import eq, lt

from diaodu.intake.received.grid import Place
from diaodu.intake.received.number_formats import GENERAL

COLUMN_BITS = 15  # 16,384 columns are the most that any format has
_COLUMN_MASK = (1 << COLUMN_BITS) - 1

# What a number of `numbers` means; STAMP: microseconds since `STAMPS`.
NOTHING, TEXT, DECIMAL, WHOLE, BOOL, ERROR, STAMP = range(7)
STAMPS = datetime(1900, 1, 1)
_WHOLE_LIMIT = 2**53  # beyond it a float no longer holds every whole number


def key_of(row: int, column: int) -> int:
    """A place as one number; in reading order."""
    return row << COLUMN_BITS | column


def place_of(key: int) -> Place:
    """The place of `key_of`."""
    return key >> COLUMN_BITS, key & _COLUMN_MASK


class Strings:
    """Texts by number, all in one buffer."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._ends = array("q")

    def add(self, text: str) -> int:
        """Keep a text; returns its number."""
        self._buffer += text.encode("utf-8", "surrogatepass")
        self._ends.append(len(self._buffer))
        return len(self._ends) - 1

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, at: int) -> str:
        """Raises IndexError for a number that was never given out."""
        if not 0 <= at < len(self._ends):
            raise IndexError(at)
        begin = self._ends[at - 1] if at else 0
        # A half of a surrogate pair is no character: it would not survive the first file written.
        return self._buffer[begin : self._ends[at]].decode("utf-8", "replace")


@dataclass
class Shared:
    """What all sheets of a workbook share: texts, number formats by number, and the first day."""

    strings: Strings = field(default_factory=Strings)
    formats: list[str] = field(default_factory=lambda: [GENERAL])
    from_1904: bool = False


@dataclass
class Packer:
    """Cells of one sheet while they are read, in any order.

    formulas: a text with its `=`, or the number of the shared formula (`masters`: where it stands
    and its text).
    """

    shared: Shared
    keys: array[int] = field(default_factory=lambda: array("q"))
    kinds: bytearray = field(default_factory=bytearray)
    numbers: array[float] = field(default_factory=lambda: array("d"))
    styles: array[int] = field(default_factory=lambda: array("I"))
    formulas: dict[int, str | int] = field(default_factory=dict)
    masters: list[tuple[int, str]] = field(default_factory=list)
    comments: dict[int, str] = field(default_factory=dict)

    def add(self, key: int, kind: int, number: float, style: int = 0) -> None:
        """One cell; style is the number of its format."""
        self.keys.append(key)
        self.kinds.append(kind)
        self.numbers.append(number)
        self.styles.append(style)

    def add_text(self, key: int, text: str, style: int = 0) -> None:
        self.add(key, TEXT, self.shared.strings.add(text), style)

    def add_number(self, key: int, number: float, style: int = 0) -> None:
        whole = number.is_integer() and abs(number) < _WHOLE_LIMIT
        self.add(key, WHOLE if whole else DECIMAL, number, style)

    def add_stamp(self, key: int, moment: datetime, style: int = 0) -> None:
        self.add(key, STAMP, (moment - STAMPS) // timedelta(microseconds=1), style)

    def finish(self, covered: Mapping[Place, Place]) -> None:
        """Put the cells in order, and drop what lies below a merged range, which nobody sees.

        Raises ValueError if two cells stand in one place.
        """
        self._sort()
        bare = [key for key in self.comments if self._index(key) is None]
        for key in bare:
            self.add(key, NOTHING, 0)
        if bare:
            self._sort()
        below = [at for place in covered if (at := self._index(key_of(*place))) is not None]
        for at in below:
            self.kinds[at] = NOTHING
            self.formulas.pop(self.keys[at], None)
        dropped = {at for at in below if self.keys[at] not in self.comments}
        if dropped:
            self._keep([at for at in range(len(self.keys)) if at not in dropped])

    def _index(self, key: int) -> int | None:
        at = bisect_left(self.keys, key)
        return at if at < len(self.keys) and self.keys[at] == key else None

    def _sort(self) -> None:
        if all(map(lt, self.keys, islice(self.keys, 1, None))):
            return
        self._keep(sorted(range(len(self.keys)), key=self.keys.__getitem__))
        if any(map(eq, self.keys, islice(self.keys, 1, None))):
            raise ValueError("two cells in one place")

    def _keep(self, places: Sequence[int]) -> None:
        self.keys = array("q", [self.keys[at] for at in places])
        self.kinds = bytearray(self.kinds[at] for at in places)
        self.numbers = array("d", [self.numbers[at] for at in places])
        self.styles = array("I", [self.styles[at] for at in places])
