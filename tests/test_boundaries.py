"""Boundaries of areas: what ships, what is refused, and the map or tiles made of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from diaodu import boundaries
from diaodu.errors import ParameterError

SQUARE = [[0, 0], [2, 0], [2, 2], [0, 2], [0, 0]]
NOTICE = {"zh": "示意", "en": "made up"}


def _file(tmp_path: Path, *features: Any, **more: Any) -> Path:
    path = tmp_path / "areas.geojson"
    data = {"type": "FeatureCollection", "features": list(features)} | more
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


def _feature(area: str = "a", kind: str = "Polygon", coordinates: Any = None) -> dict[str, Any]:
    geometry = {"type": kind, "coordinates": [SQUARE] if coordinates is None else coordinates}
    return {"type": "Feature", "properties": {"area": area}, "geometry": geometry}


def test_polygons_and_many_of_them(tmp_path) -> None:
    path = _file(tmp_path, _feature(), _feature("b", "MultiPolygon", [[SQUARE], [SQUARE, SQUARE]]))
    found = boundaries.read(path, {"a", "b"})
    assert found is not None
    assert {area: len(rings) for area, rings in found.rings.items()} == {"a": 1, "b": 3}
    assert found.rings["a"][0][1] == (2.0, 0.0)
    assert found.notice == {}


def test_no_file_is_no_map(tmp_path) -> None:
    assert boundaries.read(tmp_path / "areas.geojson", {"a"}) is None


@pytest.mark.parametrize(
    ("feature", "said"),
    [
        (_feature("x"), "feature 2: area: found 'x'; expected an id of areas.yml"),
        (_feature(kind="Point"), "feature 2: found ValueError('Point')"),
        (_feature(coordinates=[[[0, 0], [1, 1], [0, 0]]]), "fewer than four points"),
        (_feature(coordinates=[[[0, 0], [500, 0], [1, 1], [0, 0]]]), "outside of the globe"),
        (_feature(coordinates=[[["x", 0], [1, 0], [1, 1], [0, 0]]]), "feature 2: found ValueError"),
        (_feature(coordinates=[[[0, 0], [0, 0], [0, 0], [0, 0]]]), "encloses nothing"),
        (_feature(coordinates=[[[10**400, 0], [1, 0], [1, 1]]]), "feature 2: found OverflowError"),
        ({"type": "Feature"}, "feature 2: found KeyError('properties')"),
        (None, "feature 2: found TypeError"),
    ],
)
def test_what_is_no_area_is_said_with_its_number(tmp_path, feature, said) -> None:
    with pytest.raises(ParameterError) as caught:
        boundaries.read(_file(tmp_path, _feature(), feature), {"a"})
    assert said in str(caught.value)


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"features": []', '{"features": []}', '{"features": 5}', '"x"', "[" * 99999],
)
def test_what_is_no_geojson_is_said(tmp_path, text) -> None:
    path = tmp_path / "areas.geojson"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ParameterError, match="found no FeatureCollection"):
        boundaries.read(path, {"a"})


def test_the_boundaries_that_ship_fit_the_province(root) -> None:
    """Every area has a boundary, and its neighbours on the map are those of areas.yml."""
    from diaodu.params import open_run  # noqa: PLC0415

    run = open_run(root / "params" / "hebei" / "2022Q1.yml")
    found = run.boundaries
    assert found is not None and set(found.notice) == {"zh", "en"}
    assert set(found.rings) == {area.id for area in run.areas.areas}
    points = {area: {p for ring in rings for p in ring} for area, rings in found.rings.items()}
    for area in run.areas.areas:
        touching = {
            other for other in points if other != area.id and points[area.id] & points[other]
        }
        assert touching == set(area.neighbours), area.id
