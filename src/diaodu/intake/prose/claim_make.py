"""From a figure, its subject and its predicate to a claim: id, sign, period and comparison."""

from __future__ import annotations

from dataclasses import replace

from diaodu.intake.prose import claim_words as words
from diaodu.intake.prose.claim_figures import Figure
from diaodu.intake.prose.claim_periods import When, year_of
from diaodu.intake.prose.claim_predicates import Predicate
from diaodu.intake.prose.claim_state import State
from diaodu.intake.prose.claim_types import Claim, Comparison, Status
from diaodu.intake.prose.lexicon import Lexicon
from diaodu.intake.prose.names import Topic

_POINT = ("", "_share", "_rank", "_growth", "_growth_rank", "_growth_gap", "_gap")
_COMPARES = ("_gap", "_change", "_rank", "_pull")
_PARTS = ("_share", "_contribution")
_KINDS: dict[str, Comparison] = {
    "change": "change_points",
    "gap": "gap_points",
    "pull": "pull_points",
    "share": "share",
    "rank": "rank",
    "increase": "increase",
    "contribution": "share",
    "contribution_change": "change_points",
    "share_change": "change_points",
    "rank_change": "increase",
}


def make_claim(
    figure: Figure,
    topic: Topic,
    predicate: Predicate,
    state: State,
    lexicon: Lexicon,
    *,
    status: Status,
    base: str,
    start: int,
    quote: str,
) -> Claim:
    """One claim; `state` then remembers it."""
    suffix = suffix_of(figure, topic, predicate, state, lexicon)
    value, low, high = _signed(figure, _sign(topic, predicate, suffix, state))
    indicator, generic = lexicon.ids(topic, suffix)
    when = _when(predicate, suffix, state)
    if not suffix.endswith(_COMPARES) and state.local is None:
        state.spoken = None
    _remember(state, figure, topic, predicate, suffix, value)
    return Claim(
        indicator=indicator,
        generic=generic,
        subject=topic.text,
        industry=topic.industry,
        exact=topic.exact,
        value=value,
        low=low,
        high=high,
        printed=figure.printed,
        unit=figure.unit,
        area=state.area,
        within=state.within,
        period=when.normal if when else None,
        month=when.month if when else None,
        span=when.span if when else "",
        comparison=_comparison(predicate, suffix),
        base=base,
        qualifier=figure.qualifier or predicate.qualifier,
        status=status,
        start=start,
        end=figure.end,
        quote=quote,
    )


def _remember(
    state: State,
    figure: Figure,
    topic: Topic,
    predicate: Predicate,
    suffix: str,
    value: float | None,
) -> None:
    if not suffix.endswith(_COMPARES):
        state.sign = _sign(topic, predicate, suffix, state)
        state.suffix, state.value, state.unit = suffix, value, figure.unit
    elif state.topic is None or state.topic.quantity != topic.quantity:
        state.suffix = "_growth" * suffix.startswith("_growth")  # 增速低于全省…，排第9位
    state.topic, state.monthly = topic, predicate.monthly


def suffix_of(
    figure: Figure, topic: Topic, predicate: Predicate, state: State, lexicon: Lexicon
) -> str:
    """The kind of figure, as the end of its id: "" for a level, _growth, _growth_gap, …"""
    kind = lexicon.kind(topic)
    same = state.topic is not None and state.topic.quantity == topic.quantity
    before = state.suffix if same else ""
    match predicate.kind:
        case "growth" if kind == "rate" and (predicate.moved or predicate.of_growth):
            return ""
        case "growth":
            return "_growth" + ("_avg" if predicate.average else "_mom" * predicate.monthly)
        case "level" if figure.unit == "%" and kind == "amount":
            if before in (*_PARTS, "_growth", "_growth_avg"):
                return before
            bare = not predicate.said and state.unit == "%"
            return (bare and state.suffix) or "_growth"
        case "share" | "level" if kind == "rate" or predicate.kind == "level":
            return ""
        case "rank_change":
            growth = predicate.of_growth or before.startswith("_growth")
            return "_growth_rank_change" if growth else "_rank_change"
        case "gap" | "change" | "rank":
            return _of_what(figure, predicate, kind == "amount", before) + f"_{predicate.kind}"
        case other:
            return f"_{other}"


