"""How a Word report looks: fonts by language, colours of page.css, sizes by kind of report."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from string import Template

from docx.oxml import parse_xml
from docx.oxml.xmlchemy import BaseOxmlElement

from diaodu.messages import Lang, say
from diaodu.publish import page

TWIPS = 20  # of a point
EMU = 635  # of a twip
MARGIN = 1077  # twips: 19 mm
SHORT, LONG = 11906, 16838  # twips: A4
HERE = Path(__file__).parent
_COLOUR = re.compile(r"--([a-z]+): ?#([0-9a-fA-F]{3,6});")
_SHADE = re.compile(r"\.([\w-]+) \{ background: color-mix\(in srgb, var\(--(\w+)\) (\d+)%")
# names that every Chinese, and every English, Windows and macOS office knows
_FONTS: dict[Lang, dict[str, str]] = {
    "zh": {
        **{"text": "仿宋", "head": "黑体", "title": "宋体", "cell": "宋体"},
        **{"text_latin": "Times New Roman", "head_latin": "Arial", "cell_latin": "Times New Roman"},
    },
    "en": {
        **{"text": "宋体", "head": "黑体", "title": "宋体", "cell": "宋体"},
        **{"text_latin": "Georgia", "head_latin": "Arial", "cell_latin": "Arial"},
    },
}
_SIZES = {"text": 11.0, "small": 9.5, "headline": 14, "title": 22, "h1": 15, "h2": 12, "key": 22}
_BRIEF = {"text": 8.5, "small": 7.5, "headline": 10.5, "title": 15, "h1": 10.5, "h2": 9, "key": 13}
_HEIGHTS = {"title": 1.35, "h1": 1.35, "h2": 1.35, "key": 1.3}  # lines, as shares of the size
_CELL, _CELL_BRIEF = 9.0, 7.5
_STYLE_SIZES = {  # as styles.xml has them; every other style is text
    **dict.fromkeys(("Subtitle", "Banner", "Method", "Note", "Source", "Colophon"), "small"),
    **{"Title": "title", "Heading1": "h1", "Heading2": "h2", "Headline": "headline"},
    **{"KeyLabel": "small", "KeyFigure": "key"},
}


@dataclass(frozen=True)
class Look:
    """What the styles are filled in with. Sizes are points; `brief`: all on one page of A4."""

    lang: Lang
    brief: bool = False

    @property
    def cell(self) -> float:
        """Size of a table's text where there is room for it."""
        return _CELL_BRIEF if self.brief else _CELL

    def points(self, style: str) -> float:
        """Size of a paragraph style's text."""
        return (_BRIEF if self.brief else _SIZES)[_STYLE_SIZES.get(style, "text")]

    def part(self, name: str) -> BaseOxmlElement:
        """The XML of styles, numbering or settings, filled in."""
        template = Template((HERE / f"{name}.xml").read_text(encoding="utf-8"))
        return parse_xml(template.substitute(self._values()).encode("utf-8"))

    def _values(self) -> dict[str, object]:
        sizes = _BRIEF if self.brief else _SIZES
        chinese = self.lang == "zh"
        return {
            **_FONTS[self.lang],
            **colours(),
            **{f"s_{name}": round(2 * size) for name, size in sizes.items()},
            "latin_lang": "en-US" if chinese else "en-GB",
            "justify": "both" if chinese else "left",
            "text_width": SHORT - 2 * MARGIN,
            # lines of a fixed height: what fits on a page does not hang on the reader's fonts
            **{
                f"l_{name}": round(size * TWIPS * _HEIGHTS.get(name, 1.4 if self.brief else 1.5))
                for name, size in sizes.items()
            },
            "l_cell": round(self.cell * TWIPS * 1.35),
            "gap": 30 if self.brief else 120,
            "wide": 70 if self.brief else 280,
            "near": 10 if self.brief else 60,
            "pad": 15 if self.brief else 40,
            "between": 40 if self.brief else 120,
            "section": "chineseCountingThousand" if chinese else "decimal",
            "section_mark": "%1、" if chinese else "%1.",
            "part_mark": "（%2）" if chinese else "(%2)",
            "table_mark": say("office.table", self.lang, number="%1"),
            "figure_mark": say("office.figure", self.lang, number="%1"),
            "section_gap": "nothing" if chinese else "space",
        }


@lru_cache(maxsize=1)
def colours() -> dict[str, str]:
    """The colours of the page on paper by their names there, as six digits."""
    found: dict[str, str] = {}
    for name, digits in _COLOUR.findall(
        page.stylesheet()
    ):  # the first of a name is the light page's
        full = digits if len(digits) == 6 else "".join(2 * digit for digit in digits)
        found.setdefault(name, full.upper())
    return found


@lru_cache(maxsize=1)
def shades() -> dict[str, str]:
    """The grounds that the page gives to classes, mixed with paper, as six digits."""
    return {name: _mixed(ink, int(share)) for name, ink, share in _SHADE.findall(page.stylesheet())}


def _mixed(ink: str, share: int) -> str:
    digits = colours()[ink]
    parts = [int(digits[at : at + 2], 16) for at in (0, 2, 4)]
    return "".join(f"{round(255 + (part - 255) * share / 100):02X}" for part in parts)
