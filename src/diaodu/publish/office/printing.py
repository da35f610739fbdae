"""A report as PDF, printed by a browser of the Chromium family without a window."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_EDGE = ("msedge", "microsoft-edge", "microsoft-edge-stable")
_INSTALLED = (  # where Windows and macOS keep them; they are on no search path
    ("PROGRAMFILES", "Google/Chrome/Application/chrome.exe"),
    ("PROGRAMFILES(X86)", "Google/Chrome/Application/chrome.exe"),
    ("PROGRAMFILES(X86)", "Microsoft/Edge/Application/msedge.exe"),
    ("PROGRAMFILES", "Microsoft/Edge/Application/msedge.exe"),
    ("", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
    ("", "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge"),
)
_SECONDS = 300  # a busy machine takes its time; one that takes longer is stuck
_SWITCHES = (
    *("--headless", "--disable-gpu", "--no-first-run", "--disable-extensions", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update", "--no-pdf-header-footer"),
    *("--host-resolver-rules=MAP * ~NOTFOUND", "--generate-pdf-document-outline"),
    "--user-agent=diaodu",  # what a PDF names as its creator
)
_TIME = re.compile(rb"(?<=Date \()D:\d{14}[+-]\d\d'\d\d'(?=\))")
_NO_TIME = b"D:19800101000000+00'00'"  # as long as the time that it stands for


class NotPrintedError(Exception):
    """The browser gave no PDF; the message says in one line what it said instead."""


def browser() -> str | None:
    """The browser to print with: what CHROMIUM names, else the first found; None without any."""
    asked = os.environ.get("CHROMIUM")
    if asked:
        return shutil.which(asked)
    found = next((path for name in (*_NAMES, *_EDGE) if (path := shutil.which(name))), None)
    if found is not None:
        return found
    folders = ((os.environ.get(name, "") if name else "/", path) for name, path in _INSTALLED)
    places = (Path(folder, path) for folder, path in folders if folder)
    return next((str(place) for place in places if place.is_file()), None)


def build(page: Path, program: str) -> bytes:
    """The PDF of a report's HTML file: A4, tagged, with an outline; the same bytes each time.

    program: the browser. It asks nobody for anything. Raises NotPrintedError.
    """
    with tempfile.TemporaryDirectory(prefix="diaodu-print-") as folder:
        out = Path(folder) / "report.pdf"
        command = [
            program,
            *_SWITCHES,
            f"--user-data-dir={folder}/profile",
            f"--print-to-pdf={out}",
        ]
        if sys.platform != "win32" and os.geteuid() == 0:
            command.append("--no-sandbox")  # Chromium refuses root without it
        said = _run([*command, page.resolve().as_uri()])
        if not out.is_file():
            raise NotPrintedError(said or "no file was written")
        return _TIME.sub(_NO_TIME, out.read_bytes())


def _run(command: list[str]) -> str:
    """Run the browser; the last line of what it complained about."""
    try:
        done = subprocess.run(  # noqa: S603 - the program is the user's browser, the page is ours
            command, capture_output=True, timeout=_SECONDS, check=False, stdin=subprocess.DEVNULL
        )
    except subprocess.TimeoutExpired:
        raise NotPrintedError(f"no answer after {_SECONDS} seconds") from None
    except OSError as error:
        raise NotPrintedError(f"{type(error).__name__}: {error.strerror}") from None
    lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
    return lines[-1] if lines else f"exit code {done.returncode}"
