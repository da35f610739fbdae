"""The processed tables of made-up areas with 40 quarters, from one seed."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np

from diaodu import contracts
from diaodu.params import Run
from diaodu.periods import Period

NOW, BEFORE = Period(2022, 3), Period(2021, 12)
WHOLE = "whole"
MONTHS, YEARS = (3, 6, 9, 12), range(2012, 2022)
LEVELS = ("gdp_level", "secondary_industry_level")
FIRMS, PROJECTS = 8, 10
SAID = {"issue": 6, "support": 2, "next_step": 3}
WORDS = (
    *("原材料价格上涨", "资金周转困难", "物流运输受阻", "用工短缺", "订单减少", "疫情影响开工"),
    *("土地审批进度慢", "用电负荷紧张", "芯片供应不足", "环保限产时间长", "出口受阻", "成本上升"),
    *(
        "加快项目建设",
        "协调银行放款",
        "保障重点企业",
        "组织产销对接",
        "推进技术改造",
        "开展入企帮扶",
    ),
)


def indicators(run: Run) -> list[str]:
    """Four rates and the levels."""
    rates = [name for name in run.indicators if run.kinds[name] == "growth"]
    chosen = [run.quarter.headline, *(name for name in rates if name != run.quarter.headline)]
    return [*chosen[:4], *LEVELS]


def tables(run: Run, count: int) -> SimpleNamespace:
    """The processed tables of so many made-up areas."""
    draw = np.random.default_rng(1)
    areas = [f"area{k}" for k in range(count)]
    made: dict[str, list[dict[str, Any]]] = {
        "indicators": _figures(run, areas, draw),
        "targets": [
            _from("made", area, "target", area=area, year=2022, indicator=name, value=6.5,
                  wording="about", unit="percent")
            for area in areas
            for name in indicators(run)[:2]
        ],
        "sources": [
            _source("made", "official", None),
            *(_source(area, "submission", area) for area in areas),
        ],
        "projects": _projects(run, areas, draw),
        "enterprises": _firms(run, areas, draw),
        "notes": _notes(areas, draw),
    }  # fmt: skip
    made["readings"] = _readings(run, made["notes"], draw)
    frames = {name: contracts.typed(name, rows) for name, rows in made.items()}
    empty = ("facts", "intake_issues", "ledger_decisions")
    return SimpleNamespace(**frames, **{name: contracts.empty(name) for name in empty})


def _from(source: str, of: str, place: str, **cells: Any) -> dict[str, Any]:
    given = {"source_id": source, "locator": f"{of} {place}", "origin": "illustrative"}
    return {**given, **cells}


def _source(name: str, kind: str, sender: str | None) -> dict[str, Any]:
    given = {"source_id": name, "kind": kind, "title_zh": "x", "title_en": "x", "file": name}
    return {**given, "sender": sender, "received_on": "2022-03-19", "origin": "illustrative"}


def _figures(run: Run, areas: list[str], draw: np.random.Generator) -> list[dict[str, Any]]:
    """Published figures of 40 quarters, industries of the last one, and an expected quarter."""
    periods = [f"{year}-{month:02d}" for year in YEARS for month in MONTHS]
    common = np.cumsum(draw.normal(0, 0.5, len(periods) + 1))
    lines = _industries(run)[:8]
    rows = []
    for area in [WHOLE, *areas]:
        for name in indicators(run):
            level = name in LEVELS
            unit = "100m_yuan" if level else "percent"
            base = (500 if name == LEVELS[0] else 200) * draw.uniform(0.5, 2) if level else 6.0
            values = np.round(base + common + draw.normal(0, 1, len(common)), 1)
            for when, value in zip([*periods, str(NOW)], values, strict=True):
                sent = when == str(NOW)
                if sent and area == WHOLE:
                    continue
                rows.append(_figure(area, name, when, value, unit, sent=sent))
        for line in lines:
            value = round(float(draw.normal(6, 3)), 1)
            row = _figure(area, run.quarter.headline, str(BEFORE), value, "percent", sent=False)
            rows.append({**row, "industry": line, "base_weight": 10.0,
                         "locator": f"{row['locator']} {line}"})  # fmt: skip
    return rows


def _figure(
    area: str, name: str, when: str, value: float, unit: str, *, sent: bool
) -> dict[str, Any]:
    return _from(
        area if sent else "made", area, f"{name} {when}", area=area, indicator=name, period=when,
        span="ytd", value=float(value), printed=str(value), unit=unit,
        status="expected" if sent else "published",
    )  # fmt: skip


def _industries(run: Run) -> list[str]:
    return [name for name, division in run.catalog.division_of.items() if division]


def _projects(run: Run, areas: list[str], draw: np.random.Generator) -> list[dict[str, Any]]:
    lines = _industries(run)
    rows = []
    for area in areas:
        for k in range(PROJECTS):
            plan = float(draw.integers(1000, 90000))
            line, state = str(draw.choice(lines)), str(draw.choice(contracts.PROJECT_STATES))
            for when in (BEFORE, NOW):
                rows.append(
                    _from(
                        area, area, f"project {k} {when}", project_id=f"{area}-{k}", area=area,
                        period=str(when), county=f"{area}-county{k % 4}", name=f"project {k}",
                        owner=f"{area}-firm{k % FIRMS}",
                        project_class=contracts.PROJECT_CLASSES[k % 4],
                        technical_upgrade=bool(k % 2), industry=line, planned_start="2022-02",
                        total_investment_10k_yuan=4 * plan, plan_investment_10k_yuan=plan,
                        completed_investment_10k_yuan=plan * float(draw.uniform(0, 0.5)),
                        state=state,
                    )
                )  # fmt: skip
    return rows


def _firms(run: Run, areas: list[str], draw: np.random.Generator) -> list[dict[str, Any]]:
    lines = _industries(run)
    return [
        _from(
            area, area, f"firm {k} {when}", area=area, period=str(when),
            enterprise=f"{area}-firm{k}",
            county=f"{area}-county{k % 4}", industry=str(draw.choice(lines)),
            output_10k_yuan=float(draw.integers(1000, 90000)),
            output_growth_percent=round(float(draw.normal(3, 8)), 1),
            power_growth_percent=round(float(draw.normal(3, 8)), 1),
        )
        for area in areas
        for k in range(FIRMS)
        for when in (BEFORE, NOW)
    ]  # fmt: skip


def _notes(areas: list[str], draw: np.random.Generator) -> list[dict[str, Any]]:
    rows = []
    for area in areas:
        for when in (BEFORE, NOW):
            for section, count in SAID.items():
                for k in range(count):
                    firm = f"{area}-firm{draw.integers(0, FIRMS)}"
                    text = firm + "，".join(draw.choice(WORDS, 3, replace=False))
                    rows.append(
                        _from(
                            area, area, f"{section} {k} {when}", note_id=f"{section}{k}-{when}",
                            area=area, period=str(when), section=section, text=text, original=text,
                            enterprise=firm, state="open", raised_on=f"{when}-01",
                        )
                    )  # fmt: skip
    return rows


def _readings(
    run: Run, notes: list[dict[str, Any]], draw: np.random.Generator
) -> list[dict[str, Any]]:
    categories = list(dict.fromkeys(c for cs in run.quarter.steps.categories.values() for c in cs))
    keys = ("note_id", "area", "period", "source_id", "locator", "origin")
    return [
        {
            **{name: row[name] for name in keys},
            "category": str(draw.choice(categories)),
            "severity": str(draw.choice(contracts.NOTE_SEVERITIES)),
            **{"confidence": 0.9, "decided_by": "model", "to_read": False, "names_figure": False},
            "enterprises": row["enterprise"],
        }
        for row in notes
    ]
