"""Forms as an honest province has them: money, targets that follow results, texts, reasons.

With what tempts a rule to ask in vain: round budgets, rates at 100 %, targets just met, tasks that
shrink with their money, common work in two projects of a unit.
"""

from __future__ import annotations

import random
from typing import Any

YEARS = (2021, 2022, 2023)
FIRST = "云青临河白石东西南北金银海江湖平安宁永兴丰德明清龙凤仙桃柳松柏桂兰荷梅竹枫杨榆槐"
SECOND = "山溪江川水桥湖阳昌源城原丘岭谷泉塘港渡津洲坪坝屯台关口"
FIELDS = ("教育", "水务", "农业农村", "交通运输", "卫生健康", "文化旅游", "民政", "自然资源", "住房和城乡建设", "商务", "司法", "林业草原", "应急管理", "医疗保障", "科学技术", "统计")  # fmt: skip
OBJECTS = ("校舍", "管网", "农田", "公路", "病房", "场馆", "养老床位", "地块", "危房", "市场", "法律援助窗口", "林地", "物资库", "经办窗口", "实验室", "普查区", "堤防", "泵站", "桥涵", "诊室", "书屋", "社区食堂", "苗圃", "监测点", "档案", "水厂", "大棚", "步道", "路灯", "围墙", "厂房", "仓库")  # fmt: skip
ACTS = ("维修", "改造", "新建", "巡查", "监测", "采购", "补助", "评审", "整治", "升级", "养护", "绿化", "普查", "抽检", "登记", "回访", "加固", "清淤", "测绘", "检定")  # fmt: skip
KINDS = ("专项经费", "补助资金", "工程", "运行维护", "奖补资金", "项目", "工作经费", "能力提升")
_HOW = ("分批招标", "由乡镇组织实施", "委托专业机构承担", "结合农闲时节推进", "按月调度", "实行台账管理", "组织专家现场把关", "先易后难逐项销号", "与上级资金统筹使用", "公开摇号选定施工队伍", "聘请监理全程旁站", "逐户签字确认")  # fmt: skip
_RESULT = ("群众反映较好", "验收一次通过", "尚有零星尾工在收尾", "比计划提前半个月", "节约了部分资金", "解决了多年的老问题", "经审计没有发现问题", "媒体作了报道", "周边环境明显改观", "后续管护责任已落实", "受天气影响略有推迟", "已移交使用单位")  # fmt: skip
_WHO = ("乡镇", "街道", "社区", "村组", "学校", "企业", "合作社", "站所", "林场", "园区")
_REASONS = ("供应商{a}月才供货", "雨季停工{n}天", "{n}户群众外出未能入户", "招标流标{a}次", "人员调整，{n}人推迟到次年", "价格下降，节约{n}万元", "场地移交晚了{a}个月", "设计变更{a}处")  # fmt: skip
_NEXT = ("下一步提前{a}个月采购", "今后把工期排在{a}月前完成", "安排{n}人专门跟进", "下年按{n}户重新测算目标", "已约定{a}月补做", "增加{n}万元备用金")  # fmt: skip
_UNITS = ("个", "处", "户", "人次", "公里", "亩", "台", "场")
SATISFIED = ("服务对象满意度", "受益群众满意度", "使用单位满意度")


