"""The program of a child process: reads the files that its parent names, one after the other.

It is started by the path of this file and knows nothing of the rest of the program, so that it
starts in a tenth of a second and has nearly all of its memory for the file. It can write no file.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import struct
import sys
import types
from collections.abc import Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from diaodu.intake.received.grid import Received

_INTAKE = Path(__file__).resolve().parents[1]
_MEGABYTE = 1024 * 1024
OUT_OF_MEMORY = 70  # exit code of a child that could not even say so


def main() -> None:
    """Answer until the parent closes the pipe. Arguments: megabytes of memory, seconds a file."""
    memory_mb, seconds = int(sys.argv[1]), float(sys.argv[2])
    with contextlib.suppress(AttributeError, ValueError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent
    requests, answers = sys.stdin.buffer, _private(sys.stdout.buffer)
    _load()
    _limit(memory_mb)
    begin = _memory()
    _send(answers, ("ready", 0, False))
    while length := requests.read(4):
        name = os.fsdecode(requests.read(struct.unpack("<I", length)[0]))
        with _alarm(seconds):
            _answer(answers, Path(name), begin, memory_mb)


def _answer(answers: IO[bytes], path: Path, begin: int, memory_mb: int) -> None:
    """Send what was read, the most memory this process ever had (KB), and whether it should end."""
    from diaodu.intake.received import limits  # noqa: PLC0415 (not before `_load`)
    from diaodu.intake.received.grid import Refusal  # noqa: PLC0415
    from diaodu.intake.received.kinds import safe_name  # noqa: PLC0415
    from diaodu.intake.received.parse import parse  # noqa: PLC0415

    read: Received | None = None
    with contextlib.suppress(MemoryError):
        read = parse(path)
    out_of_memory = read is None
    if read is None:
        read = Refusal("memory_limit", {"limit": str(memory_mb)}, file=safe_name(path.name))
    grown = _memory() - begin > limits.RESIDUE_MB * _MEGABYTE
    _send(answers, (read, _peak(), grown or out_of_memory))


def _load() -> None:
    """Import the readers without what diaodu.intake imports besides: pandas and a second."""
    sys.path.insert(0, str(_INTAKE.parents[1]))
    intake = types.ModuleType("diaodu.intake")
    intake.__path__ = [str(_INTAKE)]
    sys.modules["diaodu.intake"] = intake
    import diaodu.intake.received.parse  # noqa: F401, PLC0415


def _private(answers: IO[bytes]) -> IO[bytes]:
    """The way to the parent, where nothing that a library prints can get into it."""
    own = os.fdopen(os.dup(answers.fileno()), "wb")
    os.dup2(2, answers.fileno())
    return own


def _limit(memory_mb: int) -> None:
    """No more memory than that, and no file written. Windows has neither limit."""
    try:
        import resource  # noqa: PLC0415
    except ImportError:
        return
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(ValueError, OSError):  # macOS refuses this one
        resource.setrlimit(resource.RLIMIT_AS, (memory_mb * _MEGABYTE,) * 2)


@contextlib.contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    """End this process a little after the parent would have, should the parent be gone."""
    if not hasattr(signal, "setitimer"):
        yield
        return
    signal.setitimer(signal.ITIMER_REAL, seconds + 5)
    yield
    signal.setitimer(signal.ITIMER_REAL, 0)


def _send(answers: IO[bytes], answer: tuple[object, int, bool]) -> None:
    try:
        pickle.dump(answer, answers, protocol=5)
        answers.flush()
    except MemoryError:
        os._exit(OUT_OF_MEMORY)


def _memory() -> int:
    """Bytes of address space in use; 0 where the system does not say."""
    return _status("VmSize") * 1024


def _peak() -> int:
    """The most memory that this process had, in KB; 0 where the system does not say.

    Not getrusage: there a new process begins with the peak of the one that started it.
    """
    return _status("VmHWM")


def _status(name: str) -> int:
    """A line of what Linux says about this process, in KB; 0 elsewhere."""
    try:
        text = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0
    _, _, rest = text.partition(f"{name}:")
    return int(rest.split()[0]) if rest else 0


if __name__ == "__main__":
    main()
