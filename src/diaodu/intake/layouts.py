"""The files that published figures come in, as data: their columns and the words used in them.

Columns are found by the text of their header, in any order. Those whose absence would silently
change what a figure means (industry, status, derivation …) are required; the others are not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from diaodu import units
from diaodu.contracts import ASPECTS, NOTE_STATES, SOURCE_KINDS, STATUSES, TOPICS, WORDINGS
from diaodu.intake.numbers import UNIT_NAMES
from diaodu.periods import SPANS

# Headers that people write for a field, next to its own name; compared without case and spaces.
_HEADERS: Mapping[str, tuple[str, ...]] = {
    "area": ("地区", "区域", "城市", "地市", "region", "city"),
    "period": ("时期", "时间", "期间", "报告期"),
    "span": ("口径", "时段", "累计或当期", "cumulative"),
    "indicator": ("指标", "指标名称"),
    "industry": ("行业", "行业名称"),
    "value": ("数值", "值", "指标值", "目标值"),
    "unit": ("单位", "计量单位"),
    "base_weight": ("权重", "基期权重", "基期比重"),
    "status": ("状态", "数据状态"),
    "derivation": ("推算", "推算过程", "计算过程"),
    "source": ("来源", "数据来源", "来源编号", "source_id"),
    "remark_zh": ("备注", "说明"),
    "remark_en": ("英文备注", "英文说明"),
    "kind": ("来源类型", "类型"),
    "url": ("网址", "链接", "地址"),
    "title_zh": ("标题", "名称", "中文标题"),
    "title_en": ("英文标题", "英文名称"),
    "published_on": ("发布日期", "公布日期"),
    "caution_zh": ("注意事项", "提示"),
    "caution_en": ("英文注意事项", "英文提示"),
    "year": ("年份", "年度"),
    "low": ("下限",),
    "high": ("上限",),
    "wording": ("表述", "目标表述"),
    "fact_id": ("编号", "事项编号"),
    "topic": ("主题",),
    "aspect": ("方面",),
    "subject": ("对象", "项目范围"),
    "measure": ("计量", "计量内容"),
    "date_from": ("起始日期", "开始日期"),
    "date_to": ("截止日期", "结束日期"),
    "text_zh": ("内容", "中文内容"),
    "text_en": ("英文内容",),
    "problem_id": ("问题编号",),
    "note_id": ("报送编号",),
    "responsible": ("责任部门", "办理部门"),
    "due_on": ("办结期限", "期限"),
    "closed_on": ("办结日期", "销号日期"),
    "done": ("办理情况", "措施"),
    "decided_by": ("经办人",),
}


@dataclass(frozen=True)
class Layout:
    """Columns of one kind of file; `fields`: header as compared -> field."""

    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
    fields: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        names = (*self.required, *self.optional)
        own = {name: name for name in names}
        aliases = {alias: name for name in names for alias in _HEADERS.get(name, ())}
        object.__setattr__(self, "fields", aliases | own)


SOURCES = Layout(
    required=("source", "kind", "url", "title_zh", "title_en", "published_on"),
    optional=("caution_zh", "caution_en"),
)
INDICATORS = Layout(
    required=(
        *("area", "period", "span", "indicator", "industry", "value", "unit"),
        *("status", "derivation", "source"),
    ),
    optional=("base_weight", "remark_zh", "remark_en"),
)
TARGETS = Layout(
    required=(
        *("area", "year", "indicator", "value", "low", "high", "unit", "wording"),
        *("derivation", "source"),
    ),
    optional=("remark_zh", "remark_en"),
)
FACTS = Layout(
    required=(
        *("fact_id", "area", "period", "topic", "aspect", "subject", "measure", "value"),
        *("unit", "text_zh", "text_en", "source"),
    ),
    optional=("date_from", "date_to"),
)

LEDGER = Layout(
    required=("area", "period", "problem_id"),
    optional=(*("note_id", "state", "responsible", "due_on", "closed_on", "done", "decided_by"),),
)


def _words(ids: tuple[str, ...], written: Mapping[str, str]) -> dict[str, str]:
    return {name: name for name in ids} | dict(written)


# Words that people write in a column with a fixed choice -> what they mean.
CHOICES: Mapping[str, Mapping[str, str]] = {
    "span": _words(SPANS, {"累计": "ytd", "当月": "month", "当季": "quarter"}),
    "status": _words(
        STATUSES, {"预计": "expected", "快报": "flash", "公布": "published", "修订": "revised"}
    ),
    "kind": _words(SOURCE_KINDS[:3], {"官方": "official", "媒体": "press", "转载": "reprint"}),
    "wording": _words(WORDINGS, {"左右": "about", "以上": "at_least", "之间": "between"}),
    "topic": _words(TOPICS, {}),
    "state": _words(
        NOTE_STATES,
        {"未解决": "open", "办理中": "in_progress", "已解决": "closed", "销号": "closed"},
    ),
    "aspect": _words(ASPECTS, {"计划": "plan", "结果": "result", "事件": "event"}),
    "unit": _words(units.UNITS, UNIT_NAMES),
}
