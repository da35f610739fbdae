from __future__ import annotations

import hashlib
import itertools
import os
import subprocess
import sys
from dataclasses import replace

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

from diaodu import store
from diaodu.messages import catalogue
from diaodu.publish import fonts
from diaodu.publish.html import Exporter
from publish import sample
from publish.markup import Parts, glyphs

HOSTILE = '</title></style><script>alert("1")</script>&amp;市'


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    """The sample's report in each language; made once, for the tests that only read it."""
    with pytest.MonkeyPatch.context() as patch:
        for key, texts in sample.MESSAGES.items():
            patch.setitem(catalogue(), key, texts)
        exporter = Exporter()
        return {
            lang: exporter.export(sample.notebook(lang), sample.run(lang), "city")
            for lang in ("zh", "en")
        }


def test_it_has_no_script_and_no_address_but_links_of_the_sources(pages, lang) -> None:
    parts = Parts(pages[lang])
    assert "<script" not in pages[lang].lower()
    assert not [name for tag in parts.tags for name in tag[1] if name.startswith("on")]
    assert {(tag, name) for tag, name, _ in parts.addresses} == {("a", "href")}
    assert len(parts.addresses) == 2
    assert {tag for tag, _ in parts.tags} & {
        "link",
        "img",
        "iframe",
        "object",
        "embed",
        "base",
    } == set()


def test_its_policy_forbids_all_requests(pages, lang) -> None:
    [policy] = [m["content"] for m in Parts(pages[lang]).all("meta") if m.get("http-equiv")]
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules["default-src"] == "'none'"
    assert {name for name, allowed in rules.items() if allowed != "'none'"} == {
        "style-src",
        "font-src",
        "img-src",
    }
    assert rules["font-src"] == rules["img-src"] == "data:"


def test_code_printed_text_and_notes_stay_behind(pages, lang) -> None:
    for private in (sample.CODE, sample.PRINTED, sample.GUIDE, 'area = "linjiang"', "show"):
        assert private not in Parts(pages[lang]).drawn
    assert sample.PRINTED in str(sample.notebook(lang)), "the sample no longer prints anything"


def test_only_text_html_outputs_reach_the_page(exporter) -> None:
    notebook = sample.notebook()
    rest = {
        "text/markdown": "as *markdown*",
        "image/svg+xml": "<svg>as svg</svg>",
        "application/javascript": "as_script()",
        "text/latex": "$as latex$",
    }
    outputs = [
        new_output("display_data", data={**rest}),
        new_output("display_data", data={**rest, "text/html": "<p>as html</p>"}),
    ]
    tagged = new_code_cell(
        "x",
        outputs=[new_output("display_data", data={"text/html": "<p>for guides</p>"})],
        metadata={"tags": ["guide"]},
    )
    notebook.cells += [new_code_cell("x", outputs=outputs), tagged]
    page = exporter.export(notebook, sample.run(), "city")
    assert page.count("<p>as html</p>") == 1
    assert not [
        text for text in ("markdown", "as svg", "as_script", "latex", "for guides") if text in page
    ]


def test_its_headings_are_an_outline_in_the_language_of_the_run(pages, lang) -> None:
    parts = Parts(pages[lang])
    title = {
        "zh": "临江市2022年一季度工业运行调度报告",
        "en": "Linjiang: industrial operation, Q1 2022",
    }[lang]
    expected = [sample.MESSAGES[f"sample.{name}.heading"][lang] for name in sample.SECTIONS]
    assert parts.headings[0] == (1, title)
    sections = [text for level, text in parts.headings if level == 2]
    assert sections[1:] == expected  # before them the heading of the contents
    levels = [level for level, _ in parts.headings]
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    assert [h["id"] for h in parts.all("h2")][1:] == list(sample.SECTIONS)
    links = [str(a["href"]) for a in parts.all("a")]
    inner = [link for link in links if link.startswith("#") and not link.startswith("#source-")]
    assert inner == ["#main", *(f"#{name}" for name in sample.SECTIONS)]
    assert {sample.MESSAGES[f"sample.{n}.method"][lang] for n in sample.SECTIONS} <= set(
        parts.drawn.split("\n")
    )


def test_the_head_says_what_the_page_is(pages, lang) -> None:
    parts = Parts(pages[lang])
    assert parts.all("html") == [{"lang": {"zh": "zh-CN", "en": "en"}[lang]}]
    said = {
        "zh": [
            "分市报告",
            "内部资料",
            "全省工业运行调度会（2022年4月29日）",
            "数据截至2022年4月28日",
        ],
        "en": [
            "City report",
            "Internal",
            "Provincial meeting on industrial operation, 29 April 2022",
            "Data as of 28 April 2022",
        ],
    }[lang]
    assert [text for text in said if text not in parts.drawn] == []


def test_a_page_without_meeting_marking_and_banner_has_no_empty_places(exporter) -> None:
    run = sample.run(marking="")
    quarter = run.quarter.model_copy(update={"meeting": None})
    bare = exporter.export(sample.notebook(), replace(run, quarter=quarter), "province")
    assert "全省报告" in bare
    assert not [
        name for name in ('class="marking"', 'class="banner"', "<span></span>") if name in bare
    ]


