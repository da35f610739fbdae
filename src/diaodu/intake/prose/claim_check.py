"""Compare the figures of a written report with the workbook's and the published ones.

Two figures that say the same may be printed with different decimals: 6.53 and 6.5, 1.5万亿元 and
15012.3亿元. They agree if they differ by no more than half of the last printed digit of the coarser
one. About (约, 左右) allows a whole last digit: whoever writes 6% for 6.8% and says "about" has cut
the digit rather than rounded it, but would not write it for 7.1%. 以上 and 超 allow anything above,
不足 and 近 anything below, a range anything in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from diaodu import units
from diaodu.errors import CellIssue
from diaodu.intake.prose.claim_types import Claim
from diaodu.intake.prose.codes import CODES
from diaodu.intake.text import visible
from diaodu.params import Run

_ABOUT = frozenset(["约", "左右", "上下", "大约", "大致", "≈", "~", "about", "around", "roughly"])
_ABOVE = frozenset(
    [
        "以上",
        "超",
        "超过",
        "逾",
        "多",
        "余",
        "不低于",
        "不少于",
        "至少",
        "高于",
        "over",
        "more than",
    ]
)
_BELOW = frozenset(["近", "接近", "将近", "不足", "不到", "以下", "以内", "不超过", "nearly"])
_UNITS = {
    "%": ("percent", 1.0),
    "亿元": ("100m_yuan", 1.0),
    "万亿元": ("100m_yuan", 1e4),
    "万元": ("10k_yuan", 1.0),
    "元": ("yuan", 1.0),
    "billion yuan": ("100m_yuan", 10.0),
    "million yuan": ("million_yuan", 1.0),
    "trillion yuan": ("100m_yuan", 1e4),
}
_YEAR_AGO = re.compile(r"上年|去年|同期|last year|a year")
_YEAR = re.compile("[0-9]{4}")
_SUBMITTED = ("submitted", "illustrative")
_EXACT = 1e-9


class Figures:
    """Rows of `indicators`, looked up for many claims; derived ones are no figures of anybody."""

    def __init__(self, indicators: pd.DataFrame) -> None:
        self._rows: dict[tuple[str, str, str], list[dict[str, Any]]] = {}
        stated = indicators[indicators["origin"].ne("derived")]
        for record in stated.to_dict("records"):
            row = {str(key): value for key, value in record.items()}
            key = (row["area"], row["indicator"], row["period"])
            self._rows.setdefault(key, []).append(row)

    def of(self, claim: Claim) -> list[dict[str, Any]]:
        """Rows of the claim's area, indicator and month."""
        return self._rows.get((claim.area or "", claim.indicator, claim.month or ""), [])


def compare(
    claims: Sequence[Claim],
    indicators: pd.DataFrame | Figures,
    run: Run,
    *,
    file: str,
    row: int | None = None,
) -> list[CellIssue]:
    """Issues of claims that differ from a figure for the same area, period, indicator and industry.

    claims: of one paragraph, or of one text; file, row: where it stands (row: its paragraph).
    indicators: as in the contract; rows of the workbook (submitted, illustrative) and published
    ones; whoever compares often makes Figures of them once. An expected figure is compared with
    expected ones only; targets and figures that the tables cannot hold (of a county, month on
    month, a gap) are not compared at all.
    """
    known = {area.id for area in run.areas.all}
    figures = indicators if isinstance(indicators, Figures) else Figures(indicators)
    issues = []
    for claim in claims:
        if claim.area not in known or not _comparable(claim, run):
            continue
        for other in _counterparts(claim, figures):
            if not agrees(claim, other):
                issues.append(_issue(claim, other, run, file, row))
    return issues


def _comparable(claim: Claim, run: Run) -> bool:
    indicator = run.catalog.indicators.get(claim.indicator)
    if indicator is None or not claim.exact or claim.month is None or claim.within is not None:
        return False
    wanted = "yoy" if indicator.kind == "growth" else "level"
    if claim.comparison != wanted or claim.status == "target" or not _spans(claim):
        return False
    return _on_last_year(claim) and _in_unit(claim, indicator.unit) is not None


