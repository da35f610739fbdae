"""An executed notebook as one HTML file, through nbconvert and the template of this package."""

from __future__ import annotations

import re
from copy import copy
from dataclasses import dataclass, replace
from typing import Literal

from nbconvert.exporters import TemplateExporter
from nbformat import NotebookNode

from diaodu.messages import Lang, catalogue, say
from diaodu.params import Run
from diaodu.publish import fonts, own, page, script

# The id of a column's head is for whoever takes a table apart in Python; a page links to none.
_HEAD_ID = re.compile(r'(<th [^>]*scope="col") id="t-[^"]*"')
# A report has thousands of cells and links to figures and sources; a value without a blank needs
# no quotes in HTML, though it does in a drawing, which is also read by itself.
_PLAIN = re.compile(
    r'(<(?:a|td|th|sup|span) (?:href|class|scope)=)"(#(?:v|source-)[0-9]+|[\w-]+)"(?=[ >])'
)
# what nbconvert's own template asks: the kinds of cells, of which ours takes what it shows
_FILTER = {f"include_{kind}": True for kind in ("code", "markdown", "output", "raw")}
_DRAWING = re.compile(r"(<svg\b.*?</svg>|<script\b.*?</script>)", re.DOTALL)
Kind = Literal["city", "province", "division", "leader", "ledger", "own"]


@dataclass(frozen=True)
class Section:
    """Heading and method of one section of a report; `id` is its address in the page."""

    id: str
    heading: str
    method: str


class Exporter:
    """Makes reports. Keep one per process: loading nbconvert's template takes its time once.

    What a report shows: the `text/html` outputs of code cells, as they are (the present layer made
    them and escaped what came from files), and the headings and methods of markdown cells that
    name a message. Code, printed text, guide cells and all other text cells stay behind, and so
    does a section in which nothing is shown (one on submissions where there are none).
    """

    def __init__(self) -> None:
        self._nbconvert = TemplateExporter(  # type: ignore[no-untyped-call]
            template_name=page.TEMPLATES.name,
            template_file="report.html.j2",
            extra_template_basedirs=[str(page.TEMPLATES.parent)],
            default_preprocessors=[],  # they check the notebook once each, and none is switched on
        )
        # set before the template is compiled: nbconvert itself escapes nothing
        self._nbconvert.environment.autoescape = True
        # compiled and read before a fork
        self._nbconvert.template  # noqa: B018 (nbconvert looks for it when it is first asked for)
        for name in ("null.j2", "head.html.j2", "foot.html.j2"):  # nbconvert's own is the first
            self._nbconvert.environment.get_template(name)
        page.stylesheet()
        script.of_file(page.TEMPLATES / "trace.js")

    def export(
        self, notebook: NotebookNode, run: Run, kind: Kind, division: str | None = None
    ) -> str:
        """The report of an executed notebook: one page that needs nothing else.

        `division`: id of the division whose report it is.

        Raises ValueError for a notebook with a failed cell or two sections of one id, KeyError
        for a section whose heading is no message.
        """
        _refuse_failed(notebook)
        notebook = _without_empty_sections(notebook, run.lang)
        if kind == "own":
            _dress(notebook, run.lang)
        sections = _sections(notebook, run.lang)
        frame = page.frame(
            run,
            kicker=say(f"publish.kicker.{kind}", run.lang),
            title=_title(run, kind, division, notebook),
            kind=kind,
        )
        if _has_panel(notebook):
            frame = replace(frame, script=script.of_file(page.TEMPLATES / "trace.js"))
        resources = {
            "frame": frame,
            "sections": sections,
            "section": lambda cell: _section(cell, run.lang),
            "global_content_filter": _FILTER,
        }
        # nbconvert would copy the notebook twice first, for preprocessors: there are none
        made = self._nbconvert.template.render(nb=notebook, resources=resources)
        return fonts.embed(_lean(made), frame.title)


def _lean(made: str) -> str:
    """A page without what nobody reads in it."""
    parts = _DRAWING.split(made)  # every second one is a drawing or a script
    parts[::2] = [_PLAIN.sub(r"\1\2", _HEAD_ID.sub(r"\1", part)) for part in parts[::2]]
    return "".join(parts)


def _title(run: Run, kind: Kind, division: str | None, notebook: NotebookNode) -> str:
    names = {"area": page.area_name(run), "period": page.period(run)}
    if kind == "own":
        texts = own.title(notebook.cells)
        name = page.area_name(run) if texts is None else texts.heading[run.lang]
        return say("publish.title.own", run.lang, **names, name=name)
    if division is not None:
        names["division"] = run.catalog.divisions[division].in_(run.lang)
    key = f"publish.title.{kind}" if kind in ("division", "leader", "ledger") else "publish.title"
    return say(key, run.lang, **names)


def _section(cell: NotebookNode, lang: Lang) -> Section | None:
    """The section that a cell opens, in `lang`; None for every other cell."""
    key = cell.metadata.get("diaodu", {}).get("message")
    if cell.cell_type != "markdown" or "guide" in cell.metadata.get("tags", []):
        return None
    if key is None:
        texts = own.section(cell.source)
        if texts is None:
            return None
        return Section(texts.id, texts.heading[lang], texts.method[lang])
    method = f"{key}.method"
    return Section(
        id=key.rpartition(".")[2],
        heading=say(f"{key}.heading", lang),
        method=say(method, lang) if method in catalogue() else "",
    )


def _sections(notebook: NotebookNode, lang: Lang) -> list[Section]:
    found = [section for cell in notebook.cells if (section := _section(cell, lang))]
    ids = [section.id for section in found]
    if twice := sorted({name for name in ids if ids.count(name) > 1}):
        raise ValueError(f"expected one section of each id, found two of: {', '.join(twice)}")
    return found


def _without_empty_sections(notebook: NotebookNode, lang: Lang) -> NotebookNode:
    """The notebook without the cells of sections that show nothing."""
    parts: list[list[NotebookNode]] = [[]]
    for cell in notebook.cells:
        if _section(cell, lang):
            parts.append([])
        parts[-1].append(cell)
    lead, *sections = parts
    kept = [cell for part in sections if any(map(_shows, part)) for cell in part]
    shown = copy(notebook)
    shown.cells = lead + kept
    return shown


def _shows(cell: NotebookNode) -> bool:
    outputs = cell.get("outputs", []) if cell.cell_type == "code" else []
    return any(output.get("data", {}).get("text/html", "").strip() for output in outputs)


def _dress(notebook: NotebookNode, lang: Lang) -> None:
    """Put pandas' frames into the page's dress. The outputs of the notebook itself change."""
    heading = ""
    for cell in notebook.cells:
        section = _section(cell, lang)
        heading = section.heading if section else heading
        for output in cell.get("outputs", []):
            if "text/html" in output.get("data", {}):
                markup = own.dressed("".join(output.data["text/html"]), heading)
                output.data["text/html"] = markup


def _has_panel(notebook: NotebookNode) -> bool:
    """Whether figures lead to a panel (present/panel.py), which a script fills."""
    outputs = (o for cell in notebook.cells[::-1] for o in cell.get("outputs", []))
    return any('id="trace"' in output.get("data", {}).get("text/html", "") for output in outputs)


def _refuse_failed(notebook: NotebookNode) -> None:
    for number, cell in enumerate(notebook.cells, start=1):
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                raise ValueError(
                    f"cell {number} failed with {output.ename}: {output.evalue}; "
                    "expected a notebook that ran to its end"
                )
