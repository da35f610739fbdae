"""From an explored notebook to reports of two areas: through the command, papermill and the page."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup

from batch import tiny
from diaodu.cli import main

KERNEL = {"name": "my-own", "display_name": "Mine", "env": "/srv/me/x"}
EXPLORED = [
    ("markdown", "# 增速快报 · Growth brief"),
    ("code", tiny.CELL),
    ("markdown", "先运行 `make lab`。"),
    (
        "code",
        "%matplotlib inline\nfrom diaodu import params, store\nfrom diaodu.analysis import consistency\n"
        "from diaodu.present.page import Page\nimport pandas as pd\n\n"
        "run = params.open_run(quarter_file, area, lang)\npage, data = Page(run), store.load(run)\n"
        "figures = consistency.settle(data.indicators, data.sources)",
    ),
    ("markdown", "## 各地增速 · Growth by area\n\n按来源列出<b>公布数</b>。\n\nAs published."),
    ("code", "figures.loc[figures['area'].eq(area), ['area', 'period', 'value']]"),
    ("code", "pd.DataFrame({'x': ['<script>alert(1)</script>']}, index=[page.area(area)])"),
]


def _explored(path: Path, cells: list[tuple[str, str]] = EXPLORED) -> Path:
    """As JupyterLab leaves it: with outputs, counts, and the editor's metadata."""
    made = nbformat.v4.new_notebook(metadata={"kernelspec": KERNEL})
    for number, (kind, source) in enumerate(cells):
        make = nbformat.v4.new_code_cell if kind == "code" else nbformat.v4.new_markdown_cell
        made.cells.append(make(source, id=f"c{number}", metadata={"editable": True}))
    made.cells[3].execution_count = 4
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(made, path)
    return path


