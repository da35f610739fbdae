"""Units on a Dask cluster of this machine: the same reports, and deaths that are lived through."""

from __future__ import annotations

import pytest

from batch import tiny
from diaodu.batch import cluster, plan, run
from diaodu.errors import ParameterError

distributed = pytest.importorskip("distributed")

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
    assert failure.name == "WorkerDied"
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
