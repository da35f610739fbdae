"""A panel of texts and figures: reports of units by date, and the units' growth by quarter.

`read` takes a folder of these files, of one stretch of years or of several (`documents_*`: any
ending of the name; a row that stands in two files counts once, the file last by name wins):

    documents_*.csv.gz   district, release_date, text (and report_id)
    panel_*.csv          quarter, district, targets and columns known at the end of the quarter
    national_*.csv       quarter, nber_recession_any_month
    district_shares.csv  state, then a column a district: its share of the state
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from diaodu.errors import ContractError

NATION = "su"  # the summary of all units' reports: not a unit
# Known at the end of their own quarter. A level of unemployment is left out: it is no growth.
NUMBERS = (
    *("spf_gdp_q", "spf_gdp_q1", "spf_gdp_q3", "spf_un_q", "spf_un_q3"),
    *("rt_gdp_l1", "rt_gdp_l2", "term_spread"),
)


@dataclass(frozen=True)
class TextPanel:
    """`texts`: unit, date, text. `targets`: unit, period, targets and the columns `numbers`."""

    texts: pd.DataFrame
    targets: pd.DataFrame
    numbers: tuple[str, ...]
    shares: pd.DataFrame
    recessions: tuple[str, ...]


def read(folder: Path) -> TextPanel:
    """Read the files of a folder. Raises ContractError where a file or a column is missing."""
    documents = _all(folder, "documents_*.csv.gz", ["district", "release_date", "text"])
    panel = _all(folder, "panel_*.csv", ["district", "quarter"])
    national = _all(folder, "national_*.csv", ["quarter", "nber_recession_any_month"])
    shares = _all(folder, "district_shares.csv", ["state"])
    in_recession = national["nber_recession_any_month"] > 0
    key = ["district", "release_date"]
    texts = documents[documents["district"] != NATION].drop_duplicates(key, keep="last")
    return TextPanel(
        texts.rename(columns={"district": "unit", "release_date": "date"}),
        panel.drop_duplicates(["district", "quarter"], keep="last").rename(
            columns={"district": "unit", "quarter": "period"}
        ),
        tuple(name for name in NUMBERS if name in panel.columns),
        shares.set_index("state"),
        tuple(sorted(set(national.loc[in_recession, "quarter"]))),
    )


def _all(folder: Path, pattern: str, columns: Sequence[str]) -> pd.DataFrame:
    paths = sorted(folder.glob(pattern))
    if not paths:
        raise ContractError(f"{folder}: found no file {pattern}; expected one or more")
    frame = pd.concat([pd.read_csv(path) for path in paths], ignore_index=True)
    if lacking := [name for name in columns if name not in frame.columns]:
        raise ContractError(f"{folder}: {pattern} has no column {', '.join(lacking)}")
    return frame
