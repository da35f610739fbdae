"""What a report and an index share: the frame of the page, its dates and its running lines."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from diaodu import store
from diaodu.messages import Lang, say
from diaodu.params import Run
from diaodu.present.leftward import apart
from diaodu.present.page import visible
from diaodu.publish import fonts
from diaodu.publish.script import Script

TEMPLATES = Path(__file__).parent / "template"
_REMARK = re.compile(r"/\*.*?\*/", re.DOTALL)
_STRING = re.compile(r"""("[^"]*"|'[^']*')""")
_BLANKS, _AROUND = re.compile(r"\s+"), re.compile(r" ?([{};,]) ?")


@dataclass(frozen=True)
class Frame:
    """All that the head, the masthead and the footer of a page say; plain text, not markup."""

    lang: Lang
    kicker: str
    title: str
    as_of: str
    meeting: str
    marking: str
    banner: str
    kind: str = ""  # class of the page's body
    style: str = ""  # further rules, for this kind of page only
    script: Script | None = None  # runs at the end of the page; the policy allows this one only

    def say(self, key: str, /, **values: str) -> str:
        """A text of the catalogue in the page's language."""
        return say(key, self.lang, **values)

    @property
    def css(self) -> str:
        """The style sheet with this page's running lines for print."""
        running = self.say("publish.running", title=self.title, as_of=self.as_of)
        # the counters are CSS, not text: they close the string and open it again
        number = self.say("publish.page", page='" counter(page) "', pages='" counter(pages) "')
        return (
            f"{lean(stylesheet())}{lean(self.style)}@page{{@top-right{{content:{css_string(self.marking)}}}"
            f"@bottom-left{{content:{css_string(running)}}}"
            f'@bottom-right{{content:"{number}"}}}}'
        )


@lru_cache(maxsize=4)
def template(name: str) -> Template:
    """A template of ours: what it prints is escaped, and hidden characters are visible ones."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_seen,
    )
    environment.filters["address"] = quote
    return environment.get_template(name)


def _seen(value: Any) -> Any:
    """A value as it is printed; markup was made safe where it was made."""
    return visible(value) if type(value) is str else value


def finished(page: str, title: str) -> str:
    """A page as it is written: right-to-left words apart, with its fonts.

    title: what is set in the serif (see `fonts.embed`).
    """
    return fonts.embed(apart(page), title)


def frame(run: Run, kicker: str, title: str, kind: str = "") -> Frame:
    """The frame of a page of that run: its as-of date, its meeting and its marking.

    A run on made-up submissions says so on the face of each of its pages.
    """
    quarter, lang = run.quarter, run.lang
    made_up = "illustrative" in store.origins(run)
    meeting = quarter.meeting
    return Frame(
        lang=lang,
        kicker=kicker,
        title=title,
        as_of=say("publish.as_of", lang, date=written(quarter.as_of, lang)),
        meeting=""
        if meeting is None
        else say(
            "publish.meeting",
            lang,
            title=meeting.title.in_(lang),
            date=written(meeting.date, lang),
        ),
        marking="" if quarter.marking is None else quarter.marking.in_(lang),
        banner=say("banner.illustrative", lang) if made_up else "",
        kind=kind,
    )


def written(day: date, lang: Lang) -> str:
    """A date as readers write it: 2022年3月23日; 23 March 2022."""
    month = say(f"publish.month.{day.month}", lang)
    return say("publish.date", lang, year=day.year, month=month, day=day.day)


def period(run: Run) -> str:
    """The run's quarter as cumulative period: 2022年上半年."""
    return say(f"period.ytd.{run.period.month}", run.lang, year=run.period.year)


def area_name(run: Run) -> str:
    """Full name of the run's area: 廊坊市; Langfang."""
    return run.area.zh if run.lang == "zh" else run.area.en


def css_string(text: str) -> str:
    """`text` as a CSS string that can end neither itself nor the style element around it."""
    safe = "".join(
        c if c.isalnum() or c in " -—,.:;·，、：；（）()" else f"\\{ord(c):x} " for c in text
    )
    return f'"{safe}"'


@lru_cache(maxsize=8)
def lean(style: str) -> str:
    """A style sheet without remarks and without blanks that mean nothing, outside of its strings.

    A sixth of it is such blanks, and each page of a quarter carries it.
    """
    parts = _STRING.split(_REMARK.sub("", style))  # every second one is a string
    bare = [_AROUND.sub(r"\1", _BLANKS.sub(" ", part)) for part in parts[::2]]
    parts[::2] = [part.replace(": ", ":").replace(";}", "}") for part in bare]
    return "".join(parts).strip()


@lru_cache(maxsize=4)
def stylesheet(name: str = "page.css") -> str:
    """A style sheet of the template folder."""
    return (TEMPLATES / name).read_text(encoding="utf-8")
