"""Processed tables on disk: Parquet, one folder a run, checked on the way in and out."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
from pyarrow import parquet

from diaodu import contracts
from diaodu.errors import ContractError, DiaoduError
from diaodu.params import Run

_known: dict[Path, tuple[tuple[int, ...], pd.DataFrame]] = {}  # stamp of a file, and its table


# Tables of which a report on one area compares nothing with other areas. Problems are not among
# them: a report whose quarter names other areas shows similar ones of theirs.
OWN_ROWS = (
    "notes",
    "readings",
    "problem_mentions",
    "claims",
    "intake_issues",
    "ledger_decisions",
    "standings",
    "comparisons",
    "changes",
)
# Of these not even the province's rows: what changed for the province is for its own report.
ALONE = ("changes",)
# Tables whose rows tell where an area stands among others, none of which they name.
BESIDE_OTHERS = ("standings", "comparisons")


class NotMadeError(DiaoduError):
    """A processed table that a later stage needs is not there."""


@dataclass(frozen=True)
class Tables:
    """The processed tables of one run; each keeps its contract (contracts.SCHEMAS)."""

    indicators: pd.DataFrame
    targets: pd.DataFrame
    facts: pd.DataFrame
    sources: pd.DataFrame
    intake_issues: pd.DataFrame
    projects: pd.DataFrame = field(default_factory=lambda: contracts.empty("projects"))
    notes: pd.DataFrame = field(default_factory=lambda: contracts.empty("notes"))
    readings: pd.DataFrame = field(default_factory=lambda: contracts.empty("readings"))
    claims: pd.DataFrame = field(default_factory=lambda: contracts.empty("claims"))
    enterprises: pd.DataFrame = field(default_factory=lambda: contracts.empty("enterprises"))
    ledger_decisions: pd.DataFrame = field(
        default_factory=lambda: contracts.empty("ledger_decisions")
    )
    outlook: pd.DataFrame = field(default_factory=lambda: contracts.empty("outlook"))
    expectation_record: pd.DataFrame = field(
        default_factory=lambda: contracts.empty("expectation_record")
    )
    outlook_evidence: pd.DataFrame = field(
        default_factory=lambda: contracts.empty("outlook_evidence")
    )
    standings: pd.DataFrame = field(default_factory=lambda: contracts.empty("standings"))
    comparisons: pd.DataFrame = field(default_factory=lambda: contracts.empty("comparisons"))
    changes: pd.DataFrame = field(default_factory=lambda: contracts.empty("changes"))
    problems: pd.DataFrame = field(default_factory=lambda: contracts.empty("problems"))
    problem_history: pd.DataFrame = field(
        default_factory=lambda: contracts.empty("problem_history")
    )
    problem_mentions: pd.DataFrame = field(
        default_factory=lambda: contracts.empty("problem_mentions")
    )


def write(folder: Path, tables: Tables) -> dict[str, int]:
    """Check and write all tables; return rows per table.

    Nothing is replaced if one is broken or cannot be written, and a reader never sees half a file.
    Raises ContractError for a broken table.
    """
    checked = {name: contracts.check(name, getattr(tables, name)) for name in contracts.SCHEMAS}
    folder.mkdir(parents=True, exist_ok=True)
    asides = {name: folder / f".{name}.parquet.part" for name in checked}
    for name, frame in checked.items():
        frame.to_parquet(asides[name], index=False)
    for name, aside in asides.items():
        aside.replace(folder / f"{name}.parquet")
    return {name: len(frame) for name, frame in checked.items()}


def load(run: Run) -> Tables:
    """The processed tables of a run, as far as a report on the run's area may read them.

    A report on one area gets of OWN_ROWS only the rows of that area and of the province (of ALONE
    those of the area); of all tables, unless the quarter's file shows it other areas by name; and
    nothing of BESIDE_OTHERS where the file hides them (Run.sharing). Of the sources it gets those
    that its rows name. So nothing of another area can come into a report but by a row that it may
    read; and what changed for another area elsewhere cannot change it, so that it need not be made
    again.

    Raises NotMadeError if intake has not been run, ContractError if a table is damaged or was
    changed since.
    """
    tables = {name: _read(run.processed, name) for name in contracts.SCHEMAS}
    if run.area.id == run.province.id:
        return Tables(**tables)
    for name in OWN_ROWS if run.sharing == "named" else tables:
        if "area" in tables[name]:
            mine = {run.area.id} if name in ALONE else {run.area.id, run.province.id}
            tables[name] = tables[name][_own(run, tables[name], mine)].reset_index(drop=True)
    if run.sharing == "hidden":
        tables |= {name: contracts.empty(name) for name in BESIDE_OTHERS}
    named = {source for name in tables if name != "sources" for source in _sources(tables[name])}
    sources = tables["sources"]
    tables["sources"] = sources[sources["source_id"].isin(named)].reset_index(drop=True)
    return Tables(**tables)


def _own(run: Run, table: pd.DataFrame, areas: Set[str]) -> pd.Series:
    """Which rows are about these areas, or about no area and about what is published.

    A received file of which nobody knows the sender may be any area's.
    """
    mine = table["area"].isin(areas)
    if "file" not in table:
        return mine
    folders = [(run.raw / name).relative_to(run.root).as_posix() for name in run.quarter.sources]
    published = table["file"].str.startswith(tuple(f"{folder}/" for folder in folders))
    return mine | (table["area"].isna() & published)


def _sources(table: pd.DataFrame) -> set[str]:
    """Ids of the sources that the rows of a table name."""
    return {
        source
        for column in table.columns
        if column == "source_id" or column.endswith("_source_ids") or column == "source_ids"
        for value in table[column].dropna()
        for source in (value.split("|") if isinstance(value, str) else value)
    }


def origins(run: Run) -> frozenset[str]:
    """Origins of the run's sources (contracts.ORIGINS); none before intake has been run."""
    if not (run.processed / "sources.parquet").is_file():
        return frozenset()
    return frozenset(_read(run.processed, "sources")["origin"])


def _read(folder: Path, name: str) -> pd.DataFrame:
    """The table as it is on disk now; what was read and checked before is not read again."""
    path = folder / f"{name}.parquet"
    try:
        known = path.stat()
    except FileNotFoundError:
        text = f"{path}: found no such table; make it with: diaodu intake PARAMS"
        raise NotMadeError(text) from None
    stamp = (known.st_ino, known.st_size, known.st_mtime_ns, known.st_ctime_ns)
    if _known.get(path, (None,))[0] != stamp:
        _known[path] = stamp, _checked(path, name)
    return _known[path][1].copy(deep=False)  # whoever writes into it writes into a copy


def _checked(path: Path, name: str) -> pd.DataFrame:
    try:
        # not pandas.read_parquet: a thread that it leaves behind would be there when a process is
        # forked from this one
        whole = parquet.ParquetFile(path, pre_buffer=False).read(use_threads=False)
        frame = whole.to_pandas(use_threads=False)
    except (OSError, ValueError) as error:  # ArrowInvalid is a ValueError
        raise ContractError(
            f"{path}: found no readable Parquet file ({error}); make it anew with: "
            "diaodu intake PARAMS"
        ) from None
    return contracts.check(name, frame)
