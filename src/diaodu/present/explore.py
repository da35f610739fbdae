"""For one's own analysis: frames that read well, and charts of one's own in the reports' style.

A notebook calls `start` once; from then on a data frame as a cell's last line shows with Chinese or
English names under its columns and figures as reports print them, and charts have the font.
"""

from __future__ import annotations

from typing import Any

import matplotlib as mpl
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing

from diaodu import contracts
from diaodu.messages import Lang, catalogue, say
from diaodu.present import completing, figures, theme
from diaodu.present.page import Html, Page, missing, safe
from diaodu.store import Tables

FIRST, LAST = 30, 5  # rows shown of a long frame
SHORT = 24  # characters of a text that is not broken into lines
# JupyterLab sets every cell to the right; the page's style sheet is not there
_TEXT = ' class="text" style="text-align:left"'
_SHORT = ' class="text" style="text-align:left;white-space:nowrap"'


def start(page: Page) -> None:
    """Let the frames and charts of this notebook look like those of the reports.

    Frames are shown in the page's language; nothing in them changes. Tab behind a module of ours
    offers what it defines, not what it imports. Call it once, after `Page`.
    """
    mpl.rcParams.update(theme.settings())
    shell = _shell()
    if shell is not None:
        completing.after_each_cell(shell)
        markup = shell.display_formatter.formatters["text/html"]
        markup.for_type(pd.DataFrame, lambda shown: frame(shown, page.lang).markup)
        markup.for_type(pd.Series, lambda shown: frame(shown.to_frame(), page.lang).markup)


def overview(page: Page, tables: Tables) -> pd.DataFrame:
    """What there is to work with: one row a processed table, with its rows and what one row is."""
    rows = [
        (name, len(getattr(tables, name)), page.say(f"explore.table.{name}"))
        for name in contracts.SCHEMAS
    ]
    return pd.DataFrame(rows, columns=["table", "rows", "one_row_is"]).set_index("table")


def axes(height: float = 320.0) -> Axes:
    """Axes to draw on, as wide as a report's column; `height` in pixels.

    Give them to pandas (`frame.plot.barh(ax=...)`) or seaborn, then hand them to `chart`. Texts
    drawn from now on have the charts' font.
    """
    mpl.rcParams.update(theme.settings())
    drawing = Drawing(figsize=(theme.WIDTH / 72, height / 72), dpi=72, layout="constrained")
    made = drawing.add_subplot()
    made.spines[["top", "right"]].set_visible(False)
    return made


def chart(drawn: Axes, title: str, alt: str, note: str = "") -> figures.Figure:
    """What was drawn on `axes` as a chart of a report.

    title: the finding in one sentence; alt: what the drawing shows, for those who do not see it;
    note: source and unit. Raises ValueError where title or alt is empty.
    """
    if not title.strip() or not alt.strip():
        raise ValueError("expected a title that says the finding, and alt that says what is shown")
    drawing = drawn.get_figure()
    if not isinstance(drawing, Drawing):
        raise TypeError(f"expected axes of a figure, got those of a {type(drawing).__name__}")
    with theme.style():
        return figures.finish(drawing, title, alt, note)


def frame(shown: pd.DataFrame, lang: Lang) -> Html:
    """A data frame as a table: what its columns mean stands small below their names.

    Figures have up to four decimals, thousands are parted; what is missing is a dash, and of a
    long frame the first and the last rows stand there.
    """
    named = not isinstance(shown.index, pd.RangeIndex) or shown.index.name is not None
    table = shown.reset_index() if named else shown
    cut = len(table) > FIRST + LAST + 1
    parts = [table.head(FIRST), table.tail(LAST)] if cut else [table]
    gap = f'<tr><td class="text" colspan="{max(len(table.columns), 1)}">…</td></tr>'
    body = gap.join("".join(_row(values, lang) for values in _values(part)) for part in parts)
    columns = enumerate(table.columns)  # by place: two may have one name
    heads = "".join(_head(name, table.iloc[:, place], lang) for place, name in columns)
    note = say("explore.rows", lang, rows=len(table), columns=len(table.columns))
    return Html(
        f'<div class="table-wrap" role="region" tabindex="0" aria-label="{safe(note)}">'
        f'<table class="data frame"><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>'
        f'</div><p class="note">{safe(note)}</p>'
    )


def _shell() -> Any:
    """The notebook's shell; None outside of one."""
    from IPython.core.getipython import get_ipython  # noqa: PLC0415 (reports do not need it)

    return get_ipython()


def _head(column: Any, values: pd.Series[Any], lang: Lang) -> str:
    name = " / ".join(map(str, column)) if isinstance(column, tuple) else str(column)
    key = f"explore.column.{name}"
    said = say(key, lang) if key in catalogue() else ""
    if said.casefold() == name.replace("_", " ").casefold():
        said = ""  # it says what stands there already
    meaning = f"<br><small>{safe(said)}</small>" if said else ""
    numeric = pd.api.types.is_numeric_dtype(values.dtype)
    aligned = "" if numeric and values.dtype != bool else _TEXT
    return f'<th scope="col"{aligned}>{safe(name) or "·"}{meaning}</th>'


def _values(table: pd.DataFrame) -> list[tuple[Any, ...]]:
    return list(table.itertuples(index=False, name=None))


def _row(values: tuple[Any, ...], lang: Lang) -> str:
    return f"<tr>{''.join(_cell(value, lang) for value in values)}</tr>"


def _cell(value: Any, lang: Lang) -> str:
    if isinstance(value, (list, tuple, set, frozenset)) or hasattr(value, "tolist"):
        listed = value.tolist() if hasattr(value, "tolist") else value
        if isinstance(listed, (list, tuple, set, frozenset)):
            text = say("list.comma", lang).join(map(str, listed))
            return f"<td{_TEXT}>{safe(text) or '—'}</td>"
        value = listed
    if missing(value):
        return "<td>—</td>"
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return f"<td{_SHORT if len(str(value)) <= SHORT else _TEXT}>{safe(value)}</td>"
    return f"<td>{_figure(value)}</td>"


def _figure(value: float) -> str:
    """At most four decimals, no needless zeros, thousands parted; a year stays a year."""
    if isinstance(value, int) or float(value).is_integer():
        whole = int(value)
        return str(whole) if 1900 <= whole <= 2199 else f"{whole:,}"
    return f"{value:,.4f}".rstrip("0").rstrip(".")
