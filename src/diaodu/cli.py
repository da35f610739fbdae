"""The command `diaodu`: parse arguments, call one stage, print what happened."""

from __future__ import annotations

import argparse
import locale
import os
import signal
import sys
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TextIO
from unicodedata import east_asian_width

import diaodu
from diaodu import params
from diaodu.errors import DiaoduError, ParameterError
from diaodu.messages import LANGS, Lang, say

if TYPE_CHECKING:
    from diaodu.batch.outcome import Outcome
    from diaodu.batch.plan import Unit
    from diaodu.batch.stages import Done
    from diaodu.intake import Intake

MADE, NOT_MADE, WRONG_USAGE, INTERRUPTED, TERMINATED = 0, 1, 2, 130, 143
SEVERITIES = {"error": "cli.intake.error", "warning": "cli.intake.warning"}
SEVERITIES["info"] = "cli.intake.info"
STATES = {"made": "cli.unit.made", "executed": "cli.unit.executed", "failed": "cli.unit.failed"}
COMMANDS = {
    "report": "cli.report.help",
    "intake": "cli.intake.help",
    "run": "cli.run.help",
    "publish": "cli.publish.help",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code; --help says what the codes mean.

    What is wrong with the input is printed plainly. Any other exception is a mistake of the
    program and goes on as it is.
    """
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:  # a terminal that has no Chinese must not stop a run
            reconfigure(errors="backslashreplace")
    if argv is None:
        _heed_signals()
    written = sys.argv[1:] if argv is None else list(argv)
    args = _parser(_language_of_help(written)).parse_args(written)
    try:
        return _carry_out(args)
    except ParameterError as error:
        print(error, file=sys.stderr)
        return WRONG_USAGE
    except DiaoduError as error:
        print(error, file=sys.stderr)
        return NOT_MADE
    except KeyboardInterrupt:
        print(say("cli.interrupted", args.lang), file=sys.stderr)
        return INTERRUPTED


def _heed_signals() -> None:
    """End cleanly, workers and kernels too, on the first Ctrl-C or SIGTERM; be deaf to more.

    `timeout` and impatient people send a second one, which would cut the clearing up short.
    """

    def heed(number: int, _frame: object) -> None:
        signal.signal(number, signal.SIG_IGN)
        if number == signal.SIGINT:
            raise KeyboardInterrupt
        sys.exit(TERMINATED)

    signal.signal(signal.SIGTERM, heed)
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # else it is to be ignored
        signal.signal(signal.SIGINT, heed)


def _carry_out(args: argparse.Namespace) -> int:
    # pandas and the rest take a second to import, for which --help need not wait; and a worker
    # process imports this module before its number of threads is set
    from diaodu.batch import plan, stages  # noqa: PLC0415
    from diaodu.intake import freeze_published  # noqa: PLC0415

    run = params.open_run(args.params, lang=args.lang)
    screen = Screen(args.lang, quiet=args.quiet)
    if args.command == "intake":
        for path in freeze_published(run) if args.freeze else ():
            screen.line(say("cli.frozen", args.lang, file=path.relative_to(run.root).as_posix()))
        return screen.close(stages.intake(run, screen))
    units = plan.units(run, args.area)
    if args.command == "run":
        done = stages.execute(run, units, screen, args.workers)
    elif args.command == "publish":
        done = stages.publish(run, units, screen)
    else:
        done = stages.report(run, units, screen, args.workers)
    return screen.close(done)


class Screen:
    """Prints what happens: a progress bar on a terminal, plain lines elsewhere."""

    def __init__(self, lang: Lang, *, quiet: bool = False, errors: TextIO | None = None) -> None:
        self._lang = lang
        self._quiet = quiet
        self._errors = errors or sys.stderr
        self._bar: Any = None  # of tqdm, which has no types
        self._outcomes: list[Outcome] = []

    def line(self, text: str = "") -> None:
        """Print a line, unless quiet."""
        if not self._quiet:
            print(text, flush=True)

    def took_in(self, intake: Intake) -> None:
        """Print the files that were read, and every issue of theirs with its texts."""
        from diaodu import issues  # noqa: PLC0415

        found = issues.render(intake.tables.intake_issues, self._lang)
        self.line(say("cli.intake.heading", self._lang))
        for line in _columns(self._files(intake)):
            self.line(f"  {line}")
        if len(found):
            self.line()
            self.line(say("cli.intake.issues", self._lang, count=len(found)))
        for issue in found.to_dict("records"):
            severity = say(SEVERITIES[issue["severity"]], self._lang)
            values = {**{str(k): v for k, v in issue.items()}, "severity": severity}
            self.line(say("cli.intake.issue", self._lang, **values).rstrip())
        self.line()

    def begins(self, units: Sequence[Unit]) -> None:
        """Announce the units."""
        if self._errors.isatty() and not self._quiet:
            from tqdm import tqdm  # type: ignore[import-untyped]  # noqa: PLC0415

            unit = say("cli.unit.unit", self._lang)
            self._bar = tqdm(total=len(units), unit=unit, file=self._errors)
        else:
            self.line(say("cli.units", self._lang, count=len(units)))

    def ended(self, outcome: Outcome) -> None:
        """Tell of a unit: each one in plain lines, beside a bar only those that failed."""
        self._outcomes.append(outcome)
        if self._bar is not None:
            self._bar.update()
        values = {
            "area": outcome.unit.run.area.name(self._lang),
            "state": say(STATES[outcome.state], self._lang),
        }
        if outcome.failure is None:
            seconds = f"{outcome.seconds:.1f}"
            if self._bar is None:
                self.line("  " + say("cli.unit.line", self._lang, **values, seconds=seconds))
            return
        self._complain(say("cli.unit.line.failed", self._lang, **values, why=_why(outcome)))
        kept = outcome.unit.failed
        if kept.is_file():
            file = kept.relative_to(outcome.unit.run.root).as_posix()
            self._complain("  " + say("cli.kept", self._lang, file=file))
        if outcome.details:
            self._complain(outcome.details)

    def close(self, done: Done) -> int:
        """Print the sum of it, the index last, and return the exit code."""
        if self._bar is not None:
            self._bar.close()
        if done.not_executed:
            comma = say("publish.index.comma", self._lang)
            areas = comma.join(unit.run.area.name(self._lang) for unit in done.not_executed)
            self._complain(say("cli.not_executed", self._lang, areas=areas))
        if self._outcomes:
            failed = sum(1 for outcome in self._outcomes if outcome.failure is not None)
            made = len(self._outcomes) - failed
            self.line(say("cli.summary", self._lang, made=made, failed=failed))
        if done.index is not None:
            print(done.index)
        return MADE if done.all_made else NOT_MADE

    def _complain(self, text: str) -> None:
        if self._bar is not None:
            self._bar.write(text, file=self._errors)
        else:
            print(text, file=self._errors, flush=True)

    def _files(self, intake: Intake) -> list[list[str]]:
        """The table of files: header first; a file that could not be read has no rows."""
        keys = ("cli.intake.file", "cli.intake.rows_in", "cli.intake.rows_out")
        table = [[say(key, self._lang) for key in (*keys, *SEVERITIES.values())]]
        found = intake.tables.intake_issues
        read = {file.path: (str(file.rows_in), str(file.rows_out)) for file in intake.files}
        for path in dict.fromkeys([*read, *found["file"]]):
            own = found.loc[found["file"] == path, "severity"]
            counts = [str(int((own == severity).sum())) for severity in SEVERITIES]
            table.append([path, *read.get(path, ("—", "—")), *counts])
        return table


def _why(outcome: Outcome) -> str:
    failure, lang = outcome.failure, outcome.unit.run.lang
    if failure is None:
        return ""
    values = {"name": failure.name, "message": failure.message}
    if failure.cell is None:
        return say("cli.failure", lang, **values)
    return say("cli.failure.cell", lang, **values, cell=failure.cell)


def _columns(table: list[list[str]]) -> list[str]:
    """Rows with the first column set to the left and the others to the right."""
    widths = [max(_width(row[n]) for row in table) for n in range(len(table[0]))]
    return [
        row[0]
        + " " * (widths[0] - _width(row[0]))
        + "".join(
            "  " + " " * (width - _width(text)) + text
            for text, width in zip(row[1:], widths[1:], strict=True)
        )
        for row in table
    ]


def _width(text: str) -> int:
    """Columns that a text takes on a terminal; a Chinese character takes two."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def _language_of_help(argv: Sequence[str]) -> Lang:
    """The language asked for on the command line, else that of the system."""
    asked = dict(pairwise(argv)).get("--lang", "")
    names = [asked, *(os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))]
    names.append(locale.getlocale()[0] or "")  # Windows: Chinese (Simplified)_China
    first = next((name for name in names if name), "")
    return "zh" if first.casefold().startswith(("zh", "chinese")) else "en"


