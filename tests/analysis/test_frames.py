"""The rows of a frame as Python's own values."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from diaodu.analysis import frames


def test_what_is_missing_is_none_but_nan_among_plain_numbers() -> None:
    frame = pd.DataFrame(
        {
            "text": pd.array(["a", None], dtype="str"),
            "count": pd.array([1, None], dtype="Int64"),
            "flag": pd.array([True, None], dtype="boolean"),
            "value": [1.5, None],
            "whole": [1, 2],
            "any": pd.Series([np.float64(2.5), ("x", "y")], dtype=object),
        }
    )
    first, second = frames.records(frame)
    assert first == {
        **{"text": "a", "count": 1, "flag": True, "value": 1.5, "whole": 1},
        "any": 2.5,
    }
    assert all(type(value).__module__ == "builtins" for value in first.values())
    assert (second["text"], second["count"], second["flag"]) == (None, None, None)
    assert math.isnan(second["value"])
    assert second["any"] == ("x", "y")


def test_a_frame_without_rows_has_no_records() -> None:
    assert frames.records(pd.DataFrame({"a": []})) == []
