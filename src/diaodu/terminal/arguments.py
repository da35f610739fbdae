"""The commands of `diaodu` and their arguments, with help in both languages."""

from __future__ import annotations

import argparse
import locale
import os
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import diaodu
from diaodu.messages import LANGS, Lang, say
from diaodu.terminal import adopt, compare, office, pack, serve

COMMANDS = {
    "report": "cli.report.help",
    "plan": "cli.plan.help",
    "profile": "cli.profile.help",
    "form": "cli.form.help",
    "ledger": "cli.ledger.help",
    "intake": "cli.intake.help",
    "status": "cli.status.help",
    "diff": "cli.diff.help",
    "learn": "cli.learn.help",
    "run": "cli.run.help",
    "publish": "cli.publish.help",
    "adopt": "cli.adopt.help",
    "compare": "cli.compare.help",
    "office": "cli.office.help",
    "pack": "cli.pack.help",
    "serve": "cli.serve.help",
}
OF_THEIR_OWN: dict[str, Any] = {
    "adopt": adopt,
    "compare": compare,
    "office": office,
    "pack": pack,
    "serve": serve,
}  # commands whose arguments are theirs alone
WITHOUT_AREA = ("intake", "status", "learn", "profile")


def language_of_help(argv: Sequence[str]) -> Lang:
    """The language asked for on the command line, else that of the system."""
    asked = dict(pairwise(argv)).get("--lang", "")
    names = [asked, *(os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))]
    names.append(locale.getlocale()[0] or "")  # Windows: Chinese (Simplified)_China
    first = next((name for name in names if name), "")
    return "zh" if first.casefold().startswith(("zh", "chinese")) else "en"


def parser(lang: Lang) -> argparse.ArgumentParser:
    """Of all commands, with help in that language."""
    layout: dict[str, Any] = {
        "formatter_class": argparse.RawDescriptionHelpFormatter,
        "add_help": False,
        "allow_abbrev": False,
    }
    layout["epilog"] = say("cli.epilog", lang)
    description = say("cli.description", lang)
    whole = argparse.ArgumentParser(prog="diaodu", description=description, **layout)
    _add_help(whole, lang)
    version = f"diaodu {diaodu.__version__}"
    helped = say("cli.version.help", lang)
    whole.add_argument("--version", action="version", version=version, help=helped)
    commands = whole.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, key in COMMANDS.items():
        helped = say(key, lang)
        command = commands.add_parser(name, help=helped, description=helped, **layout)
        _add_arguments(command, name, lang)
    return whole


def _add_arguments(command: argparse.ArgumentParser, name: str, lang: Lang) -> None:
    def add(*names: str, **options: Any) -> None:
        key = names[0].lstrip("-").lower()
        command.add_argument(*names, help=say(f"cli.{key}.help", lang), **options)

    if name in OF_THEIR_OWN:
        OF_THEIR_OWN[name].arguments(command, lang)
        _add_help(command, lang)
        return
    add("params", metavar="PARAMS")
    if name in ("intake", "report"):
        add("files", metavar="FILE", nargs="*", type=Path)
        add("--received", metavar="DATE", type=_day(lang))
        add("--channel", metavar="TEXT")
        add("--illustrative", action="store_true")
    if name == "intake":
        add("--freeze", action="store_true")
    if name not in WITHOUT_AREA:
        add("--area", nargs="+", action="extend", default=[], metavar="AREA")
    if name in ("form", "ledger"):
        add("--out", metavar="FOLDER", type=Path)
    if name == "diff":
        add("--versions", nargs=2, metavar="N", type=_positive(lang))
    if name in ("run", "report"):
        add("--workers", type=_positive(lang), metavar="N")
        add("--engine", choices=("warm", "standard"), default="warm")
        add("--anew", action="store_true")
        add("--cluster", metavar="ADDRESS")
        add("--through", metavar="ADDRESS")
    add("--lang", choices=LANGS, default="zh")
    add("--log-json", metavar="FILE")
    add("--quiet", action="store_true")
    _add_help(command, lang)


def _add_help(parser: argparse.ArgumentParser, lang: Lang) -> None:
    parser.add_argument("-h", "--help", action="help", help=say("cli.help.help", lang))


def _positive(lang: Lang) -> Any:
    def parse(text: str) -> int:
        if not text.isdecimal() or int(text) < 1:
            raise argparse.ArgumentTypeError(say("cli.not_positive", lang, found=text))
        return int(text)

    return parse


def _day(lang: Lang) -> Any:
    def parse(text: str) -> date:
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise argparse.ArgumentTypeError(say("cli.not_a_day", lang, found=text)) from None

    return parse
