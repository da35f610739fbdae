"""A report's drawings as pictures, for programs that draw no SVG with our font."""

from __future__ import annotations

import io
from typing import Any

import resvg_py
from docx.document import Document
from PIL import Image

from diaodu import typefaces
from diaodu.publish.office.content import words_of
from diaodu.publish.office.look import EMU
from diaodu.publish.office.ooxml import Element, el

_FAMILY = "Noto Sans SC"
_ZOOM = 2.5  # 1,800 dots for a drawing of 720: 270 an inch on A4
_COLOURS = 128  # of a picture: charts have few, and their edges shade into each other
_FULL = 720  # width of a drawing that goes over the whole page
_TALLEST = 6_800  # twips, 12 cm: a map and what is said about it share a page with something


def png(drawing: str) -> bytes:
    """A drawing as PNG on white, in the report's own font; the same bytes each time.

    Where that is not installed the system's fonts are taken.
    """
    font = typefaces.path("sans")
    family = None if font is None else _FAMILY
    drawn = resvg_py.svg_to_bytes(
        svg_string=drawing,
        zoom=_ZOOM,
        background="#ffffff",
        skip_system_fonts=font is not None,
        font_files=None if font is None else [str(font)],
        font_family=family,
        sans_serif_family=family,
    )
    picture = Image.open(io.BytesIO(bytes(drawn))).convert("RGB")
    out = io.BytesIO()
    picture.quantize(_COLOURS, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def run(document: Document, drawing: str, width: int, number: int) -> Element:
    """A run with the picture of a drawing, at most `width` twips wide.

    Its description is what the drawing says of itself. number: the picture's own in the document.
    """
    content = png(drawing)
    across, down = Image.open(io.BytesIO(content)).size
    wide = min(width, width * across / _ZOOM / _FULL)
    wide = min(wide, _TALLEST * across / down)
    inline: Any = document.part.new_pic_inline(
        io.BytesIO(content), round(wide * EMU), round(wide * down / across * EMU)
    )
    for side in ("distT", "distB", "distL", "distR"):  # else some programs leave room around it
        inline.set(side, "0")
    words = words_of(drawing)
    about = inline.docPr
    about.set("id", str(number))
    about.set("name", f"{number}")
    about.set("title", words["title"])
    about.set("descr", words["desc"] or words["title"])
    inline.graphic.graphicData.pic.nvPicPr.cNvPr.set("name", f"{number}")
    return el("r", el("drawing", inline))
