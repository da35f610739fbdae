from __future__ import annotations

import nbformat
import pytest

from batch import tiny
from diaodu.batch import parameters, plan
from diaodu.errors import ParameterError
from diaodu.params import open_run

GIVEN = {"quarter_file": "params/testland/2022Q1.yml", "area": "beta", "lang": "en"}


def _problems(tmp_path, notebook) -> list[str]:
    path = tmp_path / "city.ipynb"
    nbformat.write(notebook, path)
    with pytest.raises(ParameterError) as caught:
        parameters.check(path, GIVEN)
    assert all(problem.startswith(f"{path}: ") for problem in caught.value.problems)
    return [problem.removeprefix(f"{path}: ") for problem in caught.value.problems]


def test_a_cell_with_exactly_the_keys_of_the_run_passes(tmp_path) -> None:
    path = tmp_path / "city.ipynb"
    nbformat.write(tiny.notebook(), path)
    parameters.check(path, GIVEN)


def test_comments_and_annotations_are_allowed(tmp_path) -> None:
    path = tmp_path / "city.ipynb"
    cell = '# which\nquarter_file: str = "a.yml"\narea = "alpha"  # id\nlang = "zh"'
    nbformat.write(tiny.notebook(parameters=cell), path)
    parameters.check(path, GIVEN)


def test_a_misspelt_key_is_named_from_both_sides(tmp_path) -> None:
    cell = tiny.CELL.replace("area", "aera")
    assert _problems(tmp_path, tiny.notebook(parameters=cell)) == [
        "cell 2: area: found the unknown 'aera'; expected `area = 'beta'`",
        "cell 2: line 2: aera: found a name that no run sets; expected only quarter_file, area, "
        "lang (put constants into another cell)",
    ]


def test_a_key_that_the_cell_lacks_is_an_error(tmp_path) -> None:
    cell = tiny.CELL.replace('lang = "zh"', "")
    assert _problems(tmp_path, tiny.notebook(parameters=cell)) == [
        "cell 2: lang: found no such name; expected `lang = 'en'`"
    ]


def test_a_value_of_another_type_is_an_error(tmp_path) -> None:
    cell = tiny.CELL.replace('"alpha"', '["alpha", 3]')
    assert _problems(tmp_path, tiny.notebook(parameters=cell)) == [
        "cell 2: line 2: area: found ['alpha', 3] (list); expected a str such as 'beta'"
    ]


def test_whatever_is_no_plain_assignment_is_an_error_and_all_are_listed(tmp_path) -> None:
    cell = 'import os\narea = os.environ["AREA"]\narea = "a"\narea = "b"'
    assert _problems(tmp_path, tiny.notebook(parameters=cell)) == [
        "cell 2: line 1: found 'import os'; expected only lines `name = value`",
        "cell 2: line 2: area: found \"area = os.environ['AREA']\"; expected a plain value",
        "cell 2: line 4: area: found it assigned twice; expected once",
    ]


def test_a_cell_that_is_not_python_is_an_error(tmp_path) -> None:
    (problem,) = _problems(tmp_path, tiny.notebook(parameters='area = "alpha'))
    assert problem.startswith("cell 2: line 1: found unterminated string")


def test_no_tagged_cell_and_two_are_errors(tmp_path) -> None:
    assert _problems(tmp_path, tiny.notebook(tags=("parameter",))) == [
        "found no code cell tagged 'parameters'; expected exactly one"
    ]
    two = tiny.notebook("x = 1")
    two.cells[2].metadata["tags"] = ["parameters"]
    assert _problems(tmp_path, two) == [
        "found 2 cells (cells 2, 3) tagged 'parameters'; expected exactly one"
    ]


@pytest.mark.parametrize("text", ["", "not a notebook", "[]", '{"cells": 3}'])
def test_a_file_that_is_no_notebook_is_an_error(tmp_path, text) -> None:
    path = tiny.put(tmp_path / "city.ipynb", text)
    with pytest.raises(ParameterError, match=r"city\.ipynb: found no notebook"):
        parameters.check(path, GIVEN)


def test_a_missing_notebook_is_an_error(tmp_path) -> None:
    with pytest.raises(ParameterError, match=r"city\.ipynb: found no such file"):
        parameters.check(tmp_path / "city.ipynb", GIVEN)


def test_all_notebooks_of_a_run_are_checked_in_one_pass(tmp_path) -> None:
    root = tiny.repository(
        tmp_path,
        city=tiny.notebook(parameters=tiny.CELL.replace('"zh"', "1")),
        province=tiny.notebook(parameters=tiny.CELL.replace("lang", "language")),
    )
    with pytest.raises(ParameterError) as caught:
        plan.check(plan.units(open_run(root / tiny.FILE)))
    files = [problem.partition(":")[0].rpartition("/")[2] for problem in caught.value.problems]
    assert files == ["province.ipynb", "province.ipynb", "city.ipynb"]  # once, not once an area
