"""The words of drop-downs: what the form offers, and the id of what came back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from diaodu.areas import Area
from diaodu.catalog import Indicator, Text
from diaodu.intake.form.layout import Column
from diaodu.intake.prose.script import to_simplified
from diaodu.intake.text import clean, fold
from diaodu.messages import LANGS, Lang, say
from diaodu.params import Run
from diaodu.periods import Period

YES, NO = "yes", "no"
_YES_WORDS = ("是", "有", "√", "✓", "✔", "y", "yes", "true", "技改")
_NO_WORDS = ("否", "不是", "无", "×", "✗", "n", "no", "false", "非技改")


_PLAIN = re.compile(r"[\u4e00-\u9fffA-Za-z0-9，。；：、！？]*")


def is_plain(text: str) -> bool:
    """Whether there is nothing in a text that could be written otherwise, but for its script."""
    return _PLAIN.fullmatch(text) is not None


@lru_cache(maxsize=65536)
def compared(text: str) -> str:
    """A word as words are compared: plain forms, no blanks, simplified, without case."""
    if is_plain(text):
        return to_simplified(text).casefold()
    return to_simplified(re.sub(r"\s", "", fold(clean(text)[0]))).casefold()


def months(period: Period) -> list[int]:
    """Last months that a cumulative figure of the quarter may have; January is no point."""
    return [month for month in range(period.month - 2, period.month + 1) if month > 1]


def options(column: Column, run: Run, area: Area, lang: Lang) -> list[str]:
    """What the column's drop-down offers, in the order shown; [] for a column without one."""
    match column.type:
        case "choice":
            return [text.in_(lang) for text in _choices(column, run).values()]
        case "bool":
            return [say(f"form.{answer}", lang) for answer in (YES, NO)]
        case "industry":
            return [item.name(lang) for item in run.catalog.industries.values()]
        case "county":
            return [place.zh if lang == "zh" else place.en for place in area.counties]
        case "month":
            year = run.period.year
            return [say(f"period.ytd.{month}", lang, year=year) for month in months(run.period)]
    return []


def label(column: Column, value: str, run: Run, lang: Lang) -> str:
    """The word of an id in a drop-down; what is no id stays."""
    match column.type:
        case "choice":
            known = _choices(column, run).get(value)
            return known.in_(lang) if known else value
        case "industry":
            item = run.catalog.industries.get(value)
            return item.name(lang) if item else value
    return value


def lookup(column: Column, run: Run, area: Area) -> dict[str, str]:
    """Word as compared -> id (counties: their Chinese name). Aliases never hide a full name."""
    match column.type:
        case "choice":
            choices = _choices(column, run)
            aliases = column.choices if isinstance(column.choices, dict) else {}
            words = {k: (k, text.zh, text.en) for k, text in choices.items()}
            others = {k: choice.aliases for k, choice in aliases.items()}
            return _table(others) | _table(words)
        case "bool":
            said = {answer: [say(f"form.{answer}", lang) for lang in LANGS] for answer in (YES, NO)}
            return _table({YES: _YES_WORDS, NO: _NO_WORDS}) | _table(said)
        case "industry":
            items = run.catalog.industries.items()
            return _table({k: (k, item.zh, item.en, *item.aliases) for k, item in items})
        case "county":
            return counties(area)
    return {}


@lru_cache(maxsize=64)
def counties(area: Area) -> dict[str, str]:
    """Every way to write a county of the area -> its Chinese name.

    With and without the area before it, and without its last character where that is not all.
    """
    names: dict[str, str] = {}
    for place in area.counties:
        for name in (place.zh[:-1] if len(place.zh) > 2 else place.zh, place.zh, place.en):
            for before in ("", area.zh, area.short_zh):
                key = compared(before + name)
                names[key] = place.zh if names.get(key, place.zh) == place.zh else ""
    names |= {compared(place.zh): place.zh for place in area.counties}
    return {key: name for key, name in names.items() if name}


def name_of(area: Area) -> Text:
    """Name of an area for a message."""
    return Text(zh=area.zh, en=area.en)


def short_name(item: Indicator) -> Text:
    """Short name of an indicator for a message."""
    return Text(zh=item.short_zh, en=item.short_en)


def parts(written: str) -> list[str]:
    """The words of a list that somebody wrote into one cell."""
    return [part for part in re.split(r"[、，,；;/\s]", written) if part]


def _choices(column: Column, run: Run) -> dict[str, Text]:
    if column.choices == "categories":
        return run.catalog.taxonomy.categories
    return {k: Text(zh=c.zh, en=c.en) for k, c in (column.choices or {}).items()}


def _table(words: Mapping[str, Iterable[str]]) -> dict[str, str]:
    return {compared(word): key for key, listed in words.items() for word in listed}
