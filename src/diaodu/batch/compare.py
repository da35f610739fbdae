"""Two versions of a quarter compared, as a page beside the reports of the second."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from diaodu import intake, store
from diaodu.analysis import changes
from diaodu.batch import files, kept, plan, versions
from diaodu.batch.derive import derive
from diaodu.batch.made import Made
from diaodu.batch.plan import suffix
from diaodu.errors import ParameterError
from diaodu.intake import Known
from diaodu.messages import say
from diaodu.params import Run
from diaodu.publish import compare as page
from diaodu.publish.page import written

_BEGIN = "compare-"  # of the names of the pages


@dataclass(frozen=True)
class Side:
    """One version: a run, as it is now or as it was on a day."""

    run: Run
    day: date | None = None

    @property
    def name(self) -> str:
        """What the version is called among files."""
        return self.run.key if self.day is None else f"{self.run.key}-{self.day}"

    @property
    def label(self) -> str:
        """What a reader calls it."""
        if self.day is None:
            return say("compare.now", self.run.lang, name=self.run.key)
        day = written(self.day, self.run.lang)
        return say("compare.on", self.run.lang, name=self.run.key, day=day)


@dataclass(frozen=True)
class Compared:
    """The page that was written, and how many changes it shows."""

    path: Path
    count: int


def last(run: Run) -> Side:
    """The last version of a run. Raises ParameterError at the first one: there is none then."""
    day = versions.last_day(run)
    if day is None:
        raise ParameterError(
            f"{run.file}: found no earlier version: no correction was received and handed_out is "
            "not set; expected --as-of DAY or a second quarter's file"
        )
    return Side(run, day)


def write(before: Side, after: Side) -> Compared:
    """Compare two versions of one province and write the page.

    Raises ParameterError for two provinces, and for a version with itself.
    """
    one, other = before.run.quarter.province, after.run.quarter.province
    if one != other:
        raise ParameterError(f"{after.run.file}: found {other}; expected the province {one}")
    if before.name == after.name:
        raise ParameterError(f"{after.run.file}: found the same version twice; expected two")
    known = _tables(after.run)
    then = known if before.run.file == after.run.file else _tables(before.run)
    found = changes.between(_version(before, then), _version(after, known), after.run.period)
    end, index = _ending(after.run), plan.index(after.run)
    path = after.run.reports / f"{_BEGIN}{before.name}-{after.name}{end}"
    beside = index.name if index.is_file() else ""
    files.put(path, page.render(after.run, before.label, after.label, found, beside))
    return Compared(path, len(found))


def beside(run: Run) -> list[str]:
    """Names of the pages in the run's language that lie beside its reports."""
    end = _ending(run)
    names = sorted(path.name for path in run.reports.glob(f"{_BEGIN}*{end}"))
    return [name for name in names if "." not in name.removesuffix(end)]


def _ending(run: Run) -> str:
    return f"{suffix(run.lang)}.html"


def _version(side: Side, tables: store.Tables) -> changes.Version:
    if side.day is not None:
        tables = versions.on(side.run, tables, side.day)
    return versions.version(side.run, tables)


def _tables(run: Run) -> store.Tables:
    """The run's tables: those on disk if they are as they would be made, else made now."""
    if Made(run).same_inputs():
        return store.load(run.at(run.province.id))
    known = Known({}, kept=kept.Received(run))
    return derive(run, intake.read(run, known).tables, known)
