"""The command `diaodu compare`: its arguments, and what it prints."""

from __future__ import annotations

import argparse
from datetime import date
from typing import Any

from diaodu import params
from diaodu.errors import ParameterError
from diaodu.messages import LANGS, Lang, say
from diaodu.terminal.plain import put


def arguments(command: argparse.ArgumentParser, lang: Lang) -> None:
    """Add the arguments of the command."""
    command.add_argument("params", metavar="PARAMS", help=say("compare.params.help", lang))
    other: dict[str, Any] = {"nargs": "?", "metavar": "OTHER"}
    command.add_argument("other", help=say("compare.other.help", lang), **other)
    command.add_argument("--as-of", metavar="DAY", help=say("compare.as_of.help", lang))
    command.add_argument("--lang", choices=LANGS, default="zh", help=say("cli.lang.help", lang))
    command.add_argument("--quiet", action="store_true", help=say("cli.quiet.help", lang))


def carry_out(args: argparse.Namespace) -> int:
    """Write the page, print how many changes it shows and where it is; 0 also without any."""
    run = params.open_run(args.params, lang=args.lang)
    day = _day(args.as_of, args.lang)
    from diaodu.batch import compare  # noqa: PLC0415

    if args.other is not None:
        before, after = compare.Side(run, day), params.open_run(args.other, lang=args.lang)
    else:
        before = compare.Side(run, day) if day else compare.last(run)
        after = run
    made = compare.write(before, compare.Side(after))
    if not args.quiet:
        put(say("compare.said", args.lang, count=made.count))
    put(made.path)
    return 0


def _day(text: str | None, lang: Lang) -> date | None:
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        raise ParameterError(f"--as-of: {say('cli.not_a_day', lang, found=text)}") from None
