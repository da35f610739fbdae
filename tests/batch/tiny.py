"""A made-up repository: a province of three areas, its quarter, and notebooks built for a fault."""

from __future__ import annotations

import shutil
from pathlib import Path
from textwrap import dedent

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from diaodu import contracts, store
from diaodu.params import Run, open_run

REPOSITORY = Path(__file__).resolve().parents[2]
FILE = "params/testland/2022Q1.yml"
AREAS = """\
province: {id: testland, code: "990000", zh: 测试省, short_zh: 测试, en: Testland, aliases: [全省]}
areas:
  - {id: alpha, code: "990100", level: prefecture, zh: 甲市, short_zh: 甲, en: Alpha}
  - {id: beta, code: "990200", level: prefecture, zh: 乙市, short_zh: 乙, en: Beta}
  - {id: gamma, code: "990300", level: prefecture, zh: 丙市, short_zh: 丙, en: Gamma}
"""
QUARTER = """\
province: testland
quarter: 2022Q1
as_of: 2022-05-01
areas: [alpha, beta, gamma]
headline: industrial_value_added_growth
indicators: [industrial_value_added_growth, gdp_growth]
sources: [published]
history_from: 2021
"""
CELL = 'quarter_file = "params/testland/2022Q1.yml"\narea = "alpha"\nlang = "zh"'
SHOW = """
class Shown:
    def _repr_html_(self):
        return f'<p class="headline">{area} of {quarter_file}<sup class="cite">[1]</sup>.</p>'
Shown()
"""


def notebook(
    *cells: str, parameters: str = CELL, tags: tuple[str, ...] = ("parameters",)
) -> nbformat.NotebookNode:
    """A notebook of a guide cell (1), the parameters cell (2) and the given code cells (3, …)."""
    made = new_notebook(
        cells=[
            new_markdown_cell("# guide", metadata={"tags": ["guide"]}, id="guide"),
            new_code_cell(parameters, metadata={"tags": list(tags)}, id="parameters"),
            *(new_code_cell(dedent(c).strip(), id=f"cell{n}") for n, c in enumerate(cells)),
        ]
    )
    made.metadata["kernelspec"] = {"name": "nobodys-kernel", "display_name": "", "language": ""}
    return made


def repository(
    root: Path,
    *,
    city: nbformat.NotebookNode | None = None,
    province: nbformat.NotebookNode | None = None,
) -> Path:
    """Write the repository to `root`; notebooks that are not given show one paragraph."""
    shutil.copytree(REPOSITORY / "params" / "catalog", root / "params" / "catalog")
    put(root / "params" / "testland" / "areas.yml", AREAS)
    put(root / FILE, QUARTER)
    (root / "notebooks").mkdir()
    nbformat.write(city or notebook(SHOW), root / "notebooks" / "city.ipynb")
    nbformat.write(province or notebook(SHOW), root / "notebooks" / "province.ipynb")
    return root


def with_tables(root: Path, lang: str = "zh") -> Run:
    """The run of the repository's quarter, with processed tables that hold nothing."""
    run = open_run(root / FILE, lang=lang)
    nothing = {name: contracts.empty(name) for name in contracts.SCHEMAS}
    store.write(run.processed, store.Tables(**nothing))
    return run


def put(path: Path, text: str) -> Path:
    """Write a text file, with its folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


SOURCES = """\
source,kind,url,title_zh,title_en,published_on,caution_zh,caution_en
bureau,official,https://example.org/a,测试省统计局公报,Bulletin of the bureau,2022-04-20,,
"""
INDICATORS = """\
area,period,span,indicator,industry,value,unit,base_weight,status,derivation,source,remark_zh,remark_en
测试,2022Q1,ytd,industrial_value_added_growth,,5.2,percent,,published,,bureau,,
甲,2022Q1,ytd,industrial_value_added_growth,,6.0,percent,,published,,bureau,,
乙,2022Q1,ytd,industrial_value_added_growth,,4.1,percent,,published,,bureau,,
乙,2021Q4,ytd,industrial_value_added_growth,,4.8,percent,,published,,bureau,,
丁,2022Q1,ytd,industrial_value_added_growth,,9.9,percent,,published,,bureau,,
"""
TARGETS = """\
area,year,indicator,value,low,high,unit,wording,derivation,source,remark_zh,remark_en
甲,2022,industrial_value_added_growth,7,,,percent,about,,bureau,,
"""
FACTS = """\
fact_id,area,period,topic,aspect,subject,measure,value,unit,date_from,date_to,text_zh,text_en,source
t1,丙,2022Q1,project_start,event,,project_count,12,projects,2022-02-10,2022-02-10,丙市集中开工项目12个。,Gamma started 12 projects.,bureau
"""


def with_raw_files(root: Path) -> Path:
    """Add raw files: figures for two of three areas, and one row (5 of indicators) of nowhere."""
    folder = root / "data" / "raw" / "testland" / "published"
    tables = {"sources": SOURCES, "indicators": INDICATORS, "targets": TARGETS, "facts": FACTS}
    for name, text in tables.items():
        put(folder / f"{name}.csv", text)
    return root


def with_real_notebooks(root: Path) -> Path:
    """Put the repository's own notebooks in place of the made ones."""
    for name in ("city", "province"):
        shutil.copy(REPOSITORY / "notebooks" / f"{name}.ipynb", root / "notebooks")
    return root
