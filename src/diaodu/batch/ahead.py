"""What the processes of a run can do before there are units for them: read tables, train a reader.

Intake runs in one process; meanwhile the others would wait. None of this has to succeed: whoever
needs what it makes finds it made, or makes it.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import Literal

from diaodu.batch import warm
from diaodu.params import Run


@dataclass(frozen=True)
class Ahead:
    """Something to do ahead for a run.

    "tables": have the processed tables read before the first unit comes. "reader": have the
    reader of notes trained and kept on disk (`kept.learnt`), and say so with `Learnt`.
    """

    what: Literal["tables", "reader"]
    run: Run


@dataclass(frozen=True)
class Learnt:
    """The answer to a "reader": it is kept, or could not be trained."""


def carry_out(ahead: Ahead) -> None:
    """Do it in this process. An error is not told: who needs the result will meet it again."""
    if ahead.what == "tables":
        warm.read_tables(ahead.run)
        return
    from diaodu.batch import reading  # noqa: PLC0415 (scikit-learn takes a second to import)

    with suppress(Exception):
        reading.reader_of(ahead.run)
