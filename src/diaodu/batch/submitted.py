"""The forms that go out to the areas, and what changed between two versions that came back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from diaodu.batch.plan import suffix
from diaodu.intake import submissions
from diaodu.intake.form import layout, writer
from diaodu.intake.form.layout import Layout
from diaodu.intake.received import registry, versions
from diaodu.intake.received.registry import KINDS, Entry
from diaodu.intake.received.versions import Change
from diaodu.params import Run


@dataclass(frozen=True)
class Difference:
    """What changed between two versions of one file. layout: of a form, for its column names."""

    before: Entry
    after: Entry
    changes: list[Change]
    layout: Layout | None = None


def write_forms(run: Run, areas: Sequence[str], out: Path | None = None) -> list[Path]:
    """Write the form of each area in the run's language; returns their paths.

    out: folder, the run's own if None. What the areas left open in earlier quarters is filled in.
    Raises ParameterError for a quarter that asks for no form.
    """
    folder = out or run.reports / "forms"
    previous = submissions.history(run) if run.quarter.submissions else None
    return [
        writer.write(run, area, folder / f"{area}{suffix(run.lang)}.xlsx", previous)
        for area in areas
    ]


def differences(
    run: Run, areas: Sequence[str], pair: tuple[int, int] | None = None
) -> list[Difference]:
    """What changed in each area's files of the quarter, from one version to another.

    pair: numbers of the two versions, the last two if None. Files without both are passed over.
    """
    entries = registry.entries(run, run.quarter.quarter)
    pairs = list(_pairs([e for e in entries if e.area in areas], pair))
    tables = iter(submissions.read_versions(run, [entry for both in pairs for entry in both]))
    asked = run.quarter.submissions
    form = layout.load(run.root, asked.form) if asked else None
    return [
        Difference(
            before,
            after,
            versions.diff(next(tables), next(tables)),
            form if after.kind == "form" else None,
        )
        for before, after in pairs
    ]


def _pairs(entries: Sequence[Entry], pair: tuple[int, int] | None) -> Iterator[tuple[Entry, Entry]]:
    for area in dict.fromkeys(entry.area for entry in entries):
        for kind in KINDS:
            own = [entry for entry in entries if (entry.area, entry.kind) == (area, kind)]
            if pair is None and len(own) > 1:
                yield own[-2], own[-1]
            numbered = {entry.version: entry for entry in own}
            if pair is not None and set(pair) <= set(numbered):
                yield numbered[pair[0]], numbered[pair[1]]
