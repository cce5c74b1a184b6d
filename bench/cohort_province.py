"""A province of forms with cases planted in it: for measuring what the rules of cohorts find.

Departments and units of many counties, projects that go on for three years, money, targets and
texts drawn as an honest province would have them, with what tempts a rule to ask in vain: programmes
handed down with the same goal, equal round budgets, stages with near-equal names, common work in two
projects, unit costs that differ, forms at 100 points, rates at 100 %. Then some cases of each kind
are planted and their forms written down. Everything follows from the seed.
"""

from __future__ import annotations

import itertools
import random
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

YEARS = (2021, 2022, 2023)
_FIRST = "云青临河白石东西南北金银海江湖平安宁永兴丰德明清龙凤仙桃柳松柏桂兰荷梅竹枫杨榆槐"
_SECOND = "山溪江川水桥湖阳昌源城原丘岭谷泉塘港渡津洲坪坝屯台关口"
FIELDS = ("教育", "水务", "农业农村", "交通运输", "卫生健康", "文化旅游", "民政", "自然资源", "住房和城乡建设", "商务", "司法", "林业草原", "应急管理", "医疗保障", "科学技术", "统计")  # fmt: skip
_OBJECTS = ("校舍", "管网", "农田", "公路", "病房", "场馆", "养老床位", "地块", "危房", "市场", "法律援助窗口", "林地", "物资库", "经办窗口", "实验室", "普查区", "堤防", "泵站", "桥涵", "诊室", "书屋", "社区食堂", "苗圃", "监测点", "档案", "水厂", "大棚", "步道", "路灯", "围墙", "厂房", "仓库")  # fmt: skip
_ACTS = ("维修", "改造", "新建", "巡查", "监测", "采购", "补助", "评审", "整治", "升级", "养护", "绿化", "普查", "抽检", "登记", "回访", "加固", "清淤", "测绘", "检定")  # fmt: skip
_KINDS = ("专项经费", "补助资金", "工程", "运行维护", "奖补资金", "项目", "工作经费", "能力提升")
_HOW = ("分批招标", "由乡镇组织实施", "委托专业机构承担", "结合农闲时节推进", "按月调度", "实行台账管理", "组织专家现场把关", "先易后难逐项销号", "与上级资金统筹使用", "公开摇号选定施工队伍", "聘请监理全程旁站", "逐户签字确认")  # fmt: skip
_RESULT = ("群众反映较好", "验收一次通过", "尚有零星尾工在收尾", "比计划提前半个月", "节约了部分资金", "解决了多年的老问题", "经审计没有发现问题", "媒体作了报道", "周边环境明显改观", "后续管护责任已落实", "受天气影响略有推迟", "已移交使用单位")  # fmt: skip
_WHO = ("乡镇", "街道", "社区", "村组", "学校", "企业", "合作社", "站所", "林场", "园区")
_REASONS = ("供应商{a}月才供货", "雨季停工{n}天", "{n}户群众外出未能入户", "招标流标{a}次", "人员调整，{n}人推迟到次年", "价格下降，节约{n}万元", "场地移交晚了{a}个月", "设计变更{a}处")  # fmt: skip
_NEXT = ("下一步提前{a}个月采购", "今后把工期排在{a}月前完成", "安排{n}人专门跟进", "下年按{n}户重新测算目标", "已约定{a}月补做", "增加{n}万元备用金")  # fmt: skip
_UNITS = ("个", "处", "户", "人次", "公里", "亩", "台", "场")
SATISFIED = ("服务对象满意度", "受益群众满意度", "使用单位满意度")


@dataclass
class Planted:
    """A case: the rule that should ask, and the forms that it should be about (or a name)."""

    rule: str
    kind: str
    forms: frozenset[int]
    name: str = ""


