"""The blocks of a report one after the other: headings, paragraphs, lists, tables and figures."""

from __future__ import annotations

from copy import deepcopy

from docx.document import Document
from docx.oxml.ns import qn

from diaodu.publish.office import figures, tables
from diaodu.publish.office.content import DRAWING, Node, Report, classes, is_printed, plain
from diaodu.publish.office.grid import Grid, grid
from diaodu.publish.office.look import TWIPS, Look
from diaodu.publish.office.ooxml import Element, el, numbered, paragraph
from diaodu.publish.office.runs import Format, Inline, Place, bookmark, parts_of
from diaodu.publish.office.widths import em, text_width

_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "dd", "details", "div", "dl", "dt"),
        *("figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header"),
        *("hr", "li", "main", "nav", "ol", "p", "pre", "search", "section", "summary", "table"),
        "ul",
    )
)
_HEADINGS = {"h1": "Title", "h2": "Heading1", "h3": "Heading2"}
_STYLES = {
    **{"banner": "Banner", "kicker": "Kicker", "subtitle": "Subtitle", "headline": "Headline"},
    **{"finding": "Finding", "method": "Method", "note": "Note", "nothing": "Nothing"},
    **{"figure": "KeyFigure", "change": "KeyLabel"},
}
_DASHES = frozenset(("facts", "absent"))
_SECTIONS, _DASH, _DOT, _TABLES, _FIGURES = 1, 2, 3, 4, 5  # numbers of lists in numbering.xml
_STEPS, _SOURCES = 4, 5  # kinds of lists there that begin anew
_LEAST_TITLE = 0.75  # of its usual size; a longer title takes two lines
_BESIDE_LATIN = 1.5  # em of the gaps that Word sets between Chinese and Latin in a title
_LIGHTS = (0.14, 0.2, 0.66)  # widths of the columns of the lights


