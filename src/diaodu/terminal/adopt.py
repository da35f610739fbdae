"""The command `diaodu adopt`: its arguments, and what it prints."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from diaodu.messages import LANGS, Lang, say
from diaodu.terminal.plain import plain, put

if TYPE_CHECKING:
    from diaodu.batch.adopting.finding import Finding

ADOPTED, TO_DO = 0, 1


def arguments(command: argparse.ArgumentParser, lang: Lang) -> None:
    """Add the arguments of the command."""
    command.add_argument(
        "notebook", metavar="NOTEBOOK", type=Path, help=say("cli.notebook.help", lang)
    )
    command.add_argument("--as", dest="name", metavar="NAME", help=say("cli.as.help", lang))
    command.add_argument("--fix", action="store_true", help=say("cli.fix.help", lang))
    command.add_argument("--anew", action="store_true", help=say("cli.anew.help", lang))
    command.add_argument("--lang", choices=LANGS, default="zh", help=say("cli.lang.help", lang))


def carry_out(args: argparse.Namespace) -> int:
    """Adopt the notebook, print what was found, and return the exit code."""
    from diaodu.batch.adopting.adopt import adopt  # noqa: PLC0415

    lang: Lang = args.lang
    done = adopt(args.notebook, args.name, fix=args.fix, anew=args.anew)
    for finding in done.findings:
        put(_said(finding, lang))
    counts = {"count": len(done.findings), "mendable": len(done.mended)}
    if done.place is not None:
        put(say("cli.adopt.done", lang, place=done.place, name=done.name).rstrip())
        return ADOPTED
    if done.copy is not None:
        put(say("cli.adopt.fixed", lang, file=args.notebook, copy=done.copy, **counts))
    else:
        put(say("cli.adopt.count", lang, file=args.notebook, **counts))
    return TO_DO


def _said(finding: Finding, lang: Lang) -> str:
    where = (
        say("cli.adopt.whole", lang)
        if finding.cell is None
        else say("cli.adopt.cell", lang, cell=finding.cell, id=finding.id or "—")
    )
    return say(
        "cli.adopt.finding",
        lang,
        where=plain(where),
        found=plain(finding.found),
        expected=finding.expected(lang).replace("\n", "\n    "),
        remedy=finding.remedy(lang),
    ).rstrip()
