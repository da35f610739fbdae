"""The fixed choices of text columns."""

ORIGINS = ("submitted", "published", "illustrative", "derived")
STATUSES = ("expected", "flash", "published", "revised")
SOURCE_KINDS = ("official", "press", "reprint", "submission")
WORDINGS = ("about", "at_least", "between", "exact")
TOPICS = ("policy", "issue", "leader_pairing", "project_start", "epidemic", "key_enterprise")
ASPECTS = ("plan", "result", "event")
SEVERITIES = ("error", "warning", "info")
PROJECT_CLASSES = ("new", "continued", "completing", "preparatory")
PROJECT_STATES = ("not_started", "started", "stopped", "completed")
SECTIONS = ("issue", "support", "next_step", "narrative")
NOTE_STATES = ("open", "in_progress", "closed")
PROBLEM_STATES = (*NOTE_STATES, "reopened", "not_mentioned")
MATCHES = ("first", "id", "text", "decision")
DIRECTIONS = ("unfavourable", "favourable")
NOTE_SEVERITIES = ("low", "medium", "high")
DECIDED_BY = ("sender", "person", "rules", "model")
COMPARISONS = ("level", "yoy", "mom", "change_points", "gap_points", "share", "rank")
CLAIM_STATUSES = ("actual", "expected", "target")
QUALIFIERS = ("about", "at_least", "more_than", "at_most", "less_than", "range")
STAGES = ("actual", "reported")
WHATS = ("version", "figure", "target", "light", "flag", "problem", "project")
CHANGES = ("added", "removed", "changed")
OUTLOOK_REASONS = ("no_recent_point", "no_level_last_year", "few_errors")
ADDING_UP = ("yes", "summed", "no_weights", "incomplete")
EVIDENCE = (
    "latest", "last_year", "province", "leading",
    "enterprise_output", "enterprise_orders", "enterprise_power",
)  # fmt: skip
