"""Columns as plain values are what a Series of each would give."""

from __future__ import annotations

import numpy as np
import pandas as pd

from diaodu import columns


def _frame() -> pd.DataFrame:
    frame = pd.DataFrame(
        {
            "text": pd.array(["a", None, "c"], dtype="str"),
            "count": pd.array([1, None, 3], dtype="Int64"),
            "flag": pd.array([True, None, False], dtype="boolean"),
            "value": [1.5, None, -0.0],
            "whole": [1, 2, 3],
            "sent": [True, False, True],
            "day": pd.to_datetime(["2022-03-31", None, "2022-06-30"]),
            "any": pd.Series([("x", "y"), None, 2.5], dtype=object),
            "kind": pd.Categorical(["b", "a", "b"]),
        },
        index=[7, 8, 9],
    )
    frame["value"] *= 2  # a column written to anew lies elsewhere than those beside it
    return frame.iloc[[2, 0, 1]]


def test_values_are_those_of_a_series_of_each_column() -> None:
    frame = _frame()
    found = columns.lists(frame)
    expected = [column.tolist() for _, column in frame.items()]
    assert [list(map(repr, values)) for values in found] == [
        list(map(repr, values)) for values in expected
    ]
    assert [[type(value) for value in values] for values in found] == [
        [type(value) for value in values] for values in expected
    ]


def test_arrays_lie_where_the_columns_lie() -> None:
    frame = _frame()
    for array, (_, column) in zip(columns.arrays(frame), frame.items(), strict=True):
        assert array.dtype == column.dtype
        if isinstance(array, np.ndarray):
            assert np.shares_memory(array, column.array)


def test_a_frame_without_rows_or_columns() -> None:
    assert columns.lists(_frame().iloc[:0]) == [[]] * 9
    assert columns.lists(pd.DataFrame(index=[1, 2])) == []
