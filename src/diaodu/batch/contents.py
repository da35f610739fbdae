"""The index of a quarter's reports: its entries from the record, the notebooks and the files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from diaodu import issues, store
from diaodu.batch import compare, files, overview, plan
from diaodu.batch.plan import Unit, suffix
from diaodu.batch.record import Record
from diaodu.messages import Lang, say
from diaodu.params import Run
from diaodu.publish import index

OF_AREAS = ("province", "city")
BESIDE = ("docx", "pdf")  # a report in other kinds of file, by their endings


def write(
    run: Run,
    every: list[Unit],
    record: Record,
    tables: store.Tables,
    found: overview.Overview | None = None,
) -> Path:
    """Write the index of all reports of the quarter in the run's language, and return its path.

    `every`: the quarter's units in that language, made or not. found: the overview of the tables,
    where it was looked at before.
    """
    found = found or overview.look(run, tables)
    entries = [_entry(unit, record, found) for unit in every]
    wrong = tables.intake_issues
    wrong = issues.render(wrong[wrong["severity"] != "info"], run.lang)
    path = plan.index(run)
    about = index.About(date.today(), **record.made_of())
    beside = compare.beside(run)
    page = index.render(run, entries, wrong, topics=found.topics, about=about, comparisons=beside)
    files.put(path, page)
    return path


def explain(entry: dict[str, object], lang: Lang) -> str:
    """Why a unit failed, in one line: cell, error and message of its entry in the record."""
    error = entry.get("error")
    if not isinstance(error, dict):
        return ""
    if error["cell"] is None:
        return say("cli.failure", lang, name=error["name"], message=error["message"])
    return say("cli.failure.cell", lang, **error)


def headline(cells: Iterable[dict[str, Any]]) -> str:
    """Text of a notebook's first paragraph of class `headline`, without its source numbers."""
    for cell in cells:
        for output in cell.get("outputs", []):
            reader = _Headline()
            reader.feed("".join(output.get("data", {}).get("text/html", "")))
            if reader.text:
                return " ".join("".join(reader.text).split())
    return ""


class _Headline(HTMLParser):
    """Collects the text of `<p class="headline">`; what stands in `<sup>` is left out."""

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self._inside = self._cited = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "p" and not self.text:
            self._inside = "headline" in (dict(attrs).get("class") or "").split()
        self._cited = self._cited or tag == "sup"

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "p"
        self._cited = self._cited and tag != "sup"

    def handle_data(self, data: str) -> None:
        if self._inside and not self._cited:
            self.text.append(data)


def _entry(unit: Unit, record: Record, found: overview.Overview) -> index.Entry:
    known = record.entry(unit)
    made = known["state"] == "made" and unit.html.is_file() and unit.executed.is_file()
    failed = known["state"] == "failed"
    kept = unit.failed if unit.failed.is_file() else unit.executed
    of_area = unit.kind in OF_AREAS
    return index.Entry(
        label=unit.label,
        kind=unit.kind,
        area=unit.area,
        state="made" if made else "failed" if failed else "not_run",
        file=unit.html.name if made else "",
        headline=headline(files.cells(unit.executed)) if made else "",
        error=explain(known, unit.run.lang),
        notebook=kept.relative_to(unit.run.reports).as_posix() if failed and kept.is_file() else "",
        who=_who(unit),
        links=tuple(_links(unit)),
        also=unit.run.area.written if unit.kind in (*OF_AREAS, "leader", "own") else (unit.id,),
        missing=found.missing.get(unit.area, ()) if of_area else (),
        flags=found.flags.get(unit.area, ()) if unit.kind == "city" else (),
        unsent=found.unsent.get(unit.area, ()) if unit.kind == "city" else (),
        mentions=found.mentions.get(unit.area, ()) if unit.kind == "city" else (),
    )


def _who(unit: Unit) -> str:
    leader = unit.run.leader if unit.kind == "leader" else None
    return leader.name(unit.run.lang) if leader else ""


def _links(unit: Unit) -> Iterator[index.Link]:
    """Files beside a report that are there: its other kinds, and what goes with a city's."""
    run, lang = unit.run, unit.run.lang
    beside: list[tuple[str, Path, dict[str, str]]] = [
        (f"index.link.{end}", unit.html.with_suffix(f".{end}"), {}) for end in BESIDE
    ]
    if unit.kind == "city":
        name, slips = f"{unit.area}{suffix(lang)}", run.reports / "slips"
        if run.leader:
            brief = run.reports / f"leader-{name}.html"
            beside.append(("index.link.brief", brief, {"leader": run.leader.name(lang)}))
        beside.append(("index.link.slip", slips / f"{name}.html", {}))
        beside.append(("index.link.marked", slips / f"{name}.xlsx", {}))
    for key, path, values in beside:
        if path.is_file():
            yield index.Link(say(key, lang, **values), path.relative_to(run.reports).as_posix())
