"""Figures in running text: number, unit, qualifier and place, in Chinese and plain English."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

_MAGNITUDE = "万亿|[千百]亿(?!级|项目|企业)|十亿|亿|千万|百万|十万|万|千|百"
_BASE = (
    "元人民币|人民币|美元|欧元|港元|日元|英镑|元|"
    "吨标准煤|吨标煤|千克标准煤|标准重量箱|重量箱|吨公里|人公里|吨|公斤|千克|毫克|微克|克|斤|"
    "平方公里|平方千米|平方米|立方米|公里|千米|毫米|米|亩|公顷|"
    "千瓦时|千瓦|瓦时|标准立方米|标箱|标准箱|TEU|人次|人|户|家|个|项|辆|台|套|件|艘|架|座|处|条|块|"
    "片|部|只|头|枚|株|床|所|名|张|份|单|笔|批|起|例|宗|倍|度|岁|天|次|bps|个基点|基点"
    r"|点(?![\d一二三四五六七八九钟半前后起多])"
)
_PERCENT = r"%|‰|个?百分点|个?pct|percentage[ -]points?|per ?cent(?:age)?|pct|basis points"
_EN_UNIT = (
    r"(?:trillion|billion|million|thousand|tn|bn)?\s?"
    r"(?:yuan|RMB|U\.?S\.? dollars?|dollars?|euros?|kilowatt[ -]hours|kWh|tonnes?|tons?|mt|"
    r"kilograms|kg|barrels|"
    r"kilomet(?:er|re)s|km|square met(?:er|re)s|hectares|units|vehicles|people|"
    r"persons|jobs|workers|enterprises|companies|firms|projects|points?)\b"
    r"|(?:trillion|billion|million|tn|bn)\b"
)
_UNIT = (
    rf"(?:{_PERCENT}|(?:{_MAGNITUDE})?(?:{_BASE})|{_EN_UNIT}|{_MAGNITUDE})"
    r"(?:/(?:立方米|平方米|元|万元|吨|亩|人|标准煤|千瓦时))?"
)
_FRACTION = r"(?:\d{1,3}[ -])?\d[/⁄]\d(?!\d|[/⁄])"  # 1-1/2
_NUMBER = (
    rf"[-+−]?(?:{_FRACTION}|(?:\d{{1,3}}(?:,\d{{3}})+|\d{{1,15}})(?:\.\d{{1,10}})?|\.\d{{1,3}})"
)
_DASH = r"\s?(?:-|—{1,2}|–|~|至|到)\s?"
_EN_TO = r"(?<!from \d)(?<!from \d\.\d)\sto\s"
_PER_CENT = r"\s?-?\s?(?:per ?cent|%)"
_SPELLED = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_SAID = "零〇一二两三四五六七八九十百千点"
_FIGURE = re.compile(
    rf"(?P<money>US\$|\$|¥|￥|€|£)?(?<![\d.A-Za-z])(?P<low>{_NUMBER})"
    rf"(?:(?:(?P<unit1>(?!\s?(?:(?:percentage )?points?|个?百分点))\s?{_UNIT})?{_DASH}"
    rf"|(?:{_PER_CENT})?{_EN_TO}(?={_NUMBER}{_PER_CENT})|{_EN_TO})"
    rf"(?P<high>{_NUMBER})(?P<unit>\s?-?\s?{_UNIT})"
    rf"|(?![\d])(?P<only>\s?-?\s?[余多]?{_UNIT})?)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    rf"\bbetween\s(?:US\$|\$)?(?P<low>{_NUMBER})(?:\s?{_UNIT})?\sand\s(?:US\$|\$)?"
    rf"(?P<high>{_NUMBER})(?P<unit>\s?-?\s?{_UNIT})(?P<money>)(?P<only>)",
    re.IGNORECASE,
)
_WORDED = re.compile(
    rf"百分之(?P<percent>[{_SAID}]{{1,12}})"
    r"|(?P<tenths>[一二两三四五六七八九])成(?P<half>半)?(?=以上|左右|多|[,，。；;、)）]|$)"
    rf"|(?<![第{_SAID}])(?P<said>[{_SAID}]{{1,12}})(?P<unit>个百分点|万亿元|亿元|万元|倍)"
    r"|翻(?:了)?(?P<times>[一两三])?番"
    rf"|\b(?P<spelled>{'|'.join(_SPELLED)}) (?P<spelled_unit>(?:percentage points?|per ?cent)\b)",
    re.IGNORECASE,
)
_RANK = re.compile(
    r"第(?P<rank>\d{1,3}|[一二三四五六七八九十]{1,3})\s?(?:位|名|(?=[,，。；;、]|$))"
    r"|(?P<first>首位|榜首|第一(?!方阵|梯队|产业|书记|批|线|时间|季度|阶段|次|大|个|轮|届|要务|资源|动力))"
)
MOVED_MARK = "移位"  # qualifies a number of places that a rank moved by
_MOVED = re.compile(
    r"(?:(?<=\d位)[、和,]|(?:移|进|升|降|退|滑|提高|跃|提前)了?)(?P<places>\d{1,2})(?:个?位次?|个名次|名)(?!居民|职工)"
)
_AFTER = re.compile(
    r"\s?(?:\(预计\)|（预计）)?(左右|上下|(?:及|含)?以上|以下|以内|之内|多|余|以来)?"
)
_ABOUT = r"about|around|roughly|approximately|nearly|almost|more than|over|at least|up to|less than"
_BEFORE_EN = re.compile(rf"(?:{_ABOUT})\s*$", re.IGNORECASE)
_NO_COUNT = re.compile(
    r"个?(?:大类)?(?:行业|大?中?城市|[省市县区]{1,2}(?!重点|级|属|管|工业|内|[省市县区])|国家|季度|工作日|月|方面|领域|百分|产品|小时|多月|部门|自然|门类|大类|五年|万亿|千亿|百亿|台阶|板块|类别|地市|批次|单位)"
)
_COUNTERS = ("个", "件", "项")
_NO_WORK = re.compile("大事|实事|好事|工作|任务|措施|举措|要求|制度|改革|行动|工程任务")
_NOT_AFTER = re.compile(r"\s?(?:年|月|日|季度|时|点钟|号|周年|大|版|期|届|类|字)")
_DIGIT = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_POWER = {"十": 10, "百": 100, "千": 1000}
_NEAR = 4  # characters between two figures of one list
_ELSEWHERE = re.compile(r"[、,，和]全[国省市区县]")
_LIST_GAP = re.compile(r"[、，,和与及以\s]{1,4}|,? and ")


@dataclass(frozen=True)
class Figure:
    """One number as it stands in a text.

    value: None for a range (low and high are given). printed: its digits. unit: as written, %,
    百分点 and 位 (a rank) normalised; "" for a bare number. start, end: with unit and qualifier.
    """

    start: int
    end: int
    value: float | None
    low: float | None
    high: float | None
    printed: str
    unit: str
    qualifier: str = ""


def find_figures(text: str, taken: Sequence[tuple[int, int]]) -> list[Figure]:
    """All figures of a folded text in order, but those in `taken` places (dates, names).

    Bare numbers are kept, since an index has no unit and a list names it once: 5.1、6.2和7.3%.
    """
    busy = bytearray(len(text) + 1)
    for start, end in taken:
        busy[start:end] = b"\x01" * (end - start)
    found: list[Figure] = []
    readers = (
        (_RANK, _rank),
        (_MOVED, _moved),
        (_BETWEEN, _plain),
        (_FIGURE, _plain),
        (_WORDED, _worded),
    )
    for pattern, make in readers:
        for match in pattern.finditer(text):
            if any(busy[match.start() : match.end()]):
                continue
            figure = make(match, text)
            if figure is not None:
                found.append(figure)
                busy[figure.start : figure.end] = b"\x01" * (figure.end - figure.start)
    found.sort(key=lambda figure: figure.start)
    return _units_of_lists(found, text)


def _plain(match: re.Match[str], text: str) -> Figure | None:
    unit = _unit(match["unit"] or match["only"] or "")
    money = match["money"]
    if money:
        unit = f"{unit} {_money(money)}".strip()
    start, end = match.span()
    if not unit and _NOT_AFTER.match(text, end):
        return None
    if unit == "点" and "." not in match[0]:  # o'clock
        return None
    if unit[-1:] in _COUNTERS and (_NO_COUNT if unit[-1:] == "个" else _NO_WORK).match(text, end):
        return None
    low = _value(match["low"])
    high = _value(match["high"]) if match["high"] else None
    if high is not None and (match["low"].startswith(("-", "−")) is False and high < low):
        high = abs(high)
    before = text[max(0, start - 1) : start]
    if before.isdigit() or before in "号〔":
        return None
    if before in ("“", "‘", '"') and text[end : end + 1] in ("”", "’", '"'):  # a name: “18条”
        return None
    after = _AFTER.match(text, end)
    qualifier = (after[1] or "") if after else ""
    if qualifier == "以来":
        qualifier = ""
    qualifier = qualifier.lstrip("及含")
    if after is not None and qualifier and text[after.end() : after.end() + 1] != "个":
        end = after.end()
    printed = match["low"].replace(",", "").replace("−", "-").lstrip("+")
    if high is not None:
        printed += "-" + match["high"].replace(",", "").lstrip("-−+")
        return Figure(start, end, None, min(low, high), max(low, high), printed, unit, "区间")
    return Figure(start, end, low, None, None, printed, unit, qualifier)


def _worded(match: re.Match[str], text: str) -> Figure | None:
    after = _AFTER.match(text, match.end())
    qualifier = (after[1] or "") if after else ""
    end = after.end() if after and qualifier else match.end()
    if match["tenths"]:
        value = _DIGIT[match["tenths"]] * 10.0 + (5 if match["half"] else 0)
        return Figure(match.start(), end, value, None, None, f"{value:g}", "%", qualifier)
    if match["spelled"]:
        value = float(_SPELLED.index(match["spelled"].lower()))
        unit = _unit(match["spelled_unit"])
        return Figure(*match.span(), value, None, None, f"{value:g}", unit)
    if match["percent"] or match["said"]:
        said = _said(match["percent"] or match["said"])
        unit = "%" if match["percent"] else _unit(match["unit"])
        if said is None:
            return None
        return Figure(match.start(), end, said, None, None, f"{said:g}", unit, qualifier)
    times = {"一": 1, "两": 2, "三": 3, None: 1}[match["times"]]
    value = 100.0 * (2**times - 1)  # 翻一番: twice as much, 翻两番: four times as much
    return Figure(match.start(), end, value, None, None, f"{value:g}", "%", "翻番")


def _rank(match: re.Match[str], text: str) -> Figure | None:
    written = match["rank"] or "1"
    value = float(written) if written.isdigit() else _said(written)
    if value is None:
        return None
    return Figure(*match.span(), value, None, None, f"{value:g}", "位")


def _moved(match: re.Match[str], text: str) -> Figure:
    """前移2位: by how many places."""
    places = match["places"]
    at = match.start("places"), match.end()
    return Figure(*at, float(places), None, None, places, "位", MOVED_MARK)


def _value(written: str) -> float:
    plain = written.replace(",", "").replace("−", "-")
    if part := re.fullmatch(r"([-+]?)(?:(\d+)[ -])?(\d)[/⁄](\d)", plain):  # 1-1/2, 3/4
        value = int(part[2] or 0) + int(part[3]) / (int(part[4]) or 1)
        return -value if part[1] == "-" else value
    return float(plain)


def _said(words: str) -> float | None:
    """A number in Chinese words: 六点五, 二十, 一百零五; None where it is not one."""
    whole, _, decimals = words.partition("点")
    total, digit = 0, 0
    for char in whole:
        if char in _POWER:
            total += (digit or 1) * _POWER[char]
            digit = 0
        else:
            digit = digit * 10 + _DIGIT[char] if not total else _DIGIT[char]
    if "点" in decimals or not (whole or decimals):
        return None
    if any(char not in _DIGIT for char in decimals):
        return None
    fraction = "".join(str(_DIGIT[char]) for char in decimals)
    return float(f"{total + digit}.{fraction or '0'}")


def _unit(written: str) -> str:
    unit = " ".join(written.strip(" -余多").split())
    low = unit.casefold()
    if low in ("个百分点", "百分点", "pct", "个pct") or low.startswith("percentage"):
        return "百分点"
    if low.startswith(("per cent", "percent")):
        return "%"
    return unit


def _money(sign: str) -> str:
    return {"¥": "yuan", "￥": "yuan", "€": "euros", "£": "pounds"}.get(sign, "dollars")


def _units_of_lists(figures: list[Figure], text: str) -> list[Figure]:
    """Give bare numbers of a list the unit of the number that closes it; drop other ones' none."""
    for at in range(len(figures) - 2, -1, -1):
        one, following = figures[at], figures[at + 1]
        gap = text[one.end : following.start]
        bare = not one.unit or (one.unit == "个" and following.unit == "百分点")
        elsewhere = following.unit == "百分点" and _ELSEWHERE.fullmatch(gap)  # 0.7、全省2.3个百分点
        near = len(gap) <= _NEAR + 2 and (_LIST_GAP.fullmatch(gap) or elsewhere)
        if bare and following.unit and near:
            figures[at] = replace(one, unit=following.unit)
    return figures
