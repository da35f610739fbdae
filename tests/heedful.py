"""The command in a process that heeds Ctrl-C.

What a shell starts in the background is deaf to SIGINT from the start, and what that starts is so
too: `pytest &` would otherwise test a command that is told to ignore what the test sends.
"""

from __future__ import annotations

import sys

_PROGRAM = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
from diaodu.cli import main
if __name__ == "__main__":
    raise SystemExit(main())
"""
DIAODU = (sys.executable, "-c", _PROGRAM)  # to be followed by the command's arguments
