from __future__ import annotations

import re
from datetime import date
from typing import Any

import pandas as pd
import pytest

from diaodu.analysis import frames, lights
from diaodu.publish.index import ISSUE_COLUMNS, About, Entry, Link, render
from diaodu.rules import TOPICS
from publish import sample
from publish.markup import Parts, glyphs

HOSTILE = '</template><script>alert("1")</script>&amp;\u202e'
ENTRIES = [
    Entry("yunchuan", "made", "yunchuan.html", "全省增长5.1%。", kind="province", area="yunchuan"),
    Entry(
        "linjiang",
        "made",
        "linjiang.html",
        "临江增长6.2%。",
        missing=("技改投资增速", "利润总额增速"),
        area="linjiang",
        flags=("expected_below_target",),
        links=(Link("回执", "slips/linjiang.html"),),
        also=("linjiang", "临江市"),
        mentions=("翡翠玻璃厂停产", HOSTILE),
    ),
    Entry(
        "qingling",
        "failed",
        error="KeyError: 'value' <b>",
        notebook="failed/qingling.ipynb",
        area="qingling",
        unsent=("填报表未报",),
    ),
    Entry("pinghu", "not_run", area="pinghu"),
    Entry("briefing", "made", "leader-linjiang.html", kind="leader", area="linjiang", who="某领导"),
]
ISSUE = dict(
    zip(
        ISSUE_COLUMNS,
        ("indicators.csv 第18行", "<i>5.8％", "数字", "按缺失处理", "改为5.8"),
        strict=True,
    )
)
ABOUT = About(
    date(2022, 4, 30), "params/x.yml (12ab)", "feed", {"diaodu": "1.2"}, (("data/a.csv", "9" * 64),)
)
NO_ROW: dict[str, Any] = {"object": (), "bool": False, "int64": 1}


def lit(**areas: str) -> pd.DataFrame:
    """Rows of lights.by_topic: area -> the first letters of its five lights."""
    words = {light[0]: light for light in ("green", "yellow", "red", "unknown")}
    nothing = {name: NO_ROW.get(kind) for name, kind in lights._LIGHTS.items()}
    rows = [
        {**nothing, "area": area, "topic": topic, "light": words[letter]}
        for area, letters in areas.items()
        for topic, letter in zip(TOPICS, letters, strict=True)
    ]
    return frames.table(lights._LIGHTS, rows)


LIT = lit(linjiang="ryyrg", qingling="ggggg", pinghu="ygggu", baisha="ggggg")


def entries_of(page: str) -> list[dict[str, str | None]]:
    """The attributes of the entries, in their order."""
    return [li for li in Parts(page).all("li") if li.get("class") == "entry"]


def test_made_reports_are_counted_and_the_others_say_what_they_are() -> None:
    drawn = Parts(render(sample.run(), ENTRIES)).drawn
    assert "应生成报告5份，已生成3份" in drawn
    assert [drawn.count(word) for word in ("未成功", "未运行")] == [2, 1]  # one is a heading


def test_only_reports_that_were_made_are_linked() -> None:
    links = [a["href"] for a in Parts(render(sample.run(), ENTRIES)).all("a")]
    own = ["yunchuan.html", "linjiang.html", "slips/linjiang.html", "leader-linjiang.html"]
    assert links == ["#main", *own, "failed/qingling.ipynb"]


def test_a_failed_unit_shows_its_error_as_text() -> None:
    page = render(sample.run(), ENTRIES)
    assert "未成功的报告" in page
    assert "<code>KeyError: &#39;value&#39; &lt;b&gt;</code>" in page
    assert "未成功的报告" not in render(sample.run(), ENTRIES[:2])


def test_what_is_missing_is_named() -> None:
    page = render(sample.run(), ENTRIES)
    assert "<li>linjiang（2项）：技改投资增速、利润总额增速</li>" in page
    assert "<li>qingling：填报表未报</li>" in page
    assert 'id="missing"' not in render(sample.run(), [ENTRIES[0], ENTRIES[3]])


def test_what_the_filters_ask_for_is_on_each_entry() -> None:
    made = entries_of(render(sample.run(), ENTRIES, topics=LIT))
    tags = [set((entry["data-tags"] or "").split()) for entry in made]
    assert tags[0] == {"kind-province", "flag-no_flag", "missing-nothing"}
    assert tags[1] == {
        *("kind-city", "flag-expected_below_target", "missing-figures"),
        *("light-red", "light-yellow", "light-green", "light-production-red"),
        *("light-investment-yellow", "light-projects-yellow", "light-problems-red"),
        "light-data-green",
    }
    assert {"lights-green", "missing-submission", "missing-report"} <= tags[2]
    assert {"light-unknown", "missing-report"} <= tags[3] and "lights-green" not in tags[3]
    assert {"kind-leader", "light-red"} <= tags[4]


def test_every_choice_of_a_filter_is_a_tag_that_code_makes(lang) -> None:
    page = render(sample.run(lang), ENTRIES, topics=LIT)
    options = {str(o["value"]) for o in Parts(page).all("option") if o["value"]}
    known = {tag for entry in entries_of(page) for tag in (entry["data-tags"] or "").split()}
    kinds = {"kind-province", "kind-city", "kind-leader"}
    assert {o for o in options if o.startswith("kind-")} == kinds
    assert {o for o in options if o.startswith("missing-")} <= known
    assert {o.split("-")[0] for o in options} == {"light", "lights", "flag", "kind", "missing"}


