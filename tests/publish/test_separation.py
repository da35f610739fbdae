"""What is another's is found wherever it hides, and what is one's own is not."""

from __future__ import annotations

import base64
import io
import json
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment
from PIL import Image
from pypdf import PdfWriter

import province
from diaodu import contracts
from diaodu.params import Run
from diaodu.present import panel
from diaodu.present.leftward import apart
from diaodu.publish import fonts
from diaodu.publish.office.document import build
from diaodu.publish.separation import belongings, numbers, pieces, search
from diaodu.publish.separation.belongings import Belongings, Whose
from diaodu.publish.separation.pieces import squeezed
from diaodu.publish.separation.search import hits
from diaodu.rules import Packs
from diaodu.store import Tables
from publish.office.test_document import page as office_page

FIRM, PROJECT = "示例乙山轧钢厂", "示例乙山轧钢厂二号高炉改造项目"
NOTE = "乙山轧钢厂二号高炉因焦炭供应不足已停产两周，预计四月中旬才能恢复生产。"
OWN_FIRM, OWN_NOTE = "示例甲水制药厂", "甲水制药厂原料药车间环评批复尚未取得，影响二期开工。"
ROW = {"period": "2022-03", "origin": "illustrative"}


def _whose(area: str, number: int = 1) -> dict[str, Any]:
    return ROW | {"area": area, "source_id": f"{area}-2022Q1-form-v1", "locator": f"x!{number}"}


def _note(area: str, text: str, number: int = 1) -> dict[str, Any]:
    key = {"note_id": f"{area}-2022-03-issue-{number}", "section": "issue"}
    return _whose(area, number) | key | {"text": text, "original": text}


def _figure(area: str, value: float, indicator: str = province.IVA) -> dict[str, Any]:
    told = {"indicator": indicator, "span": "ytd", "status": "expected", "unit": "percent"}
    return _whose(area) | told | {"value": value, "printed": str(value)}


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    root = tmp_path_factory.mktemp("separation")
    province.build(root)
    return province.run(root)


def _tables(run: Run) -> Tables:
    rows: dict[str, list[dict[str, Any]]] = {
        "enterprises": [
            _whose("jiazhou") | {"enterprise": OWN_FIRM, "output_10k_yuan": 20031.7},
            _whose("yizhou") | {"enterprise": FIRM, "output_10k_yuan": 417803.7},
        ],
        "projects": [
            _whose("yizhou") | {"project_id": "yizhou-2022-03-project-1", "name": PROJECT}
        ],
        "notes": [_note("jiazhou", OWN_NOTE), _note("yizhou", NOTE)],
        "indicators": [_figure("jiazhou", 7.1), _figure("yizhou", 3.7), _figure("bingzhou", 4.9)],
    }
    made = {name: contracts.empty(name) for name in contracts.SCHEMAS}
    made |= {name: contracts.check(name, contracts.typed(name, r)) for name, r in rows.items()}
    return Tables(**made)


def _others(run: Run, notes: list[dict[str, Any]]) -> belongings.Belongings:
    """What belongs to others than jiazhou, of a quarter with these notes."""
    frame = contracts.check("notes", contracts.typed("notes", notes))
    tables = replace(_tables(run), notes=frame)
    return belongings.of(_sharing(run, "ranked"), tables, Whose(frozenset({"jiazhou"})))


def _sharing(run: Run, peers: str) -> Run:
    return replace(run, quarter=run.quarter.model_copy(update={"packs": Packs(peers=peers)}))


@pytest.fixture(scope="module")
def find(run: Run) -> Callable[..., list[search.Hit]]:
    """What is found in a file that is for the first area."""
    others = belongings.of(_sharing(run, "ranked"), _tables(run), Whose(frozenset({"jiazhou"})))

    def found(name: str, data: bytes | str, peers: Any = "named") -> list[search.Hit]:
        content = data.encode() if isinstance(data, str) else data
        return list(search.hits([(name, content)], others, peers))

    return found


