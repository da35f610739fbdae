"""The index of a quarter's reports: what was made, what was not, and what was left out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal
from urllib.parse import quote

import pandas as pd
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from diaodu.messages import say
from diaodu.params import Run
from diaodu.publish import fonts, page

State = Literal["made", "failed", "not_run"]
Group = Literal["province", "division", "leader", "ledger", "own"]
ISSUE_COLUMNS = ("where", "found", "expected", "consequence", "remedy")


@dataclass(frozen=True)
class Entry:
    """One report of the run, made or not. `file` and `notebook` are paths beside the index.

    `label`: what it is called; `headline`: first sentence of the report; `error`: why it failed, in
    one line; `notebook`: the executed notebook that failed; `missing`: names of the main indicators
    that nobody published for the area; `group`: the table of the index that it stands in.
    """

    label: str
    state: State
    file: str = ""
    headline: str = ""
    error: str = ""
    notebook: str = ""
    missing: tuple[str, ...] = ()
    group: Group = "province"


def render(run: Run, entries: list[Entry], issues: pd.DataFrame | None = None) -> str:
    """The index page of a run's reports, in the run's language.

    `issues`: one row per thing left out at intake, as text ready to be read, with the columns of
    ISSUE_COLUMNS; None: intake was not part of this run, and the index does not speak of it.
    Raises ValueError where `issues` lacks a column.
    """
    if issues is not None and (lacking := [c for c in ISSUE_COLUMNS if c not in issues]):
        raise ValueError(f"issues lack the columns {', '.join(lacking)}")
    province = run.at(run.areas.province.id)
    frame = page.frame(
        province,
        kicker=say("publish.kicker.index", run.lang),
        title=say(
            "publish.title.index",
            run.lang,
            area=page.area_name(province),
            period=page.period(run),
        ),
    )
    made = _template().render(
        resources={"frame": frame, "sections": []},
        entries=entries,
        issues=None if issues is None else _rows(issues),
        issue_columns=ISSUE_COLUMNS,
    )
    return fonts.embed(made, frame.title + "".join(_headings(frame)))


def _headings(frame: page.Frame) -> list[str]:
    names = ("reports", "failed", "missing", "issues")
    return [frame.say(f"publish.index.{name}.heading") for name in names]


def _rows(issues: pd.DataFrame) -> list[list[str]]:
    text = issues[list(ISSUE_COLUMNS)].astype(object).where(issues.notna(), "—")
    return [[str(value) for value in row] for row in text.itertuples(index=False)]


@lru_cache(maxsize=1)
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(page.TEMPLATES), autoescape=True, undefined=StrictUndefined
    )
    environment.filters["address"] = quote
    return environment.get_template("index_page.html.j2")
