"""A drawn figure as markup: inline SVG whose text stays text, with a description in words.

matplotlib's SVG is meant to be a file of its own. Inside a page it would bring a style rule that
holds for the whole page, ids that clash with the next figure's, and a fixed size. `finish` takes
those away, and the same figure always becomes the same bytes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from html import escape
from io import BytesIO
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from matplotlib.figure import Figure as Drawing

from diaodu.present.leftward import apart
from diaodu.present.svg_lean import CELLS, lean, merged
from diaodu.present.traced import OPEN, linked, plain

FONTS = "'Diaodu Sans','Noto Sans SC','PingFang SC','Microsoft YaHei',sans-serif"
HALO = "halo"  # gid of a text that lies over lines and is drawn with a rim of paper

_HREF = "{http://www.w3.org/1999/xlink}href"
_DROPPED = {"metadata", "style", "clipPath"}
_GEOMETRY = {"d", "x", "y", "transform", "points"}
_NEEDLESS = {"font-family", "stroke-linejoin", "stroke-miterlimit"}
_DECIMAL = re.compile(r"-?\d+\.\d+")
_NO_TURN = re.compile(r"rotate\(-?0(\.0+)? [^)]*\)")
_RIM = {"stroke": "#fff", "stroke-width": "3", "paint-order": "stroke"}


@dataclass(frozen=True)
class Figure:
    """A chart: inline SVG, the finding as title, what it shows with its numbers, and notes.

    In a report the figures of the drawing, the title and the notes are links to the source panel.
    """

    marked_svg: str
    marked_title: str
    alt: str
    marked_note: str = ""

    @property
    def svg(self) -> str:
        """The drawing without links."""
        return plain(self.marked_svg)

    @property
    def title(self) -> str:
        """The finding as plain text."""
        return plain(self.marked_title)

    @property
    def note(self) -> str:
        """The notes as plain text."""
        return plain(self.marked_note)

    def _repr_html_(self) -> str:
        note = f'<p class="note">{escape(self.marked_note)}</p>' if self.marked_note else ""
        caption = f"<figcaption>{escape(self.marked_title)}</figcaption>"
        # On a phone the drawing keeps a readable size and scrolls, so the keyboard must reach it.
        plot = f'<div class="plot" role="group" tabindex="0" aria-label="{escape(self.title)}">'
        drawn = f"{plot}{self.marked_svg}</div>"
        return linked(apart(f'<figure class="chart">{caption}{drawn}{note}</figure>'))


@dataclass(frozen=True)
class Nothing:
    """Stands where a chart would be, and says why there is none; without a text, nothing."""

    marked_text: str

    @property
    def text(self) -> str:
        """The reason as plain text."""
        return plain(self.marked_text)

    def _repr_html_(self) -> str:
        text = self.marked_text
        return text and linked(f'<p class="nothing">{escape(text)}</p>')


def finish(drawing: Drawing, title: str, alt: str, note: str = "") -> Figure:
    """The drawing as a figure of a page.

    Ids begin with a digest of drawing, title and alt text: two figures clash only if they are the
    same in all three. Clip paths are dropped, so a chart draws nothing outside of its axes.
    """
    file = BytesIO()
    alt, name = plain(alt), plain(title)
    drawing.savefig(file, format="svg", metadata={"Date": None})
    raw = file.getvalue()
    prefix = "c" + sha256(b"\0".join([raw, name.encode(), alt.encode()])).hexdigest()[:8]
    parsed = ElementTree.fromstring(raw)  # noqa: S314 (written by matplotlib just above)
    return Figure(_inline(parsed, prefix, name, alt), title, alt, note)


def _inline(raw: Element, prefix: str, title: str, alt: str) -> str:
    width = float(raw.attrib["viewBox"].split()[2])
    svg = Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": _rounded(raw.attrib["viewBox"]),
            "role": "img",
            "aria-labelledby": f"{prefix}-t {prefix}-d",
            "style": f"width:100%;max-width:{width:.0f}px;height:auto",
            "font-family": FONTS,
            "stroke-linejoin": "round",
        },
    )
    SubElement(svg, "title", {"id": f"{prefix}-t"}).text = title
    SubElement(svg, "desc", {"id": f"{prefix}-d"}).text = alt
    shapes = {old: f"{prefix}-{number}" for number, old in enumerate(_shape_ids(raw))}
    for element in (kept for child in raw for kept in _cleaned(child, shapes)):
        if len(svg) > 2 and element.tag == "g" and svg[-1].attrib == element.attrib:
            svg[-1].extend(element)  # texts with a rim, one after the other
        else:
            svg.append(element)
    lean(svg)
    drawn = ElementTree.tostring(svg, encoding="unicode").replace(" />", "/>")
    # what is inside an image is nothing to a screen reader, and links are something
    return drawn.replace('role="img"', 'role="group"', 1) if OPEN in drawn else drawn


def _shape_ids(raw: Element) -> list[str]:
    """Ids of shapes that are drawn by reference, in order of first use."""
    return list(dict.fromkeys(e.attrib[_HREF][1:] for e in raw.iter() if _HREF in e.attrib))


def _cleaned(element: Element, shapes: dict[str, str]) -> list[Element]:
    """What remains of an element: nothing, itself, or its children where it only grouped them."""
    tag = element.tag.rpartition("}")[2]
    if tag in _DROPPED:
        return []
    children = [kept for child in element for kept in _cleaned(child, shapes)]
    attributes = _attributes(element, shapes)
    if tag == "g" and element.get("id", "").startswith(HALO):
        attributes = dict(_RIM)
    if tag == "g" and element.get("id") == CELLS:
        children = merged(children)
    if tag == "g" and OPEN in element.get("id", ""):
        _mark(children, element.attrib["id"].removeprefix(HALO))
    if tag in {"g", "defs"} and not attributes:
        return children
    if tag == "path" and not attributes.get("d"):
        return []
    kept = Element(tag, attributes)
    kept.text = element.text if tag == "text" else None
    kept.extend(children)
    return [_defined(kept)]


def _mark(children: list[Element], marked: str) -> None:
    """Give a text its marks back, with which matplotlib could not have measured it."""
    for text in (text for child in children for text in child.iter("text")):
        text.text = marked


def _defined(element: Element) -> Element:
    """A shape drawn by reference is only defined where it stands."""
    if "id" not in element.attrib:
        return element
    defs = Element("defs")
    defs.append(element)
    return defs


def _attributes(element: Element, shapes: dict[str, str]) -> dict[str, str]:
    """The attributes that matter: style declarations become attributes, numbers are rounded."""
    kept: dict[str, str] = {}
    for name, value in element.attrib.items():
        if name == "id" and value in shapes:
            kept["id"] = shapes[value]
        elif name == _HREF:
            kept["href"] = f"#{shapes[value[1:]]}"
        elif name == "style":
            pairs = (part.partition(":") for part in value.split(";") if part.strip())
            named = ((key.strip(), text.strip()) for key, _, text in pairs)
            kept.update({key: text for key, text in named if key not in _NEEDLESS})
        elif name in _GEOMETRY:
            text = _rounded(_NO_TURN.sub("", " ".join(value.split())))
            if text:
                kept[name] = text
    if kept.get("text-anchor") == "start":
        del kept["text-anchor"]
    return kept


def _rounded(text: str) -> str:
    return _DECIMAL.sub(
        lambda found: f"{round(float(found.group()), 1) + 0.0:.1f}".rstrip("0").rstrip("."), text
    )
