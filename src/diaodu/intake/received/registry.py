"""The folder of a quarter's received files: what lies there, and what their sidecars say.

<quarter>/<area>/<kind>-v<version>.<ext>   as received, with <name>.yml beside it
<quarter>/refused/<hash>.<ext>             what could not be taken, and why
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

import yaml
from pydantic import ConfigDict, Field

from diaodu import yaml_files
from diaodu.errors import CellIssue, ParameterError, Severity
from diaodu.intake import sidecar as sidecars
from diaodu.intake.received import codes
from diaodu.intake.received.findings import as_issue
from diaodu.intake.submission_codes import CODES
from diaodu.intake.text import visible
from diaodu.params import Run
from diaodu.yaml_files import Frozen

Kind = Literal["form", "report"]
KINDS: tuple[Kind, ...] = ("form", "report")
REFUSED = "refused"
_NAME = re.compile(r"(?P<kind>form|report)-v(?P<version>[1-9][0-9]{0,5})\.[a-z]{3,4}")
_QUARTER = re.compile(r"[0-9]{4}Q[1-4]")
_SHA = r"^[0-9a-f]{64}$"
_KNOWN: Mapping[str, Severity] = {**codes.CODES, **CODES}


class Noted(Frozen):
    """An issue that was found at registration; see errors.CellIssue."""

    code: str
    found: str = ""
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    details: dict[str, str] = Field(default_factory=dict)


class Sidecar(Frozen):
    """What is known of a received file besides its bytes. Further keys may stand there.

    sender, kind: of a refused file as far as its content or name tells. refused: why, a code.
    after: how many versions of that kind the sender already had when the file was refused.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    sha256: str = Field(pattern=_SHA)
    original_name: str
    sender: str | None = None
    kind: Kind | None = None
    version: int | None = Field(default=None, ge=1)
    received_on: date | None = None
    channel: str | None = None
    origin: Literal["submitted", "illustrative"] = "submitted"
    form: str | None = None
    refused: str | None = None
    after: int = 0
    issues: tuple[Noted, ...] = ()


@dataclass(frozen=True)
class Entry:
    """One registered file. file: relative to the root. sidecar: None if there is no sound one."""

    path: Path
    file: str
    quarter: str
    area: str
    kind: Kind
    version: int
    sidecar: Sidecar | None
    issues: tuple[CellIssue, ...] = ()

    @property
    def source_id(self) -> str:
        return f"{self.area}-{self.quarter}-{self.kind}-v{self.version}"

    @property
    def origin(self) -> str:
        return self.sidecar.origin if self.sidecar else "submitted"


def quarters(run: Run) -> list[str]:
    """Quarters with a folder of received files, from the history's first year to the run's own."""
    if not run.raw.is_dir():
        return []
    names = (path.name for path in run.raw.iterdir() if path.is_dir())
    first = f"{run.quarter.history_from}Q1"
    return sorted(n for n in names if _QUARTER.fullmatch(n) and first <= n <= run.quarter.quarter)


def entries(run: Run, quarter: str) -> list[Entry]:
    """All registered files of a quarter: areas in their order, versions rising."""
    found = []
    for area in run.areas.areas:
        for path in _files(run.raw / quarter / area.id):
            if name := _NAME.fullmatch(path.name):
                kind: Kind = "form" if name["kind"] == "form" else "report"
                found.append(_entry(run, path, quarter, area.id, kind, int(name["version"])))
    rank = {area.id: at for at, area in enumerate(run.areas.areas)}
    return sorted(found, key=lambda e: (rank[e.area], e.kind, e.version))


def newest(found: list[Entry]) -> list[Entry]:
    """Of each area and kind the last version."""
    return list({(entry.area, entry.kind): entry for entry in found}.values())


def refused(run: Run, quarter: str) -> list[tuple[Path, Sidecar]]:
    """Files that were refused, with why, but for those that a later version has made up for."""
    had = {(e.area, e.kind): e.version for e in entries(run, quarter)}
    kept = []
    for path in _files(run.raw / quarter / REFUSED):
        sidecar, _ = read_sidecar(path)
        if sidecar is None or sidecar.refused is None:
            continue
        kinds = KINDS if sidecar.kind is None else (sidecar.kind,)
        since = max((had.get((sidecar.sender or "", kind), 0) for kind in kinds), default=0)
        if since <= sidecar.after:
            kept.append((path, sidecar))
    return kept


