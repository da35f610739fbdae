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

from diaodu.messages import say

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted(p for p in (ROOT / "notebooks").rglob("*.ipynb") if ".ipynb_" not in str(p))
PACKAGE = sorted(
    p for p in (ROOT / "src").rglob("*") if p.is_file() and "__pycache__" not in p.parts
)
CELL_LINES = 5

# A figure with its unit: a result, which prose must not hold, since the next run prints it too.
RESULT = re.compile(
    r"\d\s*(?:[%％]|个?百分点|亿元|万元|元|家|项目|per\s?cent|percentage points|points|yuan|billion)"
)
QUARTER = re.compile(r"(?<!\d)(?:19|20)\d\d\s?(?:[Qq][1-4](?!\d)|年(?:[一二三四]季度|[上下]半年)?)")
# A text may show how something is written: "expected a quarter such as 2022Q1".
EXAMPLE = re.compile(r"(?:such as|e\.g\.|for example|例如|比如|如)[:：\s]*[^\s，。；,;)）]+")
COMMENTS = re.compile(r"\{#.*?#\}|<!--.*?-->|/\*.*?\*/", re.S)


def _names() -> re.Pattern[str]:
    """Every name of an area, in params/*/areas.yml, and every id of an indicator."""
    words: set[str] = set(
        yaml.safe_load((ROOT / "params/catalog/indicators.yml").read_text(encoding="utf-8"))
    )
    for path in (ROOT / "params").glob("*/areas.yml"):
        areas = yaml.safe_load(path.read_text(encoding="utf-8"))
        for area in (areas["province"], *areas["areas"]):
            words |= {area[key] for key in ("id", "zh", "short_zh", "en")}
    latin = "|".join(sorted(re.escape(word) for word in words if word.isascii()))
    chinese = "|".join(sorted(re.escape(word) for word in words if not word.isascii()))
    return re.compile(rf"(?<![A-Za-z_])(?:{latin})(?![A-Za-z_])|{chinese}", re.I)


NAMES = _names()


def _hard_coded(text: str) -> list[str]:
    text = EXAMPLE.sub("", text)
    return NAMES.findall(text) + QUARTER.findall(text)


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


def _tags(cell: dict[str, Any]) -> list[str]:
    return cell["metadata"].get("tags", [])


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: str(path.relative_to(ROOT)))
def path(request: pytest.FixtureRequest) -> Path:
    return request.param


@pytest.fixture
def notebook(path: Path) -> dict[str, Any]:
    nb = json.loads(path.read_text(encoding="utf-8"))
    for cell in nb["cells"]:
        cell["source"] = "".join(cell["source"])
    return nb


@pytest.fixture
def code(notebook: dict[str, Any]) -> list[dict[str, Any]]:
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


@pytest.fixture
def prose(notebook: dict[str, Any]) -> list[dict[str, Any]]:
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "markdown"]


def test_there_are_notebooks() -> None:
    assert {"city.ipynb", "division.ipynb", "leader.ipynb", "province.ipynb"} <= {
        path.name for path in NOTEBOOKS
    }


def test_no_outputs_and_no_counts(code) -> None:
    assert [cell["id"] for cell in code if cell["outputs"] or cell["execution_count"]] == []


def test_metadata_say_the_kernel_and_nothing_of_a_machine(notebook) -> None:
    metadata = notebook["metadata"]
    assert set(metadata) <= {"kernelspec", "language_info"}
    assert metadata["kernelspec"]["name"] == "python3"
    assert set(metadata["kernelspec"]) <= {"name", "display_name", "language"}
    assert metadata.get("language_info", {"name": "python"}) == {"name": "python"}
    for cell in notebook["cells"]:
        assert set(cell["metadata"]) <= {"tags", "diaodu"}, cell["id"]


def test_cells_are_short_and_define_nothing(code) -> None:
    for cell in code:
        lines = [line for line in cell["source"].splitlines() if line.strip()]
        assert 1 <= len(lines) <= CELL_LINES, f"cell {cell['id']} has {len(lines)} lines"
        defined = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
        found = [node for node in ast.walk(ast.parse(cell["source"])) if isinstance(node, defined)]
        assert not found, f"cell {cell['id']} defines {found[0].name}; move it to the package"


def test_parameters_are_one_cell_of_plain_values(path, code) -> None:
    tagged = [cell for cell in code if "parameters" in _tags(cell)]
    if "explore" in path.parts and not tagged:
        return  # a starting point of one's own need not be run in a batch
    (cell,) = tagged
    for statement in ast.parse(cell["source"]).body:
        assert isinstance(statement, ast.Assign), ast.unparse(statement)
        ast.literal_eval(statement.value)


def test_default_parameters_name_a_file_that_is_there(path, code) -> None:
    values = {
        statement.targets[0].id: ast.literal_eval(statement.value)
        for cell in code
        if "parameters" in _tags(cell)
        for statement in ast.parse(cell["source"]).body
    }
    if not {"explore", "methods"} & set(path.parts):
        assert set(values) in (
            {"quarter_file", "area", "lang"},
            {"quarter_file", "division", "lang"},
        )
        assert values["lang"] == "zh"
    if "quarter_file" in values:
        assert (ROOT / values["quarter_file"]).is_file()


def test_nothing_outside_the_parameters_names_a_place_an_indicator_or_a_quarter(notebook) -> None:
    for cell in notebook["cells"]:
        if "parameters" not in _tags(cell):
            assert _hard_coded(cell["source"]) == [], f"cell {cell['id']}"


def test_prose_holds_no_results(prose) -> None:
    for cell in prose:
        assert RESULT.findall(cell["source"]) == [], f"cell {cell['id']}"


def test_prose_is_a_guide_or_the_text_of_the_catalogue(path, prose) -> None:
    for cell in prose:
        key = cell["metadata"].get("diaodu", {}).get("message")
        if key is None:
            assert "guide" in _tags(cell) or "explore" in path.parts, f"cell {cell['id']}"
        else:
            expected = f"## {say(f'{key}.heading', 'zh')}\n\n{say(f'{key}.method', 'zh')}"
            assert cell["source"] == expected, f"cell {cell['id']}: run make sync"


@pytest.mark.parametrize("path", PACKAGE, ids=lambda path: str(path.relative_to(ROOT / "src")))
def test_the_package_names_no_place_no_indicator_and_no_quarter(path) -> None:
    assert _hard_coded(_content(path)) == []


def test_the_search_for_names_finds_them_and_spares_comments() -> None:
    code = '"""Of Langfang."""\nx = 1  # 河北\n\ndef f():\n    """As in 2022Q1."""\n'
    assert _hard_coded(_code(code)) == []
    for wrong in ('y = "河北"', "langfang = 1", 'f("of 2022Q1")', 'z = f"{x}gdp_growth"'):
        assert len(_hard_coded(_code(code + wrong))) == 1, wrong
    assert _hard_coded("expected a quarter such as 2022Q1") == []
