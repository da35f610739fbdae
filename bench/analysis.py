"""Time all of the analysis in one warm process: 14 areas with 40 quarters, and counties.

Everything is made up from one seed but the rules, which are the quarter's file's. Every call that
the notebooks make is made for every area, so a call for one area is made as often as there are
areas.

    python bench/analysis.py [PARAMS] [--counties N]     default: params/hebei/2022Q1.yml, 3000
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd

from diaodu import contracts, ties
from diaodu.analysis import (
    advice,
    breadth,
    bridge,
    consistency,
    coverage,
    evidence,
    explained,
    factors,
    flags,
    growth,
    history,
    industries,
    ledger,
    lights,
    measures,
    outlook,
    outlook_views,
    peers,
    problem_counts,
    project_groups,
    projects,
    promises,
    pulls,
    questions,
    ranking,
    reach,
    strengths,
    structure,
    told,
    troubles,
)  # fmt: skip
from diaodu.params import Run, open_run
from diaodu.periods import Period

NOW, BEFORE = Period(2022, 3), Period(2021, 12)
WHOLE = "whole"
MONTHS, YEARS = (3, 6, 9, 12), range(2012, 2022)
LEVELS = ("gdp_level", "secondary_industry_level")
TARGETS = {14: 3.0, 3000: 300.0}  # seconds, of issue 4
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


def main() -> int:
    """Print a table of seconds by part for each number of areas."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("params", nargs="?", default="params/hebei/2022Q1.yml", type=Path)
    parser.add_argument("--counties", type=int, default=3000)
    given = parser.parse_args()
    run = open_run(given.params)
    Analysis(run, _made(run, 14), 14).all()  # warm
    for count in (14, given.counties):
        found = Analysis(run, _made(run, count), count)
        found.all()
        _print(count, found.took)
    return 0


def _print(count: int, took: dict[str, tuple[float, float]]) -> None:
    target = TARGETS.get(count)
    print(f"{count} areas x 40 quarters: seconds of wall clock, and of processor")
    for name, (wall, own) in sorted(took.items(), key=lambda item: -item[1][1]):
        print(f"  {name:<28}{wall:8.2f}{own:8.2f}")
    walls, owns = (sum(parts) for parts in zip(*took.values(), strict=True))
    wanted = "" if target is None else f", wanted under {target:g}"
    print(f"  {'all':<28}{walls:8.2f}{owns:8.2f}{wanted}", flush=True)