def _page(body: str, head: str = "") -> str:
    return f"<!doctype html><html><head>{head}</head><body>{body}</body></html>"


def _told(hits: list[search.Hit]) -> list[tuple[str, str]]:
    return [(hit.what, hit.kind) for hit in hits]


def _escaped(text: str) -> str:
    return "".join(f"\\u{ord(c):04x}" for c in text)


SVG = base64.b64encode(f"<svg><desc>{FIRM}</desc></svg>".encode()).decode()


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (f"<p>{FIRM}产值增长</p>", "text"),
        (f"<p><b>{FIRM[:3]}</b>\u200b<i>{FIRM[3:]}</i></p>", "text"),
        (f"<div hidden>{FIRM}</div>", "text"),
        (f"<p>甲</p><!-- {FIRM} -->", "comment"),
        (f'<p title="{FIRM}">甲</p>', "attribute"),
        (f'<a href="?q=%E7%A4%BA{FIRM[1:]}">甲</a>', "attribute"),
        (f'<script>{{"who": "{_escaped(FIRM)}"}}</script>', "script"),
        (f"<template>{FIRM}</template>", "text"),
        (f"<svg><metadata>{FIRM}</metadata></svg>", "text"),
        (f"<svg><title>{FIRM}</title></svg>", "text"),
        (f'<img alt="" src="data:image/svg+xml;base64,{SVG}">', "text"),
        (f"<style>p::after{{content:'\\{ord(FIRM[0]):x} {FIRM[1:]}'}}</style>", "style"),
    ],
)
def test_a_name_in_a_page_is_found_where_it_hides(find, body, kind) -> None:
    assert find("jiazhou.html", _page(f"<p>{OWN_FIRM}</p>")) == []
    (hit,) = find("jiazhou.html", _page(body))
    assert (hit.what, hit.found, hit.kind) == ("name", FIRM, kind)


def test_a_name_in_the_source_panel_is_found(find) -> None:
    """The panel's data are packed, and its texts are in the page all the same."""
    block = {"figures": [["5.3"]], "sources": [], "words": {}, "texts": ["", FIRM]}
    body = f'<script type="application/json" id="{panel.ID}">"{panel.packed(block)}"</script>'
    (hit,) = find("jiazhou.html", _page(body))
    assert (hit.what, hit.found, hit.kind) == ("name", FIRM, "script")
    (hit,) = find("jiazhou.html", _page(body.replace('>"', '>"AAAA')))
    assert hit.what == "unreadable"


def test_the_place_of_an_attribute_is_named(find) -> None:
    (hit,) = find("jiazhou.html", _page(f'\n\n<td title="{FIRM}">甲</td>'))
    assert hit.where == "3 <td title>" or hit.where.endswith(" title>")


def _png(kind: bytes, part: bytes) -> bytes:
    out = io.BytesIO()
    Image.new("L", (1, 1)).save(out, "PNG")
    data = out.getvalue()
    chunk = struct.pack(">I", len(part)) + kind + part
    return data[:33] + chunk + struct.pack(">I", zlib.crc32(kind + part)) + data[33:]


def _jpeg() -> bytes:
    out = io.BytesIO()
    image = Image.new("L", (8, 8))
    exif = image.getexif()
    exif[0x9C9B] = FIRM.encode("utf-16-le")  # title as Windows writes it
    image.save(out, "JPEG", exif=exif)
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        _png(b"tEXt", b"Comment\0" + FIRM.encode()),
        _png(b"zTXt", b"Comment\0\0" + zlib.compress(FIRM.encode())),
        _png(b"iTXt", b"Title\0\1\0zh\0\0" + zlib.compress(FIRM.encode())),
        _png(b"eXIf", b"II*\0" + FIRM.encode("utf-16-le")),
        _png(b"tEXt", b"a\0b") + FIRM.encode(),  # after the end of the picture
        _jpeg(),
    ],
)
def test_what_a_picture_says_of_itself_is_read(find, data) -> None:
    ending = "jpg" if data[:1] == b"\xff" else "png"
    assert _told(find(f"map.{ending}", data)) == [("name", "metadata")]
    inside = base64.b64encode(data).decode()
    page = _page(f'<img alt="" src="data:image/{ending};base64,{inside}">')
    assert _told(find("jiazhou.html", page)) == [("name", "metadata")]


