"""Tables in plain text for a terminal on which a Chinese character takes two columns."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

from diaodu.messages import Lang, say

if TYPE_CHECKING:
    from diaodu.intake import Intake
    from diaodu.intake.standing import Item, Standing
    from diaodu.params import Run

SEVERITIES = {"error": "cli.intake.error", "warning": "cli.intake.warning"}
SEVERITIES["info"] = "cli.intake.info"
_NOTHING = "—"


def columns(table: Sequence[Sequence[str]], left: int = 1) -> list[str]:
    """Rows with the first `left` columns set to the left and the others to the right."""
    widths = [max(width(row[n]) for row in table) for n in range(len(table[0]))]
    return [
        "  ".join(
            _padded(text, widths[n], to_the_left=n < left) for n, text in enumerate(row)
        ).rstrip()
        for row in table
    ]


def _padded(text: str, size: int, *, to_the_left: bool) -> str:
    gap = " " * (size - width(text))
    return text + gap if to_the_left else gap + text


def width(text: str) -> int:
    """Columns that a text takes on a terminal; a Chinese character takes two."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def of_files(intake: Intake, lang: Lang, kept: frozenset[str]) -> list[list[str]]:
    """Input files with rows and issues, header first; a file that could not be read has no rows.

    kept: files that another table is about.
    """
    keys = ("cli.intake.file", "cli.intake.rows_in", "cli.intake.rows_out")
    table = [[say(key, lang) for key in (*keys, *SEVERITIES.values())]]
    found = intake.tables.intake_issues
    read = {file.path: (str(file.rows_in), str(file.rows_out)) for file in intake.files}
    for path in dict.fromkeys([*read, *found["file"]]):
        if path in kept:
            continue
        own = found.loc[found["file"] == path, "severity"]
        counts = [str(int((own == severity).sum())) for severity in SEVERITIES]
        table.append([path, *read.get(path, (_NOTHING, _NOTHING)), *counts])
    return table


def of_standings(found: Sequence[Standing], run: Run) -> list[list[str]]:
    """Who has sent what: one row an area, header first."""
    keys = ("area", "form", "report", "figures", "projects", "notes")
    heads = [say(f"cli.standing.{key}", run.lang) for key in keys]
    table = [[*heads, *(say(key, run.lang) for key in SEVERITIES.values())]]
    for one in found:
        items = [_item(item, run.lang) for item in one.items]
        counts = (one.figures, one.projects, one.notes, one.errors, one.warnings, one.infos)
        table.append([run.areas[one.area].name(run.lang), *items, *map(str, counts)])
    return table


def _item(item: Item, lang: Lang) -> str:
    """What one area has sent of one kind: a version and its day, or that there is none."""
    if item.state != "received":
        return say(f"cli.standing.{item.state}", lang)
    day = _day(item.received_on, lang)
    late = say("cli.standing.late", lang, days=item.days_late) if item.days_late else ""
    return say("cli.standing.received", lang, version=item.version, day=day) + late


def _day(day: date | None, lang: Lang) -> str:
    return say("cli.standing.day", lang, month=day.month, day=day.day) if day else _NOTHING
