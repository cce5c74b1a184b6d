"""Correct forms in other layouts than the sample's, as the contract's JSON. Invented figures."""

from __future__ import annotations

from typing import Any

Row = dict[str, Any]


def _row(level1: str, level2: str, name: str, rest: str) -> Row:
    """``rest``: nature, operator, target, actual, unit, weight, "-" for none, blanks between."""
    nature, operator, target, actual, unit, weight = (
        None if word == "-" else word for word in rest.split()
    )
    return {
        "level1": level1, "level2": level2, "name": name, "nature": nature, "operator": operator,
        "target": target, "actual": actual, "unit": unit, "weight": weight, "score": weight,
        "reason": None,
    }  # fmt: skip


def _line(source: str, label: str, amounts: str, rest: str = "- - -") -> Row:
    """``amounts``: initial, adjusted, executed; ``rest``: weight, rate, score."""
    words = [None if word == "-" else word for word in f"{amounts} {rest}".split()]
    names = ("initial", "adjusted", "executed", "weight", "rate", "score")
    return {
        "source": source,
        "label": label,
        **dict(zip(names, words, strict=True)),
        "reason": None,
    }


def _form(family: str, money: str, **parts: Any) -> dict[str, Any]:
    return {
        "source": {"file": f"{family}.txt", "sha256": "0" * 64, "format": "text", "ordinal": 1},
        "form": {"title": "项目支出绩效自评表", "family": family, "amount_unit": money},
        "year": 2024,
        "remarks": {},
        "reading": {"balanced": True, "repairs": [], "unread": []},
        **parts,
    }


def sichuan_json() -> dict[str, Any]:
    """Layout without 指标性质 but with signs, five fund lines, 96.25 % executed, one row short."""
    rows = [
        _row("产出指标", "数量指标", "新改建农村公路里程", "- >= 24 24.6 公里 15"),
        _row("产出指标", "数量指标", "整治道路安全隐患点位数", "- >= 36 38 处 10"),
        _row("产出指标", "质量指标", "公路工程交工验收合格率", "- = 100 100 % 10"),
        _row("产出指标", "时效指标", "当年开工项目按期完工率", "- >= 95 90 % 5"),
        _row("产出指标", "成本指标", "农村公路建设总成本", "- <= 1200.00 1155.00 万元 10"),
        _row("效益指标", "社会效益指标", "沿线行政村通客车比例", "- >= 92 94.2 % 15"),
        _row("效益指标", "经济效益指标", "沿线农产品运输成本下降率", "- >= 8 8.7 % 10"),
        _row("效益指标", "生态效益指标", "公路两侧植被恢复面积", "- >= 3000 3120 平方米 5"),
        _row("满意度指标", "服务对象满意度指标", "沿线群众出行满意度", "- >= 90 92.4 % 10"),
    ]
    rows[3]["score"] = "4.74"
    rows[3]["reason"] = (
        "两个标段因汛期停工一个月，已于次年二月完工；今后汛期前完成路基施工，由工程科负责。"
    )
    return _form(
        "sc-0013zp",
        "万元",
        project={"name": "农村公路建设补助资金", "code": "51090024T000000123"},
        department={"name": "某县交通运输局", "code": None},
        unit={"name": "某县农村公路服务中心", "code": None},
        funds=[
            _line("total", "总额", "1200.00 1200.00 1155.00", "10 96.25 9.63"),
            _line("fiscal", "其中：财政资金", "1200.00 1200.00 1155.00", "- 96.25 -"),
            _line("special_account", "财政专户管理资金", "0.00 0.00 0.00"),
            _line("unit", "单位资金", "0.00 0.00 0.00"),
            _line("other", "其他资金", "0.00 0.00 0.00"),
        ],
        goal={
            "expected": "新改建农村公路24公里，整治道路安全隐患36处，提高沿线行政村通客车比例，降低农产品运输成本。",
            "actual": "新改建农村公路24.6公里，整治道路安全隐患38处，入户问卷调查312户，满意度92.4%。",
        },
        indicators=rows,
        total={"weight": "100", "score": "99.37", "grade": "优"},
    )


def yuan_json() -> dict[str, Any]:
    """Amounts in 元, with a budget raised in the year by less than a tenth, and a deadline."""
    rows = [
        _row("产出指标", "数量指标", "采购全自动生化分析仪数量", "positive >= 2 2 台 10"),
        _row("产出指标", "数量指标", "免费筛查适龄妇女人数", "positive >= 4200 4386 人 10"),
        _row("产出指标", "质量指标", "设备验收合格率", "positive = 100 100 % 10"),
        _row("产出指标", "时效指标", "设备安装调试完成时间", "qualitative - 2024.6 2024.5 - 10"),
        _row("产出指标", "成本指标", "设备购置成本", "negative <= 1180000.00 1179000.00 元 5"),
        _row("产出指标", "成本指标", "妇女筛查成本", "negative <= 420000.00 418600.00 元 5"),
        _row("效益指标", "社会效益指标", "宫颈癌早诊率", "positive >= 90 93.1 % 15"),
        _row("效益指标", "可持续影响指标", "设备年度完好率", "positive >= 95 97.8 % 15"),
        _row("满意度指标", "服务对象满意度指标", "受检妇女满意度", "positive >= 90 95.5 % 10"),
    ]
    return _form(
        "mof-2020",
        "元",
        project={"name": "妇幼健康服务能力提升", "code": None},
        department={"name": "某区卫生健康局", "code": None},
        unit={"name": "某区妇幼保健院", "code": None},
        funds=[
            _line("total", "年度资金总额", "1500000.00 1600000.00 1597600.00", "10 99.85 9.99"),
            _line("fiscal", "其中：当年财政拨款", "1400000.00 1500000.00 1497600.00", "- 99.84 -"),
            _line("carryover", "上年结转资金", "100000.00 100000.00 100000.00", "- 100.00 -"),
            _line("other", "其他资金", "0.00 0.00 0.00"),
        ],
        goal={
            "expected": "采购全自动生化分析仪2台，免费筛查适龄妇女4200人，宫颈癌早诊率达到90%以上。",
            "actual": "采购全自动生化分析仪2台，免费筛查适龄妇女4386人，早诊率93.1%；回收问卷260份。",
        },
        indicators=rows,
        total={"weight": "100", "score": "99.99", "grade": "优"},
    )
