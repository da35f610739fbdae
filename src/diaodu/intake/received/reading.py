"""Received files read in child processes: whatever is in them, the program goes on.

A child is started once and then reads one file after the other. It has a limit of memory and of
time; one that breaks a limit or dies is replaced, and only the file in its hands is refused.
"""

from __future__ import annotations

import array
import contextlib
import os
import pickle
import queue
import signal
import struct
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Lock, Timer
from types import TracebackType
from typing import IO, Any, Self

from diaodu.intake.received import cells, child, grid, limits, packed
from diaodu.intake.received.grid import Document, Received, Refusal, Workbook
from diaodu.intake.received.kinds import safe_name

# Signals by which a process ends that asked for memory and got none: abort() in compiled code, and
# the system's own choice when all memory is gone.
_NO_MEMORY = {-getattr(signal, name, 0) for name in ("SIGABRT", "SIGKILL")}
# What an answer may be made of. A child reads hostile bytes, so it is not trusted with more.
_ANSWERS: dict[tuple[str, str], Any] = {
    **{(grid.__name__, name): getattr(grid, name) for name in ("Document", "Finding", "Paragraph")},
    **{(grid.__name__, name): getattr(grid, name) for name in ("Refusal", "Sheet", "Workbook")},
    **{(packed.__name__, name): getattr(packed, name) for name in ("Packer", "Shared", "Strings")},
    (cells.__name__, "PackedCells"): cells.PackedCells,
    ("array", "_array_reconstructor"): array._array_reconstructor,  # type: ignore[attr-defined]
    ("array", "array"): array.array,
    ("builtins", "bytearray"): bytearray,
    ("builtins", "frozenset"): frozenset,
}


def read_received(
    path: Path, *, memory_mb: int = limits.MEMORY_MB, seconds: float = limits.SECONDS
) -> Received:
    """Read one file: a workbook, a document, or a refusal with its reason.

    What the file is, its bytes decide, not its name. memory_mb, seconds: limits of the child
    process. Raises RuntimeError if no child can be started, and nothing for any bytes.
    """
    with Readers(1, memory_mb=memory_mb, seconds=seconds) as readers:
        return readers.read(path)


def read_many(
    paths: Sequence[Path],
    workers: int | None = None,
    *,
    memory_mb: int = limits.MEMORY_MB,
    seconds: float = limits.SECONDS,
) -> list[Received]:
    """Read files side by side, one child for each core; results in the order of `paths`."""
    workers = max(1, min(workers or os.cpu_count() or 1, len(paths)))
    with Readers(workers, memory_mb=memory_mb, seconds=seconds) as readers:
        return readers.read_all(paths)


class Readers:
    """Child processes that wait for files. Use it in a `with`, at whose end they end."""

    def __init__(
        self,
        workers: int = 1,
        *,
        memory_mb: int = limits.MEMORY_MB,
        seconds: float = limits.SECONDS,
    ) -> None:
        self.peak_mb = 0.0  # the most memory that any child ever had, as far as it could say
        self._children = [_Child(memory_mb, seconds) for _ in range(workers)]
        self._idle: queue.SimpleQueue[_Child] = queue.SimpleQueue()
        for one in self._children:
            self._idle.put(one)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for one in self._children:
            one.end()

    def read(self, path: Path) -> Received:
        """Read one file in the next child that is free; may be called from several threads."""
        one = self._idle.get()
        try:
            received = one.read(path)
            self.peak_mb = max(self.peak_mb, one.peak_kb / 1024)
            return received
        finally:
            self._idle.put(one)

    def read_all(self, paths: Sequence[Path]) -> list[Received]:
        """Read files side by side; results in the order of `paths`."""
        pool = ThreadPoolExecutor(len(self._children))
        try:
            return list(pool.map(self.read, paths))
        except BaseException:  # Ctrl-C: a child in the middle of a file is not waited for
            for one in self._children:
                one.close()
            raise
        finally:
            pool.shutdown(cancel_futures=True)


class _Child:
    """One child process, started when there is something to read and whenever it was lost."""

    def __init__(self, memory_mb: int, seconds: float) -> None:
        self.peak_kb = 0
        self._memory_mb = memory_mb
        self._seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._used = False
        self._closed = False
        self._lock = Lock()

    def read(self, path: Path) -> Received:
        used = self._used and self._process is not None
        received = self._ask(path)
        if used and isinstance(received, Refusal) and received.code == "memory_limit":
            # What earlier files left behind must not decide over this one.
            received = self._ask(path)
        return received

    def end(self) -> None:
        """End the process for good."""
        with self._lock:
            self._closed = True
        self.close()

    def close(self) -> None:
        """End the process; the next file starts another."""
        process, self._process, self._used = self._process, None, False
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):  # what was still to be sent has no receiver
                    pipe.close()

    def _ask(self, path: Path) -> Received:
        process = self._process or self._start()
        self._used = True
        late = _Limit(process, self._seconds)
        try:
            _send(process.stdin, os.fsencode(path.absolute()))
            received, self.peak_kb, worn = _receive(process.stdout)
        except (OSError, EOFError, pickle.UnpicklingError):
            received, worn = None, True
        finally:
            passed = late.stop()
        if not isinstance(received, Workbook | Document | Refusal):
            received = self._lost(process, safe_name(path.name), passed)
        if worn:
            self.close()
        return received

    def _lost(self, process: subprocess.Popen[bytes], file: str, late: bool) -> Refusal:
        """The refusal of the file that a child had in its hands when it ended."""
        if late:
            return Refusal("time_limit", {"limit": f"{self._seconds:g}"}, file=file)
        code = process.wait()
        if code in _NO_MEMORY or code == child.OUT_OF_MEMORY:
            return Refusal("memory_limit", {"limit": str(self._memory_mb)}, file=file)
        return Refusal("not_readable", {"reason": f"the reader ended with {code}"}, file=file)

    def _start(self) -> subprocess.Popen[bytes]:
        with self._lock:
            if self._closed:
                raise RuntimeError("these readers are closed")
            process = subprocess.Popen(  # noqa: S603 (this interpreter, our own file)
                [
                    *(sys.executable, "-P", "-X", "utf8", child.__file__),
                    *(str(self._memory_mb), str(self._seconds)),
                ],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
            self._process = process
        late = _Limit(process, limits.START_SECONDS)
        try:
            _receive(process.stdout)
        except (OSError, EOFError, pickle.UnpicklingError):
            self.close()
            raise RuntimeError(
                f"no process to read files can be started: {child.__file__}"
            ) from None
        finally:
            late.stop()
        return process


class _Limit:
    """Kills a process when its time is over."""

    def __init__(self, process: subprocess.Popen[bytes], seconds: float) -> None:
        self._process = process
        self._over = False
        self._timer = Timer(seconds, self._kill)
        self._timer.daemon = True
        self._timer.start()

    def stop(self) -> bool:
        """Whether the time was over."""
        self._timer.cancel()
        return self._over

    def _kill(self) -> None:
        self._over = True
        self._process.kill()


class _Answers(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        try:
            return _ANSWERS[(module, name)]
        except KeyError:
            raise pickle.UnpicklingError(f"{module}.{name} is no part of an answer") from None


def _send(pipe: IO[bytes] | None, name: bytes) -> None:
    if pipe is None:
        raise EOFError
    pipe.write(struct.pack("<I", len(name)) + name)
    pipe.flush()


def _receive(pipe: IO[bytes] | None) -> tuple[object, int, bool]:
    if pipe is None:
        raise EOFError
    received, peak_kb, worn = _Answers(pipe).load()
    return received, int(peak_kb), bool(worn)
