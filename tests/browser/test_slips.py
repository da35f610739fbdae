"""Slips in a real browser, with much on them and with nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from browser.check import check, complaints, lacking
from diaodu.messages import LANGS
from diaodu.publish.slip import render
from publish.slips import DOCUMENT, REPORT, WHOLE_FILE, WORKBOOK, issues, run

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(bool(lacking()), reason=lacking() or "nothing is lacking"),
]
LONG = "没有空格的很长很长的文字" * 12
UNBROKEN = "https-" + "x" * 150
PAGES = ("full", "good", "nothing")


def _pages(folder: Path) -> dict[str, Path]:
    changes = [{**WHOLE_FILE, "file": REPORT}, {"severity": "warning"}, {"severity": "info"}]
    changes += [{"row": row, "found": f"{row}{UNBROKEN}", "remedy": LONG} for row in range(5, 45)]
    changes += [{"row": 2 * row, "sheet": UNBROKEN[:31]} for row in range(1, 40)]
    made = {}
    for lang in LANGS:
        full = render(
            run(lang), "linjiang", issues(*changes), [WORKBOOK, DOCUMENT], "linjiang.xlsx"
        )
        made[f"full-{lang}"] = full
        made[f"good-{lang}"] = render(run(lang), "linjiang", issues(), [WORKBOOK])
        made[f"nothing-{lang}"] = render(run(lang), "linjiang", issues(), [])
    for name, page in made.items():
        (folder / f"{name}.html").write_text(page, encoding="utf-8")
    return {name: (folder / f"{name}.html").resolve() for name in made}


@pytest.fixture(scope="module")
def found(tmp_path_factory) -> dict[str, dict[str, Any]]:
    """What the browser found in each page; it is started once for all of them."""
    pages = _pages(tmp_path_factory.mktemp("slips"))
    answers = check(pages.values())
    return {name: answers[path] for name, path in pages.items()}


@pytest.mark.parametrize("page", [f"{kind}-{lang}" for kind in PAGES for lang in LANGS])
def test_a_slip_leaves_nothing_to_complain_about(found, page) -> None:
    assert complaints(found[page]) == []


@pytest.mark.parametrize("lang", LANGS)
def test_a_slip_without_issues_prints_on_one_page(found, lang) -> None:
    assert found[f"good-{lang}"]["pages"] == 1
    assert found[f"nothing-{lang}"]["pages"] == 1
    assert 3 <= found[f"full-{lang}"]["pages"] <= 12
