"""The one script that a page may have: inline, and allowed by its hash and nothing else.

A page's policy (its Content-Security-Policy) begins with `default-src 'none'`. A script whose hash
stands in it runs; one that got in through a file's text has no hash there and does not.
"""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_ENDS = re.compile(r"</script|<script|<!--|[\r\0]", re.IGNORECASE)


@dataclass(frozen=True)
class Script:
    """A script as a page holds it. `markup`: its element; `csp`: its source in the policy."""

    markup: str
    csp: str


def tag(source: str) -> Script:
    """The element of a script and what the policy calls it: `'sha256-…'` over its exact bytes.

    The text stands in the page as it is, since entities mean nothing in a script. Raises
    ValueError for one that would end its element, or that a browser would read otherwise than it
    is written (carriage return, null character), for then the hash would not be that of its text.
    """
    if found := _ENDS.search(source):
        raise ValueError(f"a script inside of a page must not hold {found.group()!r}")
    digest = base64.b64encode(hashlib.sha256(source.encode("utf-8")).digest()).decode("ascii")
    return Script(f"<script>{source}</script>", f"'sha256-{digest}'")


@lru_cache(maxsize=4)
def of_file(path: Path) -> Script:
    """The script of a file, e.g. `page.TEMPLATES / "index.js"`."""
    return tag(path.read_text(encoding="utf-8"))
