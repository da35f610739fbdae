"""The closed words of Chinese statistical prose: what stands between a name and its figure."""

from __future__ import annotations

import re
from typing import Literal

PERIOD, AREA = "\ue001", "\ue002"  # stand for each character of a period or an area in a text

Class = Literal[
    "up", "down", "flat", "to", "level", "stable", "average", "sum", "month", "year", "each",
    "growth", "fall", "share", "about", "target", "expected", "plain", "from", "turn", "base",
]  # fmt: skip

_WORDS: dict[Class, str] = {
    "up": (
        "增长 增加 上升 上涨 提高 提升 扩大 回升 加快 攀升 跃升 反弹 上扬 走高 多增 正增长 "
        "加速 大增 增收 增 升 涨 高 快 多 高出 多出 快出 扩张 增产 同增 拉高 净增 上浮 "
        "扩大了 递增 提速 前移 上移 增至 升至 提高到 上升到 增长到 增加到 扩大到 提升到 升到 "
        "涨到 增到 提高至 上升至 增长至 增加至 扩大至 提升至 回升至 回升到 加快至 加快到 "
        "跃升至 跃升到"
    ),
    "down": (
        "下降 减少 降低 下跌 回落 下滑 收窄 缩减 缩小 减小 萎缩 放缓 减缓 趋缓 走低 滑落 负增长 "
        "下调 压减 下挫 少增 减收 减产 减 降 跌 低 慢 少 同降 后移 下移 缩短 下浮 减亏 递减 "
        "净减 低出 回调 探底 降至 减至 跌至 降到 减到 跌到 下降到 减少到 降低到 回落到 "
        "下降至 减少至 降低至 回落至 收窄至 收窄到 放缓至 放缓到 下跌至 下滑至 下调至 缩减至 "
        "缩小至 缩小到"
    ),
    "flat": "持平 零增长 追平 相当",
    "to": "到 至 到了 至了",
    "level": (
        "达到 达 为 是 有 实现 完成 突破 超过 共 共有 合计 总计 累计达 共计 站上 迈上 跨越 "
        "首破 跨过 迈过 实现了 完成了 达到了 突破了 平均为 平均达 平均达到 按 "
        "高达 仅为 则为 约为 录得 收于 预计为 预计达 预计达到 预计完成 "
        "预计实现 在 上 攀上 登上 跃上 首次突破 首次超过 历史性突破"
    ),
    "stable": "稳定在 保持在 控制在 维持在 保持 稳定 稳居 维持 控制",
    "average": (
        "年均 年平均 年均复合 平均每年 年均递增 两年平均 三年平均 四年平均 五年平均 "
        "年平均递增 每年 复合 年复合"
    ),
    "sum": "累计 五年累计 三年累计 共 总共 合计",
    "month": "环比 按月 季调后环比 季调环比 月环比 经季节调整后环比",
    "year": "同比 按年 同比实际 同比名义 年同比",
    "each": "分别 依次 均 都 各 双双 分别比 分别较",
    "growth": (
        "增速 增幅 增长率 增长速度 涨幅 升幅 增势 同比增速 增长幅度 增长目标 上涨幅度 增长预期目标"
    ),
    "fall": "降幅 跌幅 下降幅度 同比降幅",
    "share": "占比 比重 占 份额 所占比重 的比重",
    "about": (
        "约 近 超 逾 不低于 不少于 至少 大约 仅 只 不足 不到 接近 将近 大于 小于 低于 高于 "
        "不超过 最多 超出 大致 超过了 略超 略高于 略低于 ~ ≈ > < ≥ ≤"
    ),
    "target": (
        "目标 力争 争取 确保 计划 目标为 目标是 预期目标 预期目标为 力争达到 力争实现 确保达到 预期"
    ),
    "expected": "预计 有望 将 将达 将达到 预计将 预测 预计同比 估计 初步预计",
    "from": "从 由 自",
    "turn": (
        "由负转正 由正转负 扭负为正 由降转增 由增转降 由降转升 转为 转正 转负 止跌回升 转降为升"
    ),
    "base": "平均水平 平均值 平均 水平 均值 总体水平 整体水平 面上",
    "plain": (
        "实际 名义 可比 按可比价格计算 按可比价计算 按可比口径 按可比口径计算 同口径 "
        "按不变价格计算 按不变价计算 可比口径 可比价 名义同比 扣除价格因素 扣除价格因素后 "
        "剔除价格因素 自然口径 仍 也 已 又 还 再 就 继续 持续 稳步 快速 大幅 小幅 明显 略 "
        "略微 微 进一步 再次 首次 连续 逐步 同时 相应 共同 快速增 较 更 了 的 历史性 率先 "
        "成功 一举 向上 向下 均衡 稳中 同步 达历史新高 一度 逆势 高位 全面 全部 相比 "
        "相比之下 之比 左右 上下 则 却 而 且 并 仍然 依然 由此 、 ， , : ： “ ” ( （ ） ) "
        "当月 当季 全口径 速度 幅度 排名"
    ),
}


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


WORDS: dict[str, Class] = {}
for _cls, _text in _WORDS.items():
    for _word in _text.split():
        WORDS.setdefault(_word, _cls)
LONGEST = max(map(len, WORDS))

