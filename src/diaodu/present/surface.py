"""The part of a drawing that holds data: it puts marks where the data's scale has them.

matplotlib's axes would do, but for ticks, spines, units and scales that find their own limits.
Charts here have none of these, which took half of the time of one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matplotlib.artist import Artist
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon, Rectangle
from matplotlib.transforms import Affine2D

from diaodu.present import theme

Span = tuple[float, float]


class Surface:
    """A page-wide figure with room for data inside of four margins, in pixels.

    across, up: the data at the left and right edge, and at the lower and upper one. Nothing is cut
    off at the edges. Looks are those of matplotlib's artists; what has the higher `zorder` lies
    above, and texts lie above all.
    """

    def __init__(
        self, height: float, margins: tuple[float, float, float, float], across: Span, up: Span
    ) -> None:
        left, right, top, bottom = margins
        self.figure = theme.sheet(height)
        self.across, self.up = across, up
        wide = (theme.WIDTH - left - right) / (across[1] - across[0])
        high = (height - top - bottom) / (up[1] - up[0])
        self._pixels = Affine2D.from_values(
            wide, 0, 0, high, left - wide * across[0], bottom - high * up[0]
        )

    def put(self, artist: Artist) -> None:
        """Draw an artist whose places are data."""
        artist.set_transform(self._pixels)
        self.figure.add_artist(artist)

    def line(self, xs: Sequence[float], ys: Sequence[float], **look: Any) -> None:
        """A line through points."""
        self.put(Line2D(xs, ys, **look))

    def level(self, y: float, **look: Any) -> None:
        """A line from the left edge to the right one."""
        self.line(self.across, (y, y), **look)

    def upright(self, x: float, **look: Any) -> None:
        """A line from the lower edge to the upper one."""
        self.line((x, x), self.up, **look)

    def marks(self, xs: Sequence[float], ys: Sequence[float], marker: str, **look: Any) -> None:
        """Marks at points, and no line."""
        self.line(xs, ys, marker=marker, ls="none", **look)

    def block(self, across: Span, up: Span, **look: Any) -> None:
        """A filled rectangle: where it begins and ends, in both directions."""
        self.put(Rectangle((across[0], up[0]), across[1] - across[0], up[1] - up[0], **look))

    def area(self, points: Sequence[tuple[float, float]], **look: Any) -> None:
        """A filled shape."""
        self.put(Polygon(points, **look))