@dataclass
class Province:
    """The forms as rows of columns, what was planted, and the lists from outside."""

    forms: list[dict[str, Any]] = field(default_factory=list)
    planted: list[Planted] = field(default_factory=list)
    listed: list[tuple[Any, ...]] = field(default_factory=list)
    accounts: list[tuple[Any, ...]] = field(default_factory=list)

    def write(self, folder: Path, copies: int = 1) -> dict[str, str]:
        """Parquet files, and the queries that give form, fund and indicator.

        ``copies``: so many provinces, for timing. Each has units, digits and letters of its own, so
        that texts of different ones are no copies of one another.
        """
        import duckdb
        import pyarrow
        from pyarrow import parquet

        folder.mkdir(parents=True, exist_ok=True)
        tables: dict[str, list[dict[str, Any]]] = {"form": [], "fund": [], "indicator": []}
        for number, made in enumerate(self.forms):
            for table, rows in _columns(number, made).items():
                tables[table] += rows
        sources = {}
        connection = duckdb.connect()
        letters = "".join(sorted({c for f in self.forms[:4000] for c in f["actual"] if c > "一"}))
        for table, rows in tables.items():
            first = folder / f"{table}-000.parquet"
            parquet.write_table(pyarrow.Table.from_pylist(rows, _schema(table)), first)
            for copy in range(1, copies):
                turned = letters[copy * 7 % len(letters) :] + letters[: copy * 7 % len(letters)]
                changes = f"form + {copy * len(self.forms)} AS form"
                if table == "form":
                    changes += f", digest || '{copy}' AS digest"
                    for name in ("unit_name", "department_name"):
                        changes += f", '第{copy}' || {name} AS {name}"
                    for name in ("goal_expected", "goal_actual", "project_name"):
                        changes += f", translate({name}, '{letters}', '{turned}') AS {name}"
                elif table == "indicator":
                    changes += f", translate(reason, '{letters}', '{turned}') AS reason"
                target = folder / f"{table}-{copy:03}.parquet"
                connection.execute(
                    f"COPY (SELECT * REPLACE ({changes}) FROM '{first}') TO '{target}' (FORMAT parquet, CODEC zstd)"
                )
            sources[table] = f"SELECT * FROM read_parquet('{folder}/{table}-*.parquet')"
        connection.close()
        return sources


def _scaled(value: float | int | None) -> int | None:
    return None if value is None else round(value * 1_000_000)


