"""Word documents of reports: they say what the page says, as Word has it, and name nobody."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from docx.oxml.ns import qn
from lxml import etree
from openxml_audit import OpenXmlValidator
from PIL import Image

from diaodu.messages import LANGS
from diaodu.present.page import safe
from diaodu.publish.office.content import NotAReportError
from diaodu.publish.office.document import build
from publish import sample
from publish.office import reading

FRAME = """<!doctype html><html lang="{lang}"><head><title>x</title><script>var secret = "SCRIPT"</script>
</head><body class="{kind}"><a class="skip" href="#main">SKIP</a>
<header class="masthead"><p class="kicker"><span>分市报告</span> <strong class="marking">内部资料 注意保存</strong></p>
<h1>甲州市报告</h1><p class="subtitle"><span>会议</span> <span>数据截至2022年3月23日</span></p></header>
<main id="main"><div class="lead"></div><nav class="contents"><h2>CONTENTS</h2></nav>
<div class="sections"><section><h2 id="one">情况</h2><p class="method">METHOD</p>{body}</section></div></main>
<footer class="colophon"><p>脚注</p></footer><script>var more = "SCRIPT"</script></body></html>"""
# what a sender may have written: markup, orders, formulas, marks that hide or turn, an endless word
HOSTILE = (
    "<script>alert(1)</script>",
    "<w:t>&amp;<![CDATA[x]]>",
    "\u202eturned\u202c \u200bhidden\ufeff",
    "null\x00bell\x07escape\x1b[31m",
    "half \ud800 of one",
    "=HYPERLINK(\"http://x\",'y')",
    "a & b < c > d \" e ' f",
    "DDEAUTO c:\\windows\\system32",
    "$x^2$ {{ 7 * 7 }} %s ${HOME}",
    "名" * 2000,
    "W" * 2000,
)


def page(body: str, lang: str = "zh-CN", kind: str = "city") -> str:
    return FRAME.format(body=body, lang=lang, kind=kind)


@pytest.fixture(params=LANGS)
def report(request, exporter) -> str:
    """The sample's report with two figures."""
    lang = request.param
    return exporter.export(sample.notebook(lang, figures=2), sample.run(lang), "city")


def test_a_document_says_what_its_page_says(report) -> None:
    made = build(report)
    assert reading.differences(report, made) == []
    assert len(reading.document_figures(reading.opened(made))) == 2
    assert reading.document_tables(reading.opened(made))


def test_a_document_is_as_the_standard_wants_it(report, tmp_path) -> None:
    """Word is strict about the order of elements where other programs are not."""
    many = page(
        "<ol><li>甲<ul><li>乙</li></ul></li></ol><div class='sides'><h3>丙</h3><p>丁</p></div>"
    )
    for number, text in enumerate((report, many)):
        path = tmp_path / f"{number}.docx"
        path.write_bytes(build(text))
        assert OpenXmlValidator().validate(str(path)).errors == []


def test_the_same_page_makes_the_same_bytes(report) -> None:
    assert build(report) == build(report)


