"""How charts look: font, colours, sizes, and a drawing surface measured in pixels.

Charts are drawn on `matplotlib.figure.Figure` at 72 dots an inch, so that one point, one pixel
and one unit of the SVG are the same, and texts can be measured before they are drawn. pyplot and
the global backend are never touched, nor are the global rcParams.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.backend_bases import RendererBase
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.ft2font import FT2Font
from matplotlib.text import Text
from matplotlib.ticker import MaxNLocator
from matplotlib.transforms import IdentityTransform

from diaodu import typefaces
from diaodu.present.traced import plain

# Blue and vermilion are told apart with any colour vision, and as dark and middling grey in print.
PAPER = "#ffffff"
INK = "#1f1f1f"  # names and figures
GREY = "#595959"  # remarks and the province: 7 to 1 against paper
FAINT = "#dcdcdc"  # grid lines
TRACK = "#e9e9e9"  # what a bar could fill
ACCENT = "#1d5b8f"  # the area itself
HIGHLIGHT = "#d1662b"  # below a comparison
BAND = "#a9c6de"  # where four of five outcomes should lie
BAND_WIDE = "#dfeaf3"  # where nineteen of twenty should
HIGHLIGHT_INK = "#a34712"  # the same as text: 5.9 to 1 against paper
TARGET = "#1f1f1f"  # targets are told by their dash, not by colour

WIDTH = 720.0
TEXT = 12.5
SMALL = 11.0
LINE = 1.25  # line height as a multiple of the size
MIDDLE = 0.36  # height of the middle of figures above the baseline, as a share of the size

_CJK = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\ufe30-\uffef]|[^\s\u2e80-\u9fff\uf900-\uffef]+|\s+")
_SPARE = "DejaVu Sans"  # comes with matplotlib; wider than most, so that texts have room
_MISSING_ADVANCE = 1.0  # a glyph that the font lacks is drawn by another one: assume a full square


@lru_cache(maxsize=1)
def family() -> str:
    """Name of the charts' font, made known to matplotlib on first use; else one that it has."""
    if (file := typefaces.path("sans")) is None:
        return _SPARE
    known, path = font_manager.fontManager, str(file)
    known.addfont(path)
    return next(entry.name for entry in reversed(known.ttflist) if entry.fname == path)


def settings() -> Any:
    """The charts' rcParams (untyped: their keys have a type of their own)."""
    return {
        "font.family": [family()],
        "font.size": TEXT,
        "text.color": INK,
        "text.parse_math": False,  # a name may hold dollar signs
        "axes.unicode_minus": False,
        "path.simplify": False,
        "svg.fonttype": "none",
        "svg.hashsalt": "diaodu",
        "savefig.transparent": True,
    }


def warm_up() -> None:
    """Have matplotlib know the font and load what draws, before processes are forked.

    No font is held open: forked processes would read the one file from places that others left.
    """
    family()
    _font()
    import_module("matplotlib.backends.backend_svg")


@contextmanager
def style() -> Iterator[None]:
    """The charts' rcParams for as long as the block lasts."""
    with mpl.rc_context(settings()), warnings.catch_warnings():
        # what the font lacks, the reader's own fonts draw
        warnings.filterwarnings("ignore", r"Glyph .* missing from font")
        yield


def sheet(height: float) -> Figure:
    """A page-wide figure of that height in pixels."""
    return Figure(figsize=(WIDTH / 72, height / 72), dpi=72)


def canvas(
    height: float, left: float, right: float, top: float, bottom: float
) -> tuple[Figure, Axes]:
    """A page-wide figure of that height with bare axes inside the four margins, all in pixels."""
    figure = sheet(height)
    box = (
        left / WIDTH,
        bottom / height,
        (WIDTH - left - right) / WIDTH,
        (height - top - bottom) / height,
    )
    axes = figure.add_axes(box)
    axes.set_axis_off()
    return figure, axes


