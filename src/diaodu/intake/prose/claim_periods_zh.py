"""Periods in Chinese text: 2022年1-5月, 前三季度, 去年同期, “十四五”末, 近三年."""

from __future__ import annotations

import re

from diaodu.intake.prose.claim_periods import (
    FIRST_YEAR,
    LAST_YEAR,
    Grain,
    Groups,
    Mention,
    Year,
    mentions,
)

_CN = {c: i for i, c in enumerate("零一二三四五六七八九十")} | {"两": 2, "首": 1}
_Y = r"(?:(?P<y{0}>\d{{4}})年?度?|(?P<r{0}>今|去|上|前|明|本|当)年|(?P<s{0}>\d{{2}})年)?"
_TO = r"\s?(?:-|—{1,2}|–|~|至|到)\s?"
_PERIOD = re.compile(
    rf"(?P<from>\d{{4}})年?{_TO}(?P<till>\d{{4}})年"
    rf"|{_Y.format(1)}(?P<m1>\d{{1,2}})月?份?{_TO}(?P<m2>\d{{1,2}})月份?"
    rf"|{_Y.format(2)}(?:第?(?P<q>[一二三四1-4])季度|前(?P<qs>[二两三23])个?季度|(?P<h>[上下])半年"
    rf"|[一1]{_TO}(?P<q2>[二三四2-4])季度|[Qq](?P<Q>[1-4])(?!\d))(?P<qend>末)?"
    rf"|{_Y.format(3)}(?:(?P<m>\d{{1,2}})月(?P<end>份?(?:\d{{1,2}}日|末|底|中旬|上旬|下旬)?|份?当月)"
    rf"|(?P<mcn>[首前](?:[两二三四五六七八九十]|\d{{1,2}})个?月))"
    r"|(?<![\d.])(?P<ml>\d{1,2})(?=(?:、|和)\d{1,2}月)"
    r"|(?P<ql>[一二三四])(?=(?:、|和)[二三四]季度)"
    r"|(?P<plan>“?(?:十[一二三四五六])五”?)(?P<planend>末|期末)?(?:规划|时期|期间|以来)?"
    r"|(?:(?P<last>这|近|过去|最近|未来|今后|前)(?P<n1>[一二两三四五六七八九十]|\d{1,2})年(?:来|间|以来)?(?![来以]*(?:新高|新低|最|同期))"
    r"|(?P<n2>[一二两三四五六七八九十]|\d{1,2})年(?:来|间|以来)(?!最|新|同期))"
    r"|(?P<year>\d{4})年(?P<yend>末|底|年底|年末|初)?(?:全年|以来|同期)?"
    r"|(?P<rel>今|去|上|前|明|本|当)年(?P<same>同期|同月|同季)?(?P<rend>末|底|初)?(?:全年|以来)?"
    r"|(?P<whole>全年)(?!.{0,2}(?:目标|计划|任务|预期))|(?P<yearend>年末|年底|年初)"
    r"|(?P<same2>同期)|(?P<before>上月|上个月|上季度|上一季度|上旬末|上周|前月)|(?P<now>本月|当月|本季度|当季|本季)"
)
_SHIFT = {"今": 0, "本": 0, "当": 0, "去": -1, "上": -1, "前": -2, "明": 1}
_PLAN_NUMBERS = "一二三四五六"


def find_periods_zh(text: str) -> list[Mention]:
    """The periods of a folded text, in order."""
    return mentions(_PERIOD, text, _mention)


def _mention(match: re.Match[str], groups: Groups) -> Mention | None:
    if "from" in groups:
        return _several(match, int(groups["from"]), int(groups["till"]))
    if "m1" in groups:
        first, last = int(groups["m1"]), int(groups["m2"])
        months = _at(match, _year(groups, 1), first, last, "months")
        return months if 1 <= first < last <= 12 else None
    if groups.keys() & {"q", "qs", "h", "q2", "Q", "ql"}:
        return _quarters(match, groups)
    if groups.keys() & {"m", "mcn", "ml"}:
        return _one_month(match, groups)
    if "plan" in groups:
        year = 2010 + 5 * _PLAN_NUMBERS.index(groups["plan"].strip("“”")[1])  # “十一五”: 2010
        until = _at(match, {"year": year})
        return until if "planend" in groups else _several(match, year - 4, year)
    if groups.keys() & {"n1", "n2"}:
        return _stretch(match, groups)
    return _years(match, groups)


