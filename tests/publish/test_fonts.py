from __future__ import annotations

import base64
import io

import pytest
from fontTools.ttLib import TTFont

from diaodu.publish import fonts
from publish.markup import glyphs


@pytest.mark.parametrize("face", ["sans", "serif"])
def test_a_subset_has_exactly_its_characters(face) -> None:
    font = TTFont(io.BytesIO(base64.b64decode(fonts.subset("工业6.2%▼", face))))
    assert {chr(code) for code in font.getBestCmap()} == set("工业6.2%▼")
    assert font.flavor == "woff2"


def test_order_and_repetition_do_not_change_the_bytes() -> None:
    once = fonts.subset("临江工业")
    fonts._subset.cache_clear()
    assert fonts.subset(list("业工江临临")) == once


def test_figures_have_one_width_so_that_columns_line_up() -> None:
    font = TTFont(io.BytesIO(base64.b64decode(fonts.subset("0123456789"))))
    widths = {font["hmtx"][name][0] for name in font.getBestCmap().values()}
    assert len(widths) == 1


def test_a_character_without_glyph_is_named_and_does_not_stop_the_page() -> None:
    assert fonts.missing("工业\U0001f600\n") == {"\U0001f600"}
    page = fonts.embed(f"<style>{fonts.MARK}</style><p>业\U0001f600</p>", title="工")
    assert "业" in glyphs(page, "Diaodu Sans")


def test_escaped_characters_of_the_page_are_embedded_too() -> None:
    page = fonts.embed(f"<style>{fonts.MARK}</style>&#24037;&lt;", title="题")
    assert {"工", "<"} <= glyphs(page, "Diaodu Sans")
    assert glyphs(page, "Diaodu Serif") == {"题"}
