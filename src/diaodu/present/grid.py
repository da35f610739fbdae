"""Tables as markup: great-tables makes them, the page's one stylesheet dresses them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

import pandas as pd
from great_tables import GT, html

from diaodu.present.page import Html, Page, safe

_STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)
_TABLE = re.compile(r"<table.*</table>", re.DOTALL)
# What great-tables writes into every cell and nothing here uses: the scope of the heads says the
# same, and half of a long report would be these words.
_IDLE = re.compile(
    r' headers="[^"]*"| (?:row|col)span="1"|(?<=<th scope="row") id="[^"]*" class="[^"]*"'
    r'| class="gt_row gt_right"'
    r'|(?<=class=")gt_row |gt_columns_bottom_border |^ +',
    re.MULTILINE,
)


@dataclass(frozen=True)
class Column:
    """One column: key in the rows, heading (plain text), small second line, alignment."""

    key: str
    label: str
    unit: str = ""
    align: Literal["left", "right", "center"] = "right"


def grid(
    page: Page,
    name: str,
    title: str,
    columns: list[Column],
    rows: list[dict[str, str]],
    note: str = "",
) -> Html:
    """A table of ready cells.

    rows: one dict a row, column key -> markup (whoever makes a cell escapes what it holds).
    columns: the first one heads the rows. `name` is unique within the page and makes the ids.
    """
    keys = [column.key for column in columns]
    frame = pd.DataFrame([[row.get(key, "") for key in keys] for row in rows], columns=keys)
    table = GT(frame, id=name, rowname_col=keys[0]).tab_stubhead(html(_heading(columns[0])))
    table = table.cols_label(cases={c.key: html(_heading(c)) for c in columns[1:]})
    for column in columns[1:]:
        table = table.cols_align(column.align, columns=[column.key])
    table = table.fmt(lambda cell: cell, columns=keys)
    found = _TABLE.search(_STYLE.sub("", table.as_raw_html()))
    if found is None:
        raise RuntimeError("great-tables made no table")
    caption = f'<p class="table-title" id="{name}-title">{safe(title)}</p>'
    foot = f'<p class="note">{note}</p>' if note else ""
    body = _IDLE.sub("", found.group(0))
    return Html(
        f'<div class="table-block">{caption}<div class="table-wrap" role="region" tabindex="0" '
        f'aria-labelledby="{name}-title">{body}</div>{foot}</div>'
    )


def nothing(text: str) -> Html:
    """What stands where a table or list would be, if there is nothing to show."""
    return Html(f'<p class="nothing">{safe(text)}</p>')


def _heading(column: Column) -> str:
    unit = f'<span class="unit">{safe(column.unit)}</span>' if column.unit else ""
    return f"{safe(column.label)}{unit}"