def _at(
    match: re.Match[str],
    year: Year,
    first: int = 1,
    last: int = 12,
    grain: Grain = "year",
    years: int = 0,
) -> Mention:
    at = (match.start(), match.end(), match[0])
    return Mention(*at, "when", year.get("year"), year.get("shift"), first, last, grain, years)


def _several(match: re.Match[str], first: int, till: int) -> Mention | None:
    if not FIRST_YEAR <= first < till <= LAST_YEAR:
        return None
    return _at(match, {"year": till}, grain="years", years=till - first + 1)


def _year(groups: Groups, n: int) -> Year:
    """The year before months or quarters: 2022年, 22年, 去年."""
    if written := groups.get(f"y{n}"):
        return {"year": int(written)} if FIRST_YEAR <= int(written) <= LAST_YEAR else {}
    if short := groups.get(f"s{n}"):
        return {"year": int(short) + (2000 if int(short) < 60 else 1900)}
    relative = groups.get(f"r{n}")
    return {"shift": _SHIFT[relative]} if relative else {}


def _number(written: str) -> int:
    return int(written) if written.isdigit() else _CN[written]


def _quarters(match: re.Match[str], groups: Groups) -> Mention:
    year = _year(groups, 2)
    if half := groups.get("h"):
        first = 1 if half == "上" else 7
        return _at(match, year, first, first + 5, "half")
    if several := groups.get("qs") or groups.get("q2"):
        return _at(match, year, 1, 3 * _number(several), "months")
    n = _number(groups.get("q") or groups.get("ql") or groups["Q"])
    if "qend" in groups:
        return _at(match, year, 3 * n, 3 * n, "point")
    return _at(match, year, 3 * n - 2, 3 * n, "quarter")


def _one_month(match: re.Match[str], groups: Groups) -> Mention | None:
    year = _year(groups, 3)
    if several := groups.get("mcn"):  # 首两月, 前五个月
        last = _number(several[1:].rstrip("个月"))
        return _at(match, year, 1, last, "months") if 1 < last <= 12 else None
    month = int(groups.get("m") or groups["ml"])  # 5、6月份
    if not 1 <= month <= 12:
        return None
    point = groups.get("end", "").endswith(("日", "末", "底", "旬"))
    return _at(match, year, month, month, "point" if point else "month")


def _stretch(match: re.Match[str], groups: Groups) -> Mention | None:
    """近三年, 五年来: up to the year that the text is in."""
    years = _number(groups.get("n1") or groups["n2"])
    if not 1 <= years <= 40 or groups.get("last") in ("未来", "今后"):
        return None
    return _at(match, {}, grain="years" if years > 1 else "year", years=years)


def _years(match: re.Match[str], groups: Groups) -> Mention | None:
    if written := groups.get("year"):
        year = int(written) - (groups.get("yend") == "初")
        return _at(match, {"year": year}) if FIRST_YEAR <= year <= LAST_YEAR else None
    at = (match.start(), match.end(), match[0])
    if relative := groups.get("rel"):
        shift = _SHIFT[relative]
        if "same" in groups:
            return Mention(*at, "same", shift=shift)
        return _at(match, {"shift": shift - (groups.get("rend") == "初")})
    if "whole" in groups:
        return _at(match, {})
    if "yearend" in groups:
        return _at(match, {"shift": -1} if groups["yearend"] == "年初" else {})
    if "same2" in groups:
        return Mention(*at, "same", shift=-1)
    return Mention(*at, "before" if "before" in groups else "now")
