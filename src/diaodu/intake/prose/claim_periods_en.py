"""Periods in English text: the first quarter of 2022, January-May, last year."""

from __future__ import annotations

import re

from diaodu.intake.prose.claim_periods import Grain, Groups, Mention, Year, mentions

_NAMES = "January|February|March|April|May|June|July|August|September|October|November|December"
_MONTH = rf"(?:{_NAMES}|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
_ORD = {"first": 1, "second": 2, "third": 3, "fourth": 4, "final": 4}
_FEW = "two|three|four|five|six|seven|eight|nine|ten|eleven"
_PERIOD = re.compile(
    rf"(?:(?P<m1>{_MONTH})[\s-]?(?:-|–|to|through|and)[\s-]?(?P<m2>{_MONTH})"
    rf"|(?P<length>{_FEW}|1[01]|[2-9]) months (?:ended|ending|through|to)(?: in)?"
    rf" (?P<until>{_MONTH})"
    rf"|(?P<m>{_MONTH}))"
    r"(?:,?\s(?:of\s)?(?P<my>\d{4}))?"
    rf"|(?i:first|opening) (?P<firstn>{_FEW}|1[01]|[2-9]) months?"
    r"(?: of (?P<fy>\d{4}|this year|last year))?"
    rf"|(?:final|last|closing) (?P<lastn>{_FEW}) months of (?:the year|(?P<ly>\d{{4}}))"
    r"|(?P<q>(?i:first|second|third|fourth|final))[ -]quarter"
    r"(?:(?:,? of|,)? (?P<qy>\d{4}|this year|last year))?"
    r"|(?P<threeq>first three quarters)(?:(?: of)? (?P<ty>\d{4}))?"
    r"|(?P<h>(?i:first|second))[ -]half"
    r"(?:(?: of)?(?: the)? (?P<hy>\d{4}|this year|last year|year))?"
    r"|(?<=in the )(?P<ordinal>first|second|third|fourth)(?=\s?(?:[.,;]|$))"
    r"|[Qq](?P<Q>[1-4])(?: of)?(?: (?P<Qy>\d{4}))?|(?P<yQ>\d{4})\s?Q(?P<Q2>[1-4])"
    r"|(?P<from>(?:19|20)\d{2})\s?(?:-|–|to)\s?(?P<till>(?:19|20)\d{2})"
    rf"|(?:past|last|previous) (?P<years>three|four|five|six|seven|eight|nine|ten) years"
    rf"|(?:previous|prior|preceding) (?P<before>{_FEW}) months"
    r"|the same (?:period|month|quarter) (?:of|in) (?P<samey>\d{4})"
    r"|(?P<rel>[Ll]ast year|[Tt]his year|the previous year"
    r"|a year (?:earlier|ago|before)|a month earlier"
    r"|(?:the )?(?:previous|prior|preceding) (?:month|quarter)|this month|last month"
    r"|(?:the )?last quarter"
    r"|the same (?:period|month|quarter) (?:of |in |a )?(?:last year|year earlier"
    r"|the previous year)"
    r"|year[ -](?:on|over)[ -]year|the year before)"
    r"|(?P<year>(?:19|20)\d{2})(?![\d,.]*\d|\s?(?:yuan|million|billion|percent|%|average|levels?"
    r"|prices|dollars))",
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
    if groups.keys() & {"m", "m1", "until"}:
        return _months(match, groups)
    if groups.keys() & {"firstn", "threeq", "q", "Q", "Q2", "h", "ordinal", "lastn"}:
        return _part_of_year(match, groups)
    if "from" in groups:
        years = int(groups["till"]) - int(groups["from"]) + 1
        until = Mention(*at, year=int(groups["till"]), grain="years", years=years)
        return until if years > 1 else None
    if "years" in groups:
        return Mention(*at, grain="years", years=_NUMBERS.index(groups["years"]))
    if "samey" in groups:
        return Mention(*at, "same", year=int(groups["samey"]))
    if "year" in groups:
        return Mention(*at, year=int(groups["year"]))
    return Mention(*at, "before") if "before" in groups else _relative(match, groups["rel"])


def _relative(match: re.Match[str], written: str) -> Mention | None:
    at = (match.start(), match.end(), match[0])
    if written.startswith("year"):  # year on year: no period of its own
        return None
    shift = {"last year": -1, "this year": 0}.get(written.lower())
    if shift is not None:
        return Mention(*at, shift=shift)
    if written in ("last month", "this month"):  # of a release: the month that it is about
        return Mention(*at, "now")
    if "same" in written or "year" in written:
        return Mention(*at, "same", shift=-1)
    return Mention(*at, "before")


def _months(match: re.Match[str], groups: Groups) -> Mention:
    """May, January to May, the five months ended May."""
    year = _year(groups, "my")
    if "until" in groups:
        until, length = _month(groups["until"]), _count(groups["length"])
        return _made(match, year, max(1, until - length + 1), until, "months")
    first = _month(groups.get("m") or groups["m1"])
    last = _month(groups["m2"]) if "m2" in groups else first
    grain: Grain = "months" if last > first else "month"
    return _made(match, year, min(first, last), last, grain)


def _part_of_year(match: re.Match[str], groups: Groups) -> Mention:
    if "lastn" in groups:
        first = 13 - _count(groups["lastn"])
        return _made(match, _year(groups, "ly"), first, 12, "months")
    if groups.keys() & {"firstn", "threeq"}:
        last = _count(groups.get("firstn", "nine"))
        return _made(match, _year(groups, "fy", "ty"), 1, last, "months")
    if "h" in groups:
        first = 6 * _ORD[groups["h"].lower()] - 5
        return _made(match, _year(groups, "hy"), first, first + 5, "half")
    named = groups.get("q") or groups.get("ordinal")
    n = _ORD[named.lower()] if named else int(groups.get("Q") or groups["Q2"])
    return _made(match, _year(groups, "qy", "Qy", "yQ"), 3 * n - 2, 3 * n, "quarter")


def _count(few: str) -> int:
    return int(few) if few.isdigit() else _NUMBERS.index(few)


def _month(name: str) -> int:
    return next(at for at, full in enumerate(_NAMES.split("|"), 1) if full.startswith(name[:3]))


def _made(match: re.Match[str], year: Year, first: int, last: int, grain: Grain) -> Mention:
    at = (match.start(), match.end(), match[0])
    return Mention(*at, "when", year.get("year"), year.get("shift"), first, last, grain)


def _year(groups: Groups, *names: str) -> Year:
    written = next((groups[name] for name in names if name in groups), "year")
    if written.isdigit():
        return {"year": int(written)}
    return {} if written == "year" else {"shift": -1 if written == "last year" else 0}
