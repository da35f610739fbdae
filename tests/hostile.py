"""A quarter whose every text is an attack on some output, and the same quarter in plain words.

The texts go the way of any other: the quarter's file, the areas, published files, a filled form and
a written report. `texts` says what each attack is after; `build` writes the repository.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import province
from diaodu.intake.received.register import Terms, register
from diaodu.params import open_run
from intake.form import forms

LONG = "没有空格的名称" * 285 + "甲乙丙丁戊"  # 2,000 characters
# What each text would do where it was not taken for text; none of them is a number or a day.
ATTACKS: Mapping[str, str] = {
    "name": "<b onmouseover=alert(1)>甲</b>&\"'厂",
    "script": "</script></style></title><script>alert(2)</script>",
    "image": "\"><img src=x onerror=alert(3)>'`",
    "drawing": "<svg/onload=alert(4)><desc>x</desc></svg>",
    "end": "]]></text></svg></table></td><h1>大标题</h1><!--",
    "template": "{{7*7}}{%raw%}{0.__class__}%s${HOME}",
    "formula": '=HYPERLINK("http://x.invalid","y")',
    "sum": "+1+cmd|' /C calc'!A0",
    "minus": "-2+3项目",
    "at": "@SUM(A1:A9)",
    "markdown": "# **粗** [x](javascript:alert(5)) `a` ~~b~~ | c |",
    "latex": "$E=mc^2$ \\frac{1}{2} \\input{x} $$",
    "turned": "甲\u202e乙丙\u202c\u2066丁\u2069\u200f",
    "arabic": "مصنع אבג",
    "hidden": "零\u200b宽\ufeff字\u2028行",
    "long": LONG,
}
PLAIN = {name: f"普通文字{number}" for number, name in enumerate(ATTACKS)}
CONTROLS = "\x00\x1b[31m红\x1b]0;t\x07\x9b2J"  # no workbook can hold these; a text file can
PLAIN_CONTROLS = "红"

AREAS_YML = """\
province: {{id: shili, code: "990000", zh: 示例省, short_zh: 示例, en: Shili, aliases: [全省]}}
areas:
  - {{id: jiazhou, code: "990100", level: prefecture, zh: {zh}, short_zh: {short}, en: {en},
     aliases: [甲州市, 甲州], counties: [{{zh: 东山区, en: Dongshan, kind: district}}]}}
  - {{id: yizhou, code: "990200", level: prefecture, zh: 乙州市, short_zh: 乙州, en: Yizhou}}
  - {{id: bingzhou, code: "990300", level: prefecture, zh: 丙州市, short_zh: 丙州, en: Bingzhou}}
"""
QUARTER_YML = """\
province: shili
quarter: 2022Q1
as_of: 2022-05-31
areas: [jiazhou, yizhou, bingzhou]
headline: industrial_value_added_growth
indicators: [industrial_value_added_growth, industrial_investment_growth, gdp_level, secondary_industry_level]
sources: [published]
history_from: 2021
submissions: {{form: "2022", due: 2022-05-20}}
divisions: [raw_materials]
share_notes: true
packs: {{peers: named}}
marking: {{zh: {marking}, en: {marking}}}
meeting: {{date: 2022-05-30, title: {{zh: {meeting}, en: {meeting}}}}}
pairing: {{jiazhou: {{zh: {leader}, en: {leader}, origin: illustrative}}}}
lights:
  production: [{{measure: below_target, indicator: industrial_value_added_growth, yellow: 0.0, red: 3.0, margin: 0.2}}]
  problems: [{{measure: severe_problems, yellow: 1.0, red: 4.0, margin: 0.0}}]
  projects: [{{measure: stopped_share, yellow: 10.0, red: 30.0, margin: 2.0}}]
"""
DAY = date(2022, 5, 18)


def build(root: Path, texts: Mapping[str, str], controls: str) -> Path:
    """Write the repository with these texts, take in the form and the report; the quarter's file."""
    file = province.build(root)
    quoted = {name: _quoted(text) for name, text in texts.items()}
    areas = {"zh": quoted["name"], "short": quoted["name"], "en": quoted["name"]}
    province.put(root / "params" / province.PROVINCE / "areas.yml", AREAS_YML.format(**areas))
    told = {"marking": quoted["end"], "meeting": quoted["script"], "leader": quoted["image"]}
    province.put(file, QUARTER_YML.format(**told))
    _publish(root, texts)
    _send(root, file, texts, controls)
    return file


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _publish(root: Path, texts: Mapping[str, str]) -> None:
    folder = root / province.PUBLISHED
    sources = {
        key: row | {"title_zh": texts["script"], "title_en": texts["image"]}
        for key, row in province.SOURCES.items()
    }
    sources["work-reports-2022"] |= {"caution_zh": texts["end"], "caution_en": texts["end"]}
    province.write_csv(folder / "sources.csv", ({"source": k} | v for k, v in sources.items()))
    remarks = {"remark_zh": texts["drawing"], "remark_en": texts["drawing"]}
    province.write_csv(folder / "indicators.csv", (row | remarks for row in province.INDICATORS))
    words = {"text_zh": texts["markdown"], "text_en": texts["latex"]}
    facts = [{"source": "daily-2022q1"} | row | words for row in province.FACTS]
    province.write_csv(folder / "facts.csv", facts)


def _send(root: Path, file: Path, texts: Mapping[str, str], controls: str) -> None:
    run = open_run(file)
    form = forms.Form(run, _rows(texts))
    for sheet in form.book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and cell.value.startswith(tuple(texts.values())):
                    cell.data_type = "s"  # text, as after an apostrophe in Excel
    book = root / "outbox" / f"甲州市2022年一季度填报表{texts['image'][:12]}.xlsx"
    book.parent.mkdir()
    form.book.save(book)
    said = [
        f"{name}：企业“{texts[name]}”流动资金紧张，请省里协调。" for name in texts if name != "long"
    ]
    lines = ["甲州市2022年一季度工业运行情况", "一、存在问题", *said, f"贷款困难{controls}。"]
    report = book.with_name("甲州市2022年一季度工业运行情况.txt")
    report.write_text("\n".join(lines), encoding="utf-8", newline="\n")
    register(run, [book, report], Terms(received_on=DAY, illustrative=True))


def _rows(texts: Mapping[str, str]) -> dict[str, list[dict[str, object]]]:
    rows = {sheet: [dict(row) for row in listed] for sheet, listed in forms.GOOD.items()}
    rows["indicators"][0]["remark"] = texts["formula"]
    rows["indicators"][1]["expected"] = "约五"  # an issue of each weight, with attacks or without
    good = rows["projects"][0]
    rows["projects"] = [
        {**good, "name": texts[name], "owner": texts["name"], "progress": texts["script"]}
        for name in ("name", "formula", "long", "arabic", "turned")
    ]
    problem = rows["issues"][0]  # its county is another area's: a warning
    rows["issues"] = [
        {**problem, "text": f"{texts[name]}流动资金紧张，贷款困难。", "enterprise": texts[name]}
        | {"asked": texts["sum"], "responsible": texts["at"]}
        for name in texts
    ]
    rows["supports"] = [{"text": texts["drawing"]}, {"text": texts["hidden"]}]
    rows["next_steps"] = [{"text": texts["latex"], "responsible": texts["minus"]}]
    firm = rows["enterprises"][0]
    rows["enterprises"] = [
        {**firm, "enterprise": texts[name]}
        for name in ("name", "end", "template", "long", "turned")
    ]
    return rows
