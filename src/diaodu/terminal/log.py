"""The same as one JSON object a line, for programs that watch a run.

Every line has `time` (UTC) and `event`; the events are lacks, registered, intake, standing, waits,
kept, begins, unit, done and stopped.
"""

from __future__ import annotations

import dataclasses
import json
import math
import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from diaodu.errors import ParameterError
from diaodu.params import Run
from diaodu.terminal.screen import Screen

if TYPE_CHECKING:
    from diaodu.batch.outcome import Outcome
    from diaodu.batch.plan import Unit
    from diaodu.batch.work import Done
    from diaodu.intake import Intake
    from diaodu.intake.received.register import Registered
    from diaodu.intake.standing import Standing

ERRORS = "-"  # instead of a file: the standard error stream, which then holds nothing else


@contextmanager
def screen(run: Run, *, quiet: bool, file: str | None) -> Iterator[Screen]:
    """The screen of a command; one that writes the log as well if there is a `file` for it.

    Lines are added to a file that is there. Raises ParameterError for one that cannot be written.
    """
    if file is None:
        yield Screen(run, quiet=quiet)
        return
    with ExitStack() as stack:
        if file == ERRORS:
            silent = stack.enter_context(Path(os.devnull).open("w", encoding="utf-8"))
            log = LogScreen(run, sys.stderr, quiet=quiet, errors=silent)
        else:
            log = LogScreen(run, stack.enter_context(_opened(file)), quiet=quiet)
        try:
            yield log
        except BaseException as error:  # it goes on as it is
            log.stopped(error)
            raise


def _opened(file: str) -> TextIO:
    try:
        return Path(file).open("a", encoding="utf-8")
    except OSError as error:
        text = f"--log-json: found {file!r}; expected a file to write to ({error.strerror})"
        raise ParameterError(text) from None


class LogScreen(Screen):
    """A screen that writes each event to the log, at once, besides showing it."""

    def __init__(
        self, run: Run, file: TextIO, *, quiet: bool = False, errors: TextIO | None = None
    ) -> None:
        super().__init__(run, quiet=quiet, errors=errors)
        self._file = file
        self._left = self._made = self._failed = 0

    def registered(self, results: Sequence[Registered]) -> None:
        """A line for each file that was handed in."""
        super().registered(results)
        for one in results:
            self._write("registered", file=one.name, state=one.state, area=one.area)

    def took_in(self, intake: Intake) -> None:
        """Files, rows that were used, and issues by severity."""
        super().took_in(intake)
        issues = Counter(intake.tables.intake_issues["severity"])
        rows = sum(file.rows_out for file in intake.files)
        self._write("intake", files=len(intake.files), rows=rows, issues=dict(issues))

    def stands(self, found: Sequence[Standing], *, asked: bool = False) -> None:
        """A line for each area that has to send something in."""
        super().stands(found, asked=asked)
        for one in found:
            self._write("standing", area=one.area, late=one.late)

    def lacks(self, found: Sequence[str]) -> None:
        """A line for each thing that the command has to do without."""
        super().lacks(found)
        for text in found:
            self._write("lacks", text=text)

    def waits(self) -> None:
        """Another run comes first."""
        super().waits()
        self._write("waits")

    def kept(self, count: int) -> None:
        """So many reports are not made again; 0: nor are the tables."""
        super().kept(count)
        self._write("kept", units=count)

    def begins(self, units: Sequence[Unit]) -> None:
        """These units are now made."""
        super().begins(units)
        self._left += len(units)
        self._write("begins", units=[unit.name for unit in units])

    def ended(self, outcome: Outcome) -> None:
        """One of them was made, or was not, and why."""
        super().ended(outcome)
        failure = outcome.failure
        self._left -= 1
        if failure is None:
            self._made += 1
        else:
            self._failed += 1
        self._write(
            "unit",
            unit=outcome.unit.name,
            kind=outcome.unit.kind,
            state=outcome.state,
            seconds=None if math.isnan(outcome.seconds) else round(outcome.seconds, 3),
            peak_mb=outcome.peak_mb,
            cause=failure and dataclasses.asdict(failure),
            **self._counts(),
        )

    def close(self, done: Done) -> int:
        """The end of the command, with its exit code."""
        code = super().close(done)
        self._done(code, done.index)
        return code

    def unchanged(self, count: int, index: Path) -> None:
        """The end of a command that found nothing to do."""
        super().unchanged(count, index)
        self._done(0, index)

    def stopped(self, error: BaseException) -> None:
        """The command ended before its time, and why."""
        cause = {"name": type(error).__name__, "message": str(error)}
        self._write("stopped", cause=cause, **self._counts())

    def _done(self, code: int, index: Path | None) -> None:
        where = index.as_posix() if index else None
        self._write("done", code=code, index=where, **self._counts())

    def _counts(self) -> dict[str, int]:
        return {"made": self._made, "failed": self._failed, "left": self._left}

    def _write(self, event: str, **values: Any) -> None:
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        line = json.dumps({"time": now, "event": event, **values}, ensure_ascii=False)
        self._file.write(line + "\n")
        self._file.flush()
