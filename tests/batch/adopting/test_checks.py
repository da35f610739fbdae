"""One notebook for each fault, and what is said of it; what is good is left alone."""

from __future__ import annotations

from typing import Any

import pytest

from diaodu.batch.adopting import code, form, mend, names, texts
from diaodu.batch.adopting.adopt import GIVEN, check
from diaodu.messages import LANGS, catalogue

PARAMETERS = 'quarter_file = "params/testland/2022Q1.yml"\narea = "alpha"\nlang = "zh"'
NAMES = names.re.compile("阿尔法|Alpha")


def cell(source: str, kind: str = "code", id: str = "x-1", **metadata: Any) -> dict[str, Any]:
    made: dict[str, Any] = {"cell_type": kind, "id": id, "source": source, "metadata": metadata}
    return made | ({"outputs": [], "execution_count": None} if kind == "code" else {})


def notebook(*cells: dict[str, Any]) -> dict[str, Any]:
    return {"cells": list(cells), "metadata": form.METADATA}


def codes(found: Any) -> list[tuple[str, int | None]]:
    return [(one.code, one.cell) for one in found]


def text(source: str, **metadata: Any) -> dict[str, Any]:
    return cell(source, "markdown", **metadata)


def parameters(source: str = PARAMETERS) -> dict[str, Any]:
    return cell(source, tags=["parameters"])


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        (PARAMETERS, []),
        (f"{PARAMETERS}\nlimit = 3", [("parameter_unknown", "limit")]),
        (PARAMETERS.replace("area", "city"), [("parameter_missing", "quarter_file, city, lang")]),
        (PARAMETERS.replace('"alpha"', "7"), [("parameter_missing", "area = 7")]),
        (f"{PARAMETERS}\nimport os", [("parameter_plain", "import os")]),
        (f'{PARAMETERS}\narea = "beta"', [("parameter_plain", "area = 'beta'")]),
        (PARAMETERS.replace('"alpha"', "f()"), [("parameter_plain", "area = f()")]),
    ],
)
def test_the_parameters_are_just_those_of_a_run(source, wanted) -> None:
    found = [
        (one.code, one.found) for one in form.parameter_cell(notebook(parameters(source)), GIVEN)
    ]
    assert found[: len(wanted)] == wanted and bool(found) == bool(wanted)


def test_no_tagged_cell_and_two() -> None:
    assert codes(form.parameter_cell(notebook(cell(PARAMETERS)), GIVEN)) == [
        ("parameter_tag", None)
    ]
    (two,) = form.parameter_cell(notebook(parameters(), parameters()), GIVEN)
    assert (two.code, two.found) == ("parameter_tag", "1, 2")


def test_a_parameter_that_nobody_reads() -> None:
    nb = notebook(parameters(), cell("run = open_run(quarter_file, lang=lang)"))
    assert [(one.code, one.found) for one in form.unused_parameters(nb)] == [
        ("parameter_unused", "area")
    ]


def test_what_is_stored_beside_the_cells() -> None:
    shown = cell("1") | {"outputs": [{"output_type": "stream"}], "execution_count": 3}
    assert codes(form.outputs(notebook(cell("1"), shown))) == [("outputs", 2)]
    assert codes(form.ids(notebook(cell("1", id=""), cell("2"), cell("3")))) == [
        ("ids", 1),
        ("ids", 3),
    ]
    assert codes(form.metadata(notebook(cell("1", collapsed=True)))) == [("cell_metadata", 1)]
    other = {**notebook(), "metadata": {"kernelspec": {"name": "my-env"}}}
    assert codes(form.metadata(other)) == [("metadata", None)]


@pytest.mark.parametrize(
    ("check_", "source", "wanted"),
    [
        (code.python, "%timeit f()", "python"),
        (code.python, "!ls", "python"),
        (code.lengths, "a\n\nb\nc\nd\ne\nf", "length"),
        (code.lengths, "\n  \n", "empty"),
        (code.definitions, "def f(): ...", "definition"),
        (code.definitions, "if x:\n    class A: ...", "definition"),
        (code.imports, "import requests", "import"),
        (code.imports, "from urllib.request import urlopen", "import"),
        (code.imports, "import os.path as p", "import"),
        (code.writers, "frame.to_csv('x.csv')", "file"),
        (code.writers, "pd.read_excel('x.xlsx')", "file"),
        (code.writers, "open('x')", "file"),
        (code.addresses, "a = 'https://example.org/x.csv'", "network"),
        (code.addresses, "a = '/srv/me/x.csv'", "path"),
        (code.addresses, r"a = 'C:\\data\\x.csv'", "path"),
        (code.addresses, "a = '~/x.csv'", "path"),
    ],
)
def test_code_that_a_report_must_not_have(check_, source, wanted) -> None:
    found = list(check_(notebook(cell("x = 1"), cell(source))))
    assert codes(found) == [(wanted, 2)]


