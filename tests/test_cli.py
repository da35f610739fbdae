"""The command as people call it: once in a process of its own, else as the call that it makes."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import nbformat
import pytest

from batch import tiny
from diaodu import __version__, cli
from diaodu.intake.received.parse import parse
from diaodu.intake.received.recognise import recognise
from diaodu.terminal import arguments
from intake import sent


@dataclass(frozen=True)
class Done:
    """What a call of the command gave: its exit code, and all that it printed."""

    returncode: int
    stdout: str
    stderr: str


def _diaodu(*arguments: object) -> Done:
    with redirect_stdout(StringIO()) as out, redirect_stderr(StringIO()) as errors:
        code = cli.main([str(argument) for argument in arguments])
    return Done(code, out.getvalue(), errors.getvalue())


def _process(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
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
    return root, _process("report", root / tiny.FILE)


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

ALONE = ("--workers", "1")


@pytest.fixture
def root(tmp_path):
    return tiny.with_raw_files(tiny.repository(tmp_path))


def test_the_ledger_is_written_as_a_workbook(root, tmp_path) -> None:
    file = root / tiny.FILE
    early = _diaodu("ledger", file)
    assert early.returncode == 1
    assert "diaodu intake" in early.stderr
    assert _diaodu("intake", file, "--quiet").returncode == 0
    done = _diaodu("ledger", file, "--area", "乙", "--lang", "en", "--out", tmp_path / "out")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [str(tmp_path / "out" / "ledger.en.xlsx")]
    assert (tmp_path / "out" / "ledger.en.xlsx").read_bytes().startswith(b"PK")


def test_the_stages_one_by_one(root) -> None:
    file = root / tiny.FILE
    early = _diaodu("run", file)
    assert early.returncode == 1
    assert "diaodu intake" in early.stderr

    taken = _diaodu("intake", file, "--lang", "en")
    assert (taken.returncode, taken.stderr) == (0, "")
    assert "[errors] indicators.csv" in taken.stdout
    assert (root / "data/processed/testland/2022Q1/indicators.parquet").is_file()

    executed = _diaodu("run", file, "--area", "乙", "Testland", "--lang", "en", *ALONE)
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
    done = _diaodu("report", root / tiny.FILE, "--area", "alpha", "beta", "--lang", "en", *ALONE)
    assert done.returncode == 1
    assert "Beta: failed. ZeroDivisionError: division by zero" in done.stderr
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
    done = _process("intake", root / tiny.FILE, PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert "\\u6587\\u4ef6" in done.stdout


# What the areas send in


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    """A quarter that takes submissions: two forms, a report and a picture came in at once."""
    run = sent.repository(tmp_path_factory.mktemp("collected"))
    mail = run.root / "mail"
    old, new = ({"主要指标!F5": value, "重点项目!B5": "示例第一钢厂"} for value in (6.5, 6.0))
    sent.put(mail, "甲市一稿.xlsx", sent.form(run, "alpha", old))
    sent.put(mail, "甲市二稿.xlsx", sent.form(run, "alpha", new))
    sent.put(mail, "乙市报告.docx", sent.titled("乙市"))
    sent.put(mail, "丙市.jpg", b"\xff\xd8\xff picture")
    done = _diaodu("intake", run.file, mail, "--received", "2022-03-22", "--lang", "en")
    return run, done


def test_intake_registers_files_and_is_code_1_if_one_was_refused(collected) -> None:
    run, done = collected
    assert (done.returncode, done.stderr) == (1, "")
    assert "甲市一稿.xlsx: Alpha, form, version 1" in done.stdout
    assert "甲市二稿.xlsx: Alpha, form, version 2" in done.stdout
    assert "丙市.jpg: refused. Figures in pictures" in done.stdout
    assert "[warnings] Alpha: form-v2.xlsx" in done.stdout  # two at once
    stored = sorted(p.parent.name for p in run.received.glob("*/*") if p.suffix != ".yml")
    assert stored == ["alpha", "alpha", "beta", "refused"]
    assert (run.reports / "slips" / "alpha.en.html").is_file()


def test_report_registers_a_correction_and_makes_what_it_touches(tmp_path) -> None:
    run = sent.repository(tmp_path)
    nbformat.write(tiny.notebook(tiny.SHOW), tmp_path / "notebooks" / "ledger.ipynb")
    first = sent.put(
        tmp_path / "mail", "甲市一稿.xlsx", sent.form(run, "alpha", {"主要指标!F5": 6.5})
    )
    assert _diaodu("report", run.file, first, "--received", "2022-03-20").returncode == 0
    made = {path: path.stat().st_mtime_ns for path in run.reports.glob("*.html")}
    new = sent.put(
        tmp_path / "mail", "甲市二稿.xlsx", sent.form(run, "alpha", {"主要指标!F5": 6.0})
    )
    done = _diaodu("report", run.file, new, "--received", "2022-03-20", "--lang", "en")
    assert (done.returncode, done.stderr) == (0, "")
    assert "甲市二稿.xlsx: Alpha, form, version 2" in done.stdout
    again = _diaodu("report", run.file)
    assert again.returncode == 0
    anew = {p.name for p, stamp in made.items() if p.stat().st_mtime_ns != stamp}
    assert "alpha.html" in anew and "gamma.html" not in anew
    picture = sent.put(tmp_path / "mail", "丙市.jpg", b"\xff\xd8\xff picture")
    assert _diaodu("report", run.file, picture).returncode == 1


def _standing(stdout: str, area: str) -> list[str]:
    (line,) = [line for line in stdout.splitlines() if line.startswith(f"  {area} ")]
    return re.split(r"\s{2,}", line.strip())


def test_intake_ends_with_who_has_sent_what(collected) -> None:
    _, done = collected
    late = "v2 3/22 (2 d late)"
    assert _standing(done.stdout, "Alpha")[:6] == ["Alpha", late, "missing", "1", "1", "0"]
    assert _standing(done.stdout, "Beta")[1:4] == ["missing", "v1 3/22 (2 d late)", "0"]
    assert _standing(done.stdout, "Gamma")[1:3] == ["refused", "refused"]
    assert "due 2022-03-20 (3): Alpha, Beta, Gamma" in done.stdout


def test_status_shows_the_same_and_changes_nothing(collected) -> None:
    run, done = collected
    kept = {p: p.read_bytes() for p in run.root.rglob("*") if p.is_file()}
    status = _diaodu("status", run.file, "--lang", "en", "--quiet")
    assert status.returncode == 0
    table = status.stdout.strip().splitlines()
    assert done.stdout.strip().splitlines()[-len(table) :] == table
    assert {p: p.read_bytes() for p in run.root.rglob("*") if p.is_file()} == kept


def test_status_reads_no_file_again_while_nothing_has_changed(
    collected, monkeypatch, capsys
) -> None:
    run, _ = collected
    read = []
    monkeypatch.setattr("diaodu.batch.work.taking.read", read.append)
    assert cli.main(["status", str(run.file)]) == 0
    assert read == []
    path = run.received / "beta" / "report-v1.docx"
    before = path.read_bytes()
    try:
        path.write_bytes(sent.titled("乙市", more="情况有变。"))
        with pytest.raises(AttributeError):  # what it reads now is nothing
            cli.main(["status", str(run.file)])
        assert len(read) == 1
    finally:
        path.write_bytes(before)


def test_diff_says_what_changed_from_one_version_to_the_next(collected) -> None:
    run, _ = collected
    done = _diaodu("diff", run.file, "--area", "甲", "--lang", "en")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "Alpha, form: version 1 to 2, differences: 1",
        "  changed: Industrial value added growth, Q1 2022 expected, value: 6.5 → 6 (主要指标!F5)",
    ]
    for area in ("乙", "丙"):
        assert "no two versions" in _diaodu("diff", run.file, "--area", area, "--lang", "en").stdout
    one = _diaodu("diff", run.file, "--area", "甲", "--versions", "2", "1", "--lang", "en")
    assert "6 → 6.5" in one.stdout


def test_forms_are_written_for_all_areas_or_some_and_come_back(collected, tmp_path) -> None:
    run, _ = collected
    done = _diaodu("form", run.file)
    assert (done.returncode, done.stderr) == (0, "")
    forms = [Path(line) for line in done.stdout.splitlines()]
    assert [path.name for path in forms] == ["alpha.xlsx", "beta.xlsx", "gamma.xlsx"]
    assert {path.parent for path in forms} == {run.reports / "forms"}
    some = _diaodu("form", run.file, "--area", "丙", "--out", tmp_path, "--lang", "en")
    assert some.stdout.splitlines() == [str(tmp_path / "gamma.en.xlsx")]
    said = recognise(parse(tmp_path / "gamma.en.xlsx"), run)
    assert (said.area, said.quarter, said.form) == ("gamma", "2022Q1", "2022")


@pytest.mark.parametrize("command", ["form", "status"])
def test_a_quarter_without_submissions_has_neither_forms_nor_a_status(
    root, capsys, command
) -> None:
    assert cli.main([command, str(root / tiny.FILE)]) == 2
    assert "submissions: found nothing" in capsys.readouterr().err


def test_a_file_that_is_not_there_and_a_day_that_is_none_are_wrong_usage(root, capsys) -> None:
    text = (root / tiny.FILE).read_text(encoding="utf-8")
    tiny.put(root / tiny.FILE, f"{text}submissions: {{form: '2022'}}\n")
    assert cli.main(["intake", str(root / tiny.FILE), "nowhere.xlsx"]) == 2
    assert "nowhere.xlsx: found no such file" in capsys.readouterr().err
    assert not (root / "reports").exists()
    with pytest.raises(SystemExit) as ended:
        cli.main(["intake", str(root / tiny.FILE), "--received", "3月18日", "--lang", "en"])
    assert ended.value.code == 2
    assert "expected a day such as 2022-03-18, found 3月18日" in capsys.readouterr().err


# Usage


def test_wrong_usage_is_code_2_in_one_line(root, capsys) -> None:
    file = str(root / tiny.FILE)
    for given in ([], ["report"], ["reprot", file], ["report", file, "--lang", "fr"]):
        with pytest.raises(SystemExit) as ended:
            cli.main(given)
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
@pytest.mark.parametrize("command", arguments.COMMANDS)
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
    assert arguments.language_of_help(["report"]) == lang
