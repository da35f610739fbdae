"""Pages of the made-up province, and all that its notebooks show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import province
from diaodu import issues, store
from diaodu.analysis import consistency, coverage, facts, growth, industries, pacing, ranking
from diaodu.intake import statistics
from diaodu.params import Run
from diaodu.present import key_figures, lists, prose, tables
from diaodu.present.page import Page
from diaodu.store import Tables


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with the made-up province, its tables processed."""
    home = tmp_path_factory.mktemp("province")
    province.build(home)
    run = province.run(home)
    store.write(run.processed, statistics.read_published(run).tables)
    return home


@pytest.fixture
def page(home: Path) -> Callable[..., Page]:
    """Begin the page of an area; further words replace keys of the quarter's file."""

    def begin(area: str = "jiazhou", lang: str = "zh", **quarter: Any) -> Page:
        run = province.run(home, area, lang)
        return Page(replace(run, quarter=run.quarter.model_copy(update=quarter)))

    return begin


@pytest.fixture
def report(home: Path) -> Callable[..., tuple[Page, dict[str, str]]]:
    """The page of an area and the markup of everything that both notebooks show, in their order."""

    def shown(
        area: str, lang: str, change: Callable[[Run, Tables], tuple[Run, Tables]] | None = None
    ) -> tuple[Page, dict[str, str]]:
        run = province.run(home, area, lang)
        data = store.load(run)
        run, data = change(run, data) if change else (run, data)
        page = Page(run)
        made = {name: part._repr_html_() for name, part in _parts(page, data)}
        return page, made

    return shown


def _parts(page: Page, data: Tables) -> Any:
    run, period = page.run, page.run.period
    headline, everywhere = run.quarter.headline, [run.province.id, *run.peers]
    figures = consistency.settle(data.indicators, data.sources)
    main = growth.indicator_table(
        figures,
        data.targets,
        area=run.area.id,
        province=run.province.id,
        peers=run.peers,
        period=period,
        indicators=run.indicators,
        kinds=run.kinds,
    )
    ranked = ranking.ranking(
        figures,
        data.targets,
        areas=run.peers,
        province=run.province.id,
        indicator=headline,
        period=period,
        **run.quarter.thresholds.model_dump(),
    )
    path = growth.path(
        figures, area=run.area.id, indicator=headline, period=period, first_year=2021
    )
    by_industry = industries.industry_table(
        figures, area=run.area.id, indicator=headline, period=period
    )
    invested = pacing.investment_pace(data.facts, areas=everywhere, period=period)
    absent = coverage.missing(
        figures, data.targets, areas=[run.area.id], indicators=run.indicators, period=period
    )
    of_all = coverage.missing(
        figures, data.targets, areas=run.peers, indicators=run.indicators, period=period
    )
    yield "headline", prose.headline(page, main)
    yield "key_figures", key_figures.strip(page, main)
    yield "indicators", tables.indicators(page, main)
    yield "coverage", prose.coverage(page, main)
    yield "path", prose.path(page, path)
    yield "ranking", prose.ranking(page, ranked)
    yield "flagged", prose.flagged(page, ranked)
    yield "ranking_table", tables.ranking(page, ranked)
    yield "industries", prose.industries(page, by_industry)
    yield "industry_table", tables.industries(page, by_industry)
    yield "pace", prose.pace(page, invested)
    yield "pace_table", tables.pace(page, invested)
    yield (
        "facts",
        lists.facts(page, facts.of_quarter(data.facts, areas=everywhere, period=period)),
    )
    yield "missing", lists.missing_of_area(page, absent, main)
    yield "missing_of_all", lists.missing_of_areas(page, of_all)
    yield "left_out", lists.left_out(page, issues.render(data.intake_issues, run.lang))
    yield "sources", lists.sources(page, data.sources)
