"""What an English sentence says about a figure: rose by, down from, 0.8 points above."""

from __future__ import annotations

import re
from dataclasses import replace

from diaodu.intake.prose import claim_words_en as words
from diaodu.intake.prose.claim_figures import Figure
from diaodu.intake.prose.claim_periods_en import find_periods_en
from diaodu.intake.prose.claim_predicates import Kind, Predicate
from diaodu.intake.prose.claim_types import Status
from diaodu.intake.prose.claim_words_en import CLAUSE


def status_of(lead: str) -> Status:
    """Whether a figure is done, expected or aimed at."""
    if words.TARGET.search(lead):
        return "target"
    return "expected" if words.EXPECTED.search(lead) else "actual"


def _sign(word: str) -> int:
    return -1 if re.fullmatch(words.DOWN, word, re.IGNORECASE) else 1


def read_predicate(lead: str, after: str, figure: Figure, *, signed: bool = False) -> Predicate:
    """What is said of a figure, by the words before and after it; signed: written with + or -."""
    about = words.ABOUT.search(lead)
    qualifier = about[1].lower() if about else ""
    clause = lead[: about.start()] if about else lead
    made = (
        _bracketed(clause, figure, signed=signed)
        or _share(clause, after, figure)
        or _points(clause, after, figure)
        or _against(clause, after, figure)
        or _risen(clause, after, figure)
        or _level(clause)
    )
    near = CLAUSE.split(lead)[-1] + figure.unit + after[:40]
    return replace(
        made,
        qualifier=qualifier,
        average=words.YEARLY.search(lead + after[:12]) is not None,
        monthly=words.MONTHLY.search(near) is not None or "-month basis" in lead,
        origin=words.FROM.search(clause) is not None and made.kind == "level",
    )


def _bracketed(clause: str, figure: Figure, *, signed: bool) -> Predicate | None:
    """Sales of food (+3.1%), in manufacturing (down 2 percent): of what stands before."""
    found = words.IN_BRACKET.search(clause) if figure.unit == "%" else None
    if found is None or not (found["verb"] or signed):
        return None
    falls = (found["verb"] or "").lower() == "down"
    return Predicate("growth", words.IN.split(found["what"])[-1], -1 if falls else 1, said=True)


def compared_with(lead: str, after: str) -> bool:
    """Whether a figure is only one that the figure before is compared with."""
    return words.THAN_IT.search(lead) is not None and not words.RISE_AFTER.match(after)


def goes_on_in(lead: str) -> bool:
    """Whether a figure goes on with what the one before said: …in A, 3.2% in B."""
    return words.GO_ON.match(lead) is not None


def of_respondents(figure: Figure, after: str) -> bool:
    """Whether a figure counts those who were asked: 60 percent of firms, 41 percent expect."""
    return figure.unit == "%" and words.WHO.match(after) is not None


def _names_time(subject: str) -> bool:
    """Growth *in 2025* is not growth of something."""
    periods = find_periods_en(subject[:40])
    return bool(periods) and not subject[: periods[0].start].strip(" mid-")


def _points(clause: str, after: str, figure: Figure) -> Predicate | None:
    """Percentage points: a pull, a gap or a change."""
    if figure.unit != "百分点":
        return None
    if words.PULLS.search(clause):
        subject = _phrase(words.PULLS.sub("", clause))
        return Predicate("pull", subject, said=True)
    if than := words.THAN.match(after):
        word, base = than["word"].lower(), than["base"]
        earlier = words.EARLIER.search(base) and not words.USUAL.search(base)
        sign = -1 if words.UNDER.fullmatch(word) else 1
        quick = word in ("faster", "slower")
        kind: Kind = "change" if earlier or not base.strip() else "gap"
        return Predicate(
            kind, _phrase(_before_level(clause)), sign, base, said=True, of_growth=quick
        )
    verbs = list(words.LAST_VERB.finditer(clause))
    if not verbs:
        return Predicate("change", "", said=False)
    verb = verbs[-1]
    subject = _phrase(clause[: verb.start()])
    sign = _sign(verb[0])
    if words.A_FALL.search(subject):  # the decline narrowed, the drop widened
        sign = 1 if words.LESS.match(verb[0]) else -1 if sign > 0 else sign
        of = words.RATE_OF.search(subject)
        subject = of["subject"] if of else words.A_FALL.sub("", subject)
    narrows = words.LESS.match(verb[0]) is not None
    return Predicate("change", subject, sign, said=True, narrows=narrows)


