"""How the form looks: fonts, fills and number formats of its cells."""

from __future__ import annotations

from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from diaodu.intake.form.layout import Column
from diaodu.messages import Lang, say

_INK, _RULE = "#1F2937", "#8A97A8"
_HEADER, _LOCKED, _CARRIED = "#DCE6F1", "#F1F3F5", "#FFF7DB"
_WRONG, _ODD = "#F4B6B0", "#FAD9A8"
_RATE, _COUNT, _AMOUNT = "0.0#", "#,##0", "#,##0.0#"
_TEXT_TYPES = ("text", "indicator")


class Styles:
    """Formats of one workbook, each made once."""

    def __init__(self, book: Workbook, lang: Lang) -> None:
        self._book = book
        self._made: dict[str, Format] = {}
        self._font = {"font_name": say("form.font.body", lang), "font_size": 10.5}
        self._head = {"font_name": say("form.font.title", lang), "font_color": _INK}

    def title(self) -> Format:
        return self._get("title", self._head | {"font_size": 18, **_placed("left")})

    def line(self) -> Format:
        """A line above a table."""
        return self._get("line", self._font | {"font_color": _INK, **_placed("left")})

    def hint(self) -> Format:
        return self._get("hint", self._font | {"font_color": "#5B6675", **_placed("left")})

    def header(self) -> Format:
        look = {"bold": True, "bg_color": _HEADER, "text_wrap": True, **_placed("center")}
        return self._get("header", self._font | look | _ruled())

    def label(self) -> Format:
        look = {"bold": True, "bg_color": _LOCKED, "text_wrap": True, **_placed("left")}
        return self._get("label", self._font | look | _ruled())

    def paragraph(self, *, strong: bool = False) -> Format:
        look = {"text_wrap": True, "bold": strong, **_placed("left")}
        return self._get(f"paragraph {strong}", self._font | look)

    def numeral(self) -> Format:
        """The number before a paragraph."""
        return self._get("numeral", self._font | _placed("right") | {"indent": 1})

    def field(self, *, locked: bool) -> Format:
        """A cell of the guide that is filled in."""
        look = {"locked": locked, "text_wrap": True, **_placed("left")}
        return self._get(f"field {locked}", self._font | look | _ruled())

    def cell(self, column: Column, unit: str | None, *, carried: bool) -> Format:
        """A cell of a table. unit: of its figure, None if it holds none."""
        wide = column.type in _TEXT_TYPES
        place = "left" if wide else "right" if column.type == "quantity" else "center"
        look: dict[str, Any] = self._font | _ruled() | _placed(place)
        look |= {"locked": column.locked, "text_wrap": wide or column.type != "quantity"}
        if column.type == "quantity":
            look["num_format"] = _number_format(unit)
        elif column.type == "day":
            look["num_format"] = "yyyy-mm-dd"
        if column.type == "id":
            look |= {"font_color": "#5B6675", "font_size": 9, "text_wrap": False}
        if column.locked or carried:
            look["bg_color"] = _LOCKED if column.locked else _CARRIED
        key = f"{column.type} {column.locked} {carried} {look.get('num_format')}"
        return self._get(key, look)

    def carried_sample(self) -> Format:
        return self._get("carried sample", self._font | _ruled() | {"bg_color": _CARRIED})

    def locked_sample(self) -> Format:
        return self._get("locked sample", self._font | _ruled() | {"bg_color": _LOCKED})

    def wrong(self) -> Format:
        """Over a cell whose value is hardly possible."""
        return self._get("wrong", {"bg_color": _WRONG, "font_color": "#8B1A10"})

    def odd(self) -> Format:
        """Over a cell that the program may not understand."""
        return self._get("odd", {"bg_color": _ODD, "font_color": "#7A4B00"})

    def _get(self, key: str, look: dict[str, Any]) -> Format:
        if key not in self._made:
            self._made[key] = self._book.add_format(look)
        return self._made[key]


def _number_format(unit: str | None) -> str:
    if unit in ("percent", "percentage_point"):
        return _RATE
    return _COUNT if unit == "people" else _AMOUNT


def _placed(align: str) -> dict[str, Any]:
    return {"align": align, "valign": "vcenter"}


def _ruled() -> dict[str, Any]:
    return {"border": 1, "border_color": _RULE}