def test_nothing_tells_of_who_made_it_when_or_where(report) -> None:
    made = build(report)
    core = reading.opened(made).core_properties
    assert (core.author, core.last_modified_by, core.comments, core.keywords) == ("", "", "", "")
    assert core.created is None and core.modified is None
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        assert {entry.date_time for entry in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        names = parts.namelist()
        words = b"".join(parts.read(name) for name in names if name.endswith((".xml", ".rels")))
    assert not re.search(rb"python-docx|Macintosh|20\d\d-\d\d-\d\dT", words)
    assert not [name for name in names if "thumbnail" in name or "customXml" in name]


def test_every_page_has_its_running_lines() -> None:
    section = reading.opened(build(page("<p>x</p>"))).sections[0]
    assert section.different_first_page_header_footer
    assert section.first_page_header.paragraphs[0].text == ""
    assert section.header.paragraphs[0].text == "甲州市报告\t内部资料 注意保存"
    for footer in (section.footer, section.first_page_footer):
        line = footer.paragraphs[0]
        fields = [code.text.strip() for code in line._p.iter(qn("w:instrText"))]
        assert line.text == "数据截至2022年3月23日\t第 1 页，共 1 页"
        assert fields == ["PAGE", "NUMPAGES"]


def test_a_page_is_a4_and_fonts_are_named_for_chinese(report) -> None:
    document = reading.opened(build(report))
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    fonts = document.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:rFonts')}")
    assert fonts.get(qn("w:eastAsia")) and fonts.get(qn("w:ascii"))
    assert document.core_properties.language == ("zh-CN" if 'lang="zh' in report else "en")


def test_pictures_are_sharp_and_hold_no_words_beside_the_drawing(report) -> None:
    with zipfile.ZipFile(io.BytesIO(build(report))) as parts:
        pictures = [parts.read(name) for name in parts.namelist() if name.endswith(".png")]
    assert pictures
    for content in pictures:
        image = Image.open(io.BytesIO(content))
        assert image.width >= 1200 and len(image.getcolors(1 << 24)) > 2
        assert image.info.keys() <= {"transparency"}


def test_word_counts_what_the_page_counts() -> None:
    """Sections, their parts, tables and figures."""
    table = "<table><tr><td>x</td></tr></table>"
    body = (
        f"<h3>分</h3><div class='table-block'><p class='table-title'>表题</p>{table}</div>"
        f"<p class='table-title'>散表</p><div class='sides'><h3>旁</h3></div>"
        "<figure><figcaption>图题</figcaption></figure><h4>小</h4>"
    )
    lead = "<div class='lead'><h2>导语</h2><h3>导语分</h3><p class='table-title'>首表</p></div>"
    document = reading.opened(build(page(body).replace('<div class="lead"></div>', lead)))
    numbers = {
        p.text: None if (at := p._p.find(f".//{qn('w:numId')}")) is None else at.get(qn("w:val"))
        for p in document.paragraphs
        if p.style.name.startswith(("Heading", "Caption"))
    }
    assert numbers == {
        **{"导语": None, "导语分": None, "首表": None, "情况": "1", "分": "1"},
        **{"表题": "4", "散表": None, "旁": None, "图题": "5", "小": None},
    }


@pytest.mark.parametrize(
    ("lang", "kind"), [("zh-CN", "chineseCountingThousand"), ("en", "decimal")]
)
def test_sections_are_counted_as_the_language_counts(lang, kind) -> None:
    numbering = reading.opened(build(page("", lang))).part.numbering_part.element
    assert numbering.find(f".//{qn('w:numFmt')}").get(qn("w:val")) == kind


def test_lists_begin_anew_and_sources_are_numbered_in_brackets() -> None:
    body = (
        "<ol class='questions'><li>甲</li><li>乙</li></ol><ol class='questions'><li>丙</li></ol>"
        "<ul class='facts'><li>丁</li></ul><p>见<sup class='cite'><a href='#source-1'>[1]</a></sup></p>"
        "<ol class='sources'><li id='source-1'>报 <a class='address' href='https://x.cn/a'>https://x.cn/a</a></li></ol>"
    )
    document = reading.opened(build(page(body)))
    numbers = {
        p.text: p._p.find(f".//{qn('w:numId')}").get(qn("w:val"))
        for p in document.paragraphs
        if p._p.find(f".//{qn('w:numId')}") is not None
    }
    assert numbers["甲"] == numbers["乙"] != numbers["丙"]
    levels = document.part.numbering_part.element
    kept = {num.get(qn("w:numId")): num for num in levels.iter(qn("w:num"))}
    source = kept[numbers["报 https://x.cn/a"]]
    assert source.find(qn("w:abstractNumId")).get(qn("w:val")) == "5"
    anchors = [link.get(qn("w:anchor")) for link in document.element.body.iter(qn("w:hyperlink"))]
    marks = [mark.get(qn("w:name")) for mark in document.element.body.iter(qn("w:bookmarkStart"))]
    assert anchors == ["source_1", None] and marks == ["source_1"]
    assert [link.target_ref for link in document.part.rels.values() if link.is_external] == [
        "https://x.cn/a"
    ]


def test_links_that_lead_nowhere_on_paper_are_plain_words() -> None:
    body = "<p>增长<a class='v' href='#v12'>5.8</a>%，<a href='javascript:alert(1)'>看</a></p>"
    document = reading.opened(build(page(body)))
    assert "增长5.8%，看" in [p.text for p in document.paragraphs]
    assert list(document.element.body.iter(qn("w:hyperlink"))) == []


def test_what_waits_hidden_on_the_page_is_not_in_the_document() -> None:
    hidden = (
        "<dialog>PANEL</dialog><template><p>PANEL</p></template><div hidden><p>PANEL</p></div>"
        "<aside hidden>PANEL</aside><button>PANEL</button>"
    )
    made = build(page(f"{hidden}<p>说明</p>"))
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        everything = b"".join(parts.read(name) for name in parts.namelist())
    for word in (b"PANEL", b"SCRIPT", b"CONTENTS", b"SKIP"):
        assert word not in everything


@pytest.mark.parametrize(("kind", "shown"), [("city", True), ("leader", False)])
def test_a_brief_leaves_the_methods_out_as_its_page_does(kind, shown) -> None:
    words = reading.document_words(reading.opened(build(page("<p>x</p>", kind=kind))))
    assert ("METHOD" in words) is shown


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_harmless_text(text) -> None:
    shown = safe(text)
    cell = f"<table class='data'><thead><tr><th>{shown}</th></tr></thead><tbody><tr><td class='text'>{shown}</td></tr></tbody></table>"
    body = f"<p>{shown}</p>{cell}<ul><li>{shown}</li></ul>"
    made = build(page(body))
    assert reading.differences(page(body), made) == []
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        for name in parts.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(parts.read(name))
    body_part = reading.opened(made).element.body
    assert {code.text.strip() for code in body_part.iter(qn("w:instrText"))} == set()


def test_words_from_right_to_left_are_runs_of_their_own() -> None:
    made = reading.opened(build(page("<p>甲厂<bdi>אבג דה</bdi> 12，<bdi>شركة</bdi>5.8</p>")))
    [paragraph] = [p for p in made.paragraphs if "12" in p.text]
    runs = [(run.text, run.font.rtl) for run in paragraph.runs]
    assert runs == [
        ("甲厂", None),
        ("אבג דה", True),
        (" 12，", None),
        ("شركة", True),
        ("5.8", None),
    ]


def test_characters_that_no_xml_holds_become_visible_even_unescaped() -> None:
    made = build(page("<p>a\x01b\x0bc\u202ed\uffffe</p>"))
    assert "a\ufffdb\ufffdc\ufffdd\ufffde" in reading.document_words(reading.opened(made))


@pytest.mark.parametrize("text", ["", "no markup", "<html><body><p>x</p></body></html>", "\x00"])
def test_what_is_no_report_is_refused(text) -> None:
    with pytest.raises(NotAReportError, match="expected a page with masthead"):
        build(text)
