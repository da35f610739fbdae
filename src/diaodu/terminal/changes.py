"""Differences between two versions of a sender's file, one line each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from diaodu.messages import say
from diaodu.periods import Period

if TYPE_CHECKING:
    from diaodu.intake.form.layout import Layout
    from diaodu.intake.received.versions import Change
    from diaodu.params import Run

_SHEETS = {
    "projects": ("projects",),
    "enterprises": ("enterprises",),
    "notes": ("issues", "supports", "next_steps"),
}
_LONGEST = 60  # characters of a text in one line


def lines(changes: Sequence[Change], run: Run, layout: Layout | None) -> list[str]:
    """Lines of a list of changes. layout: what the columns of the form are called in it."""
    return [_line(change, run, layout) for change in changes]


def _line(change: Change, run: Run, layout: Layout | None) -> str:
    values = {
        "what": _what(change, run),
        "field": _field(change, run, layout),
        "before": _short(change.before),
        "after": _short(change.after),
        "place": change.place_after or change.place_before,
    }
    return say(f"cli.diff.{change.what}", run.lang, **values)


def _what(change: Change, run: Run) -> str:
    """What the row is about: an indicator with its period, a project, a statement."""
    key = change.key
    if change.table in ("indicators", "targets"):
        item = run.catalog.indicators.get(key[0])
        name = item.short(run.lang) if item else key[0]
        if change.table == "targets":
            return say("cli.diff.target", run.lang, name=name, year=key[1])
        period = Period.parse(key[2])
        shown = say(f"period.{key[3]}.{period.month}", run.lang, year=period.year)
        status = "expected" if key[4] == "expected" else "actual"
        return say(f"cli.diff.figure.{status}", run.lang, name=name, period=shown)
    name = _short(change.name or key[0])
    return say(f"cli.diff.{change.table}", run.lang, name=name)


def _field(change: Change, run: Run, layout: Layout | None) -> str:
    """The changed column as the form calls it."""
    if layout is not None:
        for table in layout.tables:
            if table.id in _SHEETS.get(change.table, ("indicators",)):
                for column in table.columns:
                    if column.id == change.field.removesuffix("_zh"):
                        return column.header.in_(run.lang)
    return say("cli.diff.value", run.lang) if change.field == "value" else change.field


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
