"""`diaodu learn`: train on the labels anew and say what the corrections changed."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from diaodu import labels, vocabulary
from diaodu.analysis.reading import learning
from diaodu.analysis.reading.lexicon import Lexicon
from diaodu.analysis.reading.reader import cutter
from diaodu.errors import ParameterError
from diaodu.messages import say
from diaodu.params import Run


def quarter_file(path: Path) -> Path:
    """The file itself, or the last quarter's file of a province's folder.

    Raises ParameterError where the folder has none.
    """
    if not path.is_dir():
        return path
    files = sorted(one for one in path.glob("*.yml") if one.name != "areas.yml")
    if not files:
        raise ParameterError([f"{path}: found no quarter's file; expected one such as 2022Q1.yml"])
    return files[-1]


def learn(run: Run) -> tuple[pd.DataFrame, list[labels.Fault]]:
    """Accuracy before and after the province's corrections (learning.accuracy), and their faults.

    The next intake trains on the same labels: what is measured here is what then reads.
    """
    taxonomy = run.catalog.taxonomy
    words = vocabulary.load(run.root, tuple(taxonomy.categories))
    corrections, faults = labels.corrections(run.raw, taxonomy)
    found = learning.accuracy(
        labels.base(run.root, taxonomy),
        corrections,
        lexicon=Lexicon(words.words),
        words=cutter(run.areas, run.catalog, words),
    )
    return found, faults


def lines(run: Run, found: pd.DataFrame, faults: list[labels.Fault]) -> list[str]:
    """What was measured, as it is printed: targets first, then each category."""
    said = [fault.said(run.lang) for fault in faults]
    said.append(say("learn.heading", run.lang))
    for row in found.to_dict("records"):
        name = row["name"]
        if name == learning.ALL:
            name = say(f"learn.{row['target']}", run.lang)
        else:
            name = run.catalog.taxonomy.categories[name].in_(run.lang)
        before, after = f"{row['before']:.1%}", f"{row['after']:.1%}"
        said.append(
            say("learn.row", run.lang, name=name, labels=row["labels"], before=before, after=after)
        )
    return said
