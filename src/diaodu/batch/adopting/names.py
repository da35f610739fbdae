"""Names that a batch must not find in a notebook or in code: places, quarters, indicators."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

QUARTER = re.compile(r"(?<!\d)(?:19|20)\d\d\s?(?:[Qq][1-4](?!\d)|年(?:[一二三四]季度|[上下]半年)?)")
# A text may show how something is written: "expected a quarter such as 2022Q1".
EXAMPLE = re.compile(r"(?:such as|e\.g\.|for example|例如|比如|如)[:：\s]*[^\s，。；,;)）]+")


def known(root: Path, *, indicators: bool = True) -> re.Pattern[str]:
    """Every name of an area, in params/*/areas.yml, and every id of an indicator."""
    words: set[str] = set()
    if indicators:
        words |= set(yaml.safe_load((root / "params/catalog/indicators.yml").read_text("utf-8")))
    for path in (root / "params").glob("*/areas.yml"):
        areas = yaml.safe_load(path.read_text(encoding="utf-8"))
        for area in (areas["province"], *areas["areas"]):
            words |= {area[key] for key in ("id", "zh", "short_zh", "en")}
    latin = "|".join(sorted(re.escape(word) for word in words if word.isascii()))
    chinese = "|".join(sorted(re.escape(word) for word in words if not word.isascii()))
    return re.compile(rf"(?<![A-Za-z_])(?:{latin})(?![A-Za-z_])|{chinese}", re.I)


def found(text: str, names: re.Pattern[str]) -> list[str]:
    """The names and quarters that a text speaks of; examples of how to write one are spared."""
    text = EXAMPLE.sub("", text)
    return names.findall(text) + QUARTER.findall(text)