def _book(change: Callable[[Workbook], None]) -> bytes:
    book = Workbook()
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _hidden_sheet(book: Workbook) -> None:
    sheet = book.create_sheet("x")
    sheet["C9"] = FIRM
    sheet.sheet_state = "veryHidden"


def _hidden_comment(book: Workbook) -> None:
    book.active["A1"].comment = Comment(FIRM, "甲")


def _property(book: Workbook) -> None:
    book.properties.description = FIRM


def _named_sheet(book: Workbook) -> None:
    book.create_sheet(FIRM)


def test_workbooks_are_read_to_the_last_part(find) -> None:
    assert find("slips/jiazhou.xlsx", _book(lambda book: None)) == []
    for change in (_hidden_sheet, _hidden_comment, _property, _named_sheet):
        hits = find("slips/jiazhou.xlsx", _book(change))
        assert [(hit.what, hit.found) for hit in hits] == [("name", FIRM)], change.__name__
    (hit,) = find("slips/jiazhou.xlsx", _book(_property))
    assert hit.file == "slips/jiazhou.xlsx!docProps/core.xml"


def test_word_documents_are_read_too(find) -> None:
    def saved(change: Callable[[Any], object]) -> bytes:
        document = docx.Document()
        change(document)
        out = io.BytesIO()
        document.save(out)
        return out.getvalue()

    assert find("jiazhou.docx", saved(lambda d: d.add_paragraph(OWN_NOTE))) == []
    (hit,) = find("jiazhou.docx", saved(lambda d: setattr(d.core_properties, "author", FIRM)))
    assert hit.file == "jiazhou.docx!docProps/core.xml"

    def split(document: Any) -> None:
        paragraph = document.add_paragraph(FIRM[:2])
        paragraph.add_run(FIRM[2:]).bold = True

    (hit,) = find("jiazhou.docx", saved(split))
    assert (hit.what, hit.file) == ("name", "jiazhou.docx!word/document.xml")


def test_pdf_files_are_read_too(find) -> None:
    def saved(change: Callable[[PdfWriter], object]) -> bytes:
        book = PdfWriter()
        book.add_blank_page(100, 100)
        change(book)
        out = io.BytesIO()
        book.write(out)
        return out.getvalue()

    assert find("jiazhou.pdf", saved(lambda b: b.add_metadata({"/Title": OWN_FIRM}))) == []
    for change in (
        lambda b: b.add_metadata({"/Title": FIRM}),
        lambda b: b.add_outline_item(title=FIRM, page_number=0),
        lambda b: b.add_attachment("a.txt", FIRM.encode()),
    ):
        assert ("name", "metadata") in _told(find("jiazhou.pdf", saved(change)))


def test_the_pages_of_a_pdf_are_read(find, tmp_path: Path) -> None:
    import matplotlib.pyplot as plt  # noqa: PLC0415
    import pylopdf_fonts_zh_cn  # noqa: PLC0415
    from matplotlib.font_manager import FontProperties  # noqa: PLC0415

    font = FontProperties(fname=str(pylopdf_fonts_zh_cn.sans_path()))
    figure = plt.figure(figsize=(3, 1))
    figure.text(0, 0.5, FIRM, fontproperties=font)
    with plt.rc_context({"pdf.fonttype": 42}):
        figure.savefig(tmp_path / "a.pdf")
    plt.close(figure)
    assert ("name", "page") in _told(find("jiazhou.pdf", (tmp_path / "a.pdf").read_bytes()))


