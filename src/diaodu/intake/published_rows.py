"""Rows of published figures to rows of the processed tables, each with the place it came from."""

from __future__ import annotations

import re
from typing import Any

from diaodu.catalog import Indicator
from diaodu.intake import figures, resolve
from diaodu.intake.resolve import Context, SourceState
from diaodu.intake.rows import Row
from diaodu.intake.text import fold, is_missing
from diaodu.intake.written_periods import read_period
from diaodu.params import Run

# An address that may be linked: http or https, a host with a dot, nothing that ends an attribute.
_URL = re.compile(r"https?://[^\s/?#<>\"'\\]+\.[^\s/?#<>\"'\\]+(?:[/?#][^\s<>\"'\\]*)?")
_LONGEST_URL = 2000


def source(row: Row, run: Run) -> tuple[str, SourceState, dict[str, Any]]:
    """Slug, whether its figures may be used, and the row of `sources`."""
    slug = row.slug("source")
    kind = row.choice("kind")
    title_zh, title_en = row.texts("title")
    day = row.day("published_on")
    found = {
        "source_id": slug,
        "kind": kind,
        "title_zh": title_zh,
        "title_en": title_en,
        "url": _address(row, kind),
        "published_on": day,
        "caution_zh": row.text("caution_zh"),
        "caution_en": row.text("caution_en"),
        "origin": "published",
    }
    if not row.ok:
        return slug, "unusable", found
    if day is not None and day > run.quarter.as_of.isoformat():
        row.note("source_late", "published_on", source=slug, as_of=run.quarter.as_of)
        return slug, "late", found
    return slug, "usable", found


def indicator(row: Row, context: Context) -> dict[str, Any] | None:
    """One row of `indicators`, or None if it is left out or not published."""
    key = resolve.indicator(row, context)
    item = _item(key, context)
    area = resolve.area(row, row["area"], context)
    industry = resolve.industry(row, context)
    period, span = resolve.period(row)
    status = row.choice("status", default="published")
    amount = figures.amount(row, item)
    if amount is None:
        return None
    found = {
        "area": area,
        "industry": industry,
        "period": str(period.last_month) if row.ok else None,
        "span": span,
        "indicator": key,
        "status": status,
        **amount,
        "base_weight": figures.share(row, "base_weight"),
        **_evidence(row, context),
    }
    if context.derived_only and found["derivation"] is None:
        row.note("derivation_missing", "derivation")
    return found if resolve.from_known_source(row, context) and row.ok else None


def target(row: Row, context: Context) -> dict[str, Any] | None:
    """One row of `targets`, or None if it is left out or not published."""
    key = resolve.indicator(row, context)
    item = _item(key, context)
    area = resolve.area(row, row["area"], context)
    year = re.fullmatch(r"([0-9]{4})年?度?", re.sub(r"\s", "", fold(row["year"])))
    if year is None or not 1990 <= int(year[1]) <= 2200:
        row.note("year_wrong", "year")
    wording = row.choice("wording")
    amount = figures.amount(row, item)
    if amount is None:
        return None
    ends = {name: figures.end(row, name, item) for name in ("low", "high")}
    low, high = ends["low"], ends["high"]
    reversed_ends = low is not None and high is not None and low > high
    if reversed_ends or (wording == "between" and None in (low, high)):
        row.note("target_range", "low", found=f"{row['low']} / {row['high']}")
    amount.pop("printed")
    found = {
        "area": area,
        "year": int(year[1]) if year else 0,
        "indicator": key,
        "wording": wording,
        **amount,
        **ends,
        **_evidence(row, context),
    }
    return found if resolve.from_known_source(row, context) and row.ok else None


def facts(row: Row, context: Context) -> list[dict[str, Any]]:
    """Rows of `facts`, one for each area that the fact names; none if it is left out."""
    names = [name.strip() for name in re.split(r"[|、]", fold(row["area"]))]
    areas = dict.fromkeys(resolve.area(row, name, context) for name in names)
    written = read_period(row["period"])
    resolve.note_period(row, written)
    date_from, date_to = row.day("date_from"), row.day("date_to")
    if date_from and date_to and date_to < date_from:
        row.note("dates_reversed", "date_to", date_from=date_from)
        date_from = date_to = None
    text_zh, text_en = row.texts("text")
    reading = row.optional_number("value")
    dated = written.how != "missing" and row.ok
    found = {
        "fact_id": row.slug("fact_id"),
        "period": written.normal if dated else None,
        "first_month": str(written.first_month) if dated else None,
        "last_month": str(written.last_month) if dated else None,
        "topic": row.choice("topic"),
        "aspect": row.choice("aspect"),
        "subject": row.text("subject"),
        "measure": row.text("measure"),
        "value": reading.value,
        "unit": figures.unit_of(row, "value", reading) if reading.value is not None else None,
        "date_from": date_from,
        "date_to": date_to,
        "text_zh": text_zh,
        "text_en": text_en,
        "source_id": row["source"],
        "locator": context.place(row),
        "origin": "published",
    }
    usable = resolve.from_known_source(row, context) and row.ok
    return [{**found, "area": area} for area in areas] if usable else []


def _item(key: str | None, context: Context) -> Indicator | None:
    return context.run.catalog.indicators[key] if key is not None else None


def _evidence(row: Row, context: Context) -> dict[str, Any]:
    derivation = row.text("derivation")
    return {
        "derivation": derivation,
        "remark_zh": row.text("remark_zh"),
        "remark_en": row.text("remark_en"),
        "source_id": row["source"],
        "locator": context.place(row),
        "origin": "derived" if derivation else "published",
    }


def _address(row: Row, kind: str | None) -> str | None:
    """Address of a source; none for a reprint, which is shown "as reprinted" on purpose."""
    url = row["url"]
    if is_missing(url):
        if kind in ("official", "press"):
            row.note("url_missing", "url", kind=kind)
        return None
    if kind == "reprint":
        row.note("url_on_reprint", "url")
        return None
    if len(url) > _LONGEST_URL or not _URL.fullmatch(url):
        row.note("url_wrong", "url")
        return None
    return url
