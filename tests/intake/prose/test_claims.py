"""Figures that prose states: own sentences, each with all that must be read out of it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diaodu import catalog as catalogs
from diaodu.areas import Areas
from diaodu.intake.prose import subjects
from diaodu.intake.prose.claims import ClaimReader, claims_of
from diaodu.periods import Period

GROWTH = "industrial_value_added_growth"
AREAS = Areas.model_validate(
    {
        "province": {"id": "yuan", "zh": "远江省", "short_zh": "远江", "en": "Yuanjiang"},
        "areas": [
            {
                "id": "beihe",
                "level": "prefecture",
                "zh": "北河市",
                "short_zh": "北河",
                "en": "Beihe",
                "counties": [
                    {"zh": "东湾县", "en": "Dongwan County"},
                    {"zh": "新街区", "en": "Xinjie"},
                ],
            },
            {
                "id": "nanling",
                "level": "prefecture",
                "zh": "南岭市",
                "short_zh": "南岭",
                "en": "Nanling",
                "counties": [{"zh": "新街区", "en": "Xinjie"}],
            },
        ],
    }
)


@pytest.fixture(scope="module")
def reader(root) -> ClaimReader:
    return ClaimReader(AREAS, catalogs.load(root), subjects.load(root))


@pytest.fixture
def read(reader):
    def read(text: str, area: str | None = "beihe", period: str | None = "2022Q1"):
        return reader.read(text, area, period)

    return read


def brief(claims) -> list[tuple[str, object, str]]:
    """Generic id, value (or low and high), unit."""
    return [
        (c.generic, c.value if c.value is not None else (c.low, c.high), c.unit) for c in claims
    ]


# text, [(generic id, value, unit)]
SAID = [
    ("规模以上工业增加值同比增长6.5%。", [(GROWTH, 6.5, "%")]),
    ("规上工业增加值同比下降2.1%。", [(GROWTH, -2.1, "%")]),
    ("规上工业增加值负增长2.1%。", [(GROWTH, -2.1, "%")]),
    ("规上工业增加值同比-2.1%。", [(GROWTH, -2.1, "%")]),
    ("规上工业增加值增速为６．５％。", [(GROWTH, 6.5, "%")]),
    ("规上工业增加值增长百分之六点五。", [(GROWTH, 6.5, "%")]),
    ("规上工业增加值实现6%以上的增长。", [(GROWTH, 6.0, "%")]),
    ("规上工业增加值增长6%—7%。", [(GROWTH, (6.0, 7.0), "%")]),
    ("规上工业增加值下降2%-3%。", [(GROWTH, (-3.0, -2.0), "%")]),
    ("规上工业增加值降幅为5.3%。", [(GROWTH, -5.3, "%")]),
    ("规上工业增加值降幅收窄至5.3%。", [(GROWTH, -5.3, "%")]),
    ("规上工业增加值增速回落至3.2%。", [(GROWTH, 3.2, "%")]),
    # points: changes and gaps
    (
        "规上工业增加值增长5%，比1-2月加快0.6个百分点。",
        [(GROWTH, 5.0, "%"), (f"{GROWTH}_change", 0.6, "百分点")],
    ),
    (
        "规上工业增加值增长5%，较上年同期回落1.2个百分点。",
        [(GROWTH, 5.0, "%"), (f"{GROWTH}_change", -1.2, "百分点")],
    ),
    (
        "规上工业增加值下降5%，降幅收窄1.2个百分点。",
        [(GROWTH, -5.0, "%"), (f"{GROWTH}_change", 1.2, "百分点")],
    ),
    (
        "规上工业增加值下降5%，比上月收窄1.2个百分点。",
        [(GROWTH, -5.0, "%"), (f"{GROWTH}_change", 1.2, "百分点")],
    ),
    (
        "规上工业增加值下降5%，降幅扩大1.2个百分点。",
        [(GROWTH, -5.0, "%"), (f"{GROWTH}_change", -1.2, "百分点")],
    ),
    (
        "规上工业增加值增长5%，高于全省0.8个百分点、低于全国平均水平0.3个百分点。",
        [(GROWTH, 5.0, "%"), (f"{GROWTH}_gap", 0.8, "百分点"), (f"{GROWTH}_gap", -0.3, "百分点")],
    ),
    (
        "规上工业增加值增长5%，比全省平均低1.5个百分点。",
        [(GROWTH, 5.0, "%"), (f"{GROWTH}_gap", -1.5, "百分点")],
    ),
    (
        "规上工业增加值增长5%，与全国持平。",
        [(GROWTH, 5.0, "%"), (f"{GROWTH}_gap", 0.0, "百分点")],
    ),
    ("规上工业增加值同比持平。", [(GROWTH, 0.0, "%")]),
    ("城镇调查失业率为5.1%，与上月持平。", [("unemployment_rate", 5.1, "%"), ("unemployment_rate_change", 0.0, "百分点")]),
    (
        "汽车产业产值占全市的28.4%，同比提高1.2个百分点，拉动规上工业增长0.8个百分点。",
        [("output_value_share", 28.4, "%"), ("output_value_share_change", 1.2, "百分点"), ("output_value_pull", 0.8, "百分点")],
    ),
    # levels and other kinds
    ("规上工业企业实现利润总额30.5亿元，增长两成。", [("industrial_profit", 30.5, "亿元"), ("industrial_profit_growth", 20.0, "%")]),
    (
        "地区生产总值达到1200亿元，同比增长5.2%，增速居全省第3位。",
        [("gdp", 1200.0, "亿元"), ("gdp_growth", 5.2, "%"), ("gdp_growth_rank", 3.0, "位")],
    ),
    ("工业用电量比上年增加12亿千瓦时。", [("industrial_electricity_use_increase", 12.0, "亿千瓦时")]),
    ("技改投资增长1.5倍。", [("technical_upgrade_investment_growth", 1.5, "倍")]),
    ("技改投资实现翻番。", [("technical_upgrade_investment_growth", 100.0, "%")]),
    ("技改投资翻两番。", [("technical_upgrade_investment_growth", 300.0, "%")]),
    ("完成技改投资45亿元，完成年度计划的23.5%。", [("technical_upgrade_investment", 45.0, "亿元"), ("technical_upgrade_investment_completion", 23.5, "%")]),
    ("全年实施120个技改项目，总投资350亿元。", [("project_count", 120.0, "个"), ("total_investment", 350.0, "亿元")]),
    ("城镇化率由60.1%提高到62.3%。", [("urbanisation_rate", 60.1, "%"), ("urbanisation_rate", 62.3, "%")]),
    ("制造业采购经理指数为50.2。", [("pmi", 50.2, "")]),
    ("2月份规上工业增加值环比增长0.5%。", [(f"{GROWTH}_mom", 0.5, "%")]),
    ("2月份规上工业增加值比上月增长0.5%。", [(f"{GROWTH}_mom", 0.5, "%")]),
    ("汽车销售12万辆，增长5%；商品房销售30万平方米。", [("sales_volume", 12.0, "万辆"), ("sales_volume_growth", 5.0, "%"), ("sales_area", 30.0, "万平方米")]),
    ("一季度地区生产总值居全省第二，在南部排第3位。", [("gdp_rank", 2.0, "位"), ("gdp_rank", 3.0, "位")]),
    (
        "营业收入利润率为5.8%，比去年同期和上半年分别提高1.5个和0.4个百分点。",
        [("profit_margin", 5.8, "%"), ("profit_margin_change", 1.5, "百分点"), ("profit_margin_change", 0.4, "百分点")],
    ),
    ("金融机构存、贷款余额分别增长8%、9%。", [("deposits_growth", 8.0, "%"), ("loans_growth", 9.0, "%")]),
    ("工业技改投资增速有所回落，前8个月增长2.2%。", [("technical_upgrade_investment_growth", 2.2, "%")]),
    ("实现粮食生产“四连增”，达到24.5万吨。", [("grain_output", 24.5, "万吨")]),
    ("规上企业达到665户，其中有3000平方米以上的厂房。", [("enterprise_count", 665.0, "户")]),
    # shares of industries, contributions, places, points of an index
    ("规上企业亏损面28.5%，同比扩大3.2个百分点。", [("loss_making_share", 28.5, "%"), ("loss_making_share_change", 3.2, "百分点")]),
    (
        "装备制造业对规上工业增长的贡献率为35%，同比提高2个百分点，拉动规上工业增长1.1个百分点。",
        [("value_added_contribution", 35.0, "%"), ("value_added_contribution_change", 2.0, "百分点"), ("value_added_pull", 1.1, "百分点")],
    ),
    (
        "规上工业增加值增速低于全省1.2个百分点，排全省第9位，较上月后移2位。",
        [(f"{GROWTH}_gap", -1.2, "百分点"), (f"{GROWTH}_rank", 9.0, "位"), (f"{GROWTH}_rank_change", -2.0, "位")],
    ),
    ("地区生产总值居全省第2位，上升1位。", [("gdp_rank", 2.0, "位"), ("gdp_rank_change", 1.0, "位")]),
    (
        "钢材价格指数为95.87点，环比上升6.36点，升幅为7.11%；同比下降1.13点。",
        [("price", 95.87, "点"), ("price_change", 6.36, "点"), ("price_growth_mom", 7.11, "%"), ("price_change", -1.13, "点")],
    ),
    # what is run at, and what is held back, are no growth; steady is none either
    ("工业用电量稳定，焦炉降负荷至七成，钢铁企业限产三成。", [("load", 70.0, "%"), ("production_cut", 30.0, "%")]),
    ("规上工业增加值增速保持平稳，工业投资增长5%。", [("industrial_investment_growth", 5.0, "%")]),
    ("采矿业增加值增长14%，上拉全市规上工业增速2.1个百分点。", [("value_added_growth", 14.0, "%"), ("value_added_pull", 2.1, "百分点")]),
    ("全市25个省重点项目完成投资36亿元，完成年度计划的40%，超过时间进度7个百分点。", [("project_count", 25.0, "个"), ("investment", 36.0, "亿元"), ("investment_completion", 40.0, "%"), ("investment_gap", 7.0, "百分点")]),
    ("环比看，规上工业增加值增长0.3%。", [(f"{GROWTH}_mom", 0.3, "%")]),
    ("谋划技改项目71个，全市第一。新增各类市场主体7500余户，落实“18条”政策。", [("project_count", 71.0, "个"), ("project_count_rank", 1.0, "位"), ("market_entities", 7500.0, "户")]),
    ("国有企业增加值增长5%，集体企业下降2%；规上企业数增长3%。", [("value_added_growth", 5.0, "%"), ("value_added_growth", -2.0, "%"), ("enterprise_count_growth", 3.0, "%")]),
    ("技改投资增速居全省第一方阵，5000万元及以上项目95个，产值超10亿元企业有6家。", [("project_count", 95.0, "个"), ("enterprise_count", 6.0, "家")]),
    ("装备制造业增加值增长9%，其所占比重提高1.3个百分点。", [("value_added_growth", 9.0, "%"), ("value_added_share_change", 1.3, "百分点")]),
    ("规上工业增加值增长5%，高于全国0.7、全省2.3个百分点。", [(GROWTH, 5.0, "%"), (f"{GROWTH}_gap", 0.7, "百分点"), (f"{GROWTH}_gap", 2.3, "百分点")]),
    ("城镇化率居全省设区市首位，高出全省2.5个百分点。", [("urbanisation_rate_rank", 1.0, "位"), ("urbanisation_rate_gap", 2.5, "百分点")]),
    ("规上工业增加值增速较一季度、上半年分别前移7位和8位。", [(f"{GROWTH}_rank_change", 7.0, "位"), (f"{GROWTH}_rank_change", 8.0, "位")]),
    # brackets after what is compared with
    (
        "规上工业增加值增长5%，低于工业投资增速（9.1%）4.1个百分点。",
        [(GROWTH, 5.0, "%"), ("industrial_investment_growth", 9.1, "%"), (f"{GROWTH}_gap", -4.1, "百分点")],
    ),
    ("工业投资完成市政府下达目标的59.2%。", [("industrial_investment_completion", 59.2, "%")]),
    ("全市61户规上企业实现总产值70亿元。", [("enterprise_count", 61.0, "户"), ("output_value", 70.0, "亿元")]),
    # the subject is carried over, or is a part of what came before
    ("规上工业增加值增长5%，其中制造业增长6%，采矿业下降1%。", [(GROWTH, 5.0, "%"), ("value_added_growth", 6.0, "%"), ("value_added_growth", -1.0, "%")]),
    ("固定资产投资，按可比口径计算，同比增长5%。", [("fixed_investment_growth", 5.0, "%")]),
    ("规上工业增加值（不含新企业）增长5%。", [(GROWTH, 5.0, "%")]),
    ("规上工业增加值增长5%（去年同期增长8%），固定资产投资增长7%。", [(GROWTH, 5.0, "%"), (GROWTH, 8.0, "%"), ("fixed_investment_growth", 7.0, "%")]),
    # no claims at all
    ("2022年3月23日，全市召开第5次调度会，31个省份参加。", []),
    ("要突出抓好3件大事，坚持5G和工业互联网并重，2.0版方案已经印发。", []),
    ("涉及41个大类行业，创近5年新高。", []),
    ("", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), SAID)
def test_what_a_sentence_states(read, text, expected) -> None:
    assert brief(read(text)) == expected


def test_a_list_is_distributed_with_its_shared_head(read) -> None:
    claims = read("一产、二产、三产增加值分别增长3%左右、5.5%以上和7%。")
    assert [(c.subject, c.generic, c.value, c.qualifier) for c in claims] == [
        ("一产增加值", "value_added_growth", 3.0, "左右"),
        ("二产增加值", "value_added_growth", 5.5, "以上"),
        ("三产增加值", "value_added_growth", 7.0, ""),
    ]
    assert [c.indicator for c in claims][1:] == [
        "secondary_industry_growth",
        "service_value_added_growth",
    ]


def test_a_list_shares_its_beginning_and_names_its_unit_once(read) -> None:
    claims = read("规上工业企业营业收入、利润总额分别增长8.2和-3.4%。")
    assert brief(claims) == [
        ("industrial_revenue_growth", 8.2, "%"),
        ("industrial_profit_growth", -3.4, "%"),
    ]


def test_names_that_hold_a_comma_are_not_split(read) -> None:
    claims = read("电力、热力生产和供应业、纺织业增加值分别增长4%和5%。")
    assert [(c.industry, c.value) for c in claims] == [
        ("electricity_heat", 4.0),
        ("textile_manufacturing", 5.0),
    ]


def test_names_between_commas_and_the_number_of_them(read) -> None:
    claims = read("其中，汽车、船舶制造业，纺织和服装业，食品业3个行业增加值分别增长1%、2%、3%。")
    assert [(c.subject, c.generic, c.value) for c in claims] == [
        ("汽车、船舶制造业增加值", "value_added_growth", 1.0),
        ("纺织和服装业增加值", "value_added_growth", 2.0),
        ("食品业增加值", "value_added_growth", 3.0),
    ]


def test_a_text_told_to_be_of_another_place_knows_its_name(read) -> None:
    claims = read("高于全省，西川工业投资增长5%，比西川平均高1个百分点。", "西川")
    assert [(c.area, c.subject) for c in claims] == [("西川", "工业投资")] * 2


def test_a_list_of_different_verbs(read) -> None:
    claims = read("钢铁、装备制造、石化分别下降2.1%、增长5.3%、增长6%。")
    assert [(c.industry, c.value) for c in claims] == [
        ("steel", -2.1),
        ("equipment_manufacturing", 5.3),
        ("petrochemicals", 6.0),
    ]


def test_a_second_list_is_about_the_first_ones_names(read) -> None:
    claims = read("汽车产销分别完成27万辆和26万辆，同比分别增长3%和2%。")
    assert brief(claims) == [
        ("output", 27.0, "万辆"),
        ("sales_volume", 26.0, "万辆"),
        ("output_growth", 3.0, "%"),
        ("sales_volume_growth", 2.0, "%"),
    ]


def test_a_list_of_months_and_one_of_areas(read) -> None:
    months = read("1月、2月全市用电量分别增长5%和4%。")
    assert [(c.period, c.value) for c in months] == [("2022-01", 5.0), ("2022-02", 4.0)]
    areas = read("北河、南岭规上工业增加值分别增长5%、6%。", "yuan")
    assert [(c.area, c.value) for c in areas] == [("beihe", 5.0), ("nanling", 6.0)]


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("规上工业增加值增长5%。", ["2022Q1"]),
        (
            "1-2月规上工业增加值增长5%，3月份增长6%，一季度增长5.5%。",
            ["2022-01/2022-02", "2022-03", "2022Q1"],
        ),
        (
            "1—5月份规上工业增加值增长5%。固定资产投资增长6%。",
            ["2022-01/2022-05", "2022-01/2022-05"],
        ),
        ("上半年规上工业增加值增长5%，力争全年增长6%。", ["2022H1", "2022"]),
        ("前三季度规上工业增加值增长5%。", ["2022-01/2022-09"]),
        ("规上工业增加值增长5%，去年同期增长8%，工业投资增长3%。", ["2022Q1", "2021Q1", "2022Q1"]),
        ("规上工业增加值增长5%，比2021年全年加快1个百分点。", ["2022Q1", "2022Q1"]),
        ("规上工业增加值比2020年同期增长5%，两年平均增长2%。", ["2022Q1", "2022Q1"]),
        ("3月末，企业存货50亿元。规上工业增加值增长5%。", ["2022-03", "2022Q1"]),
        (
            "地区生产总值从2016年的300亿元增长到2020年的400亿元，税收从30亿元增加到40亿元。",
            ["2016", "2020", "2016", "2020"],
        ),
        ("规上工业增加值增速由1-2月的8.1%回落至6.5%。", ["2022-01/2022-02", "2022Q1"]),
        (
            "“十三五”时期，地区生产总值年均增长6%，达到400亿元，累计完成投资90亿元。",
            ["2016-2020", "2020", "2016-2020"],
        ),
        ("2021年12月规上工业增加值增长5%。", ["2021-12"]),
        ("前8个月，规上工业增加值增长5%。", ["2022-01/2022-08"]),
        (
            "地区生产总值从2011年的109亿元增加到2016年的165亿元，年均增长9%。",
            ["2011", "2016", "2012-2016"],
        ),
        ("5、6月份，规上工业增加值增速分别为5.2%和6.1%。", ["2022-05", "2022-06"]),
        (
            "3月，规上工业增加值增长5%，较 1-2月（4.1%）加快0.9个百分点。",
            ["2022-03", "2022-01/2022-02", "2022-03"],
        ),
        (
            "规上工业增加值增长5%，其中当月增长6%，高于全省1个百分点；工业投资增长7%。",
            ["2022Q1", "2022-03", "2022-03", "2022Q1"],
        ),
        (  # expected figures are of the whole text's period, unless they name one
            "1至2月，规上工业增加值增长5%，工业投资增长8%。预计规上工业增加值增长6%，工业投资增长9%。",
            ["2022-01/2022-02", "2022-01/2022-02", "2022Q1", "2022Q1"],
        ),
        ("预计1-2月规上工业增加值增长5%，工业投资增长7%。", ["2022-01/2022-02"] * 2),
        (
            "规上工业增加值由1月份下降3.2%转为增长8.2%，工业投资增长2%。",
            ["2022-01", "2022Q1", "2022Q1"],
        ),
        (  # a sentence through several months leaves the text where it was
            "规上工业增加值增长5%。1月份增速为2%，2月份为3%，3月份为4%。产销率为98%。",
            ["2022Q1", "2022-01", "2022-02", "2022-03", "2022Q1"],
        ),
        ("规上工业增加值增长5%，比去年三、四季度分别加快0.9和1.1个百分点。", ["2022Q1"] * 3),
        ("二、三季度规上工业增加值增速分别为5%和6%。", ["2022Q2", "2022Q3"]),
        ("规上工业增加值延续2月份平稳势头，同比增长5%。", ["2022Q1"]),
        ("规上工业增加值增长5%。同期全国规上工业增加值增长6%。", ["2022Q1", "2022Q1"]),
        ("9月份的出口由8月份的下降转为增长3.8%。", ["2022-09"]),
    ],
)
def test_the_period_is_the_stated_one_or_carried_over(read, text, periods) -> None:
    assert [c.period for c in read(text)] == periods


def test_the_years_of_a_report_on_a_year(read) -> None:
    claims = read(
        "这五年，规上工业增加值年均增长6.5%，港口通过能力突破2亿吨，粮食产量稳定在70万吨以上。",
        "beihe",
        "2025",
    )
    assert [c.period for c in claims] == ["2021-2025", "2025", "2021-2025"]


def test_without_a_period_only_stated_ones_are_known(read) -> None:
    assert [c.period for c in read("工业投资增长5%，2021年工业投资增长6%。", None, None)] == [
        None,
        "2021",
    ]


@pytest.mark.parametrize(
    ("text", "areas"),
    [
        ("全市规上工业增加值增长5%，高于全省1个百分点。", [("beihe", None)] * 2),
        ("全省规上工业增加值增长5%。", [("yuan", None)]),
        (
            "规上工业增加值增长5%，分别高于全省、全国0.2个、1.1个百分点，工业投资增长3%。",
            [("beihe", None)] * 4,
        ),
        ("产品进入欧盟市场，工业投资增长3%。", [("beihe", None)]),
        ("完成市政府下达目标的59%，工业投资增长3%。", [("beihe", None)]),
        ("东湾县规上工业增加值增长5%。全市增长4%。", [("东湾县", "beihe"), ("beihe", None)]),
        ("新街区工业投资增长5%。", [("新街区", "beihe")]),  # there is another one in nanling
        ("南岭市工业投资增长5%，工业用电量增长6%。", [("nanling", None)] * 2),
        ("南岭钢铁集团营业收入增长5%。", [("beihe", None)]),
        ("工业投资居全国第3位，占全省的12%。", [("beihe", None)] * 2),
        ("全国工业投资增长5%。", [("全国", None)]),
    ],
)
def test_the_area_is_the_stated_one_or_the_documents(read, text, areas) -> None:
    assert [(c.area, c.within) for c in read(text)] == areas


def test_a_county_of_two_cities_lies_in_neither_without_a_document(read) -> None:
    (claim,) = read("新街区工业投资增长5%。", None)
    assert (claim.area, claim.within) == ("新街区", None)


@pytest.mark.parametrize(
    ("text", "status", "qualifier"),
    [
        ("规上工业增加值预计增长6.5%左右。", "expected", "左右"),
        ("力争规上工业增加值增长6%以上。", "target", "以上"),
        ("主要预期目标是：规上工业增加值增长约6%。", "target", "约"),
        ("规上工业增加值增长5%，高于年度目标。", "actual", ""),
        ("规上工业增加值由负转正，增长1.2%。", "actual", "turned_positive"),
        ("规上工业增加值增长5%-6%。", "actual", "区间"),
    ],
)
def test_status_and_qualifier(read, text, status, qualifier) -> None:
    claim = read(text)[0]
    assert (claim.status, claim.qualifier) == (status, qualifier)


def test_a_turn_without_a_figure_is_no_claim(read) -> None:
    assert read("固定资产投资增速由负转正。") == []


def test_a_claim_keeps_its_place_and_words(read) -> None:
    text = "情况如下。\n一季度，规上工业增加值增长５．０％；其他平稳。"
    (claim,) = read(text)
    assert text[claim.start : claim.end] == claim.quote
    assert claim.quote.endswith("规上工业增加值增长５．０％")
    assert (claim.printed, claim.month, claim.span, claim.comparison) == (
        "5.0",
        "2022-03",
        "quarter",
        "yoy",
    )


def test_the_catalogs_id_only_where_the_name_is_exact(read) -> None:
    steel, plants = read("钢铁产业增加值增长5%。重点企业工业用电量增长6%。")
    assert (steel.indicator, steel.industry) == (GROWTH, "steel")
    assert (plants.indicator, plants.generic) == ("industrial_electricity_use_growth",) * 2


def test_english(reader) -> None:
    claims = reader.read(
        "In Q1 2022, industrial value added of Beihe grew 6.5% year on year, 0.8 percentage points"
        " above the national average. Retail sales fell by 2.1 percent in May. Exports totaled 12.5"
        " billion yuan, up 5 percent. The unemployment rate fell to 3.9 percent from 4.1 percent.",
        "yuan",
        "2022",
    )
    assert [(*brief([c])[0], c.period) for c in claims] == [
        (GROWTH, 6.5, "%", "2022Q1"),
        (f"{GROWTH}_gap", 0.8, "百分点", "2022Q1"),
        ("retail_sales_growth", -2.1, "%", "2022-05"),
        ("exports", 12.5, "billion yuan", "2022-05"),
        ("exports_growth", 5.0, "%", "2022-05"),
        ("unemployment_rate", 3.9, "%", "2022-05"),
        ("unemployment_rate", 4.1, "%", "2021-05"),
    ]
    assert claims[0].area == "beihe"


def test_an_english_list_is_distributed(reader) -> None:
    claims = reader.read(
        "The output of steel, cement and glass increased by 5 percent, 6 percent and 7 percent, respectively.",
        None,
        "2022",
    )
    assert [(c.generic, c.subject.split()[-1], c.value) for c in claims] == [
        ("output_growth", "steel", 5.0),
        ("output_growth", "cement", 6.0),
        ("output_growth", "glass", 7.0),
    ]


def test_english_relative_clauses_and_what_follows_the_figure(reader) -> None:
    claims = reader.read(
        "Imports, which are taken off the sum, rose 2.7 percent. The gain reflected an increase of 4 percent"
        " in exports. Contacts expect sales growth of 2 to 3 percent in 2025.",
        None,
        "2024Q1",
    )
    assert [(*brief([c])[0][:2], c.period) for c in claims] == [
        ("imports_growth", 2.7, "2024Q1"),
        ("exports_growth", 4.0, "2024Q1"),
        ("sales_growth", (2.0, 3.0), "2025"),
    ]


# text, [(generic id, value, unit, area, period)] of a text that is told of 全国 and May 2023
ENGLISH = [
    (
        "Profits at industrial firms fell 4.1 percent in the first five months from a year earlier to 1.2 trillion"
        " yuan ($170 billion), after a 6.3 percent drop in the first four months.",
        [
            ("industrial_profit_growth", -4.1, "%", "全国", "2023-01/2023-05"),
            ("industrial_profit", 1.2, "trillion yuan", "全国", "2023-01/2023-05"),
            ("industrial_profit_growth", -6.3, "%", "全国", "2023-01/2023-04"),
        ],
    ),
    (
        "Boat makers reported a 7.5 percent rise in profit for the five months ended May, and toy makers saw combined"
        " profits slump 2 percent.",
        [
            ("profit_growth", 7.5, "%", "全国", "2023-01/2023-05"),
            ("profit_growth", -2.0, "%", "全国", "2023-01/2023-05"),
        ],
    ),
    (  # a fall that narrows is a gain; last month is the month that the text is about
        "Exports fell 3 percent last month, with the decline narrowing by 1.5 percentage points from April.",
        [
            ("exports_growth", -3.0, "%", "全国", "2023-05"),
            ("exports_growth_change", 1.5, "百分点", "全国", "2023-05"),
        ],
    ),
    (
        "Capacity utilization (seasonally adjusted) declined 0.3 percentage point in May to 77.1 percent, a rate that"
        " is 2.2 percentage points below its long-run (1980-2010) average.",
        [
            ("capacity_utilisation_change", -0.3, "百分点", "全国", "2023-05"),
            ("capacity_utilisation", 77.1, "%", "全国", "2023-05"),
            ("capacity_utilisation_gap", -2.2, "百分点", "全国", "2023-05"),
        ],
    ),
    (
        "Real GDP increased 2.4 percent in the first quarter of 2023, compared with an increase of 1.9 percent.",
        [
            ("gdp_growth", 2.4, "%", "全国", "2023Q1"),
            ("gdp_growth", 1.9, "%", "全国", "2022Q4"),
        ],
    ),
    (
        "The economy expanded 5 percent in the third quarter, slowing from 6 percent in the second quarter and 7 percent"
        " in the first.",
        [
            ("gdp_growth", 5.0, "%", "全国", "2023Q3"),
            ("gdp_growth", 6.0, "%", "全国", "2023Q2"),
            ("gdp_growth", 7.0, "%", "全国", "2023Q1"),
        ],
    ),
    (
        "The purchasing managers' index stayed above the critical point at 50.4 percent in May, down 0.3 percentage"
        " point from the previous month.",
        [
            ("pmi", 50.4, "%", "全国", "2023-05"),
            ("pmi_change", -0.3, "百分点", "全国", "2023-05"),
        ],
    ),
    (
        "About 45 percent of the respondents expect higher prices and 30 percent plan to hire. Home sales were 3/4"
        " percent above year-ago levels; loans grew between 2 and 3 1/2 percent.",
        [
            ("respondents_share", 45.0, "%", "全国", "2023-05"),
            ("respondents_share", 30.0, "%", "全国", "2023-05"),
            ("home_sales_growth", 0.75, "%", "全国", "2023-05"),
            ("loans_growth", (2.0, 3.5), "%", "全国", "2023-05"),
        ],
    ),
    (  # places before a noun; investors from elsewhere are no place of the figure
        "The Ohio index of farm prices fell 3 percent. Output of firms with investors from Texas grew 2 percent.",
        [
            ("price_growth", -3.0, "%", "Ohio", "2023-05"),
            ("output_growth", 2.0, "%", "全国", "2023-05"),
        ],
    ),
    (
        "Retail sales grew 2 percent in May, 0.5 percentage point lower than growth in the first four months. Imports"
        " grew at an average annual rate of 4 percent over the past five years.",
        [
            ("retail_sales_growth", 2.0, "%", "全国", "2023-05"),
            ("retail_sales_growth_change", -0.5, "百分点", "全国", "2023-05"),
            ("imports_growth_avg", 4.0, "%", "全国", "2019-2023"),
        ],
    ),
    (
        "Compared with January-April 2021, sales were up 9 percent. The two-year average growth reached 3.5 percent.",
        [
            ("sales_growth", 9.0, "%", "全国", "2023-05"),
            ("sales_growth_avg", 3.5, "%", "全国", "2023-05"),
        ],
    ),
    (  # figures that are only compared with, and what goes on with them
        "The unemployment rate in Ohio was 5.1 percent in May, down from 5.6 percent in April and 6.2 percent in May"
        " 2022. Employment grew 2 percent, which was faster than the 1 percent of the same month in 2021.",
        [
            ("unemployment_rate", 5.1, "%", "Ohio", "2023-05"),
            ("unemployment_rate", 5.6, "%", "Ohio", "2023-04"),
            ("unemployment_rate", 6.2, "%", "Ohio", "2022-05"),
            ("employment_growth", 2.0, "%", "全国", "2023-05"),
            ("employment_growth", 1.0, "%", "全国", "2021-05"),
        ],
    ),
    (
        "Manufacturing sales increased 1.5% to $70 billion, led by sales of food (+3.2%) and of paper (down 2 percent).",
        [
            ("sales_growth", 1.5, "%", "全国", "2023-05"),
            ("sales_value", 70.0, "billion dollars", "全国", "2023-05"),
            ("sales_value_growth", 3.2, "%", "全国", "2023-05"),
            ("sales_value_growth", -2.0, "%", "全国", "2023-05"),
        ],
    ),
    (
        "Texas's unemployment rate rose 0.2 points to 5.5 percent and Utah's edged down 0.1 point to 4.1 percent.",
        [
            ("unemployment_rate_change", 0.2, "百分点", "Texas", "2023-05"),
            ("unemployment_rate", 5.5, "%", "Texas", "2023-05"),
            ("unemployment_rate_change", -0.1, "百分点", "Utah", "2023-05"),
            ("unemployment_rate", 4.1, "%", "Utah", "2023-05"),
        ],
    ),
    (
        "Consumer loans, accounting for 12 percent of total loans, fell .7 percent. Exports exceeded 2 billion yuan,"
        " and the industries generated 1 billion yuan in added value.",
        [
            ("loans_share", 12.0, "%", "全国", "2023-05"),
            ("loans_growth", -0.7, "%", "全国", "2023-05"),
            ("exports", 2.0, "billion yuan", "全国", "2023-05"),
            ("value_added", 1.0, "billion yuan", "全国", "2023-05"),
        ],
    ),
    (
        "First quarter growth of GDP was 5 percent at comparable prices; second quarter growth was 6 percent. The"
        " growth rate was the same as the fourth quarter and 0.3 percentage points higher than the first half.",
        [
            ("gdp_growth", 5.0, "%", "全国", "2023Q1"),
            ("gdp_growth", 6.0, "%", "全国", "2023Q2"),
            ("gdp_growth_change", 0.3, "百分点", "全国", "2023Q1"),
        ],
    ),
    (
        "Oil output rose by 1 percent in May from April and 3 percent from its year-ago level, electricity output by 2"
        " percent. Output of cars increased by 4 percent to 5 million units.",
        [
            ("output_growth_mom", 1.0, "%", "全国", "2023-05"),
            ("output_growth", 3.0, "%", "全国", "2023-05"),
            ("power_generation_growth", 2.0, "%", "全国", "2023-05"),
            ("output_growth", 4.0, "%", "全国", "2023-05"),
            ("output", 5.0, "million units", "全国", "2023-05"),
        ],
    ),
    (  # what a sentence without a figure speaks of; what a bracket says is not carried on
        "Industrial production stayed flat. The figure followed a 1.5 percent decline in April. Prices (the April average"
        " was 4 percent below the year-earlier figure) rose 6 percent. More than 60 percent of the industries grew.",
        [
            (GROWTH, -1.5, "%", "全国", "2023-04"),
            ("price_growth", -4.0, "%", "全国", "2023-04"),
            ("price_growth", 6.0, "%", "全国", "2023-05"),
            ("growing_share", 60.0, "%", "全国", "2023-05"),
        ],
    ),
    (  # a sentence that opens with a place; what defines a firm; another way to say the same
        "Texas revealed output up 3 percent. Exports of firms with annual revenue of at least 20 million yuan (3 million"
        " U.S. dollars) rose 5 percent. Imports increased $2 billion, or 4 percent, in May, compared with an increase of"
        " $1 billion, or 2 percent.",
        [
            ("output_growth", 3.0, "%", "Texas", "2023-05"),
            ("exports_growth", 5.0, "%", "Texas", "2023-05"),
            ("imports_increase", 2.0, "billion dollars", "Texas", "2023-05"),
            ("imports_growth", 4.0, "%", "Texas", "2023-05"),
            ("imports_increase", 1.0, "billion dollars", "Texas", "2023-04"),
            ("imports_growth", 2.0, "%", "Texas", "2023-04"),
        ],
    ),
    (
        "Manufacturing posted a gain of 0.3 percent for its fourth increase. The rate of decline in exports narrowed by"
        " 2 percentage points. Among them, steel 10 million tons, an increase of 5 percent.",
        [
            ("value_added_growth", 0.3, "%", "全国", "2023-05"),
            ("exports_growth_change", 2.0, "百分点", "全国", "2023-05"),
            ("output", 10.0, "million tons", "全国", "2023-05"),
            ("output_growth", 5.0, "%", "全国", "2023-05"),
        ],
    ),
    (
        "Pork prices jumped by 30 percent, contributing 0.7 percentage points of CPI growth. On a month-on-month basis,"
        " the CPI dropped 0.5 percent. Loans rose 2 percent in the final two months of 2022.",
        [
            ("price_growth", 30.0, "%", "全国", "2023-05"),
            ("price_pull", 0.7, "百分点", "全国", "2023-05"),
            ("cpi_growth_mom", -0.5, "%", "全国", "2023-05"),
            ("loans_growth", 2.0, "%", "全国", "2022-11/2022-12"),
        ],
    ),
    (
        "GDP grew 5 percent in the first quarter, accelerating from 4 percent in the previous three months, and is"
        " expected to grow 6 percent this year.",
        [
            ("gdp_growth", 5.0, "%", "全国", "2023Q1"),
            ("gdp_growth", 4.0, "%", "全国", "2022Q4"),
            ("gdp_growth", 6.0, "%", "全国", "2023"),
        ],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), ENGLISH)
def test_what_an_english_text_states(reader, text, expected) -> None:
    claims = reader.read(text, "China", "2023-05")
    assert [(*brief([c])[0], c.area, c.period) for c in claims] == expected


def test_a_period_of_the_run_is_the_year_up_to_it(root) -> None:
    shelf = {"areas": AREAS, "catalog": catalogs.load(root), "subjects": subjects.load(root)}
    (claim,) = claims_of("工业投资增长5%。", area="北河市", period=Period(2022, 5), **shelf)
    assert (claim.area, claim.period, claim.month, claim.span) == (
        "beihe",
        "2022-01/2022-05",
        "2022-05",
        "ytd",
    )


@pytest.mark.parametrize(
    ("told", "period"),
    [
        ("2022-01/2022-05", "2022-01/2022-05"),
        ("2022-01/05", "2022-01/2022-05"),
        ("2022-01..2022-03", "2022Q1"),
        ("2022-04/2022-05", "2022-04/2022-05"),
        ("2021-2025", "2025"),  # the rate at the end of several years
        ("spring", None),
    ],
)
def test_the_period_that_a_text_is_told(read, told, period) -> None:
    (claim,) = read("城镇化率为62%。", "beihe", told)
    assert claim.period == period


def test_names_of_the_subject_list_fit_the_catalog(root) -> None:
    known = catalogs.load(root).indicators
    for key, item in subjects.load(root).quantities.items():
        for name, kind in ((item.growth, "growth"), (item.level, "level")):
            assert name is None or known[name].kind == kind, key


WORDS = st.sampled_from(
    ["规上工业增加值", "增长", "下降", "5%", "6.5个百分点", "，", "。", "、", "和", "分别", "一产、二产", "占", "比", "（", "）",
     "去年同期", "2022年", "1-2月", "北河市", "高于", "全省", "持平", "由", "降至", "第3位", "居", "100亿元", "120个", "项目",
     "由负转正", "翻两番", "“十四五”", "三成", "\n", "；", "rose ", "5 percent ", "from ", "Exports ", "12", "万辆"]
)  # fmt: skip


@given(st.one_of(st.text(max_size=300), st.lists(WORDS, max_size=60).map("".join)))
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_without_an_error(reader, text) -> None:
    for claim in reader.read(text, "beihe", "2022Q1"):
        assert text[claim.start : claim.end] == claim.quote
        assert 0 <= claim.start < claim.end <= len(text)
        assert (claim.value is None) == (claim.low is not None and claim.high is not None)
        if claim.low is not None:
            assert claim.low <= claim.high


@pytest.mark.parametrize(
    "piece",
    ["1-", "5%、", "（", "比", "规上工业增加值增长5%，", "由负转正", "rose 5 percent in 2021 and "],
)
def test_the_work_grows_with_the_length_only(reader, piece, counted) -> None:
    steps = [
        counted(reader.read, (piece * size)[:size], "beihe", "2022Q1") for size in (1000, 4000)
    ]
    assert steps[1] < 6 * steps[0]
