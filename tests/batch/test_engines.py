"""The ways in which a notebook runs: they show the same, start clean, and die alone."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from batch import tiny
from diaodu.batch import forge, inside, plan, run
from diaodu.batch.outcome import Outcome

ADDRESS = re.compile("0x[0-9a-f]+")
STARTS = ["spawn", *(["fork"] if forge.available() else [])]

# What a notebook sees of the world. Beta changes all of it at its end.
SEES = """
import decimal, os, random, warnings
import matplotlib as mpl, numpy as np, pandas as pd
import matplotlib.pyplot as plt
from pathlib import Path
seen = [mpl.rcParams["font.size"], pd.get_option("display.max_rows"), Path.cwd().name,
        plt.get_fignums(), decimal.getcontext().prec, os.environ.get("LEFT"), np.geterr(),
        len(warnings.filters), "left" in globals(), np.get_printoptions()["precision"]]
print(seen, random.random() == left_random if "left_random" in globals() else "")
"""
DRAWS = """
print(random.random(), np.random.random(), Path("here").exists())
plt.plot([1, 2]); plt.title(area);
"""
CHANGES = """
if area == "beta":
    left, left_random = 1, random.random()
    mpl.rcParams["font.size"] = 40; pd.set_option("display.max_rows", 3)
    decimal.getcontext().prec = 3; os.environ["LEFT"] = "1"; np.seterr(all="raise")
    np.set_printoptions(precision=2)
    warnings.simplefilter("error"); plt.figure(); random.seed(1); np.random.seed(1)
    os.chdir("/")
"""


def _outputs(unit: plan.Unit) -> list:
    """Code, number and outputs of each cell, the latter without addresses in memory."""
    cells = nbformat.read(unit.executed, as_version=4).cells
    code = [cell for cell in cells if cell.cell_type == "code"]
    return [(c.source, c.execution_count, ADDRESS.sub("0x", str(c.outputs))) for c in code]


@pytest.mark.parametrize("start", STARTS)
def test_a_notebook_after_another_one_shows_what_it_shows_alone(tmp_path, start) -> None:
    root = tiny.repository(tmp_path, city=tiny.notebook(SEES, DRAWS, CHANGES, tiny.SHOW))
    units = plan.units(tiny.with_tables(root), ["alpha", "beta"])
    shown, pages = [], []
    with run.crew(1, start=start) as crew:
        for unit in (units[0], units[1], units[0]):
            (outcome,) = crew.make([unit], html=True, done=lambda _: None)
            assert outcome.state == "made", outcome.failure
            shown.append(_outputs(unit))
            pages.append(unit.html.read_bytes())
    assert shown[2] == shown[0]
    assert pages[2] == pages[0]
    assert "image/png" in str(shown[2])
    assert shown[1] != shown[0]  # so that the comparison can fail


SHOWS = (
    "1 + 1",
    "import sys; print('out'); print('out')",
    "print('err', file=sys.stderr)",
    "from IPython.display import HTML, display, clear_output\ndisplay(HTML('<b>b</b>')); _",
    "handle = display('first', display_id=True)\nhandle.update('second'); In[3], Out[3]",
    "print('gone'); clear_output(); print('stays')",
    "import pandas as pd\npd.DataFrame({'a': [1.5, None]})",
    "import matplotlib.pyplot as plt\nplt.plot([1, 3]); plt.title('t');",
    "await __import__('asyncio').sleep(0, 'waited')",
    "!echo from a shell",
    "%pprint",
    tiny.SHOW,
)


def test_a_notebook_shows_the_same_on_a_standard_kernel(tmp_path) -> None:
    root = tiny.repository(tmp_path, city=tiny.notebook(*SHOWS))
    (unit,) = plan.units(tiny.with_tables(root), ["alpha"])
    shown = {}
    for engine in ("warm", "standard"):
        with run.crew(1, engine) as crew:
            made = list[Outcome]()
            crew.make([unit], html=True, done=made.append)
        (outcome,) = made
        assert outcome.state == "made", outcome.failure
        notebook = nbformat.read(unit.executed, as_version=4)
        shown[engine] = _outputs(unit), unit.html.read_bytes(), notebook.metadata.language_info
        costs = {cost.cell: cost for cost in outcome.costs}
        assert list(costs) == list(range(2, len(SHOWS) + 3))
        assert all(cost.seconds >= 0 for cost in outcome.costs)
        assert (outcome.peak_mb is not None) == (engine == "warm")
    for warm, standard in zip(shown["warm"][0], shown["standard"][0], strict=True):
        assert warm == standard
    assert shown["warm"] == shown["standard"]


OPEN = """
import os
from pathlib import Path
from diaodu.batch import warm
warm.up({Path("notebooks") / "city.ipynb"})
for number in os.listdir("/proc/self/fd"):
    if os.path.isfile(f"/proc/self/fd/{number}"):
        print(os.readlink(f"/proc/self/fd/{number}"))
