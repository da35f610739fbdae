"""Periods in English text: the first quarter of 2022, January-May, last year."""

from __future__ import annotations

import re

from diaodu.intake.prose.claim_periods import Grain, Groups, Mention, Year, mentions

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_ORD = {"first": 1, "second": 2, "third": 3, "fourth": 4, "final": 4}
_PERIOD = re.compile(
    rf"(?:(?P<m1>{_MONTHS})\s?(?:-|–|to|through|and)\s?(?P<m2>{_MONTHS})|(?P<m>{_MONTHS}))"
    r"(?:,?\s(?:of\s)?(?P<my>\d{4}))?"
    r"|(?:first|opening) (?P<firstn>two|three|four|five|six|seven|eight|nine|ten|eleven) months"
    r"(?: of (?P<fy>\d{4}|this year|last year))?"
    r"|(?P<q>first|second|third|fourth|final)[ -]quarter"
    r"(?:(?: of)? (?P<qy>\d{4}|this year|last year))?"
    r"|(?P<threeq>first three quarters)(?:(?: of)? (?P<ty>\d{4}))?"
    r"|(?P<h>first|second) half(?:(?: of)?(?: the)? (?P<hy>\d{4}|this year|last year|year))?"
    r"|[Qq](?P<Q>[1-4])(?: of)?(?: (?P<Qy>\d{4}))?|(?P<yQ>\d{4})\s?Q(?P<Q2>[1-4])"
    r"|(?P<from>(?:19|20)\d{2})\s?(?:-|–|to)\s?(?P<till>(?:19|20)\d{2})"
    r"|(?P<rel>last year|this year|the previous year|a year (?:earlier|ago|before)|a month earlier"
    r"|the previous month|last month|the last quarter"
    r"|the previous quarter|the same period (?:of )?last year"
    r"|the same period a year earlier|year[ -](?:on|over)[ -]year|the year before)"
    r"|(?P<year>(?:19|20)\d{2})(?![\d,.]*\d|\s?(?:yuan|million|billion|percent|%))",
)
_NUMBERS = (
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)


def find_periods_en(text: str) -> list[Mention]:
    """The periods of a text, in order."""
    return mentions(_PERIOD, text, _mention)


def _mention(match: re.Match[str], groups: Groups) -> Mention | None:
    at = (match.start(), match.end(), match[0])
    if groups.keys() & {"m", "m1"}:
        first = _month(groups.get("m") or groups["m1"])
        last = _month(groups["m2"]) if "m2" in groups else first
        grain: Grain = "months" if last > first else "month"
        return _made(match, _year(groups, "my"), min(first, last), last, grain)
    if groups.keys() & {"firstn", "threeq", "q", "Q", "Q2", "h"}:
        return _part_of_year(match, groups)
    if "from" in groups:
        years = int(groups["till"]) - int(groups["from"]) + 1
        if years < 2:
            return None
        return Mention(*at, year=int(groups["till"]), grain="years", years=years)
    if "year" in groups:
        return Mention(*at, year=int(groups["year"]))
    if groups["rel"].startswith("year"):  # year on year: no period of its own
        return None
    shift = {"last year": -1, "this year": 0}.get(groups["rel"])
    if shift is not None:
        return Mention(*at, shift=shift)
    return (
        Mention(*at, "same", shift=-1)
        if "same" in groups["rel"] or "year" in groups["rel"]
        else Mention(*at, "before")
    )


def _part_of_year(match: re.Match[str], groups: Groups) -> Mention:
    if groups.keys() & {"firstn", "threeq"}:
        last = 9 if "threeq" in groups else _NUMBERS.index(groups["firstn"])
        return _made(match, _year(groups, "fy", "ty"), 1, last, "months")
    if "h" in groups:
        first = 6 * _ORD[groups["h"]] - 5
        return _made(match, _year(groups, "hy"), first, first + 5, "half")
    n = _ORD[groups["q"]] if "q" in groups else int(groups.get("Q") or groups["Q2"])
    return _made(match, _year(groups, "qy", "Qy", "yQ"), 3 * n - 2, 3 * n, "quarter")


def _month(name: str) -> int:
    return _MONTHS.split("|").index(name) + 1


def _made(match: re.Match[str], year: Year, first: int, last: int, grain: Grain) -> Mention:
    at = (match.start(), match.end(), match[0])
    return Mention(*at, "when", year.get("year"), year.get("shift"), first, last, grain)


def _year(groups: Groups, *names: str) -> Year:
    written = next((groups[name] for name in names if name in groups), "year")
    if written.isdigit():
        return {"year": int(written)}
    return {} if written == "year" else {"shift": -1 if written == "last year" else 0}
