"""The catalogue of texts: complete in both languages, used, and written as each language is."""

from __future__ import annotations

import ast
import json
import re
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import get_args

import jinja2
import pytest
from jinja2 import nodes

from diaodu import contracts, issues, rules, ties, units
from diaodu.analysis import changes, projects
from diaodu.analysis.advice import ADVICE
from diaodu.analysis.frames import Stage
from diaodu.analysis.questions import PRIORITIES
from diaodu.analysis.told import VIEWS
from diaodu.batch import office
from diaodu.intake import days, quantities
from diaodu.intake.quantities import WARNINGS
from diaodu.intake.received import registry
from diaodu.intake.slip import CODES
from diaodu.messages import LANGS, catalogue, placeholders
from diaodu.present import brief, project_tables
from diaodu.publish import index

# Keys that are put together at run time: pattern -> all the keys that it makes, or None where what
# fills the gap is a literal of the same code (then a key is in use if its gap is such a literal).
MONTHS = range(1, 13)
OPTIONS = (
    *("params", "files", "received", "channel", "illustrative", "out", "versions", "area", "lang"),
    *("workers", "engine", "anew", "cluster", "freeze", "log-json", "quiet", "through"),
)
# Columns of frames are named by those who look at them; what is explained is what there is.
EXPLAINED = [key for key in catalogue() if key.startswith("explore.column.")]
MEASURES = get_args(rules.Measure)
FLAGGED = ["prose.flagged_target", "prose.flagged_province"]
# test_quantities holds that each is the name of a column
_KINDS = tuple(f"trace.{kind}." for kind in ("any", "target", "outcome", "since", "spread"))
_TRACED = [key for key in catalogue() if key.startswith(_KINDS) and key.count(".") == 2]
STANDINGS = ("expected", "target", "published", "province")
DYNAMIC: dict[str, list[str] | None] = {
    "advice.*": [f"advice.{name}" for name in ADVICE.values()],
    "adopt.*.expected": None,
    "adopt.*.remedy": None,
    "advice.absent.*": None,
    "advice.state.*": [f"advice.state.{state}" for state in (*get_args(rules.Epidemic), "unknown")],
    "trace.*.*": None,
    "trace.any.*": [key for key in _TRACED if key.startswith("trace.any.")],
    "trace.*.**": _TRACED + [f"{key}.how" for key in _TRACED if f"{key}.how" in catalogue()],
    "trace.panel.*": None,
    "trace.of.*": None,
    "trace.of.industries_*": None,
    "trace.of.*s": None,
    "trace.tally.*": None,
    "heat.*": None,
    "trace.place.**": [f"trace.place.{k}{s}" for k in ("row", "paragraph") for s in ("", "s")],
    "trace.status.*": [
        f"trace.status.{s}" for s in (*contracts.STATUSES, "derived", "illustrative")
    ],
    "chart.*_province": None,
    "chart.fan.*_*": [
        f"chart.fan.{stage}_{side}"
        for stage in ("expected", "actual")
        for side in ("below", "in", "above")
    ],
    "chart.industries.*": None,
    "chart.multiples.point_*": [f"chart.multiples.point_{stage}" for stage in get_args(Stage)],
    "chart.pace.title_*": None,
    "chart.path.*": None,
    "brief.state.*": [f"brief.state.{state}" for state in brief.OPEN],
    "chart.map.alt_*": None,
    "chart.ranking.*": None,
    "explore.column.*": EXPLAINED,
    "explore.table.*": [f"explore.table.{name}" for name in contracts.SCHEMAS],
    "factor.*": None,
    "factor.*.*": [
        f"factor.{code}.{side}"
        for code in ("target", "pace", "industry", "enterprise")
        for side in contracts.DIRECTIONS
    ],
    "facts.topic.*": [f"facts.topic.{topic}" for topic in contracts.TOPICS],
    "flag.*": None,
    "pack.found.*": None,
    "pack.place.*": None,
    "others.*": [f"others.{end}" for end in ("low", "middle", "high")],
    "issue.*.*": [f"issue.{code}.{text}" for code in CODES for text in issues.TEXTS],
    "chart.standing.*": None,
    "chart.standing.alt_*": [f"chart.standing.alt_{name}" for name in STANDINGS],
    "keyfigure.status.*": None,
    "learn.*": [f"learn.{target}" for target in ("category", "direction", "severity")],
    "intake.place.*": [
        f"intake.place.{kind}"
        for kind in ("row", "paragraph", "line", "column", "column_letters", "cell", "cell_letters")
    ],
    "intake.where.*": None,
    "intake.where.sheet_*": None,
    "book.sheet.*": None,
    "ledger.doubt.*": None,
    "ledger.ground.*": None,
    "ledger.match.*": [f"ledger.match.{name}" for name in contracts.MATCHES if name != "text"],
    "ledger.rates.title.*": None,
    "ledger.standing.*": None,
    "ledger.state.*": [f"ledger.state.{state}" for state in contracts.PROBLEM_STATES],
    "trouble.*": None,
    "trouble.name.*": [
        f"trouble.name.{name}" for name in (*ties.MEASURES["enterprise"], "pace", "industry")
    ],
    "trouble.stage.*": None,
    "views.*": [f"views.{view}" for view in VIEWS],
    "left_out.*": None,
    "light.absent.*": None,
    "light.measure.*": [f"light.measure.{measure}" for measure in MEASURES],
    "light.said.*.*": [
        f"light.said.{measure}.{side}"
        for measure in MEASURES
        for side in ("over", "under", *(("level",) if measure in rules.SIGNED else ()))
    ],
    "light.topic.*": [f"light.topic.{topic}" for topic in rules.TOPICS],
    "light.unit.*": [f"light.unit.{measure}" for measure in MEASURES],
    "light.word.*": None,
    "marked.column.*": None,
    "marked.legend.*": None,
    "marked.lost.*": None,
    "breadth.*": None,
    "breadth.what_*": None,
    "bridge.absent_*": None,
    "bridge.step_*": None,
    "cli.*.help": [f"cli.{name}.help" for name in OPTIONS],
    "cli.diff.*": None,
    "office.state.*": [f"office.state.{state}" for state in get_args(office.State)],
    "cli.plan.part.*": None,
    "cli.profile.*": None,
    "cli.diff.figure.*": None,
    "cli.registered.*": None,
    "cli.standing.*": None,
    "form.*": None,
    "form.*.*": [
        *(f"form.refused.{r}" for r in get_args(quantities.Reason) if r not in WARNINGS),
        *(f"form.doubtful.{r}" for r in WARNINGS),
        *(f"form.day.{r}" for r in (*get_args(days.Reason), "coarse")),
        *(f"form.month.{r}" for r in ("unreadable", "outside")),
    ],
    "form.qualifier.*": None,
    "note.*.title": None,
    "peers.absent.*": None,
    "peers.feature.*": None,
    "outlook.adding_up.*": [f"outlook.adding_up.{name}" for name in contracts.ADDING_UP],
    "outlook.evidence.*": [f"outlook.evidence.{name}" for name in contracts.EVIDENCE],
    "outlook.expected_*": [f"outlook.expected_{side}" for side in ("above", "below", "in")],
    "outlook.reason.*": [f"outlook.reason.{name}" for name in contracts.OUTLOOK_REASONS],
    "outlook.reason_short.*": [
        f"outlook.reason_short.{name}" for name in contracts.OUTLOOK_REASONS
    ],
    "outlook.record_*": [f"outlook.record_{side}" for side in ("above", "below", "level")],
    "outlook.stage.*": [f"outlook.stage.{name}" for name in (*contracts.STAGES, "expected")],
    "period.*.*": [],  # the periods below
    "projects.*": None,
    "projects.class.*": [f"projects.class.{name}" for name in contracts.PROJECT_CLASSES],
    "projects.groups.*": None,
    "projects.groups.title.*": [
        f"projects.groups.title.{by}" for by in get_args(project_tables.By)
    ],
    "projects.risk.*": [f"projects.risk.{risk}" for risk in projects.RISKS],
    "pull.weights_*": None,
    "reach.meets_*": None,
    "stage.*": None,
    "unsaid.*": None,
    "publish.title.*": [f"publish.title.{kind}" for kind in ("division", "leader", "ledger")],
    "index.*": ["index.failed", "index.not_run"],
    "index.about.*": None,
    "index.by.*": None,
    "index.flag.*": None,
    "index.issue.*": None,
    "index.kind.*": [f"index.kind.{kind}" for kind in (*get_args(index.Kind), "whole")],
    "index.link.*": None,
    "index.missing.*": None,
    "index.unsent.*.*": [
        f"index.unsent.{kind}.{state}"
        for kind in registry.KINDS
        for state in ("missing", "refused")
    ],
    "question.*": [
        *(f"question.{code}" for code in PRIORITIES if code not in ("red", "yellow")),
        "question.vague",
    ],
    "question.why.*": None,
    "strength.name.*": None,
    "strength.side.*": None,
    "submission.title.*": None,
    "*.*": [
        *(f"compare.severity.{name}" for name in contracts.NOTE_SEVERITIES),
        *(f"projects.state.{name}" for name in contracts.PROJECT_STATES),
    ],
    "period.month.*": [f"period.month.{month}" for month in MONTHS],
    "period.quarter.*": [f"period.quarter.{quarter}" for quarter in range(1, 5)],
    "period.ytd.*": [f"period.ytd.{month}" for month in MONTHS],
    "prose.flagged_*": FLAGGED,
    "prose.industries_all_*": None,
    "*_none": [f"{key}_none" for key in FLAGGED],
    "*_unknown": [f"{key}_unknown" for key in FLAGGED],
    "publish.kicker.*": None,
    "publish.month.*": [f"publish.month.{month}" for month in MONTHS],
    "compare.*": [
        f"compare.{name}"
        for name in ("expected", "figures", "targets", "lights", "flags", "problems", "projects")
    ],
    "compare.change.*": [f"compare.change.{name}" for name in contracts.CHANGES[:2]],
    "compare.column.*": None,
    "compare.field.*": [
        f"compare.field.{name}" for name in (*changes.PROBLEM_FIELDS, *changes.PROJECT_FIELDS)
    ],
    "compare.flag.*": None,
    "since.*": None,
    "since.flag_*": None,
    "slip.*.method": [f"slip.{severity}.method" for severity in contracts.SEVERITIES],
    "slip.kind.*": None,
    "slip.label.*": None,
    "slip.severity.*": [f"slip.severity.{severity}" for severity in contracts.SEVERITIES],
    "sources.kind.*": [f"sources.kind.{kind}" for kind in contracts.SOURCE_KINDS],
    "table.industries.effect.*": None,
    "table.wording.*": [f"table.wording.{wording}" for wording in contracts.WORDINGS],
    "tone.*": [f"tone.{side}" for side in ("better", "same", "worse")],
    "tone.reason.*": [f"tone.reason.{name}" for name in ("few_earlier", "no_notes", "no_words")],
    "unit.*": [f"unit.{unit}" for unit in units.UNITS],
    # Sections of a notebook: the key stands in its text cells, and counts there.
    "*.heading": [],
    "*.method": [],
}

