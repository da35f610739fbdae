"""What a run has to do without, and what it takes instead."""

from __future__ import annotations

from diaodu import boundaries, typefaces
from diaodu.errors import ParameterError
from diaodu.messages import say
from diaodu.params import Run


def lines(run: Run) -> list[str]:
    """A line for each thing that is not there or cannot be used, and what is done instead."""
    found = []
    if None in (typefaces.path("sans"), typefaces.path("serif")):
        found.append(say("cli.lacks.fonts", run.lang, package=typefaces.DISTRIBUTION))
    try:
        boundaries.read(run.boundaries_file, {area.id for area in run.areas.areas})
    except ParameterError as error:
        first, *others = error.problems
        more = say("cli.lacks.more", run.lang, count=len(others)) if others else ""
        found.append(say("cli.lacks.map", run.lang, why=first + more))
    return found
