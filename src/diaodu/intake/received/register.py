"""Registering what a sender handed in: stored unchanged, once, under a name of our own.

Whose a file is and of which quarter its content says; its name is only compared with that, and
never becomes a path. What cannot be taken is kept too, with the reason beside it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Literal

from diaodu.errors import CellIssue, ParameterError
from diaodu.intake.received import decisions, filing, findings, recognise, registry
from diaodu.intake.received.grid import Document, Finding, Received, Refusal, Workbook
from diaodu.intake.received.kinds import safe_name, suffix_of
from diaodu.intake.received.reading import read_many
from diaodu.intake.received.recognise import Identity, Recogniser
from diaodu.intake.received.registry import Entry, Kind, Sidecar
from diaodu.intake.text import visible
from diaodu.params import Run

State = Literal["new", "known", "refused"]
Reader = Callable[[Sequence[Path]], list[Received]]

_KEPT_SUFFIXES = re.compile(
    r"\.(?:xlsx?|xlsm|xlsb|csv|docx?|docm|txt|pdf|wps|et|ofd|png|jpe?g|zip|rar|7z)"
)


@dataclass(frozen=True)
class Terms:
    """How a batch of files came in. recognise: what tells whose a file is by its content."""

    received_on: date | None = None
    channel: str | None = None
    illustrative: bool = False
    recognise: Recogniser = recognise.recognise
    read: Reader = read_many


@dataclass(frozen=True)
class Registered:
    """What became of one file that was handed in.

    name: its own, fit to be shown. file: where it lies now, relative to the root; "" for one that
    could not even be opened. sha256: of its bytes. content: what was read of a new one, so that
    nobody has to read it again.
    """

    given: Path
    name: str
    state: State
    file: str
    sha256: str = ""
    area: str | None = None
    kind: Kind | None = None
    version: int | None = None
    issues: tuple[CellIssue, ...] = ()
    content: Workbook | Document | None = None


def register(run: Run, paths: Iterable[Path], terms: Terms | None = None) -> list[Registered]:
    """Register files and folders for the run's quarter; one result a file, in order of name.

    Never stops at a bad file. Raises ParameterError, before anything is touched, for a path that
    does not exist and for a quarter that takes no submissions.
    """
    if run.quarter.submissions is None:
        raise ParameterError(f"{run.file}: submissions: found nothing; expected it, to take files")
    desk = _Desk(run, terms or Terms())
    files = filing.gather(paths)
    hashed = {path: filing.digest_of(path) for path in files}
    digests = {path: digest for path, (digest, _) in hashed.items() if digest}
    unknown = {digest: path for path, digest in reversed(digests.items()) if not desk.knows(digest)}
    to_read = [path for path in files if unknown.get(digests.get(path, "")) == path]
    contents = dict(zip(to_read, desk.terms.read(to_read), strict=True)) if to_read else {}
    return [
        desk.take(path, digests[path], contents.get(path))
        if path in digests
        else _unopened(path, hashed[path][1])
        for path in files
    ]


class _Desk:
    """Takes one file after the other, and knows what has been registered so far."""

    def __init__(self, run: Run, terms: Terms) -> None:
        self.run = run
        self.terms = terms
        self._entries = registry.entries(run, run.quarter.quarter)
        self._taken: dict[str, Entry] = {e.sidecar.sha256: e for e in self._entries if e.sidecar}
        self._refused: dict[str, Registered] = {}
        self._now: dict[tuple[str, Kind], str] = {}  # taken in this call -> its own name

    def knows(self, digest: str) -> bool:
        """Whether these bytes are registered, and still lie there as they were."""
        entry = self._taken.get(digest)
        return entry is not None and filing.digest_of(entry.path)[0] == digest

    def take(self, path: Path, digest: str, content: Received | None) -> Registered:
        """Register one file, or say that it is known, or refuse it. content: of unknown bytes."""
        if content is None and digest in self._taken:
            return self._known(path, digest)
        if digest in self._refused:  # the same bytes under two names in one call
            return replace(self._refused[digest], given=path, name=safe_name(path.name))
        if content is None:
            raise ValueError(f"{path}: nobody has read it")
        if isinstance(content, Refusal):
            named = recognise.by_name(path.name, self.run)
            return self._refuse(path, digest, content, named, decisions.kind_by_name(path))
        return self._decide(path, digest, content)

    def _decide(self, path: Path, digest: str, content: Workbook | Document) -> Registered:
        """Whose it is and of which quarter, and whether it may be taken as that."""
        said = self.terms.recognise(content, self.run)
        named = recognise.by_name(path.name, self.run)
        kind: Kind = "form" if isinstance(content, Workbook) else "report"
        area = said.area or (None if said.areas else named.area)
        if len(said.areas) > 1 and named.area in said.areas:
            area = named.area
        who = replace(said, area=area, quarter=said.quarter or named.quarter)
        if refusal := decisions.unfit(self.run, who, path):
            notes = replace(refusal, notes=content.notes)
            return self._refuse(path, digest, notes, who, (kind,))
        return self._store(path, digest, content, said, named, who, kind)

    def _store(
        self,
        path: Path,
        digest: str,
        content: Workbook | Document,
        said: Identity,
        named: Identity,
        who: Identity,
        kind: Kind,
    ) -> Registered:
        area = who.area or ""
        version = self._last(area, kind) + 1
        target = self.run.received / area / f"{kind}-v{version}.{content.kind}"
        file = registry.rel(self.run, target)
        found = decisions.disagreements(self.run, file, path, said, named, area)
        if other := self._now.get((area, kind)):
            found.append(registry.issue("two_at_once", file, path.name, area, other=other))
        own, about_name = decisions.parted(content)
        found += _of_notes(about_name, file, area)
        sidecar = Sidecar(
            sha256=digest,
            original_name=filing.storable(path.name),
            sender=area,
            kind=kind,
            version=version,
            received_on=self.terms.received_on or date.today(),
            channel=self.terms.channel,
            origin="illustrative" if self._is_made_up(said) else "submitted",
            form=self._form(said) if kind == "form" else None,
            issues=tuple(registry.noted(one) for one in found),
        )
        if (refusal := filing.store(path, target, sidecar)) is not None:
            return self._refuse(path, digest, refusal, who, (kind,))
        entry = Entry(target, file, self.run.quarter.quarter, area, kind, version, sidecar)
        self._entries.append(entry)
        self._taken[digest] = entry
        self._now[area, kind] = visible(path.name)
        name, issues = safe_name(path.name), tuple(found)
        return Registered(path, name, "new", file, digest, area, kind, version, issues, own)

    def _known(self, path: Path, digest: str) -> Registered:
        """The same bytes were registered before; nothing is stored."""
        entry = self._taken[digest]
        last = self._last(entry.area, entry.kind)
        code = "same_bytes" if last == entry.version else "same_as_older"
        details = {"version": str(entry.version), "last": str(last)}
        found = registry.issue(code, entry.file, path.name, entry.area, **details)
        name, version = safe_name(path.name), entry.version
        return Registered(
            path, name, "known", entry.file, digest, entry.area, entry.kind, version, (found,)
        )

    def _refuse(
        self, path: Path, digest: str, why: Refusal, who: Identity, kinds: tuple[Kind, ...]
    ) -> Registered:
        """Keep a file that cannot be taken, with the reason."""
        suffix = suffix_of(path.name)
        suffix = suffix if _KEPT_SUFFIXES.fullmatch(suffix) else ".bin"
        target = self.run.received / registry.REFUSED / f"{digest[:16]}{suffix}"
        file = registry.rel(self.run, target)
        issues = _issues_of(why, file, path, who.area)
        kind = kinds[0] if kinds else None
        sidecar = Sidecar(
            sha256=digest,
            original_name=filing.storable(path.name),
            sender=who.area,
            kind=kind,
            received_on=self.terms.received_on or date.today(),
            channel=self.terms.channel,
            refused=why.code,
            after=max(self._last(who.area or "", k) for k in kinds or registry.KINDS),
            issues=tuple(registry.noted(one) for one in issues),
        )
        if filing.store(path, target, sidecar) is not None:
            file = ""
        name = safe_name(path.name)
        result = Registered(path, name, "refused", file, digest, who.area, kind, None, issues)
        self._refused[digest] = result
        return result

    def _last(self, area: str, kind: Kind) -> int:
        own = (e.version for e in self._entries if (e.area, e.kind) == (area, kind))
        return max(own, default=0)

    def _is_made_up(self, said: Identity) -> bool:
        return self.terms.illustrative or said.illustrative

    def _form(self, said: Identity) -> str | None:
        asked = self.run.quarter.submissions
        return said.form or (asked.form if asked else None)


def _unopened(path: Path, reason: str) -> Registered:
    """A file that cannot even be kept."""
    why = registry.issue("cannot_open", path.name, path.name, reason=reason)
    return Registered(path, safe_name(path.name), "refused", "", issues=(why,))


def _issues_of(why: Refusal, file: str, path: Path, area: str | None) -> tuple[CellIssue, ...]:
    """A refusal, ours or the reader's, as issues; notes of the reader come after it."""
    found = why.found or path.name
    first = registry.issue(why.code, file, found, area, **dict(why.details))
    first = replace(first, sheet=why.sheet, row=why.row, column=why.column)
    return (first, *_of_notes(why.notes, file, area))


def _of_notes(notes: tuple[Finding, ...], file: str, area: str | None) -> list[CellIssue]:
    return findings.to_issues(Document("", (), "txt", notes), file, area)