def test_the_finder_is_hidden_until_the_script_that_the_policy_names_runs() -> None:
    page = render(sample.run(), ENTRIES)
    parts = Parts(page)
    finder = next(div for div in parts.all("div") if div.get("id") == "finder")
    assert "hidden" in finder and len(parts.all("script")) == 1
    assert re.search(r"script-src 'sha256-[\w+/=]{44}'; style-src", page)


def test_the_lights_are_counted_by_topic_and_drawn_as_links() -> None:
    page = render(sample.run(), ENTRIES, topics=LIT)
    rows = dict(re.findall(r'<th scope="row">(\w+)</th>((?:<td>\d+</td>)+)', page))
    assert [re.findall(r"\d+", cells) for cells in rows.values()] == [
        ["2", "1", "1", "0"],  # green, yellow, red, unknown
        ["3", "1", "0", "0"],
        ["3", "1", "0", "0"],
        ["3", "0", "1", "0"],
        ["3", "0", "0", "1"],
    ]
    assert "<title>临江：红灯2个、黄灯2个、绿灯1个</title>" in page
    drawn = page[page.index("<svg") : page.index("</svg>")]
    assert "■2 ▲2" in drawn and drawn.count('href="linjiang.html"') == 2
    assert "qingling" not in drawn  # its report was not made


def test_without_rules_there_are_no_lights() -> None:
    page = render(sample.run(), ENTRIES, topics=LIT.assign(rules=0))
    assert "<svg" not in page and 'id="by-light"' not in page


def test_problems_and_enterprises_are_found_but_not_drawn_nor_in_the_fonts() -> None:
    page = render(sample.run(), ENTRIES)
    kept = page[page.index("<template>") : page.index("</template>")]
    assert "翡翠玻璃厂停产" in kept and "&lt;/template&gt;&lt;script&gt;" in kept
    assert page.count("</template>") == 1 and "\u202e" not in page
    assert not {"翡", "翠"} & glyphs(page, "Diaodu Sans")


def test_it_says_when_it_was_made_and_from_what(lang) -> None:
    drawn = Parts(render(sample.run(lang), ENTRIES, about=ABOUT)).drawn
    made_on = {"zh": "2022年4月30日", "en": "30 April 2022"}[lang]
    for text in (made_on, "params/x.yml (12ab)", "feed", "diaodu 1.2", "9" * 12, "data/a.csv"):
        assert text in drawn
    assert "9" * 13 not in drawn


def test_what_intake_left_out_is_listed_as_text() -> None:
    page = render(sample.run(), ENTRIES, pd.DataFrame([ISSUE]))
    assert "录入时发现问题1处" in page
    assert "&lt;i&gt;5.8％" in page and "<i>" not in page
    assert [text for text in ISSUE.values() if text not in Parts(page).drawn] == []


def test_words_that_turn_the_line_reorder_nothing_and_marks_that_do_are_seen() -> None:
    issue = dict.fromkeys(ISSUE_COLUMNS, "אבג 12 \u202ex\u2067")
    failed = Entry(
        "qingling", "failed", error="KeyError: 'שלום' 5\u202e", notebook="a", area="qingling"
    )
    page = render(sample.run(), [*ENTRIES, failed], pd.DataFrame([issue]))
    assert page.count("<bdi>אבג</bdi> 12 \ufffdx\ufffd") == len(ISSUE_COLUMNS)
    assert "<bdi>שלום</bdi>&#39; 5\ufffd" in page
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", page)


def test_no_issues_and_no_intake_are_two_things() -> None:
    none = pd.DataFrame(columns=list(ISSUE_COLUMNS))
    assert "录入时没有剔除数据" in render(sample.run(), ENTRIES, none)
    assert "录入时" not in render(sample.run(), ENTRIES, None)


def test_a_missing_text_of_an_issue_is_a_dash() -> None:
    page = render(sample.run(), ENTRIES, pd.DataFrame([{**ISSUE, "remedy": None}]))
    assert '<td class="text">—</td></tr>' in page and "None" not in page and ">nan<" not in page


def test_issues_without_a_column_are_refused() -> None:
    with pytest.raises(ValueError, match="issues lack the columns remedy"):
        render(sample.run(), ENTRIES, pd.DataFrame([ISSUE]).drop(columns="remedy"))


def test_it_needs_nothing_else_and_is_the_same_each_time(lang) -> None:
    given = {"issues": pd.DataFrame([ISSUE]), "topics": LIT, "about": ABOUT}
    page = render(sample.run(lang), ENTRIES, **given)
    parts = Parts(page)
    assert parts.addresses == []
    assert [level for level, _ in parts.headings if level < 3] == [1, 2, 2, 2, 2, 2]
    assert page == render(sample.run(lang), ENTRIES, **given)


def test_its_title_is_the_province_whatever_unit_the_run_is_at(lang) -> None:
    title = {
        "zh": "云川省2022年一季度工业运行调度报告目录",
        "en": "Yunchuan: reports on industrial operation, Q1 2022",
    }
    assert Parts(render(sample.run(lang), ENTRIES)).headings[0] == (1, title[lang])


def test_a_file_name_is_an_address_not_markup() -> None:
    page = render(sample.run(), [Entry("linjiang", "made", 'a b"><x>.html')])
    assert "a%20b%22%3E%3Cx%3E.html" in page and "<x>" not in page