def _of_what(figure: Figure, predicate: Predicate, amount: bool, before: str) -> str:
    """Whether a gap, change or rank is one of the growth, the share or the level."""
    if before in _PARTS and not predicate.of_growth:
        return before
    if before == "_completion" and predicate.kind == "gap":  # ahead of the calendar
        return ""
    if predicate.kind == "rank" and not predicate.of_growth:
        return "" if predicate.phrase else before
    if figure.unit not in ("百分点", "%", "位"):
        return ""
    return "_growth" if amount else ""


def _sign(topic: Topic, predicate: Predicate, suffix: str, state: State) -> int:
    same = state.topic is not None and state.topic.quantity == topic.quantity
    if predicate.narrows and same and (state.value or 0) < 0:
        return 1
    if predicate.kind == "level" and suffix == "_growth" and not predicate.said:
        return state.sign if state.suffix == "_growth" else 1  # A下降5%，B6%
    return predicate.sign


def _signed(figure: Figure, sign: int) -> tuple[float | None, float | None, float | None]:
    if figure.value is not None:
        falls = sign < 0 and figure.value > 0
        return (-figure.value if falls else figure.value), None, None
    low, high = figure.low or 0.0, figure.high or 0.0
    return (None, -high, -low) if sign < 0 and low >= 0 else (None, low, high)


def _when(predicate: Predicate, suffix: str, state: State) -> When | None:
    """The period of a figure: its own, or the one that the text is in."""
    held = state.spoken if suffix.endswith(_COMPARES) else None
    when = state.local or held or state.now
    if predicate.origin and state.local is None:
        when = state.pair[0] if state.pair else _earlier(state.now)
    elif predicate.moved and state.local is None and state.pair:
        when = state.pair[1]
    if predicate.average and state.stretch and (state.pair or when == state.stretch.last_year()):
        return state.stretch
    over_years = predicate.kind == "growth" or predicate.average or predicate.total
    if when is None or over_years or predicate.stable or suffix not in _POINT:
        return when
    return when.last_year()


def _earlier(now: When | None) -> When | None:
    """Where a movement began that names no time: before several years, or a year earlier."""
    if now is None:
        return None
    return year_of(now.first[0] - 1) if now.grain == "years" else now.years_later(-1)


def _comparison(predicate: Predicate, suffix: str) -> Comparison:
    if predicate.kind == "growth" and suffix:
        if predicate.average:
            return "average"
        if predicate.monthly:
            return "mom"
        return "total" if predicate.total else "yoy"
    return _KINDS.get(predicate.kind, "yoy" if suffix == "_growth" else "level")


def status_of(lead: str, usual: Status) -> Status:
    """Whether a figure is done, expected or aimed at: the last word before it counts."""
    found = usual
    for match in words.STATUS.finditer(lead):
        if match.lastgroup == "target":
            found = "target"
        elif match.lastgroup == "expected":
            found = "expected"
        elif match.lastgroup == "actual":
            found = "actual"
    return found


def mark_turns(claims: list[Claim], first: int, text: str, start: int, end: int) -> None:
    """由负转正 qualifies the growth beside it; `first`: number of the sentence's first claim."""
    for match in words.TURN.finditer(text, start, end):
        near = [
            at
            for at in range(first, len(claims))
            if claims[at].generic.endswith("_growth")
            and -30 <= claims[at].start - match.end() <= 20
        ]
        if near:
            turned = f"turned_{words.TURNS[match[0]]}"
            claims[near[-1]] = replace(claims[near[-1]], qualifier=turned)
