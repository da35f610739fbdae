"""What of a run belongs to a recipient, and what belongs to others only.

Method: docs/methods.md, "Separation of packs". All is taken from the processed tables, so that a
new table or column is searched for as soon as it is named here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import pandas as pd

from diaodu import store
from diaodu.messages import catalogue
from diaodu.params import Run
from diaodu.publish.separation import numbers, packed
from diaodu.publish.separation.pieces import squeezed

NAMES = {
    "enterprises": ("enterprise",),
    "projects": ("name", "owner"),
    "notes": ("enterprise",),
    "problems": ("enterprise",),
    "readings": ("enterprises",),
}
TEXTS = {
    "notes": ("text", "original", "asked"),
    "problems": ("text", "asked", "done"),
    "problem_history": ("text",),
    "problem_mentions": ("text",),
    "projects": ("progress",),
    "enterprises": ("remark",),
    "claims": ("quote",),
    "intake_issues": ("found", "details"),
    "ledger_decisions": ("done",),
    "changes": ("name", "before", "after"),
}
IDS = (
    *("source_id", "source_ids", "done_source_id", "note_id", "note_ids", "project_id"),
    *("problem_id", "claim_id", "sha256", "file", "matched_note"),
)
RUN = 14  # letters and digits of a text in a row that are the sender's own words
COMMON = 3  # areas that use the same words: nobody's in particular
_LEAST_NAME, _LEAST_ID = 2, 8
PUBLIC = ("published", "derived")  # origins that anyone can look up, or that are made from such


@dataclass(frozen=True)
class Whose:
    """A recipient as the tables know it: its areas (None: all) and industries (None: all)."""

    areas: frozenset[str] | None
    industries: frozenset[str] | None = None


@dataclass
class Belongings:
    """What is searched for in a recipient's files.

    names, ids: as compared -> as written. runs: RUN characters -> the text they are of. exact:
    long figures, by themselves. beside: area -> its figures, which say something next to its name.
    others: area that is not the recipient's -> its names as compared. own: all that the recipient
    has or anyone can read, as compared; lists: figures of one thing for many areas.
    """

    names: dict[str, str] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    runs: dict[str, str] = field(default_factory=dict)
    exact: dict[str, str] = field(default_factory=dict)
    beside: dict[str, set[str]] = field(default_factory=dict)
    lists: dict[str, set[str]] = field(default_factory=dict)
    others: dict[str, tuple[str, ...]] = field(default_factory=dict)
    counties: dict[str, tuple[str, ...]] = field(default_factory=dict)  # of these areas
    own: str = ""


def of(run: Run, tables: store.Tables, whose: Whose, said: Iterable[str] = ()) -> Belongings:
    """What belongs to others only; tables: all of the run's; said: further words of the recipient.

    A slip calls the received files as their sender did, and no table has those names.
    """
    if whose == Whose(None):
        return Belongings()
    parts = {name: _parted(run, name, table, whose) for name, table in vars(tables).items()}
    mine = {name: own for name, (own, _) in parts.items()}
    foreign = {name: others for name, (_, others) in parts.items()}
    texts = {*_strings(mine.values()), *_known(run, whose), *said}
    corpus = "\n".join(_compared(text) for text in sorted(texts))
    found = Belongings(own=corpus)
    found.names = _lacking(_named(run, foreign, whose), corpus, _LEAST_NAME)
    found.ids = _lacking(_ids(foreign), corpus, _LEAST_ID)
    found.runs = _runs(foreign, {run for text in texts for run in _runs_of(text)})
    if whose.areas is not None:
        found.others = _others(run, whose.areas)
        found.counties = {
            area: tuple(squeezed(county.zh) for county in run.areas[area].counties)
            for area in found.others
        }
    numbers.add(found, run, foreign, numbers.of_frames(mine.values()))
    return found


def _parted(
    run: Run, name: str, table: pd.DataFrame, whose: Whose
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The rows that are the recipient's or public, and those that are others'."""
    mine = pd.Series(True, index=table.index)
    area = "sender" if name == "sources" else "area"
    if whose.areas is not None and area in table:
        mine = table[area].isin([*whose.areas, run.province.id]) | _public(run, name, table)
    if whose.industries is not None and name in {*NAMES, *TEXTS}:
        mine &= table["industry"].isin(whose.industries) if "industry" in table else False
    return table[mine], table[~mine]


