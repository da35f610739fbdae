"""What a unit that was not made is said to be: where it stopped, why, what follows, what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diaodu.messages import say
from diaodu.terminal.plain import plain

if TYPE_CHECKING:
    from diaodu.batch.outcome import Outcome

STOPPED = frozenset(("TimeLimit", "ProcessDied", "WorkerDied", "KernelDied"))


class Failures:
    """Tells of failures; one that several units share is explained once."""

    def __init__(self) -> None:
        self._told: dict[tuple[object, ...], str] = {}

    def lines(self, outcome: Outcome) -> list[str]:
        """The failure of a unit as lines: the first names the unit, the others are set in."""
        unit, failure = outcome.unit, outcome.failure
        if failure is None:
            return []
        lang, label = unit.run.lang, plain(unit.label)
        error = say("cli.failure", lang, name=failure.name, message=plain(failure.message))
        if outcome.details:  # the traceback follows, and says the rest
            return [say("cli.failed.line", lang, area=label, error=error)]
        same = (unit.notebook, failure.cell, failure.name, failure.message)
        if same in self._told:
            return [say("cli.failed.same", lang, area=label, other=self._told[same], error=error)]
        self._told[same] = label
        made = [say("cli.failed.line", lang, area=label, error=error), *_place(outcome)]
        given = "; ".join(f"{name} = {value!r}" for name, value in unit.parameters.items())
        made.append(say("cli.failed.parameters", lang, parameters=plain(given)))
        made.append(say("cli.failed.consequence", lang))
        if unit.failed.is_file():
            file = unit.failed.relative_to(unit.run.root).as_posix()
            made.append(say("cli.kept", lang, file=file))
        return [made[0], *(f"  {line}" for line in [*made[1:], _remedy(outcome)])]


def _place(outcome: Outcome) -> list[str]:
    """The notebook, the cell with its id, and the line that failed."""
    unit, failure = outcome.unit, outcome.failure
    notebook = unit.notebook.relative_to(unit.run.root).as_posix()
    lang = unit.run.lang
    if failure is None or failure.cell is None:
        return [say("cli.failed.notebook", lang, notebook=notebook)]
    place = {"notebook": notebook, "cell": failure.cell, "id": plain(failure.id) or "—"}
    if failure.line is None:
        return [say("cli.failed.cell", lang, **place)]
    return [
        say("cli.failed.cell_line", lang, **place, line=failure.line),
        f"  > {plain(failure.source)}",
    ]


def _remedy(outcome: Outcome) -> str:
    unit, failure = outcome.unit, outcome.failure
    lang = unit.run.lang
    quarter = unit.run.file.relative_to(unit.run.root).as_posix()
    command = f"diaodu report {quarter} --area {unit.id}" + ("" if lang == "zh" else " --lang en")
    stopped = failure is not None and failure.name in STOPPED
    key = "cli.failed.remedy_stopped" if stopped else "cli.failed.remedy"
    return say(key, lang, command=command)
