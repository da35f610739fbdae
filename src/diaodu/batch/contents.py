"""The index of a quarter's reports, from the record, the notebooks and the data."""

from __future__ import annotations

from collections.abc import Iterable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from diaodu import issues, store
from diaodu.analysis import consistency, coverage
from diaodu.batch import files
from diaodu.batch.plan import Unit, suffix
from diaodu.batch.record import Record
from diaodu.messages import Lang, say
from diaodu.params import Run
from diaodu.publish import index

OF_AREAS = ("province", "city")


def write(run: Run, every: list[Unit], record: Record, tables: store.Tables) -> Path:
    """Write the index of all reports of the quarter in the run's language, and return its path.

    `every`: the quarter's units in that language, made or not.
    """
    absent = missing(run, tables)
    entries = [
        _entry(unit, record, absent.get(unit.area, ()) if unit.kind in OF_AREAS else ())
        for unit in every
    ]
    wrong = tables.intake_issues
    wrong = issues.render(wrong[wrong["severity"] != "info"], run.lang)
    path = run.reports / f"index{suffix(run.lang)}.html"
    files.put(path, index.render(run, entries, wrong))
    return path


def missing(run: Run, tables: store.Tables) -> dict[str, tuple[str, ...]]:
    """Short names of the indicators that nobody published for the quarter, by area.

    A derived figure does not count as published.
    """
    settled = consistency.settle(tables.indicators, tables.sources)
    rows = coverage.missing(
        settled,
        tables.targets,
        areas=[run.province.id, *run.peers],
        indicators=run.indicators,
        period=run.period,
    )
    figures = rows[rows["what"] == "figure"]
    return {
        str(area): tuple(run.catalog.indicators[name].short(run.lang) for name in names)
        for area, names in figures.groupby("area")["indicator"]
    }


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


def _entry(unit: Unit, record: Record, absent: tuple[str, ...]) -> index.Entry:
    known = record.entry(unit)
    made = known["state"] == "made" and unit.html.is_file() and unit.executed.is_file()
    failed = known["state"] == "failed"
    kept = unit.failed if unit.failed.is_file() else unit.executed
    return index.Entry(
        label=unit.label,
        group="province" if unit.kind == "city" else unit.kind,
        state="made" if made else "failed" if failed else "not_run",
        file=unit.html.name if made else "",
        headline=headline(files.cells(unit.executed)) if made else "",
        error=explain(known, unit.run.lang),
        notebook=kept.relative_to(unit.run.reports).as_posix() if failed and kept.is_file() else "",
        missing=absent,
    )
