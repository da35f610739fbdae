"""Workbooks of strangers marked in a child process: whatever is in them, the program goes on."""

from __future__ import annotations

import contextlib
import os
import pickle
import struct
import subprocess
import sys
import tempfile
from threading import Timer
from types import TracebackType
from typing import IO, Self

import pandas as pd

from diaodu.intake.slips import child
from diaodu.intake.slips.marked import NotMarkableError, to_marks
from diaodu.messages import Lang

# openpyxl holds every cell as objects: a form of 50,000 rows in 16 columns takes 640 MB and 20 s
# (an ordinary one 30 ms). Half as much again is allowed, and time on a busy machine.
MEMORY_MB = 1024
FILE_MB = 512  # one sheet as XML, in a temporary file
SECONDS = 60.0


class Markers:
    """A child process that marks one workbook after the other. Use it in a `with`.

    It starts with the first workbook, and anew after one that broke a limit.
    """

    def __init__(self, *, memory_mb: int = MEMORY_MB, seconds: float = SECONDS) -> None:
        self._memory_mb = memory_mb
        self._seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def mark(self, data: bytes, issues: pd.DataFrame, lang: Lang = "zh") -> bytes:
        """As `marked.mark`, within limits of memory and time.

        Raises NotMarkableError also for a workbook that breaks them.
        """
        process = self._process or self._start()
        late = Timer(self._seconds, process.kill)
        late.start()
        try:
            _send(process.stdin, pickle.dumps((data, to_marks(issues), lang)))
            made, answer = _receive(process.stdout)
        except (OSError, EOFError):
            self.close()
            limits = f"{self._memory_mb} MB, {self._seconds:g} s"
            raise NotMarkableError(f"marking ended before it was done ({limits})") from None
        except BaseException:
            self.close()  # Ctrl-C: nothing half said stays in the pipe
            raise
        finally:
            late.cancel()
        if not made:
            self.close()
            raise NotMarkableError(answer.decode(errors="replace"))
        return answer

    def close(self) -> None:
        """End the process and remove what it left behind."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    with contextlib.suppress(OSError):  # what was to be sent has no receiver
                        pipe.close()
        folder, self._folder = self._folder, None
        if folder is not None:
            folder.cleanup()

    def _start(self) -> subprocess.Popen[bytes]:
        self._folder = tempfile.TemporaryDirectory(prefix="diaodu-")
        self._process = subprocess.Popen(  # noqa: S603 (this interpreter, our own file)
            [
                *(sys.executable, "-P", "-X", "utf8", child.__file__),
                *(str(self._memory_mb), str(FILE_MB)),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), self._folder.name)},
        )
        return self._process


def _send(pipe: IO[bytes] | None, message: bytes) -> None:
    if pipe is None:
        raise EOFError
    pipe.write(struct.pack("<Q", len(message)) + message)
    pipe.flush()


def _receive(pipe: IO[bytes] | None) -> tuple[bool, bytes]:
    """Whether it was done, and the workbook or why not."""
    if pipe is None:
        raise EOFError
    status = pipe.read(1)
    length = pipe.read(8)
    if len(length) < 8:
        raise EOFError
    answer = pipe.read(struct.unpack("<Q", length)[0])
    if len(answer) < struct.unpack("<Q", length)[0]:
        raise EOFError
    return status == b"+", answer
