"""Another's enterprise, words and figure, planted in each place of a page, a Word file and a PDF.

One at a time: the gate must find each, and name the kind of place. With the files as they are made,
so that a place which nobody searches shows here.
"""

from __future__ import annotations

import io

import pytest
from matplotlib import pyplot as plt
from matplotlib.font_manager import FontProperties
from pylopdf_fonts_zh_cn import sans_path

import planted
from diaodu.messages import catalogue
from diaodu.publish import fonts
from diaodu.publish.office.document import build
from diaodu.publish.separation import belongings, search
from diaodu.publish.separation.belongings import Belongings, Whose
from publish import sample
from publish.test_separation import FIRM, NOTE, _sharing, _tables, run

__all__ = ["run"]  # the fixture
LEAK = f"{FIRM}。{NOTE}417803.7"
WHAT = {"name", "words", "figure"}
TABLES = {"html": planted.PAGE, "docx": planted.WORD, "pdf": planted.PDF}
PLACES = [(form, place) for form, table in TABLES.items() for place in table]


@pytest.fixture(scope="module")
def others(run) -> Belongings:
    return belongings.of(_sharing(run, "ranked"), _tables(run), Whose(frozenset({"jiazhou"})))


@pytest.fixture(scope="module")
def files(exporter) -> dict[str, bytes]:
    """A report of the sample as page and as Word file, and a PDF with Chinese text."""
    with pytest.MonkeyPatch.context() as patch:
        for key, texts in sample.MESSAGES.items():
            patch.setitem(catalogue(), key, texts)
        page = exporter.export(sample.notebook("zh", figures=2), sample.run("zh"), "city")
    figure = plt.figure(figsize=(3, 1))
    figure.text(0, 0.5, "甲州增长", fontproperties=FontProperties(fname=str(sans_path())))
    out = io.BytesIO()
    with plt.rc_context({"pdf.fonttype": 42}):
        figure.savefig(out, format="pdf")
    plt.close(figure)
    return {"html": page.encode(), "docx": build(page), "pdf": out.getvalue()}


def _hits(form: str, data: bytes, others: Belongings) -> list[search.Hit]:
    return list(search.hits([(f"jiazhou.{form}", data)], others, "ranked"))


@pytest.mark.parametrize("form", TABLES)
def test_nothing_is_found_where_nothing_was_planted(files, others, form) -> None:
    assert _hits(form, files[form], others) == []


@pytest.mark.parametrize(("form", "place"), PLACES)
def test_what_is_planted_is_found_and_its_place_is_named(files, others, form, place) -> None:
    plant, kind = TABLES[form][place]
    hits = _hits(form, plant(files[form], LEAK), others)
    if not kind:  # a file that is not handed out at all
        assert [hit.what for hit in hits] == ["unreadable"]
        return
    found = [hit for hit in hits if hit.what != "glyph"]
    assert {hit.what for hit in found} == WHAT
    assert {hit.file.partition("!")[0] for hit in found} == {f"jiazhou.{form}"}
    assert {hit.kind for hit in found} == {kind}


def test_a_rare_character_that_only_anothers_text_has(files, others) -> None:
    """In the font of the page and nowhere on it: of a name that was taken out too late."""
    page = files["html"].decode()
    rule = f"@font-face{{src:url(data:font/woff2;base64,{fonts.subset('江龘')})}}"
    (hit,) = _hits(
        "html", page.replace("</head>", f"<style>{rule}</style></head>").encode(), others
    )
    assert (hit.what, hit.found, hit.kind) == ("glyph", "龘", "font")