HAN = "\u3400-\u4dbf\u4e00-\u9fff"
CHINESE = re.compile(rf"[{HAN}\u3000-\u303f\uff01-\uff5e]")  # characters and full-width punctuation
# An ASCII comma or semicolon beside Chinese; a figure, a unit or a placeholder may stand between.
BETWEEN = r"(?:\{\w+\}|[\d.%\s])*"
NARROW = re.compile(rf"[{HAN}]{BETWEEN}[,;](?!\d)|[,;](?!\d){BETWEEN}[{HAN}]")


@dataclass
class Said:
    """What code, templates and notebooks say, each with its place."""

    keys: list[tuple[str, str]] = field(default_factory=list)  # say("a.key")
    patterns: list[tuple[str, str]] = field(default_factory=list)  # say(f"a.{name}")
    written: set[str] = field(default_factory=set)  # all patterns, said there or elsewhere
    literals: set[str] = field(default_factory=set)

    def python(self, place: str, source: str) -> None:
        for node in ast.walk(ast.parse(source)):
            match node:
                case ast.Constant(value=str(text)):
                    self.literals.add(text)
                case ast.JoinedStr():
                    self.written.add(_pattern(node))
                case ast.Call(
                    func=ast.Name(id="say") | ast.Attribute(attr="say"), args=[first, *_]
                ):
                    self._argument(f"{place}:{node.lineno}", first)

    def _argument(self, place: str, node: ast.expr) -> None:
        match node:
            case ast.IfExp():
                self._argument(place, node.body)
                self._argument(place, node.orelse)
            case ast.Constant(value=str(key)):
                self.keys.append((place, key))
            case ast.JoinedStr():
                self.patterns.append((place, _pattern(node)))

    def template(self, place: str, source: str) -> None:
        tree = jinja2.Environment(autoescape=True).parse(source)
        self.literals |= {n.value for n in tree.find_all(nodes.Const) if isinstance(n.value, str)}
        for call in tree.find_all(nodes.Call):
            if getattr(call.node, "attr", getattr(call.node, "name", "")) == "say":
                match call.args[0]:
                    case nodes.Const(value=key):
                        self.keys.append((f"{place}:{call.lineno}", key))
                    case nodes.Concat(nodes=parts):
                        pattern = "".join(getattr(part, "value", "*") for part in parts)
                        self.patterns.append((f"{place}:{call.lineno}", pattern))
                        self.written.add(pattern)

    def notebook(self, place: str, source: str) -> None:
        for number, cell in enumerate(json.loads(source)["cells"]):
            if cell["cell_type"] == "code":
                self.python(f"{place} cell {number}", "".join(cell["source"]))
            elif key := cell["metadata"].get("diaodu", {}).get("message"):
                self.keys += [(place, f"{key}.heading"), (place, f"{key}.method")]


