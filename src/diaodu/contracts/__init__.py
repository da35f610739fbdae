"""What a processed table must be: the one place that says so, for every table.

Analysis sees nothing but tables that passed here, so it need not doubt them. Text columns are
pandas `str`, missing text is NaN; values are float64. Areas, indicators and industries are ids of
the catalog; periods are the last month ("2022-03") with a span (see periods.py).
"""

from diaodu.contracts.checking import SCHEMAS, check, empty, in_our_types, typed
from diaodu.contracts.choices import (
    ADDING_UP,
    ASPECTS,
    CHANGES,
    CLAIM_STATUSES,
    COMPARISONS,
    DECIDED_BY,
    DIRECTIONS,
    EVIDENCE,
    MATCHES,
    NOTE_SEVERITIES,
    NOTE_STATES,
    ORIGINS,
    OUTLOOK_REASONS,
    PROBLEM_STATES,
    PROJECT_CLASSES,
    PROJECT_STATES,
    QUALIFIERS,
    SECTIONS,
    SEVERITIES,
    SOURCE_KINDS,
    STAGES,
    STATUSES,
    TOPICS,
    WHATS,
    WORDINGS,
)

__all__ = [
    "ADDING_UP",
    "ASPECTS",
    "CHANGES",
    "CLAIM_STATUSES",
    "COMPARISONS",
    "DECIDED_BY",
    "DIRECTIONS",
    "EVIDENCE",
    "MATCHES",
    "NOTE_SEVERITIES",
    "NOTE_STATES",
    "ORIGINS",
    "OUTLOOK_REASONS",
    "PROBLEM_STATES",
    "PROJECT_CLASSES",
    "PROJECT_STATES",
    "QUALIFIERS",
    "SCHEMAS",
    "SECTIONS",
    "SEVERITIES",
    "SOURCE_KINDS",
    "STAGES",
    "STATUSES",
    "TOPICS",
    "WHATS",
    "WORDINGS",
    "check",
    "empty",
    "in_our_types",
    "typed",
]
