"""Labelled notes: the set that ships (`params/catalog/note_labels.csv`) and persons' corrections.

Corrections are rows of `data/raw/<province>/labels.csv`; they win over the machine and teach it.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from diaodu.catalog import Taxonomy
from diaodu.errors import ParameterError
from diaodu.messages import Lang, say

BASE = ("text", "language", "category", "other_categories", "direction", "severity", "style")
CORRECTIONS = (
    *("note_id", "area", "period", "text", "category", "other_categories", "facets"),
    *("direction", "severity", "decided_by", "decided_on"),
)
STYLES = ("annual_report", "beige_book", "enterprise", "news", "official", "terse")
_LISTS = ("other_categories", "facets")
_NEEDED = ("area", "text", "category", "direction", "severity", "decided_by")


def base(root: Path, taxonomy: Taxonomy) -> pd.DataFrame:
    """The labelled notes that ship. Raises ParameterError that names every faulty line."""
    path = root / "params" / "catalog" / "note_labels.csv"
    rows, faults = _rows(path, BASE, taxonomy, ("text", "category", "direction", "severity"))
    if faults:
        raise ParameterError([fault.said("en") for fault in faults])
    return _frame(rows, BASE)


def corrections(raw: Path, taxonomy: Taxonomy) -> tuple[pd.DataFrame, list[Fault]]:
    """Persons' corrections of the province whose raw folder this is, and what is wrong with some.

    A faulty row is left out; of two rows for one text of one area the later one counts. Without a
    file there are none. Raises ParameterError if the file is none of ours.
    """
    path = raw / "labels.csv"
    if not path.is_file():
        return _frame([], CORRECTIONS), []
    rows, faults = _rows(path, CORRECTIONS, taxonomy, _NEEDED)
    frame = _frame(rows, CORRECTIONS)
    return frame.drop_duplicates(["area", "text"], keep="last").reset_index(drop=True), faults


def propose(notes: pd.DataFrame, readings: pd.DataFrame) -> pd.DataFrame:
    """Rows of corrections as the program would fill them in, for a person to change and save.

    notes, readings: the tables. Returns one row per note, those to be read first and of these the
    least certain; columns CORRECTIONS with confidence and to_read in front. decided_by and
    decided_on are left to the person.
    """
    key = ["note_id", "area", "period"]
    read = readings.drop(columns=["source_id", "locator", "origin", "decided_by"])
    both = notes[[*key, "text"]].merge(read, on=key, validate="one_to_one")
    both = both.sort_values(["to_read", "confidence"], ascending=[False, True], kind="stable")
    both = both.assign(decided_by="", decided_on="")
    return both[["to_read", "confidence", *CORRECTIONS]].reset_index(drop=True)


def save(raw: Path, rows: pd.DataFrame, taxonomy: Taxonomy) -> Path:
    """Add rows to the corrections and return their file; a row for the same text replaces it.

    Raises ParameterError, and writes nothing, if one of the new rows is faulty.
    """
    path = raw / "labels.csv"
    new = rows.reindex(columns=list(CORRECTIONS)).astype("str").fillna("")
    new = new.map(str.strip)
    faults = [
        fault
        for number, row in enumerate(new.to_dict("records"), start=1)
        for fault in _faults(path, number, {str(k): v for k, v in row.items()}, taxonomy, _NEEDED)
    ]
    if faults:
        raise ParameterError([fault.said("en") for fault in faults])
    before, _ = corrections(raw, taxonomy)
    both = pd.concat([before.fillna(""), new]).drop_duplicates(["area", "text"], keep="last")
    path.parent.mkdir(parents=True, exist_ok=True)
    both.to_csv(path, index=False, lineterminator="\n")
    return path


class Fault:
    """One thing wrong in one line of a file of labels."""

    def __init__(self, path: Path, line: int, column: str, found: str, expected: str) -> None:
        self.where = {"file": path.name, "line": line, "column": column}
        self.found, self.expected = found, expected

    def said(self, lang: Lang) -> str:
        return say("labels.fault", lang, **self.where, found=self.found, expected=self.expected)


def _rows(
    path: Path, columns: Sequence[str], taxonomy: Taxonomy, needed: Sequence[str]
) -> tuple[list[dict[str, str]], list[Fault]]:
    with path.open(encoding="utf-8-sig", newline="") as handle:
        reader = csv.DictReader(handle, strict=True)
        if missing := [name for name in columns if name not in (reader.fieldnames or ())]:
            raise ParameterError(
                [f"{path}: found no column {', '.join(missing)}; expected {', '.join(columns)}"]
            )
        good, faults = [], []
        for row in reader:
            cells = {name: (row[name] or "").strip() for name in columns}
            found = _faults(path, reader.line_num, cells, taxonomy, needed)
            faults += found
            if not found:
                good.append(cells)
    return good, faults


def _faults(
    path: Path, line: int, row: Mapping[str, str], taxonomy: Taxonomy, needed: Sequence[str]
) -> list[Fault]:
    allowed = {
        "category": tuple(taxonomy.categories),
        "other_categories": tuple(taxonomy.categories),
        "facets": tuple(taxonomy.facets),
        "direction": taxonomy.direction,
        "severity": taxonomy.severity,
        "style": STYLES,
    }
    found = []
    for column, cell in row.items():
        values = [value for value in cell.split("|") if value] if column in _LISTS else [cell]
        if not cell and column in needed:
            found.append(Fault(path, line, column, cell, ", ".join(allowed.get(column, ("…",)))))
        elif cell and column in allowed and not set(values) <= set(allowed[column]):
            found.append(Fault(path, line, column, cell, ", ".join(allowed[column])))
    return found


def _frame(rows: Sequence[Mapping[str, str]], columns: Sequence[str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=list(columns), dtype="str")
    return frame.replace("", pd.NA).astype("str")
