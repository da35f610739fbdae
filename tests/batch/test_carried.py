"""Inputs and results by way of an address: the same files, and nothing left there."""

from __future__ import annotations

import platform
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import fsspec
import pytest
from moto.server import ThreadedMotoServer

from batch import tiny
from diaodu import store
from diaodu.batch import carried, plan
from diaodu.batch.outcome import Failure, Outcome
from diaodu.batch.plan import Unit
from diaodu.batch.worker import Job
from diaodu.errors import DiaoduError, ParameterError

PLACE = "memory://bucket/folder"


@pytest.fixture
def bucket(monkeypatch) -> Iterator[str]:
    """A bucket of a server of its own that speaks S3."""
    server = ThreadedMotoServer(port=0)
    server.start()
    host, port = server.get_host_and_port()
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    _new_connections()
    fsspec.filesystem("s3").makedirs("reports", exist_ok=True)
    yield "s3://reports/quarter"
    server.stop()


def _new_connections() -> None:
    """Have those to come look at the environment; fsspec keeps the ones that it has."""
    fsspec.get_filesystem_class("s3").clear_instance_cache()


@pytest.fixture
def units(tmp_path: Path) -> list[Unit]:
    run = tiny.with_tables(tiny.repository(tmp_path / "repository"))
    tiny.put(run.root / "notebooks" / ".ipynb_checkpoints" / "city.ipynb", "not carried")
    return list(plan.units(run))


@pytest.fixture(autouse=True)
def _forget() -> None:
    carried._unpacked.clear()


def _job(unit: Unit) -> Job:
    return Job(unit, unit.run.reports / ".making-x", 60, html=True)


def _left() -> list[str]:
    return list(fsspec.filesystem("memory").find("/bucket"))


def test_a_unit_is_made_elsewhere_and_stands_here(units) -> None:
    province, alpha, *_ = units
    seen: list[Path] = []

    def make(job: Job) -> Outcome:
        own = job.unit
        seen.append(own.run.root)
        assert own.run.root != alpha.run.root
        assert own.notebook.read_bytes() == alpha.notebook.read_bytes()
        assert not list(own.run.root.rglob(".ipynb_checkpoints"))
        assert store.load(own.run).indicators.empty
        assert job.aside.is_dir()
        tiny.put(own.html, f"page of {own.id}")
        tiny.put(own.executed, f"book of {own.id}")
        return Outcome(own, "made", 1.0)

    tiny.put(alpha.failed, "of an earlier run")
    with carried.sent(PLACE, units) as parcel:
        outcomes = [carried.made(parcel, _job(unit), make) for unit in (alpha, province)]
        assert not alpha.html.exists()
        for unit in (alpha, province):
            carried.fetch(parcel, unit)
    assert [outcome.unit for outcome in outcomes] == [alpha, province]
    assert alpha.html.read_text(encoding="utf-8") == "page of alpha"
    assert province.executed.read_text(encoding="utf-8") == "book of testland"
    assert not alpha.failed.exists()
    assert seen[0] == seen[1]  # unpacked once
    carried.forget(parcel)
    assert not seen[0].exists()
    carried.forget(parcel)  # of a worker that made none of it
    assert _left() == []


def test_an_object_store_carries_as_a_folder_does(units, bucket) -> None:
    _, alpha, *_ = units

    def make(job: Job) -> Outcome:
        assert store.load(job.unit.run).indicators.empty
        tiny.put(job.unit.html, "made elsewhere")
        return Outcome(job.unit, "made", 1.0)

    with carried.sent(bucket, units) as parcel:
        assert carried.made(parcel, _job(alpha), make).unit == alpha
        carried.fetch(parcel, alpha)
    assert alpha.html.read_text(encoding="utf-8") == "made elsewhere"
    assert fsspec.filesystem("s3").find("reports", refresh=True) == []


def test_a_unit_that_fails_leaves_its_notebook_and_no_place_of_the_worker(units) -> None:
    _, alpha, *_ = units

    def make(job: Job) -> Outcome:
        tiny.put(job.unit.failed, "as far as it came")
        failure = Failure("ValueError", f"{job.unit.run.root / 'params' / 'x'}: no such file", 3)
        return Outcome(job.unit, "failed", 1.0, failure)

    tiny.put(alpha.html, "of an earlier run")
    with carried.sent(PLACE, units) as parcel:
        outcome = carried.made(parcel, _job(alpha), make)
        carried.fetch(parcel, alpha)
    assert outcome.failure is not None
    assert Path(outcome.failure.message).as_posix() == "params/x: no such file"
    assert alpha.failed.is_file() and not alpha.html.exists()


def test_all_is_removed_also_when_it_ends_badly(units) -> None:
    with pytest.raises(KeyboardInterrupt), carried.sent(PLACE, units):
        assert _left()
        raise KeyboardInterrupt
    assert _left() == []


def test_the_same_inputs_are_the_same_bytes(units) -> None:
    run = units[0].run
    files = carried._inputs(run)
    assert carried._packed(run.root, files) == carried._packed(run.root, files)
    assert run.file in files and run.processed / "notes.parquet" in files


def test_tables_in_another_folder_are_found_there(units, tmp_path) -> None:
    unit = replace(units[1], run=replace(units[1].run, tables=units[1].run.root / "aside"))
    moved = carried._moved(_job(unit), tmp_path / "there")
    assert moved.unit.run.processed == tmp_path / "there" / "aside"
    assert moved.unit.run.file == tmp_path / "there" / tiny.FILE


@pytest.mark.parametrize("address", ["nosuch://bucket", "file:///proc/nobody/writes/here"])
def test_an_address_that_cannot_be_written_is_refused(units, address) -> None:
    with pytest.raises(ParameterError, match="--through: found"), carried.sent(address, units):
        pass


def test_a_worker_that_may_not_read_there_says_so(units, bucket, monkeypatch) -> None:
    with carried.sent(bucket, units) as parcel:
        with monkeypatch.context() as worker:
            for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
                worker.delenv(name)
            worker.setenv("AWS_EC2_METADATA_DISABLED", "true")
            _new_connections()
            with pytest.raises(DiaoduError, match="NoCredentialsError: ") as told:
                carried.made(parcel, _job(units[1]), lambda _: pytest.fail("made from nothing"))
        _new_connections()
    assert platform.node() in str(told.value)