def test_what_cannot_be_looked_into_is_not_handed_out(find) -> None:
    locked = PdfWriter()
    locked.add_blank_page(10, 10)
    locked.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    locked.write(out)
    for name, data in {
        "a.pdf": b"%PDF-1.7 broken",
        "b.pdf": out.getvalue(),
        "a.xlsx": b"PK\x03\x04 broken",
        "a.xml": b"<?xml version='1.0'?><a>",
    }.items():
        assert [hit.what for hit in find(name, data)] == ["unreadable"], name


def test_words_of_another_are_found_also_in_part_and_with_other_stops(find) -> None:
    part = NOTE[4:22].replace("，", " ")
    (hit,) = find("jiazhou.html", _page(f"<td>又：{part}等</td>"))
    assert (hit.what, hit.found) == ("words", NOTE)
    assert find("jiazhou.html", _page(f"<td>{OWN_NOTE}</td>")) == []
    assert find("jiazhou.html", _page(f"<td>{NOTE[8 : 8 + belongings.RUN - 2]}</td>")) == []


def test_words_that_three_areas_use_are_nobodys(run) -> None:
    common = "受疫情影响部分企业用工紧张物流不畅"
    notes = [_note(a, common, 7) for a in ("yizhou", "bingzhou")]
    tables = _tables(run)

    def runs(rows: list[dict[str, Any]]) -> dict[str, str]:
        frame = contracts.check("notes", contracts.typed("notes", rows))
        whose = Whose(frozenset({"jiazhou"}))
        return belongings.of(run, replace(tables, notes=frame), whose).runs

    assert set(runs(notes).values()) == {common}
    assert runs([*notes, _note("dingzhou", common, 7)]) == {}
    assert runs([*notes, _note("jiazhou", common, 7)]) == {}  # the recipient writes it too


def test_what_is_found_of_anothers_file_is_read_by_its_values(run) -> None:
    """A value and the name of the next one stand together nowhere but in the tables."""
    told = {"indicator": "Industrial value added growth", "instead": "3.2%", "note": NOTE}
    row = {"severity": "warning", "code": "x", "file": "x", "details": json.dumps(told)}
    frame = contracts.typed("intake_issues", [_whose("yizhou") | row])
    tables = replace(_tables(run), intake_issues=frame, notes=contracts.empty("notes"))
    others = belongings.of(run, tables, Whose(frozenset({"jiazhou"})))

    def found(body: str) -> list[str]:
        return [h.found for h in search.hits([("a.html", _page(body).encode())], others, "named")]

    assert found("<p>Industrial value added growth instead of investment</p>") == []
    assert found(f"<p>{NOTE[:20]}</p>") == [NOTE]


def test_a_source_of_ones_own_by_its_number_in_a_pdf(run) -> None:
    """A PDF has the number of a source in its line, a page does not."""
    rows = [_note("jiazhou", "乙州晚报，据乙州市工业和信息化局"), _note("yizhou", NOTE)]
    others = _others(run, rows)

    def found(line: str) -> list[str]:
        return [h.what for h in search.hits([("a.txt", line.encode())], others, "ranked")]

    assert found("[8] 乙州晚报，据乙州市工业和信息化局，2021年8月27日") == []
    assert found("8 乙州，2021年8月27日") == ["area"]


def test_a_figure_of_another_next_to_its_name(find) -> None:
    (hit,) = find("jiazhou.html", _page("<table><tr><td>乙州</td><td>3.7</td></tr></table>"))
    assert (hit.what, hit.found) == ("figure", "yizhou: 3.7")
    rows = "<table><tr><td>乙州</td><td>甲</td></tr><tr><td>甲州</td><td>3.7</td></tr></table>"
    assert find("jiazhou.html", _page(rows)) == []  # not in one row: one's own may be the same
    assert find("jiazhou.html", _page("<p>乙州预计增长7.1%。</p>")) == []  # it is one's own figure
    hits = find("jiazhou.html", _page("<p>乙州的产值为41.78亿元。</p>"))
    assert [hit.found for hit in hits] == ["yizhou: 41.78"]


