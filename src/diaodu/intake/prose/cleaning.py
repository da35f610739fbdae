"""Clean a text as it comes out of reports, pasted web pages and PDF files.

The original stays beside the clean text. No step loses a digit, a Latin word or a quote, with one
exception that is the point of it: pinyin debris. A clean text is left as it is.
"""

from __future__ import annotations

from dataclasses import dataclass

from diaodu.intake.prose.breaks import join_lines, single_blanks
from diaodu.intake.prose.characters import decode_entities, plain_forms, remove_invisible
from diaodu.intake.prose.pinyin import remove_pinyin
from diaodu.intake.prose.punctuation import chinese_punctuation
from diaodu.intake.prose.script import to_simplified

# In this order, over and over until nothing changes: one step may lay bare what another mends.
_TIDY = {
    "entities": decode_entities,
    "invisible": remove_invisible,
    "forms": plain_forms,
    "pinyin": remove_pinyin,
    "breaks": join_lines,
    "blanks": single_blanks,
    "punctuation": chinese_punctuation,
}
STEPS = (*_TIDY, "simplified")
_ROUNDS = 50  # real texts need two


@dataclass(frozen=True)
class Cleaned:
    """A clean text, what it was, and which of STEPS changed it."""

    text: str
    original: str
    steps: tuple[str, ...]


def clean_text(text: str) -> Cleaned:
    """Clean a text; never raises, and cleaning twice is cleaning once.

    Paragraphs are lines of the result. Traditional text becomes simplified last, and once.
    """
    clean, taken = text, set()
    for _ in range(_ROUNDS):
        before = clean
        for name, step in _TIDY.items():
            changed = step(clean)
            if changed != clean:
                taken.add(name)
            clean = changed
        if clean == before:
            break
    simplified = to_simplified(clean)
    if simplified != clean:
        taken.add("simplified")
    return Cleaned(simplified, text, tuple(name for name in STEPS if name in taken))
