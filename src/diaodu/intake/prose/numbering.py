"""Marks that number or list the paragraphs of a report: 一、 （一） 1. ① 一是 第一， •."""

from __future__ import annotations

import re

_NUMERAL = "[一二三四五六七八九十百]{1,4}"
_MARK = re.compile(
    rf"(?:{_NUMERAL}[、.．]|第(?:{_NUMERAL}|[0-9]{{1,2}})(?:[，、,:：]|是)|{_NUMERAL}是[，：]?"
    rf"|[(（](?:{_NUMERAL}|[0-9]{{1,2}})[)）][、.]?|[0-9]{{1,2}}[.、．)）](?![0-9])"
    r"|[①-⓿❶-➓㈠-㈩㊀-㊉][、.]?|[•●○■□◆◇▪▶►➢★※◎]|——|[*·–—-](?=[^0-9\W]| ))[ \t\u3000]*"
)


def split_numbering(paragraph: str) -> tuple[str, str]:
    """The mark that a paragraph begins with ("" if none), and its text without it."""
    text = paragraph.lstrip()
    found = _MARK.match(text)
    return (found[0].rstrip(), text[found.end() :]) if found else ("", text)


def begins_item(line: str) -> bool:
    """Whether a line begins a numbered or listed paragraph."""
    return _MARK.match(line) is not None