def strangers(run: Run, quarter: str) -> list[CellIssue]:
    """Issues of files in a quarter's folder that nobody registered; they are not read."""
    folder = run.raw / quarter
    own = {area.id for area in run.areas.areas}
    loose = list(_files(folder))
    for place in sorted(folder.iterdir()) if folder.is_dir() else ():
        if place.is_dir() and not place.name.startswith(".") and place.name != REFUSED:
            files = _files(place)
            loose += [p for p in files if place.name not in own or not _NAME.fullmatch(p.name)]
    return [issue("not_registered", rel(run, path), path.name) for path in loose]


def issue(
    code: str, file: str, found: str = "", area: str | None = None, **details: str
) -> CellIssue:
    """An issue of a file as a whole. Raises KeyError for an unknown code."""
    shown = {key: visible(value) for key, value in details.items()}
    return CellIssue(file, code, visible(found), _KNOWN[code], area=area, details=shown)


def replayed(sidecar: Sidecar, file: str, area: str | None) -> list[CellIssue]:
    """The issues that were found when a file was registered or refused."""
    return [
        as_issue(one, _KNOWN[one.code], file, area)
        for one in sidecar.issues
        if one.code in _KNOWN  # a sidecar may be older than this program
    ]


def noted(found: CellIssue) -> Noted:
    """An issue as a sidecar keeps it."""
    return Noted(
        code=found.code,
        found=found.found,
        sheet=found.sheet,
        row=found.row,
        column=found.column,
        details=dict(found.details),
    )


def read_sidecar(path: Path) -> tuple[Sidecar | None, str]:
    """The sidecar of a received file; None, and why, if there is no sound one."""
    place = sidecars.path_of(path)
    try:
        found: Sidecar = yaml_files.read(place, Sidecar)
    except (ParameterError, OSError) as error:
        return None, str(error).replace(str(place), place.name).splitlines()[0]
    return found, ""


def write_sidecar(path: Path, sidecar: Sidecar) -> None:
    """Write the sidecar of a received file; what has no value is left out."""
    data = sidecar.model_dump(mode="json", exclude_defaults=True)
    text = yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=100)
    place = sidecars.path_of(path)
    aside = place.with_name(f".{place.name}.part")
    aside.write_text(text, encoding="utf-8", newline="\n")
    aside.replace(place)


def digest(path: Path) -> str:
    """Hash of a file, read piece by piece: it may be large. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def rel(run: Run, path: Path) -> str:
    """A path as issues and tables give it."""
    return path.relative_to(run.root).as_posix()


def _entry(run: Run, path: Path, quarter: str, area: str, kind: Kind, version: int) -> Entry:
    file = rel(run, path)
    sidecar, reason = read_sidecar(path)
    found: list[CellIssue] = []
    place = sidecars.path_of(path).name
    if sidecar is None:
        missing = not sidecars.path_of(path).is_file()
        code = "registered_unknown" if missing else "registered_sidecar"
        found.append(issue(code, file, "", area, sidecar=place, reason=reason))
    else:
        found += replayed(sidecar, file, area)
    return Entry(path, file, quarter, area, kind, version, sidecar, tuple(found))


def changed(entry: Entry, present: str) -> list[CellIssue]:
    """The issue of a file whose bytes are no longer those that were registered."""
    if entry.sidecar is None or entry.sidecar.sha256 == present:
        return []
    details: Mapping[str, str] = {"registered": entry.sidecar.sha256[:12]}
    return [issue("registered_changed", entry.file, present[:12], entry.area, **details)]


def _files(folder: Path) -> Iterator[Path]:
    """Files of a folder in order of name, without sidecars and what systems leave behind."""
    if not folder.is_dir():
        return
    for path in sorted(folder.iterdir()):
        if path.is_file() and not path.name.startswith((".", "~$")) and path.suffix != ".yml":
            yield path