class _Line(Text):
    """A line of text on its baseline, in a drawing where text stays text.

    Whoever draws the SVG measures it; matplotlib would measure every line to find the place that
    it was given, which took a third of the time of a chart.
    """

    zorder = 10  # above all data

    def draw(self, renderer: RendererBase) -> None:
        """Write the text where it is anchored."""
        x, y = self.get_transform().transform(self.get_unitless_position())
        down = renderer.get_canvas_width_height()[1] - y
        look = renderer.new_gc()
        look.set_foreground(self.get_color())
        renderer.open_group("text", self.get_gid())
        renderer.draw_text(
            *(look, x, down, self.get_text(), self.get_fontproperties(), self.get_rotation()),
            mtext=self,
        )
        renderer.close_group("text")


def write(figure: Figure, x: float, y: float, text: str, size: float = TEXT, **kwargs: Any) -> None:
    """Put text at pixels x from the left and y (its middle) from the bottom, line by line.

    Lines are set on baselines of their own: matplotlib would centre what is inked, so that names
    with and without descenders would stand at different heights in one row.
    """
    lines = text.split("\n")
    first = y + (len(lines) - 1) / 2 * LINE * size - MIDDLE * size
    for number, line in enumerate(lines):
        at = first - number * LINE * size
        settings: dict[str, Any] = {"va": "baseline", "transform": IdentityTransform(), **kwargs}
        if (shown := plain(line)) != line:  # `figures.finish` finds the marked text in the id
            settings["gid"] = settings.get("gid", "") + line
        if shown:
            figure.add_artist(_Line(x, at, shown, fontsize=size, **settings))


def ticks(low: float, high: float, most: int = 5) -> list[float]:
    """Round numbers inside low to high, about that many steps and at least two numbers."""
    found = MaxNLocator(nbins=most, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high)
    slack = 1e-9 * (high - low)
    return [float(value) for value in found if low - slack <= value <= high + slack]


def text_width(text: str, size: float = TEXT) -> float:
    """Width of the widest line of a text in pixels."""
    return max((sum(map(_advance, line)) for line in plain(text).split("\n")), default=0.0) * size


def wrap(text: str, width: float, size: float = TEXT) -> str:
    """Break a text into lines of at most that width, between words or Chinese characters.

    Lines become about equally long, so that no single character is left over. A single word that
    is wider is broken where it must be. White space counts as one space.
    """
    lines = _filled(text, width, size)
    if len(lines) > 1:
        even = 1.1 * sum(text_width(line, size) for line in lines) / len(lines)
        evened = _filled(text, min(width, even), size)
        lines = evened if len(evened) == len(lines) else lines
    return "\n".join(lines)


def _filled(text: str, width: float, size: float) -> list[str]:
    """Lines filled one after the other."""
    lines = [""]
    for piece in _CJK.findall(" ".join(text.split())):
        if text_width(lines[-1] + piece.rstrip(), size) <= width:
            lines[-1] += piece
        elif text_width(piece, size) <= width:
            lines.append(piece.lstrip())
        else:
            for character in piece:
                if text_width(lines[-1] + character, size) > width:
                    lines.append("")
                lines[-1] += character
    return [line.strip() for line in lines if line.strip()]


@lru_cache(maxsize=1)
def _font() -> FT2Font:
    file = typefaces.path("sans") or Path(font_manager.findfont(_SPARE))
    font = FT2Font(BytesIO(file.read_bytes()))  # no open file: see `warm_up`
    font.set_size(100, 72)
    return font


@lru_cache(maxsize=4096)
def _advance(character: str) -> float:
    """Width of a character as a share of the font size."""
    font = _font()
    if not font.get_char_index(ord(character)):
        return _MISSING_ADVANCE
    return float(font.load_char(ord(character)).linearHoriAdvance) / 65536 / 100


def luminance(colour: str) -> float:
    """Relative luminance of a colour (0 black, 1 white), as WCAG 2 defines it."""
    shares = to_rgb(colour)
    linear = [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]
    return sum(weight * s for weight, s in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
