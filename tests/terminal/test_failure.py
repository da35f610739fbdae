"""What the terminal says of a notebook that breaks: where, with which parameters, and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from batch import tiny
from diaodu.batch import plan
from diaodu.batch import run as batch_run
from diaodu.batch.outcome import Failure, Outcome
from diaodu.cli import main
from diaodu.terminal.failure import Failures
from diaodu.terminal.plain import MOST, harmless, plain

BROKEN = "figures = {}\n\nfigures['\x1b[31mno']"


def _repository(root: Path) -> Path:
    return tiny.with_raw_files(
        tiny.repository(root, city=tiny.notebook("good = 1", BROKEN, tiny.SHOW))
    )


@pytest.mark.parametrize("engine", ["warm", pytest.param("standard", marks=pytest.mark.slow)])
def test_a_failing_cell_is_shown_with_notebook_cell_line_and_parameters(
    tmp_path, capsys, engine
) -> None:
    file = str(_repository(tmp_path) / tiny.FILE)
    args = ["--lang", "en", "--engine", engine, "--workers", "1"]
    assert main(["report", file, "--quiet", *args]) == 1
    said = capsys.readouterr().err
    assert said.splitlines()[:8] == [
        r"Alpha: failed. KeyError: '\x1b[31mno'",
        "  where: notebooks/city.ipynb, cell 4 (cell1), line 3",
        "    > figures['\ufffd[31mno']",
        "  parameters: quarter_file = 'params/testland/2022Q1.yml'; area = 'alpha'; lang = 'en'",
        "  consequence: this report was not made, and an earlier one was taken away; "
        "the others are not affected",
        "  the notebook with its error: reports/testland/2022Q1/failed/alpha.en.ipynb",
        "  what to do: open the notebook in JupyterLab (make lab), set its parameters as above and "
        "run it up to that cell; once it is mended, run "
        "diaodu report params/testland/2022Q1.yml --area alpha --lang en",
        r"Beta: failed as Alpha did. KeyError: '\x1b[31mno'",
    ]
    assert "\x1b" not in said


def test_the_same_in_chinese_and_on_record(tmp_path, capsys) -> None:
    root = _repository(tmp_path)
    assert main(["report", str(root / tiny.FILE), "--quiet", "--area", "alpha"]) == 1
    said = capsys.readouterr().err
    assert "位置：notebooks/city.ipynb，第4单元格（cell1）第3行" in said
    assert "参数：quarter_file = 'params/testland/2022Q1.yml'; area = 'alpha'; lang = 'zh'" in said
    record = (root / "reports/testland/2022Q1/run.json").read_text(encoding="utf-8")
    assert '"id": "cell1",' in record and '"line": 3,' in record and "\x1b" not in record


def test_a_mistake_of_grammar_and_one_in_a_function_name_the_cells_line(tmp_path) -> None:
    cells = ("good = 1\nbad = = 2", "import json\njson.loads('')")
    with batch_run.crew(1) as crew:
        for number, cell in enumerate(cells):
            root = tiny.repository(tmp_path / str(number), city=tiny.notebook("1", cell, tiny.SHOW))
            (unit,) = plan.units(tiny.with_tables(root), ["beta"])
            (outcome,) = crew.make([unit], html=True, done=lambda _: None)
            said = "\n".join(Failures().lines(outcome))
            assert "第4单元格（cell1）第2行" in said
            assert f"    > {cell.splitlines()[1]}" in said


@pytest.mark.parametrize(
    ("failure", "said"),
    [
        (Failure("TimeLimit", "too long", 4, "cell1"), "city.ipynb, cell 4 (cell1)"),
        (Failure("WorkerDied", "killed"), "city.ipynb (no cell of it is to blame)"),
    ],
)
def test_what_was_stopped_has_no_line_and_other_advice(tmp_path, failure, said) -> None:
    run = tiny.with_tables(tiny.repository(tmp_path), lang="en")
    (unit,) = plan.units(run, ["alpha"])
    lines = Failures().lines(Outcome(unit, "failed", 1.0, failure))
    assert any(said in line for line in lines)
    assert not any("line" in line.split(":")[0] for line in lines)
    assert "a loop without an end" in lines[-1]


def test_what_a_terminal_would_obey_or_turn_around_becomes_visible() -> None:
    assert harmless("a\x1b]0;title\x07b\u202ec\r\x9bd\te\n") == (
        "a\ufffd]0;title\ufffdb\ufffdc\ufffd\ufffdd\te\n"
    )
    assert plain("a\nb\x00" + "x" * 2000) == "a b\ufffd" + "x" * (MOST - 5) + "…"
    assert plain("保定 5.8% “a” – é") == "保定 5.8% “a” – é"
