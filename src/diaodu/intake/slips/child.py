"""The program of a child process: marks the workbooks that its parent sends, one after the other.

Started by the path of this file, without pandas. Its temporary files go where TMPDIR says; the
parent removes that folder, however this ends.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import struct
import sys
import types
from pathlib import Path

_INTAKE = Path(__file__).resolve().parents[1]
_MEGABYTE = 1024 * 1024


def main() -> None:
    """Answer until the parent closes the pipe. Arguments: megabytes of memory and of a file."""
    memory_mb, file_mb = int(sys.argv[1]), int(sys.argv[2])
    requests, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not get into the answers
    sys.path.insert(0, str(_INTAKE.parents[1]))
    intake = types.ModuleType("diaodu.intake")  # the real one imports pandas, which takes a second
    intake.__path__ = [str(_INTAKE)]
    sys.modules["diaodu.intake"] = intake
    from diaodu.intake.slips.paint import paint  # noqa: PLC0415 (not before the lines above)

    _limit(memory_mb, file_mb)
    while length := requests.read(8):
        # from the parent, which is trusted; the workbook in it is bytes and no more
        data, marks, lang = pickle.loads(requests.read(struct.unpack("<Q", length)[0]))  # noqa: S301
        try:
            status, answer = b"+", paint(data, marks, lang)
        except Exception as error:  # MemoryError too: the next file starts anew
            status, answer = b"-", f"{type(error).__name__}: {error}"[:200].encode()
        answers.write(status + struct.pack("<Q", len(answer)) + answer)
        answers.flush()


def _limit(memory_mb: int, file_mb: int) -> None:
    """Limits of memory and of temporary files. Windows has neither."""
    try:
        import resource  # noqa: PLC0415
    except ImportError:
        return
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (file_mb * _MEGABYTE,) * 2)
    with contextlib.suppress(ValueError, OSError):  # macOS refuses this one
        resource.setrlimit(resource.RLIMIT_AS, (memory_mb * _MEGABYTE,) * 2)


if __name__ == "__main__":
    main()
