"""A sample notebook as papermill leaves it, about an invented province, in both languages."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import nbformat
import pandas as pd
import seaborn as sns
from matplotlib.figure import Figure as Drawing
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from diaodu import catalog
from diaodu.areas import Area, Areas
from diaodu.catalog import Text
from diaodu.messages import Lang
from diaodu.params import Run
from diaodu.present import theme
from diaodu.present.figures import Figure, finish
from diaodu.present.grid import Column, grid
from diaodu.present.page import Page
from diaodu.quarter import Meeting, Quarter

ROOT = Path(__file__).resolve().parents[2]
GUIDE = "GUIDE-FOR-ANALYSTS"
CODE = "SECRET_CODE = 41 + 1"
PRINTED = "PRINTED-WHILE-RUNNING"
MESSAGES = {
    "sample.indicators.heading": {
        "zh": "主要指标完成得怎么样？",
        "en": "How do the main indicators stand?",
    },
    "sample.indicators.method": {
        "zh": "累计同比增速，单位为%；与全省比较、与上期比较均以百分点计。未公布的写明未公布。",
        "en": "Cumulative growth on the year in per cent; gaps and changes in percentage points.",
    },
    "sample.path.heading": {"zh": "增速走势如何？", "en": "Which way has growth gone?"},
    "sample.path.method": {
        "zh": "规模以上工业增加值累计增速，按可比价格计算；没有公布的月份不连线。",
        "en": "Growth of industrial value added at comparable prices; unpublished months are gaps.",
    },
    "sample.facts.heading": {
        "zh": "本季度公布了哪些情况？",
        "en": "What was published on the quarter?",
    },
    "sample.facts.method": {
        "zh": "只列公开发布的事实，按主题排列。",
        "en": "Published facts by topic.",
    },
    "sample.missing.heading": {"zh": "哪些数据没有公布？", "en": "What is not published?"},
    "sample.missing.method": {
        "zh": "以下数据截至报告日期未见公布，不估计、不补零。",
        "en": "Nothing was found on these by the as-of date; they are not estimated.",
    },
    "sample.sources.heading": {"zh": "数据来源", "en": "Sources"},
    "sample.sources.method": {
        "zh": "按正文中首次引用的顺序编号。",
        "en": "In the order of citation.",
    },
}
SECTIONS = ("indicators", "path", "facts", "missing", "sources")

_ROWS = [  # indicator, value, previous, change, province, gap, rank, target, gap to the target
    ("规上工业增加值增速", "6.2", "5.8", "+0.4", "5.1", "+1.1", "2/4", "6.5左右", "-0.3"),
    ("工业投资增速", "9.8", "12.4", "-2.6", "11.3", "-1.5", "3/4", "10以上", "-0.2"),
    ("技改投资增速", "", "", "", "14.0", "", "", "15", ""),
    ("固定资产投资增速", "7.5", "8.1", "-0.6", "7.9", "-0.4", "3/4", "8", "-0.5"),
    ("工业用电量增速", "", "3.3", "", "4.6", "", "", "", ""),
    ("规上工业企业利润总额增速", "", "", "", "-3.2", "", "", "", ""),
    ("地区生产总值增速", "5.9", "6.6", "-0.7", "5.2", "+0.7", "1/4", "6.5", "-0.6"),
]
_FACTS = [
    "一季度集中开工重点项目46个，总投资312.5亿元，年度计划投资98.4亿元，涉及先进钢铁、高端装备、生物医药等领域。",
    "3月中旬起对3个县区实施静态管理，重点企业实行闭环生产，规模以上工业企业开工率由97.1%降至81.6%。",
    "与对口城市签订协作协议，建立重点产业链供应链企业“白名单”，首批纳入企业218家。",
]


def run(lang: Lang = "zh", area: str = "临江市", marking: str = "内部资料") -> Run:
    """A run for the first city of the invented province; `area` is its full Chinese name."""
    named = [("130100", "linjiang", area, "Linjiang"), ("130200", "qingling", "青岭市", "Qingling")]
    named += [("130300", "pinghu", "平湖市", "Pinghu"), ("130400", "baisha", "白沙市", "Baisha")]
    cities = tuple(
        Area(id=key, code=code, level="prefecture", zh=zh, short_zh=zh[:-1], en=en)
        for code, key, zh, en in named
    )
    province = Area(
        id="yunchuan", code="130000", level="province", zh="云川省", short_zh="云川", en="Yunchuan"
    )
    headline = "industrial_value_added_growth"
    quarter = Quarter(
        province="yunchuan",
        quarter="2022Q1",
        as_of=date(2022, 4, 28),
        areas=tuple(city.id for city in cities),
        headline=headline,
        indicators=(headline,),
        sources=("published",),
        history_from=2019,
        meeting=Meeting(
            date=date(2022, 4, 29),
            title=Text(zh="全省工业运行调度会", en="Provincial meeting on industrial operation"),
        ),
        marking=Text(zh=marking, en="Internal") if marking else None,
    )
    file = ROOT / "params" / "yunchuan" / "2022Q1.yml"
    areas = Areas(province=province, areas=cities)
    return Run(ROOT, file, quarter, areas, catalog.load(ROOT), cities[0], lang)


def notebook(lang: Lang = "zh", figures: int = 1) -> NotebookNode:
    """The executed notebook: all kinds of cells and outputs that a real one may hold."""
    page = Page(run(lang))
    table = _table(page)
    contents = {
        "indicators": [table, _finding(page)],
        "path": [_chart(number)._repr_html_() for number in range(figures)],
        "facts": ["<h3>项目建设</h3><ul class='facts'>" + _items(_FACTS, page.cite("c")) + "</ul>"],
        "missing": [
            "<ul class='absent'>" + _items(["技改投资增速", "规上工业企业利润总额增速"]) + "</ul>"
        ],
        "sources": [_sources()],
    }
    cells = [
        new_markdown_cell(f"# {GUIDE}\n\nRun me from the top.", metadata={"tags": ["guide"]}),
        new_code_cell('area = "linjiang"', metadata={"tags": ["parameters"]}),
        new_code_cell(CODE, outputs=[_stream("stdout"), _stream("stderr"), _plain()]),
        new_code_cell("headline", outputs=[_shown(_headline(page)), _shown(_key_figures(page))]),
    ]
    for name in SECTIONS:
        key = f"sample.{name}"
        text = f"## {MESSAGES[f'{key}.heading']['zh']}\n\n{MESSAGES[f'{key}.method']['zh']}"
        cells.append(new_markdown_cell(text, metadata={"diaodu": {"message": key}}))
        cells += [new_code_cell("show", outputs=[_shown(html)]) for html in contents[name]]
    cells.append(new_markdown_cell(f"A note of the analyst: {PRINTED}"))
    made = new_notebook(cells=cells)
    for number, cell in enumerate(made.cells):
        cell["id"] = f"cell-{number}"
    nbformat.validate(made)
    return made


def _shown(html: str) -> NotebookNode:
    data = {"text/html": html, "text/plain": PRINTED}
    return new_output("execute_result", data=data, execution_count=1)


def _plain() -> NotebookNode:
    return new_output("display_data", data={"text/plain": PRINTED})


def _stream(name: str) -> NotebookNode:
    return new_output("stream", name=name, text=PRINTED)


def _headline(page: Page) -> str:
    return (
        f'<p class="headline">一季度，临江规模以上工业增加值同比增长6.2%{page.cite(["a", "b"])}，'
        f"比1—2月加快0.4个百分点，高于全省1.1个百分点，低于全年目标0.3个百分点。</p>"
    )


def _key_figures(page: Page) -> str:
    cells = [
        ("规上工业增加值增速", "6.2", "比2022年1—2月 +0.4个百分点"),
        ("工业投资增速", "9.8", "比2022年1—2月 -2.6个百分点"),
        ("技改投资增速", "", ""),
    ]
    return (
        '<dl class="keyfigures">'
        + "".join(
            f'<div><dt>{label}</dt><dd class="figure">{value}<span class="unit">%</span>{page.cite("a")}'
            f'</dd><dd class="change">{change}</dd></div>'
            if value
            else f'<div><dt>{label}</dt><dd class="missing">未公布</dd></div>'
            for label, value, change in cells
        )
        + "</dl>"
    )


def _table(page: Page) -> str:
    keys = (
        "name",
        "value",
        "previous",
        "change",
        "province",
        "gap",
        "rank",
        "target",
        "gap_target",
    )
    labels = (
        "指标",
        "本期",
        "上期",
        "变化",
        "全省",
        "与全省差距",
        "位次",
        "年度目标",
        "与目标差距",
    )
    units = ("", "%", "%", "百分点", "%", "百分点", "已公布城市中", "%", "百分点")
    columns = [Column(*parts) for parts in zip(keys, labels, units, strict=True)]
    missing = '<span class="missing">未公布</span>'
    rows = [{key: value or missing for key, value in zip(keys, row, strict=True)} for row in _ROWS]
    for row in rows:
        if missing not in row["value"]:
            row["value"] += page.cite("a")
        if missing not in row["previous"]:
            row["previous"] += '<span class="when">2022年1—2月</span>'
    return grid(
        page,
        "t-indicators",
        "表1　2022年一季度临江主要指标",
        columns,
        rows,
        "位次为已公布城市中的排名。",
    ).markup


def _finding(page: Page) -> str:
    flags = '<span class="flag">▼ 低于目标</span>'
    return (
        f'<p class="finding">7项主要指标中已公布4项，未公布3项。规模以上工业增加值增速高于全省，'
        f"但比全年目标低0.3个百分点；工业投资增速比1—2月回落2.6个百分点{page.cite('b')}。{flags}</p>"
    )


def _chart(number: int) -> Figure:
    months = [
        "19Q1",
        "19Q2",
        "19Q3",
        "19Q4",
        "20Q1",
        "20Q2",
        "20Q3",
        "20Q4",
        "21Q1",
        "21Q2",
        "21Q3",
        "21Q4",
        "22Q1",
    ]
    city = [6.1, 5.9, 5.6, 5.8, -7.4, 0.3, 2.9, 4.6, 18.3, 11.2, None, 7.0, 6.2]
    province = [5.8, 5.5, 5.4, 5.6, -5.9, 0.8, 3.1, 4.7, 16.0, 9.5, 6.4, 5.5, 5.1]
    frame = pd.DataFrame(
        {"期": months * 2, "增速": city + province, "地区": ["临江"] * 13 + ["全省"] * 13}
    )
    with theme.style():
        drawing = Drawing(figsize=(10, 4), dpi=72)
        axes = drawing.subplots()
        sns.lineplot(
            frame, x="期", y="增速", hue="地区", palette=[theme.ACCENT, theme.GREY], ax=axes
        )
        axes.axhline(6.5, color=theme.TARGET, linestyle="--", linewidth=1)
        axes.text(12, 7.1, "年度目标 6.5", ha="right")
        axes.set(xlabel="", ylabel="累计同比增速（%）")
        axes.spines[["top", "right"]].set_visible(False)
        title = f"图{number + 1}　临江工业增速一季度回升，仍低于年度目标"
        alt = "折线图。临江规模以上工业增加值累计增速，2019年一季度6.1%，2022年一季度6.2%；同期全省5.1%。"
        return finish(drawing, title, alt, "2021年前三季度临江未公布。")


def _items(texts: list[str], cite: str = "") -> str:
    return "".join(f"<li>{text}{cite}</li>" for text in texts)


def _sources() -> str:
    listed = [
        (
            "临江市统计局：2022年一季度全市工业经济运行情况",
            "https://tj.example.cn/art/2022/4/27/art_3311_20220427.html",
        ),
        (
            "云川日报：一季度全省工业经济开局平稳",
            "https://news.example.cn/2022-04/25/content_871.html",
        ),
        ("临江市政府工作简报（转载，无网址）", ""),
    ]
    items = "".join(
        f'<li id="source-{n}">{title}；2022年4月发布'
        + (f'；<a class="address" href="{url}" rel="noreferrer">{url}</a>' if url else "；未附网址")
        + "</li>"
        for n, (title, url) in enumerate(listed, start=1)
    )
    return f'<ol class="sources">{items}</ol>'
