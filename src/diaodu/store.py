"""Processed tables on disk: Parquet, one folder a run, checked on the way in and out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence, Set
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from importlib.metadata import version
from pathlib import Path

import pandas as pd
from pyarrow import ArrowException, parquet

from diaodu import contracts
from diaodu.errors import ContractError, DiaoduError
from diaodu.params import Run

CHECKED = "checked.json"  # beside the tables: their files' hashes, as they were checked
_known: dict[Path, tuple[tuple[int, ...], _Table]] = {}  # stamp of a file, and its table


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
    folder.mkdir(parents=True, exist_ok=True)
    noted, frames = _noted(folder), {name: getattr(tables, name) for name in contracts.SCHEMAS}
    asides = {name: folder / f".{name}.parquet.part" for name in frames}
    try:
        digests = {
            name: _put(asides[name], name, frame, noted.get(name)) for name, frame in frames.items()
        }
        for name, aside in asides.items():
            aside.replace(folder / f"{name}.parquet")
    finally:
        for aside in asides.values():
            aside.unlink(missing_ok=True)
    note = folder / f".{CHECKED}.part"
    note.write_text(json.dumps({"by": _contracts(), "tables": digests}), encoding="utf-8")
    note.replace(folder / CHECKED)
    return {name: len(frame) for name, frame in frames.items()}


def _put(path: Path, name: str, frame: pd.DataFrame, noted: str | None) -> str:
    """Write a table that keeps its contract to a file of that path; the file's hash.

    noted: hash of a file that was checked before. To check takes ten times as long as to write, so
    a table that gives just that file is not checked again.
    """
    if noted is not None:
        with suppress(
            ArrowException, ValueError, TypeError
        ):  # what cannot be written, the check tells of
            frame.to_parquet(path, index=False)
            if _digest(path) == noted:
                return noted
    contracts.check(name, frame).to_parquet(path, index=False)
    return _digest(path)


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
    frames = {name: _frame(table, places) for name, (table, places) in _visible(run).items()}
    return Tables(**frames)


def visible(run: Run) -> dict[str, tuple[pd.DataFrame, Sequence[int]]]:
    """Of each table the whole of it, not to be changed, and the rows of it that `load` gives."""
    return {
        name: (table.frame, range(len(table.frame)) if places is None else places)
        for name, (table, places) in _visible(run).items()
    }


def _visible(run: Run) -> dict[str, tuple[_Table, list[int] | None]]:
    """Each table and the places of its rows that a report may read; None: all of them."""
    tables = {name: _read(run.processed, name) for name in contracts.SCHEMAS}
    places: dict[str, list[int] | None] = dict.fromkeys(tables)
    if run.area.id == run.province.id:
        return {name: (table, None) for name, table in tables.items()}
    folders = [(run.raw / name).relative_to(run.root).as_posix() for name in run.quarter.sources]
    published = tuple(f"{folder}/" for folder in folders)
    for name in OWN_ROWS if run.sharing == "named" else tables:
        mine = {run.area.id} if name in ALONE else {run.area.id, run.province.id}
        places[name] = tables[name].about(mine, published)
    if run.sharing == "hidden":
        places |= {name: [] for name in BESIDE_OTHERS}
    named = {
        source
        for name, table in tables.items()
        if name != "sources"
        for source in table.named(places[name])
    }
    ids = tables["sources"].frame["source_id"].tolist()
    places["sources"] = [place for place, source in enumerate(ids) if source in named]
    return {name: (table, places[name]) for name, table in tables.items()}


def _frame(table: _Table, places: list[int] | None) -> pd.DataFrame:
    if places is None:
        return table.frame.copy(deep=False)  # whoever writes into it writes into a copy
    rows = table.frame.take(places)
    rows.index = pd.RangeIndex(len(rows))
    return rows


class _Table:
    """A table as it is on disk, and what its rows are about, found out once for all areas."""

    def __init__(self, frame: pd.DataFrame) -> None:
        self.frame = frame

    def about(self, areas: Set[str], published: tuple[str, ...]) -> list[int] | None:
        """Places of rows about these areas, or about no area and about what is published.

        published: how names of published files begin; a received file of which nobody knows the
        sender may be any area's. None, all rows, of a table without areas.
        """
        if self._areas is None:
            return None
        return [
            place
            for place, (area, file) in enumerate(zip(self._areas, self._files, strict=True))
            if area in areas or (area is None and file is not None and file.startswith(published))
        ]

    def named(self, places: list[int] | None) -> set[str]:
        """Ids of the sources that these rows name; None: all rows."""
        rows = self._sources if places is None else [self._sources[place] for place in places]
        return {source for row in rows for source in row}

    @cached_property
    def _areas(self) -> list[str | None] | None:
        return _texts(self.frame["area"]) if "area" in self.frame else None

    @cached_property
    def _files(self) -> list[str | None]:
        return _texts(self.frame["file"]) if "file" in self.frame else [None] * len(self.frame)

    @cached_property
    def _sources(self) -> list[tuple[str, ...]]:
        """Of each row the ids of the sources that it names."""
        columns = [
            [_listed(value) for value in self.frame[name]]
            for name in self.frame.columns
            if name == "source_id" or name.endswith("source_ids")
        ]
        rows = zip(*columns, strict=True) if columns else ((),) * len(self.frame)
        return [tuple(source for value in row for source in value) for row in rows]


def _texts(column: pd.Series) -> list[str | None]:
    return [value if isinstance(value, str) else None for value in column]


def _listed(value: object) -> Sequence[str]:
    """The ids in a cell: one, several between bars, or a list; none where there is nothing."""
    if isinstance(value, str):
        return value.split("|")
    return list(value) if isinstance(value, Iterable) else ()


def origins(run: Run) -> frozenset[str]:
    """Origins of the run's sources (contracts.ORIGINS); none before intake has been run."""
    if not (run.processed / "sources.parquet").is_file():
        return frozenset()
    return frozenset(_read(run.processed, "sources").frame["origin"])


