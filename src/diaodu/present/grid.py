"""Tables as markup: great-tables makes them, the page's one stylesheet dresses them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import pandas as pd

from diaodu.present import aligned
from diaodu.present.page import Html, Page, safe

_STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)
_TABLE = re.compile(r"<table.*</table>", re.DOTALL)
# What great-tables writes into every cell and nothing here uses: the scope of the heads says the
# same, and half of a long report would be these words.
_IDLE = re.compile(
    r' headers="[^"]*"| (?:row|col)span="1"|(?<=<th scope="row") id="[^"]*" class="[^"]*"'
    r'| class="(?:gt_row gt_right|gt_col_heading gt_columns_bottom_border gt_right)"'
    r'| class="gt_(?:col_headings|table_body)"'
    r'|(?<=class=")(?:gt_row |gt_col_heading gt_columns_bottom_border )'
    r'| data-quarto-[a-z-]+="false"|^ +',
    re.MULTILINE,
)
_PARTS = re.compile(
    r"(<table.*?<tr[^>]*>\n)(<th.*?</th>)(\n</tr>.*?<tbody[^>]*>\n)<tr>\n(<th.*?</td>)\n</tr>\n(.*)",
    re.DOTALL,
)
EMPTY_HEAD = '<th scope="row"></th>'  # of a row that goes on with the one above it
SLOT, ID = "slot-of-text", "slot-of-id"
Align = Literal["left", "right", "center"]


@dataclass(frozen=True)
class Column:
    """One column: key in the rows, heading (plain text), small second line, alignment."""

    key: str
    label: str
    unit: str = ""
    align: Align = "right"


ALIGNS: tuple[Align, ...] = ("left", "right", "center")


@dataclass(frozen=True)
class _Model:
    """How great-tables writes a table: what stands around its parts, and each part.

    A part holds SLOT where its content comes, a head ID besides where its id comes. A page has
    dozens of tables, and great-tables takes a millisecond a cell: one table is made for all.
    """

    before: str
    heads: Mapping[str, str]  # by alignment; "stub": of the column that heads the rows
    between: str
    row: str
    cells: Mapping[str, str]  # as `heads`
    after: str

    def table(self, heads: Sequence[tuple[str, str, str]], rows: Sequence[Sequence[str]]) -> str:
        """A table. heads: kind of column (a key of `heads`), id and content of each."""
        kinds = [kind for kind, _, _ in heads]
        top = [self.heads[kind].replace(ID, name).replace(SLOT, text) for kind, name, text in heads]
        parts = [self.cells[kind].split(SLOT) for kind in kinds]
        columns = zip(*rows, strict=True) if rows else ()
        named = [
            aligned.classes(column) if kind == "right" else [""] * len(rows)
            for kind, column in zip(kinds, columns, strict=False)
        ]
        body = [
            self.row.replace(
                SLOT,
                "".join(
                    f"{_named(begin, name)}{cell}{end}"
                    for (begin, end), cell, name in zip(parts, row, names, strict=True)
                ),
            )
            for row, names in zip(rows, zip(*named, strict=True), strict=True)
        ]
        return "".join([self.before, "\n".join(top), self.between, *body, self.after])


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
    kinds = ["stub", *(column.align for column in columns[1:])]
    ids = [f"{name}-{safe(column.key)}" for column in columns]
    heads = list(zip(kinds, ids, map(_heading, columns), strict=True))
    body = model().table(heads, [[row.get(c.key, "") for c in columns] for row in rows])
    body = body.replace(EMPTY_HEAD, "<td></td>")
    caption = f'<p class="table-title" id="{name}-title">{safe(title)}</p>'
    foot = f'<p class="note">{note}</p>' if note else ""
    return Html(
        f'<div class="table-block">{caption}<div class="table-wrap" role="region" tabindex="0" '
        f'aria-labelledby="{name}-title">{body}</div>{foot}</div>'
    )


def nothing(text: str) -> Html:
    """What stands where a table or list would be, if there is nothing to show."""
    return Html(f'<p class="nothing">{safe(text)}</p>')


def _named(begin: str, name: str) -> str:
    """The begin of a cell with a class; begin: <td> of a cell that has none."""
    return begin.replace("<td>", f'<td class="{name}">') if name else begin


def _heading(column: Column) -> str:
    unit = f'<span class="unit">{safe(column.unit)}</span>' if column.unit else ""
    return f"{safe(column.label)}{unit}"


def _lean(table: str) -> str:
    """What great-tables made, without what is idle; every third cell is set left."""
    return _IDLE.sub("", table).replace('"gt_left"', '"l"')


@lru_cache(maxsize=1)
def model() -> _Model:
    """What great-tables makes of a table with a column of each kind, taken apart."""
    from great_tables import GT  # noqa: PLC0415 (a quarter of a second; an index has no table)

    kinds = ("stub", *ALIGNS)
    frame = pd.DataFrame([[SLOT] * len(kinds)], columns=list(kinds))
    table = GT(frame, id="t", rowname_col="stub").tab_stubhead(SLOT)
    table = table.cols_label(cases=dict.fromkeys(ALIGNS, SLOT))
    for align in ALIGNS:
        table = table.cols_align(align, columns=[align])
    found = _TABLE.search(_STYLE.sub("", table.as_raw_html()))
    parts = None if found is None else _PARTS.fullmatch(_lean(found.group(0)))
    if parts is None:
        raise RuntimeError("great-tables made another table than the one that is known")
    before, heads, between, cells, after = parts.groups()
    heads = re.sub(r'(?<= id=")[^"]*', ID, heads)
    return _Model(
        before,
        dict(zip(kinds, heads.split("\n"), strict=True)),
        between,
        f"<tr>{SLOT}</tr>",
        dict(zip(kinds, cells.split("\n"), strict=True)),
        after,
    )
