from __future__ import annotations

from types import SimpleNamespace

import pandas as pd

from diaodu import contracts
from diaodu.analysis import beforehand, consistency, frames
from diaodu.periods import Period
from diaodu.quarter import ProjectRules


def test_what_is_worked_out_beforehand_is_found_by_copies_of_the_tables(make, monkeypatch) -> None:
    rows = [("shijiazhuang", "2022-03", "gdp_growth", "5.1", {"source_id": "official-1"})]
    names = ("indicators", "sources", "targets")
    stated = make.indicators(*rows)
    tables = SimpleNamespace(
        indicators=stated,
        sources=make.sources(stated),
        targets=make.targets(),
        projects=contracts.empty("projects"),
    )
    expected = consistency.settle(tables.indicators.copy(), tables.sources)
    beforehand.work_out(tables, Period(2022, 3), ProjectRules())
    again = SimpleNamespace(**{name: getattr(tables, name).copy(deep=False) for name in names})
    for module, name in ((consistency, "records"), (frames, "records")):
        monkeypatch.setattr(module, name, _refuse)
    found = consistency.settle(again.indicators, again.sources)
    pd.testing.assert_frame_equal(found, expected)
    figure = frames.Figures(found).at("shijiazhuang", "gdp_growth", Period(2022, 3))
    assert figure.value == 5.1
    consistency.annual(again.targets, 2022)


def _refuse(_: object) -> None:
    raise AssertionError("worked out again")
