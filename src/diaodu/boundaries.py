"""Boundaries of a province's areas (`params/<province>/areas.geojson`), for the map of a report.

A FeatureCollection whose features carry the id of an area in `properties.area`; geometries are
Polygon or MultiPolygon in degrees of longitude and latitude. `notice` of the collection, with a
text in `zh` and one in `en`, is what the licence of the boundaries wants said under the map.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from diaodu.errors import ParameterError
from diaodu.messages import LANGS, Lang

Ring = tuple[tuple[float, float], ...]  # (longitude, latitude)


@dataclass(frozen=True)
class Boundaries:
    """Rings of each area: outer rings and, inside of them, holes; and what the licence wants said.

    A point is in the area if an odd number of its rings goes round it.
    `notice`: language -> text, empty where there is nothing to say.
    """

    rings: dict[str, tuple[Ring, ...]]
    notice: dict[Lang, str]


def read(path: Path, known: Collection[str]) -> Boundaries | None:
    """The boundaries of a file; None if there is no such file: a map is never needed.

    known: ids of the province's areas; an area without a boundary is left out of the map.
    Raises ParameterError with file and feature for what is no GeoJSON of areas.
    """
    if not path.is_file():
        return None
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        features = _features(data)
        notice = {lang: str(data["notice"][lang]) for lang in LANGS} if "notice" in data else {}
    except OSError as error:
        raise ParameterError(f"{path}: found no way to read it ({error.strerror})") from None
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ParameterError(
            f"{path}: found no FeatureCollection ({type(error).__name__}); expected GeoJSON"
        ) from None
    rings: dict[str, tuple[Ring, ...]] = {}
    problems = []
    for number, feature in enumerate(features, start=1):
        where = f"{path}: feature {number}"
        try:
            area = str(feature["properties"]["area"])
            rings[area] = rings.get(area, ()) + _rings(feature["geometry"])
        except (KeyError, TypeError, ValueError, IndexError, OverflowError) as error:
            problems.append(f"{where}: found {error!r}; expected an area and a polygon in degrees")
            continue
        if area not in known:
            problems.append(f"{where}: area: found {area!r}; expected an id of areas.yml")
    if problems:
        raise ParameterError(problems)
    return Boundaries(rings, notice)


def _features(data: dict[str, Any]) -> list[dict[str, Any]]:
    features = data["features"]
    if not isinstance(features, list):
        raise TypeError
    if not features:
        raise ValueError
    return features


def _rings(geometry: dict[str, Any]) -> tuple[Ring, ...]:
    kind, coordinates = geometry["type"], geometry["coordinates"]
    if kind not in ("Polygon", "MultiPolygon"):
        raise ValueError(kind)
    polygons = [coordinates] if kind == "Polygon" else coordinates
    found = tuple(
        tuple((float(point[0]), float(point[1])) for point in ring)
        for polygon in polygons
        for ring in polygon
    )
    if not found or any(len(ring) < 4 for ring in found):
        raise ValueError("a ring of fewer than four points")
    if any(len(set(axis)) < 2 for ring in found for axis in zip(*ring, strict=True)):
        raise ValueError("a ring that encloses nothing")
    if any(not (-180 <= x <= 180 and -90 <= y <= 90) for ring in found for x, y in ring):
        raise ValueError("a point outside of the globe")
    return found
