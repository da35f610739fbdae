"""Office files written by hand, so that each fault can be put exactly where it belongs."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

X = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
P = "http://schemas.openxmlformats.org/package/2006"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
XLSM = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"

Parts = Mapping[str, str | bytes]


def zipped(parts: Parts) -> bytes:
    """A zip of these parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def relations(*links: tuple[str, str, str], external: bool = False) -> str:
    """A part of relations; links: id, last word of the type, target."""
    mode = ' TargetMode="External"' if external else ""
    entries = "".join(
        f'<Relationship Id="{id_}" Type="{R}/{kind}" Target="{target}"{mode}/>'
        for id_, kind, target in links
    )
    return f'<Relationships xmlns="{P}/relationships">{entries}</Relationships>'


def types(main: str, kind: str) -> str:
    """The list of content types, with only the main part in it."""
    override = f'<Override PartName="/{main}" ContentType="{kind}"/>'
    return f'<Types xmlns="{P}/content-types">{override}</Types>'


def sheet(data: str = "", before: str = "", after: str = "") -> str:
    """A sheet's part; data: its rows."""
    return f'<worksheet xmlns="{X}" xmlns:r="{R}">{before}<sheetData>{data}</sheetData>{after}</worksheet>'


def row(number: int, *cells: str) -> str:
    return f'<row r="{number}">{"".join(cells)}</row>'


def number(place: str, value: object, style: int = 0) -> str:
    return f'<c r="{place}" s="{style}"><v>{value}</v></c>'


def text(place: str, value: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{value}</t></is></c>'


GOOD_SHEET = sheet(row(1, text("A1", "指标"), number("B1", 5.8)))


def workbook(first: str = GOOD_SHEET, more: Parts | None = None, kind: str = XLSX) -> bytes:
    """A workbook with one sheet; more: parts besides, or instead of those made here."""
    return zipped(workbook_parts(first, more, kind))


def workbook_parts(
    first: str = GOOD_SHEET, more: Parts | None = None, kind: str = XLSX
) -> dict[str, str | bytes]:
    """Parts of `workbook`."""
    main = "xl/workbook.xml"
    return {
        "[Content_Types].xml": types(main, kind),
        "_rels/.rels": relations(("rId1", "officeDocument", main)),
        main: f'<workbook xmlns="{X}" xmlns:r="{R}"><sheets>'
        '<sheet name="表1" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations(
            ("rId1", "worksheet", "worksheets/sheet1.xml"),
            ("rId2", "styles", "styles.xml"),
            ("rId3", "sharedStrings", "sharedStrings.xml"),
        ),
        "xl/worksheets/sheet1.xml": first,
        **(more or {}),
    }


def styles(*codes: str | int) -> str:
    """A part of styles: style n has the n-th format, a code or the number of a built-in one."""
    own = "".join(
        f'<numFmt numFmtId="{200 + at}" formatCode="{_quoted(code)}"/>'
        for at, code in enumerate(codes)
        if isinstance(code, str)
    )
    used = "".join(
        f'<xf numFmtId="{code if isinstance(code, int) else 200 + at}"/>'
        for at, code in enumerate(codes)
    )
    return f'<styleSheet xmlns="{X}"><numFmts>{own}</numFmts><cellXfs>{used}</cellXfs></styleSheet>'


def document(body: str, more: Parts | None = None, kind: str = DOCX) -> bytes:
    """A Word file; body: the paragraphs and tables."""
    main = "word/document.xml"
    head = f'<w:document xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:r="{R}">'
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": types(main, kind),
        "_rels/.rels": relations(("rId1", "officeDocument", main)),
        main: f"{head}<w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": relations(("rId1", "styles", "styles.xml")),
        "word/styles.xml": f'<w:styles xmlns:w="{W}"><w:style w:styleId="1"><w:name w:val="heading 1"/></w:style></w:styles>',
    }
    return zipped({**parts, **(more or {})})


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def _quoted(code: str) -> str:
    return code.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
