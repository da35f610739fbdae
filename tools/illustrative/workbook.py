"""Fill an area's form as the area would, and put the meant faults in."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import openpyxl
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from diaodu.intake.form.layout import Layout, SheetLayout
from diaodu.intake.form.words import label
from diaodu.messages import say
from diaodu.params import Run

from . import draws
from .packing import repack
from .story import Problem, Story

Row = dict[str, Any]
# Column that a row is known by, in faults.
_KEYS = {"indicators": "indicator", "projects": "name", "enterprises": "enterprise"}
_SHORT = {
    "total": "total_investment_10k_yuan",
    "plan": "plan_investment_10k_yuan",
    "completed": "completed_investment_10k_yuan",
}


class Filler:
    """One form that is being filled in."""

    def __init__(self, form: bytes, story: Story, run: Run, layout: Layout) -> None:
        self.book: Workbook = openpyxl.load_workbook(io.BytesIO(form))
        self.story, self.run, self.layout = story, run, layout
        self.where: dict[tuple[str, str], int] = {}  # sheet, key of the row -> row

    def fill(self, last: Story | None) -> None:
        """Everything that the story tells. last: the area's story of the quarter before."""
        self._guide()
        self._indicators()
        self._list("projects", [self._project(p) for p in self.story.projects])
        self._problems(last)
        self._list("supports", [one.model_dump(exclude_none=True) for one in self.story.supports])
        self._list("next_steps", [_renamed(one.model_dump()) for one in self.story.next_steps])
        self._list("enterprises", [self._enterprise(one) for one in self.story.enterprises])

    def bytes(self) -> bytes:
        """The workbook, the same each time."""
        received = self.story.received.day
        moment = datetime(received.year, received.month, received.day, 9)
        self.book.properties.creator = self.run.areas[self.story.area].zh
        self.book.properties.created = self.book.properties.modified = moment
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            ExcelWriter(self.book, archive).save()  # Workbook.save would put the time in
        return repack(out.getvalue())

    def sheet(self, sheet: str) -> tuple[SheetLayout, Worksheet]:
        of = next(s for s in self.layout.sheets if s.id == sheet)
        return of, self.book[of.name.zh]

    def column(self, of: SheetLayout, column: str) -> int:
        return next(at for at, c in enumerate(of.columns, 1) if c.id == _SHORT.get(column, column))

    def put(self, sheet: str, row: int, values: Mapping[str, Any]) -> None:
        """Write values into a row; words of drop-downs for ids."""
        of, target = self.sheet(sheet)
        for column, value in values.items():
            target.cell(row, self.column(of, column)).value = self._shown(of, column, value)

    def _shown(self, of: SheetLayout, column: str, value: Any) -> Any:
        kind = of[_SHORT.get(column, column)]
        if isinstance(value, bool):
            return say("form.yes" if value else "form.no", "zh")
        if isinstance(value, str) and kind.type == "choice":
            return label(kind, value, self.run, "zh")
        if isinstance(value, float) and value.is_integer():
            return int(value)
        return value

    def _guide(self) -> None:
        received = self.story.received.day
        answers = {
            "form.field.origin": say("form.origin.illustrative", "zh"),
            "form.field.department": self.story.compiled_by,
            "form.field.filled_on": f"{received.year}年{received.month}月{received.day}日",
        }
        for key, answer in answers.items():
            self.guide_cell(key).value = answer

    def guide_cell(self, key: str) -> Any:
        """The cell beside a label of the guide."""
        _, guide = self.sheet("guide")
        return next(
            guide.cell(row, 2)
            for row in range(1, guide.max_row + 1)
            if guide.cell(row, 1).value == say(key, "zh")
        )

    def _indicators(self) -> None:
        of, target = self.sheet("indicators")
        names = {self.run.catalog.indicators[key].zh: key for key in self.story.indicators}
        year, month = (int(part) for part in self.story.through.split("-"))
        through = say(f"period.ytd.{month}", "zh", year=year)
        for row in range(of.header_row + 1, target.max_row + 1):
            key = names.pop(str(target.cell(row, 1).value), None)
            if key is not None:
                figure = self.story.indicators[key].model_dump(exclude_none=True)
                self.put("indicators", row, figure)
                if "to_date" in figure:
                    self.put("indicators", row, {"to_month": through})
                self.where["indicators", key] = row
        if names:
            raise ValueError(f"{self.story.area}: the form has no row for {', '.join(names)}")

    def _list(self, sheet: str, rows: list[Row]) -> None:
        """Rows that the form carries are found by their name and brought up to date."""
        of, target = self.sheet(sheet)
        key = _KEYS.get(sheet, "text")
        at = self.column(of, key)
        given: dict[str, int] = {}
        row = of.header_row + 1
        while target.cell(row, at).value:
            given[str(target.cell(row, at).value)] = row
            row += 1
        for values in rows:
            place = given.pop(values[key], None)
            if place is None:
                place, row = row, row + 1
            self.put(sheet, place, values)
            self.where[sheet, values[key]] = place
        for place in given.values():  # not reported any more: the area emptied the row
            for column in of.columns:
                if not column.locked:
                    target.cell(place, self.column(of, column.id)).value = None

    def _problems(self, last: Story | None) -> None:
        """As `_list`; a problem of last quarter is known by what it is about, not by its words."""
        of, target = self.sheet("issues")
        at = self.column(of, "text")
        rows = {
            str(target.cell(row, at).value): row
            for row in range(of.header_row + 1, target.max_row + 1)
            if target.cell(row, at).value
        }
        earlier = {about(one): one.text for one in last.issues} if last else {}
        for problem in self.story.issues:
            before = earlier.get(about(problem))
            if before in rows:
                target.cell(rows[before], at).value = problem.text
        self._list("issues", [_renamed(one.model_dump()) for one in self.story.issues])

    def _project(self, project: Any) -> Row:
        return {
            "name": project.name,
            "county": project.county,
            "owner": project.owner,
            "project_class": project.project_class,
            "technical_upgrade": project.upgrade,
            "industry": project.industry,
            "total": project.total,
            "plan": project.plan,
            "completed": draws.completed(project, self.story),
            "planned_start": project.start,
            "started_on": _day(draws.started_day(project, self.story)),
            "state": project.state,
            "progress": project.progress,
        }

    def _enterprise(self, one: Any) -> Row:
        return {
            "enterprise": one.name,
            "county": one.county,
            "industry": one.industry,
            "output_10k_yuan": one.output,
            "output_growth_percent": one.growth,
            "orders_growth_percent": one.orders_growth,
            "remark": one.remark,
            **draws.enterprise(one, self.story),
        }


def about(problem: Problem) -> tuple[str, str | None, str | None]:
    """What a problem is about, whatever its words."""
    return problem.category, problem.county, problem.enterprise


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _renamed(row: Row) -> Row:
    names = {"department": "responsible", "due": "due_on"}
    return {names.get(key, key): value for key, value in row.items() if value is not None}
