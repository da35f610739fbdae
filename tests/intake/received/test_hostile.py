"""Hostile and broken files: refused with a code, or read with a warning; the next one is read."""

from __future__ import annotations

import io
import os
import socket
import struct
import threading
import zipfile
from pathlib import Path

import pytest

from diaodu.intake.received import limits
from diaodu.intake.received.grid import Refusal, Workbook
from diaodu.intake.received.reading import Readers
from intake.received import old_files as old
from intake.received import packages as pack
from intake.received.conftest import said, sheet_of, texts_of

ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
BOMB = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "ha">{ENTITIES}]>'


def fetching(address: str) -> str:
    return f'<!DOCTYPE x [<!ENTITY e SYSTEM "{address}">]>'


def test_a_zip_bomb_in_one_part(refused) -> None:
    data = pack.workbook(more={"xl/media/image1.bin": b"\0" * (8 * limits.MEGABYTE)})
    assert len(data) < 20_000
    assert refused(data).code == "zip_bomb"


def test_a_zip_bomb_in_many_parts(refused) -> None:
    parts = {f"xl/media/{n}.bin": b"\0" * (4 * limits.MEGABYTE) for n in range(76)}
    assert refused(pack.workbook(more=parts)).found.endswith("MB")


def test_a_zip_with_too_many_parts(refused) -> None:
    data = pack.workbook(more={f"p/{n}": b"" for n in range(limits.MAX_MEMBERS)})
    assert refused(data).code == "zip_bomb"


def test_a_zip_that_states_another_size_than_it_has(refused) -> None:
    data = bytearray(pack.workbook(pack.sheet(pack.row(1, pack.text("A1", "x" * 9000)))))
    for at in range(len(data)):
        if data[at : at + 4] == b"PK\1\2" and b"sheet1.xml" in data[at + 46 : at + 80]:
            struct.pack_into("<I", data, at + 24, 100)
    assert refused(bytes(data)).code == "not_readable"


@pytest.mark.parametrize(
    "part",
    ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/sharedStrings.xml", "[Content_Types].xml"],
)
def test_an_entity_bomb(refused, part) -> None:
    content = str(
        pack.workbook_parts().get(part, f'<sst xmlns="{pack.X}"><si><t>&e9;</t></si></sst>')
    )
    assert refused(pack.workbook(more={part: BOMB + content})).code == "forbidden_xml"


def test_an_entity_bomb_in_a_word_file(refused) -> None:
    more = {
        "word/document.xml": f'{BOMB}<w:document xmlns:w="{pack.W}"><w:body>&e9;</w:body></w:document>'
    }
    assert refused(pack.document("", more), "x.docx").code == "forbidden_xml"


def test_an_entity_bomb_hidden_in_another_encoding(refused) -> None:
    hidden = (BOMB.replace('"1.0"', '"1.0" encoding="UTF-16"') + pack.GOOD_SHEET).encode("utf-16")
    more = {"xl/worksheets/sheet1.xml": hidden}
    assert refused(pack.workbook(more=more)).code == "forbidden_xml"


