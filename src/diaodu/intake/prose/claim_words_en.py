"""The closed words of English statistical prose: verbs and nouns of change, levels, comparisons."""

from __future__ import annotations

import re


def _any(*patterns: str) -> str:
    return "|".join(patterns)


CLAUSE = re.compile(r"[;:]|,(?!\d)|\b(?:while|whereas|but|which|although|though|trailed)\b")
UP = _any(
    r"gr[eo]ws?|growing|grown|rose|risen|rises?|rising|increas(?:e[ds]?|ing)|expand(?:s|ed|ing)?",
    r"climb(?:s|ed|ing)?|gain(?:s|ed|ing)?|advanc(?:e[ds]?|ing)|up|jump(?:s|ed|ing)?",
    r"surg(?:e[ds]?|ing)|accelerat(?:e[ds]?|ing)|pick(?:ed|ing) up|went up|improv(?:e[ds]?|ing)",
    r"add(?:ed|ing)|growth|expansion|higher|faster|above|exceed(?:s|ed|ing)?|widen(?:s|ed|ing)?",
    r"soar(?:s|ed|ing)?|rebound(?:s|ed|ing)?|rall(?:ied|ying)|recover(?:s|ed|ing)?|swell(?:ed|ing)",
    r"(?:edg|inch|mov|tick)(?:ed|ing) up|skyrocket(?:ed|ing)?|quicken(?:ed|ing)?|upturn|uptick",
)
DOWN = _any(
    r"fell|fall(?:s|en|ing)?|declin(?:e[ds]?|ing)|drop(?:s|ped|ping)?|decreas(?:e[ds]?|ing)",
    r"shr[aiu]nk(?:s|ing)?|contract(?:s|ed|ing|ion)?|down|slip(?:s|ped|ping)?|slow(?:s|ed|ing)?",
    r"reduc(?:e[ds]?|ing|tion)|cut(?:s|ting)?|lower(?:ed|ing)?|slower|below|narrow(?:s|ed|ing)?",
    r"eas(?:e[ds]?|ing)|plung(?:e[ds]?|ing)|tumbl(?:e[ds]?|ing)|s[aiu]nk(?:s|ing)?",
    r"slump(?:s|ed|ing)?|slid(?:e|es|ing)?|dip(?:s|ped|ping)?|plummet(?:s|ed|ing)?",
    r"retreat(?:s|ed|ing)?|weaken(?:s|ed|ing)?|moderat(?:ed|ing)|decelerat(?:e[ds]?|ing)|los(?:t|ing)",
    r"(?:edg|inch|mov|tick)(?:ed|ing) (?:down|lower)|(?:fell|falling) back|downturn",
)
LAST_VERB = re.compile(rf"\b(?:{UP}|{DOWN})\b", re.IGNORECASE)
# A fall that gets smaller is a gain.
LESS = re.compile(r"(?:narrow|shr[aiu]nk|eas|slow|moderat|reduc)", re.IGNORECASE)
A_FALL = re.compile(
    r"\b(?:declines?|decreases?|drops?|falls?|contraction|losses|slump|deficit|gap)\b",
    re.IGNORECASE,
)
LEVEL = re.compile(
    r"\b(?:was|were|is|are|stood at|stand at|reach(?:ed|ing)?|total(?:ed|led|ing)|came to|hit"
    r"|amount(?:ed|ing) to|averag(?:ed|ing)|remained|of|at|surpass(?:ed|ing)|registered|posted"
    r"|recorded|to)\b"
    r"(?P<more>[^,;]{0,20})$",
    re.IGNORECASE,
)
ABOUT = re.compile(
    r"\b(about|around|roughly|approximately|nearly|almost|more than|over|at least|up to|less than"
    r"|some|close to|just over|just under)\s*$",
    re.IGNORECASE,
)
THRESHOLD = re.compile(
    r"(?:staying |remaining |keeping )?(?:above|below|over|under|higher than|lower than) the "
    r"(?:critical point|threshold|tipping point|boom[- ](?:and|or)[- ]bust \w+"
    r"|(?:no[- ]change )?50[- ](?:point )?mark)",
    re.IGNORECASE,
)
RELATIVE = re.compile(r",\s*which\s[^,;]{1,120},")
_MANNER = (
    r"(?:(?:year[- ]on[- ]year|year[- ]over[- ]year|y/y|annual(?:ized)?|real|average|monthly|yearly"
    r"|sharp|nominal|quarterly|month[- ]on[- ]month)[\s-]+)*"
)
RISE_AFTER = re.compile(
    rf"^[\s-]*{_MANNER}(?P<verb>{UP}|{DOWN})\b(?P<rest>[^,;.]{{0,80}})", re.IGNORECASE
)
OF = re.compile(r"^\s*(?:in|of|for)\s+(?:the\s+)?(?P<subject>[^,;.]+)", re.IGNORECASE)
THAN = re.compile(
    r"^\s*(?P<word>higher|faster|lower|slower|more|less|above|below|ahead of|fewer)\b\s*"
    r"(?:than\s+)?"
    r"(?P<base>(?:[^,;.]|\.(?=\d)){0,80})",
    re.IGNORECASE,
)
UNDER = re.compile(r"lower|slower|less|below|fewer", re.IGNORECASE)
EARLIER = re.compile(
    r"previous|last|\bmonth|quarter|\byear|earlier|\bago\b|January|February|March|April|\bMay\b|June|July"
    r"|August|September|October|November|December|20\d\d|half|period",
    re.IGNORECASE,
)
USUAL = re.compile(r"average|norm|plan|target|expect|forecast|trend", re.IGNORECASE)
SHARE = re.compile(
    r"(?:account(?:ed|ing|s)? for|ma(?:de|king|kes?) up|represent(?:s|ed|ing)?|compris(?:ed|ing|es)"
    r"|constitut(?:ed|ing|es))\s+(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
# 60 percent of the respondents, 41 percent plan to: how many of those who were asked.
WHO = re.compile(
    r"^\s*(?:of (?:the |all |our |its |surveyed |responding |area |district |local )*(?:\w+ ){0,2}?"
    r"(?:respondents|firms|contacts|manufacturers|businesses|companies|retailers|bankers|bank(?:s)?|builders"
    r"|lenders|participants|employers|farmers|producers|those|executives|directors|merchants|stores)\b"
    r"|(?:said|say|report(?:ed)?|expect(?:ed)?|anticipate[d]?|plan(?:ned)?|predict(?:ed)?|indicated?|raised"
    r"|cited?|noted?|foresee|see|saw|believed?|characterized)\b)",
    re.IGNORECASE,
)
# At 104.1 percent of its 2012 average: how an index is scaled.
OF_INDEX = re.compile(r"^\s*of (?:its|their|the) \d{4} (?:average|level|output)", re.IGNORECASE)
NOUN_OF = re.compile(
    r"\b(?P<verb>gain|increase|rise|growth|decline|decrease|drop|fall|reduction|jump|advance|slump"
    r"|contraction|expansion)s?(?: rate)? of\s*$",
    re.IGNORECASE,
)
GO_ON = re.compile(r"^\s*(?:in|for|among|of)\s[^,;]{1,60}(?:,|\band\b|,\s*and)\s*$", re.IGNORECASE)
PULLS = re.compile(r"\bcontribut(?:ed|ing|es)\s*$", re.IGNORECASE)
YEARLY = re.compile(
    r"average annual|annual average|per year on average|annually on average|year on average",
    re.IGNORECASE,
)
MONTHLY = re.compile(
    r"month[- ]on[- ]month|month[- ]over[- ]month|from the (?:previous|prior) month"
    r"|from a month earlier|over the month",
    re.IGNORECASE,
)
FROM = re.compile(r"\bfrom\s+(?:\w+\s){0,2}$", re.IGNORECASE)
TO = re.compile(r"\bto\s+(?:\w+\s){0,2}$", re.IGNORECASE)
TARGET = re.compile(r"\b(?:target|aim|goal|plan(?:s|ned)? to|is set at)\b", re.IGNORECASE)
EXPECTED = re.compile(
    r"\b(?:expect|forecast|project(?:ed|ion)|anticipat|estimated to)\w*", re.IGNORECASE
)
