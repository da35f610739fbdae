"""The sample's pages in a real browser, and pages with one fault each that must be found."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from browser.check import check, complaints, lacking
from diaodu.analysis import changes
from diaodu.messages import LANGS, catalogue
from diaodu.publish import compare
from diaodu.publish.html import Exporter
from diaodu.publish.index import ISSUE_COLUMNS, render
from present.test_since import LIGHT, REVISED
from publish import sample
from publish.test_index import ABOUT, ENTRIES, LIT

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(bool(lacking()), reason=lacking() or "nothing is lacking"),
]
PICTURE = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="
NAMED = {"change": "changed", "name": "Ünbrechbar" * 30 + "<b>&", "subject": "p"}
PROBLEM = NAMED | {"what": "problem", "field": "state", "before": "open", "after": "closed"}
PROJECT = NAMED | {"what": "project", "field": "started_on", "after": "2022-03"}
# fault -> (what is put at the end of a good page, what the complaint says)
FAULTS = {
    "script": ("<script>document.title = 1</script>", "1 scripts that"),
    "request": ('<img alt="x" src="http://127.0.0.1:9/x.png">', "console: .*violates"),
    "too wide": ('<p style="width:900px;max-width:none">x</p>', "360 px wide: "),
    "unnamed figure": (f'<img src="{PICTURE}">', "a figure has no name"),
    "no description": ("No description has been provided", "says 'No description'"),
    "pale": ('<p style="color:#bbb">pale words</p>', r"axe, light \d+: color-contrast"),
    "pale in the dark": ('<p class="dim">dim words</p>', "axe, dark 1280: color-contrast.*dim"),
    "jump": ("<h5>x</h5>", "heading jumps from h2 to h5"),
    "second title": ("<h1>x</h1>", "do not start with the one h1"),
    "dead link": ('<a href="#nowhere">x</a>', "link to nowhere: #nowhere"),
    "a block in a paragraph": ("<p>x<div>y</div></p>", r"not valid HTML: line \d+: Stray end tag"),
    "a row outside of a table": ("<div><tr><td>x</td></tr></div>", "not valid HTML.*<tr>"),
    "no such attribute value": ('<input type="heavy" aria-label="x">', "not valid HTML.*heavy"),
    "same id": ('<p id="main">x</p>', "id stands twice: main"),
    "no glyph": ("\u0379", "no glyph for \u0379"),
}
FIGURE = REVISED | {"period": "2022-03", "span": "ytd"}
CHANGES = [row | {"area": "qingling"} for row in (LIGHT, FIGURE, PROBLEM, PROJECT)]
DIM = "<style>.dim{color:#333}</style>"  # readable on white, not on the dark ground


def _pages(folder: Path) -> dict[str, Path]:
    exporter = Exporter()
    issues = pd.DataFrame([dict.fromkeys(ISSUE_COLUMNS, "indicators.csv 第18行 5.8％ " * 8)])
    made = {}
    for lang in LANGS:
        run = sample.run(lang)
        made[f"report-{lang}"] = exporter.export(sample.notebook(lang, figures=2), run, "city")
        made[f"compare-{lang}"] = compare.render(run, "甲", "乙", changes.of_rows(CHANGES))
        made[f"index-{lang}"] = render(run, ENTRIES, issues, topics=LIT, about=ABOUT)
    good, faults = made["index-zh"], "".join(fault for fault, _ in FAULTS.values())
    made["faulty"] = good.replace("</main>", f"{DIM}{faults}</main>")
    made["fontless"] = re.sub(r"@font-face\{font-family:'Diaodu Sans'.*?\n", "", good)
    for name, page in made.items():
        (folder / f"{name}.html").write_text(page, encoding="utf-8")
    return {name: (folder / f"{name}.html").resolve() for name in made}


@pytest.fixture(scope="module")
def found(tmp_path_factory) -> dict[str, dict[str, Any]]:
    """What the browser found in each page; it is started once for all of them."""
    with pytest.MonkeyPatch.context() as patch:
        for key, texts in sample.MESSAGES.items():
            patch.setitem(catalogue(), key, texts)
        pages = _pages(tmp_path_factory.mktemp("pages"))
    answers = check(pages.values())
    return {name: answers[path] for name, path in pages.items()}


@pytest.mark.parametrize(
    "page", [f"{kind}-{lang}" for kind in ("report", "index", "compare") for lang in LANGS]
)
def test_our_pages_leave_nothing_to_complain_about(found, page) -> None:
    assert complaints(found[page]) == []


@pytest.mark.parametrize("lang", LANGS)
def test_a_report_prints_on_few_pages_and_names_its_figures(found, lang) -> None:
    report = found[f"report-{lang}"]
    assert 2 <= report["pages"] <= 4
    assert len(report["figures"]) == 2
    assert all("折线图" in name for name in report["figures"])


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_found(found, fault) -> None:
    said = complaints(found["faulty"])
    assert [text for text in said if re.search(FAULTS[fault][1], text)], said


def test_a_page_without_its_font_is_found(found) -> None:
    assert "the font Diaodu Sans is not loaded" in complaints(found["fontless"])
