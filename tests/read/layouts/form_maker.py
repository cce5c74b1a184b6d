"""Random correct forms of five families with their true values, in a ruled grid and as text.

Every form comes from one seed. Texts are put together from stems; none is a published one.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from jiping.read.book import Book, Cell, Table

FAMILIES = ("nm-2023", "mof-2020", "yn-2022", "sc-0013zp", "poverty-2019")
OBJECTS = (
    "村道硬化", "农田水利设施", "办公设备", "业务培训", "法治宣传", "困难群众救助", "基层党建", "招商引资活动",
    "林木管护", "学校食堂改造", "疫苗接种", "信息系统运维", "垃圾清运", "口岸查验设施", "文物修缮", "就业见习",
    "职业技能鉴定", "河道清淤", "病虫害防治", "统计调查",
)  # fmt: skip
PLACES = ("全县", "辖区", "本级", "项目区", "基层单位", "")
TAILS = {
    "数量": ("数量", "次数", "人数", "面积", "覆盖村数", "完成量"),
    "质量": ("验收合格率", "达标率", "准确率", "质量合格率"),
    "时效": ("完成及时率", "完成时间", "资金拨付及时率", "开展时间"),
    "成本": ("成本控制", "总成本", "经费支出", "单位成本"),
    "效益": ("带动增收", "服务能力提升", "影响力", "受益人口", "发展环境改善", "长效机制健全性"),
    "满意度": ("群众满意度", "服务对象满意度", "参训人员满意度", "职工满意度"),
}
COUNT_UNITS = (
    "个",
    "人次",
    "户",
    "场",
    "批次",
    "套",
    "公里",
    "平方米",
    "亩",
    "台",
    "次",
    "份",
    "家",
    "人",
    "项",
)
QUALITATIVE = (
    ("有效促进", "有效促进"), ("明显", "明显"), ("长期", "长期"), ("持续提升", "达成预期指标"), ("是", "是"),
    ("好", "较好"), ("逐步改善", "逐步改善"), ("优良", "优良"), ("提高", "有所提高"), ("规范", "规范"),
)  # fmt: skip
REASONS = (
    "因疫情影响，部分活动推迟开展，下一步加快实施进度", "受天气影响工期延长", "年初预计不足，今后合理设置目标值",
    "部分资金年底才到位，结转下年支付；将加强与财政部门沟通",
)  # fmt: skip
SIGNS = {
    ">=": ("≥", "≧", ">=", "大于等于"),
    "<=": ("≤", "≦", "<=", "小于等于"),
    "=": ("=", "＝", "等于"),
}
LEVELS = (
    ("产出指标", "数量指标", "数量"), ("产出指标", "质量指标", "质量"), ("产出指标", "时效指标", "时效"),
    ("产出指标", "成本指标", "成本"), ("效益指标", "经济效益指标", "效益"), ("效益指标", "社会效益指标", "效益"),
    ("效益指标", "生态效益指标", "效益"), ("效益指标", "可持续影响指标", "效益"),
    ("满意度指标", "服务对象满意度指标", "满意度"),
)  # fmt: skip
HEADS = {
    "nm-2023": [
        "level1",
        "level2",
        "name",
        "nature",
        "operator",
        "target",
        "actual",
        "unit",
        "weight",
        "score",
        "reason",
    ],
    "mof-2020": ["level1", "level2", "name", "target", "actual", "weight", "score", "reason"],
    "yn-2022": [
        "level1",
        "level2",
        "name",
        "nature",
        "target",
        "unit",
        "actual",
        "weight",
        "score",
        "reason",
    ],
    "sc-0013zp": [
        "level1",
        "level2",
        "name",
        "nature",
        "target",
        "unit",
        "actual",
        "weight",
        "score",
        "reason",
    ],
    "poverty-2019": ["level1", "level2", "name", "weight", "target", "actual", "score", "reason"],
}
WORDS: dict[str, tuple[str, ...]] = {
    "level1": ("一级指标",), "level2": ("二级指标",), "name": ("三级指标",), "nature": ("指标性质",),
    "operator": ("指标方向",), "target": ("年度指标值", "指标值", "年度 指标值"),
    "actual": ("实际完成值", "全年完成值", "实际 完成值"), "unit": ("计量单位", "度量单位"),
    "weight": ("分值",), "score": ("得分",),
    "reason": ("偏差原因分析及改进措施", "偏差原因分析 及改进措施", "未完成原因分析", "未完成原因和改进措施"),
}  # fmt: skip
FUND_HEADS = {
    "sc-0013zp": ["initial", "adjusted", "executed", "rate", "weight", "score", "reason"],
    "poverty-2019": ["adjusted", "executed", "weight", "rate", "score"],
}
FUND_WORDS: dict[str, tuple[str, ...]] = {
    "initial": ("年初预算数", "年初预算"), "adjusted": ("全年预算数", "全年预算数（A）", "调整后预算数"),
    "executed": ("全年执行数", "全年执行数（B）", "预算执行数"), "weight": ("分值",),
    "rate": ("执行率", "执行率（%）", "执行率（B/A）", "预算执行率"), "score": ("得分",), "reason": ("原因",),
}  # fmt: skip
SUBROWS = {
    "sc-0013zp": (
        ("其中：财政资金", "fiscal"), ("财政专户管理资金", "special_account"), ("单位资金", "unit"),
        ("其他资金", "other"),
    ),
    None: (("其中：财政拨款", "fiscal"), ("上年结转资金", "carryover"), ("其他资金", "other")),
}  # fmt: skip
TITLES = {
    "sc-0013zp": ("部门预算项目支出绩效自评表",),
    "poverty-2019": ("绩效目标自评表", "项目支出绩效自评表"),
    None: ("项目支出绩效自评表", "项目绩效自评表"),
}


@dataclass
class Slot:
    """One printed cell: text, grid column, how many columns and rows it takes, and its field."""

    text: str
    column: int
    across: int = 1
    down: int = 1
    pointer: str = ""


@dataclass
class Made:
    """A form: its true fields by JSON pointer, and its rows of printed cells."""

    family: str
    truth: dict[str, str | int | None]
    rows: list[list[Slot]]
    width: int
    count: int = 0
    sources: list[str] = field(default_factory=list)
    first: int = 0
    last: int = 0


def half_up(value: Decimal, places: int) -> str:
    return str(value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP))


class _Maker:
    def __init__(self, seed: int, family: str | None) -> None:
        self.r = random.Random(seed)
        self.family = family or self.r.choice(FAMILIES)
        self.truth: dict[str, str | int | None] = {}
        self.rows: list[list[Slot]] = []
        self.roles = HEADS[self.family]
        self.apart = "unit" in self.roles
        self.merged = self.r.random() < 0.7

    def pick(self, table: dict[str, tuple[str, ...]], role: str) -> str:
        return self.r.choice(table[role])

    def make(self) -> Made:
        r, family = self.r, self.family
        self.width = 1 + len(self.roles) + r.choice((0, 0, 1, 2))
        self.extra = self.width - 1 - len(self.roles)
        self.head()
        funded = self.funds()
        self.goal()
        first = len(self.rows) + 1
        n = self.indicators(funded)
        self.made_total()
        made = Made(family, self.truth, self.rows, self.width, n, self.sources, first)
        made.last = len(self.rows) - 1
        return made

    def line(self, *cells: tuple[str, int, str]) -> None:
        """A row of (text, columns taken, pointer)."""
        column = 1
        out = []
        for text, across, pointer in cells:
            out.append(Slot(text, column, across, 1, pointer))
            column += across
        self.rows.append(out)

    def head(self) -> None:
        r = self.r
        year = r.randint(2019, 2025)
        title = r.choice(TITLES.get(self.family, TITLES[None]))
        self.truth["/year"] = year
        self.truth["/form/title"] = title
        style = r.randrange(3)
        if style == 0:
            self.line((f"{title}（{year}年度）", self.width, "/form/title"))
        elif style == 1:
            self.line((title, self.width, "/form/title"))
            self.line(
                (
                    r.choice((f"（{year}年度）", f"({year}年度)", f"（ {year} 年度）")),
                    self.width,
                    "/year",
                )
            )
        else:
            self.line((f"{year}年度{title}", self.width, "/form/title"))
        w = self.width
        project = f"{r.choice((str(year) + '年', '', ''))}{r.choice(OBJECTS)}{r.choice(('项目', '经费', '补助资金', '专项'))}"
        code = r.choice(("", "", "51092324T000010263357-"))
        self.line(("项目名称", 2, ""), (code + project, w - 2, "/project/name"))
        self.truth["/project/name"] = project
        self.truth["/project/code"] = code.rstrip("-") or None
        half = (w - 4) // 2
        bureau = r.choice(("兴安县农业农村局", "海宁市教育局", "临江区民政局", "221-云山县林业局"))
        unit = r.choice(
            ("农村经济服务中心", "第三实验小学", "临江区民政局本级", "[155]云山县国有林场")
        )
        self.line(
            (r.choice(("主管部门", "主管 部门")), 2, ""), (bureau, half, "/department/name"),
            (r.choice(("实施单位", "项目实施单位")), 2, ""), (unit, w - 4 - half, "/unit/name"),
        )  # fmt: skip
        for role, printed in (("department", bureau), ("unit", unit)):
            name = printed.split("-")[-1].split("]")[-1]
            self.truth[f"/{role}/name"] = name

    def funds(self) -> str:
        r = self.r
        roles = FUND_HEADS.get(
            self.family, ["initial", "adjusted", "executed", "weight", "rate", "score"]
        )
        in_yuan = self.family == "yn-2022" or r.random() < 0.15
        self.truth["/form/amount_unit"] = "元" if in_yuan else "万元"
        label = f"项目资金（{'元' if in_yuan else '万元'}）"
        spread = self.spread(len(roles), self.width - 2)
        head = [(label, 1, ""), ("", 1, "")]
        head += [
            (self.pick(FUND_WORDS, role), s, "") for role, s in zip(roles, spread, strict=True)
        ]
        begin = len(self.rows)
        self.line(*head)
        subs = SUBROWS.get(self.family, SUBROWS[None])
        places = r.choice((2, 2, 2, 4, 6, 0))
        separators = r.random() < 0.2

        def amount(low: int, high: int) -> Decimal:
            return Decimal(r.randint(low * 10**places, high * 10**places)).scaleb(-places)

        top = 90_000_000 if in_yuan else 3000
        parts: list[dict[str, Decimal] | None] = []
        for index in range(len(subs)):
            if index and r.random() < 0.6:
                parts.append(
                    r.choice(
                        (
                            None,
                            {"initial": Decimal(0), "adjusted": Decimal(0), "executed": Decimal(0)},
                        )
                    )
                )
                continue
            adjusted = amount(1, top)
            executed = adjusted if r.random() < 0.4 else amount(0, int(adjusted) or 1)
            executed = min(executed, adjusted)
            initial = adjusted if r.random() < 0.5 else amount(0, top)
            parts.append({"initial": initial, "adjusted": adjusted, "executed": executed})
        total = {
            k: sum((p[k] for p in parts if p is not None), Decimal(0))
            for k in ("initial", "adjusted", "executed")
        }
        weight = "10"
        score = half_up(Decimal(10) * total["executed"] / total["adjusted"], 2)
        percent = r.choice(("%", ""))
        dash = r.choice(("——", "—", "-", "", "/"))
        rated = r.random() < 0.5
        self.sources = ["total"]
        entries = [(r.choice(("年度资金总额", "年度资金总额：", "总额")), "total", total)]
        entries += [(text, source, part) for (text, source), part in zip(subs, parts, strict=True)]
        for i, (text, source, values) in enumerate(entries):
            if i:
                self.sources.append(source)
            cells: list[tuple[str, int, str]] = [("", 1, ""), (text, 1, f"/funds/{i}/label")]
            self.truth[f"/funds/{i}/label"] = text
            for role, across in zip(roles, spread, strict=True):
                printed, true = "", None
                if role in ("initial", "adjusted", "executed"):
                    if values is not None:
                        true = half_up(values[role], places)
                        printed = f"{Decimal(true):,}" if separators else true
                elif role == "rate":
                    if i == 0 or (rated and values is not None and values["adjusted"]):
                        assert values is not None
                        true = half_up(values["executed"] / values["adjusted"] * 100, 2)
                        printed = true + percent
                    elif i and rated:
                        printed = dash
                elif role in ("weight", "score"):
                    if i == 0:
                        true = printed = weight if role == "weight" else score
                    else:
                        printed = dash
                cells.append((printed, across, f"/funds/{i}/{role}"))
                self.truth[f"/funds/{i}/{role}"] = true
            self.line(*cells)
        self.rows[begin][0].down = len(self.rows) - begin
        for row in self.rows[begin + 1 :]:
            del row[0]
        return score

    def spread(self, parts: int, width: int) -> list[int]:
        """``width`` columns shared out to ``parts`` cells."""
        out = [1] * parts
        for _ in range(width - parts):
            out[self.r.randrange(parts)] += 1
        return out

    def goal(self) -> None:
        r = self.r
        texts = [
            "。".join(
                f"{n}.{r.choice(('完成', '开展', '推进'))}{r.choice(OBJECTS)}{r.randint(2, 900)}{r.choice(COUNT_UNITS)}"
                for n in range(1, r.randint(2, 7))
            )
            + "。"
            for _ in range(2)
        ]
        left = self.width // 2
        words = r.choice((("预期目标", "实际完成情况"), ("年初设定目标", "全年实际完成情况")))
        self.line(
            ("年度总体目标", 1, ""), (words[0], left, ""), (words[1], self.width - 1 - left, "")
        )
        self.rows[-1][0].down = 2
        self.line(
            ("", 1, ""),
            (texts[0], left, "/goal/expected"),
            (texts[1], self.width - 1 - left, "/goal/actual"),
        )
        del self.rows[-1][0]
        self.truth["/goal/expected"], self.truth["/goal/actual"] = texts

    def indicators(self, fund_score: str) -> int:
        r = self.r
        roles = self.roles
        spread = self.spread(len(roles), self.width - 1)
        words = dict(WORDS)
        if self.family == "sc-0013zp":
            words |= {
                "actual": ("完成值",),
                "weight": ("权重",),
                "target": ("指标值",),
                "unit": ("度量单位",),
            }
        elif self.family == "yn-2022":
            words |= {"actual": ("实际完成值",), "target": ("指标值",), "unit": ("度量单位",)}
        elif self.family == "poverty-2019":
            words |= {"actual": ("全年实际值", "实际完成值")}
        head = [("绩效指标", 1, "")] + [
            (self.pick(words, role), s, "") for role, s in zip(roles, spread, strict=True)
        ]
        begin = len(self.rows)
        self.line(*head)
        n = r.randint(5, 25)
        kinds = sorted(r.choices(range(len(LEVELS)), k=n))
        for must in (0, 4, 8):
            if must not in kinds:
                kinds.append(must)
        kinds = sorted(kinds)
        n = len(kinds)
        weights = self.weights(n)
        points = self.family in ("poverty-2019", "mof-2020") and r.random() < 0.3
        sums: dict[str, Decimal] = {}
        for kind, weight in zip(kinds, weights, strict=True):
            level = LEVELS[kind][0]
            sums[level] = sums.get(level, Decimal(0)) + Decimal(weight)
        before: tuple[str, str] = ("", "")
        scores: list[str] = []
        starts: dict[str, Slot] = {}
        index = 0
        for kind, weight in zip(kinds, weights, strict=True):
            level1, level2, tail = LEVELS[kind]
            empty_row = before != ("", "") and (level1, level2) != before and r.random() < 0.08
            if empty_row and kind + 1 <= 8 and False:
                continue
            value = self.value(tail)
            full = r.random() < 0.8
            score = (
                weight if full else half_up(Decimal(weight) * Decimal(r.randint(50, 99)) / 100, 2)
            )
            scores.append(score)
            value |= {
                "weight": weight,
                "score": score,
                "reason": "" if full else r.choice((*REASONS, "")),
            }
            cells: list[Slot] = []
            column = 2
            for role, across in zip(roles, spread, strict=True):
                pointer = f"/indicators/{index}/{role}"
                if role == "level1":
                    text = level1 + (f"（{sums[level1]}分）" if points else "")
                    text = self.level(role, text, level1 != before[0], starts)
                elif role == "level2":
                    text = self.level(role, level2, (level1, level2) != before, starts)
                else:
                    text = value.get(role, "")
                slot = Slot(text, column, across, 1, pointer)
                if role in ("level1", "level2"):
                    if text:
                        starts[role] = slot
                        cells.append(slot)
                    elif not self.merged:
                        cells.append(slot)
                else:
                    cells.append(slot)
                column += across
            before = (level1, level2)
            self.rows.append(cells)
            true = self.true(value)
            self.truth[f"/indicators/{index}/level1"] = level1
            self.truth[f"/indicators/{index}/level2"] = level2
            for role, text2 in true.items():
                self.truth[f"/indicators/{index}/{role}"] = text2 or None
            index += 1
        self.rows[begin][0].down = len(self.rows) - begin
        self.scores = [*scores, fund_score]
        return n

    def level(self, role: str, text: str, new: bool, starts: dict[str, Slot]) -> str:
        if new:
            return text
        if self.merged:
            starts[role].down += 1
            return ""
        return text

    def weights(self, n: int) -> list[str]:
        r = self.r
        cents = 9000
        halves = r.random() < 0.3
        unit = 50 if halves or n > 20 else 100
        cuts = [1] * n
        for _ in range(cents // unit - n):
            cuts[r.randrange(n)] += 1
        style = r.choice(("plain", "plain", "two", "short"))
        out = []
        for cut in cuts:
            value = Decimal(cut * unit) / 100
            if style == "two":
                out.append(half_up(value, 2))
            elif style == "short":
                out.append(str(value.normalize() if value % 1 else int(value)))
            else:
                out.append(str(value if value % 1 else int(value)))
        return out

    def value(self, tail: str) -> dict[str, str]:
        """What is printed in the cells of one indicator."""
        r = self.r
        name = f"{r.choice(PLACES)}{r.choice(OBJECTS)}{r.choice(TAILS[tail])}"
        if r.random() < 0.06:
            name = r.choice(
                (
                    "3个村道路硬化里程",
                    "2023年培训人数",
                    "预算执行率",
                    "群众满意度",
                    "项目完成及时率",
                    "5G基站建设",
                )
            )
        kind = "qualitative"
        if tail in ("数量",):
            kind = r.choice(("count", "count", "count", "words"))
        elif tail in ("质量", "满意度"):
            kind = r.choice(("percent", "percent", "words%"))
        elif tail == "时效":
            kind = r.choice(("percent", "date", "date"))
        elif tail == "成本":
            kind = r.choice(("money", "money", "qualitative"))
        elif r.random() < 0.3:
            kind = r.choice(("count", "percent"))
        got: dict[str, str] = {"name": name, "kind": kind}
        operator: str | None = None
        if kind in ("count", "words"):
            unit = r.choice(COUNT_UNITS)
            target = str(
                r.choice(
                    (r.randint(1, 99), r.randint(100, 99999), Decimal(r.randint(10, 9999)) / 10)
                )
            )
            actual = target if r.random() < 0.6 else str(Decimal(target) + r.randint(0, 20))
            operator = ">="
        elif kind in ("percent", "words%"):
            unit = "%"
            target = r.choice(("100", "95", "90", "98", "98.5", "85"))
            actual = r.choice((target, "100", "97.32", "96"))
            operator = r.choice((">=", ">=", "="))
        elif kind == "money":
            unit = r.choice(("万元", "元", "元/人", "万元/公里"))
            target = str(Decimal(r.randint(100, 999999)) / 100)
            actual = r.choice((target, str(Decimal(target) - 1 if Decimal(target) > 2 else target)))
            operator = "<="
        elif kind == "date":
            target, actual = r.choice((
                ("2023年12月底前", "2023年12月"), ("2023.1-12", "2023.1-12"), ("12月31日前", "11月30日"),
                ("2023年底", "2023年12月25日"), ("1-12月", "1-12月"), ("2023年12月31日", "2023年12月31日"),
            ))  # fmt: skip
            unit = ""
        else:
            target, actual = r.choice(QUALITATIVE)
            unit = ""
        got |= {"op": operator or "", "bare": target, "done": actual, "of": unit}
        if self.apart:
            got["unit"] = r.choice(("%", "百分比")) if unit == "%" else unit
            got["target"] = target
            got["actual"] = actual
            sign = r.choice(SIGNS[operator]) if operator else ""
            if self.family == "nm-2023":
                got["nature"] = {">=": "正向", "<=": "反向", "=": "正向", None: "定性"}[operator]
                got["operator"] = {">=": "大于等于", "<=": "小于等于", "=": "等于", None: ""}[
                    operator
                ]
            else:
                got["nature"] = sign if operator else r.choice(("定性", ""))
        else:
            got["unit"] = unit
            if operator is None:
                got["target"], got["actual"] = target, actual
            else:
                if kind == "words":
                    got["target"] = f"{r.choice(('不少于', '至少', '不低于'))}{target}{unit}"
                elif kind == "words%":
                    operator = got["op"] = ">="
                    got["target"] = f"{target}%以上"
                else:
                    style = r.random()
                    sign = r.choice(SIGNS[operator]) if style < 0.85 else ""
                    if not sign:
                        got["op"] = ""
                    got["target"] = f"{sign}{target}{unit}"
                got["actual"] = actual + (unit if r.random() < 0.8 else "")
        return got

    def true(self, value: dict[str, str]) -> dict[str, str | None]:
        """The true fields of what `value` printed."""
        out: dict[str, str | None] = {
            k: value.get(k) or None for k in ("name", "weight", "score", "reason")
        }
        out["unit"] = value.get("unit") or None
        out["operator"] = value["op"] or None
        out["target"], out["actual"] = value["bare"], value["done"]
        out["nature"] = None
        if self.apart:
            nature = value.get("nature", "")
            out["nature"] = {"正向": "positive", "反向": "negative", "定性": "qualitative"}.get(
                nature
            )
            if self.family != "nm-2023" and nature == "等于":
                out["nature"] = "equal"
        return out

    def made_total(self) -> None:
        score = str(sum(map(Decimal, self.scores), Decimal(0)))
        cells: list[tuple[str, int, str]] = []
        at = dict.fromkeys(self.roles, 0)
        column = 2
        row = self.rows[-1]
        for slot in row:
            role = slot.pointer.rsplit("/", 1)[-1]
            if role in at:
                at[role] = slot.column
        del column
        label = self.r.choice(("总分", "合计", "总 分"))
        low = at["weight"]
        if self.family == "poverty-2019":
            cells = [(label, low - 1, ""), ("100", at["score"] - low, "/total/weight")]
        else:
            cells = [(label, low - 1, ""), ("100", at["score"] - low, "/total/weight")]
        cells.append((score, at["reason"] - at["score"], "/total/score"))
        cells.append(("", self.width + 1 - at["reason"], ""))
        self.line(*cells)
        self.truth["/total/weight"], self.truth["/total/score"] = "100", score


def make(seed: int, family: str | None = None) -> Made:
    """The form of ``seed``."""
    return _Maker(seed, family).make()


def ruled(made: Made) -> Book:
    """The form as a real table with merged cells."""
    table = Table(1)
    for number, row in enumerate(made.rows, 1):
        table.rows.append(
            [Cell(table, number, s.column, s.text, s.down, s.across) for s in row if s.text]
        )
    return Book("test", [table])


def grid(made: Made) -> list[list[str]]:
    """Rows of ``made.width`` texts: what a converter makes of it, merged cells left blank."""
    out = []
    for row in made.rows:
        cells = [""] * made.width
        for slot in row:
            cells[slot.column - 1] = slot.text
        out.append(cells)
    return out


def printed(made: Made) -> list[list[str]]:
    """Rows of the cells that are printed, blanks between them kept, spans not."""
    return [[slot.text for slot in row] for row in made.rows]