def test_an_external_entity_is_not_read(refused, tmp_path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET", encoding="utf-8")
    cell = '<c r="A1" t="inlineStr"><is><t>&e;</t></is></c>'
    data = pack.workbook(fetching(secret.as_uri()) + pack.sheet(pack.row(1, cell)))
    refusal = refused(data)
    assert refusal.code == "forbidden_xml"
    assert "SECRET" not in repr(refusal)


def test_nothing_is_fetched_from_outside(refused, read) -> None:
    """Neither an entity, nor a linked picture, nor a template, nor another workbook."""
    calls: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(30)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/x"

        def listen() -> None:
            try:
                calls.append(server.accept())
            except OSError:
                return

        listener = threading.Thread(target=listen, daemon=True)
        listener.start()
        refused(pack.workbook(fetching(address) + pack.GOOD_SHEET))
        links = pack.relations(("rId9", "attachedTemplate", address), external=True)
        received = read(pack.document("", {"word/_rels/settings.xml.rels": links}), "x.docx")
        assert said(received) == ["external_link"]
        server.shutdown(socket.SHUT_RDWR)
        listener.join()
    assert calls == []


def test_a_cell_in_the_last_corner_of_a_xlsx(refused) -> None:
    data = pack.workbook(pack.sheet(pack.row(1048576, pack.number("XFD1048576", 1))))
    refusal = refused(data)
    assert (refusal.code, refusal.found, refusal.sheet) == ("cell_too_far", "XFD1048576", "表1")
    assert (refusal.row, refusal.column) == (1048576, "XFD")


@pytest.mark.parametrize(
    ("row", "column", "code"), [(65535, 16383, "cell_too_far"), (65535, 255, "too_many_cells")]
)
def test_a_cell_in_the_last_corner_of_a_xls(refused, row, column, code) -> None:
    assert refused(old.workbook([old.number(row, column, 1)]), "x.xls").code == code


def test_a_format_in_the_last_corner_is_no_content(read) -> None:
    far = pack.row(1048576, '<c r="XFD1048576" s="0"/>')
    received = read(pack.workbook(pack.sheet(pack.row(1, pack.number("A1", 1)) + far)))
    assert (received.sheets[0].max_row, received.sheets[0].max_column) == (1, 1)


@pytest.mark.parametrize("stated", ["A1:A2", "A1:XFD1048576", "nonsense"])
def test_a_stated_size_that_lies(read, stated) -> None:
    rows = "".join(
        pack.row(n, pack.number(f"A{n}", n), pack.number(f"C{n}", n)) for n in range(1, 3000)
    )
    received = read(pack.workbook(pack.sheet(rows, before=f'<dimension ref="{stated}"/>')))
    first = received.sheets[0]
    assert (len(first.cells), first.max_row, first.max_column) == (5998, 2999, 3)
    assert first.at(2999, 3).value == 2999
    assert said(received) == []


def test_ten_thousand_comments(read) -> None:
    comments = "".join(
        f'<comment ref="B{n}" authorId="0"><text><t>批注{n}</t></text></comment>'
        for n in range(1, 10_001)
    )
    more = {
        "xl/worksheets/_rels/sheet1.xml.rels": pack.relations(
            ("rId1", "comments", "../comments1.xml")
        ),
        "xl/comments1.xml": f'<comments xmlns="{pack.X}"><commentList>{comments}</commentList></comments>',
    }
    first = read(pack.workbook(more=more)).sheets[0]
    assert (len(first.cells), first.max_row) == (10_001, 10_000)
    assert first.at(1, 2).value == 5.8
    assert first.at(1, 2).comment == "批注1"
    assert first.at(10_000, 2).comment == "批注10000"


def test_ten_thousand_merged_ranges(read) -> None:
    merged = "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(1, 10_001))
    rows = pack.row(10_000, pack.number("A10000", 7), pack.number("C10000", 8))
    first = read(
        pack.workbook(pack.sheet(rows, after=f"<mergeCells>{merged}</mergeCells>"))
    ).sheets[0]
    assert first.at(10_000, 2).merged_into == (10_000, 1)


def test_one_merged_range_over_everything(read, refused) -> None:
    whole = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    first = read(pack.workbook(pack.sheet(pack.row(3, pack.number("A3", 7)), after=whole))).sheets[
        0
    ]
    assert (first.merged, len(first.cells)) == ({(2, 1): (1, 1), (3, 1): (1, 1)}, 0)
    wide = pack.sheet(pack.row(150_000, pack.number("B150000", 7)), after=whole)
    assert refused(pack.workbook(wide)).code == "too_many_cells"


def test_macros_are_not_run_and_said(read) -> None:
    received = read(pack.workbook(more={"xl/vbaProject.bin": b"\0"}, kind=pack.XLSM), "x.xlsm")
    assert said(received) == ["macro"]
    assert sheet_of(received)["B1"] == 5.8


def test_macros_of_an_old_workbook_are_said(read) -> None:
    data = old.workbook([old.number(0, 0, 1)], more={"_VBA_PROJECT_CUR": b"\0"})
    assert said(read(data, "x.xls")) == ["macro", "old_workbook_read"]


def test_links_to_other_workbooks_are_not_followed_and_said(read) -> None:
    link = pack.relations(("rId1", "externalLinkPath", "file:///C:/other.xlsx"), external=True)
    cell = '<c r="A1"><f>[1]表1!A1*2</f><v>12</v></c>'
    received = read(
        pack.workbook(
            pack.sheet(pack.row(1, cell)), {"xl/externalLinks/_rels/externalLink1.xml.rels": link}
        )
    )
    assert said(received) == ["external_link"]
    cell = received.sheets[0].at(1, 1)
    assert (cell.value, cell.formula) == (12, "=[1]表1!A1*2")


def test_a_link_to_click_on_is_no_external_link(read) -> None:
    link = pack.relations(("rId1", "hyperlink", "https://example.org"), external=True)
    assert said(read(pack.workbook(more={"xl/worksheets/_rels/sheet1.xml.rels": link}))) == []


def test_an_encrypted_workbook(refused) -> None:
    data = old.container({"EncryptionInfo": b"\x04\x00\x04\x00", "EncryptedPackage": b"\1" * 5000})
    assert refused(data).code == "encrypted"


def test_an_encrypted_old_workbook(refused) -> None:
    data = old.workbook([old.number(0, 0, 1)], extra=old.record(0x002F, b"\1" * 54))
    assert refused(data, "x.xls").code == "encrypted"


def test_an_encrypted_zip(refused) -> None:
    data = bytearray(pack.workbook())
    for at in range(len(data)):
        if data[at : at + 4] == b"PK\1\2":
            data[at + 8] |= 1
    assert refused(bytes(data)).code == "encrypted"


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.9, 0.99])
def test_truncated_files(refused, share) -> None:
    files = {
        "x.xlsx": pack.workbook(),
        "x.docx": pack.document(pack.paragraph("一、运行情况")),
        "x.xls": old.workbook([old.number(0, 0, 1)], ["文字" * 900]),
    }
    for name, data in files.items():
        assert refused(data[: int(len(data) * share)], name).code in (
            "not_readable",
            "unknown_format",
        )


