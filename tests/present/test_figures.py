"""Figures as markup: valid, self-contained, the same bytes each time, and never a page's problem."""

from __future__ import annotations

import os
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest

from diaodu.present import theme
from diaodu.present.figures import FONTS, HALO, Figure, Nothing, finish

HOSTILE = """<script>alert('x')</script> & "甲" $a$ </svg>"""
NAME = "{http://www.w3.org/2000/svg}"


def drawn(text: str = "石家庄", title: str = "题", alt: str = "说明", value: float = 3.0) -> Figure:
    with theme.style():
        figure, axes = theme.canvas(120, 40, 40, 20, 20)
        axes.plot([0, 1, 2], [1, value, 2], "o-", color=theme.ACCENT)
        axes.plot([0.5], [2], "s", color=theme.GREY)
        theme.write(figure, 60, 60, text, gid=HALO)
        return finish(figure, title, alt, "注")


def parsed(figure: Figure) -> ElementTree.Element:
    return ElementTree.fromstring(figure.svg)


def ids(figure: Figure) -> list[str]:
    return [e.attrib["id"] for e in parsed(figure).iter() if "id" in e.attrib]


class Tags(HTMLParser):
    def __init__(self, markup: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)


def test_text_stays_text_in_the_fonts_of_the_page():
    svg = parsed(drawn("石家庄 13.7"))
    assert [e.text for e in svg.iter(f"{NAME}text")] == ["石家庄 13.7"]
    assert svg.attrib["font-family"] == FONTS
    assert not any("font-family" in e.attrib for e in svg.iter() if e is not svg)


def test_it_is_described_to_those_who_cannot_see_it():
    svg = parsed(drawn(title="题目", alt="甲市 5.0"))
    named = {e.attrib["id"]: e.text for e in svg if "id" in e.attrib}
    assert svg.attrib["role"] == "img"
    assert [named[i] for i in svg.attrib["aria-labelledby"].split()] == ["题目", "甲市 5.0"]
    assert [svg[0].tag, svg[1].tag] == [f"{NAME}title", f"{NAME}desc"]


def test_it_grows_with_the_page_and_brings_nothing_for_the_page():
    figure = drawn()
    svg = parsed(figure)
    assert svg.attrib["viewBox"] == f"0 0 {theme.WIDTH:.0f} 120"
    assert not {"width", "height"} & set(svg.attrib)
    assert {e.tag.removeprefix(NAME) for e in svg.iter()} <= {
        *("svg", "title", "desc", "defs", "g", "path", "use", "text")
    }
    assert all(word not in figure.svg for word in ("<?xml", "DOCTYPE", "metadata", "clip-path"))


def test_every_reference_leads_to_a_shape_of_the_same_figure():
    svg = parsed(drawn())
    used = {e.attrib["href"] for e in svg.iter(f"{NAME}use")}
    assert len(used) == 2  # a round and a square mark
    assert used <= {f"#{i}" for i in ids(drawn())}


@pytest.mark.parametrize("other", [{"value": 4.0}, {"title": "另题"}, {"alt": "另说明"}])
def test_ids_of_two_figures_never_clash(other):
    first, second = ids(drawn()), ids(drawn(**other))
    assert len(set(first)) == len(first) == len(second)
    assert not set(first) & set(second)


def test_two_processes_write_the_same_bytes():
    code = "import sys; sys.path.insert(0, sys.argv[1]); from test_figures import drawn; "
    code += "sys.stdout.buffer.write(drawn()._repr_html_().encode())"
    here = str(Path(__file__).parent)
    runs = [
        subprocess.run(
            [sys.executable, "-c", code, here],
            capture_output=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    ]
    assert runs[0] == runs[1] == drawn()._repr_html_().encode()


def test_hostile_text_stays_text():
    figure = drawn(HOSTILE, title=HOSTILE, alt=HOSTILE)
    figure = Figure(figure.svg, figure.title, figure.alt, HOSTILE)
    svg = parsed(figure)
    assert "".join(e.text or "" for e in svg.iter(f"{NAME}text")) == HOSTILE
    assert [svg[0].text, svg[1].text] == [HOSTILE, HOSTILE]
    assert set(Tags(figure._repr_html_()).tags) == {
        *(
            "figure",
            "figcaption",
            "div",
            "svg",
            "title",
            "desc",
            "defs",
            "g",
            "path",
            "use",
            "text",
            "p",
        )
    }


def test_a_figure_is_caption_drawing_and_note():
    tags = Tags(drawn()._repr_html_()).tags
    assert tags[:3] == ["figure", "figcaption", "div"]
    assert tags[-1] == "p"
    assert "note" not in Figure("<svg/>", "题", "说明")._repr_html_()


def test_text_over_lines_has_a_rim_of_paper():
    text = next(parsed(drawn()).iter(f"{NAME}g"))
    assert (text.attrib["paint-order"], text[0].tag) == ("stroke", f"{NAME}text")


def test_nothing_says_so():
    assert Nothing("甲<乙")._repr_html_() == '<p class="nothing">甲&lt;乙</p>'
