"""The pictures that the README shows: there, of both languages, and small."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PIL import Image

ROOT = Path(__file__).parents[1]
GALLERY = ROOT / "docs" / "gallery"
KINDS = ("province", "city", "division", "leader", "ledger", "index", "slip")


@pytest.mark.parametrize("suffix", ["", ".en"])
@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_report_has_a_picture(kind, suffix):
    with Image.open(GALLERY / f"{kind}{suffix}.png") as picture:
        assert picture.format == "PNG"
        assert picture.width >= 1000 and picture.height >= 500


def test_the_pictures_are_small_and_none_is_left_over():
    files = sorted(GALLERY.iterdir())
    assert {file.name for file in files} == {f"{k}{s}.png" for k in KINDS for s in ("", ".en")}
    assert sum(file.stat().st_size for file in files) < 2_500_000


@pytest.mark.parametrize(("readme", "suffix"), [("README.md", ".en"), ("README.zh.md", "")])
def test_the_readme_shows_each_in_its_language(readme, suffix):
    shown = re.findall(r"\((docs/gallery/[^)]*)\)", (ROOT / readme).read_text(encoding="utf-8"))
    assert {f"docs/gallery/{kind}{suffix}.png" for kind in KINDS} <= set(shown)
