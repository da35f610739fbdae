"""What people write beside a number in a form, as data: units, scales, signs, qualifiers."""

from __future__ import annotations

import re
from typing import Literal

from diaodu import units
from diaodu.intake import numbers
from diaodu.intake.text import fold, is_missing

Qualifier = Literal[
    "about", "at_least", "more_than", "at_most", "less_than", "expected", "aim", "preliminary",
    "range",
]  # fmt: skip

_NOTHING = re.compile(
    r"[-—–―\\/*]{1,6}|[(\[][-—–―/]{1,6}[)\]]|无|没有|暂?不涉及|暂?未统计|[待未](?:统计|填报?|定|报|上报)"
    r"|不适用|空白?|暂?无法统计|尚?未出数?|尚?未开展"
)

# Base units: every amount of money is read in yuan and every amount of power in kilowatt hours.
BASES = {
    "%": "percent",
    "percent": "percent",
    "个百分点": "percentage_point",
    "百分点": "percentage_point",
    "元人民币": "yuan",
    "元": "yuan",
    "千瓦时": "kwh",
    "千瓦小时": "kwh",
    "kw·h": "kwh",
    "kw.h": "kwh",
    "kwh": "kwh",
    "度电": "kwh",
    "度": "kwh",
}
# Counts: the words that may stand behind a number of these.
MEASURES = {
    "projects": ("个项目", "项", "个", "件", "项目"),
    "enterprises": ("家企业", "户企业", "个企业", "家", "户", "个"),
    "people": ("人", "名", "位", "名职工"),
    "cases": ("例", "起"),
    "problems": ("个问题", "个", "条", "项"),
    "cities": ("个市", "个城市", "个", "座"),
    "colours": ("种颜色", "种"),
}
# Of another kind than everything above: known, so that the refusal can say that it is a unit.
FOREIGN = ("美元", "欧元", "日元", "港元", "万吨", "吨标准煤", "吨", "千瓦", "平方米", "亩", "公里",
           "‰", "倍", "成", "天", "个月", "年", "月", "日", "kg", "t")  # fmt: skip
SCALES = {
    "万亿": 10**12, "千亿": 10**11, "百亿": 10**10, "十亿": 10**9, "亿": 10**8,
    "千万": 10**7, "百万": 10**6, "十万": 10**5, "万": 10**4, "千": 10**3, "百": 10**2,
}  # fmt: skip

BEFORE: dict[str, Qualifier] = {
    **numbers.BEFORE,
    **dict.fromkeys(("约为", "大概", "大致", "估计", "接近于"), "about"),
    **dict.fromkeys(("预计", "预期", "预测", "有望", "预估", "将"), "expected"),
    **dict.fromkeys(("力争", "争取", "目标", "计划", "确保", "拟"), "aim"),
    **dict.fromkeys(("初步", "初步核算", "快报", "暂定", "初核"), "preliminary"),
    **dict.fromkeys(("至少", "不小于"), "at_least"),
    **dict.fromkeys(("高于", "多于", "大于", "突破"), "more_than"),
    **dict.fromkeys(("最多", "不高于", "不多于", "不大于"), "at_most"),
    **dict.fromkeys(("低于", "少于", "小于", "不足"), "less_than"),
}
AFTER: dict[str, Qualifier] = {
    **dict.fromkeys(("及以上", "或以上"), "at_least"),
    **dict.fromkeys(("及以下", "或以下", "以内"), "at_most"),
    **numbers.AFTER,
    "+": "at_least",
}
REMARKS: dict[str, Qualifier] = {
    **dict.fromkeys(("预计", "预计数", "预计值", "预测", "预测数", "预测值", "预期"), "expected"),
    **dict.fromkeys(("预估", "预估值", "预估数", "预计完成"), "expected"),
    **dict.fromkeys(("目标", "目标值", "计划", "计划数", "力争"), "aim"),
    **dict.fromkeys(
        ("初步", "初步数", "初核数", "快报", "快报数", "暂定", "待核实"), "preliminary"
    ),
    **dict.fromkeys(("暂估", "估算", "估算数", "未核实", "待定"), "preliminary"),
    **dict.fromkeys(("约", "大约", "左右", "约数"), "about"),
}
# Words that say nothing of the amount.
NEUTRAL = (
    "同比", "较上年同期", "比上年同期", "较去年同期", "比去年同期", "较上年", "比上年", "较去年",
    "比去年", "累计", "共计", "合计", "总计", "共", "达到", "达", "完成", "实现", "保持在",
    "控制在", "稳定在", "为", "在", "是", "从", "增速为", "增速", "增幅为", "增幅", "介于",
    "人民币", "¥", ":",
)  # fmt: skip
# Rates: which way.
DIRECTIONS = {
    "正增长": 1, "增长": 1, "提高": 1, "上升": 1, "增加": 1, "上涨": 1, "回升": 1, "加快": 1,
    "提升": 1, "↑": 1, "降幅为": -1, "降幅": -1, "跌幅": -1, "负增长": -1, "下降": -1, "降低": -1,
    "减少": -1, "回落": -1, "下滑": -1, "下跌": -1, "放缓": -1, "↓": -1,
}  # fmt: skip
# Changes of a rate, in points: a narrower fall is a rise, but the rate is not what is said.
TURNS = {
    "降幅收窄": 1, "增幅扩大": 1, "增速加快": 1, "增速提高": 1,
    "降幅扩大": -1, "增幅收窄": -1, "增幅回落": -1, "增速回落": -1, "增速放缓": -1,
}  # fmt: skip
RESULTS = {"盈利": 1, "亏损": -1}  # of money: a loss is a negative profit, not a change
LEVEL = re.compile(
    r"(?:(?:与|和|同|较|比)?(?:上年|去年)?(?:同期|同比)?(?:相比)?)?(?P<about>基本)?(?:持平|零增长)"
)


def says_nothing(text: str) -> bool:
    """Whether a cell of a form says that there is no figure: what files may say, 无, 不涉及."""
    written = re.sub(r"\s", "", fold(text))
    return is_missing(text) or is_missing(written) or _NOTHING.fullmatch(written) is not None


def factors_of(unit: str) -> dict[str, float]:
    """Units that an amount in `unit` can be written in, with their factors; {} for the others."""
    for factors in (units.MONEY_IN_YUAN, units.ENERGY_IN_KWH):
        if unit in factors:
            return factors
    return {}