def test_a_part_that_breaks_off(refused) -> None:
    broken = pack.GOOD_SHEET[: len(pack.GOOD_SHEET) // 2]
    assert refused(pack.workbook(broken)).code == "not_readable"


def test_a_part_that_is_not_there(refused) -> None:
    parts = pack.workbook_parts()
    del parts["xl/worksheets/sheet1.xml"]
    assert refused(pack.zipped(parts)).code == "not_readable"


def test_two_parts_of_one_name(refused) -> None:
    """A reader that takes the first and a reader that takes the last would see other figures."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in pack.workbook_parts().items():
            archive.writestr(name, content)
        archive.writestr("XL/worksheets/sheet1.xml", pack.sheet(pack.row(1, pack.number("B1", 99))))
    assert refused(target.getvalue()).code == "not_readable"


def test_two_cells_in_one_place(refused) -> None:
    rows = pack.row(1, pack.number("A1", 1), pack.number("A1", 2))
    assert refused(pack.workbook(pack.sheet(rows))).code == "not_readable"


def test_a_cell_in_another_row_than_it_says(refused) -> None:
    assert (
        refused(pack.workbook(pack.sheet(pack.row(1, pack.number("A2", 1))))).code == "not_readable"
    )


@pytest.mark.parametrize("value", ["NaN", "inf", "1e999", "5,8"])
def test_a_number_that_is_none(refused, value) -> None:
    assert (
        refused(pack.workbook(pack.sheet(pack.row(1, pack.number("A1", value))))).code
        == "not_readable"
    )


def test_depth_without_end(refused) -> None:
    deep = "<w:tbl><w:tr><w:tc>" * 5000 + "</w:tc></w:tr></w:tbl>" * 5000
    assert refused(pack.document(deep), "x.docx").code == "not_readable"


def test_sectors_that_go_round_in_a_circle(refused) -> None:
    data = bytearray(old.workbook([old.number(0, 0, 1)]))
    struct.pack_into("<I", data, 512 + 4, 1)  # the directory, sector 1, is followed by itself
    assert refused(bytes(data), "x.xls").code == "not_readable"


@pytest.mark.parametrize("name", ["报表.csv", "报表.docx", "报表.xls", "报表"])
def test_an_extension_that_lies(read, name) -> None:
    received = read(pack.workbook(), name)
    assert said(received) == ["extension_differs"]
    assert sheet_of(received)["B1"] == 5.8


def test_a_table_of_text_under_the_name_of_a_workbook(read) -> None:
    received = read("指标,数值\n增速,5.8%\n".encode("gb18030"), "x.xls")
    assert said(received) == ["extension_differs", "text_encoding"]
    assert sheet_of(received)["B2"] == "5.8%"


@pytest.mark.parametrize(
    "name", ["..\\..\\evil.xlsx", "C:\\evil.xlsx", "\u202eevil.xlsx", "ev\nil.xlsx"]
)
def test_a_path_in_the_name_of_a_file(read, tmp_path, name) -> None:
    received = read(pack.workbook(), name)
    assert said(received) == ["name_unsafe"]
    assert received.file == "evil.xlsx"
    assert {path.name for path in tmp_path.iterdir()} == {name, "next.xlsx"}


def test_a_path_in_the_name_of_a_part(read, tmp_path) -> None:
    received = read(pack.workbook(more={"../../evil.txt": b"x", "/etc/evil.txt": b"x"}))
    assert sheet_of(received)["B1"] == 5.8
    assert not list(tmp_path.parent.rglob("evil.txt"))


def test_a_link_to_a_part_out_of_the_package(refused) -> None:
    links = pack.relations(("rId1", "worksheet", "../../../../../../etc/passwd"))
    assert refused(pack.workbook(more={"xl/_rels/workbook.xml.rels": links})).code == "not_readable"


def test_a_file_of_200_megabytes(readers: Readers, tmp_path) -> None:
    path = tmp_path / "large.xlsx"
    with path.open("wb") as file:
        file.write(b"PK\x03\x04")
        file.truncate(200 * limits.MEGABYTE)
    received = readers.read(path)
    assert (received.code, received.found) == ("size_too_large", "200.0 MB")


def test_nul_bytes(refused, read) -> None:
    assert refused(b"\0" * 5000, "x.csv").code == "unknown_format"
    assert refused(b"a,b\0\0\0\n1,2\n", "x.csv").code == "unknown_format"
    assert sheet_of(read(("a,b\n" * 50).encode() + b"1\0,2\n", "x.csv"))["A51"] == "1\0"


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("空.xlsx", b"", "empty_file"),
        ("空.txt", b"\xef\xbb\xbf \r\n\t", "empty_file"),
        ("x.pdf", b"%PDF-1.7\n", "picture_or_pdf"),
        ("x.xlsx", b"scan\n%PDF-1.4", "picture_or_pdf"),
        ("x.png", b"\x89PNG\r\n\x1a\n0", "picture_or_pdf"),
        ("x.docx", b"\xff\xd8\xff\xe0\0\x10JFIF", "picture_or_pdf"),
        ("x.bmp", b"BM" + b"\1" * 12 + b"\x28\0\0\0", "picture_or_pdf"),
        ("x.webp", b"RIFF\1\1\1\1WEBPVP8 ", "picture_or_pdf"),
        ("x.ofd", pack.zipped({"OFD.xml": "<OFD/>"}), "picture_or_pdf"),
        ("x.rar", b"Rar!\x1a\x07\1\0", "archive_file"),
        ("x.7z", b"7z\xbc\xaf\x27\x1c\0\4", "archive_file"),
        ("x.gz", b"\x1f\x8b\x08\0", "archive_file"),
        ("x.zip", pack.zipped({"表.xlsx": pack.workbook()}), "archive_file"),
        ("x.doc", old.container({"WordDocument": b"\1"}), "old_format"),
        ("x.wps", old.container({"WordDocument": b"\1"}), "old_format"),
        ("x.et", old.workbook([old.number(0, 0, 1)]), "old_format"),
        ("x.ppt", old.container({"PowerPoint Document": b"\1"}), "old_format"),
        ("x.xls", old.container({"Book": b"\1"}), "old_format"),
        ("x.doc", b"{\\rtf1\\ansi}", "old_format"),
        ("x.msg", old.container({"__properties_version1.0": b"\1"}), "unknown_format"),
        ("x.ods", pack.zipped({"mimetype": "application/vnd.oasis", "content.xml": "<x/>"}), "other_format"),
        ("x.pptx", pack.workbook(kind="application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"), "other_format"),
        ("x.xlsb", pack.workbook(kind="application/vnd.ms-excel.sheet.binary.macroEnabled.main"), "other_format"),
        ("x.xls", b"\xef\xbb\xbf\n<html><table><tr><td>5.8", "other_format"),
        ("x.xls", b'<?xml version="1.0"?><Workbook xmlns="urn:x">', "other_format"),
        ("x.xlsx", b"PK\x05\x06" + b"\0" * 18, "archive_file"),
        ("x.txt", b"\x81\x20\xff\xff\xfe", "unknown_format"),
    ],
)  # fmt: skip
def test_what_is_refused_by_its_bytes(refused, name, data, code) -> None:
    assert refused(data, name).code == code


@pytest.mark.parametrize("formula", ["=cmd|'/c calc'!A1", "+1+1", "-1", "@SUM(A1)"])
def test_a_text_that_looks_like_a_formula_stays_a_text(read, formula) -> None:
    cell = read(pack.workbook(pack.sheet(pack.row(1, pack.text("A1", formula))))).sheets[0].at(1, 1)
    assert (cell.value, cell.formula) == (formula, None)
    assert texts_of(read(formula.encode(), "x.txt")) == [formula]


def test_what_is_no_file(readers: Readers, tmp_path) -> None:
    os.mkfifo(tmp_path / "pipe.xlsx")
    (tmp_path / "folder.xlsx").mkdir()
    for path in (
        tmp_path / "pipe.xlsx",
        tmp_path / "folder.xlsx",
        tmp_path / "gone.xlsx",
        Path("/dev/zero"),
    ):
        received = readers.read(path)
        assert isinstance(received, Refusal)
        assert said(received) == ["cannot_open"]


def test_many_sheets_of_one_part_do_not_multiply(refused) -> None:
    sheets = "".join(f'<sheet name="s{n}" sheetId="{n}" r:id="rId1"/>' for n in range(1, 151))
    main = f'<workbook xmlns="{pack.X}" xmlns:r="{pack.R}"><sheets>{sheets}</sheets></workbook>'
    assert refused(pack.workbook(more={"xl/workbook.xml": main})).code == "not_readable"


@pytest.mark.parametrize(
    "data", [pack.workbook(), b"a,b\n", old.workbook([old.number(0, n, 1) for n in range(2)])]
)
def test_too_many_cells(parsed, monkeypatch, data) -> None:
    monkeypatch.setattr(limits, "MAX_CELLS", 1)
    assert said(parsed(data, "x.csv")) == ["too_many_cells"]


def test_too_many_paragraphs(parsed, monkeypatch) -> None:
    monkeypatch.setattr(limits, "MAX_PARAGRAPHS", 1)
    assert said(parsed(pack.document(pack.paragraph("一") * 2))) == ["too_many_paragraphs"]
    assert said(parsed(b"1\n2\n", "x.txt")) == ["too_many_paragraphs"]


def test_hidden_sheets_are_read_and_marked(read) -> None:
    main = str(pack.workbook_parts()["xl/workbook.xml"]).replace(
        "<sheet ", '<sheet state="veryHidden" '
    )
    received = read(pack.workbook(more={"xl/workbook.xml": main}))
    assert isinstance(received, Workbook)
    assert received.sheets[0].hidden
