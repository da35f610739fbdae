"""What all pages share: style sheets as pages carry them."""

import pytest

from diaodu.publish import page


def test_a_style_sheet_loses_remarks_and_blanks_that_mean_nothing() -> None:
    style = """/* a remark: {;} */
    .a > b , td:is(.c, .d) { color: red ; margin: 0 auto; }
    @media (min-width: 48rem) { .e { width: calc(1em + 2px); } }
    """
    assert page.lean(style) == (
        ".a > b,td:is(.c,.d){color:red;margin:0 auto}"
        "@media (min-width:48rem){.e{width:calc(1em + 2px)}}"
    )


@pytest.mark.parametrize("string", ['"a ; b, {c}: d "', "'} , '", '"表" counter(table) "; "'])
def test_strings_of_a_style_sheet_stay_as_they_are(string) -> None:
    assert page.lean(f"p::before {{ content: {string}; }}") == f"p::before{{content:{string}}}"


@pytest.mark.parametrize("name", ["page.css", "index.css"])
def test_style_sheets_keep_their_rules(name) -> None:
    style = page.stylesheet(name)
    lean = page.lean(style)
    assert "/*" not in lean and "\n" not in lean
    assert lean.count("{") == lean.count("}") > 10
    assert len(lean) < len(style)
