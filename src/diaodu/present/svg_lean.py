"""Fewer bytes for the same drawing: short paths, and what neighbours share said once.

matplotlib writes every path with absolute coordinates and every text with all of its attributes.
A report holds ten drawings, so these repetitions would be a fifth of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from xml.etree.ElementTree import Element

CELLS = "cells"  # gid of a group of shapes that do not overlap: those alike become one path

_TOKEN = re.compile(r"[MLCQZz]|-?\d+(?:\.\d+)?")
_PLACE = ("x", "y", "transform")
Point = tuple[int, int]  # in tenths of a pixel


def lean(svg: Element) -> None:
    """Shorten a drawing in place.

    Invisible paths go. Paths are written shortly; those that follow each other and are
    nothing but lines of one look become one path. Texts that follow each other and look the same
    share a group. A shape drawn by reference is not told again what it says of itself.
    """
    for parent in list(svg.iter()):
        parent[:] = list(_joined(child for child in parent if not _invisible(child)))
    for path in svg.iter("path"):
        path.set("d", shortened(path.attrib["d"]))
    shapes = {f"#{path.get('id')}": path.keys() for path in svg.iter("path")}
    for use in svg.iter("use"):
        for said in shapes.get(use.attrib["href"], ()):
            use.attrib.pop(said, None)  # what stands at the shape counts anyway


def merged(paths: Iterable[Element]) -> list[Element]:
    """Paths that do not overlap, those that look the same as one, in order of first look."""
    looks: dict[frozenset[tuple[str, str]], Element] = {}
    for path in paths:
        look = frozenset((k, v) for k, v in path.attrib.items() if k != "d")
        if look in looks:
            looks[look].set("d", f"{looks[look].attrib['d']} {path.attrib['d']}")
        else:
            looks[look] = path
    return list(looks.values())


def shortened(path: str) -> str:
    """The same path in fewer characters, rounded to a tenth of a pixel as before."""
    made, here, start, points = "", (0, 0), (0, 0), []
    command, wanted = "", 0
    numbers: list[int] = []
    for part in _TOKEN.findall(path):
        if part in "Zz":
            made, here = made + "z", start
        elif part.isalpha():
            command, wanted = part, {"M": 2, "L": 2, "Q": 4, "C": 6}[part]
        else:
            numbers.append(round(float(part) * 10))
            if len(numbers) == wanted:
                points = list(zip(numbers[::2], numbers[1::2], strict=True))
                made += _step(command, here, points)
                here, numbers = points[-1], []
                start = here if command == "M" else start
                command = "L" if command == "M" else command
    return made


def _step(command: str, here: Point, points: list[Point]) -> str:
    """One command from a point to others."""
    if command == "M":
        return "M" + _written(_flat(points))
    moves = [(x - here[0], y - here[1]) for x, y in points]
    (dx, dy) = moves[-1]
    if command == "L" and dy == 0:
        return "h" + _written([dx]) if dx else ""
    if command == "L" and dx == 0:
        return "v" + _written([dy])
    ways = command + _written(_flat(points)), command.lower() + _written(_flat(moves))
    return min(ways, key=len)


def _flat(points: list[Point]) -> list[int]:
    return [value for point in points for value in point]


def _written(tenths: Iterable[int]) -> str:
    """Numbers one after the other, a blank only where no sign parts them."""
    made = ""
    for value in tenths:
        whole, rest = divmod(abs(value), 10)
        text = ("-" if value < 0 else "") + (f"{whole or ''}.{rest}" if rest else f"{whole}")
        made += text if not made or text.startswith("-") else f" {text}"
    return made


def _invisible(element: Element) -> bool:
    painted = (element.get("fill"), element.get("stroke", "none"))
    return element.tag == "path" and painted == ("none", "none") and "id" not in element.attrib


def _joined(children: Iterable[Element]) -> Iterator[Element]:
    """Neighbours of one look as one path or one group."""
    for look, found in groupby(children, _look):
        alike = list(found)
        if look is None or len(alike) == 1:
            yield from alike
        elif alike[0].tag == "path":
            yield from merged(alike)
        else:
            group = Element("g", dict(look[1:]))
            for text in alike:
                text.attrib = {k: v for k, v in text.attrib.items() if k in _PLACE}
            group.extend(alike)
            yield group


def _look(element: Element) -> tuple[tuple[str, str], ...] | None:
    """What a text or a mere line looks like, for comparison; None for all else."""
    line = element.tag == "path" and element.get("fill") == "none" and "id" not in element.attrib
    if not (line or element.tag == "text"):
        return None
    place = ("d",) if line else _PLACE
    return (("", element.tag), *((k, v) for k, v in element.attrib.items() if k not in place))
