"""What goes into a pack: reports, slips, and the workbooks to update."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path

import diaodu
from diaodu.batch import fresh, office, plan
from diaodu.batch.made import Made
from diaodu.batch.packs.recipients import To
from diaodu.batch.plan import Unit, suffix
from diaodu.errors import DiaoduError
from diaodu.messages import say
from diaodu.params import Run

MANIFEST = "manifest.json"
Contents = dict[str, bytes]  # name in the pack -> bytes


class NotFreshError(DiaoduError):
    """Reports are not there, or not as they would be made now."""


def units_of(run: Run, to: To) -> tuple[Unit, ...]:
    """The reports that a recipient gets."""
    every = plan.units(run)
    match to.kind:
        case "city":
            return tuple(u for u in every if u.kind == "city" and u.area in to.areas)
        case "leader":
            return tuple(u for u in every if u.kind in ("city", "leader") and u.area in to.areas)
        case "division":
            return tuple(u for u in every if u.division == to.division)
    return every


def check_fresh(run: Run, units: Iterable[Unit]) -> None:
    """Raise NotFreshError, that says what to do, unless all reports are as they would be made."""
    made = Made(run)
    if not made.same_inputs():
        raise NotFreshError(say("pack.not_fresh.tables", run.lang, file=run.file.name))
    wanted = list({unit.name: unit for unit in units}.values())
    stale = fresh.reasons(made, wanted, fresh.Parts(wanted, made.tables()))
    if stale:
        names = say("pack.join", run.lang).join(reason.unit.name for reason in stale)
        raise NotFreshError(
            say("pack.not_fresh.reports", run.lang, file=run.file.name, names=names)
        )


def of(run: Run, to: To, forms: Mapping[str, Path]) -> Contents:
    """The files of a recipient's pack without its manifest; forms: area -> workbook to update."""
    units = units_of(run, to)
    paths = {unit.html.name: unit.html for unit in units}
    paths |= {path.name: path for path in office.current(run, units)}
    areas = run.peers if to.kind == "province" else to.areas if to.kind == "city" else ()
    for area in areas:
        paths |= {f"slips/{path.name}": path for path in _slips(run, area)}
        if area in forms:
            paths[f"forms/{forms[area].name}"] = forms[area]
    if to.kind == "province":
        index = plan.index(run)
        paths[index.name] = index
    return {name: path.read_bytes() for name, path in sorted(paths.items())}


def _slips(run: Run, area: str) -> list[Path]:
    places = (run.reports / "slips" / f"{area}{suffix(run.lang)}.{end}" for end in ("html", "xlsx"))
    return [path for path in places if path.is_file()]


def manifest(run: Run, to: To, files: Contents) -> bytes:
    """Hash and size of each file of a pack, and what it was made from; JSON in one order."""
    made_from = {
        "province": run.quarter.province,
        "run": run.key,
        "quarter": run.quarter.quarter,
        "as_of": run.quarter.as_of.isoformat(),
        "language": run.lang,
        "peers": to.sharing(run),
        "tables": Made(run).tables(),
        "diaodu": diaodu.__version__,
    }
    listed = [
        {"name": name, "size": len(data), "sha256": sha256(data).hexdigest()}
        for name, data in sorted(files.items())
    ]
    told = {
        "format": 1,
        "recipient": {"kind": to.kind, "id": to.id},
        "made_from": made_from,
        "files": listed,
    }
    return (json.dumps(told, indent=1, sort_keys=True) + "\n").encode()
