"""Several sources for one figure: which one is shown first, and what the others say.

Method: docs/methods.md, section 1. Figures that disagree are all kept; none is averaged.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from diaodu import places
from diaodu.analysis.frames import NAN, records, table
from diaodu.analysis.remembered import remembered
from diaodu.contracts import SOURCE_KINDS
from diaodu.errors import ContractError

STATUS_FIRST = ("revised", "published", "flash", "expected")
_KEY = ["area", "industry", "indicator", "period", "span", "stage"]
_SETTLED = {
    "area": "str",
    "industry": "str",
    "indicator": "str",
    "period": "str",
    "span": "str",
    "stage": "str",
    "value": "float64",
    "printed": "str",
    "unit": "str",
    "base_weight": "float64",
    "status": "str",
    "derived": "bool",
    "derivation": "str",
    "remark_zh": "str",
    "remark_en": "str",
    "source_ids": "object",
    "others": "object",
}
_TARGETS = {
    "area": "str",
    "indicator": "str",
    "value": "float64",
    "low": "float64",
    "high": "float64",
    "unit": "str",
    "wording": "str",
    "derived": "bool",
    "derivation": "str",
    "source_ids": "object",
    "others": "object",
}


def settle(indicators: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """Bring all that the sources state on one figure into one row.

    indicators, sources: tables that keep their contracts.
    Returns one row per (area, industry, indicator, period, span, stage), sorted by these. stage
        is 'expected' for status expected, 'reported' for another figure that an area sent, else
        'actual' (published): what is sent never stands for or displaces what is published. The
        value shown is that of the preferred row: stated before derived; then revised, published,
        flash; then official, press, reprint; then more printed decimals; then first in the table.
        printed, unit, status, derived and derivation are that row's; base_weight and remarks are
        the first given by a row of the same value. source_ids: all sources of that value,
        preferred first. others: the values that differ, each as (value, printed, source_ids),
        preferred first; () if there are none. 4163 and 4163.4 differ. 26 and 26.0 do not.
    Raises ContractError where one indicator stands in two units, or a source is not in `sources`.
    """
    _require_one_unit(indicators, "indicators")
    unknown = sorted(set(indicators["source_id"]) - set(sources["source_id"]))
    if unknown:
        raise ContractError(
            f"table indicators: column source_id: found {', '.join(unknown)}; "
            "expected ids of table sources"
        )
    kinds = dict(zip(sources["source_id"], sources["kind"], strict=True))
    named = tuple((source, kinds[source]) for source in sorted(set(indicators["source_id"])))
    return _settled(indicators, named).copy(deep=False)


@remembered
def _settled(indicators: pd.DataFrame, kinds: tuple[tuple[str, str], ...]) -> pd.DataFrame:
    """As `settle`; kinds: (id, kind) of the sources that the rows name."""
    stating: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for row in records(_by_preference(indicators, dict(kinds))):
        stating.setdefault(tuple(row[name] for name in _KEY), []).append(row)
    rows = [
        _settled_row(dict(zip(_KEY, key, strict=True)), stating[key])
        for key in sorted(stating, key=lambda key: [(part is None, part or "") for part in key])
    ]
    return table(_SETTLED, rows)


def settle_targets(targets: pd.DataFrame, year: int) -> pd.DataFrame:
    """Bring all that the sources say on one annual target into one row.

    Returns one row per (area, indicator) with a target for `year`. Stated targets go before
        derived ones, then the first in the table is shown; source_ids are all that state the same
        value, range and wording. others: targets that differ, each as (value, low, high, wording,
        source_ids); low and high are None where there is none.
    Raises ContractError where one indicator stands in two units.
    """
    chosen = targets[targets["year"].eq(year)].assign(derived=_derived)
    _require_one_unit(chosen, "targets")
    ordered = chosen.sort_values("derived", kind="stable")
    stated: dict[tuple[str, str], dict[tuple[Any, ...], list[dict[str, Any]]]] = {}
    for row in records(ordered):
        said = stated.setdefault((row["area"], row["indicator"]), {})
        said.setdefault((row["value"], *_range(row), row["wording"]), []).append(row)
    rows = []
    for _, said in sorted(stated.items()):
        (_, first), *rest = said.items()
        others = tuple((*statement, places.of_rows(stating)) for statement, stating in rest)
        rows.append({**first[0], "source_ids": places.of_rows(first), "others": others})
    return table(_TARGETS, rows)


@dataclass(frozen=True)
class Target:
    """One settled annual target (a row of settle_targets); without one it is NO_TARGET."""

    value: float
    low: float
    high: float
    unit: str | None
    wording: str | None
    derived: bool | None
    derivation: str | None
    source_ids: tuple[str, ...]
    others: tuple[tuple[Any, ...], ...]

    @property
    def compared(self) -> float:
        """What a result is compared with: the low end of "at least" and "between".

        Without a low end, and for "about" and "exact", the value. docs/methods.md, section 3.
        """
        to_low = self.wording in ("at_least", "between") and not pd.isna(self.low)
        return self.low if to_low else self.value


NO_TARGET = Target(NAN, NAN, NAN, None, None, None, None, (), ())


@remembered
def annual(targets: pd.DataFrame, year: int) -> dict[tuple[str, str], Target]:
    """The settled targets of a year by (area, indicator)."""
    return {
        (row["area"], row["indicator"]): Target(**{n: row[n] for n in Target.__dataclass_fields__})
        for row in records(settle_targets(targets, year))
    }


def _by_preference(indicators: pd.DataFrame, kinds: Mapping[str, str]) -> pd.DataFrame:
    kinds_of = indicators["source_id"].map(kinds)
    decimals = indicators["printed"].str.extract(r"[.．](\d+)", expand=False).str.len()
    return indicators.assign(
        stage=_stages(indicators["status"], kinds_of),
        derived=_derived,
        by_status=_places(indicators["status"], STATUS_FIRST),
        by_kind=_places(kinds_of, SOURCE_KINDS),
        by_decimals=-decimals.fillna(0),
        by_place=range(len(indicators)),
    ).sort_values(["derived", "by_status", "by_kind", "by_decimals", "by_place"])


def _settled_row(key: dict[str, Any], stating: list[dict[str, Any]]) -> dict[str, Any]:
    by_value: dict[float, list[dict[str, Any]]] = {}
    for row in stating:
        by_value.setdefault(row["value"], []).append(row)
    first, *rest = by_value.values()
    return {
        **first[0],
        **key,
        "base_weight": _first(row["base_weight"] for row in first),
        "remark_zh": _first(row["remark_zh"] for row in first),
        "remark_en": _first(row["remark_en"] for row in first),
        "source_ids": places.of_rows(first),
        "others": tuple(
            (rows[0]["value"], rows[0]["printed"], places.of_rows(rows)) for rows in rest
        ),
    }


def _stages(statuses: pd.Series, kinds: pd.Series) -> pd.Series:
    """Published figures are actual; what an area sends of what it reached is reported."""
    reported = kinds.eq("submission").map({True: "reported", False: "actual"})
    return reported.mask(statuses.eq("expected"), "expected")


def _derived(frame: pd.DataFrame) -> pd.Series:
    return frame["origin"].eq("derived") | frame["derivation"].notna()


def _places(values: pd.Series, order: tuple[str, ...]) -> pd.Series:
    return values.map({value: place for place, value in enumerate(order)})


def _first(values: Iterable[Any]) -> Any:
    """The first that is given; NaN if none is."""
    return next((value for value in values if not pd.isna(value)), NAN)


def _range(row: dict[str, Any]) -> tuple[float | None, float | None]:
    low, high = (None if pd.isna(row[end]) else row[end] for end in ("low", "high"))
    return low, high


def _require_one_unit(frame: pd.DataFrame, name: str) -> None:
    units: dict[str, set[str]] = {}
    for indicator, unit in zip(frame["indicator"], frame["unit"], strict=True):
        units.setdefault(indicator, set()).add(unit)
    mixed = [
        f"{key} in {', '.join(sorted(found))}"
        for key, found in sorted(units.items())
        if len(found) > 1
    ]
    if mixed:
        raise ContractError(
            f"table {name}: column unit: found {'; '.join(mixed)}; "
            "expected one unit for an indicator (a rate and a level are two indicators)"
        )
