"""A made-up province of many areas with a small report each, to see whether time and memory grow.

A report has one chart and one table of the package, from figures of all areas. What is measured is
the batch and not the analysis: how long the next report takes when a thousand have been made, and
how much memory each process holds by then.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

ROOT = Path(__file__).resolve().parents[1]
FILE = "params/many/2022Q1.yml"
CELLS = (
    "from diaodu import params, store\n"
    "from diaodu.analysis import consistency, growth\n"
    "from diaodu.present import charts, prose, tables\n"
    "from diaodu.present.page import Page",
    "run = params.open_run(quarter_file, area, lang)\n"
    "page, data = Page(run), store.load(run)\n"
    "figures = consistency.settle(data.indicators, data.sources)",
    "main = growth.indicator_table(\n"
    "    figures, data.targets, area=run.area.id, province=run.province.id,\n"
    "    peers=run.peers[:20], period=run.period, indicators=run.indicators, kinds=run.kinds)",
    "prose.headline(page, main)",
    "charts.indicator_strip(page, main)",
)
QUARTER = """\
province: many
quarter: 2022Q1
as_of: 2022-05-01
areas: [{areas}]
headline: industrial_value_added_growth
indicators: [industrial_value_added_growth, gdp_growth]
sources: [published]
history_from: 2021
"""
AREA = (
    '  - {{id: a{n}, code: "{code}", level: prefecture, zh: 第{n}市, short_zh: 第{n}, en: A{n}}}\n'
)
PROVINCE = 'province: {id: many, code: "990000", zh: 多省, short_zh: 多, en: Many}\nareas:\n'
SOURCES = """\
source,kind,url,title_zh,title_en,published_on,caution_zh,caution_en
bureau,official,https://example.org/a,公报,Bulletin,2022-04-20,,
"""
HEADER = (
    "area,period,span,indicator,industry,value,unit,base_weight,status,derivation,source,"
    "remark_zh,remark_en\n"
)
EMPTY = {
    "targets": "area,year,indicator,value,low,high,unit,wording,derivation,source,"
    "remark_zh,remark_en\n",
    "facts": "fact_id,area,period,topic,aspect,subject,measure,value,unit,date_from,date_to,"
    "text_zh,text_en,source\n",
}


def build(root: Path, count: int) -> Path:
    """Write the repository; returns the quarter's file."""
    shutil.copytree(ROOT / "params" / "catalog", root / "params" / "catalog")
    names = [f"a{n}" for n in range(1, count + 1)]
    areas = "".join(AREA.format(n=n, code=100000 + n) for n in range(1, count + 1))
    _put(root / "params/many/areas.yml", PROVINCE + areas)
    _put(root / FILE, QUARTER.format(areas=", ".join(names)))
    rows = [
        f"{area},{period},ytd,industrial_value_added_growth,,{(place * 7 + at) % 90 / 10},percent,,"
        "published,,bureau,,\n"
        for place, area in enumerate(["多省", *(f"第{n}市" for n in range(1, count + 1))])
        for at, period in enumerate(("2021Q4", "2022Q1"))
    ]
    folder = root / "data/raw/many/published"
    for name, text in {"sources": SOURCES, "indicators": HEADER + "".join(rows), **EMPTY}.items():
        _put(folder / f"{name}.csv", text)
    for kind in ("city", "province"):
        _put(root / "notebooks" / f"{kind}.ipynb", nbformat.writes(_notebook()))
    return root / FILE


def _notebook() -> nbformat.NotebookNode:
    given = f'quarter_file = "{FILE}"\narea = "many"\nlang = "zh"'
    return new_notebook(
        cells=[
            new_markdown_cell("# A small report", metadata={"tags": ["guide"]}, id="guide"),
            new_code_cell(given, metadata={"tags": ["parameters"]}, id="parameters"),
            *(new_code_cell(cell, id=f"cell{n}") for n, cell in enumerate(CELLS)),
        ]
    )


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
