"""A form as the writer makes it, filled in with openpyxl as a sender would, and read back."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

import province
from diaodu import contracts, issues, store
from diaodu.errors import CellIssue
from diaodu.intake.form import layout as layouts
from diaodu.intake.form import reader, writer
from diaodu.intake.form.layout import Layout
from diaodu.intake.form.reader import FormRows, Sending
from diaodu.intake.received.grid import Workbook
from diaodu.intake.received.parse import parse
from diaodu.messages import LANGS
from diaodu.params import Run
from diaodu.quarter import Submissions

AREAS_YML = """\
province: {id: shili, code: "990000", zh: 示例省, short_zh: 示例, en: Shili, aliases: [全省]}
areas:
  - {id: jiazhou, code: "990100", level: prefecture, zh: 甲州市, short_zh: 甲州, en: Jiazhou,
     counties: [{zh: 东山区, en: Dongshan District, kind: district},
                {zh: 南水县, en: Nanshui County, kind: county}, {zh: 易县, en: Yi County, kind: county}]}
  - {id: yizhou, code: "990200", level: prefecture, zh: 乙州市, short_zh: 乙州, en: Yizhou,
     counties: [{zh: 西河县, en: Xihe County, kind: county}]}
  - {id: bingzhou, code: "990300", level: prefecture, zh: 丙州市, short_zh: 丙州, en: Bingzhou}
