"""The files of the pages' and charts' typefaces, where the package that brings them is installed.

Without it reports are made all the same: the reader's own fonts show the pages, and matplotlib's
measures the charts' texts.
"""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

Face = Literal["sans", "serif"]
PACKAGE = "pylopdf_fonts_zh_cn"
DISTRIBUTION = "pylopdf-fonts-zh-cn"


@lru_cache(maxsize=2)
def path(face: Face) -> Path | None:
    """File of Noto Sans SC (or Serif); None where the package, or its file, is not there."""
    if find_spec(PACKAGE) is None:
        return None
    package = import_module(PACKAGE)
    found = Path(package.sans_path() if face == "sans" else package.serif_path())
    return found if found.is_file() else None
