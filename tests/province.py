"""A made-up province in a repository of its own: three areas, one quarter, received files.

Everything a run reads is written by `build`: the catalog and the notebooks are the repository's,
the rest is invented here and illustrative. What a figure is there for stands beside it.
"""

from __future__ import annotations

import csv
import hashlib
import shutil
from collections.abc import Iterable, Mapping
from io import StringIO
from pathlib import Path

from diaodu.params import Run, open_run

REPOSITORY = Path(__file__).resolve().parents[1]
PROVINCE = "shili"
AREAS = ("jiazhou", "yizhou", "bingzhou")
FILE = f"params/{PROVINCE}/2022Q1.yml"
PUBLISHED = f"data/raw/{PROVINCE}/published"

AREAS_YML = """\
province: {id: shili, code: "990000", zh: 示例省, short_zh: 示例, en: Shili, aliases: [全省]}
areas:
  - {id: jiazhou, code: "990100", level: prefecture, zh: 甲州市, short_zh: 甲州, en: Jiazhou,
     aliases: [Jiazhou City], neighbours: [yizhou],
     counties: [{zh: 东区, en: East District, kind: district}]}
  - {id: yizhou, code: "990200", level: prefecture, zh: 乙州市, short_zh: 乙州, en: Yizhou,
     neighbours: [jiazhou, bingzhou]}
  - {id: bingzhou, code: "990300", level: prefecture, zh: 丙州市, short_zh: 丙州, en: Bingzhou}
"""
QUARTER_YML = """\
province: shili
quarter: 2022Q1
as_of: 2022-05-31
areas: [jiazhou, yizhou, bingzhou]
headline: industrial_value_added_growth
indicators:
  - industrial_value_added_growth
  - fixed_asset_investment_growth
  - gdp_growth
  - gdp_level
sources: [published]
history_from: 2021
thresholds:
  below_target_points: 0.0
  below_province_points: 0.0
packs: {peers: named}
assumptions:
  elapsed_share: {gdp_growth: 0.2}
meeting:
  date: 2022-04-20
  title: {zh: 示例省工业运行调度会, en: Dispatch meeting of Shili}
"""

IVA, FAI, GDP = "industrial_value_added_growth", "fixed_asset_investment_growth", "gdp_growth"
SOURCES = {
    "bureau-2022q1": {
        "kind": "official",
        "url": "https://tjj.example.cn/2022/q1.html?a=1&b=2",
        "title_zh": "示例省统计局：2022年一季度经济运行情况",
        "title_en": "Shili statistics bureau: the first quarter of 2022",
        "published_on": "2022-04-25",
    },
    "daily-2022q1": {
        "kind": "press",
        "url": "https://news.example.cn/2022-04-26/1.html",
        "title_zh": "示例日报：甲州一季度开局",
        "title_en": "Shili Daily: the first quarter in Jiazhou",
        "published_on": "2022-04-26",
    },
    "bureau-2021": {
        "kind": "official",
        "url": "https://tjj.example.cn/2021/year.html",
        "title_zh": "示例省统计局：2021年经济运行情况",
        "title_en": "Shili statistics bureau: the year 2021",
        "published_on": "2022-01-25",
    },
    "work-reports-2022": {  # a reprint: no address, and a caution
        "kind": "reprint",
        "title_zh": "示例省及各市2022年政府工作报告",
        "title_en": "Work reports of Shili and its cities, 2022",
        "published_on": "2022-01-20",
        "caution_zh": "读自转载件",
        "caution_en": "Read in a copy",
    },
}


def _figure(area: str, period: str, indicator: str, value: str, **others: str) -> dict[str, str]:
    row = {"area": area, "period": period, "span": "ytd", "indicator": indicator, "value": value}
    source = "bureau-2022q1" if period.startswith("2022") else "bureau-2021"
    return row | {"unit": "percent", "status": "published", "source": source} | others


