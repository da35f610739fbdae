"""Child processes: their limits, their replacement, and that a bad file costs nothing but itself."""

from __future__ import annotations

import os
import pickle
import random
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from diaodu.intake.received import child, reading
from diaodu.intake.received.grid import Document, Refusal, Workbook
from diaodu.intake.received.reading import Readers, read_many, read_received
from intake.received import packages as pack
from intake.received.conftest import said, sheet_of

SLOW = ('"\n' * 3_000_000).encode()  # every line opens a quote that the next hundred do not close


def write(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def hungry(path: Path, megabytes: int) -> Path:
    """A workbook whose texts take that much memory, and which no other limit refuses."""
    words = random.Random(1).randbytes(megabytes << 19).hex()
    texts = "".join(f"<si><t>{words[at : at + 1000]}</t></si>" for at in range(0, len(words), 1000))
    return write(
        path, pack.workbook(more={"xl/sharedStrings.xml": f'<sst xmlns="{pack.X}">{texts}</sst>'})
    )


def test_one_file(tmp_path) -> None:
    received = read_received(write(tmp_path / "x.xlsx", pack.workbook()))
    assert isinstance(received, Workbook)
    assert (received.kind, received.file) == ("xlsx", "x.xlsx")
    assert sheet_of(received) == {"A1": "指标", "B1": 5.8}


def test_many_files_come_back_in_their_order_good_or_bad(tmp_path) -> None:
    paths = []
    for n in range(12):
        data = pack.workbook(pack.sheet(pack.row(1, pack.number("A1", n))))
        paths.append(write(tmp_path / f"{n}.xlsx", data[: len(data) // 2] if n % 4 == 3 else data))
    results = read_many(paths, workers=2)
    assert [r.code if isinstance(r, Refusal) else sheet_of(r)["A1"] for r in results] == [
        *(0, 1, 2, "not_readable", 4, 5, 6, "not_readable", 8, 9, 10, "not_readable"),
    ]


def test_no_files() -> None:
    assert read_many([]) == []


def test_a_file_that_takes_too_long_is_given_up_and_the_next_one_read(tmp_path) -> None:
    slow, good = write(tmp_path / "x.csv", SLOW), write(tmp_path / "x.xlsx", pack.workbook())
    with Readers(1, seconds=0.5) as readers:
        late, fine = readers.read_all([slow, good])
    assert isinstance(late, Refusal)
    assert said(late) == ["time_limit"]
    assert (late.details["limit"], late.file) == ("0.5", "x.csv")
    assert isinstance(fine, Workbook)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps to a limit of memory")
def test_a_file_that_takes_too_much_memory_is_given_up_and_the_next_one_read(tmp_path) -> None:
    large, good = hungry(tmp_path / "l.xlsx", 40), write(tmp_path / "x.xlsx", pack.workbook())
    with Readers(1, memory_mb=64) as readers:
        fine = readers.read(good)
        first = readers._children[0]._process
        refused, again = readers.read_all([large, good])
        assert readers._children[0]._process is not first
        assert 0 < readers.peak_mb < 64
    assert isinstance(refused, Refusal)
    assert said(refused) == ["memory_limit"]
    assert refused.details["limit"] == "64"
    assert isinstance(fine, Workbook)
    assert isinstance(again, Workbook)
    assert isinstance(read_received(large), Workbook)  # with the usual limit


def test_a_child_that_dies_between_files_is_replaced(tmp_path) -> None:
    good = write(tmp_path / "x.xlsx", pack.workbook())
    with Readers(1) as readers:
        assert isinstance(readers.read(good), Workbook)
        process = readers._children[0]._process
        assert process is not None
        process.kill()
        process.wait()
        assert isinstance(readers.read(good), Workbook)


def test_a_child_that_dies_with_a_file_costs_that_file_only(tmp_path) -> None:
    slow, good = write(tmp_path / "x.csv", SLOW), write(tmp_path / "x.xlsx", pack.workbook())
    with Readers(1) as readers:
        readers.read(good)
        process = readers._children[0]._process
        assert process is not None
        threading.Timer(0.3, process.terminate).start()
        refused, fine = readers.read_all([slow, good])
    assert isinstance(refused, Refusal)
    assert said(refused) == ["not_readable"]
    assert isinstance(fine, Workbook)


def test_no_child_stays_behind(tmp_path) -> None:
    good = write(tmp_path / "x.xlsx", pack.workbook())
    with Readers(2) as readers:
        readers.read_all([good] * 4)
        processes = [c._process for c in readers._children if c._process]
    assert processes
    assert all(p.poll() is not None for p in processes)
    with pytest.raises(RuntimeError, match="closed"):
        readers.read(good)


def test_a_child_ends_when_its_parent_is_gone(tmp_path) -> None:
    process = subprocess.Popen([sys.executable, "-P", child.__file__, "512", "20"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # fmt: skip
    assert process.stdin is not None
    process.stdin.close()
    assert process.wait(30) == 0


def test_a_machine_that_starts_no_child_is_no_fault_of_the_file(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(child, "__file__", str(tmp_path / "gone.py"))
    with pytest.raises(RuntimeError, match="no process"):
        read_received(write(tmp_path / "x.xlsx", pack.workbook()))


def test_a_child_loads_neither_pandas_nor_the_rest_of_intake() -> None:
    code = (
        "import sys, runpy; sys.argv = ['child', '512', '20']; sys.stdin.close; "
        f"runpy.run_path({child.__file__!r})['_load'](); "
        "print(sorted({'pandas', 'numpy', 'openpyxl', 'yaml', 'pydantic'} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stderr.strip() == "[]"


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such limit")
def test_a_child_can_write_no_file(tmp_path) -> None:
    code = f"import runpy, pathlib; runpy.run_path({child.__file__!r})['_limit'](512); pathlib.Path({str(tmp_path / 'x')!r}).write_text('x')"
    done = subprocess.run(
        [sys.executable, "-P", "-c", code], capture_output=True, text=True, check=False
    )
    assert "File too large" in done.stderr
    assert not (tmp_path / "x").read_bytes()


def test_an_answer_holds_nothing_but_the_model(tmp_path) -> None:
    """A child in the hands of a hostile file cannot make its parent run anything."""

    class Hostile:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return os.system, (f"touch {tmp_path}/x",)

    path = tmp_path / "answer"
    path.write_bytes(pickle.dumps((Hostile(), 0, False)))
    with (
        path.open("rb") as answer,
        pytest.raises(pickle.UnpicklingError, match="no part of an answer"),
    ):
        reading._receive(answer)
    assert not (tmp_path / "x").exists()


def test_a_name_that_is_no_text(tmp_path) -> None:
    """File names are bytes on Linux; this one is GBK, as from an old archive."""
    path = os.fsencode(tmp_path) + b"/" + "廊坊.txt".encode("gbk")
    Path(os.fsdecode(path)).write_text("一", encoding="utf-8")
    received = read_received(Path(os.fsdecode(path)))
    assert isinstance(received, Document)
    received.file.encode()
    assert said(received) == ["name_unsafe"]
