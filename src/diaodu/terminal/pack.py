"""The command `diaodu pack`: its arguments, and what it prints."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from diaodu import params
from diaodu.errors import ParameterError
from diaodu.messages import LANGS, Lang, say
from diaodu.terminal.plain import plain, put

if TYPE_CHECKING:
    from diaodu.batch.packs.packing import Packed
    from diaodu.params import Run

ALL_MADE, STOPPED = 0, 1
PASSWORD = "DIAODU_PACK_PASSWORD"  # noqa: S105 (the name of a variable)
LEAST = 8  # characters of a password
MOST = 20  # hits that are printed of one pack


def arguments(command: argparse.ArgumentParser, lang: Lang) -> None:
    """Add the arguments of the command."""
    command.add_argument("params", metavar="PARAMS", help=say("cli.params.help", lang))
    several: dict[str, Any] = {"nargs": "+", "action": "extend", "metavar": "RECIPIENT"}
    command.add_argument("--to", default=[], help=say("pack.to.help", lang), **several)
    helped = say("pack.password.help", lang, variable=PASSWORD)
    command.add_argument("--password-file", type=Path, metavar="FILE", help=helped)
    command.add_argument("--lang", choices=LANGS, default="zh", help=say("cli.lang.help", lang))
    command.add_argument("--quiet", action="store_true", help=say("cli.quiet.help", lang))


def carry_out(args: argparse.Namespace) -> int:
    """Make the packs, print what became of each, and return the exit code."""
    run = params.open_run(args.params, lang=args.lang)
    password = _password(args.password_file)
    from diaodu.batch.packs import packing, recipients  # noqa: PLC0415

    chosen = recipients.recipients(run, args.to)

    def done(packed: Packed) -> None:
        for line in _lines(run, packed):
            if packed.hits:
                put(line, sys.stderr)
            elif not args.quiet:
                put(line)

    def waits() -> None:
        put(say("cli.waits", run.lang), sys.stderr)

    made = packing.pack(run, chosen, done, waits=waits, password=password)
    stopped = sum(bool(packed.hits) for packed in made)
    counts = {"made": len(made) - stopped, "stopped": stopped}
    put(say("pack.summary", run.lang, folder=run.reports / packing.FOLDER, **counts))
    return STOPPED if stopped else ALL_MADE


def _password(file: Path | None) -> bytes | None:
    """The password of a file's first line, else of the environment; it is never printed."""
    if file is None:
        text = os.environ.get(PASSWORD, "")
        return _long_enough(text, PASSWORD) if text else None
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ParameterError(f"{file}: {type(error).__name__}; expected a text file") from None
    return _long_enough(lines[0] if lines else "", str(file))


def _long_enough(text: str, where: str) -> bytes:
    if len(text) < LEAST:
        raise ParameterError(
            f"{where}: found {len(text)} characters; expected a password of at least {LEAST}"
        )
    return text.encode()


def _lines(run: Run, packed: Packed) -> list[str]:
    label = packed.to.label(run)
    if not packed.hits:
        kilobytes = round(packed.size / 1000)
        words = {"label": label, "files": packed.files, "kilobytes": kilobytes}
        return [say("pack.made", run.lang, **words)]
    lines = [say("pack.stopped", run.lang, label=label, count=len(packed.hits))]
    for hit in packed.hits[:MOST]:
        place = say(f"pack.place.{hit.kind}", run.lang, where=plain(hit.where)).strip()
        what = say(f"pack.found.{hit.what}", run.lang, found=plain(hit.found))
        lines.append(say("pack.hit", run.lang, file=plain(hit.file), place=place, what=what))
    if more := len(packed.hits) - MOST:
        lines += [say("pack.more", run.lang, count=more)] if more > 0 else []
    return lines
