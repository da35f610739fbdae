from __future__ import annotations

import datetime

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from diaodu.analysis.outlook import calendar
from diaodu.errors import ContractError


@pytest.mark.parametrize(
    ("written", "season", "following"),
    [
        (["1998Q1", "1998Q2", "1998Q4"], 4, "1999Q1"),
        (["1998 Q3", "1998 Q4"], 4, "1999 Q1"),
        (["2022-11", "2022-12"], 12, "2023-01"),
        (["2022-03", "2022-06", "2022-12"], 4, "2023-03"),
        (["2022-03-31", "2022-06-30"], 4, "2022-09-30"),
        (["2022-01-01", "2022-02-01"], 12, "2022-03-01"),
        ([1999, 2000, 2003], 1, 2004),
        (["1999", "2000"], 1, "2001"),
        ([np.int64(2001)], 1, 2002),
        ([pd.Period("2001Q4", "Q"), pd.Period("2001Q3", "Q")], 4, pd.Period("2002Q1", "Q")),
        ([pd.Period("2001-12", "M")], 12, pd.Period("2002-01", "M")),
        ([pd.Timestamp("2001-03-31"), pd.Timestamp("2001-12-31")], 1, pd.Timestamp("2002-09-30")),
        ([datetime.date(2020, 1, 1), datetime.date(2021, 1, 1)], 1, pd.Timestamp("2022-01-01")),
    ],
)
def test_periods_are_read_and_written_as_the_caller_writes_them(written, season, following) -> None:
    found = calendar.read(written)
    assert found.season == season
    assert found.write(found.size) == following


@given(st.integers(1950, 2100), st.integers(1, 4), st.integers(-40, 40))
def test_writing_and_reading_a_step_are_each_others_inverse(year, quarter, step) -> None:
    found = calendar.read(
        [f"{year}Q{quarter}", f"{year + 1}Q{quarter}", f"{year + 1}Q{quarter % 4 + 1}"]
    )
    assert found.step(found.write(step)) == step


@pytest.mark.parametrize("wrong", ["2022Q5", "2022-13", "spring", 20.5, None, float("nan"), pd.NaT])
def test_what_is_no_period_is_refused(wrong) -> None:
    with pytest.raises(ContractError, match=r"column of periods: found .*; expected a quarter"):
        calendar.read(["2022Q1", wrong])


def test_two_ways_of_writing_are_refused() -> None:
    with pytest.raises(
        ContractError, match="found month and quarter side by side; expected one way"
    ):
        calendar.read(["2022Q1", "2022-06"])