INDICATORS = [
    _figure("示例", "2022Q1", IVA, "6.0"),
    _figure("示例", "2021Q4", IVA, "5.5"),
    _figure("示例", "2022Q1", GDP, "5.0"),
    # Faster than before, above the province, above its target; the press prints another figure.
    _figure("甲州", "2022Q1", IVA, "7.2"),
    _figure("甲州", "2022Q1", IVA, "7.25", source="daily-2022q1"),
    _figure("甲州", "2021Q4", IVA, "6.8"),
    _figure("甲州", "2022Q1", FAI, "0.0"),  # zero is a figure
    _figure("甲州", "2022Q1", "gdp_level", "1000.4", unit="100m_yuan"),
    # Industries with and without a weight; the pulls are 1.2 and 3.6 points, 2.4 are left over.
    _figure("甲州", "2022Q1", IVA, "3.0", industry="钢铁", base_weight="40"),
    _figure("甲州", "2022Q1", IVA, "12.0", industry="装备制造", base_weight="30"),
    _figure("甲州", "2022Q1", IVA, "6.5", industry="食品"),
    # A fall that became smaller.
    _figure("乙州", "2022Q1", IVA, "-1.5"),
    _figure("乙州", "2021Q4", IVA, "-3.0"),
    # A hole: nothing for the quarter, an older point of the headline.
    _figure("丙州", "2021Q3", IVA, "4.0"),
]
DERIVED = [
    _figure("丙州", "2022Q1", GDP, "4.4", derivation="5.0-0.6", source="bureau-2022q1"),
]
TARGETS = [
    {"area": "示例", "value": "6.5", "wording": "about"},
    {"area": "甲州", "value": "7", "low": "7", "wording": "at_least"},
    {"area": "乙州", "value": "5.5", "low": "5", "high": "6", "wording": "between"},
    {"area": "丙州", "value": "5", "wording": "exact"},
    {"area": "甲州", "value": "6.2", "wording": "exact", "indicator": GDP, "derivation": "5.9+0.3"},
]
_SUBJECT = {"topic": "project_start", "subject": "jz-2022", "unit": "100m_yuan"}
FACTS = [
    # 24 of 120 in a quarter of the year: 20 % against 25 %.
    _SUBJECT
    | {
        "fact_id": "f1",
        "area": "甲州",
        "period": "2022",
        "aspect": "plan",
        "measure": "planned_investment",
        "value": "120",
        "text_zh": "甲州市重点项目2022年计划投资120亿元。",
        "text_en": "The key projects of Jiazhou plan an investment of 12 billion yuan in 2022.",
    },
    _SUBJECT
    | {
        "fact_id": "f2",
        "area": "甲州",
        "period": "2022Q1",
        "aspect": "result",
        "measure": "completed_investment",
        "value": "24",
        "text_zh": "一季度甲州市重点项目完成投资24亿元。",
        "text_en": "Investment of 2.4 billion yuan was completed in the first quarter.",
    },
    {
        "fact_id": "f3",
        "area": "乙州|丙州",  # one fact on two areas
        "period": "2022Q1",
        "topic": "epidemic",
        "aspect": "event",
        "text_zh": "乙州、丙州部分企业闭环生产。",
        "text_en": "Some enterprises of Yizhou and Bingzhou produced in a closed loop.",
    },
    {
        "fact_id": "f4",
        "area": "示例",
        "topic": "policy",
        "aspect": "event",
        "date_from": "2022-03-10",
        "date_to": "2022-03-10",
        "text_zh": "省政府部署一季度工业运行工作。",
        "text_en": "The provincial government arranged the work of the first quarter.",
    },
]
COLUMNS = {
    "sources": "source,kind,url,title_zh,title_en,published_on,caution_zh,caution_en",
    "indicators": "area,period,span,indicator,industry,value,unit,base_weight,status,derivation,"
    "source,remark_zh,remark_en",
    "targets": "area,year,indicator,value,low,high,unit,wording,derivation,source,remark_zh,"
    "remark_en",
    "facts": "fact_id,area,period,topic,aspect,subject,measure,value,unit,date_from,date_to,"
    "text_zh,text_en,source",
}


def build(root: Path) -> Path:
    """Write the repository into `root`; return the quarter's file."""
    shutil.copytree(REPOSITORY / "params" / "catalog", root / "params" / "catalog")
    ignore = shutil.ignore_patterns(".*", "explore")
    shutil.copytree(REPOSITORY / "notebooks", root / "notebooks", ignore=ignore)
    put(root / "params" / PROVINCE / "areas.yml", AREAS_YML)
    folder = root / PUBLISHED
    write_csv(folder / "sources.csv", ({"source": key} | row for key, row in SOURCES.items()))
    write_csv(folder / "indicators.csv", INDICATORS)
    write_csv(folder / "indicators_derived.csv", DERIVED)
    common = {"year": "2022", "indicator": IVA, "unit": "percent", "source": "work-reports-2022"}
    write_csv(folder / "targets.csv", (common | row for row in TARGETS))
    write_csv(folder / "facts.csv", ({"source": "daily-2022q1"} | row for row in FACTS))
    return put(root / FILE, QUARTER_YML)


def run(root: Path, area: str | None = None, lang: str = "zh") -> Run:
    """The run of a built repository's quarter."""
    return open_run(root / FILE, area, lang)


def write_csv(path: Path, rows: Iterable[Mapping[str, str]]) -> Path:
    """Write a received file in its columns (the name up to "_" tells them), with a sidecar."""
    columns = COLUMNS[path.stem.partition("_")[0]].split(",")
    text = StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return freeze(put(path, text.getvalue()))


def freeze(path: Path) -> Path:
    """Write the sidecar of a received file with its present hash."""
    data = path.read_bytes()
    rows = len(data.splitlines()) - 1
    sidecar = f"""\
title: {{zh: 示意数据, en: Illustrative data}}
description: {{zh: 为测试编造, en: Invented for tests}}
collected_on: 2022-05-31
origin: {"derived" if "derived" in path.stem else "published"}
rows: {rows}
sha256: {hashlib.sha256(data).hexdigest()}
licence: {{zh: 无, en: none}}
"""
    put(path.with_name(f"{path.name}.yml"), sidecar)
    return path


def put(path: Path, text: str) -> Path:
    """Write a text file, with its folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
    return path
