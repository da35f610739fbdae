"""What is missing, and that nothing is both missing and there."""

from hypothesis import given, settings
from hypothesis import strategies as st

from diaodu import contracts
from diaodu.analysis.coverage import missing
from diaodu.periods import Period

Q1 = Period(2022, 3)


def test_what_is_missing(make):
    found = missing(
        make.settled(
            ("a", "2022-03", "iva", "6.3"),
            ("b", "2022-03", "iva", "5.6", {"derivation": "6.1-0.5"}),
            ("b", "2022-03", "gdp", "5.0", {"span": "month"}),
            ("a", "2022-03", "gdp", "5.0", {"industry": "steel"}),
            ("b", "2021-12", "gdp", "5.0"),
        ),
        make.targets(
            ("a", 2022, "iva", 6.0),
            ("b", 2022, "iva", 5.5, {"derivation": "7.4-1.9"}),
            ("b", 2021, "gdp", 6.0),
        ),
        areas=["b", "a"],
        indicators=["iva", "gdp"],
        period=Q1,
    )
    assert make.rows(found, "area", "indicator", "what", "has_derived") == [
        ("b", "iva", "figure", True),
        ("b", "iva", "target", True),
        ("b", "gdp", "figure", False),
        ("b", "gdp", "target", False),
        ("a", "gdp", "figure", False),
        ("a", "gdp", "target", False),
    ]


def test_expected_is_not_published(make):
    settled = make.settled(("a", "2022-03", "iva", "6.3", {"status": "expected"}))
    ask = {"areas": ["a"], "indicators": ["iva"], "period": Q1}
    none = contracts.empty("targets")
    assert missing(settled, none, **ask)["what"].tolist() == ["figure", "target"]
    assert missing(settled, none, **ask, stage="expected")["what"].tolist() == ["target"]


def test_nothing_asked_nothing_missing(make):
    found = missing(make.settled(), make.targets(), areas=[], indicators=[], period=Q1)
    assert found.empty
    assert found.dtypes["has_derived"] == "bool"


AREAS, INDICATORS = ["a", "b", "c"], ["iva", "gdp", "profit"]
pairs = st.sets(st.tuples(st.sampled_from(AREAS), st.sampled_from(INDICATORS)))


@settings(deadline=None, max_examples=20)
@given(pairs, pairs)
def test_missing_and_there_are_all_pairs_and_never_both(make, figures, aims):
    found = missing(
        make.settled(*[(area, "2022-03", name, "1.0") for area, name in sorted(figures)]),
        make.targets(*[(area, 2022, name, 1.0) for area, name in sorted(aims)]),
        areas=AREAS,
        indicators=INDICATORS,
        period=Q1,
    )
    everything = {(area, name) for area in AREAS for name in INDICATORS}
    for what, there in (("figure", figures), ("target", aims)):
        gone = make.rows(found[found["what"] == what], "area", "indicator")
        assert len(gone) == len(set(gone))
        assert set(gone) == everything - there
