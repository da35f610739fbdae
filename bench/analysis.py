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

import made_areas
import pandas as pd
from made_areas import BEFORE, NOW, WHOLE

from diaodu import ties
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

TARGETS = {14: 3.0, 3000: 300.0}  # seconds, of issue 4


def main() -> int:
    """Print a table of seconds by part for each number of areas."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("params", nargs="?", default="params/hebei/2022Q1.yml", type=Path)
    parser.add_argument("--counties", type=int, default=3000)
    given = parser.parse_args()
    run = open_run(given.params)
    Analysis(run, made_areas.tables(run, 14), 14).all()  # warm
    for count in (14, given.counties):
        found = Analysis(run, made_areas.tables(run, count), count)
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
        self.names = [name for name in run.indicators if name in made_areas.indicators(run)]
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


if __name__ == "__main__":
    raise SystemExit(main())