@pytest.fixture(scope="module")
def adopted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository that adopted the notebook and made its reports of two areas, in two languages."""
    root = tiny.with_raw_files(tiny.repository(tmp_path_factory.mktemp("adopt")))
    mine = _explored(root / "notebooks" / "explore" / "mine.ipynb")
    before = mine.read_bytes()
    assert main(["adopt", str(mine), "--as", "growth", "--fix"]) == 0
    assert mine.read_bytes() == before
    file = root / tiny.FILE
    file.write_text(f"{tiny.QUARTER}notebooks: {{growth: areas}}\n", encoding="utf-8")
    for lang in ("zh", "en"):
        areas = ["growth-alpha", "growth-beta"]
        assert main(["report", str(file), "--quiet", "--lang", lang, "--area", *areas]) == 0
    return root


def _page(root: Path, name: str) -> BeautifulSoup:
    path = root / "reports" / "testland" / "2022Q1" / name
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


def test_the_reports_are_those_of_their_areas(adopted) -> None:
    alpha, beta = _page(adopted, "growth-alpha.html"), _page(adopted, "growth-beta.html")
    assert alpha.h1.get_text() == "甲市2022年一季度增速快报"
    assert _page(adopted, "growth-beta.en.html").h1.get_text() == "Beta: Growth brief, Q1 2022"
    assert [cell.get_text() for cell in alpha.select("table.frame tbody td")][:3] == [
        *("alpha", "2022-03", "6.0"),
    ]
    values = [cell.get_text() for cell in beta.select("table.frame tbody td")]
    assert {"4.1", "4.8"} <= set(values) and "6.0" not in values


def test_headings_and_method_are_in_the_language_of_the_page(adopted) -> None:
    for name, heading, method in (
        ("growth-alpha.html", "各地增速", "按来源列出<b>公布数</b>。"),
        ("growth-alpha.en.html", "Growth by area", "As published."),
    ):
        page = _page(adopted, name)
        assert page.find(id="own-growth-by-area").get_text() == heading
        assert page.select_one("section .method").get_text() == method
        assert "make lab" not in page.get_text()


def test_a_frame_is_dressed_and_its_texts_stay_texts(adopted) -> None:
    page = _page(adopted, "growth-alpha.html")
    assert page.find("script") is None and len(page.find_all("style")) == 1
    assert "<script>alert(1)</script>" in page.select("table.frame")[1].get_text()
    for table in page.select("table.frame"):
        assert not {"border", "style"} & set(table.attrs)
        assert all(head.get_text() for head in table.find_all("th"))
        assert table.find_parent(class_="table-wrap")["aria-label"] == "各地增速"


def test_the_index_lists_them(adopted) -> None:
    page = _page(adopted, "index.html")
    link = page.find("a", href="growth-alpha.html")
    assert link.get_text() == "甲（增速快报）"
    assert "甲（增速快报）" not in [a.get_text() for a in page.select("table")[0].find_all("a")]


def test_a_unit_by_the_notebooks_name_and_its_costs(adopted, capsys) -> None:
    file = str(adopted / tiny.FILE)
    assert main(["plan", file, "--area", "growth"]) == 0
    assert "3" in capsys.readouterr().out.splitlines()[0]  # gamma's is still to be made
    assert main(["profile", file]) == 0
    assert "from diaodu import params, store" in capsys.readouterr().out


def test_what_is_wrong_is_said_with_its_cell_and_nothing_is_written(tmp_path, capsys) -> None:
    root = tiny.repository(tmp_path)
    cells = [*EXPLORED, ("code", "import requests"), ("markdown", "甲市增长5.8%")]
    mine = _explored(root / "mine.ipynb", cells)
    assert main(["adopt", str(mine), "--lang", "en"]) == 1
    said = capsys.readouterr().out
    assert "cell 8 (c7)\n  found: requests\n  expected: imports of these only: calendar" in said
    assert "cell 9 (c8)\n  found: 甲市增长5.8%" in said
    assert "of which --fix mends" in said.splitlines()[-1]
    assert not (root / "notebooks" / "own").exists()
    assert main(["adopt", str(mine), "--fix", "--lang", "zh"]) == 1
    said = capsys.readouterr().out
    assert "第8单元格" not in said  # a long cell above was split: it is the 9th of the copy
    assert "第9单元格（c7）\n  内容：requests" in said
    copy = json.loads((root / "mine-mended.ipynb").read_text(encoding="utf-8"))
    assert [cell["id"] for cell in copy["cells"]][-2:] == ["c7", "c8"]
    assert not (root / "notebooks" / "own").exists()


def test_a_taken_name_a_bad_name_and_no_notebook(tmp_path, capsys) -> None:
    root = tiny.repository(tmp_path)
    mine = _explored(root / "mine.ipynb")
    assert main(["adopt", str(mine), "--fix"]) == 0
    assert main(["adopt", str(mine), "--fix"]) == 0  # the same again
    other = [*EXPLORED, ("code", "page.area(area)")]
    assert main(["adopt", str(_explored(mine, other)), "--fix"]) == 2
    assert "found another notebook of that name" in capsys.readouterr().err
    assert main(["adopt", str(mine), "--fix", "--anew"]) == 0
    assert main(["adopt", str(mine), "--as", "../x"]) == 2
    assert main(["adopt", str(root / "nothing.ipynb")]) == 2
    assert main(["adopt", str(tiny.put(root / "x.ipynb", "{}"))]) == 2
    said = capsys.readouterr().err
    assert said.count("expected") == 3 and "Traceback" not in said


def test_an_adopted_notebook_is_found_good_where_it_stands(adopted, capsys) -> None:
    place = adopted / "notebooks" / "own" / "growth.ipynb"
    before = place.read_bytes()
    assert main(["adopt", str(place), "--lang", "en"]) == 0
    assert "notebooks: {growth: areas}" in capsys.readouterr().out
    assert place.read_bytes() == before


def test_a_quarter_that_names_a_notebook_which_is_not_there(tmp_path, capsys) -> None:
    root = tiny.with_raw_files(tiny.repository(tmp_path))
    file = root / tiny.FILE
    file.write_text(f"{tiny.QUARTER}notebooks: {{power: province}}\n", encoding="utf-8")
    assert main(["report", str(file), "--area", "power"]) == 2
    assert "power.ipynb: found no such file" in capsys.readouterr().err
    file.write_text(f"{tiny.QUARTER}notebooks: {{../x: all}}\n", encoding="utf-8")
    assert main(["plan", str(file)]) == 2
    assert "expected names of notebooks" in capsys.readouterr().err
