"""The command `diaodu`: parse arguments, call one stage, print what happened."""

from __future__ import annotations

import argparse
import gc
import os
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from diaodu import params
from diaodu.batch.threads import one_thread
from diaodu.batch.warm import GARBAGE
from diaodu.errors import DiaoduError, ParameterError
from diaodu.messages import say
from diaodu.terminal import arguments, lacking, log
from diaodu.terminal.plain import put
from diaodu.terminal.screen import Screen

if TYPE_CHECKING:
    from diaodu.intake.received.register import Terms
    from diaodu.params import Run

NOT_MADE, WRONG_USAGE, INTERRUPTED, TERMINATED = 1, 2, 130, 143
WITH_PAGES = ("report", "run", "publish")


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
        one_thread()
        gc.set_threshold(*GARBAGE)
    written = sys.argv[1:] if argv is None else list(argv)
    args = arguments.parser(arguments.language_of_help(written)).parse_args(written)
    try:
        return _carry_out(args)
    except ParameterError as error:
        put(error, file=sys.stderr)
        return WRONG_USAGE
    except DiaoduError as error:
        put(error, file=sys.stderr)
        return NOT_MADE
    except BrokenPipeError:  # as in `diaodu status PARAMS | head`: nobody reads on
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return NOT_MADE
    except KeyboardInterrupt:
        put(say("cli.interrupted", args.lang), file=sys.stderr)
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
    own = {name: module.carry_out for name, module in arguments.OF_THEIR_OWN.items()}
    alone: Callable[[argparse.Namespace], int] | None = {"learn": _learn, **own}.get(args.command)
    if alone is not None:
        return alone(args)
    run = params.open_run(args.params, lang=args.lang)
    if args.command == "profile":
        return _profile(run)
    with log.screen(run, quiet=args.quiet, file=args.log_json) as screen:
        return _stages(run, screen, args)


def _stages(run: Run, screen: Screen, args: argparse.Namespace) -> int:
    if args.command in WITH_PAGES:
        screen.lacks(lacking.lines(run))
    report_all = args.command == "report" and not args.anew and not args.files
    if report_all and _nothing_to_do(run, screen, args.area):
        return 0
    if "workers" in args:
        return _with_workers(run, screen, args)
    from diaodu.batch import plan, work  # noqa: PLC0415

    match args.command:
        case "intake":
            return _intake(run, screen, args)
        case "status":
            return screen.close(work.status(run, screen))
        case "form" | "diff" | "ledger":
            return _per_area(run, screen, args)
    units = plan.units(run, args.area)
    if args.command == "plan":
        screen.planned(work.why(run, units), len(units))
        return 0
    return screen.close(work.publish(run, units, screen))


def _with_workers(run: Run, screen: Screen, args: argparse.Namespace) -> int:
    """`run` and `report`: no library of tables is imported before their workers start."""
    from diaodu.batch import plan, stages  # noqa: PLC0415

    units = plan.units(run, args.area)
    ways = stages.Ways(args.workers, args.engine, args.anew, args.cluster, args.through)
    if args.command == "run":
        return screen.close(stages.execute(run, units, screen, ways))
    done = stages.report(run, units, screen, ways, args.files, lambda: _terms(args))
    return screen.close(done)


def _nothing_to_do(run: Run, screen: Screen, names: Sequence[str]) -> bool:
    """Whether all is as it would be made; says so then. No library of tables is imported."""
    from diaodu.batch import fresh, plan  # noqa: PLC0415

    units = plan.units(run, names)
    plan.check(units)
    index = fresh.index(run, units)
    if index is not None:
        screen.unchanged(len(units), index)
    return index is not None


def _profile(run: Run) -> int:
    from diaodu.batch import costs  # noqa: PLC0415
    from diaodu.terminal import tables  # noqa: PLC0415

    for line in tables.columns(costs.table(run), left=3):
        put(line)
    return 0


def _intake(run: Run, screen: Screen, args: argparse.Namespace) -> int:
    from diaodu.batch import work  # noqa: PLC0415
    from diaodu.intake import freeze_published  # noqa: PLC0415

    for path in freeze_published(run) if args.freeze else ():
        screen.line(say("cli.frozen", args.lang, file=path.relative_to(run.root).as_posix()))
    return screen.close(work.intake(run, screen, args.files, _terms(args)))


def _terms(args: argparse.Namespace) -> Terms:
    from diaodu.intake.received.register import Terms  # noqa: PLC0415

    return Terms(args.received, args.channel, args.illustrative)


def _learn(args: argparse.Namespace) -> int:
    from diaodu.batch import learning  # noqa: PLC0415

    run = params.open_run(learning.quarter_file(Path(args.params)), lang=args.lang)
    put("\n".join(learning.lines(run, *learning.learn(run))))
    return 0


def _per_area(run: Run, screen: Screen, args: argparse.Namespace) -> int:
    """What is done for some of the areas that send something in."""
    from diaodu.batch import ledger, submitted  # noqa: PLC0415

    areas = [run.at(name).area.id for name in args.area] or run.peers
    if args.command == "ledger":
        put(ledger.write(run, areas, args.out))
        return 0
    if args.command == "form":
        for path in submitted.write_forms(run, areas, args.out):
            put(path)
        return 0
    screen.differs(submitted.differences(run, areas, tuple(args.versions or ()) or None))
    return 0
