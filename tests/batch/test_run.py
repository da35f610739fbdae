"""Faults of one unit, and what they leave behind. Processes are real; so runs are shared."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest

import heedful
from batch import tiny
from diaodu.batch import plan, run
from diaodu.batch.outcome import Outcome

# What one area's notebook does in its cell 4; the others show their paragraph.
FAULTS = {
    "raises": ("alpha", "raise ValueError('no such\\nfigure')"),
    "ends": ("beta", "import os; os._exit(3)"),
    "endless": ("gamma", "import time\nwhile True: time.sleep(0.1)"),
}


def _faulty(faults: dict[str, str]) -> nbformat.NotebookNode:
    return tiny.notebook("print('so far')", f"exec({faults!r}.get(area, ''))", tiny.SHOW)


def _make(units, *, html=True, done=lambda _: None, workers=1, limit=run.LIMIT) -> list[Outcome]:
    with run.crew(workers) as crew:
        return crew.make(units, html=html, done=done, limit=limit)


def _texts(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _names(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


@pytest.fixture(scope="module")
def faulty(tmp_path_factory):
    """A run of four units of which three fail, over the reports of an earlier run."""
    root = tiny.repository(tmp_path_factory.mktemp("faulty"), city=_faulty(dict(FAULTS.values())))
    units = plan.units(tiny.with_tables(root))
    for unit in units:
        tiny.put(unit.html, "last time's report")
        tiny.put(unit.executed, "last time's notebook")
        tiny.put(unit.failed, "last time's failure")
    told: list[Outcome] = []
    outcomes = _make(units, done=told.append, workers=2, limit=25)
    return units, outcomes, told


def test_the_others_go_on_and_every_unit_is_told_of(faulty) -> None:
    units, outcomes, told = faulty
    assert [outcome.unit for outcome in outcomes] == list(units)
    assert {outcome.unit.area: outcome.state for outcome in told} == {
        "testland": "made",
        "alpha": "failed",
        "beta": "failed",
        "gamma": "failed",
    }


@pytest.mark.parametrize(
    ("area", "name", "message"),
    [
        ("alpha", "ValueError", "no such figure"),
        ("beta", "ProcessDied", "ended itself with code 3"),
        ("gamma", "TimeLimit", "longer than 25 seconds"),
    ],
)
def test_the_failure_names_the_cell_of_the_source_and_the_error(
    faulty, area, name, message
) -> None:
    _, outcomes, _ = faulty
    (failure,) = [outcome.failure for outcome in outcomes if outcome.unit.area == area]
    assert (failure.name, failure.cell) == (name, 4)
    assert message in failure.message


@pytest.mark.parametrize("area", ["alpha", "beta", "gamma"])
def test_a_failed_unit_leaves_its_notebook_with_the_error_and_nothing_of_last_time(
    faulty, area
) -> None:
    (unit,) = [unit for unit in faulty[0] if unit.area == area]
    assert not unit.html.exists()
    assert not unit.executed.exists()
    notebook = nbformat.read(unit.failed, as_version=4)
    outputs = [o for cell in notebook.cells for o in cell.get("outputs", [])]
    assert any(o.get("text") == "so far\n" for o in outputs)
    errors = [o for o in outputs if o.output_type == "error"]
    assert len(errors) == 1


def test_a_made_unit_leaves_report_and_notebook_alone(faulty) -> None:
    unit = faulty[0][0]
    assert "testland of params/testland/2022Q1.yml" in _texts(unit.html)
    assert not unit.failed.exists()
    assert nbformat.read(unit.executed, as_version=4).metadata.papermill.parameters.area == (
        "testland"
    )


def test_nothing_half_made_and_no_machine_path_stays_in_the_reports(faulty) -> None:
    reports = faulty[0][0].run.reports
    assert _names(reports) == [
        "failed/alpha.ipynb",
        "failed/beta.ipynb",
        "failed/gamma.ipynb",
        "notebooks/testland.ipynb",
        "testland.html",
    ]
    whole = _texts(reports / "notebooks/testland.ipynb") + _texts(reports / "testland.html")
    assert str(faulty[0][0].run.root) not in whole


def test_a_worker_that_is_killed_takes_one_unit_with_it(tmp_path) -> None:
    # the notebook's parent is the process that all are forked from
    kill = "import os, signal; os.kill(os.getppid(), signal.SIGKILL); import time; time.sleep(30)"
    root = tiny.repository(tmp_path, city=_faulty({"beta": kill}))
    units = plan.units(tiny.with_tables(root), ["alpha", "beta", "gamma"])
    tiny.put(units[1].html, "last time's report")
    outcomes = _make(units)
    assert [outcome.state for outcome in outcomes] == ["made", "failed", "made"]
    assert outcomes[1].failure.name == "WorkerDied"
    assert outcomes[1].failure.cell == 4
    assert _names(units[0].run.reports) == [
        "alpha.html",
        "failed/beta.ipynb",
        "gamma.html",
        "notebooks/alpha.ipynb",
        "notebooks/gamma.ipynb",
    ]


def test_a_worker_that_dies_before_its_first_unit_is_replaced(tmp_path) -> None:
    units = plan.units(tiny.with_tables(tiny.repository(tmp_path)), ["alpha"])
    before = set(multiprocessing.active_children())
    with run.crew(1) as crew:
        (process,) = set(multiprocessing.active_children()) - before
        process.kill()
        process.join()
        time.sleep(0.5)  # the pool has to notice
        (outcome,) = crew.make(units, html=False, done=lambda _: None)
    assert outcome.state == "executed"


def test_the_notebook_runs_in_its_folder_with_one_thread_and_this_interpreter(tmp_path) -> None:
    show = """
    import json, os, sys
    from pathlib import Path
    keys = ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"]
    print(json.dumps([Path.cwd().name, sys.executable, [os.environ[k] for k in keys]]))
    """
    root = tiny.repository(tmp_path, province=tiny.notebook(show))
    units = plan.units(tiny.with_tables(root), ["testland"])
    before = dict(os.environ)
    (outcome,) = _make(units, html=False)
    assert outcome.state == "executed"
    assert not units[0].html.exists()
    notebook = nbformat.read(units[0].executed, as_version=4)
    (said,) = [o.text for cell in notebook.cells for o in cell.get("outputs", [])]
    assert said.strip() == f'["notebooks", "{sys.executable}", ["1", "1", "1"]]'
    del before["PYTEST_CURRENT_TEST"]
    assert before.items() <= os.environ.items()  # ours is as it was
    assert len(before) == len(os.environ) - 1


def test_a_report_that_cannot_be_made_of_a_good_notebook_fails_alone(tmp_path) -> None:
    broken = tiny.notebook(tiny.SHOW)
    unknown = {"diaodu": {"message": "no.such.section"}}
    broken.cells.insert(2, nbformat.v4.new_markdown_cell("##", metadata=unknown))
    root = tiny.repository(tmp_path, city=broken)
    units = plan.units(tiny.with_tables(root), ["alpha", "testland"])
    tiny.put(units[1].html, "last time's report")
    outcomes = _make(units)
    assert [outcome.state for outcome in outcomes] == ["made", "failed"]
    assert outcomes[1].failure.name == "KeyError"
    assert "no.such.section" in outcomes[1].failure.message
    assert "Traceback" in outcomes[1].details
    assert not units[1].html.exists()
    assert units[1].executed.exists()


WAIT = """
import os, time
from pathlib import Path
Path("notebook.pid").write_text(str(os.getpid()))
time.sleep(120)
"""
ENDS = {  # signals sent to the command -> its exit code
    "ctrl-c": ([signal.SIGINT], 130),
    "ctrl-c-twice": ([signal.SIGINT, signal.SIGINT], 130),
    "terminated": ([signal.SIGTERM, signal.SIGTERM], 143),
}
if os.name == "posix":
    ENDS["killed"] = ([signal.SIGKILL], -9)


@pytest.mark.skipif(os.name != "posix", reason="signals")
@pytest.mark.parametrize(
    "end", ["ctrl-c", *(pytest.param(end, marks=pytest.mark.slow) for end in [*ENDS][1:])]
)
def test_no_process_of_a_notebook_outlives_an_interrupted_run(tmp_path, end) -> None:
    signals, code = ENDS[end]
    root = tiny.repository(tmp_path, city=tiny.notebook(WAIT))
    tiny.with_tables(root)
    process = subprocess.Popen(
        [*heedful.DIAODU, "run", str(root / tiny.FILE), "--area", "alpha"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    pid = int(_wait_for((root / "notebooks" / "notebook.pid").read_text))
    for number in signals:
        process.send_signal(number)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == code
    assert "Traceback" not in errors
    _wait_for(lambda: "gone" if not _alive(pid) else "")
    run_json = root / "reports" / "testland" / "2022Q1" / "run.json"
    assert json.loads(run_json.read_text(encoding="utf-8"))["state"] == "failed"
    if end != "killed":  # who is killed cannot clear up
        assert _names(root / "reports") == ["testland/2022Q1/run.json"]


def _alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def _wait_for(what) -> str:
    for _ in range(900):
        try:
            if found := what():
                return found
        except OSError:
            pass
        time.sleep(0.1)
    raise AssertionError("waited in vain")
