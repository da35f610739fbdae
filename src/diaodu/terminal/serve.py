"""The command `diaodu serve`: its arguments, and what it prints."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from diaodu import params
from diaodu.errors import ParameterError
from diaodu.messages import LANGS, Lang, say
from diaodu.terminal.plain import put

PORTS = range(65_536)


def arguments(command: argparse.ArgumentParser, lang: Lang) -> None:
    """Add the arguments of the command."""
    command.add_argument("params", metavar="PARAMS", help=say("serve.params.help", lang))
    port: dict[str, Any] = {"metavar": "N", "default": "8000"}
    command.add_argument("--port", help=say("serve.port.help", lang), **port)
    command.add_argument("--lang", choices=LANGS, default="zh", help=say("cli.lang.help", lang))


def carry_out(args: argparse.Namespace) -> int:
    """Serve until Ctrl-C or SIGTERM. Returns 0 after Ctrl-C, which is how one ends it."""
    folder = _folder(args.params, args.lang)
    if not args.port.isdecimal() or int(args.port) not in PORTS:
        raise ParameterError(f"--port: found {args.port!r}; expected a number from 0 to 65535")
    from diaodu.publish.serving import Server  # noqa: PLC0415

    try:
        server = Server(folder, int(args.port))
    except OSError as error:
        raise ParameterError(
            f"--port: {args.port} cannot be used ({error.strerror}); expected a free one, or 0"
        ) from None
    with server:
        put(say("serve.shows", args.lang, folder=folder, address=server.address))
        try:
            server.serve_forever(poll_interval=0.2)
        except KeyboardInterrupt:
            put(say("serve.ended", args.lang))
    return 0


def _folder(given: str, lang: Lang) -> Path:
    """A folder as it is; of a quarter's file the folder of its reports."""
    folder = Path(given)
    if not folder.is_dir():
        folder = params.open_run(given, lang=lang).reports
    if not any(folder.glob("**/index.html")):
        raise ParameterError(
            f"{folder}: found no index.html; make reports with: diaodu report PARAMS"
        )
    return folder.resolve()
