"""Files of nothing but text."""

from __future__ import annotations

import pytest

from diaodu.intake.received import limits
from intake.received.conftest import said, sheet_of, texts_of


@pytest.mark.parametrize(
    ("encoding", "codes"),
    [
        ("utf-8", []),
        ("utf-8-sig", []),
        ("gb18030", ["text_encoding"]),
        ("utf-16", ["text_encoding"]),
    ],
)
def test_encodings(parsed, encoding, codes) -> None:
    received = parsed("指标,数值\n规上工业增加值,5.8％\n".encode(encoding), "x.csv")
    assert sheet_of(received) == {"A1": "指标", "B1": "数值", "A2": "规上工业增加值", "B2": "5.8％"}
    assert said(received) == codes
    assert texts_of(parsed("一、运行情况".encode(encoding), "x.txt")) == ["一、运行情况"]


@pytest.mark.parametrize("sign", [",", "\t", ";"])
def test_signs_between_cells(parsed, sign) -> None:
    assert sheet_of(parsed(f"a{sign}b\n1{sign}\n{sign}2\n".encode(), "x.csv")) == {
        "A1": "a",
        "B1": "b",
        "A2": "1",
        "B3": "2",
    }


def test_a_quote_that_is_never_closed_costs_its_line_only(parsed) -> None:
    received = parsed(b'a,b\n"1,2\n3,4\n', "x.csv")
    assert sheet_of(received) == {"A1": "a", "B1": "b", "A3": "3", "B3": "4"}
    assert said(received) == ["lines_unreadable"]
    assert (received.notes[0].row, received.notes[0].found) == (2, '"1,2')


def test_cells_that_hold_the_sign_or_a_line_break(parsed) -> None:
    assert sheet_of(parsed('"1,5","甲\n乙"\n2,3\n'.encode(), "x.csv")) == {
        "A1": "1,5",
        "B1": "甲\n乙",
        "A2": "2",
        "B2": "3",
    }


def test_damaged_characters_are_said(parsed) -> None:
    received = parsed("甲乙丙丁\n戊己庚辛".encode() + b"\xff", "x.txt")
    assert said(received) == ["text_damaged"]
    assert received.notes[0].row == 2


def test_paragraphs_have_the_numbers_of_their_lines(parsed) -> None:
    received = parsed("一、\r\n\r\n  二、\r三、".encode(), "x.txt")
    assert [(p.number, p.text) for p in received.paragraphs] == [
        (1, "一、"),
        (3, "  二、"),
        (4, "三、"),
    ]


def test_too_much_text(parsed, monkeypatch) -> None:
    monkeypatch.setattr(limits, "MAX_TEXT_BYTES", 10)
    assert said(parsed(b"x" * 11, "x.txt")) == ["size_too_large"]
    monkeypatch.undo()
    assert said(parsed(b"\n" * limits.MAX_ROW + b"x", "x.csv")) == ["cell_too_far"]
    assert said(parsed(b"," * limits.MAX_COLUMN + b"x", "x.csv")) == ["cell_too_far"]