class Honest:
    """Draws forms as an honest province has them."""

    def __init__(self, chance: random.Random) -> None:
        self.r = chance

    def sentence(self) -> str:
        r = self.r
        return (
            f"{r.choice(_HOW)}，{r.choice(ACTS)}{r.choice(OBJECTS)}{r.randint(2, 9800)}{r.choice(_UNITS)}，"
            f"涉及{r.randint(2, 60)}个{r.choice(_WHO)}，{r.choice(_RESULT)}"
        )

    def text(self, least: int = 2, most: int = 4) -> str:
        return "；".join(self.sentence() for _ in range(self.r.randint(least, most))) + "。"

    def reason(self) -> str:
        r = self.r
        fill = {"a": r.randint(1, 9), "n": r.randint(11, 480)}
        return f"{r.choice(_REASONS).format(**fill)}，{r.choice(ACTS)}{r.choice(OBJECTS)}受到影响；{r.choice(_NEXT).format(**fill)}。"

    def money(self) -> float:
        """万元; a third are round as budgets are."""
        r = self.r
        size = r.choice((3, 12, 40, 150, 600))
        if r.random() < 0.33:
            return float(r.choice((1, 2, 3, 5, 8)) * size)
        return round(r.uniform(0.5, 2) * size, 2)

    def rows(
        self, acts: list[str], objects: list[str], prices: dict[str, float]
    ) -> list[dict[str, Any]]:
        """Indicators of a project: what is asked every year, with usual weights."""
        r = self.r
        rows = []
        for act, thing in zip(acts, objects, strict=True):
            rows.append({"level1": "output", "level2": "quantity", "name": f"{act}{thing}数量", "op": ">=",
                         "base": r.randint(5, 900), "unit": r.choice(_UNITS[:6])})  # fmt: skip
        rows.append({"level1": "output", "level2": "quality", "name": "验收合格率", "op": ">=", "base": 100 if r.random() < 0.6 else 95, "unit": "%"})  # fmt: skip
        rows.append({"level1": "output", "level2": "quality", "name": "资金使用合规率", "op": ">=", "base": 100, "unit": "%"})  # fmt: skip
        rows.append({"level1": "output", "level2": "timeliness", "name": f"{acts[0]}及时率", "op": ">=", "base": r.choice((90, 95, 98)), "unit": "%"})  # fmt: skip
        price = f"{objects[0]}{acts[0]}单位成本"
        middle = prices.setdefault(price, r.choice((80, 300, 1200, 5000)) * r.uniform(0.8, 1.3))
        rows.append({"level1": "output", "level2": "cost", "name": price, "op": "<=", "base": round(middle * r.lognormvariate(0, 0.25)), "unit": "元/个"})  # fmt: skip
        rows.append({"level1": "output", "level2": "cost", "name": f"{acts[0]}费用", "op": "<=", "base": 0, "unit": "万元"})  # fmt: skip
        rows.append({"level1": "benefit", "level2": "social", "name": f"{objects[-1]}使用率", "op": ">=", "base": r.choice((80, 85, 90)), "unit": "%"})  # fmt: skip
        rows.append({"level1": "satisfaction", "level2": "satisfaction", "name": r.choice(SATISFIED), "op": ">=", "base": r.choice((85, 90, 95)), "unit": "%"})  # fmt: skip
        weights = [r.choice((4, 5, 6, 8, 10)) for _ in rows]
        for row, weight in zip(rows, weights, strict=True):
            row["weight"] = 4 if row["name"] == "资金使用合规率" else weight
        return rows

    def year(self, project: dict[str, Any], year: int) -> dict[str, Any]:
        """A form of a project: results of the year, targets that follow the results before."""
        r = self.r
        budget = project["budget"] if r.random() < 0.4 else self.money()
        # Sometimes tasks shrink with their money, and next year starts from there.
        share = r.uniform(0.4, 0.75) if "last" in project and r.random() < 0.05 else 1.0
        if share < 1:
            budget = round(project["last"] * share, 2)
        project["last"] = budget
        paid = (
            budget
            if budget == round(budget) and r.random() < 0.5
            else round(budget * r.uniform(0.82, 1), 2)
        )
        rows = []
        for kept in project["rows"]:
            row = dict(kept)
            if row["unit"] == "万元":
                row["target"], row["actual"] = (
                    round(budget * 0.7, 2),
                    round(paid * r.uniform(0.4, 0.68), 4),
                )
            elif row["unit"] == "%":
                row["target"] = row["base"]
                equal = r.random() < (0.55 if row["level1"] == "satisfaction" else 0.6)
                sure = row["name"] == "资金使用合规率" or (
                    row["target"] == 100 and r.random() < 0.95
                )
                low = r.random() < 0.05
                row["actual"] = row["target"] if sure or equal else round(min(100, row["target"] + (r.uniform(-4, 0) if low else r.uniform(0.2, 9))), 1)  # fmt: skip
            elif row["op"] == "<=":
                row["target"], row["actual"] = round(row["base"] * 1.05), round(row["base"] * r.uniform(0.88, 1.04))  # fmt: skip
            else:
                row["target"] = max(3, round(row["base"] * share))
                times = r.choice(
                    (0.93, 1, 1, 1.02, 1.05, 1.1, 1.15, 1.3 if r.random() < 0.5 else 1.08)
                )
                row["actual"] = max(1, round(row["target"] * times * r.uniform(0.995, 1.03)))
                # Next year's target follows what was done, but for what comes once.
                kept["base"] = max(3, round(row["actual"] * r.uniform(0.9, 1.1)))
                if r.random() < 0.01:
                    row["actual"] = round(row["actual"] * r.uniform(1.3, 2.2)) + 1
            met = (
                row["actual"] <= row["target"]
                if row["op"] == "<="
                else row["actual"] >= row["target"]
            )
            row["score"] = row["weight"] if met else round(row["weight"] * 0.85, 2)
            if not met:
                row["reason"] = self.reason()
            rows.append(row)
        lost = sum(row["weight"] - row["score"] for row in rows)
        return {
            **{n: project[n] for n in ("unit", "department", "place", "field")},
            "project": f"{year}年{project['name']}" if project["dated"] else project["name"], "year": year,
            "budget": budget, "paid": paid, "expected": project["expected"] or self.text(1, 3),
            "actual": self.text(), "total": round(100 - lost - (1 - paid / budget) * 10, 2), "rows": rows,
        }  # fmt: skip