def _against(clause: str, after: str, figure: Figure) -> Predicate | None:
    """Per cent above or below an earlier level is growth."""
    than = words.THAN.match(after) if figure.unit == "%" else None
    if than is None or words.WHO.match(after):
        return None
    sign = -1 if words.UNDER.fullmatch(than["word"].lower()) else 1
    earlier = words.EARLIER.search(than["base"]) or not than["base"].strip()
    kind: Kind = "growth" if earlier else "gap"
    return Predicate(kind, _phrase(_before_level(clause)), sign, than["base"], said=True)


def _before_level(clause: str) -> str:
    level = words.LEVEL.search(clause)
    return clause[: level.start()] if level else clause


def _risen(clause: str, after: str, figure: Figure) -> Predicate | None:
    """Growth or an increase; a level where the verb leads to it."""
    grown: Kind = "growth" if figure.unit == "%" else "increase"
    following = words.RISE_AFTER.match(after)
    if following:
        of = words.OF.match(following["rest"])
        named = of is not None and not _names_time(of["subject"])
        who = _phrase(CLAUSE.split(clause)[-1])
        subject = f"{of['subject']} of {_who(who)}" if of and named else who
        return Predicate(grown, subject, _sign(following["verb"]), said=True)
    if within := words.NOUN_IN_OF.search(clause) or words.GROWTH_WAS.search(clause):
        return Predicate(grown, within["subject"], _sign(within["verb"]), said=True)
    noun = words.NOUN_OF.search(clause)
    of = words.OF.match(after) if noun and not words.FOR.match(after) else None
    if noun and of and not _names_time(of["subject"]):
        return Predicate(grown, of["subject"], _sign(noun["verb"]), said=True)
    if noun:
        return Predicate(grown, _phrase(clause[: noun.start()]), _sign(noun["verb"]), said=True)
    verbs = list(words.LAST_VERB.finditer(clause))
    if not verbs or len(clause) - verbs[-1].end() > 30 or ";" in clause[verbs[-1].end() :]:
        return None
    subject = _phrase(clause[: verbs[-1].start()])
    rest = clause[verbs[-1].end() :]
    if words.TO.search(rest) or (words.FROM.search(rest) and grown == "increase"):
        return Predicate("level", subject, said=True, moved=True)
    if words.FROM.search(rest):
        return Predicate("level", subject, said=True)
    return Predicate(grown, subject, _sign(verbs[-1][0]), said=True)


def _who(phrase: str) -> str:
    """Makers *reported a* rise in profit: whose profit it is."""
    return words.SAW.split(phrase, maxsplit=1)[0].strip()


def _share(clause: str, after: str, figure: Figure) -> Predicate | None:
    """Per cent of a whole."""
    share = words.SHARE.search(clause) if figure.unit == "%" else None
    if share is None and (figure.unit != "%" or not words.OF_WHOLE.match(after)):
        return None
    return Predicate(
        "share", _phrase(clause[: share.start()] if share else _before_level(clause)), said=True
    )


def _level(clause: str) -> Predicate:
    level = words.LEVEL.search(clause)
    return Predicate("level", _phrase(_before_level(clause)), said=level is not None)


def _phrase(text: str) -> str:
    """The last clause of a text, which names a subject."""
    parts = [part.strip() for part in CLAUSE.split(text)]
    return parts[-1] if parts else ""
