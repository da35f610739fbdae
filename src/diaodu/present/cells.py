"""Cells of what senders filled in: their own words, amounts, choices, and what they left out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from diaodu.present.page import Page, missing, safe


def sent(page: Page, text: Any) -> str:
    """Text in its sender's language, so said where the page is in another one."""
    return safe(text) if page.lang == "zh" else f'<span lang="zh-CN">{safe(text)}</span>'


def given(page: Page, value: Any) -> str:
    """What a sender wrote, or that it was left out."""
    if missing(value):
        return f'<span class="none">{safe(page.say("projects.not_given"))}</span>'
    return sent(page, value)


def word(page: Page, key: str, value: Any) -> str:
    """The catalogue's word for one of a fixed set of choices, or that it was left out."""
    return given(page, value) if missing(value) else safe(page.say(f"{key}.{value}"))


def amount(page: Page, value: Any) -> str:
    """A whole amount with its thousands parted, or that it was left out."""
    return given(page, value) if missing(value) else page.whole(value)


def say_markup(page: Page, key: str, markup: Mapping[str, str], **words: Any) -> str:
    """A message as markup: some placeholders filled with ready markup, the rest made harmless."""
    marks = {name: f"\ue000{name}\ue001" for name in markup}
    text = safe(page.say(key, **marks, **words))
    for name, mark in marks.items():
        text = text.replace(mark, markup[name])
    return text
