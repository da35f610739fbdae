"""A made-up province of three areas, whose received files a test writes itself."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from diaodu import contracts, issues, params
from diaodu.intake import Intake, freeze, read_published
from diaodu.params import Run

INDICATORS_YML = """
output_growth:
  zh: 规模以上产出增速
  short_zh: 产出增速
  en: Growth of output
  short_en: Output growth
  unit: percent
  kind: growth
  bounds: {low: -50, high: 100, reason: {zh: 历年如此, en: So it was in all years}}
  aliases: [规上产出]
  definition: {zh: 产出, en: output}
output_level:
  zh: 产出总量
  short_zh: 产出
  en: Output
  short_en: Output
  unit: 100m_yuan
  kind: level
  bounds: {low: 0, high: 90000, reason: {zh: 历年如此, en: So it was in all years}}
  definition: {zh: 产出, en: output}
"""
INDUSTRIES_YML = """
divisions: {heavy: {zh: 重工业, en: heavy}}
industries:
  steel: {zh: 黑色金属冶炼, en: Steel, scheme: bureau, division: heavy, aliases: [钢铁]}
"""
TAXONOMY_YML = """
categories: {funding: {zh: 资金, en: funding}}
facets: {project: {zh: 项目, en: project}}
direction: [unfavourable, favourable]
severity: [low, medium, high]
"""
AREAS_YML = """
province: {id: qingshan, code: "990000", zh: 青山省, short_zh: 青山, en: Qingshan, aliases: [全省]}
areas:
  - {id: donghe, code: "990100", level: prefecture, zh: 东河市, short_zh: 东河, en: Donghe}
  - {id: xihe, code: "990200", level: prefecture, zh: 西河市, short_zh: 西河, en: Xihe}
  - {id: beihe, code: "990300", level: prefecture, zh: 北河市, short_zh: 北河, en: Beihe}
"""
QUARTER_YML = """
province: qingshan
quarter: 2022Q1
as_of: 2022-06-30
areas: [donghe, xihe, beihe]
headline: output_growth
indicators: [output_growth, output_level]
sources: [{folders}]
history_from: 2020
"""
SIDECAR = "title: t\ndescription: d\ncollected_on: 2022-06-01\norigin: published\nlicence: l\n"
COLUMNS = {
    "sources": "source,kind,url,title_zh,title_en,published_on,caution_zh,caution_en",
    "indicators": "area,period,span,indicator,industry,value,unit,base_weight,status,derivation,source,remark_zh,remark_en",
    "targets": "area,year,indicator,value,low,high,unit,wording,derivation,source,remark_zh,remark_en",
    "facts": "fact_id,area,period,topic,aspect,subject,measure,value,unit,date_from,date_to,text_zh,text_en,source",
}
# A good row of each file: what a test does not name stands here.
GOOD = {
    "sources": {
        "source": "bureau",
        "kind": "official",
        "url": "https://tj.example.cn/1.html",
        "title_zh": "统计局",
        "title_en": "Bureau",
        "published_on": "2022-04-20",
    },
    "indicators": {
        "area": "东河",
        "period": "2022Q1",
        "span": "ytd",
        "indicator": "output_growth",
        "value": "5.8",
        "unit": "percent",
        "status": "published",
        "source": "bureau",
    },
    "targets": {
        "area": "东河",
        "year": "2022",
        "indicator": "output_growth",
        "value": "6.5",
        "unit": "percent",
        "wording": "about",
        "source": "bureau",
    },
    "facts": {
        "fact_id": "f1",
        "area": "东河",
        "period": "2022Q1",
        "topic": "policy",
        "aspect": "event",
        "text_zh": "召开会议。",
        "text_en": "A meeting was held.",
        "source": "bureau",
    },
}


def row(kind: str, /, **cells: str) -> dict[str, str]:
    """A good row of a file, with some cells replaced."""
    return {name: (GOOD[kind] | cells).get(name, "") for name in COLUMNS[kind].split(",")}


def csv_text(rows: list[dict[str, str]]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


@dataclass
class Inbox:
    """The repository of the made-up province. Without more, each file holds one good row."""

    root: Path
    folders: tuple[str, ...] = ("published",)

    def __post_init__(self) -> None:
        own = self.root / "params" / "qingshan"
        for folder in (self.root / "params" / "catalog", own):
            folder.mkdir(parents=True)
        (self.root / "params/catalog/indicators.yml").write_text(INDICATORS_YML, encoding="utf-8")
        (self.root / "params/catalog/industries.yml").write_text(INDUSTRIES_YML, encoding="utf-8")
        taxonomy = self.root / "params/catalog/issue_taxonomy.yml"
        taxonomy.write_text(TAXONOMY_YML, encoding="utf-8")
        (own / "areas.yml").write_text(AREAS_YML, encoding="utf-8")
        quarter = QUARTER_YML.replace("{folders}", ", ".join(self.folders))
        (own / "2022Q1.yml").write_text(quarter, encoding="utf-8")
        for kind in COLUMNS:
            self.rows(kind, {})

    @property
    def run(self) -> Run:
        return params.open_run(self.root / "params" / "qingshan" / "2022Q1.yml")

    def path(self, name: str) -> Path:
        return self.root / "data" / "raw" / "qingshan" / self.folders[0] / name

    def rows(self, kind: str, *cells: dict[str, str]) -> None:
        """Write a file of rows; each is a good one with the given cells."""
        text = csv_text([row(kind, **some) for some in cells])
        self.file(f"{kind}.csv", text.encode("utf-8"))

    def file(self, name: str, data: bytes, freeze_it: bool = True) -> None:
        """Write a file of any bytes, by default with a sidecar that fits."""
        path = self.path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        if freeze_it:
            path.with_name(f"{name}.yml").write_text(SIDECAR, encoding="utf-8")
            freeze(path)

    def read(self) -> Intake:
        """Read it; whatever was found keeps the contracts and has its texts in both languages."""
        taken = read_published(self.run)
        for name in contracts.SCHEMAS:
            contracts.check(name, getattr(taken.tables, name))
        for lang in ("zh", "en"):
            rendered = issues.render(taken.tables.intake_issues, lang)
            for column in ("expected", "consequence", "remedy", "where"):
                texts = rendered[column]
                assert texts.str.len().gt(0).all()
                assert not texts.str.contains(r"[{}]|nan|None", regex=True).any()
        return taken


def found(taken: Intake) -> list[tuple[str, int | None, str | None, str]]:
    """Issues as (file, row, column, code), without the folder of the file."""
    return [
        (
            Path(issue["file"]).name,
            None if pd.isna(issue["row"]) else int(issue["row"]),
            None if pd.isna(issue["column"]) else issue["column"],
            issue["code"],
        )
        for issue in taken.tables.intake_issues.to_dict("records")
    ]


def codes(taken: Intake) -> list[str]:
    return list(taken.tables.intake_issues["code"])
