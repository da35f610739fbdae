"""What is published, and where it is from: figures, targets, facts and their sources."""

from __future__ import annotations

from collections.abc import Mapping

import pandera.pandas as pa

from diaodu import units
from diaodu.contracts.choices import ASPECTS, ORIGINS, SOURCE_KINDS, STATUSES, TOPICS, WORDINGS
from diaodu.contracts.columns import DAY, MONTH, PRINTED, number, schema, text, where_from
from diaodu.periods import SPANS

SCHEMAS: Mapping[str, pa.DataFrameSchema] = {
    # One figure of one area and period, as one source states it. Sources that state the same
    # figure, or another one, are rows of their own; an unpublished figure is no row at all.
    "indicators": schema(
        "indicators",
        {
            "area": text(),
            "industry": text(nullable=True),  # null: all industry
            "period": text(pattern=MONTH),
            "span": text(*SPANS),
            "indicator": text(),
            "status": text(*STATUSES),
            "value": number(),
            "printed": text(
                pattern=PRINTED
            ),  # as the source prints it: its decimals are its precision
            "unit": text(*units.UNITS),
            "base_weight": number(pa.Check.in_range(0, 100), nullable=True),  # % of the base
            "derivation": text(nullable=True),  # arithmetic of a derived figure, else null
            "remark_zh": text(nullable=True),
            "remark_en": text(nullable=True),
            **where_from(),
        },
        unique=["source_id", "locator"],
    ),
    # One annual target as one source words it; value is the figure that results are compared with.
    "targets": schema(
        "targets",
        {
            "area": text(),
            "year": pa.Column("int64", pa.Check.in_range(1990, 2200)),
            "indicator": text(),
            "value": number(),
            "wording": text(*WORDINGS),
            "low": number(nullable=True),
            "high": number(nullable=True),
            "unit": text(*units.UNITS),
            "derivation": text(nullable=True),
            "remark_zh": text(nullable=True),
            "remark_en": text(nullable=True),
            **where_from(),
        },
        unique=["source_id", "locator"],
    ),
    # One published fact of one area (a fact on three cities is three rows of one fact_id).
    "facts": schema(
        "facts",
        {
            "fact_id": text(),
            "area": text(),
            "period": text(nullable=True),  # as written: 2022Q1, 2022-04, 2022; null: undated
            "first_month": text(pattern=MONTH, nullable=True),
            "last_month": text(pattern=MONTH, nullable=True),
            "topic": text(*TOPICS),
            "aspect": text(*ASPECTS),
            "subject": text(nullable=True),  # project set that the figure is about
            "measure": text(nullable=True),
            "value": number(nullable=True),
            "unit": text(*units.UNITS, nullable=True),
            "date_from": text(pattern=DAY, nullable=True),
            "date_to": text(pattern=DAY, nullable=True),
            "text_zh": text(),
            "text_en": text(),
            **where_from(),
        },
        unique=["fact_id", "area"],
    ),
    # One published page or one received file.
    "sources": schema(
        "sources",
        {
            "source_id": text(),
            "kind": text(*SOURCE_KINDS),
            "title_zh": text(),
            "title_en": text(),
            "url": text(nullable=True, pattern=r"https?://\S+"),  # null: as reprinted, no address
            "published_on": text(pattern=DAY, nullable=True),
            # the day it was read from the web; null for a received file, which has received_on
            "retrieved_on": text(pattern=DAY, nullable=True),
            "caution_zh": text(nullable=True),
            "caution_en": text(nullable=True),
            # of a received file: its place in data/raw, hash, who sent it when and how, and which
            # version of the sender's it is (1 is the first); null for a published page
            "file": text(nullable=True),
            "sha256": text(pattern=r"[0-9a-f]{64}", nullable=True),
            "sender": text(nullable=True),  # id of the area
            "received_on": text(pattern=DAY, nullable=True),
            "channel": text(nullable=True),
            "version": pa.Column("Int64", pa.Check.ge(1), nullable=True),
            "origin": text(*ORIGINS),
        },
        unique=["source_id"],
    ),
}