class Analysis:
    """The calls of the notebooks, each part timed."""

    def __init__(self, run: Run, data: SimpleNamespace, count: int) -> None:
        self.run, self.data = run, data
        self.areas = [f"area{k}" for k in range(count)]
        self.names = [name for name in run.indicators if name in _indicators(run)]
        self.rates = [name for name in self.names if run.kinds[name] == "growth"]
        self.headline = {"indicator": run.quarter.headline, "period": NOW}
        self.within: dict[str, Any] = {"areas": self.areas, "period": NOW}
        self.took: dict[str, tuple[float, float]] = {}

    def part(self, name: str, work: Callable[[], Any]) -> Any:
        """The result of a part, its seconds kept under its name."""
        wall, own = time.perf_counter(), time.process_time()
        found = work()
        before = self.took.get(name, (0.0, 0.0))
        took = time.perf_counter() - wall, time.process_time() - own
        self.took[name] = before[0] + took[0], before[1] + took[1]
        return found

    def each(self, name: str, work: Callable[[str], Any]) -> list[Any]:
        """As `part`, once for each area."""
        return self.part(name, lambda: [work(area) for area in self.areas])

    def all(self) -> None:
        """Everything, in the order of the notebooks."""
        data = self.data
        self.figures = self.part(
            "consistency.settle", lambda: consistency.settle(data.indicators, data.sources)
        )
        self.known = self.part("evidence.gather", lambda: evidence.gather(data, self.figures))
        self._indicators()
        self._pulls()
        self._projects()
        self._judgements()
        self._notes()
        self._questions()

    def _indicators(self) -> None:
        run, figures, targets = self.run, self.figures, self.data.targets
        common: dict[str, Any] = {
            "province": WHOLE, "peers": self.areas, "period": NOW, "indicators": self.names,
            "kinds": run.kinds, "stage": "expected",
        }  # fmt: skip
        tables = self.each(
            "growth.indicator_table",
            lambda area: growth.indicator_table(figures, targets, area=area, **common),
        )
        first = run.quarter.history_from
        self.each(
            "growth.path",
            lambda area: growth.path(figures, area=area, **self.headline, first_year=first),
        )
        self.part(
            "ranking",
            lambda: ranking.ranking(
                figures, targets, areas=self.areas, province=WHOLE, stage="expected",
                **self.headline, **run.quarter.thresholds.model_dump(),
            ),
        )  # fmt: skip
        self.each("history", self._history)
        self.each("reach", lambda area: self._reach(area, tables[self.areas.index(area)]))
        self.part(
            "coverage",
            lambda: coverage.missing(figures, targets, **self.within, indicators=self.names),
        )
        self.flags = self.part(
            "flags",
            lambda: flags.below_target(
                figures, targets, areas=self.areas, **self.headline,
                below_target_points=run.quarter.thresholds.below_target_points,
            ),
        )  # fmt: skip

    def _history(self, area: str) -> None:
        quarter = self.run.quarter
        same = history.same_quarters(
            self.figures, area=area, province=WHOLE, **self.headline, stage="expected",
            distorted=quarter.distorted_years, years=NOW.year - quarter.history_from,
        )  # fmt: skip
        history.usual(same)
        history.averages(same, distorted=quarter.distorted_years)

    def _reach(self, area: str, found: pd.DataFrame) -> None:
        quarter = self.run.quarter
        need = reach.needed(found, period=NOW, elapsed_share=quarter.assumptions.elapsed_share)
        most = reach.limit(
            self.figures, area=area, **self.headline, distorted=quarter.distorted_years
        )
        aim = need.set_index("indicator").loc[quarter.headline, "target"]
        limit = most["limit"].iloc[0]
        reach.months(
            self.figures, area=area, **self.headline, stage="expected", target=aim, limit=limit
        )

    def _pulls(self) -> None:
        weights = dict.fromkeys(self.areas, 100 / len(self.areas))
        common: dict[str, Any] = {"areas": self.areas, "province": WHOLE, "weights": weights}
        name, divisions = self.run.quarter.headline, self.run.catalog.divisions_of_industry
        now, before = (
            self.part(
                "pulls.by_area",
                lambda when=when, stage=stage: pulls.by_area(
                    self.figures, **common, indicator=name, period=when, stage=stage
                ),
            )
            for when, stage in ((NOW, "expected"), (BEFORE, "actual"))
        )
        self.part("bridge", lambda: bridge.between(before, now, most=8))
        last: dict[str, Any] = {"indicator": name, "period": BEFORE}
        for title, work in {
            "pulls.by_industry": lambda area: pulls.by_industry(
                self.figures, area=area, **last, parts=divisions
            ),
            "industries": lambda area: industries.industry_table(self.figures, area=area, **last),
            "breadth": lambda area: breadth.of_industries(
                self.figures, area=area, **last, industries=divisions
            ),
            "bridge.along": lambda area: bridge.along(
                self.figures, self.data.targets, area=area, **self.headline, stage="expected"
            ),
        }.items():
            self.each(title, work)

    def _projects(self) -> None:
        rules = self.run.quarter.project_rules
        found = self.part(
            "projects.status",
            lambda: projects.status(self.data.projects, **self.within, rules=rules),
        )
        self.each("projects, of one", self._groups)
        for by in ("area", "project_class", "size"):
            self.part("project_groups", lambda by=by: project_groups.sums(found, by, period=NOW))

    def _groups(self, area: str) -> None:
        rules = self.run.quarter.project_rules
        own = projects.status(self.data.projects, period=NOW, rules=rules, areas=[area])
        project_groups.in_all(own, period=NOW)
        project_groups.concentration(own)
        projects.weightiest(own)
        projects.at_risk(own)
        for by in ("project_class", "size", "county"):
            project_groups.sums(own, by, period=NOW)

    def _judgements(self) -> None:
        quarter, known = self.run.quarter, self.known
        rules = self.part(
            "lights.of_quarter",
            lambda: lights.of_quarter(
                known, quarter.lights, **self.within, indicators=self.names, due=self.run.due
            ),
        )
        self.topics = self.part("lights.by_topic", lambda: lights.by_topic(rules, self.areas))
        self.each(
            "factors",
            lambda area: factors.factors(
                known, area=area, period=NOW, indicators=self.rates, headline=quarter.headline
            ),
        )
        shape = self.part(
            "structure",
            lambda: structure.structure(
                known, quarter.peers, **self.within, divisions=self.run.catalog.division_of
            ),
        )
        groups = self.part("peers.groups", lambda: peers.groups(shape, quarter.peers))
        self.part("peers.why", lambda: peers.why(shape, groups))
        stands = self.part(
            "strengths.standing",
            lambda: strengths.standing(known, **self.within, indicators=self.rates),
        )
        self.beside = self.part("strengths.of_areas", lambda: strengths.of_areas(stands, groups))
        self.part("advice", lambda: advice.advice(known, quarter.epidemic, **self.within))

    def _notes(self) -> None:
        run, data = self.run, self.data
        rules = ties.load(run.root, run.catalog)
        book = self.part(
            "ledger.build",
            lambda: ledger.build(
                data.notes, data.readings, data.ledger_decisions, period=NOW, day="2022-03-23"
            ),
        )
        every = self.part(
            "told", lambda: told.told(data.notes, data.readings, book.problem_mentions)
        )
        seen = self.part(
            "troubles.figures",
            lambda: troubles.figures(
                self.known, rules, run.quarter.project_rules, province=WHOLE, **self.within
            ),
        )
        tied = self.part("explained.tie", lambda: explained.tie(every, seen, rules, period=NOW))
        self.part("explained.standings", lambda: explained.standings(every, tied, period=NOW))
        self.hidden = self.part(
            "explained.unreported",
            lambda: explained.unreported(every, seen, tied, rules, period=NOW),
        )
        for name in ("counts", "views", "specificity"):
            count = getattr(problem_counts, name)
            self.part("problem_counts", lambda count=count: count(every, **self.within))
        self.each(
            "promises",
            lambda area: promises.of_area(data.notes, area=area, period=NOW, day="2022-03-23"),
        )

    def _questions(self) -> None:
        run, known = self.run, self.known
        taken = self.part("measures.steps", lambda: measures.steps(known, **self.within))
        found = self.part("measures.gaps", lambda: measures.gaps(known, self.topics, **self.within))
        gaps = self.part(
            "measures.answered",
            lambda: measures.answered(
                found, taken, names=run.catalog.written, categories=run.quarter.steps.categories
            ),
        )
        ahead = self.part("outlook.of_run", self._outlook)
        beside = outlook_views.beside_expected(ahead.outlook, run.quarter.headline)
        all_found = questions.Found(
            self.flags, self.topics, gaps, taken, self.beside, self.hidden, beside
        )
        self.part(
            "questions",
            lambda: questions.questions(
                known, all_found, **self.within, headline=run.quarter.headline,
                rules=run.quarter.project_rules,
            ),
        )  # fmt: skip
        self.part("questions", lambda: questions.order(self.topics, self.flags, self.areas))

    def _outlook(self) -> outlook.Outlook:
        name = self.run.quarter.headline
        return outlook.of_run(
            self.figures, self.data.enterprises, **self.within, province=WHOLE,
            indicators=[name], kinds=self.run.kinds, weights={name: dict.fromkeys(self.areas, 1.0)},
        )  # fmt: skip


def _indicators(run: Run) -> list[str]:
    """Four rates and the levels."""
    rates = [name for name in run.indicators if run.kinds[name] == "growth"]
    chosen = [run.quarter.headline, *(name for name in rates if name != run.quarter.headline)]
    return [*chosen[:4], *LEVELS]


def _made(run: Run, count: int) -> SimpleNamespace:
    """The processed tables of so many made-up areas."""
    draw = np.random.default_rng(1)
    areas = [f"area{k}" for k in range(count)]
    made: dict[str, list[dict[str, Any]]] = {
        "indicators": _figures(run, areas, draw),
        "targets": [
            _from("made", area, "target", area=area, year=2022, indicator=name, value=6.5,
                  wording="about", unit="percent")
            for area in areas
            for name in _indicators(run)[:2]
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
        for name in _indicators(run):
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


if __name__ == "__main__":
    raise SystemExit(main())
