"""What an English sentence says about a figure: rose by, down from, 0.8 points above."""

from __future__ import annotations

import re
from dataclasses import replace

from diaodu.intake.prose.claim_figures import Figure
from diaodu.intake.prose.claim_periods_en import find_periods_en
from diaodu.intake.prose.claim_predicates import Kind, Predicate
from diaodu.intake.prose.claim_types import Status

CLAUSE = re.compile(r"[;:]|,(?!\d)|\b(?:while|whereas|but|which)\b")
_UP = (
    r"grew|grow|growing|grows|rose|risen|rise|rising|increased?|increasing|increases|"
    r"expand(?:ed|ing)|climb(?:ed|ing)|"
    r"gain(?:ed|ing)|advanced|up|jumped|surged|accelerated|picked up|went up|improved|added|"
    r"growth|gains?|expansion|higher|faster|above|exceed(?:ed|ing)|widened"
)
_DOWN = (
    r"fell|fall(?:en|ing)?|declin(?:ed?|ing)|dropp?(?:ed|ing)?|decreas(?:ed?|ing)|shrank|shrunk|"
    r"contract(?:ed|ing|ion)|down|slipped|slowed|reduced|cut|lower|slower|below|narrowed|eased|plunged|tumbled"
)
LAST_VERB = re.compile(rf"\b(?:{_UP}|{_DOWN})\b", re.IGNORECASE)
_LEVEL = re.compile(
    r"\b(?:was|were|is|are|stood at|reach(?:ed|ing)?|total(?:ed|led|ing)|amounted to|came to|hit|"
    r"averag(?:ed|ing)|remained|of|at|surpass(?:ed|ing)|registered|posted|recorded|to)\b(?P<more>[^,;]{0,20})$",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"\b(about|around|roughly|approximately|nearly|almost|more than|over|at least|up to|less than"
    r"|some)\s*$",
    re.IGNORECASE,
)
RELATIVE = re.compile(r",\s*which\s[^,;]{1,120},")
_RISE_AFTER = re.compile(
    rf"^[\s-]*(?:(?:year[- ]on[- ]year|year[- ]over[- ]year|annual(?:ized)?|real|average)[\s-]+)*"
    rf"(?P<verb>{_UP}|{_DOWN}|increase|rise|decline|drop|fall|decrease)\b(?P<rest>[^,;.]{{0,80}})",
    re.IGNORECASE,
)
OF = re.compile(r"^\s*(?:in|of|for)\s+(?:the\s+)?(?P<subject>[^,;.]+)", re.IGNORECASE)
_THAN = re.compile(
    r"^\s*(?:(?:higher|faster|lower|slower|more|less|above|below)\b)\s*(?:than\s+)?(?P<base>[^,;.]{0,60})",
    re.IGNORECASE,
)
_SHARE = re.compile(
    r"(?:account(?:ed|ing|s)? for|ma(?:de|king) up|represent(?:ed|ing))\s+(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
_NOUN_OF = re.compile(
    r"\b(?P<verb>gain|increase|rise|growth|decline|decrease|drop|fall|reduction)s? of\s*$",
    re.IGNORECASE,
)
_GO_ON = re.compile(r"^\s*(?:in|for|among|of)\s[^,;]{1,60}(?:,|\band\b|,\s*and)\s*$", re.IGNORECASE)
_PULLS = re.compile(r"\bcontribut(?:ed|ing|es)\s*$", re.IGNORECASE)
_YEARLY = re.compile(r"average annual|annual average|per year on average", re.IGNORECASE)
_MONTHLY = re.compile(
    r"month[- ]on[- ]month|month[- ]over[- ]month|from the previous month|from a month earlier"
)
_FROM = re.compile(r"\bfrom\s+(?:\w+\s){0,2}$", re.IGNORECASE)
_TO = re.compile(r"\bto\s+(?:\w+\s){0,2}$", re.IGNORECASE)
_TARGET = re.compile(r"\b(?:target|aim|goal|plan(?:s|ned)? to|is set at)\b", re.IGNORECASE)
_EXPECTED = re.compile(
    r"\b(?:expect|forecast|project(?:ed|ion)|anticipat|estimated to)\w*", re.IGNORECASE
)


def status_of(lead: str) -> Status:
    """Whether a figure is done, expected or aimed at."""
    if _TARGET.search(lead):
        return "target"
    return "expected" if _EXPECTED.search(lead) else "actual"


def _sign(word: str) -> int:
    falls = re.fullmatch(rf"(?:{_DOWN}|decline|drop|fall|decrease)", word, re.IGNORECASE)
    return -1 if falls else 1


def read_predicate(lead: str, after: str, figure: Figure) -> Predicate:
    """What is said of a figure, by the words before and after it."""
    about = _ABOUT.search(lead)
    qualifier = about[1].lower() if about else ""
    clause = lead[: about.start()] if about else lead
    made = _compared(clause, after, figure) or _risen(clause, after, figure)
    if made is None:
        share = _SHARE.search(clause)
        level = _LEVEL.search(clause)
        end = share.start() if share else level.start() if level else len(clause)
        kind: Kind = "share" if share and figure.unit == "%" else "level"
        made = Predicate(kind, _phrase(clause[:end]), said=bool(share or level))
    return replace(
        made,
        qualifier=qualifier,
        average=_YEARLY.search(lead) is not None,
        monthly=_MONTHLY.search(CLAUSE.split(lead)[-1] + figure.unit + after[:40]) is not None,
        origin=_FROM.search(clause) is not None and made.kind == "level",
    )


def _names_time(subject: str) -> bool:
    """Growth *in 2025* is not growth of something."""
    periods = find_periods_en(subject[:40])
    return bool(periods) and periods[0].start == 0


def goes_on_in(lead: str) -> bool:
    """Whether a figure goes on with what the one before said: …in A, 3.2% in B."""
    return _GO_ON.match(lead) is not None


def _compared(clause: str, after: str, figure: Figure) -> Predicate | None:
    """Percentage points: a gap or a change."""
    if figure.unit != "百分点":
        return None
    than = _THAN.match(after)
    if _PULLS.search(clause):
        subject = _phrase(clause[: clause.lower().rfind("contribut")])
        return Predicate("pull", subject, said=True)
    verbs = list(LAST_VERB.finditer(clause))
    if than:
        word = after.split(maxsplit=1)[0]
        sign = _sign(word)
        base = than["base"]
        change = (
            re.search(r"previous|last|month|quarter|year|earlier|January|20\d\d", base) is not None
        )
        subject = _phrase(CLAUSE.split(clause)[-1])
        return Predicate(
            "change" if change else "gap",
            subject,
            sign,
            base,
            said=True,
            of_growth=word in ("faster", "slower"),
        )
    if verbs:
        subject = _phrase(clause[: verbs[-1].start()])
        return Predicate("change", subject, _sign(verbs[-1][0]), said=True)
    return Predicate("change", "", said=False)


def _risen(clause: str, after: str, figure: Figure) -> Predicate | None:
    """Growth or an increase; a level where the verb leads to it."""
    grown: Kind = "growth" if figure.unit == "%" else "increase"
    following = _RISE_AFTER.match(after)
    if following and not re.match(r"\s*(?:above|below|higher|lower)", after):
        of = OF.match(following["rest"])
        named = of is not None and not _names_time(of["subject"])
        subject = of["subject"] if of and named else _phrase(CLAUSE.split(clause)[-1])
        return Predicate(grown, subject, _sign(following["verb"]), said=True)
    noun = _NOUN_OF.search(clause)
    of = OF.match(after) if noun else None
    if noun and of and not _names_time(of["subject"]):
        return Predicate(grown, of["subject"], _sign(noun["verb"]), said=True)
    verbs = list(LAST_VERB.finditer(clause))
    if not verbs or len(clause) - verbs[-1].end() > 30 or ";" in clause[verbs[-1].end() :]:
        return None
    subject = _phrase(clause[: verbs[-1].start()])
    rest = clause[verbs[-1].end() :]
    if _TO.search(rest) or (_FROM.search(rest) and grown == "increase"):
        return Predicate("level", subject, said=True, moved=True)
    if _FROM.search(rest):
        return Predicate("level", subject, said=True)
    return Predicate(grown, subject, _sign(verbs[-1][0]), said=True)


def _phrase(text: str) -> str:
    """The last clause of a text, which names a subject."""
    parts = [part.strip() for part in CLAUSE.split(text)]
    return parts[-1] if parts else ""
