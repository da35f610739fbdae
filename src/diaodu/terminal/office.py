"""The command `diaodu office`: its arguments, and what it prints."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from typing import TYPE_CHECKING, Any

from diaodu import params
from diaodu.messages import LANGS, Lang, say
from diaodu.terminal import lacking
from diaodu.terminal.plain import plain, put

if TYPE_CHECKING:
    from diaodu.batch.office import Filed

ALL_MADE, NOT_ALL_MADE = 0, 1
GOOD = ("made", "kept")


def arguments(command: argparse.ArgumentParser, lang: Lang) -> None:
    """Add the arguments of the command."""
    command.add_argument("params", metavar="PARAMS", help=say("cli.params.help", lang))
    about = say("cli.area.help", lang)
    several: dict[str, Any] = {"nargs": "+", "action": "extend", "metavar": "AREA"}
    command.add_argument("--area", default=[], help=about, **several)
    command.add_argument("--docx", action="store_true", help=say("office.docx.help", lang))
    command.add_argument("--pdf", action="store_true", help=say("office.pdf.help", lang))
    command.add_argument("--lang", choices=LANGS, default="zh", help=say("cli.lang.help", lang))
    command.add_argument("--quiet", action="store_true", help=say("cli.quiet.help", lang))


def carry_out(args: argparse.Namespace) -> int:
    """Make the files, print what became of each, and return the exit code."""
    from diaodu.batch import office, plan  # noqa: PLC0415

    run = params.open_run(args.params, lang=args.lang)
    for line in lacking.lines(run):
        put(line, file=sys.stderr)
    units = plan.units(run, args.area)
    chosen = [form for form in office.FORMS if getattr(args, form)] or office.FORMS

    def done(filed: Filed) -> None:
        line = _said(filed, run.lang)
        if filed.state not in GOOD:
            put(line, file=sys.stderr)
        elif not args.quiet:
            put(line)

    states = Counter(filed.state for filed in office.write(run, units, chosen, done))
    if states["no_browser"]:
        put(say("office.no_browser.remedy", run.lang), file=sys.stderr)
    bad = sum(count for state, count in states.items() if state not in GOOD)
    counts = {"made": states["made"], "kept": states["kept"], "failed": bad}
    put(say("office.summary", run.lang, folder=run.reports, **counts))
    return NOT_ALL_MADE if bad else ALL_MADE


def _said(filed: Filed, lang: Lang) -> str:
    key = f"office.state.{filed.state}"
    values = {"label": filed.unit.label, "file": filed.path.name, "why": plain(filed.why)}
    return say(key, lang, **values)
