"""An area's written report as a Word file, as the area would send it."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt

from .packing import repack
from .story import Story

_HEADING = "一二三四五六七八九"
_BODY, _TITLE = "仿宋", "方正小标宋简体"
MADE_UP = "示例材料：单位、企业、项目和数字除已公布的外均属虚构"


def write(story: Story, sender: str) -> bytes:
    """The report of a story. sender: name of the area."""
    document = Document()
    _set_up(document, story, sender)
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(title, story.report.title, _TITLE, 22)
    day = story.received.day
    line = document.add_paragraph()
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(line, f"（{sender}，{day.year}年{day.month}月{day.day}日）", "楷体", 16)
    rows: list[list[str]] = []
    for text in _text(story).splitlines():
        if text.startswith("|"):
            rows.append([cell.strip() for cell in text.strip("|").split("|")])
            continue
        _table(document, rows)
        rows = []
        _paragraph(document, text)
    _table(document, rows)
    out = io.BytesIO()
    document.save(out)
    return repack(out.getvalue())


def _text(story: Story) -> str:
    """The text with what was pasted in from elsewhere. Raises ValueError if its place is gone."""
    text = story.report.text.strip()
    for fault in story.faults:
        if fault.prose:
            if fault.prose.quote not in text:
                raise ValueError(f"{story.area}: {fault.id}: the report does not say the quote")
            text = text.replace(fault.prose.quote, fault.prose.pasted or fault.prose.quote)
    return text


def _paragraph(document: Any, text: str) -> None:
    heading = text[:1] in _HEADING and text[1:2] == "、"
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.first_line_indent = Pt(32)
    paragraph.paragraph_format.line_spacing = Pt(28)
    paragraph.paragraph_format.space_after = Pt(0)
    _run(paragraph, text, "黑体" if heading else _BODY, 16)


def _table(document: Any, rows: list[list[str]]) -> None:
    if not rows:
        return
    table = document.add_table(len(rows), len(rows[0]), style="Table Grid")
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            _run(table.cell(row, column).paragraphs[0], text, _BODY, 14)


def _run(paragraph: Any, text: str, font: str, size: int) -> None:
    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    run.font.name = font
    run._element.rPr.rFonts.set(qn("w:eastAsia"), font)


def _set_up(document: Any, story: Story, sender: str) -> None:
    document.sections[0].header.paragraphs[0].text = MADE_UP
    day = story.received.day
    about = document.core_properties
    about.created = about.modified = datetime(day.year, day.month, day.day, 9)
    about.author = about.last_modified_by = sender
    about.title, about.comments, about.revision = story.report.title, MADE_UP, 1
