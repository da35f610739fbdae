"""`diaodu serve` as a process: the address it prints answers, and it ends when it is told to."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import urllib.request
from pathlib import Path

import pytest

import heedful
from diaodu import cli


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 0), (signal.SIGTERM, cli.TERMINATED)])
def test_it_serves_until_it_is_told_to_end(tmp_path: Path, number, code) -> None:
    (tmp_path / "index.html").write_text("<p>hello</p>", encoding="utf-8")
    command = [*heedful.DIAODU, "serve", str(tmp_path), "--port", "0"]
    with subprocess.Popen(
        [*command, "--lang", "en"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            said = process.stdout.readline()
            address = re.search(r"http://127\.0\.0\.1:\d+/", said)[0]
            with urllib.request.urlopen(address) as answer:
                assert answer.read() == b"<p>hello</p>"
            process.send_signal(number)
            _, errors = process.communicate(timeout=60)
        finally:
            process.kill()
    assert (process.returncode, errors) == (code, "")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--port", "99999"], "--port: found '99999'; expected a number from 0 to 65535"),
        (["--port", "x"], "--port: found 'x'; expected a number from 0 to 65535"),
        ([], "found no index.html; make reports with: diaodu report PARAMS"),
    ],
)
def test_what_cannot_be_served_is_said(tmp_path, capsys, arguments, message) -> None:
    if arguments:
        (tmp_path / "index.html").write_text("x", encoding="utf-8")
    assert cli.main(["serve", str(tmp_path), *arguments]) == cli.WRONG_USAGE
    assert message in capsys.readouterr().err