def _public(run: Run, name: str, table: pd.DataFrame) -> pd.Series:
    """Rows that the recipient's report may tell although they are about another area."""
    if name == "sources":
        return table["sender"].isna()
    if run.quarter.packs.peers == "hidden" or name not in ("indicators", "targets", "facts"):
        return pd.Series(False, index=table.index)
    return table["origin"].isin(PUBLIC)


def _strings(frames: Iterable[pd.DataFrame]) -> Iterator[str]:
    for frame in frames:
        for column in frame.columns:
            if frame[column].dtype == "str":
                yield from frame[column].dropna().unique()


def _known(run: Run, whose: Whose) -> Iterator[str]:
    """Words that are the program's or the office's own: messages, catalog, names of places."""
    for texts in catalogue().values():
        yield from texts.values()
    yield from _catalog(run.root)
    for place in run.areas.all:
        yield from (name for county in place.counties for name in (county.zh, county.en))
    for area, leader in run.quarter.pairing.items():
        if whose.areas is None or area in whose.areas:
            yield from (leader.zh, leader.en, *leader.projects, *leader.enterprises)


@lru_cache(maxsize=1)
def _catalog(root: Path) -> tuple[str, ...]:
    paths = sorted((root / "params" / "catalog").rglob("*.yml"))
    return tuple(line for path in paths for line in path.read_text(encoding="utf-8").splitlines())


def _named(run: Run, foreign: dict[str, pd.DataFrame], whose: Whose) -> Iterator[str]:
    for table, columns in NAMES.items():
        for column in columns:
            for value in foreign[table][column].dropna().unique():
                yield from str(value).split("|")
    for area, leader in run.quarter.pairing.items():
        if whose.areas is not None and area not in whose.areas:
            yield from (leader.zh, leader.en, *leader.projects, *leader.enterprises)


def _ids(foreign: dict[str, pd.DataFrame]) -> Iterator[str]:
    for table in foreign.values():
        for column in table.columns.intersection(list(IDS)):
            for value in table[column].dropna().unique():
                yield from str(value).split("|")


def _lacking(names: Iterable[str], corpus: str, least: int) -> dict[str, str]:
    """Names as compared that stand nowhere in what the recipient may read anyway."""
    compared = {_compared(name): name for name in names}
    return {k: name for k, name in compared.items() if len(k) >= least and k not in corpus}


def _runs(foreign: dict[str, pd.DataFrame], own: set[str]) -> dict[str, str]:
    """Runs of characters that fewer than COMMON areas write, and the recipient does not."""
    areas: dict[str, set[str]] = defaultdict(set)
    of_text: dict[str, str] = {}
    for table, columns in TEXTS.items():
        rows = foreign[table]
        for column in columns:
            pairs = rows[["area", column]].dropna(subset=[column]).drop_duplicates()
            for area, text in pairs.itertuples(index=False):
                for part in _parts(str(text)):
                    for run in _runs_of(part):
                        areas[run].add(str(area))
                        of_text.setdefault(run, part)
    return {run: of_text[run] for run, who in areas.items() if len(who) < COMMON and run not in own}


def _parts(text: str) -> Iterator[str]:
    """A text; of an object of JSON its values, which stand together nowhere else."""
    if text.startswith("{"):
        yield from packed.apart(text.encode()).decode().splitlines()
    else:
        yield text


@lru_cache(maxsize=1 << 16)
def _compared(text: str) -> str:
    return squeezed(text)


@lru_cache(maxsize=1 << 16)
def _runs_of(text: str) -> tuple[str, ...]:
    return tuple(runs(_compared(text)))


def runs(text: str) -> Iterator[str]:
    """All runs of RUN characters of a text as compared; those without a letter say nothing.

    Words of Latin letters are longer: of them twice as many.
    """
    for at in range(len(text) - RUN + 1):
        run = text[at : at + RUN]
        if run.isascii():
            run = text[at : at + 2 * RUN]
            if len(run) < 2 * RUN or run.isdecimal():
                continue
        yield run


def _others(run: Run, areas: frozenset[str]) -> dict[str, tuple[str, ...]]:
    return {
        area.id: tuple(dict.fromkeys(squeezed(name) for name in (area.short_zh, area.en, area.zh)))
        for area in run.areas.areas
        if area.id not in areas
    }