@pytest.mark.parametrize(
    "source",
    [
        "from diaodu import params, store",
        "import pandas as pd",
        "share = 3 / 4  # a division",
        'names = "a/b and 1/2"',
        "page.number(5.8)",
        'x = "params/testland/2022Q1.yml"',
        "a\nb\nc\nd\ne",
    ],
)
def test_code_that_is_good(source) -> None:
    nb = notebook(cell(source))
    checks = (code.python, code.lengths, code.definitions, code.imports, code.writers)
    assert [one for each in (*checks, code.addresses) for one in each(nb)] == []


@pytest.mark.parametrize(
    ("source", "metadata", "wanted"),
    [
        ("## 增长 · Growth\n\n怎么算。\n\nHow.", {}, []),
        ("## 增长", {}, ["heading"]),
        ("some words", {}, ["heading"]),
        ("some words", {"tags": ["guide"]}, []),
        ("## x", {"diaodu": {"message": "no.such"}}, ["message"]),
        ("## x", {"diaodu": {"message": "city.growth"}}, ["section"]),
        (texts.section_text("city.growth"), {"diaodu": {"message": "city.growth"}}, []),
    ],
)
def test_text_cells(source, metadata, wanted) -> None:
    found = texts.sections(notebook(text(source, **metadata)))
    assert [one.code for one in found] == wanted


def test_results_and_places_in_texts() -> None:
    nb = notebook(parameters(), text("阿尔法增长5.8%"), text("由一节方法写明，如2022Q1"))
    assert [one.found for one in texts.results(nb)] == ["阿尔法增长5.8%"]
    assert [(one.found, one.cell) for one in texts.places(nb, NAMES)] == [("阿尔法", 2)]


def test_what_an_own_notebook_needs_beside() -> None:
    titled = text("# 快报 · Brief")
    one = text("## 增长 · Growth")
    assert list(texts.own_texts(notebook(titled, one))) == []
    assert codes(texts.own_texts(notebook(one, one))) == [("title", None), ("heading_twice", 2)]
    assert codes(texts.own_texts(notebook(titled))) == [("no_section", None)]


def test_every_finding_has_its_texts(root) -> None:
    told = {key.split(".")[1] for key in catalogue() if key.startswith("adopt.")}
    faulty = notebook(
        parameters(f"{PARAMETERS}\nlimit = 3\nimport os"),
        cell("%x") | {"execution_count": 1},
        cell("def f(): open('/a/b')\n\na\nb\nc\nd\ne\nimport os\nu = 'http://a'", id="", a=1),
        cell(""),
        text("增长5.8%"),
        text("## x", diaodu={"message": "no.such"}),
        text("## x", diaodu={"message": "city.growth"}),
        text("## 甲 · A"),
        text("## 甲 · A"),
        text("2022年一季度"),
    )
    bare = {"cells": [], "metadata": {}}
    missing = notebook(parameters("area = 1"))
    found = [one for nb in (faulty, bare, missing) for one in check(nb, root)]
    assert {one.code for one in found} == told
    for one in found:
        for lang in LANGS:
            assert one.expected(lang) and one.remedy(lang)


def test_long_cells_are_split_between_statements_and_run_the_same() -> None:
    source = "# of a\na = [\n    1,\n]\n\nb = 2; c = 3\n# of d\nd = 4\ne = 5\nf = 6\ng = 7"
    nb = mend.mended(notebook(cell(source, tags=["x"]), cell("", id="y")), "own", GIVEN)
    pieces = [one["source"] for one in nb["cells"]]
    assert pieces == [
        "# of a\na = [\n    1,\n]\n\nb = 2; c = 3",
        "# of d\nd = 4\ne = 5\nf = 6\ng = 7",
    ]
    assert [one["id"] for one in nb["cells"]] == ["x-1", "own-02"]
    assert list(code.lengths(nb)) == []
    whole: dict[str, Any] = {}
    parted: dict[str, Any] = {}
    exec(source, whole)
    for piece in pieces:
        exec(piece, parted)
    assert {k: whole[k] for k in "abcdefg"} == {k: parted[k] for k in "abcdefg"}


def test_one_long_statement_is_left_for_a_person() -> None:
    source = "f(\n" + "\n".join(f"    {n}," for n in range(8)) + "\n)"
    nb = mend.mended(notebook(cell(source)), "own", GIVEN)
    assert [one["source"] for one in nb["cells"]] == [source]
    assert codes(code.lengths(nb)) == [("length", 1)]


def test_the_cell_that_assigns_the_parameters_is_tagged() -> None:
    nb = mend.mended(notebook(cell("x = 1"), cell(PARAMETERS, id="p")), "own", GIVEN)
    assert nb["cells"][1]["metadata"] == {"tags": ["parameters"]}
    both = mend.mended(notebook(cell(PARAMETERS), cell(PARAMETERS, id="p")), "own", GIVEN)
    assert codes(form.parameter_cell(both, GIVEN)) == [("parameter_tag", None)]
