"""Notebooks stay clean, and neither they nor the package know any province, area or quarter."""

from __future__ import annotations

import ast
import io
import json
import re
import tokenize
from pathlib import Path
from typing import Any

import pytest
import yaml

from diaodu.batch import files
from diaodu.batch.adopting import code, form, names, texts
from diaodu.batch.adopting.finding import numbered, tags

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted(p for p in (ROOT / "notebooks").rglob("*.ipynb") if ".ipynb_" not in str(p))
PACKAGE = sorted(
    p for p in (ROOT / "src").rglob("*") if p.is_file() and "__pycache__" not in p.parts
)
COMMENTS = re.compile(r"\{#.*?#\}|<!--.*?-->|/\*.*?\*/", re.S)


NAMES = names.known(ROOT)


def _hard_coded(text: str) -> list[str]:
    return names.found(text, NAMES)


def _code(source: str) -> str:
    """Python source without its comments and docstrings."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {
        (node.body[0].lineno, node.body[0].col_offset)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, documented) and ast.get_docstring(node) is not None
    }
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return " ".join(
        token.string
        for token in tokens
        if token.type != tokenize.COMMENT
        and not (token.type == tokenize.STRING and token.start in docstrings)
    )


def _content(path: Path) -> str:
    """What a file of the package says to the program or to a reader, comments left out."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return _code(text)
    if path.suffix in {".yml", ".yaml"}:
        return json.dumps(yaml.safe_load(text), ensure_ascii=False)
    return COMMENTS.sub("", text)


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: str(path.relative_to(ROOT)))
def path(request: pytest.FixtureRequest) -> Path:
    return request.param


@pytest.fixture
def notebook(path: Path) -> dict[str, Any]:
    return files.notebook(path)


def test_there_are_notebooks() -> None:
    assert {"city.ipynb", "division.ipynb", "leader.ipynb", "province.ipynb"} <= {
        path.name for path in NOTEBOOKS
    }


def _is_report(path: Path) -> bool:
    """Not a starting point of one's own, nor a study of a method."""
    return not {"explore", "methods"} & set(path.parts)


@pytest.mark.parametrize(
    "check",
    [
        *(form.outputs, form.metadata, form.ids),
        *(code.python, code.lengths, code.definitions, code.addresses, texts.results),
    ],
)
def test_every_notebook_is_clean(notebook, check) -> None:
    assert list(check(notebook)) == []


def test_the_kernel_is_said_and_nothing_of_a_machine(notebook) -> None:
    assert notebook["metadata"]["kernelspec"]["name"] == "python3"


def test_a_report_takes_just_what_a_run_gives_and_nothing_else(path, notebook) -> None:
    if not _is_report(path):
        return
    about = "division" if path.stem == "division" else "area"
    given = {"quarter_file": "", about: "", "lang": ""}
    assert list(form.parameter_cell(notebook, given)) == []
    assert list(form.unused_parameters(notebook)) == []
    assert list(code.imports(notebook)) == []
    assert list(code.writers(notebook)) == []


def test_default_parameters_name_a_file_that_is_there(path, notebook) -> None:
    given = {name: value for _, cell in numbered(notebook, "code") for name, value in _values(cell)}
    if _is_report(path):
        assert given["lang"] == "zh"
    if "quarter_file" in given:
        assert (ROOT / given["quarter_file"]).is_file()


def _values(cell: Any) -> list[tuple[str, Any]]:
    if "parameters" not in tags(cell):
        return []
    body = ast.parse(cell["source"]).body
    return [(line.targets[0].id, ast.literal_eval(line.value)) for line in body]


def test_nothing_outside_the_parameters_names_a_place_an_indicator_or_a_quarter(notebook) -> None:
    assert list(texts.places(notebook, NAMES)) == []


def test_prose_is_a_guide_or_the_text_of_the_catalogue(path, notebook) -> None:
    found = [one for one in texts.sections(notebook) if one.code != "heading"]
    assert found == []
    if "explore" not in path.parts:
        assert list(texts.sections(notebook)) == []


@pytest.mark.parametrize("path", PACKAGE, ids=lambda path: str(path.relative_to(ROOT / "src")))
def test_the_package_names_no_place_no_indicator_and_no_quarter(path) -> None:
    assert _hard_coded(_content(path)) == []


def test_the_search_for_names_finds_them_and_spares_comments() -> None:
    code = '"""Of Langfang."""\nx = 1  # 河北\n\ndef f():\n    """As in 2022Q1."""\n'
    assert _hard_coded(_code(code)) == []
    for wrong in ('y = "河北"', "langfang = 1", 'f("of 2022Q1")', 'z = f"{x}gdp_growth"'):
        assert len(_hard_coded(_code(code + wrong))) == 1, wrong
    assert _hard_coded("expected a quarter such as 2022Q1") == []
