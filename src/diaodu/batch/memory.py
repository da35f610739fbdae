"""The most memory that this process has held, where the system tells."""

from __future__ import annotations

import sys
from pathlib import Path

_PROC = Path("/proc/self")


def start_anew() -> None:
    """Let the peak count from now on. It goes on counting from the start where that can't be."""
    try:
        (_PROC / "clear_refs").write_bytes(b"5")  # 5: the peak and nothing else
    except OSError:
        return


def peak_mb() -> float | None:
    """Megabytes, what is shared with other processes among it; None where nobody can tell."""
    try:
        status = (_PROC / "status").read_bytes()
    except OSError:
        return _by_the_system()
    found = status.partition(b"VmHWM:")[2].split()
    return round(int(found[0]) / 1024, 1) if found else None


def _by_the_system() -> float | None:
    try:
        import resource  # noqa: PLC0415 (not on Windows)
    except ImportError:
        return None
    size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(size / (1 << 20 if sys.platform == "darwin" else 1 << 10), 1)
