"""What a stretch of text says about the figure that follows it: 同比增长, 占…比重为, 高于…"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from diaodu.intake.prose import claim_words as words
from diaodu.intake.prose.claim_figures import MOVED_MARK, Figure
from diaodu.intake.prose.claim_tail import Tail, strip_tail
from diaodu.intake.prose.claim_words import AREA, PERIOD

Kind = Literal[
    "growth",
    "level",
    "share",
    "rank",
    "change",
    "gap",
    "pull",
    "contribution",
    "contribution_change",
    "share_change",
    "rank_change",
    "increase",
    "completion",
    "multiple",
]
_WINDOW = 90  # characters before a figure that can belong to it


@dataclass(frozen=True)
class Predicate:
    """How a figure is said of its subject.

    phrase: the text left of the words, which names the subject ("" for none). sign: -1 for a fall.
    base: what is compared with, periods and areas marked. said: whether any word said it.
    average, total, stable: over several years. monthly: 环比. distributes: 分别.
    narrows: 收窄 without saying of what. of_growth: 增速, not the quantity. origin: 从…, where a
    movement began; moved: 提高到, where it ended. unit: instead of the figure's own.
    """

    kind: Kind
    phrase: str
    sign: int = 1
    base: str = ""
    said: bool = False
    average: bool = False
    total: bool = False
    stable: bool = False
    monthly: bool = False
    distributes: bool = False
    narrows: bool = False
    of_growth: bool = False
    origin: bool = False
    moved: bool = False
    qualifier: str = ""


def read_predicate(lead: str, figure: Figure, after: str) -> Predicate:
    """Read the words between a subject and its figure.

    lead: the text of the clause before the figure, periods and areas marked; after: what follows.
    """
    lead = lead[-_WINDOW:]
    if figure.qualifier == words.FLAT_MARK:
        return _flat(lead, figure, after)
    tail = strip_tail(lead)
    if figure.unit == "位":
        return _moved_rank(lead, tail) if figure.qualifier == MOVED_MARK else _rank(lead)
    if figure.unit == "百分点" or (figure.unit == "点" and tail.verb and not tail.moved):
        return _points(lead, tail)
    if figure.unit == "%":
        return _percent(lead, tail, figure, after)
    return _amount(lead[: tail.at], tail, figure)


def _make(kind: Kind, text: str, tail: Tail, *, sign: int = 1, base: str = "") -> Predicate:
    """A predicate whose subject stands at the end of `text`, with what the words say besides."""
    whole = tail.before(text)
    return Predicate(
        kind,
        text[: whole.at],
        sign,
        base=base or tail.base,
        said=bool(whole.found),
        average=whole.has("average"),
        total=whole.has("sum") or words.FLOW.search(text[: whole.at]) is not None,
        stable=whole.has("stable"),
        monthly=whole.has("month"),
        distributes=whole.has("each") or "分别" in text[: whole.at],
        of_growth=whole.has("growth", "fall"),
        origin=(whole.origin or whole.has("from")) and not whole.has("turn"),
        moved=whole.moved,
        qualifier=whole.last("about"),
    )


def _rank(lead: str) -> Predicate:
    """居全省第3位, 增速列全省第一: only with a verb of rank near before."""
    alone = AREA in lead and not lead.strip(AREA + PERIOD + " ,，")  # 全市第一
    said = alone or words.RANKED.search(lead[-16:]) is not None
    text = words.RANK_TAIL.sub("", lead)
    if than := words.THAN.search(text):  # 位次较一季度前移6位至第3位
        text = words.RANK_TAIL.sub("", text[: than.start()])
    made = _make("rank", text, Tail(len(text)))
    phrase = "" if made.phrase.lstrip(" ,，").startswith("在") else made.phrase  # 在中部排第3位
    return Predicate(
        "rank", phrase, said=said, of_growth=made.of_growth, distributes=made.distributes
    )


def _moved_rank(lead: str, tail: Tail) -> Predicate:
    """位次较上月前移2位: up is positive."""
    rest = lead[: tail.at]
    than = words.THAN.search(rest)
    made = _make("rank_change", rest[: than.start()] if than else rest, tail, sign=tail.sign)
    return replace(made, said=bool(tail.verb))


def _points(lead: str, tail: Tail) -> Predicate:
    """Percentage points: a pull, a gap to another area or figure, or a change of a rate."""
    rest = lead[: tail.at]
    if AREA in lead and not lead.strip(AREA + " 、和与及,，"):  # 高于全国0.7、全省2.3个百分点
        return replace(_make("gap", "", tail, base=lead.strip(" 、和与及,，")), of_growth=True)
    if pull := words.PULL.search(rest):
        sign = -1 if pull[1] in ("拉低", "下拉") or tail.sign < 0 else 1
        return _make("pull", rest[: pull.start()], tail, sign=sign, base=pull["base"])
    if found := words.CONTRIBUTES.search(rest):
        return _make("contribution_change", rest[: found.start()], tail, sign=tail.sign)
    if over := words.OVER.search(lead):  # 高于 may have been taken for "more than"
        sign = -1 if over["word"] in words.UNDER else 1
        base = over["base"]
        kind: Kind = "change" if PERIOD in base and AREA not in base else "gap"
        quick = over["word"].startswith(("快", "慢"))
        return _of_growth(_make(kind, lead[: over.start()], Tail(0), sign=sign, base=base), quick)
    base, head = tail.base, rest
    if than := words.THAN.search(rest):
        base, head = than["base"], rest[: than.start()]
    compares = tail.verb in words.COMPARES and (PERIOD not in base or AREA in base)
    whole = tail.before(head)
    sign = -tail.sign if whole.has("fall") else tail.sign
    made = _make("gap" if base and compares else "change", head, tail, sign=sign, base=base)
    if whole.has("share") and made.kind == "change":
        return replace(made, kind="share_change")
    bare = not whole.has("fall", "growth") and tail.verb.startswith(("收窄", "缩小"))
    quick = tail.verb in words.OF_GROWTH
    return _of_growth(made, quick, narrows=bare)


def _of_growth(made: Predicate, quick: bool, *, narrows: bool = False) -> Predicate:
    return replace(made, of_growth=made.of_growth or quick, narrows=narrows)


def _percent(lead: str, tail: Tail, figure: Figure, after: str) -> Predicate:
    """Per cent: a share, a growth, the completion of a plan, or the level of a rate."""
    rest = lead[: tail.at]
    if found := words.COMPLETED.search(lead):
        return _make("completion", lead[: found.start()], Tail(0))
    if found := words.CONTRIBUTES.search(rest):
        return _make("contribution", rest[: found.start()], tail)
    base = tail.base
    than = words.THAN.search(rest)
    if than and tail.verb:
        rest, base = rest[: than.start()], than["base"]
    takes = "占" if tail.last("share") == "占" else ""
    share = words.SHARE.search(rest + takes)
    if share and not tail.has("growth", "fall", "year"):
        return _make("share", rest[: share.start()], tail, base=share["whole"])
    whole = tail.before(rest)
    if whole.has("share"):
        return _make("share", rest, tail)
    if whole.has("growth", "fall"):
        return _make("growth", rest, tail, sign=-1 if whole.has("fall") else 1, base=base)
    if tail.verb and (not tail.moved or tail.verb in ("增长", "负增长", "增")):
        return _make("growth", rest, tail, sign=tail.sign, base=base)
    if following := words.AFTER_GROWTH.match(after):
        sign = -1 if following["word"] in ("降幅", "跌幅", "下降", "降低") else 1
        made = _make("growth", rest, tail, sign=sign)
        return replace(made, said=True)
    doubled = figure.qualifier == "翻番"
    kind: Kind = "growth" if doubled or whole.has("year", "month", "average") else "level"
    return _make(kind, rest, tail, base=base)


def _amount(rest: str, tail: Tail, figure: Figure) -> Predicate:
    """Any other unit: a level, or by how much it changed."""
    base = tail.base
    than = words.THAN.search(rest)
    if than and tail.verb:
        rest, base = rest[: than.start()], than["base"]
    if figure.unit == "倍" and not tail.verb:  # 是上年的2.3倍
        return _make("multiple", rest, tail, base=base)
    if not tail.verb or tail.moved:
        return _make("level", rest, tail, base=base)
    if figure.unit == "倍":
        return _make("growth", rest, tail, sign=tail.sign, base=base)
    kind: Kind = "gap" if AREA in base and tail.verb in words.COMPARES else "increase"
    return _make(kind, rest, tail, sign=tail.sign, base=base)


def _flat(lead: str, figure: Figure, after: str) -> Predicate:
    """持平 and 追平: a gap or a change of nothing; said of the quantity itself, no growth."""
    if figure.unit == "%":  # 零增长
        return _make("growth", lead, Tail(len(lead)))
    alike = words.ALIKE.search(lead)
    if alike is None:
        kind: Kind = "gap" if after.startswith(AREA) else "growth"
        return _make(
            kind, lead, Tail(len(lead)), base=after[: len(after) - len(after.lstrip(AREA))]
        )
    head, base = lead[: alike.start()], alike["base"]
    if AREA in base:
        return _make("gap", head, Tail(len(head)), base=base)
    made = _make("change", head, Tail(len(head)), base=base)
    if made.of_growth or not made.phrase:
        return made
    return _make("growth", head, Tail(len(head)), base=base)
