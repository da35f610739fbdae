"""Whatever the bytes: a workbook, a document or a refusal, and never an exception."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diaodu.intake.received.grid import Document, Refusal, Workbook
from diaodu.intake.received.kinds import safe_name
from intake.received import old_files as old
from intake.received import packages as pack
from intake.received.conftest import said

SETTINGS = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
BEGINNINGS = st.sampled_from(
    [
        b"",
        b"PK\x03\x04",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"<",
        b"a,b\n",
        "一、".encode(),
    ]
)
NAMES = st.sampled_from(["x.xlsx", "x.xls", "x.csv", "x.docx", "x.txt", "x"])
WHOLE = [
    pack.workbook(pack.sheet(pack.row(1, pack.text("A1", "指标"), pack.number("B1", 5.8))), {"xl/styles.xml": pack.styles("0.0%")}),
    pack.document(pack.paragraph("一、运行情况") + "<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>"),
    old.workbook([old.number(0, 0, 5.8), old.text(0, 1, 0), old.failed_formula(1, 1), old.merged(0, 0, 0, 1)], ["指标"]),
    'a,"b"\n甲,5.8\n'.encode("gb18030"),
]  # fmt: skip


def whole_or_refused(received: object) -> None:
    """A result of one of the three kinds, whose every cell can be had and whose issues have texts."""
    assert isinstance(received, Workbook | Document | Refusal)
    if isinstance(received, Workbook):
        for sheet in received.sheets:
            for place, cell in sheet.cells.items():
                assert sheet.at(*place) == cell
                assert cell.row <= sheet.max_row
                assert cell.column <= sheet.max_column
    said(received)


@given(BEGINNINGS, st.binary(max_size=3000), NAMES)
@SETTINGS
def test_random_bytes(parsed, beginning, data, name) -> None:
    whole_or_refused(parsed(beginning + data, name))


@given(
    st.sampled_from(WHOLE),
    st.lists(
        st.tuples(st.floats(0, 1, exclude_max=True), st.binary(min_size=1, max_size=8)), max_size=6
    ),
    st.floats(0, 1),
)
@SETTINGS
def test_whole_files_with_bytes_changed_and_cut(parsed, data, changes, cut) -> None:
    changed = bytearray(data)
    for share, new in changes:
        at = int(share * len(data))
        changed[at : at + len(new)] = new[: len(data) - at]
    whole_or_refused(parsed(bytes(changed)))
    whole_or_refused(parsed(bytes(changed[: int(cut * len(changed))])))


TAGS = ["row", "c", "v", "f", "is", "t", "mergeCell", "col", "sheetData"]
ATTRIBUTES = st.dictionaries(
    st.sampled_from(["r", "s", "t", "si", "ref", "min", "max", "hidden"]),
    st.sampled_from(["1", "0", "-1", "A1", "ZZZ1", "A1:B2", "s", "b", "e", "d", "n", "str", "inlineStr", "shared", "99999999999", "", "第"]),
    max_size=4,
)  # fmt: skip
ELEMENTS = st.recursive(
    st.sampled_from(["", "5.8", "x", "2022-03-05", "_x0000__xD800_"]),
    lambda inner: st.builds(
        lambda tag, attributes, children: f"<{tag}{''.join(f' {k}={chr(34)}{v}{chr(34)}' for k, v in attributes.items())}>{''.join(children)}</{tag}>",
        st.sampled_from(TAGS), ATTRIBUTES, st.lists(inner, max_size=4),
    ),
    max_leaves=20,
)  # fmt: skip


@given(st.lists(ELEMENTS, max_size=4))
@SETTINGS
def test_sheets_of_any_elements(parsed, elements) -> None:
    whole_or_refused(parsed(pack.workbook(pack.sheet("".join(elements)))))


@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                [0x203, 0x205, 0x6, 0xBD, 0x208, 0x7D, 0xE5, 0xFD, 0x27E, 0x1C, 0xA, 0x809]
            ),
            st.binary(max_size=30),
        ),
        max_size=8,
    )
)
@SETTINGS
def test_old_workbooks_of_any_records(read, records) -> None:
    """In a child: calamine may end its process, for which no code of ours can answer."""
    whole_or_refused(
        read(old.workbook([old.record(kind, body) for kind, body in records]), "x.xls")
    )


@given(
    st.lists(
        st.sampled_from(
            [
                "w:p",
                "w:r",
                "w:t",
                "w:tbl",
                "w:tr",
                "w:tc",
                "w:ins",
                "w:sdt",
                "mc:Choice",
                "w:txbxContent",
            ]
        ),
        max_size=30,
    )
)
@SETTINGS
def test_documents_of_any_elements(parsed, tags) -> None:
    whole_or_refused(
        parsed(
            pack.document(
                "".join(f"<{t}>文" for t in tags) + "".join(f"</{t}>" for t in reversed(tags))
            )
        )
    )


@given(st.text(max_size=200))
def test_a_shown_name_is_no_path(name) -> None:
    shown = safe_name(name)
    assert shown.strip(".")
    assert len(shown) <= 150
    assert Path("folder", shown).parent == Path("folder")
    assert not set(shown) & set("/\\\0\n\u202e")
    assert safe_name(shown) == shown
    shown.encode()


@pytest.mark.parametrize("size", [0, 8, 511, 512, 600, 1024])
def test_containers_of_any_size(parsed, size) -> None:
    data = old.workbook([old.number(0, 0, 1)])[:size]
    whole_or_refused(parsed(data.ljust(size, b"\xff"), "x.xls"))
    whole_or_refused(parsed(data[:30] + struct.pack("<H", 12) + data[32:], "x.xls"))
