"""Where the page's area stands among the others, none of which is named."""

from __future__ import annotations

import pandas as pd

from diaodu.present.grid import Column, grid
from diaodu.present.page import Html, Page, each, missing, safe
from diaodu.present.tables import cell

NOTHING = Html("")


def spread(page: Page, table: pd.DataFrame) -> Html:
    """Rank, least, middle and largest figure of each indicator; table: standings.spread.

    Nothing where the quarter's file hides other areas, for then there is no row.
    """
    if table.empty:
        return NOTHING
    columns = [
        Column("name", page.say("table.indicator"), align="left"),
        Column("value", page.say("others.value")),
        Column("rank", page.say("table.rank"), page.say("table.rank_unit")),
        *(Column(name, page.say(f"others.{name}")) for name in ("low", "middle", "high")),
    ]
    none = f'<span class="none">{safe(page.say("value.not_applicable"))}</span>'
    rows = []
    for row in each(table.assign(source_ids=None), "spread"):
        unit = f'<span class="unit">{safe(page.unit(row.unit))}</span>'
        rank = none
        if not missing(row.rank):
            rank = safe(page.say("table.rank_of", rank=row.rank, ranked=row.ranked))
        ends = {name: getattr(row, name) for name in ("low", "middle", "high")}
        rows.append(
            {
                "name": f"{safe(page.indicator(row.indicator))}{unit}",
                "value": cell(page, row),
                "rank": rank,
                **{n: none if missing(value) else page.figure(value) for n, value in ends.items()},
            }
        )
    title = page.say("others.title", period=page.period(page.run.period))
    return grid(page, "t-others", title, columns, rows, safe(page.say("others.note")))
