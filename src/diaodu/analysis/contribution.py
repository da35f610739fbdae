"""What parts add to the growth of a whole: pull (拉动), contribution (贡献率) and the rest.

Method and sources: docs/methods.md, section 6.
"""

from __future__ import annotations

import pandas as pd


def pull(weight_percent: pd.Series, growth: pd.Series) -> pd.Series:
    """Percentage points that each part adds to the growth of the whole: weight ÷ 100 × growth.

    weight_percent: the part's share of the whole in the base period, in %; growth: the part's
    growth, in %. NaN where either is missing. The share must be of last year: with this year's
    share the pulls don't add up. Equals the part's increase over the whole's base (section 6).
    """
    return weight_percent / 100 * growth


def contribution(pulls: pd.Series, total_growth: float) -> pd.Series:
    """Share of each part in the increase of the whole, in %: pull ÷ total growth × 100.

    NaN where the pull is missing and where the whole did not change (or its growth is missing):
    then there is no increase to have a share of. Where the whole fell, a positive share means that
    the part fell too (section 6).
    """
    return pulls / (total_growth if total_growth != 0 else float("nan")) * 100


def residual(pulls: pd.Series, total_growth: float) -> float:
    """Percentage points of the whole's growth that the known pulls do not account for.

    Parts without a pull are in it. It also holds rounding, and weights that don't add to 100; it
    is shown, never spread over the parts. NaN without a total, or when no pull is known at all.
    The parts must not overlap (manufacturing and one of its industries would count twice).
    """
    return total_growth - float(pulls.sum(min_count=1))