def test_a_long_figure_needs_no_name(find) -> None:
    for shown in ("417803.7", "417,803.7", "-417803.70"):
        (hit,) = find("jiazhou.json", json.dumps({"v": shown}))
        assert (hit.what, hit.found) == ("figure", "417803.7 (yizhou: enterprises.output_10k_yuan)")
    assert find("jiazhou.html", _page('<path d="M 417803.7 1"/>')) == []  # it places a drawing
    assert find("jiazhou.json", '{"v": 20031.7}') == []


def test_a_list_of_figures_that_nobody_sees(run) -> None:
    values = {"yizhou": 3.7, "bingzhou": 4.9, "dingzhou": -2.3, "xinji": 8.8, "jiazhou": 7.1}
    rows = [_figure(area, value) for area, value in values.items()]
    frame = contracts.check("indicators", contracts.typed("indicators", rows))
    tables = replace(_tables(run), indicators=frame)
    others = belongings.of(run, tables, Whose(frozenset({"jiazhou"})))
    page = _page("<script>[3.7, 4.9, -2.3, 8.8]</script>").encode()
    (hit,) = search.hits([("jiazhou.html", page)], others, "named")
    assert (hit.what, hit.kind) == ("list", "script")
    assert province.IVA in hit.found
    rows = ",".join(f"[{v},{n},{n + 20},{n + 40}]" for n, v in enumerate((3.7, 4.9, -2.3, 8.8)))
    page = _page(f"<script>[{rows}]</script>").encode()
    assert province.IVA in search.hits([("jiazhou.html", page)], others, "named")[0].found
    strewn = ",".join(f"{v}{',0' * 30}" for v in (3.7, 4.9, -2.3, 8.8))
    page = _page(f"<script>[{strewn}]</script>").encode()
    assert search.hits([("jiazhou.html", page)], others, "named") == ()


def test_ids_and_sources_of_another_are_provenance_that_hides(find) -> None:
    page = _page('<p data-source="yizhou-2022Q1-form-v1">甲</p>')
    assert _told(find("jiazhou.html", page)) == [("id", "attribute")]
    assert find("jiazhou.html", _page('<p data-source="jiazhou-2022Q1-form-v1">甲</p>')) == []


@pytest.mark.parametrize(
    ("text", "named", "ranked", "hidden"),
    [
        ("本市与乙州结构相近", 0, 0, 1),
        ("与乙州相近的比例为98%", 0, 1, 1),
        ("甲州在3个市中居第1位", 0, 0, 0),
    ],
)
def test_names_of_areas_as_the_quarters_file_shares_them(find, text, named, ranked, hidden) -> None:
    page = _page(f"<p>{text}</p>")
    found = [len(find("jiazhou.html", page, peers)) for peers in ("named", "ranked", "hidden")]
    assert found == [named, ranked, hidden]


def test_a_glyph_that_the_page_does_not_use(find) -> None:
    def page(characters: str) -> str:
        data = fonts.subset(characters)
        rule = f"@font-face{{src:url(data:font/woff2;base64,{data})}}"
        return _page("<p>甲州增长</p>", f"<style>{rule}</style>")

    assert find("jiazhou.html", page("甲州增长")) == []
    (hit,) = find("jiazhou.html", page("甲州增长轧钢"))
    assert (hit.what, hit.found) == ("glyph", "轧钢")


def test_a_whole_page_has_no_idle_glyph(find) -> None:
    page = fonts.embed(
        _page("<h2>一、甲</h2><p>甲州&amp;增长</p>", f"<style>{fonts.MARK}</style>"), "甲"
    )
    assert find("jiazhou.html", page) == []


