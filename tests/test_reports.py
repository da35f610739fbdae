"""The whole length: raw files to pages, for a made-up province and for the one that ships.

Each test is a promise to a reader or an analyst; the runs are shared, since a notebook takes long.
"""

from __future__ import annotations

import json
import re
import shutil
from hashlib import sha256
from html import unescape
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pandas as pd
import pytest
import pyzipper
from bs4 import BeautifulSoup, Tag

import province
from browser.check import check, complaints, follow, lacking
from diaodu import store
from diaodu.batch import plan, stages
from diaodu.batch.packs import contents
from diaodu.batch.packs.recipients import To
from diaodu.cli import main
from diaodu.messages import LANGS, Lang, catalogue
from diaodu.params import Run, open_run
from diaodu.publish.office import document
from diaodu.publish.separation import belongings, search
from diaodu.rules import Sharing
from diaodu.terminal.screen import Screen
from publish.office import reading
from untraced import dead_ends, untraced

FOURTEEN = (
    *("shijiazhuang", "chengde", "zhangjiakou", "qinhuangdao", "tangshan", "langfang", "baoding"),
    *("cangzhou", "hengshui", "xingtai", "handan", "xiongan", "dingzhou", "xinji"),
)
QUOTED = {"text", "original", "text_zh", "text_en", "name", "progress", "owner", "planned_start"}
# What an entry says by its formula alone: it names neither a place nor rows.
NOWHERE = (
    # results of a method over all areas, or of a model
    *("any.value", "any.low", "any.high", "any.limit", "any.group_mean", "any.all_mean"),
    *("any.stability", "any.areas_agreement", "any.features_agreement", "any.earlier"),
    # of a city's report, where what is behind it belongs to other areas
    *("any.rank", "any.ranked", "any.middle", "any.province_value"),
    *("spread.low", "spread.high"),
    # the calendar, the order of the meeting, and differences whose two ends stand beside them
    *("any.time_share", "any.share", "any.place", "any.change", "any.now", "any.end"),
    *("any.monthly_so_far", "any.monthly_needed", "outcome.year"),
    # what was compared is the version before, whose files are no longer read
    *("since.before_value", "since.figures_added", "since.targets_changed"),
    *("any.count", "any.of"),  # of a light's rule, whose reason says what was counted
)
KEPT = 500_000  # bytes: what an office's mail lets through without a thought


