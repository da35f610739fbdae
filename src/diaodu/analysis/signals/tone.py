"""Tone of texts by word lists, and the tone of a unit relative to its own last quarters.

The lists are `params/catalog/tone.yml`. A tone is (up - down) / (up + down), from -1 to 1, over
the words of all texts of a unit and quarter. Only the difference to the unit's own usual tone is
used: who writes sets the level. Methods: docs/methods.md, "What texts add".
"""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd

from diaodu.analysis.frames import table
from diaodu.analysis.signals.panel import Array, quarters_of
from diaodu.catalog import ToneWords
from diaodu.errors import ContractError

_CLAUSE = re.compile(r"[,.;:!?\n，。；：！？、]+")
_REACH = {"zh": 6, "en": 24}  # characters that a "not" reaches forward, about three words

_COLUMNS = {
    "area": "str",
    "period": "str",
    "tone": "float64",
    "usual": "float64",
    "relative": "float64",
    "up": "int64",
    "down": "int64",
    "earlier": "int64",
    "reason": "str",
}


class Lists:
    """The word lists made ready for reading: which list a word is on, by word as it is written."""

    def __init__(self, words: ToneWords) -> None:
        self._on = {word: name for name, listed in words.lists().items() for word in listed}
        self._inverse = {*words.inverse.zh, *words.inverse.en}
        self._stems = tuple(word[:-1] for word in self._on if word.endswith("*"))
        chinese = [word for word in {*self._on, *self._inverse} if not word.isascii()]
        chinese.sort(key=lambda word: (-len(word), word))
        self._words = re.compile("|".join(["[a-z]+", *map(re.escape, chinese)]))
        self._known: dict[str, tuple[str | None, bool]] = {}

    def hits(self, clause: str) -> list[tuple[str, bool, int, int]]:
        """List, whether the word is one whose rise is bad, start and end of each listed word."""
        found = []
        for match in self._words.finditer(clause):
            name, inverse = self._look_up(match[0])
            if name is not None:
                found.append((name, inverse, match.start(), match.end()))
        return found

    def _look_up(self, word: str) -> tuple[str | None, bool]:
        if word not in self._known:
            listed = word
            if word not in self._on:
                stem = max((s for s in self._stems if word.startswith(s)), key=len, default=None)
                listed = f"{stem}*"
            inverse = word in self._inverse
            self._known[word] = (self._on.get(listed, "inverse" if inverse else None), inverse)
        return self._known[word]


def counted(text: str, lists: Lists) -> tuple[int, int]:
    """Words of improvement and of decline in one text, Chinese, English or both.

    A word turns round after a "not" close before it in its clause, and in a clause that speaks
    of something whose rise is bad (layoffs, 库存). Such a thing that is bad in itself counts as
    bad where the clause does not say that it rose or fell.
    """
    up = down = 0
    for clause in _CLAUSE.split(text.lower()):
        better, worse = _in_clause(clause, lists)
        up += better
        down += worse
    return up, down


def _in_clause(clause: str, lists: Lists) -> tuple[int, int]:
    hits = lists.hits(clause)
    turned = any(inverse for _, inverse, _, _ in hits)
    moved = any(name in ("up", "down") for name, _, _, _ in hits)
    up = down = 0
    no_until = -1
    for name, inverse, start, end in hits:
        if name == "negation":
            no_until = end + _REACH["zh" if clause[start] > "\u3000" else "en"]
        elif name != "inverse" and not (inverse and moved):
            better = name in ("up", "good")
            better ^= start < no_until
            better ^= turned and name in ("up", "down")
            up += better
            down += not better
    return up, down


def tone(notes: pd.DataFrame, words: ToneWords, window: int = 8, least: int = 4) -> pd.DataFrame:
    """Tone of each area and quarter relative to its own last quarters.

    `notes` has `area`, `period` ("2022Q1" or "2022-03") and `text`; a missing text is no text.
    One row is an area and a quarter that has notes: `tone` now, `usual` (mean of the tones of the
    `window` quarters before), `relative` = tone - usual, the words counted, and how many `earlier`
    quarters there are. `relative` is NaN, and `reason` says why, where no word of the lists was
    found (`no_words`) or fewer than `least` earlier quarters have a tone (`few_earlier`).
    Raises ContractError for missing columns and for periods that are none.

    Example:
        >>> signals.tone(tables["notes"], catalog.tone)[["area", "relative", "reason"]]
    """
    lacking = [name for name in ("area", "period", "text") if name not in notes.columns]
    if lacking:
        raise ContractError(f"notes: found no column {', '.join(lacking)}; expected it")
    rows: list[dict[str, Any]] = []
    for area, of_area in _counts(notes.dropna(subset=["text"]), words).groupby("area"):
        rows += _of_area(str(area), of_area, window, least)
    return table(_COLUMNS, rows)


def _counts(notes: pd.DataFrame, words: ToneWords) -> pd.DataFrame:
    lists = Lists(words)
    pairs = np.array([counted(text, lists) for text in notes["text"]], dtype=int).reshape(-1, 2)
    return pd.DataFrame(
        {
            "area": notes["area"].astype(str).to_numpy(),
            "quarter": quarters_of(notes["period"]),
            "period": notes["period"].astype(str).to_numpy(),
            "up": pairs[:, 0],
            "down": pairs[:, 1],
        }
    )


def _of_area(area: str, counts: pd.DataFrame, window: int, least: int) -> list[dict[str, Any]]:
    """Rows of one area; quarters in between without notes count as quarters without a tone."""
    sums = counts.groupby("quarter").agg(
        up=("up", "sum"), down=("down", "sum"), period=("period", "first")
    )
    every = pd.period_range(sums.index.min(), sums.index.max(), freq="Q")
    by_quarter = pd.Series(level(sums["up"].to_numpy(float), sums["down"].to_numpy(float)))
    tones = by_quarter.set_axis(sums.index).reindex(every)
    sums["tone"] = tones
    sums["usual"] = tones.rolling(window, min_periods=least).mean().shift(1)
    sums["earlier"] = tones.notna().astype(int).rolling(window, min_periods=1).sum().shift(1)
    return [
        {
            "area": area,
            **{name: row[name] for name in ("period", "tone", "usual", "up", "down")},
            "relative": row["tone"] - row["usual"],
            "earlier": 0 if pd.isna(row["earlier"]) else int(row["earlier"]),
            "reason": _reason(row["tone"], row["usual"]),
        }
        for row in sums.to_dict("records")
    ]


def _reason(tone_now: float, usual_tone: float) -> str | None:
    if pd.isna(tone_now):
        return "no_words"
    return "few_earlier" if pd.isna(usual_tone) else None


def level(up: Array, down: Array) -> Array:
    """(up - down) / (up + down); NaN where nothing was counted."""
    total = up + down
    share: Array = np.divide(up - down, total, out=np.full(len(total), np.nan), where=total > 0)
    return share
