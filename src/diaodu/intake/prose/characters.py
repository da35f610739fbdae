"""Characters that are not what they look like: web entities, invisible ones, look-alike forms."""

from __future__ import annotations

import html
import re
import unicodedata

from diaodu.intake.text import invisible

# Han characters, as they are inside a class of a pattern.
HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff〇々"
_ENTITY = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]{1,30}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});|&nbsp;?")
_TAIL = re.compile(r"(?:#[0-9A-Za-z]{1,8}|[A-Za-z][A-Za-z0-9]{1,30});|nbsp")
_EXCEL_BREAK = re.compile(r"_x000[aAdD]_")
_BREAKS = re.compile(r"\r\n?|[\u000b\u000c\u0085\u2028]")
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_BLANK_LETTERS = str.maketrans(dict.fromkeys("\u115f\u1160\u3164\uffa0\u2800", " "))
_SYMBOL_FONT = re.compile(r"(?m)^([ \t\u3000]*)[\uf020-\uf0ff]")  # bullets of Wingdings

_FORMS = (
    {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B))}
    | {code: code - 0xFEE0 for code in range(0xFF41, 0xFF5B)}
    | {ord("％"): "%", ord("﹪"): "%", ord("﹣"): "-", ord("﹢"): "+", ord("﹒"): "."}
    | {ord(a): b for a, b in zip("﹐﹑﹔﹕﹖﹗﹙﹚｡｢｣､･", "，、；：？！（）。「」、·", strict=True)}
    | {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
    # Radicals that PDF files give for characters; Unicode has no mapping for most of these.
    | {
        ord(a): b
        for a, b in zip(
            "⺟⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰",
            "母民虎西见角贝车长门青页风飞食马骨鬼鱼鸟麦黄齐齿龙",
            strict=True,
        )
    }
)
_BESIDE_LATIN = re.compile(r"(?<=[0-9A-Za-z])[．－＋／＿＠＆＝](?=[0-9A-Za-z])|[－＋](?=[0-9])")
_POINT = re.compile(r"(?<=[0-9A-Za-z])．")


def decode_entities(text: str) -> str:
    """Web entities as their characters (&nbsp; &amp;), once.

    What was encoded twice (&amp;lt;) stays, since it may be meant; so do digits and letters.
    """
    return _ENTITY.sub(_decoded, text)


def _decoded(found: re.Match[str]) -> str:
    character = html.unescape(found[0])
    if character == "\xa0":
        return " "
    if character == "&":
        return found[0] if _TAIL.match(found.string, found.end()) else "&"
    plain = character.isascii() and (character.isalnum() or character in "#;")
    return found[0] if plain or "\ufffd" in character else character


def remove_invisible(text: str) -> str:
    """Without characters that show nothing; every kind of line break as a newline."""
    text = _BREAKS.sub("\n", _EXCEL_BREAK.sub("\n", text)).replace("\u2029", "\n\n")
    text = _SELECTORS.sub("", text).translate(_BLANK_LETTERS)
    return "".join(c for c in text if c in "\n\t" or not invisible(c))


def plain_forms(text: str) -> str:
    """Half-width digits, letters and signs; Han characters for look-alikes; bullets as •.

    Chinese punctuation stays full width. Not NFKC as a whole: it would make 52 of 5².
    """
    text = unicodedata.normalize("NFC", text).translate(_FORMS)
    text = _BESIDE_LATIN.sub(lambda found: chr(ord(found[0]) - 0xFEE0), text)
    return _SYMBOL_FONT.sub(r"\1•", _POINT.sub(".", text))
