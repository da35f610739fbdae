"""Without our fonts and with a map that is none: reports are made, and whoever runs it is told."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from batch import tiny
from diaodu import typefaces
from diaodu.params import open_run
from diaodu.terminal import lacking

# what Python runs first of all: the package is then as if it had never been installed
AWAY = f"""
import sys
from importlib.machinery import PathFinder

class Without(PathFinder):
    @classmethod
    def find_spec(cls, name, path=None, target=None):
        return None if name == {typefaces.PACKAGE!r} else PathFinder.find_spec(name, path, target)

    @classmethod
    def find_distributions(cls, *context):
        found = PathFinder.find_distributions(*context)
        return (one for one in found if one.name != {typefaces.DISTRIBUTION!r})

sys.meta_path[sys.meta_path.index(PathFinder)] = Without
"""
BROKEN = '{"type": "FeatureCollection", "features": [{"type": "Feature"}, {"type": "Feature"}]}'


def _python(away: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Python without the package of the fonts."""
    tiny.put(away / "sitecustomize.py", AWAY)
    paths = os.pathsep.join([str(away), *filter(None, [os.environ.get("PYTHONPATH")])])
    return subprocess.run(
        [sys.executable, *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("engine", ["warm", "standard"])
def test_reports_are_made_without_fonts_and_with_a_broken_map(tmp_path, engine) -> None:
    root = tiny.repository(tmp_path / "root")
    tiny.with_real_notebooks(tiny.with_raw_files(root))
    tiny.put(root / "params" / "testland" / "areas.geojson", BROKEN)
    arguments = ("report", root / tiny.FILE, "--lang", "en", "--area", "alpha", "testland")
    done = _python(tmp_path / "away", "-m", "diaodu", *arguments, "--engine", engine)
    assert done.returncode == 0, done.stderr
    fonts, tiles = done.stderr.splitlines()
    assert typefaces.DISTRIBUTION in fonts and "system's fonts" in fonts
    assert "areas.geojson: feature 1: found KeyError('properties')" in tiles
    assert "(and 1 more)" in tiles
    pages = list((root / "reports" / "testland" / "2022Q1").rglob("*.html"))
    assert {page.name for page in pages} >= {"index.en.html", "testland.en.html", "alpha.en.html"}
    for page in pages:
        assert "@font-face" not in page.read_text(encoding="utf-8"), page.name
    province = next(page for page in pages if page.name == "testland.en.html")
    assert "Alpha 6.0" in province.read_text(encoding="utf-8").replace("</tspan>", " ")


def test_texts_are_measured_and_drawn_as_pictures_without_our_fonts(tmp_path) -> None:
    code = """
import io
from PIL import Image
from diaodu.present import theme
from diaodu.publish import fonts
from diaodu.publish.office import figures
assert theme.text_width("一二三", 10) == 30
assert 10 < theme.text_width("widely", 10) < 60
assert theme.wrap("一二三四", 21, 10) == "一二\\n三四"
assert fonts.embed("<style>" + fonts.MARK + "</style>一", "一") == "<style></style>一"
fonts.warm_up()
theme.warm_up()
drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 20"><text y="15">a</text></svg>'
print(Image.open(io.BytesIO(figures.png(drawing))).size)
"""
    done = _python(tmp_path, "-W", "error::UserWarning", "-c", code)
    assert (done.returncode, done.stdout.strip()) == (0, "(200, 50)"), done.stderr


def test_a_font_package_without_its_files_counts_as_none(monkeypatch, tmp_path) -> None:
    import pylopdf_fonts_zh_cn  # noqa: PLC0415

    monkeypatch.setattr(pylopdf_fonts_zh_cn, "serif_path", lambda: tmp_path / "gone.otf")
    typefaces.path.cache_clear()
    assert typefaces.path("serif") is None and typefaces.path("sans") is not None
    typefaces.path.cache_clear()


def test_a_map_of_another_province_is_named_in_the_language_of_the_run(tmp_path) -> None:
    root = tiny.repository(tmp_path)
    square = [[[0, 0], [1, 0], [1, 1], [0, 0]]]
    geometry = {"type": "Polygon", "coordinates": square}
    foreign = {"features": [{"properties": {"area": "elsewhere"}, "geometry": geometry}]}
    path = tiny.put(root / "params" / "testland" / "areas.geojson", json.dumps(foreign))
    run = open_run(root / tiny.FILE, lang="zh")
    assert run.boundaries is None
    (said,) = lacking.lines(run)
    assert (
        said.startswith("地图文件不能用") and f"{path}: feature 1: area: found 'elsewhere'" in said
    )
    path.unlink()
    assert lacking.lines(run) == []
