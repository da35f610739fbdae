"""What an area's industry, projects and enterprises are made of: the features that find its peers.

Method: docs/methods.md, “Comparable areas”. A feature that an area's data cannot give is NaN.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from diaodu.analysis.evidence import Best, Evidence
from diaodu.periods import Period
from diaodu.rules import Peers

BLOCK = "division:"  # shares of one whole: they are on one scale


def structure(
    evidence: Evidence,
    rules: Peers,
    *,
    areas: Sequence[str],
    period: Period,
    divisions: Mapping[str, str | None],
) -> pd.DataFrame:
    """The structure of each area in one quarter.

    divisions: industry id -> division of the department. Returns one row per area (the index, in
        the given order) and one column per feature, all float64:
        division:<division>  its share in the key enterprises' output and in the key projects'
                             planned investment, mean of the two, %; where one is not known, the
                             other
        upgrade              share of technical upgrades in the number of projects, %
        project_size         mean total investment of a project, log10 of 10,000 yuan
        firm_size            median output of a key enterprise, log10 of 10,000 yuan
        largest_firm         share of the largest enterprise in the output, %
        share:<name>         one level ÷ another, %
        size:<indicator>     a level, log10; levels as published for the period, else as expected
        Columns without any value are left out.
    """
    firms = _of_period(evidence.enterprises, period)
    projects = _of_period(evidence.projects, period)
    by_output = _shares(firms, firms["industry"].map(divisions), "output_10k_yuan")
    planned = projects["industry"].map(divisions)
    by_plan = _shares(projects, planned, "plan_investment_10k_yuan")
    parts = [
        _mean_of(by_output, by_plan),
        _projects(projects),
        _firms(firms),
        _levels(evidence.figures, rules, areas, period),
    ]
    joined = pd.concat([part.reindex(list(areas)) for part in parts], axis="columns")
    return joined.astype("float64").dropna(axis="columns", how="all").rename_axis("area")


def _of_period(rows: pd.DataFrame, period: Period) -> pd.DataFrame:
    return rows[rows["period"].eq(str(period))]


def _shares(rows: pd.DataFrame, part: pd.Series, amount: str) -> pd.DataFrame:
    """Shares of the parts in an area's amount, %; rows without a part or an amount are left out."""
    known = rows.assign(part=part).dropna(subset=["part", amount])
    sums = known.groupby(["area", "part"])[amount].sum().unstack()
    total = sums.sum(axis="columns")
    shares = 100 * sums.fillna(0.0).div(total.where(total > 0), axis="index")
    return shares.add_prefix(BLOCK)


def _mean_of(first: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
    """Mean of two sets of shares; an area that is in one set only keeps that one's."""
    both = pd.concat([first, second])
    known = both[both.notna().any(axis="columns")]
    return known.fillna(0.0).groupby(known.index).mean()


def _projects(projects: pd.DataFrame) -> pd.DataFrame:
    upgrade = projects["technical_upgrade"].astype("Float64").groupby(projects["area"]).mean()
    total = projects["total_investment_10k_yuan"].where(projects["total_investment_10k_yuan"] > 0)
    size = np.log10(total.groupby(projects["area"]).mean())
    return pd.DataFrame({"upgrade": 100 * upgrade, "project_size": size})


def _firms(firms: pd.DataFrame) -> pd.DataFrame:
    output = firms["output_10k_yuan"].where(firms["output_10k_yuan"] > 0)
    by_area = output.groupby(firms["area"])
    return pd.DataFrame(
        {
            "firm_size": np.log10(by_area.median()),
            "largest_firm": 100 * by_area.max() / by_area.sum(min_count=1),
        }
    )


def _levels(
    figures: pd.DataFrame, rules: Peers, areas: Sequence[str], period: Period
) -> pd.DataFrame:
    best = Best(figures)

    def levels(indicator: str) -> pd.Series:
        found = pd.Series(
            {a: best.at(a, indicator, period)[0].value for a in areas}, dtype="float64"
        )
        return found.where(found > 0)

    shares = {f"share:{n}": 100 * levels(p.part) / levels(p.whole) for n, p in rules.shares.items()}
    sizes = {f"size:{name}": np.log10(levels(name)) for name in rules.sizes}
    return pd.DataFrame(shares | sizes, index=pd.Index(areas))
