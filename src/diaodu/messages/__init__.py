"""The one catalogue of texts that a reader or a sender sees, in Chinese and English.

The YAML files beside this module map a dotted key to `{zh: …, en: …}`. A text may hold
`{placeholders}` in the sense of str.format. Files only part the catalogue by theme: a key stands
in one of them, and both languages name the same placeholders (a test holds that).
"""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from string import Formatter
from typing import Any, Literal

import yaml

# libyaml's loader reads the catalogue ten times as fast; every notebook's process reads it.
FAST = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
Lang = Literal["zh", "en"]
LANGS: tuple[Lang, ...] = ("zh", "en")


@lru_cache(maxsize=1)
def catalogue() -> dict[str, dict[str, str]]:
    """All texts: key -> language -> text. Raises ValueError for a key that stands twice."""
    texts: dict[str, dict[str, str]] = {}
    for file in sorted(resources.files(__name__).iterdir(), key=lambda f: f.name):
        if not file.name.endswith(".yml"):
            continue
        for key, entry in (_read(file.read_text(encoding="utf-8")) or {}).items():
            if key in texts:
                raise ValueError(f"messages/{file.name}: {key} stands in another file too")
            texts[key] = entry
    return texts


def _read(text: str) -> Any:
    return yaml.load(text, FAST)  # noqa: S506 (both are safe loaders)


def say(key: str, lang: Lang, /, **values: Any) -> str:
    """The text of `key` in `lang`, its placeholders filled.

    Raises KeyError for an unknown key or a placeholder without a value: both are mistakes of the
    caller. Values are put in as they are; whoever makes markup of the result escapes it.
    """
    return catalogue()[key][lang].format(**values)


def placeholders(text: str) -> frozenset[str]:
    """Names of the placeholders of a text."""
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name)
