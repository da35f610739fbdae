"""Which facts belong to a quarter."""

import pytest

from diaodu import contracts
from diaodu.analysis.facts import of_quarter
from diaodu.periods import Period

YEAR = ("2022-01", "2022-12")
FACTS = [
    ("f1", "b", *YEAR, {"aspect": "plan", "topic": "project_start"}),
    ("f2", "b", *YEAR, {"aspect": "result"}),
    ("f3", "a", "2022-01", "2022-03", {"topic": "project_start"}),
    ("f4", "a", "2022-03", "2022-03", {"topic": "epidemic"}),
    ("f5", "a", "2022-01", "2022-04", {"aspect": "result"}),
    ("f6", "a", None, None, {"date_from": "2022-02-14", "topic": "issue"}),
    ("f7", "a", None, None),
    ("f8", "a", "2021-01", "2021-12", {"aspect": "plan"}),
    ("f9", "a", "2021-01", "2021-03"),
    ("f10", "a", *YEAR, {"aspect": "event", "date_from": "2022-03-30"}),
    ("f12", "a", "2022-01", "2022-07", {"aspect": "result", "date_from": "2022-01-01"}),
    ("f11", "c", "2022-03", "2022-03"),
    ("f3", "b", "2022-01", "2022-03", {"topic": "project_start"}),
]


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        pytest.param(
            Period(2022, 3),
            [
                ("b", "f1", "year_plan"),
                ("b", "f3", "quarter"),
                ("a", "f10", "quarter"),
                ("a", "f6", "quarter"),
                ("a", "f3", "quarter"),
                ("a", "f4", "quarter"),
            ],
            id="first quarter",
        ),
        pytest.param(
            Period(2022, 6), [("b", "f1", "year_plan"), ("a", "f5", "quarter")], id="second quarter"
        ),
        pytest.param(
            Period(2022, 12),
            [("b", "f2", "quarter"), ("b", "f1", "year_plan")],
            id="fourth quarter: the year's results, and its plans as plans",
        ),
        pytest.param(Period(2020, 3), [], id="nothing"),
    ],
)
def test_facts_of_a_quarter(make, period, expected):
    found = of_quarter(make.facts(*FACTS), areas=["b", "a"], period=period)
    assert make.rows(found, "area", "fact_id", "when") == expected


def test_columns_are_those_of_the_facts_and_when(make):
    columns = [*contracts.SCHEMAS["facts"].columns, "when"]
    full = of_quarter(make.facts(*FACTS), areas=["a"], period=Period(2022, 3))
    bare = of_quarter(contracts.empty("facts"), areas=["a"], period=Period(2022, 3))
    assert list(full.columns) == columns == list(bare.columns)
    assert bare.dtypes.equals(full.dtypes)
