"""What happens is told as JSON lines, and by a bar on a terminal."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from batch import tiny
from diaodu.batch import plan
from diaodu.batch.outcome import Failure, Outcome
from diaodu.batch.work import Done
from diaodu.cli import main
from diaodu.errors import ParameterError
from diaodu.params import Run, open_run
from diaodu.terminal import log
from diaodu.terminal.screen import Screen


@pytest.fixture
def run(tmp_path: Path) -> Run:
    return open_run(tiny.repository(tmp_path) / tiny.FILE, lang="en")


def _outcomes(run: Run) -> list[Outcome]:
    one, two, three, _ = plan.units(run)
    failure = Failure("ValueError", "甲: no such row", 3)
    return [
        Outcome(one, "made", 1.23456, peak_mb=210.5),
        Outcome(two, "failed", 0.5, failure),
        Outcome(three, "failed", float("nan"), Failure("WorkerDied", "it was killed")),
    ]


def _lines(text: str) -> list[dict]:
    found = [json.loads(line) for line in text.splitlines()]
    assert all(line.pop("time").endswith("+00:00") for line in found)
    return found


def test_each_event_is_a_line_with_its_unit_its_seconds_and_its_cause(run, tmp_path) -> None:
    path = tmp_path / "log.jsonl"
    outcomes = _outcomes(run)
    with log.screen(run, quiet=True, file=str(path)) as told:
        told.begins([outcome.unit for outcome in outcomes])
        assert len(path.read_text(encoding="utf-8").splitlines()) == 1  # at once, not at the end
        for outcome in outcomes:
            told.ended(outcome)
        told.close(Done(all_made=False, index=run.reports / "index.en.html"))
    begins, made, failed, died, done = _lines(path.read_text(encoding="utf-8"))
    assert begins == {"event": "begins", "units": ["testland.en", "alpha.en", "beta.en"]}
    assert made == {
        **{"event": "unit", "unit": "testland.en", "kind": "province", "state": "made"},
        **{"seconds": 1.235, "peak_mb": 210.5, "cause": None, "made": 1, "failed": 0, "left": 2},
    }
    where = {"cell": 3, "id": "", "line": None, "source": ""}
    assert failed["cause"] == {"name": "ValueError", "message": "甲: no such row", **where}
    assert (died["seconds"], died["failed"], died["left"]) == (None, 2, 0)
    index = (run.reports / "index.en.html").as_posix()
    counts = {"made": 1, "failed": 2, "left": 0}
    assert done == {"event": "done", "code": 1, "index": index, **counts}


def test_the_error_stream_holds_the_log_and_nothing_else(run, capsys) -> None:
    with log.screen(run, quiet=False, file="-") as told:
        told.waits()
        for outcome in _outcomes(run):
            told.ended(outcome)
    shown = capsys.readouterr()
    events = [line["event"] for line in _lines(shown.err)]
    assert events == ["waits", "unit", "unit", "unit"]
    assert "Testland" in shown.out


def test_a_command_that_stops_says_why_and_its_error_goes_on(run, tmp_path) -> None:
    path = tmp_path / "log.jsonl"
    with (
        pytest.raises(KeyboardInterrupt),
        log.screen(run, quiet=True, file=str(path)) as told,
    ):
        told.begins([])
        raise KeyboardInterrupt
    last = _lines(path.read_text(encoding="utf-8"))[-1]
    assert (last["event"], last["cause"]["name"]) == ("stopped", "KeyboardInterrupt")


def test_a_log_that_cannot_be_written_is_wrong_usage(run, tmp_path, capsys) -> None:
    with (
        pytest.raises(ParameterError, match="--log-json: found"),
        log.screen(run, quiet=True, file=str(tmp_path)),
    ):
        pass
    assert main(["report", str(run.file), "--log-json", str(tmp_path / "no" / "such")]) == 2
    assert "--log-json" in capsys.readouterr().err


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_the_bar_tells_what_is_done_failed_and_left(run) -> None:
    terminal = _Terminal()
    told = Screen(run, errors=terminal)
    outcomes = _outcomes(run)
    told.begins([outcome.unit for outcome in outcomes])
    for outcome in outcomes[:2]:
        told.ended(outcome)
    told.close(Done(all_made=False))
    last = terminal.getvalue().rstrip().splitlines()[-1].split("\r")[-1]
    assert "2/3 report" in last and "1 failed, 1 left" in last and "<" in last


def test_without_a_terminal_there_are_plain_lines(run, capsys) -> None:
    told = Screen(run)
    outcomes = _outcomes(run)
    told.begins([outcome.unit for outcome in outcomes])
    for outcome in outcomes:
        told.ended(outcome)
    shown = capsys.readouterr()
    assert "\r" not in shown.out + shown.err
    assert "Testland" in shown.out and "ValueError" in shown.err
