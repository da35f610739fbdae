"""Measure how well notes are read, on labelled notes that the program was not trained on.

`python tools/measure_notes.py PATH [--params FOLDER] [--misses]`: PATH is a csv file with the
columns text, main_category, direction, severity, areas and enterprises (lists joined with "|").
Prints accuracy and macro-F1 of the main category (over the categories that the labels have),
accuracy of direction and severity, F1 of the names of areas and enterprises as they stand in the
text, and how often a category of a given confidence is right.
"""

from __future__ import annotations

import argparse
import csv
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from sklearn.metrics import accuracy_score, f1_score

from diaodu import catalog, labels, vocabulary, yaml_files
from diaodu.analysis.reading import Reader
from diaodu.analysis.reading.reader import Said
from diaodu.areas import Areas

Row = dict[str, str]
BANDS = ((0.0, 0.3), (0.3, 0.5), (0.5, 0.7), (0.7, 0.9), (0.9, 1.0))


def main() -> None:
    """Read the arguments, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("path", type=Path)
    parser.add_argument("--params", type=Path, default=Path("params/hebei"))
    parser.add_argument("--misses", action="store_true", help="print what was read wrongly")
    arguments = parser.parse_args()
    with arguments.path.open(encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.DictReader(handle))
    said = reader_of(arguments.params).read([row["text"] for row in rows], [None] * len(rows))
    for line in measured(rows, said):
        print(line)
    if arguments.misses:
        print(*misses(rows, said), sep="\n")


def reader_of(folder: Path) -> Reader:
    """A reader of the province, trained on the labels that ship."""
    root = folder.resolve().parents[1]
    books = catalog.load(root)
    words = vocabulary.load(root, tuple(books.taxonomy.categories))
    areas: Areas = yaml_files.read(folder / "areas.yml", Areas)
    return Reader(areas, books, words, labels.base(root, books.taxonomy))


def measured(rows: Sequence[Row], said: Sequence[Said]) -> Iterable[str]:
    """The lines of the result."""
    wanted = [row["main_category"] for row in rows]
    got = [one.category.best if one.category else "" for one in said]
    macro = f1_score(wanted, got, average="macro", labels=sorted(set(wanted)), zero_division=0)
    yield f"notes {len(rows)}"
    yield f"category: accuracy {accuracy_score(wanted, got):.3f}, macro-F1 {macro:.3f}"
    for name in ("direction", "severity"):
        values = [getattr(one, name) or "" for one in said]
        yield f"{name}: accuracy {accuracy_score([row[name] for row in rows], values):.3f}"
    counts = {name: _count(rows, said, name) for name in ("areas", "enterprises")}
    counts["both"] = counts["areas"] + counts["enterprises"]
    for name, count in counts.items():
        both = count["found"] + count["labels"]
        f1 = 2 * count["right"] / both if both else float("nan")
        yield f"{name}: F1 {f1:.3f} {dict(count)}"
    for low, high in BANDS:
        inside = [
            w == g
            for w, g, one in zip(wanted, got, said, strict=True)
            if one.category and low <= one.category.confidence <= high
        ]
        if inside:
            share = sum(inside) / len(inside)
            yield f"confidence {low:.1f} to {high:.1f}: {share:.2f} right of {len(inside)}"


def _names(row: Row, one: Said, name: str) -> tuple[set[str], set[str]]:
    found = one.places.written if name == "areas" else list(one.enterprises)
    return set(filter(None, row[name].split("|"))), set(found)


def _count(rows: Sequence[Row], said: Sequence[Said], name: str) -> Counter[str]:
    count: Counter[str] = Counter(right=0, found=0, labels=0)
    for row, one in zip(rows, said, strict=True):
        wanted, found = _names(row, one, name)
        count.update(right=len(wanted & found), found=len(found), labels=len(wanted))
    return count


def misses(rows: Sequence[Row], said: Sequence[Said]) -> Iterable[str]:
    """What was read otherwise than labelled, one line a note and field."""
    for row, one in zip(rows, said, strict=True):
        got = one.category.best if one.category else ""
        if got != row["main_category"]:
            sure = one.category.confidence if one.category else 0.0
            yield f"{row.get('id', '')} category {row['main_category']} read {got} ({sure:.2f})"
        for name in ("direction", "severity"):
            if getattr(one, name) != row[name]:
                yield f"{row.get('id', '')} {name} {row[name]} read {getattr(one, name)}"
        for name in ("areas", "enterprises"):
            wanted, found = _names(row, one, name)
            if wanted != found:
                yield f"{row.get('id', '')} {name} {sorted(wanted)} read {sorted(found)}"


if __name__ == "__main__":
    main()
