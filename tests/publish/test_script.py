from __future__ import annotations

import base64
import hashlib
from dataclasses import replace

import pytest
from jinja2 import Environment, FileSystemLoader

from diaodu.publish import page, script
from publish import sample

SOURCE = "document.title = 'a < b && \"c\"';\n// 中文\n"


def _page(made: script.Script | None) -> str:
    frame = replace(page.frame(sample.run(), "kicker", "title"), script=made)
    environment = Environment(loader=FileSystemLoader(page.TEMPLATES), autoescape=True)
    parts = [
        environment.get_template(f"{name}.html.j2").render(
            resources={"frame": frame, "sections": []}
        )
        for name in ("head", "foot")
    ]
    return "".join(parts)


def test_the_policy_names_the_hash_of_the_very_text_in_the_page() -> None:
    made = _page(script.tag(SOURCE))
    inside = made.split("<script>")[1].split("</script>")[0]
    digest = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
    assert inside == SOURCE
    assert f"default-src 'none'; script-src 'sha256-{digest}'; style-src" in made


def test_a_known_hash() -> None:
    # printf 'alert(1)' | openssl dgst -sha256 -binary | base64
    assert script.tag("alert(1)").csp == "'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='"


def test_a_page_without_a_script_allows_none() -> None:
    made = _page(None)
    assert "script" not in made


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("x = '</SCRIPT >'", "'</SCRIPT'"),
        ("x = '<!--'", "'<!--'"),
        ("x = '<script'", "'<script'"),
        ("x\r\ny", r"'\\r'"),
        ("x\0", r"'\\x00'"),
    ],
)
def test_what_a_browser_would_read_otherwise_is_refused(source, found) -> None:
    with pytest.raises(ValueError, match=f"must not hold {found}$"):
        script.tag(source)


def test_a_file_is_a_script(tmp_path) -> None:
    path = tmp_path / "x.js"
    path.write_text(SOURCE, encoding="utf-8")
    assert script.of_file(path) == script.tag(SOURCE)
