"""Look through the files of a pack for what belongs to others only."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from diaodu.publish.separation import glyphs, numbers, pieces
from diaodu.publish.separation.belongings import Belongings, runs
from diaodu.publish.separation.pieces import NotSearchableError, Piece, squeezed
from diaodu.rules import Sharing

_SENTENCE = re.compile(r"[\n。；;！？]")
_PARTS = re.compile(r'"|\[\d+\]')
_AROUND = 3  # letters on both sides of a name: in a text that the recipient has, they are the same
_ADDRESSES = (" id>", " href>")  # attributes whose short numbers say nothing
_HIDDEN = ("script", "comment", "attribute", "metadata", "template", "style")


@dataclass(frozen=True, order=True)
class Hit:
    """Something of another recipient in a file.

    kind, where: see pieces.Piece. what: the end of a message pack.found.*; found: as it is
    written in the file or in the tables.
    """

    file: str
    what: str
    found: str
    kind: str = "text"
    where: str = ""


def hits(
    files: Iterable[tuple[str, bytes]], others: Belongings, sharing: Sharing
) -> tuple[Hit, ...]:
    """What is wrong with a pack's files, each thing once a file, at the first place of it."""
    found: dict[tuple[str, str, str], Hit] = {}
    for name, data in files:
        try:
            idle = () if others == Belongings() else _in_fonts(name, data)  # nothing is hidden
            for hit in (*_in_pieces(name, data, others, sharing), *idle):
                found.setdefault((hit.file.partition("!")[0], hit.what, hit.found), hit)
        except (NotSearchableError, ValueError) as error:
            found[name, "unreadable", str(error)] = Hit(name, "unreadable", str(error), "name")
    return tuple(sorted(found.values()))


def _in_pieces(name: str, data: bytes, others: Belongings, sharing: Sharing) -> Iterator[Hit]:
    found = [(piece, squeezed(piece.text)) for piece in dict.fromkeys(pieces.of_file(name, data))]
    yield from _written(found, others)
    for piece, _ in found:
        if not piece.geometry or piece.where.endswith(_ADDRESSES):
            yield from _long(piece, others)
        if not piece.geometry:
            yield from _figures(piece, others)
            yield from _areas(piece, others, sharing)


def _hit(piece: Piece, what: str, found: str) -> Hit:
    return Hit(piece.file, what, found, piece.kind, piece.where)


def _written(found: Sequence[tuple[Piece, str]], others: Belongings) -> Iterator[Hit]:
    """Names, ids and words: looked for in all pieces at once, and then where they stand."""
    whole = "\n".join(text for _, text in found)
    listed = {"name": others.names, "id": others.ids}
    there = [
        (what, compared, written)
        for what, known in listed.items()
        for compared, written in known.items()
        if compared in whole
    ]
    told = {run for run in runs(whole) if run in others.runs} if others.runs else set()
    for piece, text in found if there or told else ():
        for what, compared, written in there:
            if compared in text:
                yield _hit(piece, what, written)
        for run in sorted(told):
            if run in text:
                yield _hit(piece, "words", others.runs[run])


def _long(piece: Piece, others: Belongings) -> Iterator[Hit]:
    for token in sorted(numbers.tokens(piece.text) & others.exact.keys()) if others.exact else ():
        yield _hit(piece, "figure", f"{token} ({others.exact[token]})")


def _figures(piece: Piece, others: Belongings) -> Iterator[Hit]:
    if not others.beside:
        return
    for line in _lines(piece.text):
        shown = numbers.tokens(line)
        if not shown:
            continue
        said = _said(line)
        for area, names in others.others.items():
            told = shown & others.beside.get(area, set())
            if told and any(_strange(said, name, others.own) for name in names):
                yield _hit(piece, "figure", f"{area}: {', '.join(sorted(told))}")
    if piece.kind in _HIDDEN:
        told_in_order = numbers.in_order(piece.text)
        for thing, listed in others.lists.items():
            if _together(told_in_order, listed) >= max(4, len(listed) / 2):
                yield _hit(piece, "list", thing)


def _together(told: Sequence[str], listed: set[str]) -> int:
    """How many of the figures stand near each other; strewn over a long script they are chance.

    Rows of a table that someone wrote into a script have a few other numbers between them.
    """
    places = [at for at, token in enumerate(told) if token in listed]
    span = 4 * len(listed)
    return max((len(listed & set(told[at : at + span])) for at in places), default=0)


def _areas(piece: Piece, others: Belongings, sharing: Sharing) -> Iterator[Hit]:
    """Names of other areas where the quarter's file shows none, or none beside a figure."""
    if sharing == "named":
        return
    for line in _lines(piece.text):
        if sharing == "ranked" and not numbers.tokens(line):
            continue
        said = _said(line)
        for area, names in others.others.items():
            if any(county in part for county in others.counties[area] for part in said):
                continue  # where a county lies is no secret: a slip says so of a wrong one
            for name in names:
                if _strange(said, name, others.own):
                    yield _hit(piece, "area", name)
                    break


def _said(line: str) -> list[str]:
    """The parts of a line as compared: what a script has between quotation marks is one text.

    So is what stands behind the number of a source, which a PDF file has in the line itself.
    """
    return [squeezed(part) for part in _PARTS.split(line)]


def _strange(said: Sequence[str], name: str, own: str) -> bool:
    """Whether a name stands in a text other than in words that the recipient may read anyway."""
    for text in said:
        at = text.find(name)
        while at >= 0:
            end = at + len(name)
            around = text[max(0, at - _AROUND) : end + _AROUND]
            if text == name or around not in own:  # by itself it heads a row or a list
                return True
            at = text.find(name, end)
    return False


def _lines(text: str) -> Iterator[str]:
    return (line for line in _SENTENCE.split(text) if line.strip())


def _in_fonts(name: str, data: bytes) -> Iterator[Hit]:
    page = name.casefold().endswith((".html", ".htm"))
    if page and (idle := "".join(glyphs.idle(data))):
        yield Hit(name, "glyph", idle[:60], "font")
