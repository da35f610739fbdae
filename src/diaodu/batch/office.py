"""Reports that are there as Word and PDF files beside them, as far as anything has changed."""

from __future__ import annotations

import json
import multiprocessing
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal

from diaodu.batch import files, fingerprint
from diaodu.batch.plan import Unit, suffix
from diaodu.batch.run import default_workers
from diaodu.params import Run
from diaodu.publish.office import printing
from diaodu.publish.office.content import NotAReportError

Form = Literal["docx", "pdf"]
FORMS: tuple[Form, ...] = ("docx", "pdf")
State = Literal["made", "kept", "no_report", "no_browser", "failed"]
_MAKING = {
    "docx": "diaodu.publish.office.document",
    "pdf": "diaodu.publish.office.printing",
}
_LIBRARIES = ("lxml", "pillow", "python-docx", "resvg-py")


@dataclass(frozen=True)
class Filed:
    """What became of one report in one form; `why` says in one line why it failed."""

    unit: Unit
    form: Form
    state: State
    why: str = ""

    @property
    def path(self) -> Path:
        return file_of(self.unit, self.form)


def file_of(unit: Unit, form: Form) -> Path:
    """The file of a report in that form: beside its HTML."""
    return unit.html.with_name(f"{unit.name}.{form}")


def write(
    run: Run,
    units: Sequence[Unit],
    forms: Sequence[Form],
    done: Callable[[Filed], None],
    workers: int | None = None,
) -> list[Filed]:
    """Make the files of all units whose HTML is there, each as soon as a process is free.

    A file that was made from the same page by the same program, and is as it was written, is
    kept. `done` is told of each file when its state is known.
    """
    memory = _Memory(run)
    program = printing.browser() if "pdf" in forms else None
    ended: list[Filed] = []

    def end(filed: Filed) -> None:
        ended.append(filed)
        done(filed)

    waiting: list[tuple[Unit, Form]] = []
    for unit, form in ((unit, form) for unit in units for form in forms):
        state = _known_state(memory, unit, form, program)
        end(Filed(unit, form, state)) if state else waiting.append((unit, form))
    for (unit, form), why in _make(waiting, program, workers or default_workers(len(waiting))):
        if not why:
            memory.made(unit, form)
        end(Filed(unit, form, "failed" if why else "made", why))
    return ended


def current(run: Run, units: Sequence[Unit]) -> list[Path]:
    """The Word and PDF files of these units that are made from their pages as they are now."""
    memory = _Memory(run)
    return [file_of(unit, form) for unit in units for form in FORMS if memory.knows(unit, form)]


def _known_state(memory: _Memory, unit: Unit, form: Form, program: str | None) -> State | None:
    """The state of a file that is not to be made now; None for one that is."""
    if not unit.html.is_file():
        return "no_report"
    if memory.knows(unit, form):
        return "kept"
    return "no_browser" if form == "pdf" and program is None else None


def _make(
    waiting: Sequence[tuple[Unit, Form]], program: str | None, workers: int
) -> Any:  # of pairs: what was made, and why not
    """Make files, in processes of their own if there is more than one, and tell of each."""
    if workers == 1 or len(waiting) < 2:
        for unit, form in waiting:
            yield (unit, form), _one(unit.html, file_of(unit, form), form, program)
        return
    method = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(workers, len(waiting)), mp_context=method) as pool:
        tasks = {
            pool.submit(_one, unit.html, file_of(unit, form), form, program): (unit, form)
            for unit, form in waiting
        }
        for task in as_completed(tasks):
            yield tasks[task], task.result()


def _one(page: Path, to: Path, form: Form, program: str | None) -> str:
    """Make one file; why it was not made, "" if it was. The old file stays until the new stands."""
    try:
        if form == "docx":
            from diaodu.publish.office import document  # noqa: PLC0415 - only who makes one needs it

            files.put_bytes(to, document.build(page.read_text(encoding="utf-8")))
        else:
            files.put_bytes(to, printing.build(page, str(program)))
    except (NotAReportError, printing.NotPrintedError) as error:
        return files.short(str(error))
    return ""


class _Memory:
    """What was made from which page; it can be deleted at any time, as all under `.cache/`."""

    def __init__(self, run: Run) -> None:
        folder = run.root / ".cache" / run.quarter.province / run.key
        self._path = folder / f"office{suffix(run.lang)}.json"
        self._known = _read(self._path)
        self._program = {form: _program(name) for form, name in _MAKING.items()}

    def knows(self, unit: Unit, form: Form) -> bool:
        """Whether the file is as it was written, from the page as it is now."""
        path = file_of(unit, form)
        return self._known.get(path.name) == [
            self._source(unit, form),
            fingerprint.digest(path),
        ] and (path.is_file())

    def made(self, unit: Unit, form: Form) -> None:
        """Note a file that stands."""
        path = file_of(unit, form)
        self._known[path.name] = [self._source(unit, form), fingerprint.digest(path)]
        files.put(self._path, json.dumps(self._known))

    def _source(self, unit: Unit, form: Form) -> str:
        return fingerprint.text([fingerprint.digest(unit.html), self._program[form]])


def _program(module: str) -> str:
    """One hash of the code and the libraries that make a form."""
    libraries = [[name, version(name)] for name in _LIBRARIES]
    return fingerprint.text([fingerprint.of_code(module), libraries])


def _read(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
