"""The command as people call it: a made-up province, in processes of its own."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from batch import tiny
from diaodu import __version__, cli


def _diaodu(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "diaodu", *(str(argument) for argument in arguments)],
        capture_output=True,
        check=False,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **environment},
        timeout=600,
    )


def _run_json(root: Path) -> dict:
    path = root / "reports" / "testland" / "2022Q1" / "run.json"
    return json.loads(path.read_text(encoding="utf-8"))


def _names(root: Path) -> list[str]:
    folder = root / "reports" / "testland" / "2022Q1"
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


# Everything with the repository's own notebooks


@pytest.fixture(scope="module")
def province(tmp_path_factory):
    """A province that nobody has heard of, reported with the notebooks of this repository."""
    root = tiny.repository(tmp_path_factory.mktemp("province"))
    tiny.with_real_notebooks(tiny.with_raw_files(root))
    return root, _diaodu("report", root / tiny.FILE)


def test_a_made_up_province_gets_all_its_reports(province) -> None:
    root, done = province
    assert (done.returncode, done.stderr) == (0, "")
    assert _names(root) == [
        "alpha.html",
        "beta.html",
        "gamma.html",
        "index.html",
        *(f"notebooks/{name}.ipynb" for name in ("alpha", "beta", "gamma", "testland")),
        "run.json",
        "testland.html",
    ]
    assert _run_json(root)["state"] == "complete"


def test_the_path_of_the_index_comes_last(province) -> None:
    root, done = province
    last = Path(done.stdout.splitlines()[-1])
    assert last == root.resolve() / "reports" / "testland" / "2022Q1" / "index.html"
    assert last.is_file()


def test_what_was_read_and_what_is_wrong_with_it_is_printed(province) -> None:
    _, done = province
    (line,) = [line for line in done.stdout.splitlines() if "indicators.csv  " in line]
    assert line.split()[-5:-2] == ["5", "4", "1"]  # rows, used, errors
    assert "[错误] indicators.csv" in done.stdout
    assert "内容：丁" in done.stdout


def test_the_record_counts_the_rows_in_and_out(province) -> None:
    data = _run_json(province[0])
    (entry,) = [e for e in data["inputs"] if e["path"].endswith("/indicators.csv")]
    assert (entry["rows_in"], entry["rows_out"], entry["table_rows"]) == (5, 4, 4)
    assert re.fullmatch("[0-9a-f]{64}", entry["sha256"])
    assert data["tables"]["indicators"] == 4
    assert all(unit["seconds"] > 0 for unit in data["units"].values())


def test_the_index_leads_to_every_report_and_names_what_was_left_out(province) -> None:
    root, _ = province
    index = (root / "reports/testland/2022Q1/index.html").read_text(encoding="utf-8")
    for name in ("alpha", "beta", "gamma", "testland"):
        assert f'href="{name}.html"' in index
    assert "indicators.csv" in index
    assert "丁" in index


def test_two_runs_give_the_same_bytes(province) -> None:
    root, _ = province
    folder = root / "reports" / "testland" / "2022Q1"
    before = {path.name: path.read_bytes() for path in folder.glob("*.html")}
    again = _diaodu("report", root / tiny.FILE, "--quiet", "--area", "alpha", "testland")
    assert again.returncode == 0
    assert {path.name: path.read_bytes() for path in folder.glob("*.html")} == before


# The stages, with a notebook of one paragraph


@pytest.fixture
def root(tmp_path):
    return tiny.with_raw_files(tiny.repository(tmp_path))


def test_the_stages_one_by_one(root) -> None:
    file = root / tiny.FILE
    early = _diaodu("run", file)
    assert early.returncode == 1
    assert "diaodu intake" in early.stderr

    taken = _diaodu("intake", file, "--lang", "en")
    assert (taken.returncode, taken.stderr) == (0, "")
    assert "[errors] indicators.csv" in taken.stdout
    assert (root / "data/processed/testland/2022Q1/indicators.parquet").is_file()

    executed = _diaodu("run", file, "--area", "乙", "Testland", "--lang", "en")
    assert (executed.returncode, executed.stderr) == (0, "")
    assert _names(root) == ["notebooks/beta.en.ipynb", "notebooks/testland.en.ipynb", "run.json"]
    assert _run_json(root)["state"] == "incomplete"

    published = _diaodu("publish", file, "--area", "beta", "--lang", "en")
    assert (published.returncode, published.stderr) == (0, "")
    assert published.stdout.splitlines()[-1].endswith("index.en.html")
    assert {"beta.en.html", "index.en.html"} < set(_names(root))
    assert "testland.en.html" not in _names(root)

    rest = _diaodu("publish", file, "--lang", "en")
    assert rest.returncode == 1
    assert "Not run yet: Alpha, Gamma." in rest.stderr
    assert "testland.en.html" in _names(root)


def test_a_failed_city_is_told_of_and_does_not_stop_the_others(root) -> None:
    broken = tiny.notebook("if area == 'beta': 1 / 0", tiny.SHOW)
    nbformat.write(broken, root / "notebooks" / "city.ipynb")
    done = _diaodu("report", root / tiny.FILE, "--area", "alpha", "beta", "--lang", "en")
    assert done.returncode == 1
    assert "Beta: failed: cell 3, ZeroDivisionError: division by zero" in done.stderr
    assert "failed/beta.en.ipynb" in done.stderr
    assert "Traceback" not in done.stderr
    assert "1 done, 1 failed." in done.stdout
    assert _run_json(root)["units"]["beta.en"]["error"]["cell"] == 3
    index = Path(done.stdout.splitlines()[-1]).read_text(encoding="utf-8")
    assert 'href="failed/beta.en.ipynb"' in index
    assert 'href="beta.en.html"' not in index
    again = _diaodu("publish", root / tiny.FILE, "--area", "beta", "--lang", "en")
    assert again.returncode == 1
    assert _run_json(root)["units"]["beta.en"]["error"]["name"] == "ZeroDivisionError"


def test_a_notebook_without_the_parameters_stops_before_anything_is_touched(root) -> None:
    wrong = tiny.notebook(tiny.SHOW, parameters=tiny.CELL.replace("area", "aera"))
    nbformat.write(wrong, root / "notebooks" / "city.ipynb")
    done = _diaodu("report", root / tiny.FILE)
    assert done.returncode == 2
    assert "city.ipynb: cell 2: area: found the unknown 'aera'" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (root / "reports").exists()
    assert not (root / "data" / "processed").exists()


def test_input_of_which_nothing_can_be_used_is_refused(root) -> None:
    for path in (root / "data/raw/testland/published").iterdir():
        path.unlink()
    done = _diaodu("report", root / tiny.FILE, "--lang", "en")
    assert done.returncode == 1
    assert "found not one row that can be used in published" in done.stderr
    assert _names(root) == ["run.json"]
    assert _run_json(root)["state"] == "failed"
    assert "not one row" in _run_json(root)["error"]


def test_freeze_writes_the_hashes_and_says_so(root) -> None:
    done = _diaodu("intake", root / tiny.FILE, "--freeze", "--lang", "en")
    assert done.returncode == 0
    assert "frozen: data/raw/testland/published/facts.csv" in done.stdout
    again = _diaodu("intake", root / tiny.FILE, "--freeze", "--lang", "en")
    assert "frozen:" not in again.stdout


def test_a_terminal_without_chinese_does_not_stop_a_run(root) -> None:
    done = _diaodu("intake", root / tiny.FILE, PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert "\\u6587\\u4ef6" in done.stdout


# Usage


def test_wrong_usage_is_code_2_in_one_line(root, capsys) -> None:
    file = str(root / tiny.FILE)
    for arguments in ([], ["report"], ["reprot", file], ["report", file, "--lang", "fr"]):
        with pytest.raises(SystemExit) as ended:
            cli.main(arguments)
        assert ended.value.code == 2
    with pytest.raises(SystemExit):
        cli.main(["report", file, "--workers", "0", "--lang", "en"])
    assert "expected a whole number of 1 or more, found 0" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["params/no/such.yml"], "params/no/such.yml: found no such file"),
        (["FILE", "--area", "丁市"], "area: found '丁市'; expected one of alpha, beta, gamma"),
    ],
)
def test_wrong_parameters_are_code_2_with_a_plain_message(root, capsys, arguments, message) -> None:
    arguments = [str(root / tiny.FILE) if a == "FILE" else a for a in arguments]
    assert cli.main(["report", *arguments]) == 2
    assert message in capsys.readouterr().err


def test_a_mistake_of_the_program_keeps_its_traceback(root, monkeypatch) -> None:
    monkeypatch.setattr("diaodu.params.open_run", lambda *_, **__: {}["no"])
    with pytest.raises(KeyError):
        cli.main(["intake", str(root / tiny.FILE)])


@pytest.mark.parametrize(
    ("lang", "words"),
    [("en", ["examples:", "exit code:"]), ("zh", ["示例：", "退出码："])],
)
@pytest.mark.parametrize("command", cli.COMMANDS)
def test_help_has_examples_and_exit_codes_in_the_language_asked_for(
    capsys, command, lang, words
) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main([command, "--lang", lang, "--help"])
    assert ended.value.code == 0
    shown = capsys.readouterr().out
    assert all(word in shown for word in words)


def test_version(capsys) -> None:
    with pytest.raises(SystemExit):
        cli.main(["--version"])
    assert capsys.readouterr().out == f"diaodu {__version__}\n"


@pytest.mark.parametrize(
    ("environment", "lang"),
    [({"LANG": "zh_CN.UTF-8"}, "zh"), ({"LANG": "zh_CN.GBK", "LC_ALL": "de_DE"}, "en")],
)
def test_help_is_in_the_language_of_the_system(monkeypatch, environment, lang) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert cli._language_of_help(["report"]) == lang
