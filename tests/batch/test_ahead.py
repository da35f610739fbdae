"""What the processes of a run do ahead, and what goes on beside other work."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from batch import tiny
from diaodu import store
from diaodu.batch import ahead, forge, kept, plan, run
from diaodu.batch.ahead import Ahead
from diaodu.batch.beside import apart, beside
from diaodu.batch.made import Made
from diaodu.batch.outcome import Cost, Failure, Outcome
from diaodu.params import Run, open_run

STARTS = ["spawn", *(["fork"] if forge.available() else [])]


@pytest.fixture
def quarter(tmp_path: Path) -> Run:
    return tiny.with_tables(tiny.repository(tmp_path))


@pytest.mark.parametrize("start", STARTS)
def test_a_reader_is_kept_when_it_is_said_to_be_learnt(quarter, start) -> None:
    assert not kept.has_reader(quarter)
    with run.crew(1, start=start) as crew:
        crew.prepare(Ahead("reader", quarter))
        crew.learnt()
        assert kept.has_reader(quarter)
        (outcome,) = crew.make(plan.units(quarter, ["alpha"]), html=False, done=lambda _: None)
    assert outcome.state == "executed"


@pytest.mark.parametrize("start", STARTS)
def test_nobody_waits_for_a_reader_of_a_process_that_ended(quarter, start) -> None:
    before = set(multiprocessing.active_children())
    with run.crew(1, start=start) as crew:
        crew.prepare(Ahead("reader", quarter))
        (process,) = set(multiprocessing.active_children()) - before
        process.kill()
        crew.learnt()
        (outcome,) = crew.make(plan.units(quarter, ["alpha"]), html=False, done=lambda _: None)
    assert outcome.state == "executed"


def test_nothing_is_said_of_what_cannot_be_done_ahead(quarter) -> None:
    labels = quarter.root / "params" / "catalog" / "note_labels.csv"
    labels.write_text("no,labels\n", encoding="utf-8")
    ahead.carry_out(Ahead("reader", open_run(quarter.file)))
    assert not kept.has_reader(quarter)
    (quarter.processed / "facts.parquet").write_bytes(b"broken")
    ahead.carry_out(Ahead("tables", quarter))
    with pytest.raises(store.ContractError):
        store.load(quarter)  # whoever needs it is told


@pytest.mark.parametrize("start", STARTS)
def test_an_outcome_holds_the_unit_that_was_handed_over(quarter, start) -> None:
    units, told = plan.units(quarter, ["alpha", "beta"]), list[Outcome]()
    with run.crew(2, start=start) as crew:
        outcomes = crew.make(units, html=False, done=told.append)
    # not a copy that came back with a run of its own
    assert all(one.unit is unit for one, unit in zip(outcomes, units, strict=True))
    assert {id(one.unit) for one in told} == {id(unit) for unit in units}


@pytest.mark.skipif(not hasattr(signal, "SIGALRM"), reason="no clock ends a test here")
@pytest.mark.parametrize("start", STARTS)
def test_processes_do_not_wait_for_each_other_where_runs_are_large(tmp_path, start) -> None:
    # larger than what fits between two processes: as the names of some thousand areas
    names = ", ".join(f'"{number:060d}"' for number in range(12_000))
    areas = tiny.AREAS.replace("en: Alpha}", f"en: Alpha, aliases: [{names}]}}")
    root = tiny.repository(tmp_path)
    (root / "params" / "testland" / "areas.yml").write_text(areas, encoding="utf-8")
    quarter = tiny.with_tables(root)
    assert len(pickle.dumps(quarter)) > 600_000
    before = signal.signal(signal.SIGALRM, lambda *_: pytest.fail("they wait for each other"))
    signal.alarm(120)
    try:
        with run.crew(2, start=start) as crew:
            outcomes = crew.make(plan.units(quarter), html=False, done=lambda _: None)
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
    assert {one.state for one in outcomes} == {"executed"}


def test_an_outcome_is_the_same_on_the_other_side(quarter) -> None:
    (unit,) = plan.units(quarter, ["alpha"])
    failure = Failure("KeyError", "x", 3, "id", 1, "y")
    outcome = Outcome(unit, "failed", 1.5, failure, "trace", 20.0, (Cost(1, 0.5, None),))
    sent = pickle.loads(pickle.dumps(outcome.answer))
    assert sent.of(unit) == outcome
    long = replace(outcome, details="a" * 10**6 + "the end")
    assert len(pickle.dumps(long.answer)) < 30_000
    assert long.answer.details.endswith("the end")


def test_work_beside_is_over_at_the_end_and_its_error_is_raised_there() -> None:
    begun, go = threading.Event(), threading.Event()

    def work() -> int:
        begun.set()
        go.wait(30)
        return 7

    with beside(work) as found:
        assert begun.wait(30) and not found.done()
        go.set()
    assert found.result() == 7
    reached = False
    with pytest.raises(ZeroDivisionError), beside(lambda: 1 / 0):
        reached = True
    assert reached


def test_work_beside_is_not_waited_for_where_the_block_fails() -> None:
    go = threading.Event()
    with pytest.raises(KeyboardInterrupt), beside(lambda: go.wait(30)) as found:
        raise KeyboardInterrupt
    assert not found.done()
    go.set()


def test_work_apart_is_done_by_another_process_and_its_error_is_raised_here(
    tmp_path, monkeypatch
) -> None:
    monkeypatch.setattr(threading, "active_count", lambda: 1)  # tests run beside threads
    done = tmp_path / "done"

    def work() -> None:
        with done.open("a") as file:
            file.write(f"{os.getpid()}\n")
        if len(done.read_text().split()) > 1:
            raise ZeroDivisionError
        if (tmp_path / "fails").exists():
            sys.exit(3)

    with apart(work):
        pass
    (pid,) = done.read_text().split()
    assert int(pid) != os.getpid() or not forge.available()
    done.unlink()
    (tmp_path / "fails").touch()
    with pytest.raises((ZeroDivisionError, SystemExit)), apart(work):
        pass


@pytest.mark.skipif(not forge.available(), reason="nothing is forked here")
def test_work_apart_is_ended_with_what_it_started_where_the_block_fails(
    tmp_path, monkeypatch
) -> None:
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    begun, cleared = tmp_path / "begun", tmp_path / "cleared"

    def work() -> None:
        started = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
        try:
            begun.with_suffix(".part").write_text(str(started.pid))
            begun.with_suffix(".part").replace(begun)
            time.sleep(60)
        finally:
            time.sleep(0.3)  # it is told once, so that nothing cuts its clearing up short
            cleared.touch()

    with pytest.raises(KeyboardInterrupt), apart(work):
        while not begun.exists():
            time.sleep(0.01)
        raise KeyboardInterrupt
    assert cleared.exists()
    state = Path(f"/proc/{begun.read_text()}/stat")
    for _ in range(500):  # nobody's child by now: the system takes its time
        if not state.exists() or state.read_text().split()[2] == "Z":
            break
        time.sleep(0.01)
    else:
        pytest.fail("it is still there")


def test_what_changed_while_intake_read_is_read_again(quarter) -> None:
    made = Made(quarter)
    made.looked()
    tiny.put(quarter.raw / "published" / "late.csv", "x")
    made.stored()
    made.took_in()
    assert not Made(quarter).same_inputs()


def test_tables_that_were_stored_are_known_before_intake_is_over(quarter) -> None:
    made = Made(quarter)
    made.forget_inputs()
    made.stored()
    assert not Made(quarter).same_inputs()  # as after an interruption: slips may be missing
    made.took_in()
    assert Made(quarter).same_inputs()
    assert Made(quarter).tables() == made.tables()
