"""The index of a quarter's reports: what was made and what was not, lights, search, and from what.

It is the province's own: it names problems and enterprises of all areas, and goes into no pack of
another recipient.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal

import pandas as pd

from diaodu.messages import say
from diaodu.params import Run
from diaodu.present import lamps, light_map
from diaodu.present.page import Page, each
from diaodu.publish import page, script
from diaodu.rules import TOPICS

State = Literal["made", "failed", "not_run"]
Kind = Literal["province", "division", "city", "leader", "ledger", "own"]
FLAGS = ("expected_below_target", "below_target", "below_province")
ISSUE_COLUMNS = ("where", "found", "expected", "consequence", "remedy")
_LIT = ("city", "leader", "own")  # kinds that are about an area, which has lights


@dataclass(frozen=True)
class Link:
    """A file beside a report, by its path from the index."""

    label: str
    file: str


@dataclass(frozen=True)
class Entry:
    """One report of the run, made or not. `file` and `notebook` are paths beside the index.

    `label`: what it is called; `headline`: first sentence of the report; `error`: why it failed, in
    one line; `notebook`: the executed notebook that failed; `missing`: names of the main indicators
    that nobody published for the area; `area`: its id; `who`: the paired leader; `flags`: of FLAGS;
    `unsent`: what the area did not send, in words; `links`: other files; `also`: further names that
    it can be found by; `mentions`: problems and enterprises of the area.
    """

    label: str
    state: State
    file: str = ""
    headline: str = ""
    error: str = ""
    notebook: str = ""
    missing: tuple[str, ...] = ()
    kind: Kind = "city"
    area: str = ""
    who: str = ""
    flags: tuple[str, ...] = ()
    unsent: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    also: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()

    @property
    def group(self) -> str:
        """The list of the index that it stands in."""
        return "province" if self.kind == "city" else self.kind


@dataclass(frozen=True)
class About:
    """When the reports were made and from what; inputs: path and SHA-256 of each file read."""

    made_on: date
    quarter: str
    made_from: str
    versions: dict[str, str]
    inputs: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class _Lights:
    map: str
    marks: list[str]
    tally: list[tuple[str, list[int]]]
    of_area: dict[str, dict[str, str]] = field(default_factory=dict)  # area -> topic -> light


def render(
    run: Run,
    entries: Sequence[Entry],
    issues: pd.DataFrame | None = None,
    *,
    topics: pd.DataFrame | None = None,
    about: About | None = None,
    comparisons: Sequence[str] = (),
) -> str:
    """The index page of a run's reports, in the run's language.

    `issues`: one row per thing left out at intake, as text ready to be read, with the columns of
    ISSUE_COLUMNS; None: intake was not part of this run, and the index does not speak of it.
    `topics`: lights.by_topic of all areas; None: no lights.
    `comparisons`: files of `diaodu compare` that lie beside it.
    Raises ValueError where `issues` lacks a column.
    """
    if issues is not None and (lacking := [c for c in ISSUE_COLUMNS if c not in issues]):
        raise ValueError(f"issues lack the columns {', '.join(lacking)}")
    frame, says = _frame(run), Page(run.at(run.province.id))
    lights = _lights(says, entries, topics)
    shown = [_shown(says, entry, lights) for entry in entries]
    made = page.template("index_page.html.j2").render(
        resources={"frame": frame, "sections": []},
        entries=shown,
        filters=_filters(says, entries, lights),
        lights=lights,
        issues=None if issues is None else _rows(issues),
        issue_columns=ISSUE_COLUMNS,
        about=about and _about(says, about),
        comparisons=comparisons,
    )
    return page.finished(made, frame.title)


def _frame(run: Run) -> page.Frame:
    province = run.at(run.province.id)
    title = say(
        "publish.title.index", run.lang, area=page.area_name(province), period=page.period(run)
    )
    return replace(
        page.frame(province, kicker=say("publish.kicker.index", run.lang), title=title),
        script=script.of_file(page.TEMPLATES / "index.js"),
        style=page.stylesheet("index.css"),
    )


def _lights(says: Page, entries: Sequence[Entry], topics: pd.DataFrame | None) -> _Lights | None:
    """The lights of all areas; None where the quarter's file has no rules for them."""
    if topics is None or not topics["rules"].any():
        return None
    links = {
        entry.area: entry.file
        for entry in entries
        if entry.kind == "city" and entry.state == "made"
    }
    of_area: dict[str, dict[str, str]] = {}
    for row in each(topics):
        of_area.setdefault(row.area, {})[row.topic] = row.light
    counts = {topic: Counter(own[topic] for own in of_area.values()) for topic in TOPICS}
    return _Lights(
        light_map.of_areas(says, topics, links).markup,
        [lamps.mark(says, light) for light in lamps.SHAPES],
        [
            (says.say(f"light.topic.{topic}"), [counts[topic][light] for light in lamps.SHAPES])
            for topic in TOPICS
        ],
        of_area,
    )