def _columns(number: int, made: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    said = repr(dict(sorted(made.items())))
    form = {
        "form": number, "file": f"表{number}.docx", "ordinal": 1, "year": made["year"],
        "digest": sha256(said.encode()).hexdigest(), "amount_unit": "万元", "project_name": made["project"],
        "project_code": made.get("code"), "department_name": made["department"], "unit_name": made["unit"],
        "goal_expected": made["expected"], "goal_actual": made["actual"], "total_score": _scaled(made["total"]),
    }  # fmt: skip
    fund = {"form": number, "row": 0, "source": "total", "initial": _scaled(made["budget"]),
            "adjusted": _scaled(made["budget"]), "executed": _scaled(made["paid"])}  # fmt: skip
    rows = [
        {
            "form": number, "row": at, "level1": r["level1"], "level2": r["level2"], "name": r["name"],
            "nature": "positive" if r["op"] == ">=" else "negative", "operator": r["op"],
            "target": _scaled(r["target"]), "target_high": None, "target_text": f"{r['target']:g}",
            "actual": _scaled(r["actual"]), "actual_high": None, "actual_text": f"{r['actual']:g}",
            "unit": r["unit"], "unit_kind": _kind(r["unit"]), "weight": _scaled(r["weight"]),
            "score": _scaled(r["score"]), "reason": r.get("reason"),
        }
        for at, r in enumerate(made["rows"])
    ]  # fmt: skip
    return {"form": [form], "fund": [fund], "indicator": rows}


def _kind(unit: str) -> str:
    if unit == "%":
        return "percent"
    return "money" if unit == "万元" else "money_rate" if unit.startswith("元/") else "count"


def _schema(table: str) -> Any:
    import pyarrow

    texts = {"file", "digest", "amount_unit", "project_name", "project_code", "department_name", "unit_name",
             "goal_expected", "goal_actual", "source", "level1", "level2", "name", "nature", "operator",
             "target_text", "actual_text", "unit", "unit_kind", "reason"}  # fmt: skip
    names = {"form": ("form", "file", "ordinal", "year", "digest", "amount_unit", "project_name", "project_code", "department_name", "unit_name", "goal_expected", "goal_actual", "total_score"),
             "fund": ("form", "row", "source", "initial", "adjusted", "executed"),
             "indicator": ("form", "row", "level1", "level2", "name", "nature", "operator", "target", "target_high", "target_text", "actual", "actual_high", "actual_text", "unit", "unit_kind", "weight", "score", "reason")}  # fmt: skip
    kinds = {"ordinal": pyarrow.int32(), "year": pyarrow.int32(), "row": pyarrow.int32()}
    return pyarrow.schema(
        [
            (n, pyarrow.string() if n in texts else kinds.get(n, pyarrow.int64()))
            for n in names[table]
        ]
    )


class _Honest:
    """Draws forms as an honest province has them."""

    def __init__(self, chance: random.Random) -> None:
        self.r = chance

    def sentence(self) -> str:
        r = self.r
        return (
            f"{r.choice(_HOW)}，{r.choice(_ACTS)}{r.choice(_OBJECTS)}{r.randint(2, 9800)}{r.choice(_UNITS)}，"
            f"涉及{r.randint(2, 60)}个{r.choice(_WHO)}，{r.choice(_RESULT)}"
        )

    def text(self, least: int = 2, most: int = 4) -> str:
        return "；".join(self.sentence() for _ in range(self.r.randint(least, most))) + "。"

    def reason(self) -> str:
        r = self.r
        fill = {"a": r.randint(1, 9), "n": r.randint(11, 480)}
        return f"{r.choice(_REASONS).format(**fill)}，{r.choice(_ACTS)}{r.choice(_OBJECTS)}受到影响；{r.choice(_NEXT).format(**fill)}。"

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
                row["target"] = row["base"]
                times = r.choice(
                    (0.93, 1, 1, 1.02, 1.05, 1.1, 1.15, 1.3 if r.random() < 0.5 else 1.08)
                )
                row["actual"] = max(1, round(row["target"] * times * r.uniform(0.995, 1.03)))
                # Next year's target follows what was done.
                kept["base"] = max(3, round(row["actual"] * r.uniform(0.9, 1.1)))
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


def province(forms: int, seed: int, planted: int = 12) -> Province:
    """About ``forms`` forms, ``planted`` cases of every kind among them."""
    chance = random.Random(seed)
    honest = _Honest(chance)
    made = Province()
    prices: dict[str, float] = {}
    held = made.forms
    titles: set[tuple[str, str]] = set()
    handed = [(f"{f}转移支付补助资金", honest.text(2, 3)) for f in FIELDS]
    while len(held) < forms:
        place = f"{chance.choice(_FIRST)}{chance.choice(_SECOND)}{chance.choice('县县区旗')}"
        if chance.random() < 0.85:
            place = chance.choice(_FIRST) + place
        name = chance.choice(FIELDS)
        department = f"{place}{name}局"
        if any(f["department"] == department for f in held[-400:]):
            continue
        for _ in range(chance.randint(2, 9)):
            unit = (
                department
                if chance.random() < 0.7
                else f"{department}{chance.choice(('服务中心', '执法大队', '事务中心'))}"
            )
            acts, things = chance.sample(_ACTS, 3), chance.sample(_OBJECTS, 3)
            expected, title = (
                None,
                f"{things[0]}{acts[0]}及{things[1]}{acts[1]}{chance.choice(_KINDS)}",
            )
            if chance.random() < 0.1:
                title, expected = handed[FIELDS.index(name)]
            project: dict[str, Any] = {
                "unit": unit, "department": department, "place": place, "field": name, "name": title,
                "expected": expected, "dated": chance.random() < 0.3, "budget": honest.money(),
                "rows": honest.rows(acts, things, prices),
            }  # fmt: skip
            if chance.random() < 0.06:  # common work that is no double funding
                project["rows"][0]["name"] = (
                    chance.choice(("开展业务培训", "组织调研", "召开会议")) + "次数"
                )
            if chance.random() < 0.04:
                project["name"] += chance.choice(("一期", "二期"))
            if (unit, project["name"]) in titles:
                continue
            titles.add((unit, project["name"]))
            for year in YEARS if chance.random() < 0.7 else chance.sample(YEARS, 1):
                held.append(honest.year(project, year))
    planter = _Planter(made, chance, honest)
    for _rule, plant in sorted(PLANTS.items()):
        for _ in range(planted):
            for one in plant:
                one(planter)
    planter.lists()
    return made


class _Planter:
    """Puts cases in. A form has one case only, so that what was found can be laid to it."""

    def __init__(self, made: Province, chance: random.Random, honest: _Honest) -> None:
        self.made, self.r, self.honest = made, chance, honest
        self.used: set[int] = set()
        self.by_department: dict[tuple[str, int], list[int]] = defaultdict(list)
        self.by_unit: dict[tuple[str, int], list[int]] = defaultdict(list)
        self.chains: dict[tuple[str, str], list[int]] = defaultdict(list)
        for n, f in enumerate(made.forms):
            self.by_department[f["department"], f["year"]].append(n)
            self.by_unit[f["unit"], f["year"]].append(n)
            self.chains[f["unit"], f["project"].removeprefix(f"{f['year']}年")].append(n)

    def some(self, groups: dict[Any, list[int]], least: int, fit: Callable[[dict[str, Any]], bool] = lambda _: True) -> list[int]:  # fmt: skip
        """An untouched group of at least so many forms."""
        keys = list(groups)
        for _ in range(20_000):
            found = [
                n
                for n in groups[self.r.choice(keys)]
                if n not in self.used and fit(self.made.forms[n])
            ]
            if len(found) >= least and len({self.made.forms[n]["project"] for n in found}) >= min(
                least, 2
            ):
                return found
        raise LookupError("province too small for so many cases")

    def anywhere(self, count: int) -> list[int]:
        """Untouched forms of different departments."""
        found: list[int] = []
        while len(found) < count:
            n = self.r.randrange(len(self.made.forms))
            places = {self.made.forms[k]["place"] for k in found}
            if n not in self.used and self.made.forms[n]["place"] not in places:
                found.append(n)
        return found

    def chain(self) -> tuple[int, int]:
        """A form and the one of the year before, both untouched."""
        keys = list(self.chains)
        for _ in range(20_000):
            found = sorted(
                self.chains[self.r.choice(keys)], key=lambda n: self.made.forms[n]["year"]
            )
            for a, b in itertools.pairwise(found):
                one, other = self.made.forms[a], self.made.forms[b]
                if other["year"] == one["year"] + 1 and a not in self.used and b not in self.used:
                    return a, b
        raise LookupError("no chain left")

    def put(self, rule: str, kind: str, forms: Any, name: str = "") -> None:
        self.used |= set(forms)
        self.made.planted.append(Planted(rule, kind, frozenset(forms), name))

    def lists(self) -> None:
        """The budget list and the accounts of the last year, true but for what is planted."""
        year, forms = YEARS[-1], self.made.forms
        here = sorted({f["department"] for f in forms if f["year"] == year})
        for n, f in enumerate(forms):
            if f["year"] == year and self.r.random() < 0.5:
                self.made.listed.append((f["project"], None, f["unit"], year, round(f["budget"] * 100) * 10**8, f"清单.xlsx 第 {n} 行"))  # fmt: skip
        for n in range(12):
            name = f"{self.r.choice(_OBJECTS)}{self.r.choice(_ACTS)}遗漏{self.r.choice(_KINDS)}{'子丑寅卯辰巳午未申酉戌亥'[n]}"
            place = f"清单.xlsx 第 {900_000 + n} 行"
            self.made.listed.append((name, None, self.r.choice(here), year, 10**12, place))
            self.made.planted.append(Planted("C-STR-10", "not in any form", frozenset(), place))
        wrong = set(self.r.sample(range(len(here)), 12))
        for n, department in enumerate(here):
            own = {repr(forms[k]): forms[k] for k in self.by_department[department, year]}.values()
            budget, paid = (sum(round(f[w] * 100) for f in own) * 10**8 for w in ("budget", "paid"))
            place = f"决算.xlsx 第 {n} 行"
            projects = len(own)
            if n in wrong:
                projects, paid = (
                    projects + self.r.randint(0, 1),
                    paid + self.r.randint(1, 900) * 10**9,
                )
                self.made.planted.append(Planted("C-PUB-05", "accounts differ", frozenset(), place))
            self.made.accounts.append((department, year, projects, budget, paid, place))


def _copied(p: _Planter) -> None:
    """A result copied to another unit: name of the unit apart, every twentieth letter changed."""
    first, *others = p.anywhere(p.r.choice((2, 2, 3, 5)))
    text = p.made.forms[first]["actual"] = p.honest.text(3, 4)
    for n in others:
        letters = list(text)
        for _ in range(p.r.choice((0, 1, 2))):
            letters[p.r.randrange(len(letters))] = p.r.choice("的了已在")
        p.made.forms[n]["actual"] = "".join(letters)
    p.put("C-IND-19", "copied result", (first, *others))


def _reasons(p: _Planter) -> None:
    forms = p.anywhere(p.r.choice((3, 4, 6)))
    text = p.honest.reason()
    for n in forms:
        p.made.forms[n]["rows"][0]["reason"] = text
    p.put("C-COH-09", "copied reason", forms)


def _last_text(p: _Planter) -> None:
    a, b = p.chain()
    one, other = p.made.forms[a], p.made.forms[b]
    other["actual"] = one["actual"].replace(str(one["year"]), str(other["year"]))
    p.put("C-DEV-20", "text of last year", (a, b))


def _last_values(p: _Planter) -> None:
    a, b = p.chain()
    for row, before in zip(p.made.forms[b]["rows"], p.made.forms[a]["rows"], strict=True):
        if row["unit"] not in ("%", "万元"):
            if row["op"] == ">=":
                before["actual"] = before["target"] = p.r.randint(21, 890)
                before["actual"] += before["actual"] % 10 == 0
            row["target"], row["actual"] = before["target"], before["actual"]
    p.put("C-DEV-20", "values of last year", (a, b))


def _targets(p: _Planter) -> None:
    a, b = p.chain()
    for row, before in zip(p.made.forms[b]["rows"][:3], p.made.forms[a]["rows"][:3], strict=True):
        before["actual"] = round(before["target"] * p.r.uniform(1.3, 2.5)) + 1
        row["target"] = max(1, round(before["target"] * p.r.choice((1, 1, 0.9))))
        row["actual"] = round(row["target"] * 1.1)
    p.put("C-COH-01", "targets not raised", (a, b))


def _same_cost(p: _Planter) -> None:
    a, b = p.some(p.by_unit, 2)[:2]
    value = round(p.r.uniform(3, 90), 4)
    for n in (a, b):
        next(r for r in p.made.forms[n]["rows"] if r["unit"] == "万元")["actual"] = value
    p.put("C-IND-20", "same cost", (a, b))


def _same_event(p: _Planter) -> None:
    a, b = p.some(p.by_unit, 2)[:2]
    event = "".join(p.r.sample("鄂尔乌兰巴托克什腾巴彦淖锡林郭勒额济纳", 5))
    year = p.made.forms[a]["year"]
    for n, words in ((a, "商品展览会参展"), (b, "文化博览会暨经贸")):
        f = p.made.forms[n]
        f["project"] = f"{year}年{event}{words}活动"
        f["rows"][0]["name"] = "参展企业数量"
        next(r for r in f["rows"] if r["unit"] == "万元")["name"] = "展会服务费"
    p.put("C-IND-20", "same event", (a, b))


def _price(p: _Planter) -> None:
    counts: dict[str, int] = p.__dict__.setdefault("names", {})
    if not counts:
        for f in p.made.forms:
            for r in f["rows"]:
                if r["unit"] == "元/个":
                    counts[r["name"]] = counts.get(r["name"], 0) + 1
    for _ in range(2_000):
        (n,) = p.anywhere(1)
        row = next(r for r in p.made.forms[n]["rows"] if r["unit"] == "元/个")
        if counts[row["name"]] >= 30:
            break
    else:  # so small a province has too few alike
        return
    row["actual"] = round(row["base"] * p.r.choice((6, 8, 12, 100)))
    p.put("C-COH-02", "unit cost far off", (n,))


def _easy(p: _Planter) -> None:
    forms = p.some(p.by_unit, 2, lambda f: f["year"] == YEARS[-1])
    for n in forms:
        for row in p.made.forms[n]["rows"][:3]:
            row["actual"] = round(row["target"] * p.r.uniform(1.3, 4)) + 1
    p.put("C-COH-03", "easy targets", forms)


def _sure(p: _Planter) -> None:
    (n,) = p.anywhere(1)
    f = p.made.forms[n]
    for row in f["rows"]:
        row["score"] = row["weight"] = (
            50 if row["name"] == "资金使用合规率" else p.r.choice((3, 4, 5))
        )
    p.put("C-COH-04", "weight on sure rows", (n,))


def _flat(p: _Planter) -> None:
    forms = p.some(p.by_department, 5)
    whole = p.by_department[p.made.forms[forms[0]]["department"], p.made.forms[forms[0]]["year"]]
    value = p.r.choice((100, 98))
    for n in whole:
        p.made.forms[n]["total"] = value
    p.put("C-COH-05", "all the same total", whole)


def _rates(p: _Planter) -> None:
    forms = p.some(p.by_department, 5)
    whole = p.by_department[p.made.forms[forms[0]]["department"], p.made.forms[forms[0]]["year"]]
    for n in whole:
        for row in p.made.forms[n]["rows"]:
            if row["unit"] == "%" and row["level1"] != "satisfaction":
                row["actual"] = 96
    p.put("C-COH-06", "one rate everywhere", whole)


def _satisfied(p: _Planter) -> None:
    forms = p.some(p.by_department, 6)
    whole = p.by_department[p.made.forms[forms[0]]["department"], p.made.forms[forms[0]]["year"]]
    for n in whole:
        row = p.made.forms[n]["rows"][-1]
        row["actual"] = row["target"]  # what many do by chance, one department does throughout
    p.put("C-COH-07", "satisfaction equals target", whole)


def _money(p: _Planter) -> None:
    a, b = p.some(p.by_unit, 2)[:2]
    value = round(p.r.uniform(11, 99), 2)
    if str(value).endswith("0") or value == round(value, 1):
        value += 0.03
    for n in (a, b):
        p.made.forms[n]["paid"], p.made.forms[n]["budget"] = round(value, 2), round(value + 3, 2)
    p.put("C-COH-08", "same money", (a, b))


def _foreign(p: _Planter) -> None:
    a, b = p.anywhere(2)
    other = p.made.forms[b]["place"]
    p.made.forms[a]["actual"] = f"{other}{p.honest.text()}"
    p.used |= {b}
    p.put("C-COH-10", "name of another place", (a,))


def _twice(p: _Planter) -> None:
    (a,) = p.anywhere(1)
    f = p.made.forms[a]
    p.made.forms.append({**f, "rows": [dict(r) for r in f["rows"]], "paid": round(f["paid"] * 0.97, 2), "actual": p.honest.text()})  # fmt: skip
    n = len(p.made.forms) - 1
    p.by_department[f["department"], f["year"]].append(n)
    p.put("C-STR-09", "same name twice", (a, n))


def _near(p: _Planter) -> None:
    (a,) = p.anywhere(1)
    f = p.made.forms[a]
    f["paid"] = f["budget"] = round(p.r.uniform(11, 90), 2) + 0.01
    f["project"] = f"{p.honest.r.choice(_OBJECTS)}安全隐患排查整治专项经费"
    copy = {**f, "rows": [dict(r) for r in f["rows"]], "project": f["project"].replace("专项经费", "专项"), "actual": p.honest.text()}  # fmt: skip
    p.made.forms.append(copy)
    n = len(p.made.forms) - 1
    p.by_department[f["department"], f["year"]].append(n)
    p.put("C-STR-09", "near-equal names", (a, n))


PLANTS: dict[str, tuple[Callable[[_Planter], None], ...]] = {
    "C-COH-01": (_targets,), "C-COH-02": (_price,), "C-COH-03": (_easy,), "C-COH-04": (_sure,),
    "C-COH-05": (_flat,), "C-COH-06": (_rates,), "C-COH-07": (_satisfied,), "C-COH-08": (_money,),
    "C-COH-09": (_reasons,), "C-COH-10": (_foreign,), "C-DEV-20": (_last_text, _last_values),
    "C-IND-19": (_copied,), "C-IND-20": (_same_cost, _same_event), "C-STR-09": (_twice, _near),
}  # fmt: skip
"""Rule → how its cases are put in."""