"""
INDICATORS = (
    "industrial_value_added_growth",
    "industrial_investment_growth",
    "gdp_level",
    "secondary_industry_level",
)
IVA, INVESTMENT, GDP, SECONDARY = INDICATORS
SENDING = Sending("data/raw/shili/2022Q1/jiazhou/form-v1.xlsx", "jiazhou", "2022Q1", "jz", None)
_EMPTY: dict[tuple[object, ...], bytes] = {}
FIRST = 5  # first row of data in each sheet

# A form without a fault: column -> value, by sheet.
GOOD: Mapping[str, list[dict[str, Any]]] = {
    "indicators": [
        {
            "last_year": 6.1,
            "to_date": 6.4,
            "to_month": "2022年1—2月",
            "expected": 6.5,
            "target": 6,
            "remark": "钢铁行业恢复较快",
        },
        {"last_year": -3.25, "expected": 0, "target": -1},
        {"last_year": 900.5, "expected": 1000.25},
        {"last_year": 400, "expected": 420.5},
    ],
    "projects": [
        {
            "name": "示例冷轧项目",
            "county": "东山区",
            "owner": "示例第一钢厂",
            "project_class": "续建",
            "technical_upgrade": "是",
            "industry": "钢铁",
            "total_investment_10k_yuan": 52000,
            "plan_investment_10k_yuan": 20000,
            "completed_investment_10k_yuan": 5200.5,
            "planned_start": "2021-03",
            "started_on": "2021-04-06",
            "state": "已开工",
            "progress": "主体厂房封顶",
        },
        {"name": "示例电池项目", "state": "未开工", "total_investment_10k_yuan": 8000},
    ],
    "issues": [
        {
            "text": "示例第一钢厂流动资金紧张，贷款到期后续贷困难。",
            "category": "资金融资",
            "county": "南水县",
            "industry": "钢铁",
            "enterprise": "示例第一钢厂",
            "asked": "协调金融机构续贷",
            "responsible": "省金融监管局",
            "state": "未办理",
            "raised_on": "2022-03-01",
            "due_on": "2022-06-30",
        }
    ],
    "supports": [{"text": "示例汽车厂新车型投产，预计拉动增长。", "category": "新增产能"}],
    "next_steps": [
        {"text": "开展送政策进企业活动。", "responsible": "市工信局", "due_on": "2022-05-31"}
    ],
    "enterprises": [
        {
            "enterprise": "示例第一钢厂",
            "county": "东山区",
            "industry": "钢铁",
            "output_10k_yuan": 325000,
            "output_growth_percent": -4.5,
            "power_use_10k_kwh": 8000,
            "power_growth_percent": 1.2,
            "orders_10k_yuan": 120000,
            "orders_growth_percent": 3,
            "workers_people": 4200,
        }
    ],
}


def build(root: Path) -> Run:
    """A province whose quarter asks for forms."""
    province.build(root)
    province.put(root / "params" / province.PROVINCE / "areas.yml", AREAS_YML)
    run = province.run(root)
    change = {"submissions": Submissions(form="2022"), "indicators": INDICATORS}
    return replace(run, quarter=run.quarter.model_copy(update=change))


class Form:
    """A workbook being filled in; `read` reads what a sender would send."""

    def __init__(
        self,
        run: Run,
        rows: Mapping[str, list[dict[str, Any]]] = GOOD,
        previous: store.Tables | None = None,
        area: str = "jiazhou",
    ) -> None:
        self.run, self.previous = run, previous
        self.layout: Layout = layouts.load(run.root, "2022")
        self.book = openpyxl.load_workbook(io.BytesIO(_written(run, area, previous)))
        for sheet, listed in rows.items():
            for offset, row in enumerate(listed):
                for column, value in row.items():
                    self.cell(sheet, column, offset).value = value

    def sheet(self, sheet: str) -> Worksheet:
        return self.book[self.layout[sheet].name.in_(self.run.lang)]  # type: ignore[index]

    def cell(self, sheet: str, column: str, row: int = 0) -> Cell:
        """A cell of a data row (0 is the first), or of the header (-1)."""
        at = [c.id for c in self.layout[sheet].columns].index(column)  # type: ignore[index]
        return self.sheet(sheet).cell(FIRST + row, at + 1)

    def place(self, sheet: str, column: str, row: int = 0) -> str:
        return f"{self.sheet(sheet).title}!{self.cell(sheet, column, row).coordinate}"

    def grid(self) -> Workbook:
        path = self.run.root / "received.xlsx"
        self.book.save(path)
        received = parse(path)
        assert isinstance(received, Workbook), received
        return received

    def read(self, sending: Sending | None = SENDING, *, check: bool = True) -> FormRows:
        """Read it as it is now. check: the contracts too, which takes some time."""
        grid = self.grid()
        one = read if check else reader.read
        return one(grid, self.layout, self.run, sending, self.previous)


def _written(run: Run, area: str, previous: store.Tables | None) -> bytes:
    """The empty form; the same one is written once."""
    if previous is not None:
        return writer.build(run, area, previous)
    key = (run.root, run.quarter.quarter, run.lang, area)
    if key not in _EMPTY:
        _EMPTY[key] = writer.build(run, area)
    return _EMPTY[key]


def read(
    grid: Workbook,
    layout: Layout,
    run: Run,
    sending: Sending | None = SENDING,
    previous: store.Tables | None = None,
) -> FormRows:
    """Read a workbook; the tables keep their contracts, and every issue has its texts."""
    found = reader.read(grid, layout, run, sending, previous)
    for name in reader.TABLES:
        contracts.check(name, found.table(name))
    for lang in LANGS:
        issues.render(issues.to_frame(found.issues), lang)
    return found


def said(found: FormRows) -> list[tuple[str, str, str]]:
    """Issues as (code, place, found text)."""
    return [(i.code, _place(i), i.found) for i in found.issues]


def _place(issue: CellIssue) -> str:
    cell = f"{issue.column or ''}{issue.row or ''}"
    return "!".join(part for part in (issue.sheet, cell) if part)


def changes(before: FormRows, after: FormRows) -> dict[str, Any]:
    """What differs between two readings of one form, by what it is about: column -> value now.

    None for what is not there any more, all columns for what was not there before.
    """
    old, new = _facts(before), _facts(after)
    found: dict[str, Any] = {about: None for about in old if about not in new}
    for about, row in new.items():
        was = old.get(about, {})
        changed = {k: row.get(k) for k in {**was, **row} if was.get(k) != row.get(k)}
        if changed:
            found[about] = changed
    return found


def _facts(found: FormRows) -> dict[str, dict[str, Any]]:
    """Every row by what it is about; where it stood is not compared."""
    names = {"projects": "name", "notes": "text", "enterprises": "enterprise"}
    facts = {}
    for table, rows in found.rows.items():
        for row in rows:
            if table in names:
                about = row[names[table]]
            elif table == "targets":
                about = f"{row['indicator']} target"
            else:
                about = f"{row['indicator']} {row['period']} {row['status']}"
            kept = {k: v for k, v in row.items() if v is not None and k != "locator"}
            facts[about] = {k: v for k, v in kept.items() if k not in ("note_id", "project_id")}
    return facts
