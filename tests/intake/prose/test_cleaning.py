"""Cleaning: what is messy is mended, what is clean stays, nothing is lost, twice is once."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diaodu.intake.prose.cleaning import STEPS, clean_text
from diaodu.intake.prose.numbering import split_numbering
from diaodu.intake.prose.script import is_traditional, to_simplified

# name of the fault -> messy, clean, steps
MESSY = {
    "pinyin": ("认(rèn)真实(shí)现(xiàn)", "认真实现", ("pinyin",)),
    "pinyin in a traditional text": (
        "認(rèn)真貫徹，實(shí)現(xiàn)經(jīng)濟(jì)平穩(wěn)運(yùn)行，確保開(kāi)門紅。",
        "认真贯彻，实现经济平稳运行，确保开门红。",
        ("pinyin", "simplified"),
    ),
    "pinyin with full brackets, ɡ and decomposed tones": (
        "工（ɡōnɡ）业（ye\u0300）绿(lǜ)色",
        "工业绿色",
        ("forms", "pinyin"),
    ),
    "toneless particles": ("我们(men)的(de)企业", "我们的企业", ("pinyin",)),
    "traditional": (
        "全市規模以上工業增加值增長5.8%，後勁不足。",
        "全市规模以上工业增加值增长5.8%，后劲不足。",
        ("simplified",),
    ),
    "traditional with a line that does not tell": (
        "今後工作：加快項目建設。\n今後。",
        "今后工作：加快项目建设。\n今后。",
        ("simplified",),
    ),
    "ascii marks": (
        "增长6.5%,较上年提高1.2个百分点;其中,投资较快.",
        "增长6.5%，较上年提高1.2个百分点；其中，投资较快。",
        ("punctuation",),
    ),
    "ascii marks with a blank": (
        "较快增长, 其中 ，投资",
        "较快增长，其中，投资",
        ("blanks", "punctuation"),
    ),
    "mark behind a Latin word": ("工业GDP,投资", "工业GDP，投资", ("punctuation",)),
    "dots": ("投资、消费...等。。。", "投资、消费……等……", ("punctuation",)),
    "twice the same mark": ("增长，，下降。。", "增长，下降。", ("punctuation",)),
    "half brackets": (
        "增长6%(预计)，下降（同比)。",
        "增长6%（预计），下降（同比）。",
        ("punctuation",),
    ),
    "full-width forms": ("增长８．５％，ＧＤＰ－１", "增长8.5%，GDP-1", ("forms",)),
    "radicals for characters": ("⼯业⻓期", "工业长期", ("forms",)),
    "half-width Chinese marks": ("增长｡投资､消费", "增长。投资、消费", ("forms",)),
    "invisible": ("增\u200b长\u202e5%\ufeff\x00\u00ad", "增长5%", ("invisible",)),
    "lone surrogate": ("增\ud800长", "增长", ("invisible",)),
    "web entities": (
        "工业&amp;信息化&nbsp;平台&#8203;",
        "工业&信息化 平台",
        ("entities", "invisible"),
    ),
    "entities twice encoded stay": ("a&lt;b &amp;lt;", "a<b &amp;lt;", ("entities",)),
    "tags stay text": ("&lt;b&gt;重要&lt;/b&gt;<br>", "<b>重要</b><br>", ("entities",)),
    "blanks": ("　　投资　增长 \t较快  ", "投资 增长 较快", ("blanks",)),
    "windows line ends": ("增长。\r\n下降。\r", "增长。\n下降。", ("invisible", "blanks")),
    "excel's line end": ("增长。_x000D_\n下降。", "增长。\n\n下降。", ("invisible",)),
    "sentence broken before its verb": (
        "全市规模以上工业增加值\n同比增长6.5%，高于全省0.8个\n百分点。",
        "全市规模以上工业增加值同比增长6.5%，高于全省0.8个百分点。",
        ("breaks",),
    ),
    "sentence broken at a comma": (
        "受疫情影响，\n物流不畅。",
        "受疫情影响，物流不畅。",
        ("breaks",),
    ),
    "number broken at its point": ("增长6.\n5%。", "增长6.5%。", ("breaks",)),
    "two numbers are not made one": ("截至2022\n15家。", "截至2022\n15家。", ()),
    "open bracket": (
        "新项目（示例一期、\n示例二期）开工。",
        "新项目（示例一期、示例二期）开工。",
        ("breaks",),
    ),
    "wrapped lines": (
        "今年以来，全市上下聚焦工业经济平稳运行，多措并举稳增长\n促投资，主要指标好于预期。\n下一步抓好项目。",
        "今年以来，全市上下聚焦工业经济平稳运行，多措并举稳增长促投资，主要指标好于预期。\n下一步抓好项目。",
        ("breaks",),
    ),
    "wrapped English": (
        "Output of the iron and steel works of the region fell by\n2.1% in March.",
        "Output of the iron and steel works of the region fell by 2.1% in March.",
        ("breaks",),
    ),
    "bullet of a symbol font": ("\uf06c 用工紧张", "• 用工紧张", ("forms",)),
    "half-width numbering": (
        "(一)存在问题\n１．用工紧张",
        "（一）存在问题\n1.用工紧张",
        ("forms", "punctuation"),
    ),
}

CLEAN = [
    "",
    "2022年一季度，全市规模以上工业增加值同比增长6.5%，高于全省0.8个百分点。",
    "一、运行情况\n（一）工业生产平稳。一季度增长6.5%。\n1.投资较快\n一是重点项目推进有力；二是技改提速。",
    "存在问题\n受疫情影响，物流运输受阻\n用工紧张，招工难\n及时协调解决用地问题",
    "运行情况\n\n全市工业平稳运行。",
    "采购经理指数(PMI)为50.1，单位能耗(kg)、咖啡(café)、示例(ai)。",
    "他说：“工业‘开门红’来之不易。”《方案》「」",
    "时间10:30，比例1:2，共3,456家。详见http://a.example/x?a=1,b。",
    "乾县、藁城、蠡县；看着；后来；示例公司董事长王喆、李昇",
    "5²、㎡、①、Ⅲ、20℃、A/B、3×5",
    "English text, with commas: fine? Yes (5.8%). Output rose 6.5%.\nA second line.",
]


@pytest.mark.parametrize("fault", MESSY)
def test_messy_texts(fault: str) -> None:
    messy, clean, steps = MESSY[fault]
    cleaned = clean_text(messy)
    assert cleaned.text == clean
    assert cleaned.steps == steps
    assert cleaned.original == messy


@pytest.mark.parametrize("text", [*CLEAN, *(clean for _, clean, _ in MESSY.values())])
def test_clean_texts_are_left_unchanged(text: str) -> None:
    assert clean_text(text).text == text
    assert clean_text(text).steps == ()


def test_a_paragraph_break_that_looks_soft_is_marked_by_an_empty_line() -> None:
    """It was told from a soft one by its indent, which is gone in the result."""
    messy = "　　今年以来，全市工业经济运行总体平稳，主要指标好于预期\n　　投资增长较快。"
    text = "今年以来，全市工业经济运行总体平稳，主要指标好于预期\n\n投资增长较快。"
    assert clean_text(messy).text == text


@pytest.mark.parametrize(
    ("text", "traditional"),
    [
        ("經濟運行", True),
        ("经济运行", False),
        ("乾县", False),
        ("工商", False),
        ("王喆", False),
        ("", False),
        ("经济運輸", True),  # half and half
        ("我国经济運行", False),
    ],
)
def test_a_text_is_traditional_by_its_characters(text: str, traditional: bool) -> None:
    assert is_traditional(text) is traditional


def test_simplified_names_survive_and_a_traditional_text_is_converted_once() -> None:
    assert to_simplified("乾县的乾隆年间") == "乾县的乾隆年间"
    once = to_simplified("乾縣的經濟發展")
    assert once == "乾县的经济发展"
    assert to_simplified(once) == once


@pytest.mark.parametrize(
    ("paragraph", "mark", "rest"),
    [
        ("一、运行情况", "一、", "运行情况"),
        ("十二、建议", "十二、", "建议"),
        ("（一）工业生产", "（一）", "工业生产"),
        ("(1) 投资", "(1)", "投资"),
        ("1.投资", "1.", "投资"),
        ("1、投资", "1、", "投资"),
        ("3） 投资", "3）", "投资"),
        ("①投资", "①", "投资"),
        ("一是投资较快", "一是", "投资较快"),
        ("第一，投资", "第一，", "投资"),
        ("• 投资", "•", "投资"),
        ("- 投资", "-", "投资"),
        ("——投资", "——", "投资"),
        ("1.5亿元投资", "", "1.5亿元投资"),
        ("-2.1%的降幅", "", "-2.1%的降幅"),
        ("一季度，投资", "", "一季度，投资"),
        ("第一产业增长", "", "第一产业增长"),
        ("2022.3.5开工", "", "2022.3.5开工"),
    ],
)
def test_numbering_is_told_from_the_text(paragraph: str, mark: str, rest: str) -> None:
    assert split_numbering(paragraph) == (mark, rest)


PIECES = [
    *"認真實现经济國国後后乾縣县著臺台瞭计計工业增长一二",
    *'(（)）,，.。;:：?!、…"“”「」-—%％5６．',
    *"\n \t\u3000&#;é\u0301\u200b\u202e\ufe00\x00\ud800⼯⻓か゛\uf0b7",
    *("(rèn)", "(zhe)", "著(zhe)", "（一）", "一是", "1.", "_x000D_", "\r\n", "...", "。。。"),
    *("&nbsp;", "&amp;", "&amp;lt;", "&#8203;", "&am", "amp;", "lt;", "http://a.example/c"),
    *("运行情况", "同比增长6.5%", "全市规模以上工业增加值同比增长较快运行平稳", "不可貲計"),
]
NOISE = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)


@given(st.text(max_size=80) | NOISE | NOISE)
def test_never_raises_and_cleaning_twice_is_cleaning_once(text: str) -> None:
    cleaned = clean_text(text)
    assert cleaned.original == text
    assert set(cleaned.steps) <= set(STEPS)
    assert (cleaned.steps == ()) == (cleaned.text == text)
    again = clean_text(cleaned.text)
    assert (again.text, again.steps) == (cleaned.text, ())


def kept(text: str) -> tuple[str, list[str], str]:
    """Digits, Latin words and quotes, in order."""
    plain = unicodedata.normalize("NFKC", text)
    quotes = re.sub("[^“”‘’\"'「」『』《》]", "", text)
    return re.sub("[^0-9]", "", plain), re.findall("[A-Za-z]+", plain), quotes


TYPED = st.lists(
    st.sampled_from(
        [
            *(
                "增长",
                "经济",
                "經濟",
                "运行情况",
                "一、",
                "（一）",
                "(预计)",
                "(PMI)",
                "(kg)",
                "GDP",
            ),
            *("5.8%", "６．５％", "1,234", "2022年", "。", ".", "，", ",", "\n", "\u3000", " "),
            *("“", "”", '"', "「", "」", "《", "》", "Alpha Ltd", "ＡＢＣ", "\u200b", "？", "："),
        ]
    ),
    max_size=20,
).map("".join)


@given(TYPED)
def test_no_digit_no_latin_word_and_no_quote_is_lost(text: str) -> None:
    before, after = kept(text), kept(clean_text(text).text)
    assert before[0] == after[0]
    assert "".join(before[1]) == "".join(after[1])
    assert before[2] == after[2]


def test_a_long_text_takes_no_longer_than_its_length_asks_for() -> None:
    """Lines that all go on; quadratic work would take minutes here."""
    lines = "受疫情影响，\n" * 20_000
    assert clean_text(lines).text == "受疫情影响，" * 20_000
