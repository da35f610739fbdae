"""Word reports to paragraphs: what one reads on the page, in the order of the page."""

from __future__ import annotations

import io

import docx

from intake.received import packages as pack
from intake.received.conftest import said, texts_of


def cell(content: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def test_paragraphs_and_tables_in_order_as_word_files_are_made(parsed) -> None:
    report = docx.Document()
    report.add_heading("一、运行情况", 1)
    report.add_paragraph("规上工业增加值增长5.8%。")
    table = report.add_table(2, 3)
    for at, text in enumerate(["指标", "数值", "增速", "增加值", "120", "5.8"]):
        table.cell(at // 3, at % 3).text = text
    report.add_paragraph("")
    report.add_paragraph("二、存在问题")
    report.save(target := io.BytesIO())
    received = parsed(target.getvalue(), "x.docx")
    assert [(p.number, p.text, p.table) for p in received.paragraphs] == [
        (1, "一、运行情况", None),
        (2, "规上工业增加值增长5.8%。", None),
        (3, "指标", (1, 1, 1)),
        (4, "数值", (1, 1, 2)),
        (5, "增速", (1, 1, 3)),
        (6, "增加值", (1, 2, 1)),
        (7, "120", (1, 2, 2)),
        (8, "5.8", (1, 2, 3)),
        (9, "二、存在问题", None),
    ]
    assert received.paragraphs[0].style == "heading 1"
    assert said(received) == []


def test_merged_cells_are_read_once_and_keep_the_columns_of_the_others(parsed) -> None:
    report = docx.Document()
    table = report.add_table(3, 3)
    for row in range(3):
        for column in range(3):
            table.cell(row, column).text = f"{row}{column}"
    table.cell(0, 0).merge(table.cell(0, 1)).text = "宽"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "高"
    report.save(target := io.BytesIO())
    found = {p.table: p.text for p in parsed(target.getvalue(), "x.docx").paragraphs}
    assert found == {
        (1, 1, 1): "宽",
        (1, 1, 3): "02",
        (1, 2, 1): "高",
        (1, 2, 2): "11",
        (1, 2, 3): "12",
        (1, 3, 2): "21",
        (1, 3, 3): "22",
    }


def test_the_names_of_styles(parsed) -> None:
    body = pack.paragraph("一、", '<w:pStyle w:val="1"/>') + pack.paragraph(
        "正文", '<w:pStyle w:val="unknown"/>'
    )
    assert [p.style for p in parsed(pack.document(body), "x.docx").paragraphs] == ["heading 1", ""]


def test_texts_in_controls_insertions_and_fields_are_read(parsed) -> None:
    run = "<w:r><w:t>{}</w:t></w:r>"
    body = (
        f"<w:sdt><w:sdtContent>{pack.paragraph('控件中')}</w:sdtContent></w:sdt>"
        f"<w:p><w:ins>{run.format('增')}</w:ins><w:smartTag>{run.format('长')}</w:smartTag>"
        f"<w:hyperlink>{run.format('5.8')}</w:hyperlink><w:sdt><w:sdtContent>{run.format('%')}</w:sdtContent></w:sdt></w:p>"
        '<w:p><w:r><w:instrText>PAGE</w:instrText></w:r><w:fldSimple w:instr="PAGE"><w:r><w:t>3</w:t></w:r></w:fldSimple></w:p>'
    )
    received = parsed(pack.document(body), "x.docx")
    assert texts_of(received) == ["控件中", "增长5.8%", "3"]
    assert said(received) == ["tracked_changes"]


def test_deleted_and_hidden_texts_are_not_read(parsed) -> None:
    body = (
        "<w:p><w:r><w:t>增长</w:t></w:r><w:del><w:r><w:delText>6.8%</w:delText></w:r></w:del>"
        "<w:moveFrom><w:r><w:t>搬走</w:t></w:r></w:moveFrom>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>看不见</w:t></w:r>"
        '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>5.8%</w:t></w:r></w:p>'
    )
    assert texts_of(parsed(pack.document(body), "x.docx")) == ["增长5.8%"]


def test_signs_within_a_paragraph(parsed) -> None:
    body = '<w:p><w:r><w:t>一</w:t><w:tab/><w:t>二</w:t><w:br/><w:t>三</w:t><w:br w:type="page"/><w:t>四</w:t><w:noBreakHyphen/></w:r></w:p>'
    assert texts_of(parsed(pack.document(body), "x.docx")) == ["一\t二\n三四-"]


def test_a_text_box_given_in_two_ways_is_read_once(parsed) -> None:
    box = f"<w:txbxContent>{pack.paragraph('框中')}</w:txbxContent>"
    body = f"<w:p><w:r><w:t>框外</w:t><mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    assert texts_of(parsed(pack.document(body), "x.docx")) == ["框外", "框中"]


def test_a_table_within_a_table_belongs_to_the_outer_cell(parsed) -> None:
    inner = f"<w:tbl><w:tr>{cell(pack.paragraph('内'))}</w:tr></w:tbl>"
    body = (
        f"<w:tbl><w:tr>{cell(pack.paragraph('左'))}{cell(pack.paragraph('外') + inner)}</w:tr></w:tbl>"
        + f"<w:tbl><w:tr>{cell(pack.paragraph('下'))}</w:tr></w:tbl>"
    )
    received = parsed(pack.document(body), "x.docx")
    assert [(p.text, p.table) for p in received.paragraphs] == [
        ("左", (1, 1, 1)),
        ("外", (1, 1, 2)),
        ("内", (1, 1, 2)),
        ("下", (2, 1, 1)),
    ]


def test_pictures_and_macros_are_said(parsed) -> None:
    data = pack.document(
        pack.paragraph("一"), {"word/media/image1.png": b"\x89PNG", "word/vbaProject.bin": b"\0"}
    )
    assert said(parsed(data, "x.docm")) == ["macro", "pictures_ignored"]
