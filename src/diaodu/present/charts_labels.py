"""Where labels go so that none covers another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np

Box = tuple[float, float, float, float]  # left, bottom, right, top in pixels
_GAP = 6.0


def box(x: float, y: float, width: float, height: float) -> Box:
    """The box of that size around a centre."""
    return (x - width / 2, y - height / 2, x + width / 2, y + height / 2)


def around(x: float, y: float, width: float, height: float) -> Iterator[Box]:
    """Places for a label beside a point, best first: above, below, right, left, then askew."""
    across, along = width / 2 + _GAP, height / 2 + _GAP
    for dx, dy in ((0, 1), (0, -1), (1, 0), (-1, 0), (0.7, 1), (-0.7, 1), (0.7, -1), (-0.7, -1)):
        yield box(x + dx * across, y + dy * along, width, height)


def shifted(first: Box, dx: float = 0.0, dy: float = 0.0, steps: int = 40) -> Iterator[Box]:
    """A place, then places ever farther from it to both sides."""
    left, bottom, right, top = first
    yield first
    for step in range(1, steps + 1):
        for sign in (1, -1):
            x, y = sign * step * dx, sign * step * dy
            yield (left + x, bottom + y, right + x, top + y)


class Room:
    """A piece of paper that fills up: it knows what is taken and finds places that are free."""

    def __init__(self, within: Box, most: int = 2000) -> None:
        self.within = within
        self._taken = np.empty((most, 4))
        self._count = 0

    def take(self, *boxes: Box) -> None:
        """Mark boxes as taken."""
        for one in boxes:
            if self._count == len(self._taken):
                self._taken = np.vstack([self._taken, np.empty_like(self._taken)])
            self._taken[self._count] = one
            self._count += 1

    def line(
        self, start: tuple[float, float], end: tuple[float, float], width: float = 3.0
    ) -> None:
        """Mark a straight line as taken."""
        length = float(np.hypot(end[0] - start[0], end[1] - start[1]))
        for share in np.linspace(0, 1, int(length / width) + 2):
            x, y = (start[i] + share * (end[i] - start[i]) for i in (0, 1))
            self.take(box(x, y, width, width))

    def free(self, wanted: Box) -> bool:
        """Whether a box lies on the paper and covers nothing that is taken."""
        left, bottom, right, top = wanted
        inside = self.within
        if left < inside[0] or bottom < inside[1] or right > inside[2] or top > inside[3]:
            return False
        taken = self._taken[: self._count]
        hits = (
            (taken[:, 0] < right)
            & (taken[:, 2] > left)
            & (taken[:, 1] < top)
            & (taken[:, 3] > bottom)
        )
        return not bool(hits.any())

    def place(self, wanted: Iterable[Box]) -> Box | None:
        """Take the first free one of the wanted boxes; None if none is free."""
        found = next((one for one in wanted if self.free(one)), None)
        if found is not None:
            self.take(found)
        return found