def _page(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


def _words(part: Tag) -> str:
    return re.sub(r"\s+", "", part.get_text())


def _table(page: BeautifulSoup, title: str) -> dict[str, list[str]]:
    """Cells of a table by the head of their row, without source numbers."""
    block = page.find(id=f"{title}-title").find_parent(class_="table-block")
    for mark in block.select("sup.cite"):
        mark.decompose()
    return {
        _words(row.th): [_words(cell) for cell in row.find_all("td")]
        for row in block.select("tbody tr")
    }


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The made-up province's reports in both languages; the folder of the repository."""
    root = tmp_path_factory.mktemp("shili")
    file = province.build(root)
    assert main(["report", str(file), "--quiet"]) == 0
    assert main(["report", str(file), "--quiet", "--lang", "en", "--workers", "1"]) == 0
    return root


@pytest.fixture(scope="module")
def reports(made: Path) -> Path:
    return made / "reports" / province.PROVINCE / "2022Q1"


def _report(copy: Path, quarter: str, *areas: str) -> None:
    file = copy / "params" / "hebei" / f"{quarter}.yml"
    assert main(["report", str(file), "--quiet", "--workers", "1", "--area", *areas]) == 0


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """Two cities and the province of the first quarter of 2022; the folder of the reports."""
    copy = tmp_path_factory.mktemp("shipped")
    for name in ("params", "notebooks", "data/raw"):
        shutil.copytree(root / name, copy / name)
    _report(copy, "2022Q1", "邢台", "Langfang", "hebei")
    _report(copy, "2022Q1-published", "Langfang", "hebei")
    return copy / "reports" / "hebei"


def test_a_province_from_its_folders_alone(reports: Path) -> None:
    names = {path.name for path in reports.glob("*.html")}
    areas = (province.PROVINCE, *province.AREAS)
    assert names == {f"{area}{lang}.html" for area in (*areas, "index") for lang in ("", ".en")}


@pytest.mark.parametrize("lang", LANGS)
def test_every_number_leads_to_its_source(reports: Path, made: Path, lang: Lang) -> None:
    """Of the made-up province, in both languages: nothing is printed that is bound to nothing."""
    ending = "" if lang == "zh" else ".en"
    written = _written(made / "data" / "processed" / province.PROVINCE / "2022Q1")
    for area in (province.PROVINCE, *province.AREAS):
        assert untraced(reports / f"{area}{ending}.html", lang, written) == [], area


def test_what_leads_on_to_nothing_says_why(shipped: Path) -> None:
    """Every other figure leads to its place, to what it is made of, or to the rows it counts."""
    allowed = {catalogue()[f"trace.{key}"]["zh"] for key in NOWHERE}
    for name in ("xingtai", "langfang", "hebei"):
        assert set(dead_ends(shipped / "2022Q1" / f"{name}.html")) <= allowed, name


def test_so_does_every_number_of_what_ships(shipped: Path) -> None:
    """The longest reports: a city with submissions, and the province."""
    processed = shipped.parents[1] / "data" / "processed" / "hebei" / "2022Q1"
    boundaries = open_run(shipped.parents[1] / "params" / "hebei" / "2022Q1.yml").boundaries
    assert boundaries is not None
    written = [*_written(processed), boundaries.notice["zh"]]
    for name in ("xingtai", "langfang", "hebei"):
        assert untraced(shipped / "2022Q1" / f"{name}.html", "zh", written) == [], name


@pytest.mark.browser
@pytest.mark.skipif(bool(lacking()), reason=lacking() or "nothing is lacking")
def test_a_figure_is_followed_to_its_cell_without_a_mouse(shipped: Path) -> None:
    gap, expected, left = follow(
        shipped / "2022Q1" / "langfang.html", 'p.headline a[href^="#v"]:nth-of-type(2)'
    )
    assert gap["open"] and gap["figure"] == "9.6" and not gap["back"]
    assert "完成数 − 年度目标" in gap["says"] and "示意数" in gap["says"]
    assert expected["figure"] == "-3.6" and expected["back"] and expected["focus"] == "trace"
    assert "主要指标 F5" in expected["says"] and "langfang/form-v1.xlsx" in expected["says"]
    assert "预计数" in expected["says"] and "第1版" in expected["says"]
    assert not left["open"] and left["focus"] == "9.6" and left["address"] == ""


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.skipif(bool(lacking()), reason=lacking() or "nothing is lacking")
def test_each_leaders_brief_is_one_sheet(shipped: Path) -> None:
    # in Chinese, which is what is handed out; English takes more room and mostly two
    run = open_run(shipped.parents[1] / "params" / "hebei" / "2022Q1.yml")
    units = [unit for unit in plan.units(run, []) if unit.kind == "leader"]
    assert stages.report(run, units, Screen(run, quiet=True)).all_made
    found = check(unit.html for unit in units)
    assert len(found) == len(FOURTEEN)
    assert {path.name: seen["pages"] for path, seen in found.items() if seen["pages"] > 1} == {}


def _written(processed: Path) -> list[str]:
    """What files say in words; a report quotes it."""
    found = []
    for path in sorted(processed.glob("*.parquet")):
        table = pd.read_parquet(path)
        for name in QUOTED & set(table):
            texts = [" ".join(text.split()) for text in table[name].dropna()]
            found += [*texts, *(text.rstrip("。.") for text in texts)]
    return found


def test_the_main_table_of_a_city_is_right(reports: Path) -> None:
    """Golden: 7.2 against 6.8, 6.0 and a target of 7 or more; another source prints 7.25."""
    table = _table(_page(reports / "jiazhou.html"), "t-indicators")
    assert table == {
        "规上工业增加值增速%": [
            *("7.2另一来源：7.25", "6.82021年全年", "+0.4", "6.0", "+1.2", "1/2"),
            *("7以上", "+0.2"),
        ],
        "固定资产投资增速%": ["0.0", "未公布", "—", "未公布", "—", "1/1", "未公布", "—"],
        "GDP增速%": ["未公布", "未公布", "—", "5.0", "—", "—", "6.2†", "—"],
        "GDP亿元": ["1000.4", "未公布", "—", "未公布", "—", "1/1", "未公布", "—"],
    }


def test_the_ranking_names_the_city_that_has_not_published(reports: Path) -> None:
    table = _table(_page(reports / "shili.html"), "t-ranking")
    assert list(table) == ["甲州", "乙州", "丙州"]
    assert table["乙州"] == ["2", "-1.5", "-7.5", "5至6", "-6.5", "▼低于目标▽低于全省"]
    assert table["丙州"][:3] == ["—", "未公布", "—"]
    assert table["丙州"][-1] == "不作判断"


def test_pulls_and_their_residual(reports: Path) -> None:
    page = _page(reports / "jiazhou.html")
    table = _table(page, "t-industries")
    assert [row[-2:] for row in table.values()] == [["+3.6", "50.0"], ["—", "—"], ["+1.2", "16.7"]]


@pytest.mark.parametrize("lang", ["", ".en"])
def test_a_hole_is_said_and_never_a_number(reports: Path, lang: str) -> None:
    page = _page(reports / f"bingzhou{lang}.html")
    words = page.main.get_text()
    assert ("not published" if lang else "未公布") in page.select_one(".headline").get_text()
    assert not re.search(r"\b(nan|None|NaT|<NA>|inf)\b", words)


def test_the_english_page_is_english(reports: Path) -> None:
    for page in map(_page, reports.glob("*.en.html")):
        for source in page.select("ol.sources, .address"):
            source.decompose()
        assert page.html["lang"] == "en"
        assert re.findall(r"[\u4e00-\u9fff]+", page.get_text()) == []


def test_every_number_of_a_source_leads_to_it(reports: Path) -> None:
    for path in reports.glob("*.html"):
        page = _page(path)
        targets = {part["id"] for part in page.find_all(id=True)}
        links = {a["href"][1:] for a in page.select('a[href^="#"]:not([href^="#v"])')}
        assert links <= targets, path.name  # figures lead to the panel: `follow` and `untraced`
    page = _page(reports / "jiazhou.html")
    cited = [link.get_text() for link in page.select("sup.cite a")]
    assert cited
    assert len(page.select("ol.sources > li")) == len(set(cited))


def test_no_machine_path_and_no_time_in_what_is_handed_out(reports: Path, made: Path) -> None:
    for path in reports.glob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert str(made) not in text
        assert path.stat().st_size < KEPT


def test_two_runs_give_the_same_bytes(made: Path, tmp_path: Path) -> None:
    again = tmp_path / "elsewhere"
    file = province.build(again)
    assert main(["report", str(file), "--quiet", "--workers", "1", "--area", "甲州", "示例"]) == 0
    for name in ("jiazhou.html", "shili.html"):
        one, two = (
            root / "reports" / province.PROVINCE / "2022Q1" / name for root in (made, again)
        )
        assert one.read_bytes() == two.read_bytes(), name


def test_run_json_tells_what_was_made_from_what(reports: Path) -> None:
    record = json.loads((reports / "run.json").read_text(encoding="utf-8"))
    assert record["state"] == "complete"
    assert str(reports.parents[2]) not in json.dumps(record)


def test_the_shipped_quarters(shipped: Path) -> None:
    pages = (shipped / "2022Q1").rglob("*.html")
    assert {path.relative_to(shipped).as_posix() for path in pages} >= {
        *(f"2022Q1/{name}.html" for name in ("xingtai", "langfang", "hebei", "index")),
        *(f"2022Q1/slips/{area}.html" for area in FOURTEEN),
    }
    published = (shipped / "2022Q1-published").rglob("*.html")
    assert {path.name for path in published} == {"langfang.html", "hebei.html", "index.html"}


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.skipif(bool(lacking()), reason=lacking() or "nothing is lacking")
@pytest.mark.parametrize("quarter", ["2021Q4", "2022Q2", "2023Q4"])
def test_a_city_and_the_province_of_each_other_quarter(shipped: Path, quarter: str) -> None:
    _report(shipped.parents[1], quarter, "唐山", "河北")
    pages = sorted((shipped / quarter).rglob("*.html"))
    assert [path.name for path in pages] == ["hebei.html", "index.html", "tangshan.html"]
    assert {p.name: complaints(found) for p, found in check(pages).items()} == {
        path.name: [] for path in pages
    }


def test_the_first_quarter_of_2022_as_published(shipped: Path) -> None:
    """Against the pages themselves: 4 of 11 cities, 13.7, 11.1, 6.7, 6.3; the province 5.8."""
    page = _page(shipped / "2022Q1-published" / "hebei.html")
    table = _table(page, "t-ranking")
    assert [(name, row[1], row[2]) for name, row in table.items() if row[1] != "未公布"] == [
        ("石家庄", "13.7", "+7.9"),
        ("邢台", "11.1", "+5.3"),
        ("邯郸", "6.7", "+0.9"),
        ("唐山", "6.3", "+0.5"),
    ]
    assert len(table) == 11
    langfang = _page(shipped / "2022Q1-published" / "langfang.html")
    assert "未公布" in langfang.select_one(".headline").get_text()
    assert _table(langfang, "t-indicators")["GDP增速%"][0] == "-1.8"


def test_exactly_three_cities_expect_less_than_their_target(shipped: Path) -> None:
    """The story of the meeting: Langfang, Cangzhou and Zhangjiakou; all fourteen sent a figure."""
    table = _table(_page(shipped / "2022Q1" / "hebei.html"), "t-expected")
    assert len(table) == len(FOURTEEN)
    assert {name for name, row in table.items() if row[-1] != "无"} == {"廊坊", "沧州", "张家口"}


def test_made_up_submissions_are_said_and_published_figures_stand_alone(shipped: Path) -> None:
    said = "本报告所用各市报送材料为示例"
    for path in (shipped / "2022Q1").glob("*.html"):  # a slip says it in words of its own
        assert said in _page(path).select_one(".banner").get_text(), path.name
    for path in (shipped / "2022Q1-published").rglob("*.html"):
        page = _page(path)
        assert page.select_one(".banner") is None, path.name
        assert page.find(id="expected") is None and page.find(id="problems") is None


def test_what_is_sent_is_never_called_published(shipped: Path) -> None:
    """Langfang sent what it expects and its January and February; published is last year's."""
    page = _page(shipped / "2022Q1" / "langfang.html")
    assert page.select_one(".headline").get_text().startswith("预计2022年一季度")
    published = page.select_one(".lead .finding").get_text()
    assert "2022年一季度，廊坊规上工业增加值增速未公布" in published
    assert "最近一次公布的是2021年全年" in published
    row = _table(page, "t-expected")["规上工业增加值增速%"]
    assert row[2] == "-3.6" and "1—2月" in row[1]


@pytest.mark.parametrize("name", ["hebei", "langfang", "shili.en", "jiazhou"])
def test_word_says_what_the_page_says(reports: Path, shipped: Path, name: str) -> None:
    """Headings in their order, tables cell by cell, figures by their words, and all text."""
    folder = reports if (reports / f"{name}.html").is_file() else shipped / "2022Q1"
    page = (folder / f"{name}.html").read_text(encoding="utf-8")
    made = document.build(page)
    assert reading.differences(page, made) == []
    assert made == document.build(page)
    found = reading.opened(made)
    assert len(reading.document_headings(found)) > 5 and reading.document_tables(found)
    assert len(made) < KEPT


@pytest.mark.browser
@pytest.mark.skipif(bool(lacking()), reason=lacking() or "nothing is lacking")
def test_the_pages_in_a_browser(reports: Path, shipped: Path) -> None:
    """No request, no message, no page too wide, nothing for axe to say, no missing glyph."""
    pages = [
        *(reports / name for name in ("jiazhou.html", "shili.en.html", "bingzhou.en.html")),
        *(shipped / "2022Q1" / name for name in ("hebei.html", "langfang.html", "index.html")),
        shipped / "2022Q1" / "slips" / "langfang.html",
        shipped / "2022Q1-published" / "hebei.html",
    ]
    said = {str(path): complaints(found) for path, found in check(pages).items()}
    assert said == {str(path.resolve()): [] for path in pages}


def _packs(made: Path) -> Path:
    return made / "reports" / province.PROVINCE / "2022Q1" / "packs"


def _pack(made: Path, *words: str) -> int:
    return main(["pack", str(made / province.FILE), "--quiet", *words])


def _hashes(folder: Path) -> dict[str, str]:
    return {path.name: sha256(path.read_bytes()).hexdigest() for path in folder.glob("*.zip")}


def test_a_pack_for_each_recipient(made: Path) -> None:
    assert _pack(made) == 0
    held = {}
    for path in sorted(_packs(made).glob("*.zip")):
        with ZipFile(path) as book:
            held[path.stem] = set(book.namelist())
            manifest = json.loads(book.read("manifest.json"))
            told = {file["name"]: file for file in manifest["files"]}
            assert set(told) | {"manifest.json"} == held[path.stem]
            for name, file in told.items():
                data = book.read(name)
                assert (len(data), sha256(data).hexdigest()) == (file["size"], file["sha256"])
            assert manifest["made_from"]["as_of"] == "2022-05-31"
            assert {info.date_time for info in book.infolist()} == {(2022, 5, 31, 0, 0, 0)}
    cities = {area: {f"{area}.html", "manifest.json"} for area in province.AREAS}
    everything = {"index.html", "manifest.json", "shili.html", *(f"{a}.html" for a in cities)}
    assert held == cities | {"shili": everything}
    listed = json.loads((_packs(made) / "manifest.json").read_text(encoding="utf-8"))["packs"]
    assert {pack["name"]: pack["sha256"] for pack in listed} == _hashes(_packs(made))


def test_a_pack_made_again_has_the_same_bytes_but_not_if_it_is_encrypted(
    made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _pack(made, "--to", "city") == 0
    before = _hashes(_packs(made))
    assert _pack(made, "--to", "甲州", "yizhou") == 0
    assert _hashes(_packs(made)) == before
    secret = tmp_path / "secret"
    secret.write_text("eight-and-more\n", encoding="utf-8")
    assert _pack(made, "--to", "jiazhou", "--password-file", str(secret)) == 0
    assert _hashes(_packs(made))["jiazhou.zip"] != before["jiazhou.zip"]
    with pyzipper.AESZipFile(_packs(made) / "jiazhou.zip") as book:
        with pytest.raises(RuntimeError, match="password"):
            book.read("jiazhou.html")
        book.setpassword(b"eight-and-more")
        assert book.read("jiazhou.html").startswith(b"<!doctype html>")
    printed = capsys.readouterr()
    assert "eight-and-more" not in printed.out + printed.err
    secret.write_text("short\n", encoding="utf-8")
    assert _pack(made, "--password-file", str(secret)) == 2
    assert "short" not in capsys.readouterr().err


def test_a_pack_with_something_of_another_is_not_made_and_the_others_are(
    made: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _pack(made, "--to", "city") == 0
    whole = contents.of

    def leaking(run: Run, to: To, forms: dict[str, Path]) -> dict[str, bytes]:
        files = whole(run, to, forms)
        if to.id == "jiazhou":
            files["jiazhou.html"] += "<!-- 示例乙山轧钢厂 -->".encode()
        return files

    others = belongings.Belongings(names={"示例乙山轧钢厂": "示例乙山轧钢厂"})
    monkeypatch.setattr(contents, "of", leaking)
    monkeypatch.setattr(belongings, "of", lambda *_: others)
    assert _pack(made, "--to", "city") == 1
    assert set(_hashes(_packs(made))) >= {"yizhou.zip", "bingzhou.zip"}
    assert "jiazhou.zip" not in _hashes(_packs(made))  # nor the one of before
    said = capsys.readouterr().err
    assert "甲州：未打包，发现1处他人内容" in said
    assert re.search(
        r"jiazhou\.html，注释（第\d+行）：他人的企业、项目或人名“示例乙山轧钢厂”", said
    )


def test_what_is_not_as_it_would_be_made_now_is_not_handed_out(
    made: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = made / "reports" / province.PROVINCE / "2022Q1" / "yizhou.html"
    before = page.read_bytes()
    page.write_bytes(before + b"<!-- -->")
    assert _pack(made, "--to", "jiazhou") == 0
    assert _pack(made, "--to", "yizhou") == 1
    page.write_bytes(before)
    assert "yizhou。请先运行：diaodu report 2022Q1.yml" in capsys.readouterr().err
    assert _pack(made, "--to", "nobody") == 2


@pytest.mark.slow
@pytest.mark.parametrize("area", ["xingtai", "langfang"])
def test_nothing_of_other_cities_is_in_a_citys_pack(shipped: Path, area: str) -> None:
    """By the gate, and by a search that knows nothing of it."""
    file = shipped.parents[1] / "params" / "hebei" / "2022Q1.yml"
    assert main(["pack", str(file), "--quiet", "--to", area]) == 0
    with ZipFile(shipped / "2022Q1" / "packs" / f"{area}.zip") as book:
        held = {name: book.read(name) for name in book.namelist()}
    assert {f"{area}.html", f"slips/{area}.html", f"forms/{area}.xlsx"} <= set(held)
    told = "".join(map(_all_text, held.values()))
    for sentence in _of_others(store.load(open_run(file)), area):
        assert sentence not in told, f"{area}: {sentence}"


@pytest.mark.slow
@pytest.mark.parametrize("peers", ["named", "hidden"])
def test_nothing_of_other_cities_is_in_a_report_whatever_is_shared(
    shipped: Path, tmp_path: Path, peers: Sharing
) -> None:
    """2022Q1 ships as `ranked`; the tables are the same, what a report may read of them is not."""
    before = shipped.parents[1]
    for name in ("params", "notebooks", "data/processed"):
        shutil.copytree(before / name, tmp_path / name)
    file = tmp_path / "params" / "hebei" / "2022Q1.yml"
    text = file.read_text(encoding="utf-8")
    assert "packs: {peers: ranked}" in text
    file.write_text(text.replace("{peers: ranked}", f"{{peers: {peers}}}"), encoding="utf-8")
    for stage in ("run", "publish"):
        assert main([stage, str(file), "--quiet", "--area", "langfang"]) == 0
    run = open_run(file)
    tables = store.load(run)
    page = (run.reports / "langfang.html").read_bytes()
    whose = belongings.Whose(frozenset({"langfang"}))
    others = belongings.of(run, tables, whose)
    assert search.hits([("langfang.html", page)], others, peers) == ()
    told = _all_text(page)
    for sentence in _of_others(tables, "langfang"):
        assert sentence not in told, sentence
    assert ("t-others" in told) == (peers == "named")


def _of_others(tables: store.Tables, area: str) -> set[str]:
    """Sentences of other areas' notes and names of their enterprises and projects.

    Without those that the area writes itself.
    """
    notes = tables.notes
    mine = notes["area"].eq(area)
    own = "\n".join([*notes.loc[mine, "text"], *notes.loc[mine, "original"]])
    found = {
        part
        for table, column in (
            (notes, "text"),
            (notes, "original"),
            (tables.enterprises, "enterprise"),
            (tables.projects, "name"),
        )
        for text in table.loc[~table["area"].eq(area), column].dropna().unique()
        for part in (re.split(r"[。；\n]", text) if table is notes else [text])
        if table is not notes or len(part) >= 12
    }
    assert len(found) > 500
    return {sentence for sentence in found if sentence not in own}


def _all_text(data: bytes) -> str:
    """The text of a page or of all parts of a workbook, as it is written."""
    if not data.startswith(b"PK"):
        return unescape(data.decode("utf-8"))
    with ZipFile(BytesIO(data)) as book:
        return "".join(_all_text(book.read(name)) for name in book.namelist() if "/" in name)
