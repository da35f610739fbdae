from __future__ import annotations

import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from batch import tiny
from diaodu import store
from diaodu.analysis import consistency
from diaodu.batch import contents, overview, plan
from diaodu.batch.record import Record
from diaodu.intake import read_published
from publish.markup import Parts


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        (
            '<p class="headline">a &lt; b<sup class="cite"><a href="#s">[1]</a></sup>, c.</p>',
            "a < b, c.",
        ),
        ('<p>no</p><p class="big headline">yes <b>it</b>\n is</p><p>no</p>', "yes it is"),
        ("<p>no headline</p>", ""),
        ("", ""),
    ],
)
def test_the_headline_is_the_text_of_its_paragraph_without_source_numbers(markup, text) -> None:
    outputs = [new_output("display_data", data={"text/html": markup})]
    other = new_output("stream", name="stdout", text="headline")
    notebook = new_notebook(cells=[new_code_cell(outputs=[other]), new_code_cell(outputs=outputs)])
    assert contents.headline(notebook.cells) == text


def test_every_area_lists_what_nobody_published(tmp_path) -> None:
    root = tiny.with_raw_files(tiny.repository(tmp_path))
    run = tiny.with_tables(root, lang="en")
    tables = read_published(run).tables
    settled = consistency.settle(tables.indicators, tables.sources)
    absent = overview.missing(run, tables, settled)
    both = tuple(run.catalog.indicators[name].short("en") for name in run.indicators)
    assert absent == {
        "testland": both[1:],
        "alpha": both[1:],
        "beta": both[1:],
        "gamma": both,
    }


def test_comparisons_in_its_language_that_lie_beside_are_linked(tmp_path) -> None:
    run = tiny.with_tables(tiny.repository(tmp_path))
    for name in (
        "compare-2022Q1-2022-04-01-2022Q1.html",
        "compare-2022Q1-2022-04-01-2022Q1.en.html",
    ):
        tiny.put(run.reports / name, "a comparison")
    record = Record.begin(run, ())
    path = contents.write(run, list(plan.units(run)), record, store.load(run))
    links = [a["href"] for a in Parts(path.read_text(encoding="utf-8")).all("a")]
    assert [link for link in links if "compare" in link] == [
        "compare-2022Q1-2022-04-01-2022Q1.html"
    ]