class Writer:
    """Writes a report's blocks into a document."""

    def __init__(self, document: Document, report: Report, look: Look, inline: Inline) -> None:
        self._document, self._report, self._look, self._inline = document, report, look, inline
        self._body: Element = document.element.body
        self._landscape = False  # how the page lies now
        self._wanted = False  # how it must lie for what comes next
        self._pictures = 0
        self._bookmarks = 0

    def write(self) -> None:
        """Write all blocks."""
        for part in self._report.blocks:
            self._flow(part, self._body, "Colophon" if part.tag == "footer" else "Normal")
        self._turn(landscape=False)

    def _flow(self, node: Node, into: Element, style: str) -> None:
        """Write what is inside of a block; text between blocks becomes paragraphs of `style`."""
        waiting: list[Node | str] = []
        for part in parts_of(node):
            if isinstance(part, str) or part.tag not in _BLOCKS:
                waiting.append(part)
                continue
            self._loose(waiting, into, style)
            waiting = []
            if is_printed(part, self._report.kind):
                self._block(part, into, style)
        self._loose(waiting, into, style)

    def _loose(self, parts: list[Node | str], into: Element, style: str) -> None:
        if any(_has_words(part, self._report.kind) for part in parts):
            self._paragraph(parts, into, style)

    def _block(self, node: Node, into: Element, style: str) -> None:
        names = set(classes(node))
        match node.tag:
            case "table":
                self._table(node, into)
            case "ul" | "ol":
                self._list(node, into)
            case "dl" if names & {"keyfigures", "lights"}:
                self._grid(node, into, _LIGHTS if "lights" in names else ())
            case "figure":
                self._figure(node, into)
            case "h1" | "h2" | "h3":
                style = _HEADINGS[str(node.tag)]
                self._paragraph(parts_of(node), into, style, *_heading_number(node))
            case "figcaption" | "p" if node.tag == "figcaption" or "table-title" in names:
                self._paragraph(parts_of(node), into, "Caption", *_caption_number(node))
            case "div" if "table-block" in names and (table := node.find(".//table")) is not None:
                self._wanted = self._set(table).layout.landscape
                self._flow(node, into, style)
                self._wanted = False
            case "p" | "h4" | "h5" | "h6" | "dt" | "dd" | "summary" | "pre":
                self._flow(node, into, _style(node, names, style))
            case _:
                self._flow(node, into, style)

    def _paragraph(
        self, parts: list[Node | str], into: Element, style: str, *properties: Element
    ) -> Element:
        made = paragraph(style, *properties)
        if style == "Kicker":  # the marking stands at the other end of the line
            parts = [_tab(part) if _is_marking(part) else part for part in parts]
        usual = self._look.points(style)
        size = self._title_size(usual) if style == "Title" else usual
        self._inline.fill(made, parts, Format(size, usual), "key" if style == "KeyFigure" else "")
        self._add(made, into)
        return made

    def _title_size(self, usual: float) -> float:
        """The size at which the title stands in one line, if that is not much below the usual."""
        room = text_width(landscape=False) / TWIPS
        fitting = int(2 * room / (em(self._report.title) + _BESIDE_LATIN)) / 2
        return fitting if _LEAST_TITLE * usual <= fitting < usual else usual

    def _list(self, node: Node, into: Element) -> None:
        names = set(classes(node))
        style = "Source" if "sources" in names else "Entry"
        depth = sum(1 for _ in node.iterancestors("ul", "ol"))
        number = self._number(node, names)
        for item in node.iterchildren("li"):
            if not is_printed(item, self._report.kind):
                continue
            before = set(into)
            self._flow(item, into, style)
            first = next((p for p in into.iterchildren(qn("w:p")) if p not in before), None)
            if first is not None:
                self._enlist(first, number, depth, item.get("id", ""))

    def _number(self, node: Node, names: set[str]) -> int:
        """The number of a list in the document: one of its own for each that counts."""
        if node.tag == "ul":
            return _DASH if names & _DASHES else _DOT
        numbering = self._document.part.numbering_part.element
        number = len(numbering.findall(qn("w:num"))) + 1
        start = node.get("start", "1")
        first = el("startOverride", val=start if start.isdecimal() else 1)
        kind = _SOURCES if "sources" in names else _STEPS
        override = el("lvlOverride", first, ilvl=0)
        numbering.append(el("num", el("abstractNumId", val=kind), override, numId=number))
        return number

    def _enlist(self, item: Element, number: int, depth: int, name: str) -> None:
        properties = item.pPr
        properties.insert(1, numbered(number))
        if depth:
            properties.append(el("ind", left=300 * (depth + 1), hanging=300))
        if name:
            self._bookmarks += 1
            start = el("bookmarkStart", id=self._bookmarks, name=bookmark(name))
            properties.addnext(start)
            item.append(el("bookmarkEnd", id=self._bookmarks))

    def _table(self, node: Node, into: Element) -> None:
        block = next(
            (each for each in node.iterancestors("div") if "table-block" in classes(each)), None
        )
        titles = [] if block is None else block.find_class("table-title")
        self._between(into)
        title = plain(titles[0]) if titles else ""
        self._add(tables.build(self._set(node), self._inline, title), into)

    def _set(self, table: Node) -> Grid:
        return grid(table, self._look.cell, self._report.lang)

    def _grid(self, node: Node, into: Element, shares: tuple[float, ...]) -> None:
        """Key figures side by side, or lights below each other: a table without a head."""
        groups = [part for part in node.iterchildren("div") if is_printed(part, self._report.kind)]
        if not groups:
            return
        width = text_width(landscape=False)
        shares = shares or (1 / len(groups),) * len(groups)
        columns = [round(width * share) for share in shares]
        made = el(
            "tbl",
            el(
                "tblPr",
                el("tblStyle", val="ReportGrid"),
                el("tblW", w=sum(columns), type="dxa"),
                el("tblLayout", type="fixed"),
                el(
                    "tblLook",
                    firstRow=0,
                    lastRow=0,
                    firstColumn=0,
                    lastColumn=0,
                    noHBand=1,
                    noVBand=1,
                ),
            ),
            el("tblGrid", *(el("gridCol", w=column) for column in columns)),
        )
        if "lights" in classes(node):
            made.extend(self._lights(group, columns) for group in groups)
        else:
            cells = [self._key_figure(g, w) for g, w in zip(groups, columns, strict=True)]
            made.append(el("tr", el("trPr", el("cantSplit")), *cells))
        self._between(into)
        self._add(made, into)
        self._add(paragraph("Between"), into)

    def _key_figure(self, group: Node, width: int) -> Element:
        cell = el("tc", el("tcPr", el("tcW", w=width, type="dxa")))
        self._flow(group, cell, "KeyLabel")
        return cell

    def _lights(self, group: Node, columns: list[int]) -> Element:
        row = el("tr", el("trPr", el("cantSplit")))
        entries = list(group.iterchildren("dt", "dd"))
        for at, width in enumerate(columns):
            cell = el("tc", el("tcPr", el("tcW", w=width, type="dxa")))
            made = paragraph("Cell")
            if at < len(entries):
                ink = "quiet" if entries[at].tag == "dt" else None
                size = self._look.cell
                place: Place = (
                    "" if self._look.brief else "lights"
                )  # all on one page: one line each
                self._inline.fill(made, parts_of(entries[at]), Format(size, 0, ink), place)
            cell.append(made)
            row.append(cell)
        return row

    def _figure(self, node: Node, into: Element) -> None:
        drawings = [image for image in node.iter("img") if DRAWING in image.attrib]
        notes = [part for part in node.iter("p") if is_printed(part, self._report.kind)]
        for caption in node.iter("figcaption"):
            self._block(caption, into, "Caption")
        for image in drawings:
            self._pictures += 1
            drawing = self._report.drawings[int(image.attrib[DRAWING])]
            made = paragraph("Figure", *([el("keepNext")] if notes else []))
            width = text_width(landscape=False)
            made.append(figures.run(self._document, drawing, width, self._pictures))
            self._add(made, into)
        for note in notes:
            self._block(note, into, "Note")

    def _between(self, into: Element) -> None:
        """Keep two tables apart: Word would make them one."""
        last = [part for part in into if part.tag != qn("w:sectPr")][-1:]
        if last and last[0].tag == qn("w:tbl"):
            self._add(paragraph("Between"), into)

    def _add(self, made: Element, into: Element) -> None:
        if into is not self._body:
            into.append(made)
            return
        self._turn(landscape=self._wanted)
        self._body.insert(len(self._body) - 1, made)  # the last of a body is its page

    def _turn(self, *, landscape: bool) -> None:
        """Begin a page that lies the other way, if this one does not lie as is wanted."""
        if landscape == self._landscape:
            return
        page = self._body[-1]
        holder = paragraph("Between")
        holder.pPr.append(deepcopy(page))
        self._body.insert(len(self._body) - 1, holder)
        for name in ("headerReference", "footerReference", "titlePg"):  # said once, at the first
            for part in page.findall(qn(f"w:{name}")):
                page.remove(part)
        size = page.find(qn("w:pgSz"))
        across, down = size.get(qn("w:w")), size.get(qn("w:h"))
        size.set(qn("w:w"), down)
        size.set(qn("w:h"), across)
        size.attrib.pop(qn("w:orient"), None)
        if landscape:
            size.set(qn("w:orient"), "landscape")
        self._landscape = landscape


