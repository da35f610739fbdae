"""The zip package of an office file: checked before anything is unpacked, then its parts."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO
from xml.etree.ElementTree import Element

from diaodu.intake.received import limits, xml_parts
from diaodu.intake.received.grid import Finding
from diaodu.intake.received.refused import Refused

_ENCRYPTED = 0x1  # bit of a member's flags
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # all that office files know
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".emf", ".wmf", ".wdp")


@dataclass(frozen=True)
class Relation:
    """A link from one part to another: kind is the last word of its type, target a part's name."""

    id: str
    kind: str
    target: str
    external: bool


class Package:
    """Parts of one file by name. Names are only ever looked up: nothing is unpacked to a disk."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        """Raises Refused for a package that is unfit, before any part of it is unpacked."""
        self._archive = archive
        members = archive.infolist()
        _check(members)
        # Some programs write `xl\\Workbook.xml` and link to `xl/workbook.xml`.
        self._members = {_folded(m.filename): m for m in members}
        if len(self._members) < len(members):
            raise Refused("not_readable", reason="same name twice")
        self.types = self._types()

    @property
    def names(self) -> list[str]:
        """Names of all parts, in lower case."""
        return list(self._members)

    def has(self, name: str) -> bool:
        return _folded(name) in self._members

    @contextmanager
    def open(self, name: str) -> Iterator[IO[bytes]]:
        """A part to read. Raises Refused if it is not there."""
        member = self._members.get(_folded(name))
        if member is None:
            raise Refused("not_readable", name, reason="part missing")
        with self._archive.open(member) as source:
            yield source

    def tree(self, name: str) -> Element:
        """A part as a tree. Raises Refused if it is not there or too large for that."""
        member = self._members.get(_folded(name))
        if member is not None and member.file_size > limits.MAX_TREE_BYTES:
            limit = limits.MAX_TREE_BYTES // limits.MEGABYTE
            raise Refused("size_too_large", _megabytes(member.file_size), limit=limit)
        with self.open(name) as source:
            return xml_parts.tree(source)

    def relations(self, name: str) -> list[Relation]:
        """Links of a part; of the whole package for "". None of them is followed."""
        folder, file = posixpath.split(name)
        return self._links(posixpath.join(folder, "_rels", f"{file}.rels"), folder)

    def _links(self, name: str, folder: str) -> list[Relation]:
        if not self.has(name):
            return []
        return [_relation(link, folder) for link in self.tree(name).iter("{rel}Relationship")]

    def main(self) -> str:
        """The part that the package is about. Raises Refused if it names none."""
        for relation in self.relations(""):
            if relation.kind == "officeDocument" and self.has(relation.target):
                return relation.target
        raise Refused("not_readable", reason="part missing")

    def type_of(self, name: str) -> str:
        """Content type of a part, "" if the package states none."""
        folded = _folded(name)
        return self.types.get(folded) or self.types.get(f"*.{folded.rpartition('.')[2]}", "")

    def notes(self) -> list[Finding]:
        """Macros, links to other files and pictures: none of them is run, followed or read."""
        notes: list[Finding] = []
        macros = any("vbaproject" in n or "/macrosheets/" in n for n in self._members)
        if macros or any("macroenabled" in kind for kind in self.types.values()):
            notes.append(Finding("macro"))
        if outside := self._outside():
            details = {"count": str(len(outside))}
            notes.append(Finding("external_link", outside[0], details=details))
        pictures = [n for n in self._members if "/media/" in n and n.endswith(_PICTURES)]
        if pictures:
            notes.append(Finding("pictures_ignored", details={"count": str(len(pictures))}))
        return notes

    def _outside(self) -> list[str]:
        """Targets outside of the file, links that a reader clicks on left out."""
        links = [n for n in self._members if n.endswith(".rels")]
        return [
            relation.target
            for name in links
            for relation in self._links(name, "")
            if relation.external and relation.kind != "hyperlink"
        ]

    def _types(self) -> dict[str, str]:
        if not self.has("[Content_Types].xml"):
            return {}
        types: dict[str, str] = {}
        for entry in self.tree("[Content_Types].xml"):
            kind = entry.get("ContentType", "").lower()
            if entry.tag == "{ct}Override":
                types[_folded(entry.get("PartName", ""))] = kind
            elif entry.tag == "{ct}Default":
                types[f"*.{entry.get('Extension', '').lower()}"] = kind
        return types


def _check(members: list[zipfile.ZipInfo]) -> None:
    """Raises Refused for an encrypted package and for one that would unpack to too much."""
    if len(members) > limits.MAX_MEMBERS:
        raise Refused("zip_bomb", f"{len(members)}", reason="members")
    unpacked = sum(member.file_size for member in members)
    if unpacked > limits.MAX_UNPACKED:
        raise Refused("zip_bomb", _megabytes(unpacked), reason="size")
    for member in members:
        if member.flag_bits & _ENCRYPTED:
            raise Refused("encrypted", member.filename)
        if member.compress_type not in _METHODS:
            raise Refused("not_readable", member.filename, reason="packing method")
        ratio = member.file_size / max(member.compress_size, 1)
        if member.file_size > limits.RATIO_FROM and ratio > limits.MAX_RATIO:
            raise Refused("zip_bomb", f"{ratio:.0f}:1", reason="ratio")


def _relation(link: Element, folder: str) -> Relation:
    external = link.get("TargetMode", "") == "External"
    target = link.get("Target", "")
    return Relation(
        id=link.get("Id", ""),
        kind=link.get("Type", "").rpartition("/")[2],
        target=target if external else _target(folder, target),
        external=external,
    )


def _folded(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _target(folder: str, target: str) -> str:
    """A target as a name in the package. One that leads out of it names no member at all."""
    if target.startswith("/"):
        return target.lstrip("/")
    return posixpath.normpath(posixpath.join(folder, target.replace("\\", "/")))


def _megabytes(size: int) -> str:
    return f"{size / limits.MEGABYTE:.1f} MB"
