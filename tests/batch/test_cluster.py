"""Units on a Dask cluster of this machine: the same reports, and deaths that are lived through."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
import yaml

from batch import tiny
from diaodu.batch import cluster, fingerprint, plan, run
from diaodu.batch.outcome import Outcome
from diaodu.errors import DiaoduError, ParameterError

dask = pytest.importorskip("dask")
distributed = pytest.importorskip("distributed")
pytestmark = pytest.mark.slow

# Kills the worker of the cluster that the notebook's process descends from: the first time alone,
# or each time.
KILLS = """
import os, signal
from pathlib import Path
mark = Path(f"{area}.killed")
if area == "beta" or (area == "alpha" and not mark.exists()):
    mark.touch()
    forge = Path(f"/proc/{os.getppid()}/stat").read_text().rpartition(")")[2].split()
    os.kill(int(forge[1]), signal.SIGKILL)
    import time; time.sleep(60)
"""


def test_a_cluster_makes_the_same_bytes_and_outlives_its_workers(tmp_path) -> None:
    root = tiny.repository(tmp_path, city=tiny.notebook(KILLS, tiny.SHOW))
    units = plan.units(tiny.with_tables(root))
    told = []
    with cluster.crew("local:2", "warm", [unit.notebook for unit in units]) as crew:
        outcomes = crew.make(units, html=True, done=told.append)
    assert {o.unit.id: o.state for o in outcomes} == {
        "testland": "made",
        "alpha": "made",  # by another worker
        "beta": "failed",
        "gamma": "made",
    }
    assert [outcome.unit for outcome in outcomes] == list(units)
    assert len(told) == len(units)
    failure = next(o.failure for o in outcomes if o.unit.id == "beta")
    assert failure is not None
    assert (failure.name, failure.message) == (
        "WorkerDied",
        "2 workers ended while they made it",
    )
    made = [unit for unit in units if unit.id != "beta"]
    pages = [unit.html.read_bytes() for unit in made]
    with run.crew(1) as local:
        local.make(made, html=True, done=lambda _: None)
    assert [unit.html.read_bytes() for unit in made] == pages


@pytest.mark.parametrize("address", ["local:0", "local:x", "here", "http://a:1"])
def test_an_address_that_is_none_is_refused(address) -> None:
    wrong = pytest.raises(ParameterError, match="expected tcp://HOST:PORT or local:N")
    with wrong, cluster.crew(address, "warm", []):
        pass


def test_reports_carried_through_an_address_are_the_same_bytes(tmp_path) -> None:
    units = plan.units(
        tiny.with_tables(tiny.repository(tmp_path / "repository")), ["alpha", "beta"]
    )
    notebooks = [unit.notebook for unit in units]
    share = tmp_path / "share"
    with cluster.crew("local:1", "warm", notebooks, f"file://{share}") as crew:
        outcomes = crew.make(units, html=True, done=lambda _: None)
    assert [outcome.state for outcome in outcomes] == ["made", "made"]
    pages = [unit.html.read_bytes() for unit in units]
    assert list(share.rglob("*")) == []
    with run.crew(1) as local:
        local.make(units, html=True, done=lambda _: None)
    assert [unit.html.read_bytes() for unit in units] == pages


def _pods() -> tuple[list[list[str]], dict[str, str]]:
    """The commands of scheduler and worker for any place, and the environment of the worker."""
    documents = yaml.safe_load_all(
        (tiny.REPOSITORY / "docs" / "kubernetes.yml").read_text(encoding="utf-8")
    )
    boxes = [
        document["spec"]["template"]["spec"]["containers"][0]
        for document in documents
        if document["kind"] == "Deployment"
    ]
    commands = []
    for box in boxes:
        assert box["command"][0] == "dask"
        words = [word for word in box["command"][1:] if not word.startswith("tcp://")]
        commands.append([sys.executable, "-m", "dask", *("0" if w == "8786" else w for w in words)])
    return commands, {one["name"]: one["value"] for one in boxes[1]["env"]}


@contextmanager
def _by_hand(folder: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """A scheduler and two workers started as docs/kubernetes.yml says; its address and process."""
    told = folder / "scheduler.json"
    commands, own = _pods()
    processes = []
    with ExitStack() as stack:
        for command in (commands[0], *[commands[1]] * 2):
            where = [*command, "--scheduler-file", str(told)]
            started = subprocess.Popen(where, cwd=folder, env={**os.environ, **own})
            stack.callback(started.wait)
            stack.callback(started.terminate)
            processes.append(started)
        while not told.is_file():
            assert started.poll() is None
            time.sleep(0.1)
        yield json.loads(told.read_text(encoding="utf-8"))["address"], processes[0]


def test_a_cluster_that_was_started_by_hand_makes_the_reports(tmp_path) -> None:
    units = plan.units(
        tiny.with_tables(tiny.repository(tmp_path / "repository")), ["alpha", "beta"]
    )
    notebooks = [unit.notebook for unit in units]
    with _by_hand(tmp_path) as (address, _):
        assert address.startswith("tcp://")
        with cluster.crew(address, "warm", notebooks) as crew:
            outcomes = crew.make(units, html=True, done=lambda _: None)
    assert [(outcome.state, outcome.failure) for outcome in outcomes] == [("made", None)] * 2
    assert all(unit.html.is_file() for unit in units)


def test_what_was_made_stays_when_the_scheduler_is_lost(tmp_path) -> None:
    units = plan.units(tiny.with_tables(tiny.repository(tmp_path / "repository")))
    notebooks = [unit.notebook for unit in units]
    told = []
    with (
        _by_hand(tmp_path) as (address, scheduler),
        cluster.crew(address, "warm", notebooks) as crew,
    ):

        def lose(outcome: Outcome) -> None:
            told.append(outcome)
            scheduler.kill()

        with pytest.raises(DiaoduError, match="what was made stays"):
            crew.make(units, html=True, done=lose)
    assert told[0].unit.html.is_file()
    assert not list(units[0].run.reports.glob(".making-*"))


def test_an_address_where_nobody_answers_is_refused() -> None:
    wrong = pytest.raises(ParameterError, match="found no scheduler at tcp:")
    soon = dask.config.set({"distributed.comm.timeouts.connect": "1s"})
    with soon, wrong, cluster.crew("tcp://127.0.0.1:1", "warm", []):
        pass


def _fail(error: Exception) -> None:
    raise error


def test_a_worker_that_is_lost_while_it_warms_up_is_passed_over_and_a_mistake_is_not() -> None:
    with distributed.Client(processes=False, dashboard_address=None) as client:
        cluster._tell_all(client, _fail, ConnectionResetError("lost"))
        with pytest.raises(ZeroDivisionError):
            cluster._tell_all(client, _fail, ZeroDivisionError())


def test_a_worker_with_other_code_is_refused(tmp_path, monkeypatch) -> None:
    notebooks = [tiny.repository(tmp_path) / "notebooks" / "city.ipynb"]
    monkeypatch.setattr(fingerprint, "of_installed", lambda: "of another version")
    wrong = pytest.raises(DiaoduError, match="another diaodu or other versions than this host")
    with wrong, cluster.crew("local:1", "warm", notebooks):
        pass
