"""Prints what happens, as it happens."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from diaodu.messages import say
from diaodu.params import Run
from diaodu.terminal import changes, tables
from diaodu.terminal.failure import Failures
from diaodu.terminal.plain import harmless, put

if TYPE_CHECKING:
    from diaodu.batch.fresh import Reason
    from diaodu.batch.outcome import Outcome
    from diaodu.batch.plan import Unit
    from diaodu.batch.submitted import Difference
    from diaodu.batch.work import Done
    from diaodu.intake import Intake
    from diaodu.intake.received.register import Registered
    from diaodu.intake.standing import Standing

MADE, NOT_MADE = 0, 1
# done of all, time gone and time left by the pace so far, then failed and left in words
BAR = "{bar:24} {n_fmt}/{total_fmt} {unit} {elapsed}<{remaining}{postfix}"
STATES = {"made": "cli.unit.made", "executed": "cli.unit.executed", "failed": "cli.unit.failed"}


class Screen:
    """Prints what happens: a progress bar on a terminal, plain lines elsewhere."""

    def __init__(self, run: Run, *, quiet: bool = False, errors: TextIO | None = None) -> None:
        self._run = run
        self._lang = run.lang
        self._quiet = quiet
        self._errors = errors or sys.stderr
        self._bar: Any = None  # of tqdm, which has no types
        self._outcomes: list[Outcome] = []
        self._failures = Failures()

    def line(self, text: str = "") -> None:
        """Print a line, unless quiet."""
        if not self._quiet:
            put(text)

    def registered(self, results: Sequence[Registered]) -> None:
        """Print what became of each file that was handed in."""
        self.line(say("cli.registered.heading", self._lang, count=len(results)))
        for one in results:
            self.line("  " + say(f"cli.registered.{one.state}", self._lang, **self._values(one)))
        self.line()

    def took_in(self, intake: Intake) -> None:
        """Print the files that were read, and their issues with their texts.

        How something was read in a received file, its sender's slip says.
        """
        from diaodu import issues  # noqa: PLC0415

        sent = self._received_files(intake)
        found = intake.tables.intake_issues
        found = found[~(found["file"].isin(sent) & found["severity"].eq("info"))]
        found = issues.render(found, self._lang)
        self.line(say("cli.intake.heading", self._lang))
        for line in tables.columns(tables.of_files(intake, self._lang, sent)):
            self.line(f"  {line}")
        if len(found):
            self.line()
            self.line(say("cli.intake.issues", self._lang, count=len(found)))
        for issue in found.to_dict("records"):
            severity = say(tables.SEVERITIES[issue["severity"]], self._lang)
            values = {**{str(k): v for k, v in issue.items()}, "severity": severity}
            if issue["file"] in sent and isinstance(issue["area"], str):
                values["area"] = self._run.areas[issue["area"]].name(self._lang)
                values["where"] = say("cli.intake.of_area", self._lang, **values)
            self.line(say("cli.intake.issue", self._lang, **values).rstrip())
        self.line()

    def stands(self, found: Sequence[Standing], *, asked: bool = False) -> None:
        """Print who has sent what. asked: it is what the command is for, so also if quiet."""
        comma = say("index.comma", self._lang)
        late = [self._run.areas[one.area].name(self._lang) for one in found if one.late]
        lines = [say("cli.standing.heading", self._lang, quarter=self._run.quarter.quarter)]
        lines += [f"  {line}" for line in tables.columns(tables.of_standings(found, self._run), 3)]
        if late:
            due = self._run.quarter.submissions and self._run.quarter.submissions.due
            values = {"due": due, "areas": comma.join(late), "count": len(late)}
            lines.append(say("cli.standing.all_late", self._lang, **values))
        if made_up := [self._run.areas[one.area].name(self._lang) for one in found if one.made_up]:
            lines.append(say("cli.standing.made_up", self._lang, areas=comma.join(made_up)))
        for line in lines:
            put(line) if asked else self.line(line)

    def differs(self, found: Sequence[Difference]) -> None:
        """Print what changed between two versions, file by file; it is what the command is for."""
        if not found:
            put(say("cli.diff.none", self._lang))
        for one in found:
            values = {"before": one.before.version, "after": one.after.version}
            area = self._run.areas[one.after.area].name(self._lang)
            kind = say(f"cli.standing.{one.after.kind}", self._lang)
            count = len(one.changes)
            put(say("cli.diff.heading", self._lang, area=area, kind=kind, count=count, **values))
            for line in changes.lines(one.changes, self._run, one.layout):
                put(f"  {line}")

    def lacks(self, found: Sequence[str]) -> None:
        """Say what the command has to do without, and what it takes instead."""
        for text in found:
            self._complain(text)

    def waits(self) -> None:
        """Say that another run comes first."""
        self._complain(say("cli.waits", self._lang))

    def kept(self, count: int) -> None:
        """Say what is not made again: so many reports, or the tables."""
        key = "cli.unchanged" if count else "cli.unchanged.tables"
        self.line(say(key, self._lang, count=count) if count else say(key, self._lang))

    def unchanged(self, count: int, index: Path) -> None:
        """Say that nothing has to be made, and where the index of the reports is."""
        self.kept(count)
        put(index)

    def planned(self, found: Sequence[Reason], every: int) -> None:
        """Print which of `every` units would be made, and why; it is what the command is for."""
        comma = say("index.comma", self._lang)
        put(say("cli.plan.summary", self._lang, all=every, count=len(found)))
        for one in found:
            parts = [say(f"cli.plan.part.{part}", self._lang) for part in one.parts]
            for table, count in one.rows.items():
                key = "cli.plan.rows" if count else "cli.plan.order"
                values = {"table": table, "count": count} if count else {"table": table}
                parts.append(say(key, self._lang, **values))
            why = comma.join(parts) or say("cli.plan.absent", self._lang)
            put(say("cli.plan.line", self._lang, unit=one.unit.id, why=why))

    def begins(self, units: Sequence[Unit]) -> None:
        """Announce the units."""
        if self._errors.isatty() and not self._quiet:
            from tqdm import tqdm  # type: ignore[import-untyped]  # noqa: PLC0415

            unit = say("cli.unit.unit", self._lang)
            self._bar = tqdm(
                total=len(units), unit=unit, file=self._errors, bar_format=BAR, dynamic_ncols=True
            )
            self._tell_bar()
        else:
            self.line(say("cli.units", self._lang, count=len(units)))

    def ended(self, outcome: Outcome) -> None:
        """Tell of a unit: each one in plain lines, beside a bar only those that failed."""
        self._outcomes.append(outcome)
        if self._bar is not None:
            self._bar.update()
            self._tell_bar()
        values = {
            "area": outcome.unit.label,
            "state": say(STATES[outcome.state], self._lang),
        }
        if outcome.failure is None:
            seconds = f"{outcome.seconds:.1f}"
            if self._bar is None:
                self.line("  " + say("cli.unit.line", self._lang, **values, seconds=seconds))
            return
        for line in self._failures.lines(outcome):
            self._complain(line)
        if outcome.details:
            self._complain(outcome.details)

    def close(self, done: Done) -> int:
        """Print the sum of it, the index last, and return the exit code."""
        if self._bar is not None:
            self._bar.close()
        if done.not_executed:
            comma = say("index.comma", self._lang)
            areas = comma.join(unit.label for unit in done.not_executed)
            self._complain(say("cli.not_executed", self._lang, areas=areas))
        if self._outcomes:
            failed = sum(1 for outcome in self._outcomes if outcome.failure is not None)
            made = len(self._outcomes) - failed
            self.line(say("cli.summary", self._lang, made=made, failed=failed))
        if done.index is not None:
            put(done.index)
        return MADE if done.all_made else NOT_MADE

    def _tell_bar(self) -> None:
        """Write how many failed and how many are left beside the bar."""
        failed = sum(1 for outcome in self._outcomes if outcome.failure is not None)
        left = self._bar.total - self._bar.n
        self._bar.set_postfix_str(say("cli.bar", self._lang, failed=failed, left=left))

    def _complain(self, text: str) -> None:
        if self._bar is not None:
            self._bar.write(harmless(text), file=self._errors)
        else:
            put(text, file=self._errors)

    def _values(self, one: Registered) -> dict[str, object]:
        """What the line of a registered file says."""
        from diaodu import issues  # noqa: PLC0415

        first = issues.render(issues.to_frame(one.issues[:1]), self._lang)["consequence"]
        return {
            "name": one.name,
            "area": self._run.areas[one.area].name(self._lang) if one.area else "",
            "kind": say(f"cli.standing.{one.kind}", self._lang) if one.kind else "",
            "version": one.version,
            "why": first.iloc[0] if len(first) else "",
        }

    def _received_files(self, intake: Intake) -> frozenset[str]:
        """Files of senders, the refused ones too."""
        top = self._run.received.relative_to(self._run.root).as_posix()
        found = intake.tables.intake_issues["file"]
        refused = found[found.str.startswith(f"{top}/")]
        return frozenset([*intake.tables.sources["file"].dropna(), *refused])