@pytest.mark.parametrize(("origin", "said"), [("illustrative", True), ("submitted", False)])
def test_made_up_submissions_are_said_on_the_face(exporter, monkeypatch, origin, said) -> None:
    monkeypatch.setattr(store, "origins", lambda run: frozenset({"published", origin}))
    page = exporter.export(sample.notebook(), sample.run(), "city")
    assert ('<p class="banner">本报告所用各市报送材料为示例' in page) is said


def test_a_section_that_shows_nothing_is_left_out(exporter) -> None:
    notebook = sample.notebook()
    opening = [n for n, cell in enumerate(notebook.cells) if "diaodu" in cell.metadata]
    first, second = opening[:2]
    full = exporter.export(notebook, sample.run(), "city")
    for cell in notebook.cells[first:second]:
        if cell.cell_type == "code":
            cell.outputs = [output for output in cell.outputs if "text/html" not in output.data]
    page = exporter.export(notebook, sample.run(), "city")
    name = notebook.cells[first].metadata.diaodu.message.rpartition(".")[2]
    assert f'<h2 id="{name}">' in full and f'href="#{name}"' in full
    assert f'id="{name}"' not in page and f'href="#{name}"' not in page
    assert page.count("<h2 id=") == full.count("<h2 id=") - 1


def test_a_hostile_name_stays_text_everywhere(exporter) -> None:
    page = exporter.export(sample.notebook(), sample.run(area=HOSTILE), "city")
    assert "<script" not in page.lower()
    assert page.count("</style>") == 1 and page.count("</title>") == 2  # the page's, the figure's
    parts = Parts(page)
    assert parts.headings[0] == (1, f"{HOSTILE}2022年一季度工业运行调度报告")
    assert '@top-right{content:"内部资料"}' in page  # the marking stands on each printed page
    assert "@bottom-left" in page  # the running line is CSS: there the name is escaped as well
    assert "\\3c \\2f script" in page.split("@bottom-left{content:")[1]


def test_two_exports_are_the_same_bytes_even_in_two_processes(pages) -> None:
    program = (
        "import sys, hashlib; sys.path.insert(0, sys.argv[1])\n"
        "from publish import sample\n"
        "from diaodu.messages import catalogue\n"
        "from diaodu.publish.html import Exporter\n"
        "catalogue().update(sample.MESSAGES)\n"
        "page = Exporter().export(sample.notebook(), sample.run(), 'city')\n"
        "print(hashlib.sha256(page.encode()).hexdigest())\n"
    )
    folder = str(sample.ROOT / "tests")
    done = subprocess.run(
        [sys.executable, "-c", program, folder],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONHASHSEED": "7"},
    )
    assert done.stdout.strip() == hashlib.sha256(pages["zh"].encode()).hexdigest()


def test_the_notebook_is_left_as_it_was(exporter) -> None:
    notebook, untouched = sample.notebook(), sample.notebook()
    exporter.export(notebook, sample.run("en"), "city")
    assert notebook == untouched


def test_every_character_of_the_page_has_a_glyph_in_its_fonts(pages, lang) -> None:
    parts = Parts(pages[lang])
    drawn = {c for c in parts.drawn if not c.isspace()}
    assert drawn - glyphs(pages[lang], "Diaodu Sans") == set()
    title = {c for level, text in parts.headings if level == 1 for c in text if not c.isspace()}
    assert title == glyphs(pages[lang], "Diaodu Serif") - {" "}  # and none for nothing
    assert set(fonts.COUNTERS) <= glyphs(pages[lang], "Diaodu Sans")


def test_a_page_of_thirty_figures_is_under_400_kb(exporter) -> None:
    page = exporter.export(sample.notebook(figures=30), sample.run(), "city")
    assert page.count('<figure class="chart">') == 30
    assert len(page.encode()) < 400_000


def test_a_failed_notebook_is_no_report(exporter) -> None:
    notebook = sample.notebook()
    error = new_output("error", ename="KeyError", evalue="'value'", traceback=["..."])
    notebook.cells.append(new_code_cell("x", outputs=[error]))
    number = len(notebook.cells)
    with pytest.raises(ValueError, match=f"cell {number} failed with KeyError: 'value'"):
        exporter.export(notebook, sample.run(), "city")


def test_two_sections_of_one_id_are_refused(exporter) -> None:
    notebook = sample.notebook()
    notebook.cells.append(new_markdown_cell("##", metadata={"diaodu": {"message": "sample.path"}}))
    notebook.cells.append(
        new_code_cell(outputs=[new_output("execute_result", {"text/html": "<p>x</p>"})])
    )
    with pytest.raises(ValueError, match="found two of: path"):
        exporter.export(notebook, sample.run(), "city")


def test_a_section_without_a_text_is_refused(exporter) -> None:
    notebook = sample.notebook()
    notebook.cells.append(new_markdown_cell("##", metadata={"diaodu": {"message": "sample.none"}}))
    with pytest.raises(KeyError, match=r"sample\.none\.heading"):
        exporter.export(notebook, sample.run(), "city")