def _shown(says: Page, entry: Entry, lights: _Lights | None) -> dict[str, Any]:
    """An entry as the template prints it, with its tags; lights: topic's name and markup."""
    own = lights.of_area.get(entry.area, {}) if lights and entry.kind in _LIT else {}
    drawn = tuple(
        (says.say(f"light.topic.{topic}"), lamps.mark(says, light))
        for topic, light in own.items()
        if entry.kind == "city"
    )
    more = {"group": entry.group, "tags": " ".join(_tags(entry, own)), "lights": drawn}
    return {**vars(entry), **more}


def _tags(entry: Entry, lights: dict[str, str]) -> list[str]:
    """What the filters ask an entry for; no tag holds anything but what code names."""
    tags = [f"kind-{entry.kind}"]
    tags += [f"light-{light}" for light in dict.fromkeys(lights.values())]
    tags += [f"light-{topic}-{light}" for topic, light in lights.items()]
    tags += [f"lights-{light}" for light in set(lights.values()) if len(set(lights.values())) == 1]
    tags += [f"flag-{flag}" for flag in entry.flags or ("no_flag",)]
    lacking = {
        "submission": bool(entry.unsent),
        "report": entry.state != "made",
        "figures": bool(entry.missing),
    }
    return (
        tags
        + [f"missing-{name}" for name, is_so in lacking.items() if is_so]
        + ([] if any(lacking.values()) else ["missing-nothing"])
    )


def _filters(
    says: Page, entries: Sequence[Entry], lights: _Lights | None
) -> list[tuple[str, list[tuple[str, str]]]]:
    """Filter -> its choices, each a tag and what it is called."""
    words = {light: says.say(f"light.word.{light}") for light in lamps.SHAPES}
    by_light = [
        *((f"light-{c}", says.say("index.light.any", light=words[c])) for c in ("red", "yellow")),
        ("lights-green", says.say("index.light.all", light=words["green"])),
        ("light-unknown", says.say("index.light.any", light=words["unknown"])),
    ]
    by_light += [
        (
            f"light-{topic}-{light}",
            says.say(
                "index.light.topic", topic=says.say(f"light.topic.{topic}"), light=words[light]
            ),
        )
        for topic in TOPICS
        for light in ("red", "yellow")
    ]
    kinds = {entry.kind: "whole" if entry.kind == "province" else entry.kind for entry in entries}
    missing = ("submission", "report", "figures", "nothing")
    return [
        *([("light", by_light)] if lights else []),
        ("flag", [(f"flag-{f}", says.say(f"index.flag.{f}")) for f in (*FLAGS, "no_flag")]),
        ("kind", [(f"kind-{kind}", says.say(f"index.kind.{n}")) for kind, n in kinds.items()]),
        ("missing", [(f"missing-{m}", says.say(f"index.missing.{m}")) for m in missing]),
    ]


def _about(says: Page, about: About) -> dict[str, Any]:
    values = {
        "made_on": page.written(about.made_on, says.lang),
        "as_of": page.written(says.run.quarter.as_of, says.lang),
        "quarter": about.quarter,
        "hash": about.made_from,
        "versions": ", ".join(f"{name} {number}" for name, number in about.versions.items()),
    }
    facts = [(says.say(f"index.about.{name}"), text) for name, text in values.items()]
    return {"facts": facts, "inputs": about.inputs}


def _rows(issues: pd.DataFrame) -> list[list[str]]:
    text = issues[list(ISSUE_COLUMNS)].astype(object).where(issues.notna(), "—")
    return [[str(value) for value in row] for row in text.itertuples(index=False)]
