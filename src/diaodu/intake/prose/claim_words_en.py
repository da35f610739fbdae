"""The closed words of English statistical prose: verbs and nouns of change, levels, comparisons."""

from __future__ import annotations

import re


def _any(*patterns: str) -> str:
    return "|".join(patterns)


CLAUSE = re.compile(r"[;:]|,(?!\d)|\b(?:while|whereas|but|which|although|though|trailed|when)\b")
UP = _any(
    r"gr[eo]ws?|growing|grown|rose|risen|rises?|rising|increas(?:e[ds]?|ing)|expand(?:s|ed|ing)?",
    r"climb(?:s|ed|ing)?|gain(?:s|ed|ing)?|advanc(?:e[ds]?|ing)|up|jump(?:s|ed|ing)?",
    r"surg(?:e[ds]?|ing)|accelerat(?:e[ds]?|ing)|pick(?:ed|ing) up|went up|improv(?:e[ds]?|ing)",
    r"(?<!value[ -])add(?:ed|ing)(?! value)|growth|expansion|higher|faster|above",
    r"exceed(?:s|ed|ing)? by|swelled",
    r"widen(?:s|ed|ing)?",
    r"soar(?:s|ed|ing)?|rebound(?:s|ed|ing)?|rall(?:ied|ying)|recover(?:s|ed|ing)?|swell(?:ed|ing)",
    r"(?:edg|inch|mov|tick)(?:ed|ing) up|skyrocket(?:ed|ing)?|quicken(?:ed|ing)?|upturn|uptick",
)
DOWN = _any(
    r"fell|fall(?:s|en|ing)?|declin(?:e[ds]?|ing)|drop(?:s|ped|ping)?|decreas(?:e[ds]?|ing)",
    r"shr[aiu]nk(?:s|ing)?|contract(?:s|ed|ing|ion)?|down|slip(?:s|ped|ping)?|slow(?:s|ed|ing)?",
    r"reduc(?:e[ds]?|ing|tion)|cut(?:s|ting)?|lower(?:ed|ing)?|slower|below|narrow(?:s|ed|ing)?",
    r"eas(?:e[ds]?|ing)|plung(?:e[ds]?|ing)|tumbl(?:e[ds]?|ing)|s[aiu]nk(?:s|ing)?",
    r"slump(?:s|ed|ing)?|slid(?:e|es|ing)?|dip(?:s|ped|ping)?|plummet(?:s|ed|ing)?",
    r"retreat(?:s|ed|ing)?|weaken(?:s|ed|ing)?|moderat(?:ed|ing)|decelerat(?:e[ds]?|ing)",
    r"los(?:t|ing)",
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
    r"|amount(?:ed|ing) to|averag(?:ed|ing)|remained|of|at|surpass(?:ed|ing)|exceed(?:s|ed|ing)?"
    r"|top(?:s|ped|ping)|approximat(?:ed|ing)"
    r"|registered|posted"
    r"|recorded|to)\b"
    r"(?P<more>[^,;]{0,20})$",
    re.IGNORECASE,
)
ABOUT = re.compile(
    r"\b(about|around|roughly|approximately|nearly|almost|more than|over|at least|up to|less than"
    r"|some|close to|just over|just under)\s*$",
    re.IGNORECASE,
)
NOISE = re.compile(
    r"(?:at|in) (?:comparable|constant|current|real|nominal) (?:prices|terms|dollars)"
    r"|(?:staying |remaining |keeping )?(?:above|below|over|under|higher than|lower than) the "
    r"(?:critical point|threshold|tipping point|boom[- ](?:and|or)[- ]bust \w+"
    r"|(?:no[- ]change )?50[- ](?:point )?mark)",
    re.IGNORECASE,
)
RELATIVE = re.compile(
    r",\s*(?:which|reflecting|including|excluding|despite|due to|because of)\s[^,;]{1,120},"
)
_MANNER = (
    r"(?:(?:national|nationwide|overall|statewide|year[- ]on[- ]year|year[- ]over[- ]year|y/y"
    r"|annual(?:ized)?|real|average|monthly|yearly"
    r"|sharp|nominal|quarterly|month[- ]on[- ]month)[\s-]+)*"
)
RISE_AFTER = re.compile(
    rf"^[\s-]*{_MANNER}(?P<verb>{UP}|{DOWN})\b(?P<rest>[^,;.]{{0,80}})", re.IGNORECASE
)
OF = re.compile(r"^\s*(?:rate )?(?:in|of|for)\s+(?:the\s+)?(?P<subject>[^,;.]+)", re.IGNORECASE)
THAN = re.compile(
    r"^\s*(?P<word>higher|faster|lower|slower|more|less|above|below|ahead of|fewer)\b\s*"
    r"(?:than\s+)?"
    r"(?P<base>(?:[^,;.]|\.(?=\d)){0,80})",
    re.IGNORECASE,
)
UNDER = re.compile(r"lower|slower|less|below|fewer", re.IGNORECASE)
EARLIER = re.compile(
    r"previous|last|\bmonth|quarter|\byear|earlier|\bago\b|January|February|March|(?:19|20)\d\d"
    r"|April|\bMay\b|June|July"
    r"|August|September|October|November|December|half|same period|period last",
    re.IGNORECASE,
)
USUAL = re.compile(r"average(?! growth)|norm|plan|target|expect|forecast|trend", re.IGNORECASE)
SHARE = re.compile(
    r"(?:account(?:ed|ing|s)? for|ma(?:de|king|kes?) up|represent(?:s|ed|ing)?|compris(?:ed|ing|es)"
    r"|constitut(?:ed|ing|es))\s+(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
# 60 percent of the respondents, 41 percent plan to: how many of those who were asked.
WHO = re.compile(
    r"^\s*(?:of (?:the |all |our |its |surveyed |responding |area |district |local )*(?:\w+ ){0,5}?"
    r"(?:respondents|firms|contacts|manufacturers|businesses|companies|retailers|bankers|banks?"
    r"|builders|lenders|participants|employers|farmers|producers|those|executives|directors"
    r"|merchants|stores)\b"
    r"|(?:said|say|report(?:ed)?|expect(?:ed)?|anticipate[d]?|plan(?:ned)?|predict(?:ed)?"
    r"|indicated?|raised"
    r"|cited?|noted?|foresee|see|saw|believed?|characterized)\b)",
    re.IGNORECASE,
)
# Of 100 yuan, 5 percent *of total loans*: a share that no verb says.
OF_WHOLE = re.compile(
    r"^\s*of (?:the |its )?(?:total|all|overall|national|GDP|gross domestic)\b", re.IGNORECASE
)
# Higher than the 7 percent of last year: a figure that is only compared with.
THAN_IT = re.compile(r"\b(?:than|above|below|versus)\s+(?:the|an?|its|their)\s+$", re.IGNORECASE)
# (+3.1%), (down 4 percent): the movement of what stands before the bracket.
IN_BRACKET = re.compile(r"(?P<what>[^,;:()]{2,80}?)\s*\(\s*(?P<verb>up|down)?\s*$", re.IGNORECASE)
IN = re.compile(r"\b(?:in|of|for|at)\s", re.IGNORECASE)
AMOUNT_OF = re.compile(r"^\s*(?:in|of) (?P<subject>[a-z][a-z -]{3,30})", re.IGNORECASE)
# Whoever reports and what is reported: auto makers *saw* profits rise.
SAW = re.compile(
    r"(?:^|\s)(?:saw|posted|registered|reported|recorded|showed|shows|revealed|enjoyed"
    r"|experienced|logged"
    r"|witnessed|exhibited|achieved|generated|noted|indicated?)\b\s*",
    re.IGNORECASE,
)
# At 104.1 percent of its 2012 average: how an index is scaled.
OF_INDEX = re.compile(r"^\s*of (?:its|their|the) \d{4} (?:average|level|output)", re.IGNORECASE)
GROWTH_WAS = re.compile(
    r"\b(?P<verb>growth|increase|rise|decline|drop|fall|decrease)(?: rate)? (?:of|in|for)"
    r" (?P<subject>[^,;]{2,60}?) (?:was|were|is|reached|stood at|averaged|came to)\s*$",
    re.IGNORECASE,
)
NOUN_OF = re.compile(
    r"\b(?P<verb>gain|increase|rise|growth|decline|decrease|drop|fall|reduction|jump|advance|slump"
    r"|contraction|expansion)s?(?: rate)? of\s*$",
    re.IGNORECASE,
)
FOR = re.compile(r"\s*for\b")
RATE_OF = re.compile(
    r"(?:rate of )?(?:decline|growth|increase|drop)(?: rate)? (?:in|of) (?P<subject>.+)$",
    re.IGNORECASE,
)
NOUN_IN_OF = re.compile(
    r"\b(?P<verb>gain|increase|rise|growth|decline|decrease|drop|fall|reduction)s? in"
    r" (?P<subject>[^,;]{2,40}) of\s*$",
    re.IGNORECASE,
)
# 60 percent of the industries grew.
GREW = re.compile(r"^\s*of (?:the |all )?(?:\w+ ){0,3}(?:industries|sectors|products|divisions)\b")
OR_ALSO = re.compile(r"^\s*,?\s*or\s+(?:about |nearly )?$", re.IGNORECASE)
# Firms with revenue of at least 20 million: what counts as one, no figure of the economy.
DEFINES = re.compile(
    r"revenues? (?:of )?(?:above|over|more than|at least|exceeding|no less than)\s*$", re.IGNORECASE
)
LISTED = re.compile(r"^\s*,?\s*(?:and\s+)?(?P<who>[A-Za-z][\w ,-]{2,90}) by\s*$")
GO_ON = re.compile(
    r"^\s*(?:in|for|among|of|from|over)\s[^,;]{1,60}(?:,|\band\b|,\s*and)\s*$", re.IGNORECASE
)
PULLS = re.compile(r"\b(?:contribut(?:ed|ing|es)|account(?:ed|ing|s) for)\s*$", re.IGNORECASE)
YEARLY = re.compile(
    r"(?:two|three|four|five)-year average|in average|average (?:increase|growth)"
    r"|growth averaged|growth rate averaged|average annual"
    r"|annual average|per year on average|annually on average|year on average",
    re.IGNORECASE,
)
MONTHLY = re.compile(
    r"month[- ]on[- ]month|month[- ]over[- ]month|from the (?:previous|prior) month"
    r"|from a month earlier|over the month|on (?:the )?month|\bm[/-]?o[/-]?m\b",
    re.IGNORECASE,
)
FROM = re.compile(r"\bfrom\s+(?:\w+\s){0,2}$", re.IGNORECASE)
TO = re.compile(r"\bto\s+(?:\w+\s){0,2}$", re.IGNORECASE)
TARGET = re.compile(r"\b(?:target|aim|goal|plan(?:s|ned)? to|is set at)\b", re.IGNORECASE)
EXPECTED = re.compile(
    r"\b(?:expect|forecast|project(?:ed|ion)|anticipat|estimated to)\w*", re.IGNORECASE
)

AROUND = re.compile(
    r"^(?:(?:and|with|the|that of|of which|while|but|total|a total of|its|their|an?|real|"
    r"growth rate (?:of|for)|growth of|"
    r"year[ -]o[nv](?:er)?[ -]year|month[ -]o[nv](?:er)?[ -]month|of|by|to|"
    r"compared (?:with|to)|in contrast to|following|after|from|in \w+)\b\s*)+",
    re.IGNORECASE,
)
_SLIGHT = r"(?:(?:slight|sharp|modest|annual|yearly|monthly|further) )*"
PRONOUN = re.compile(
    r"^[A-Z][\w ]+'s$|^figure\b.{0,30}$|^two-year average"
    rf"|^(?:(?:an?|the|its|their) )*{_SLIGHT}"
    r"(?:rate that|growth rate|rate of growth|growth pace|pace|rate|it|they|this|these|this figure"
    r"|figure|that|increase|decline|decrease|rise|gain|drop|fall|growth|which)?"
    r"(?: (?:follow|compar|com)\w*)?$",
    re.IGNORECASE,
)
AUXILIARY = re.compile(
    r"\s(?:is|was|were|are|will|has|have|had|should|would|moved|edged|reflected|represents?"
    r"|remained|sinking|to be)\b",
    re.IGNORECASE,
)
# Words between two figures of one thing: …in May from a year ago to…
SMALL = re.compile(
    r"\b(?:from|the|an?|to|by|of|with|than|after|in|on|for|during|over|at|edging|marking|and|same"
    r"|period|last|annual|annualized|rates?|somewhat|seasonally|adjusted|representing|bringing"
    r"|reversing|offsetting|following|followed|follows|recovering|figure|reading|when"
    r"|average|compared|versus|well|even|slightly|expected|projected|forecast|will|be|was|were|is"
    r"|it|year|month|earlier|ago|more|less)\b|[^A-Za-z]+",
    re.IGNORECASE,
)
OWNER = re.compile(r"\b(?:[A-Z]\w+|[Tt]he \w+)['’]s\s+|\bChinese\s+")