def _pattern(text: ast.JoinedStr) -> str:
    """An f-string as a pattern: f"issue.{code}.remedy" -> "issue.*.remedy"."""
    return "".join(str(p.value) if isinstance(p, ast.Constant) else "*" for p in text.values)


@pytest.fixture(scope="module")
def said(root: Path) -> Said:
    found = Said()
    readers = {".py": found.python, ".j2": found.template, ".ipynb": found.notebook}
    books = [p for p in (root / "notebooks").rglob("*.ipynb") if ".ipynb_" not in str(p)]
    for path in sorted([*(root / "src").rglob("*"), *books]):
        if path.suffix in readers:
            readers[path.suffix](str(path.relative_to(root)), path.read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def made(said: Said) -> set[str]:
    """Keys that the patterns of DYNAMIC make."""
    keys = {key for listed in DYNAMIC.values() for key in listed or []}
    for pattern, listed in DYNAMIC.items():
        if listed is None:
            keys |= {pattern.replace("*", word) for word in said.literals} & set(catalogue())
    return keys


def test_every_text_is_there_in_both_languages_with_the_same_placeholders() -> None:
    for key, texts in catalogue().items():
        assert set(texts) == set(LANGS), f"{key}: put a text with a comma into quotation marks"
        assert all(isinstance(text, str) for text in texts.values()), key
        assert placeholders(texts["zh"]) == placeholders(texts["en"]), key


def test_each_language_keeps_its_own_characters() -> None:
    narrow = {key: text["zh"] for key, text in catalogue().items() if NARROW.search(text["zh"])}
    chinese = {key: text["en"] for key, text in catalogue().items() if CHINESE.search(text["en"])}
    assert not narrow
    assert not chinese


def test_the_search_for_characters_finds_what_it_is_for() -> None:
    for wrong in ("增长5.8%,居全省第一", "{area}市,同比", "保定{value},回落", "增长;回落"):
        assert NARROW.search(wrong), wrong
    assert not NARROW.search("增长5.8%，居全省第一（1,234 个）")
    assert CHINESE.search("growth，")
    assert not CHINESE.search("growth – “up” · 5 %")


def test_no_said_key_is_missing(said) -> None:
    missing = [f"{place}: {key}" for place, key in said.keys if key not in catalogue()]
    missing += [
        f"{key}: made at run time"
        for listed in DYNAMIC.values()
        for key in listed or []
        if key not in catalogue()
    ]
    assert not missing, "\n".join(missing)


def test_every_dynamic_key_has_its_pattern_in_the_table(said) -> None:
    unlisted = [f"{place}: {key}" for place, key in said.patterns if key not in DYNAMIC]
    stale = [pattern for pattern in DYNAMIC if pattern not in said.written]
    empty = [p for p in DYNAMIC if not any(fnmatchcase(key, p) for key in catalogue())]
    assert not unlisted, "put these into DYNAMIC: " + "\n".join(unlisted)
    assert not stale, f"no code makes such keys: {stale}"
    assert not empty, f"no texts: {empty}"


def test_no_key_is_unused(said, made) -> None:
    used = {key for _, key in said.keys} | said.literals | made
    unused = [key for key in catalogue() if key not in used]
    assert not unused, f"nothing says these texts: {unused}"
