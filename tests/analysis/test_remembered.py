"""Work on a table is done once while the table stays as it is, and again when it was changed."""

import pandas as pd
import pytest

from diaodu.analysis.remembered import KEPT, remembered, rows_of


def _frame() -> pd.DataFrame:
    frame = pd.DataFrame({"area": ["a", "b", "a"], "value": [1.0, 2.0, 4.0]}, index=[7, 8, 9])
    return frame.assign(sent=pd.array([True, None, False], dtype="boolean"))


def _counted():
    calls = []

    @remembered
    def total(frame: pd.DataFrame, column: str) -> float:
        calls.append(column)
        return float(frame[column].sum())

    return total, calls


def test_the_work_is_done_once_for_a_frame_and_key():
    total, calls = _counted()
    frame = _frame()
    assert [total(frame, "value"), total(frame, "value"), total(frame, "sent")] == [7, 7, 1]
    assert calls == ["value", "sent"]


def test_another_frame_of_the_same_values_is_worked_on_itself():
    total, calls = _counted()
    frame = _frame()
    other = frame.copy()
    assert total(frame, "value") == total(other, "value") == 7
    assert calls == ["value", "value"]


@pytest.mark.parametrize(("column", "value"), [("value", 9.0), ("area", "c"), ("sent", False)])
def test_a_frame_changed_in_place_is_worked_on_again(column, value):
    total, calls = _counted()
    frame = _frame()
    total(frame, "value")
    frame.loc[7, column] = value
    assert total(frame, "value") == (15 if column == "value" else 7)
    assert len(calls) == 2


def test_added_rows_and_renamed_columns_are_seen():
    total, _ = _counted()
    frame = _frame()
    total(frame, "value")
    frame.loc[10] = ["b", 8.0, True]
    assert total(frame, "value") == 15
    frame["twice"] = 2 * frame["value"]
    assert total(frame, "twice") == 30
    frame.columns = ["area", "twice", "sent", "value"]
    assert total(frame, "value") == 30


def test_a_shallow_copy_is_the_same_frame():
    total, calls = _counted()
    frame = _frame()
    assert total(frame, "value") == total(frame.copy(deep=False), "value") == 7
    del frame
    assert calls == ["value"]


def test_a_changed_shallow_copy_is_another_frame_and_leaves_the_first_alone():
    total, _ = _counted()
    frame = _frame()
    copy = frame.copy(deep=False)
    total(frame, "value")
    copy.loc[7, "value"] = 9.0
    assert (total(copy, "value"), total(frame, "value")) == (15, 7)


def test_a_frame_that_is_gone_is_not_taken_for_one_in_its_memory():
    total, _ = _counted()
    for value in range(3 * KEPT):
        assert total(pd.DataFrame({"value": [float(value)]}), "value") == value


def test_only_the_last_frames_are_remembered():
    total, calls = _counted()
    frames = [_frame() for _ in range(KEPT + 1)]
    for frame in frames:
        total(frame, "value")
    total(frames[-1], "value")
    total(frames[0], "value")
    assert len(calls) == KEPT + 2


def test_rows_of_an_area_are_the_filtered_rows_in_their_order():
    frame = _frame()
    for area in ("a", "b", "nowhere"):
        expected = frame[frame["area"].eq(area)]
        pd.testing.assert_frame_equal(rows_of(frame, area), expected)
