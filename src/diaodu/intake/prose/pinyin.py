"""Remove pinyin that a web page has put in brackets after characters: 認(rèn)真, 實(shí)現(xiàn).

Only what is one syllable of pinyin with its tone, or a toneless particle behind the character
that is read so. Other Latin words in brackets stay: 指数(pmi), 重量(kg), 咖啡(café).
"""

from __future__ import annotations

import re
import unicodedata

from diaodu.intake.prose.characters import HAN

_TONES = dict.fromkeys((0x300, 0x301, 0x304, 0x30C))  # à á ā ǎ
_LOOK_ALIKES = str.maketrans("ɡɑ", "ga")
_SYLLABLE = re.compile(
    "(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?"
    "(?:i?ang|i?ong|u?ang|u?eng|ing|i?an|u?an|üan|uen|en|in|un|ün|iao|ao|uai|ai|uei|ei|ui|iou|iu"
    "|ou|ia|ua|uo|ie|ue|üe|er|a|o|e|i|u|ü|v)|n|ng|m|hm"
)
# Particles have no tone to be known by.
_TONELESS = {
    "zhe": "著着", "men": "們们", "de": "的地得", "le": "了", "ne": "呢", "ma": "嗎吗嘛",
    "ba": "吧罷罢", "zi": "子", "me": "麼麽么", "ge": "個个", "tou": "頭头", "li": "裡裏里",
    "shang": "上", "xia": "下", "a": "啊",
}  # fmt: skip
_IN_BRACKETS = re.compile(
    rf"(?<=[{HAN}])(?:[(（][a-zɡɑāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿ]{{1,7}}[)）])+"
)
_ONE = re.compile(r"[(（]([^()（）]+)[)）]")


def remove_pinyin(text: str) -> str:
    """The text, composed as NFC has it, without pinyin in brackets."""
    return _IN_BRACKETS.sub(_left, text)


def _left(found: re.Match[str]) -> str:
    character = found.string[found.start() - 1]
    return _ONE.sub(lambda one: "" if _is_debris(one[1], character) else one[0], found[0])


def _is_debris(word: str, character: str) -> bool:
    parts = unicodedata.normalize("NFD", word.translate(_LOOK_ALIKES))
    base = unicodedata.normalize("NFC", parts.translate(_TONES))
    if base == unicodedata.normalize("NFC", parts):
        return character in _TONELESS.get(base, "")
    return _SYLLABLE.fullmatch(base) is not None
