"""Time reading notes in a warm process: training once, then a thousand notes.

python bench/notes.py [PARAMS]      default: params/hebei/2022Q1.yml
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import pandas as pd

from diaodu import contracts, labels
from diaodu.analysis.reading import read
from diaodu.batch.reading import reader_of
from diaodu.params import open_run

NOTES, RUNS = 1000, 5


def main() -> None:
    """Measure and print seconds of wall clock and of processor."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("params", nargs="?", default="params/hebei/2022Q1.yml", type=Path)
    run = open_run(parser.parse_args().params)
    wall, own = time.perf_counter(), time.process_time()
    reader, words = reader_of(run)
    trained = time.perf_counter() - wall, time.process_time() - own
    print(f"training: {trained[0]:.2f} s, {trained[1]:.2f} s of processor")
    corrections, _ = labels.corrections(run.raw, run.catalog.taxonomy)
    for number in range(RUNS):  # a number in each clause, so that none is remembered
        notes = _notes(labels.base(run.root, run.catalog.taxonomy)["text"], number)
        wall, own = time.perf_counter(), time.process_time()
        read(
            notes,
            projects=contracts.empty("projects"),
            enterprises=contracts.empty("enterprises"),
            corrections=corrections,
            reader=reader,
            vocabulary=words,
        )
        took = time.perf_counter() - wall, time.process_time() - own
        print(f"{NOTES} notes: {took[0]:.2f} s, {took[1]:.2f} s of processor")


def _notes(texts: pd.Series, number: int) -> pd.DataFrame:
    rows = [
        {
            **{"note_id": f"n{at}", "area": "bench", "period": "2022-03", "section": "narrative"},
            **{"text": texts.iloc[at % len(texts)].replace("，", f"{number}-{at}，") + str(number)},
            **{"original": "-", "source_id": "s", "locator": f"row {at}", "origin": "derived"},
        }
        for at in range(NOTES)
    ]
    return contracts.typed("notes", rows)


if __name__ == "__main__":
    main()
