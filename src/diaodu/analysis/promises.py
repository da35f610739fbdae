"""Last quarter's next steps, and what this quarter says of them.

Method: docs/methods.md, “Promises of last quarter”.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from diaodu.analysis.frames import NAN, records, table
from diaodu.analysis.remembered import rows_of
from diaodu.analysis.wording import Wording
from diaodu.periods import Period

SPOKEN_OF = 0.3  # a report says in short what the form promised at length
SAID_TWICE = 0.5  # the form and the written report of one quarter promise the same
_COLUMNS = {
    "note_id": "str",
    "area": "str",
    "promised_in": "str",
    "text": "str",
    "responsible": "str",
    "due_on": "str",
    "past_due": "boolean",
    "spoken_of": "boolean",
    "answer": "str",
    "answer_section": "str",
    "likeness": "float64",
    "source_id": "str",
    "answer_source_id": "str",
}


def of_area(notes: pd.DataFrame, *, area: str, period: Period, day: str) -> pd.DataFrame:
    """What became of the next steps that an area reported the last time before `period`.

    notes: the table `notes`, also with its rows of earlier quarters; day (YYYY-MM-DD): due dates
    are compared with it.
    Returns one row per next step of the latest earlier quarter with any, in the order received;
        none where there is no such quarter. One that shares SAID_TWICE of its wording with an
        earlier one says the same again and has no row. past_due: NA without a due date. spoken_of:
        whether a statement of `period` is about it, that is, shares at least SPOKEN_OF of its
        wording (wording.Wording); NA where the area sent nothing this time. answer,
        answer_section, answer_source_id, likeness (0 to 1): the statement that is most like it,
        missing where it is not spoken of. A likeness says that it is spoken of, never that it was
        done.
    """
    own = rows_of(notes, area)
    earlier = own[own["section"].eq("next_step") & own["period"].lt(str(period))]
    last = earlier["period"].max()
    promised = _once(records(earlier[earlier["period"].eq(last)])) if len(earlier) else []
    said = records(own[own["period"].eq(str(period))])
    wording = Wording([row["text"] for row in (*promised, *said)])
    count = len(promised)
    likeness = wording.likeness(range(count), range(count, count + len(said)))
    rows = []
    for number, row in enumerate(promised):
        best = int(likeness[number].argmax()) if said else None
        share = float(likeness[number][best]) if best is not None else NAN
        spoken_of = None if best is None else share >= SPOKEN_OF
        answer = said[best] if best is not None and spoken_of else None
        rows.append(
            {
                **row,
                "promised_in": row["period"],
                "past_due": None if row["due_on"] is None else row["due_on"] <= day,
                "spoken_of": spoken_of,
                "answer": answer and answer["text"],
                "answer_section": answer and answer["section"],
                "likeness": share if spoken_of else NAN,
                "answer_source_id": answer and answer["source_id"],
            }
        )
    return table(_COLUMNS, rows)


def _once(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows without those that say again what one before them says."""
    likeness = Wording([row["text"] for row in rows]).likeness(range(len(rows)), range(len(rows)))
    kept: list[int] = []
    for number in range(len(rows)):
        if not any(likeness[number][other] >= SAID_TWICE for other in kept):
            kept.append(number)
    return [rows[number] for number in kept]