def _read(folder: Path, name: str) -> _Table:
    """The table as it is on disk now; what was read and checked before is not read again."""
    path = folder / f"{name}.parquet"
    try:
        known = path.stat()
    except FileNotFoundError:
        text = f"{path}: found no such table; make it with: diaodu intake PARAMS"
        raise NotMadeError(text) from None
    stamp = (known.st_ino, known.st_size, known.st_mtime_ns, known.st_ctime_ns)
    if _known.get(path, (None,))[0] != stamp:
        _known[path] = stamp, _Table(_checked(path, name))
    return _known[path][1]


def _checked(path: Path, name: str) -> pd.DataFrame:
    """A table from its file. One that was checked when it was written is not checked again.

    That the file still is the one that was written, its hash says.
    """
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
    if _digest(path) == _noted(path.parent).get(name):
        return contracts.in_our_types(name, frame)
    return contracts.check(name, frame)


def written(folder: Path) -> str | None:
    """Which tables were written there last, as one text; None if that is not known."""
    try:
        return (folder / CHECKED).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None


def _noted(folder: Path) -> dict[str, str]:
    """Table -> hash of its file as it was checked by the contracts as they are now."""
    try:
        note = json.loads(written(folder) or "")
        return dict(note["tables"]) if note["by"] == _contracts() else {}
    except (ValueError, KeyError, TypeError):
        return {}


@lru_cache(maxsize=1)
def _contracts() -> str:
    """One hash of the contracts' code and of the library that checks them."""
    files = sorted(Path(contracts.__file__).parent.glob("*.py"))
    text = "".join(path.read_text(encoding="utf-8") for path in files)
    return hashlib.sha256(f"{version('pandera')} {text}".encode()).hexdigest()


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