def _parser(lang: Lang) -> argparse.ArgumentParser:
    layout: dict[str, Any] = {
        "formatter_class": argparse.RawDescriptionHelpFormatter,
        "add_help": False,
        "allow_abbrev": False,
    }
    layout["epilog"] = say("cli.epilog", lang)
    description = say("cli.description", lang)
    parser = argparse.ArgumentParser(prog="diaodu", description=description, **layout)
    _add_help(parser, lang)
    version = f"diaodu {diaodu.__version__}"
    helped = say("cli.version.help", lang)
    parser.add_argument("--version", action="version", version=version, help=helped)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, key in COMMANDS.items():
        helped = say(key, lang)
        command = commands.add_parser(name, help=helped, description=helped, **layout)
        _add_arguments(command, name, lang)
    return parser


def _add_arguments(command: argparse.ArgumentParser, name: str, lang: Lang) -> None:
    command.add_argument("params", metavar="PARAMS", help=say("cli.params.help", lang))
    if name == "intake":
        helped = say("cli.freeze.help", lang)
        command.add_argument("--freeze", action="store_true", help=helped)
    else:
        command.add_argument(
            "--area",
            nargs="+",
            action="extend",
            default=[],
            metavar="AREA",
            help=say("cli.area.help", lang),
        )
    if name in ("run", "report"):
        helped = say("cli.workers.help", lang)
        command.add_argument("--workers", type=_positive(lang), metavar="N", help=helped)
    command.add_argument("--lang", choices=LANGS, default="zh", help=say("cli.lang.help", lang))
    command.add_argument("--quiet", action="store_true", help=say("cli.quiet.help", lang))
    _add_help(command, lang)


def _add_help(parser: argparse.ArgumentParser, lang: Lang) -> None:
    parser.add_argument("-h", "--help", action="help", help=say("cli.help.help", lang))


def _positive(lang: Lang) -> Any:
    def parse(text: str) -> int:
        if not text.isdecimal() or int(text) < 1:
            raise argparse.ArgumentTypeError(say("cli.not_positive", lang, found=text))
        return int(text)

    return parse