def _on_last_year(claim: Claim) -> bool:
    """Whether a growth is one on the year before, not 比2019年同期."""
    year = _YEAR.search(claim.base)
    if year is not None:
        return int(year[0]) == int((claim.month or "0")[:4]) - 1
    return not claim.base or _YEAR_AGO.search(claim.base) is not None


def _spans(claim: Claim) -> tuple[str, ...]:
    """Spans of the tables that the claim's period is: the first quarter is the year to date too."""
    if claim.span not in ("ytd", "month", "quarter"):
        return ()
    opens = claim.span == "quarter" and (claim.month or "").endswith("-03")
    return ("ytd", "quarter") if opens else (claim.span,)


def _in_unit(claim: Claim, unit: str) -> float | None:
    """By what the claim's figures are multiplied to be in `unit`; None if they cannot be."""
    known = _UNITS.get(claim.unit)
    if known is None:
        return None
    try:
        return units.convert(known[1], known[0], unit)
    except ValueError:
        return None


def _counterparts(claim: Claim, figures: Figures) -> Iterator[dict[str, Any]]:
    """The rows that state the same figure; a value that several sources state comes once a side."""
    seen = set()
    for row in figures.of(claim):
        industry = None if pd.isna(row["industry"]) else row["industry"]
        expected = row["status"] == "expected"
        key = (row["origin"] in _SUBMITTED, row["printed"], row["unit"])
        same = industry == claim.industry and row["span"] in _spans(claim)
        if same and expected == (claim.status == "expected") and key not in seen:
            seen.add(key)
            yield row


def agrees(claim: Claim, other: dict[str, Any]) -> bool:
    """Whether a claim and a row of `indicators` state the same, as far as they are printed."""
    factor = _in_unit(claim, other["unit"])
    if factor is None:
        return True  # it cannot be told, and is no difference
    value = float(other["value"])
    half = max(_digit(claim.printed) * factor, _digit(str(other["printed"]))) / 2
    room = (2 * half if claim.qualifier in _ABOUT else half) * (1 + _EXACT) + _EXACT
    if claim.value is None:
        low, high = claim.low, claim.high
        if low is None or high is None:
            return True
        return low * factor - room <= value <= high * factor + room
    stated = claim.value * factor
    above, below = claim.qualifier in _ABOVE, claim.qualifier in _BELOW
    if stated < 0:  # 下降5%以上
        above, below = below, above
    return (above or value <= stated + room) and (below or value >= stated - room)


def _digit(printed: str) -> float:
    """Worth of the last printed digit: 0.1 for 6.5; of a range, that of its coarser end."""
    ends = printed.lstrip("-").split("-")
    return max(10.0 ** -len(end.partition(".")[2]) for end in ends)


def _issue(claim: Claim, other: dict[str, Any], run: Run, file: str, row: int | None) -> CellIssue:
    indicator = run.catalog.indicators[claim.indicator]
    code = "claim_differs_" + ("submitted" if other["origin"] in _SUBMITTED else "published")
    industry = run.catalog.industries.get(claim.industry or "")
    details = {
        "stated": f"{claim.qualifier if claim.qualifier in _ABOVE | _BELOW else ''}{_said(claim)}",
        "other": str(other["printed"]),
        "unit": str(other["unit"]),
        "period": claim.period or "",
        "place": f"{other['source_id']}, {other['locator']}",
        "indicator_zh": (industry.zh if industry else "") + indicator.short_zh,
        "indicator_en": indicator.short_en + (f" ({industry.en})" if industry else ""),
    }
    return CellIssue(
        file=file,
        code=code,
        found=visible(claim.quote),
        severity=CODES[code],
        row=row,
        area=claim.area,
        details={key: visible(text) for key, text in details.items()},
    )


def _said(claim: Claim) -> str:
    """The claim's figure with its sign and unit."""
    if claim.value is None:
        return f"{claim.low:g}~{claim.high:g}{claim.unit}"
    return f"{claim.value:g}{claim.unit}"