"""


@pytest.mark.skipif(not forge.available(), reason="no process is forked here")
def test_no_file_is_open_before_a_fork(root) -> None:
    # forked processes share the place in an open file: each would read what others skipped
    done = subprocess.run(
        [sys.executable, "-c", OPEN], cwd=root, capture_output=True, text=True, check=True
    )
    assert done.stdout == ""


DEATHS = {
    "alpha": ("import ctypes; ctypes.string_at(0)", "ProcessDied", "Segmentation fault"),
    "beta": ("import os; os._exit(0)", "ProcessDied", "ended itself with code 0"),
    "gamma": ("held = bytearray(6 << 30)", "MemoryError", ""),
}
AT_A_LIMIT = {"spawn": ("alpha", "beta"), "fork": tuple(DEATHS)}  # only the forge limits memory
STARTS_A_CHILD = """
import subprocess
from pathlib import Path
if area != "testland":
    made = subprocess.Popen(["sleep", "300"])
    Path(f"{area}.pid").write_text(str(made.pid))
"""


@pytest.mark.parametrize(
    "start",
    [pytest.param(STARTS[0], marks=pytest.mark.slow), *STARTS[1:]] if STARTS[1:] else STARTS,
)
def test_a_notebook_that_dies_is_one_failed_unit_with_its_cause(tmp_path, start) -> None:
    code = {area: DEATHS[area][0] for area in AT_A_LIMIT[start]}
    parts = [STARTS_A_CHILD] if start == "fork" else []
    dying = tiny.notebook("print('so far')", *parts, f"exec({code!r}.get(area, ''))", tiny.SHOW)
    root = tiny.repository(tmp_path, city=dying)
    units = plan.units(tiny.with_tables(root), ["testland", *code])
    with run.crew(2, start=start) as crew:
        outcomes = crew.make(units, html=True, done=lambda _: None)
        again = crew.make([units[0]], html=True, done=lambda _: None)
    assert again[0].state == "made"
    by_area = {outcome.unit.area: outcome for outcome in outcomes}
    assert by_area.pop("testland").state == "made"
    for area, outcome in by_area.items():
        _check_death(outcome, area, start)
    for path in (root / "notebooks").glob("*.pid"):
        assert not _alive(path.read_text())


def _alive(pid: str) -> bool:
    """Whether a process runs; one that ended and that nobody has asked about yet does not."""
    try:
        return Path("/proc", pid, "stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except FileNotFoundError:
        return False


def _check_death(outcome: Outcome, area: str, start: str) -> None:
    _, name, message = DEATHS[area] if start == "fork" else ("", "WorkerDied", "")
    assert outcome.failure is not None
    assert (outcome.failure.name, outcome.failure.cell) == (name, 5 if start == "fork" else 4)
    assert message in outcome.failure.message
    assert "so far" in outcome.unit.failed.read_text(encoding="utf-8")
    assert not outcome.unit.html.exists()


# One thread is not Python's: the memory pool of Arrow has it, and knows of forks.
THREADS = """
import os, resource
from pathlib import Path
def threads(pid):
    names = [p.read_text().strip() for p in Path(f"/proc/{pid}/task").glob("*/comm")]
    return len(names) - names.count("jemalloc_bg_thd")
limit = resource.prlimit(os.getppid(), resource.RLIMIT_AS)[0]
print(threads(os.getpid()), threads(os.getppid()), limit == resource.RLIM_INFINITY)
"""


@pytest.mark.skipif("fork" not in STARTS, reason="forks only where it is safe")
def test_what_is_forked_has_one_thread_and_no_limit_of_memory_for_the_forge(tmp_path) -> None:
    root = tiny.repository(tmp_path, province=tiny.notebook(THREADS))
    (unit,) = plan.units(tiny.with_tables(root), ["testland"])
    with run.crew(1) as crew:
        crew.make([unit], html=False, done=lambda _: None)
    assert "1 1 True" in str(_outputs(unit))


def test_a_journal_that_breaks_off_gives_the_notebook_so_far(tmp_path) -> None:
    made = tiny.notebook("1", "2")
    path = tmp_path / "x.journal"
    keeper = inside.Journal(made, path)
    made.metadata["papermill"] = {}
    keeper.notebook_start()
    made.cells[2].outputs = [nbformat.v4.new_output("stream", text="one")]
    keeper.cell_start(made.cells[2], 2)
    keeper.cell_complete(made.cells[2], 2)
    keeper.cell_start(made.cells[3], 3)
    whole = path.read_bytes()
    path.write_bytes(whole[:-40])
    found = inside.read_journal(path)
    assert found is not None
    assert found.cells[2].outputs[0].text == "one"
    assert found.cells[3].metadata.papermill.start_time is None
    path.write_bytes(whole[:20])
    assert inside.read_journal(path) is None
    assert inside.read_journal(Path(os.devnull)) is None