# Verbs that compare two things: 比全国高, 快于全省.
OVER = re.compile(
    r"(?P<word>高于|高出|快于|好于|优于|领先于?|领跑|超过|超出|大于|多于|超|低于|低出|慢于|落后于?|小于|少于)"
    r"(?P<base>[^,，。;；:：]{0,30})$"
)
UNDER = frozenset(("低于", "低出", "慢于", "落后", "落后于", "小于", "少于"))
THAN = re.compile(
    r"(?<![同环占对])(?:相比|比|较)(?!重|例|率|值|较)(?P<base>[^,，。;；:：比较]{1,30})$"
)
# 低于工业投资增速(9%): the name of what a bracket gives the figure of.
COMPARED_WITH = re.compile(
    r"(?:[高低快慢优好]于|超过|(?<![同环占对])比|较)(?P<base>(?:(?!目标)[^,，。;；:：\d]){4,20}(?:增速|增幅|水平|率))$"
)
CONTRIBUTES = re.compile(r"(?:对[^,，。;；:：]{1,30})?的?贡献率$")
PULL = re.compile(r"(上拉|拉动|带动|贡献(?!率)|拉低|下拉|影响)(?P<base>[^,，。;；:：]{0,30})$")
SHARE = re.compile(
    r"(?<![抢侵])占(?P<whole>[^,，。;；:：占]{0,30}?)(?:的?(?:比重|比例|份额|总量|总数|总额))?$"
)
RANKED = re.compile(r"居|列|排|位|名|升|跃|保持|稳|排名|位次|进位|夺")
ALIKE = re.compile(r"(?:与|同(?![比期])|和|跟)(?P<base>[^,，。;；:：]{1,20})$")
RANK_TAIL = re.compile(
    rf"[设地级居列排位次名升跃稳在至到跻身并{PERIOD}{AREA}省市县区内]*(?:保持|继续|分别)?[居列排位名升跃稳在至到]?$"
)
COMPLETED = re.compile(
    r"(?:完成|占|达到|为|是)(?:[^,，。;；完占]{0,10})(?:计划|目标|任务|预算|序时进度)(?:任务|目标|数|总数)?的?$"
)
OF_GROWTH = _set("加快 放缓 减缓 趋缓 快 慢 提速 快出")
FLAT_MARK = "持平"
COMPARES = _set("高 低 快 慢 多 少 高出 低出 多出 快出 好")
VERB = re.compile(
    "延续|表现|突破|达到|达|实现|完成|保持|继续|稳步|增长|下降|回升|迈|跨|连续|连跨|持续|总体|首次|居|进一步|呈|有所|大幅|小幅|明显|稳|恢复|放缓|加快|回落|提升|[“‘]"
)
# Something done over the whole of a period, not what stood at its end.
FLOW = re.compile(
    rf"(?:^|[{PERIOD}{AREA}])(?:我们|全面|新|又|共|累计|总共|合计)*"
    "(?:共|累计|总共|合计|新增|净增|新建|建成|实施|完成|投入|引进|培育|新开工|关闭|退出|关停|淘汰|改造|创建)"
)
MORE = frozenset(["超", "超过", "逾"])
LIMITS = frozenset(["以上", "以下", "以内"])
ATTRIBUTE = re.compile("的|项目|企业|工程|产业|园区|规模的|工业企业|重点")
# Only an index is stated without a unit.
INDEX = re.compile("指数|PMI|景气|index", re.IGNORECASE)
TURNED = re.compile(r"的?(?:同期)?(?:下降|增长|负增长|上升|回落|亏损)[^\d]{0,6}?转")
LASTING = re.compile("连续.{1,4}(?:个月|年|季度|月)")
MULTIPLE = re.compile("的.{1,8}倍")
SELF = _set(
    "总量 总额 规模 总规模 总值 数量 金额 增速 增幅 总产值规模 其 总体 全部 总数 总计 合计 总面积 "
    "分别 两者 二者 三者 质量 全年 累计 排名 位次 经济 指标"
)
TURNS = {
    "由负转正": "positive", "扭负为正": "positive", "由降转增": "positive", "由降转升": "positive",
    "转负为正": "positive", "由正转负": "negative", "由增转降": "negative", "转正为负": "negative",
}  # fmt: skip
TURN = re.compile("|".join(TURNS))
FLAT = re.compile(r"(?:基本|大体|大致)?(?P<word>(?<!保)持平(?!稳)|追平|零增长|相当)")
AFTER_GROWTH = re.compile(
    r"的?(?:较快|高速|中高速|快速|正|速度|平稳)?(?P<word>增长|增速|增幅|涨幅|降幅|跌幅|下降|降低|速度增长)"
)
# The text before a figure that says how sure it is; the last one of a sentence counts.
STATUS = re.compile(
    r"(?P<not>(?:完成|占|高于|低于|超过|超|好于|比|较|距|离|实现)[^,，。;；]{0,8}(?:目标|计划|预期))"
    r"|(?P<target>预期目标|(?:年度|全年|发展|增长|主要|奋斗|工作)?目标(?!任务的)|力争|争取|确保"
    r"|拟(?=[实完投新开达])|计划(?=[完实新开达投])|规划)"
    r"|(?P<expected>预计|有望|预测|将(?=[达增突超实完下])|初步估算)"
    r"|(?P<actual>实际|已(?=[完达实累])|截至)"
)
AIMS = re.compile("力争|争取|确保|预计|目标|计划|有望|完成|实现")
STICKY = re.compile(r"目标(?:是|为|任务)?\s?[:：是]")
NOISE = re.compile(r"^(?:[的了]|以来|来看?|看|方面|以上|左右|同期)+|(?:[的了]|从|由|自|在|于|至)+$")
LEADING = re.compile(
    r"^(?:其中|并且|同时|此外|另外|特别是|尤其是|包括|以及|而|并|且|但|和|与|及|也|又|实现|完成|推动|促进|"
    r"带动|累计|共|预计|力争|确保|争取|新增加|截至目前|目前|初步核算|经初步核算|据统计|全部|主要|我们|是|有)+"
)