def _heading_number(node: Node) -> list[Element]:
    """The number of a section or of a part of one, as the page counts them; nothing for others."""
    parent = node.getparent()
    if node.tag == "h1" or parent is None or not _in_sections(node):
        return []
    if node.tag == "h2":
        return [numbered(_SECTIONS, 0)]
    return [numbered(_SECTIONS, 1)] if parent.tag == "section" else []


def _caption_number(node: Node) -> list[Element]:
    """The number of a figure, or of a table in a block of its own, as the page counts them."""
    if not _in_sections(node):
        return []
    if node.tag == "figcaption":
        return [numbered(_FIGURES)]
    parent = node.getparent()
    counted = parent is not None and "table-block" in classes(parent)
    return [numbered(_TABLES)] if counted else []


def _in_sections(node: Node) -> bool:
    return any("sections" in classes(each) for each in node.iterancestors("div"))


def _style(node: Node, names: set[str], around: str) -> str:
    if node.tag in ("h4", "h5", "h6"):
        return "Heading3"
    own = next((_STYLES[name] for name in classes(node) if name in _STYLES), None)
    return own or ("KeyLabel" if "missing" in names else around)


def _has_words(part: Node | str, kind: str) -> bool:
    if isinstance(part, str):
        return bool(part.strip())
    return isinstance(part.tag, str) and is_printed(part, kind) and bool(plain(part))


def _is_marking(part: Node | str) -> bool:
    return not isinstance(part, str) and "marking" in classes(part)


def _tab(part: Node | str) -> Node | str:
    made = deepcopy(part)
    if not isinstance(made, str):
        made.text, made.tail = f"\u2003{plain(made)}\u2003", None
    return made
