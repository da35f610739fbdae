"""Names, periods and sources as a row writes them, to ids."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from diaodu.intake.rows import Row
from diaodu.intake.text import closest, fold
from diaodu.intake.written_periods import WrittenPeriod, read_period
from diaodu.params import Run

SourceState = Literal["usable", "late", "unusable"]


@dataclass(frozen=True)
class Context:
    """What a row is read against. `sources` is None where no list of sources could be read.

    prefix: what a locator begins with, before the row. derived_only: the file says that all its
    figures are derived ones.
    """

    run: Run
    sources: Mapping[str, SourceState] | None
    prefix: str = ""
    derived_only: bool = False

    def place(self, row: Row) -> str:
        """Locator: file and row as a person sees it."""
        return f"{self.prefix}!row {row.number}"


def from_known_source(row: Row, context: Context) -> bool:
    """Whether the row's source is listed, sound and not later than the as-of date."""
    if context.sources is None:  # one issue of the file says so
        return False
    slug = row["source"]
    state = context.sources.get(slug)
    if not slug:
        row.note("source_missing", "source")
    elif state is None:
        row.note("source_unknown", "source", closest=closest(slug, context.sources))
    elif state == "unusable":
        row.note("source_unusable", "source")
    elif state == "late":
        row.note("source_late", "source", source=slug, as_of=context.run.quarter.as_of)
    return state == "usable"


def area(row: Row, written: str, context: Context) -> str | None:
    """Id of an area that the row names; None, with an issue, for an unknown one."""
    if not written:
        row.note("cell_empty", "area")
        return None
    found = context.run.areas.find(fold(written))
    if found is None:
        names = tuple(name for area in context.run.areas.all for name in area.written)
        row.note("area_unknown", "area", found=written, closest=closest(written, names))
        return None
    row.slip.about(row.number, found.id)
    return found.id


def indicator(row: Row, context: Context) -> str | None:
    """Id of the row's indicator; None, with an issue, for an unknown one."""
    written, catalog = row["indicator"], context.run.catalog
    if not written:
        row.note("cell_empty", "indicator")
        return None
    found = catalog.find_indicator(written) or catalog.find_indicator(fold(written))
    if found is None:
        items = catalog.indicators.items()
        names = (name for key, i in items for name in (key, i.zh, i.short_zh, i.en, *i.aliases))
        row.note("indicator_unknown", "indicator", closest=closest(written, names))
    return found


def industry(row: Row, context: Context) -> str | None:
    """Id of the row's industry; None for all industry, and, with an issue, for an unknown one."""
    written, catalog = row["industry"], context.run.catalog
    if not written:
        return None
    found = catalog.find_industry(written) or catalog.find_industry(fold(written))
    if found is None:
        items = catalog.industries.items()
        names = (name for key, item in items for name in (key, item.zh, item.en, *item.aliases))
        row.note("industry_unknown", "industry", closest=closest(written, names))
    return found


def note_period(row: Row, written: WrittenPeriod) -> None:
    """Put on the slip how a period was read, or that it could not be."""
    if written.how == "refused":
        row.note(f"period_{written.reason}", "period")
    elif written.how == "normalised":
        row.note("period_read", "period", period=written.normal)


def period(row: Row) -> tuple[WrittenPeriod, str | None]:
    """The period of a figure and its span, which the period's text may say or contradict."""
    written = read_period(row["period"])
    stated = row.choice("span") if row["span"] else None
    if written.how == "missing":
        row.note("cell_empty", "period")
        return written, stated
    note_period(row, written)
    if written.how == "refused" or (row["span"] and stated is None):
        return written, stated
    own = written.spans[0] if written.spans else ""
    if stated is not None and stated not in written.spans:
        row.note("span_conflict", "span", period=row["period"])
    elif stated is None and not own:
        row.note("span_missing", "span", period=row["period"])
    elif stated is None:
        row.note("span_read", "span", span=own, period=row["period"])
    return written, stated or own