def test_the_province_owns_everything_and_a_division_its_industries(run) -> None:
    assert belongings.of(run, _tables(run), Whose(None)) == belongings.Belongings()
    rows = [
        _whose("yizhou") | {"enterprise": FIRM, "industry": "steel"},
        _whose("jiazhou") | {"enterprise": OWN_FIRM, "industry": "medicine"},
    ]
    frame = contracts.check("enterprises", contracts.typed("enterprises", rows))
    tables = replace(_tables(run), enterprises=frame)
    reading = {"note_id": "yizhou-2022-03-issue-1", "confidence": 0.8, "decided_by": "model"}
    reading |= {"to_read": False, "names_figure": False, "enterprises": FIRM}
    readings = contracts.typed("readings", [_whose("yizhou") | reading])
    tables = replace(tables, readings=contracts.check("readings", readings))
    found = belongings.of(run, tables, Whose(None, frozenset({"medicine"})))
    assert FIRM in found.names.values()
    assert OWN_FIRM not in found.names.values()
    assert found.others == {}


def test_figures_as_they_are_compared() -> None:
    assert numbers.tokens("增长5.80%，1,234.50万元，第12位，v2.1，-3.0") == {
        "5.8", "1234.5", "12", "3"
    }  # fmt: skip
    assert [numbers.digits(numbers.canonical(v)) for v in ("1200", "0.050", "417803.7")] == [
        2,
        1,
        7,
    ]


def test_a_part_in_a_part_in_a_part_has_an_end() -> None:
    data = b"x"
    for _ in range(8):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as book:
            book.writestr("a.zip", data)
        data = out.getvalue()
    with pytest.raises(pieces.NotSearchableError, match="parts inside of parts"):
        list(pieces.of_file("a.zip", data))


def test_a_name_in_words_that_the_recipient_has_is_no_strange_one(run) -> None:
    rows = [_note("jiazhou", "据乙州晚报，甲水制药厂已复工"), _note("yizhou", NOTE)]
    others = _others(run, rows)

    def found(body: str) -> list[str]:
        return [h.what for h in search.hits([("a.html", _page(body).encode())], others, "ranked")]

    # between the quotation marks of a script, a name has no neighbours but its own text's
    assert found('<script>["2022年3月","据乙州晚报，甲水制药厂","3月"]</script>') == []
    assert found("<p>据乙州晚报，甲水制药厂3月复工。</p>") == []
    assert found('<script>["2022年3月","乙州","3月"]</script>') == ["area"]
    assert found("<table><tr><td>乙州</td><td>3</td></tr></table>") == ["area"]


def test_all_that_is_searched_for_is_in_the_contracts() -> None:
    for table, columns in [*belongings.NAMES.items(), *belongings.TEXTS.items()]:
        assert set(columns) <= set(contracts.SCHEMAS[table].columns), table


def test_the_names_of_files_that_one_sent_are_ones_own(run) -> None:
    title = "关于乙州市2022年一季度工业运行情况的汇报"
    frame = contracts.typed("notes", [_note("yizhou", title)])
    tables = replace(_tables(run), notes=contracts.check("notes", frame))
    whose = Whose(frozenset({"jiazhou"}))
    page = [("slips/jiazhou.html", _page("甲州市2022年一季度工业运行情况.docx").encode())]
    (hit,) = search.hits(page, belongings.of(run, tables, whose), "named")
    assert hit.what == "words"
    said = ["甲州市2022年一季度工业运行情况.docx"]
    assert search.hits(page, belongings.of(run, tables, whose, said), "named") == ()


def test_a_name_of_both_directions_is_found_wherever_it_is_set_apart() -> None:
    """What keeps a right-to-left word from reordering its line parts a name; it stays the name."""
    name = "甲\u0645\u0635\u0646\u0639厂"
    others = Belongings(names={squeezed(name): name})
    for markup in (f"<p>{name} 5</p>", f"<svg><text>{name} 5</text></svg>"):
        set_apart = apart(markup)
        assert name not in set_apart
        [hit] = hits([("a.html", set_apart.encode())], others, "named")
        assert (hit.what, hit.found) == ("name", name)
    document = build(office_page(apart(f"<p>{name} 5</p>")))
    assert {(hit.what, hit.found) for hit in hits([("a.docx", document)], others, "named")} == {
        ("name", name)
    }
