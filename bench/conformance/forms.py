"""One seed → one form: its true values as the contract's evaluation JSON, and its printed grid."""

from __future__ import annotations

import random
from decimal import Decimal
from typing import Any

from conformance.families import Family, families, projects
from conformance.grid import Drawn, Slot
from conformance.values import REASONS, Measured, half_up, measured, plain

PLACES = (
    "云山县",
    "临江区",
    "兴安旗",
    "海宁市",
    "青溪县",
    "石桥镇",
    "东湖区",
    "白河县",
    "某市",
    "乌兰浩特市",
)
TAILS = ("", "", "（本级）", "服务中心", "事务中心", "执法大队")
CODES = ("", "", "", "219001-", "[155]", "406-", "[610001]")
PROJECT_CODES = ("", "", "", "", "51092324T000010263357-", "[152201]")
LEVELS = (
    ("产出指标", "数量"), ("产出指标", "质量"), ("产出指标", "时效"), ("产出指标", "成本"), ("效益指标", "经济效益"),
    ("效益指标", "社会效益"), ("效益指标", "生态效益"), ("效益指标", "可持续影响"), ("满意度指标", "满意度"),
)  # fmt: skip
SHARE = {"产出指标": 50, "效益指标": 30, "满意度指标": 10}
WIDTHS = {
    "level1": 4, "level2": 5, "name": 11, "nature": 4, "operator": 5, "target": 8, "actual": 8, "unit": 5,
    "weight": 4, "score": 4, "reason": 10, "method": 8,
}  # fmt: skip
METHODS = (
    "完成值达到指标值，记满分；未达到，按B/A或A/B*分值记分。", "执行率*该指标分值，最高不得超过分值上限。", "定性指标按三档记分",
)  # fmt: skip
DASHES = ("——", "—", "-", "/", "")
NUMERIC = ("initial", "adjusted", "executed")


class _Form:
    def __init__(self, seed: str, family: Family, people: bool) -> None:
        self.r = random.Random(seed)
        self.family = family
        self.people = people and self.r.random() < 0.3
        self.style = family.values
        roles = list(family.indicators)
        self.roles = roles
        self.drawn = Drawn({}, shares=[3, *(WIDTHS[role] for role in roles)])
        self.year = self.r.randint(2018, 2025)
        self.project: dict[str, Any] = self.r.choice(projects())
        self.place = self.r.choice(PLACES)
        self.merged = self.r.random() < 0.8

    def build(self) -> Drawn:
        r, family, drawn = self.r, self.family, self.drawn
        self.rows = self._measures()
        self._head()
        money = r.choice(family.money)
        truth: dict[str, Any] = {
            "form": {"title": self.title, "family": family.id, "amount_unit": money},
            "year": self.year,
            **self.names,
            "goal": {"expected": None, "actual": None},
        }
        self.funds: list[dict[str, Any]] = []
        fund_score: Decimal | None = None
        if family.goal_after_funds or family.no_goal:
            fund_score = self._funds(money)
        if not family.no_goal:
            truth["goal"] = self._goal()
        if not family.goal_after_funds and not family.no_goal:
            fund_score = self._funds(money)
        truth["funds"] = self.funds
        truth["indicators"] = self._indicators()
        truth["remarks"] = {}
        self._footers(family.footers_before_total, truth["remarks"])
        truth["total"] = self._total(truth["indicators"], fund_score)
        self._footers(family.footers, truth["remarks"])
        drawn.truth = {"source": {"ordinal": 1}, **truth, "reading": {"repairs": [], "unread": []}}
        return drawn

    # -- head -----------------------------------------------------------------------------------

    def _head(self) -> None:
        r, drawn = self.r, self.drawn
        self.title = r.choice(self.family.titles)
        style = r.randrange(5)
        year = r.choice((f"（{self.year}年度）", f"({self.year}年度)", f"( {self.year} 年度)"))
        if style == 0:
            drawn.above = [f"{self.title}{year}"]
        elif style == 1:
            drawn.above = [self.title, year]
        elif style == 2:
            drawn.above = [f"{self.year}年度{self.title}"]
        elif style == 3:
            drawn.line((f"{self.title} {year}", drawn.width, "/form/title"))
        else:
            drawn.line((self.title, drawn.width, "/form/title"))
            drawn.line((year, drawn.width, "/year"))
        name = (
            f"{r.choice((f'{self.year}年', '', '', self.place))}{r.choice(self.project['names'])}"
        )
        field_name = self.project["field"]
        bureau = f"{self.place}{field_name}局"
        unit = r.choice(
            (bureau, f"{bureau}本级", f"{self.place}{field_name}{r.choice(TAILS) or '综合服务站'}")
        )
        w = drawn.width
        code = r.choice(PROJECT_CODES)
        drawn.line(("项目名称", 2, ""), (code + name, w - 2, "/project/name"))
        left = (w - 4) // 2
        first, second = r.choice(CODES), r.choice(CODES)
        drawn.line(
            (r.choice(("主管部门", "主管部门", "主管 部门")), 2, ""), (first + bureau, left, "/department/name"),
            (r.choice(("实施单位", "实施单位", "项目实施单位")), 2, ""), (second + unit, w - 4 - left, "/unit/name"),
        )  # fmt: skip
        self.names = {
            "project": {"name": name, "code": code.strip("[]-") or None},
            "department": {"name": bureau, "code": first.strip("[]-") or None},
            "unit": {"name": unit, "code": second.strip("[]-") or None},
        }

    # -- funds ----------------------------------------------------------------------------------

    def _funds(self, money: str) -> Decimal | None:
        r, family, drawn = self.r, self.family, self.drawn
        roles = list(family.funds)
        spread = self._spread(len(roles), drawn.width - 2)
        label = r.choice((f"项目资金（{money}）", f"项目资金({money})", f"项目资金 ({money})"))
        head = [(label, 1, ""), ("", 1, "")]
        head += [
            (r.choice(family.funds[role]), s, "") for role, s in zip(roles, spread, strict=True)
        ]
        begin = len(drawn.rows)
        drawn.line(*head)
        amounts = self._amounts(money, roles)
        base = "adjusted" if "adjusted" in roles else "initial"
        total = amounts["total"]
        assert total is not None
        ratio = total["executed"] / total[base] if total[base] else Decimal(0)
        weight = Decimal(family.execution_weight or 0)
        score = half_up(weight * min(ratio, Decimal(1)))
        percent, dash, rated = r.choice(("%", "")), r.choice(DASHES), r.random() < 0.6
        places = self.places
        whole = r.random() < 0.3 and ratio == 1
        commas = r.random() < 0.15
        for i, (source, labels) in enumerate(family.fund_rows.items()):
            label = r.choice(labels)
            line: dict[str, Any] = dict.fromkeys(
                ("initial", "adjusted", "executed", "weight", "rate", "score", "reason")
            )
            line |= {"source": source, "label": label}
            values = amounts[source]
            cells: list[tuple[str, int, str]] = [("", 1, ""), (label, 1, f"/funds/{i}/label")]
            for role, across in zip(roles, spread, strict=True):
                text = ""
                if role in NUMERIC:
                    if values is not None:
                        line[role] = f"{half_up(values[role], places)}"
                        text = f"{half_up(values[role], places):,}" if commas else line[role]
                    elif dash and rated:
                        text = dash
                elif role == "rate":
                    if values is not None and values[base] and (i == 0 or rated):
                        value = half_up(values["executed"] / values[base] * 100)
                        line["rate"] = plain(value) if whole else str(value)
                        text = line["rate"] + percent
                    elif i and rated:
                        text = dash
                elif role in ("weight", "score"):
                    if i == 0:
                        value = weight if role == "weight" else score
                        line[role] = text = plain(value)
                    else:
                        text = dash
                elif role == "method":
                    text = METHODS[1] if i == 0 else ""
                elif role == "reason" and i == 0 and ratio < Decimal("0.9") and not self.people:
                    line["reason"] = text = r.choice(REASONS[:3])
                cells.append((text, across, f"/funds/{i}/{role}"))
            drawn.line(*cells)
            self.funds.append(line)
        if "weight" not in roles and family.execution_weight:
            self.funds[0]["weight"] = family.execution_weight
        self._slip_in_funds(begin)
        drawn.rows[begin][0] = Slot(head[0][0], 1, 1, len(drawn.rows) - begin)
        for row in drawn.rows[begin + 1 :]:
            del row[0]
        return Decimal(self.funds[0]["score"]) if self.funds[0]["score"] else None

    def _amounts(self, money: str, roles: list[str]) -> dict[str, dict[str, Decimal] | None]:
        """Amounts by source; the parts give the total, None where a row is left blank."""
        r = self.r
        self.places = r.choice((2, 2, 2, 4, 6, 0)) if money == "万元" else 2
        scale = 10**self.places
        top = 3000 if money == "万元" else 30_000_000
        out: dict[str, dict[str, Decimal] | None] = {"total": None}
        parts = [s for s in self.family.fund_rows if s != "total"]
        for index, source in enumerate(parts):
            if index and r.random() < 0.6:
                zero = dict.fromkeys(NUMERIC, Decimal(0))
                out[source] = r.choice((None, zero))
                continue
            adjusted = Decimal(r.randint(scale, top * scale)) / scale
            executed = (
                adjusted
                if r.random() < 0.45
                else half_up(adjusted * r.randint(500, 999) / 1000, self.places)
            )
            initial = adjusted if r.random() < 0.6 else Decimal(r.randint(0, top * scale)) / scale
            if "adjusted" not in roles:
                initial = adjusted
            out[source] = {"initial": initial, "adjusted": adjusted, "executed": executed}
        filled = [p for p in out.values() if p is not None]
        if not parts:
            adjusted = Decimal(r.randint(scale, top * scale)) / scale
            executed = half_up(
                adjusted * r.choice((1000, 1000, r.randint(500, 999))) / 1000, self.places
            )
            filled = [{"initial": adjusted, "adjusted": adjusted, "executed": executed}]
        out["total"] = {k: sum((p[k] for p in filled), Decimal(0)) for k in NUMERIC}
        return out

    def _slip_in_funds(self, begin: int) -> None:
        """Errors that people make: a rate mistyped, a part that does not add up."""
        if not self.people or self.r.random() > 0.4:
            return
        index = self.r.randrange(len(self.funds))
        role = self.r.choice(("rate", "executed"))
        old = self.funds[index].get(role)
        if old is None or Decimal(old) == 0:
            return
        row = self.drawn.rows[begin + 1 + index]
        new = str(
            half_up(Decimal(old) * Decimal("0.9"), max(0, -int(Decimal(old).as_tuple().exponent)))
        )
        for at, slot in enumerate(row):
            if slot.pointer == f"/funds/{index}/{role}":
                tail = "%" if slot.text.endswith("%") else ""
                row[at] = Slot(new + tail, slot.column, slot.across, slot.down, slot.pointer)
                self.funds[index][role] = new

    # -- goals ----------------------------------------------------------------------------------

    def _goal(self) -> dict[str, str]:
        r, drawn = self.r, self.drawn
        count = r.choice((1, 1, 2, 3, 4, 7))
        texts = []
        for verb in ("", "已"):
            parts = []
            for n in range(1, count + 1):
                what = r.choice(self.project["done"])
                tail = r.choice(
                    (
                        "",
                        f"，资金支付率达到{r.randint(80, 100)}%",
                        "，进一步提高群众获得感、幸福感、安全感",
                        f"，惠及群众{r.randint(2, 90)}00余人",
                    )
                )
                parts.append(
                    (f"{n}.{verb}" if count > 1 else verb)
                    + f"{what}{r.randint(2, 9000)}{r.choice(('个', '处', '户', '人次', '公里'))}{tail}"
                )
            texts.append(r.choice(("；", "。")).join(parts) + "。")
        left = (drawn.width - 1) // 2
        right = drawn.width - 1 - left
        words = self.family.goal
        drawn.line(
            (r.choice(self.family.goal_block), 1, ""), (words[0], left, ""), (words[1], right, "")
        )
        drawn.rows[-1][0] = Slot(drawn.rows[-1][0].text, 1, 1, 2)
        drawn.line(
            ("", 1, ""), (texts[0], left, "/goal/expected"), (texts[1], right, "/goal/actual")
        )
        del drawn.rows[-1][0]
        return {"expected": texts[0], "actual": texts[1]}

    # -- indicators -----------------------------------------------------------------------------

    def _measures(self) -> list[tuple[str, str, Measured]]:
        """(first level, second level, indicator) of 5 to 25 indicators in the order of the levels."""
        r = self.r
        pool = list(self.project["rows"])
        n = min(r.randint(5, 25), len(pool) + 8)
        chosen = [row for row in pool if row.startswith(("满意度",))][:1]
        rest = [row for row in pool if row not in chosen]
        r.shuffle(rest)
        for must in ("数量", "社会效益"):
            chosen.append(next(row for row in rest if row.startswith(must)))
        chosen += [row for row in rest if row not in chosen][: n - 3]
        if len(chosen) < n:
            chosen += [
                f"{row.split('|')[0]}|{r.choice(('二期', '新增', '续建', '镇级'))}{row.split('|', 1)[1]}"
                for row in rest[: n - len(chosen)]
            ]
        out = []
        bare = r.random() < 0.3
        for level1, level2 in LEVELS:
            for row in (c for c in chosen if c.split("|")[0] == level2):
                printed = "服务对象满意度" if level2 == "满意度" else level2
                out.append(
                    (
                        level1,
                        printed + ("" if bare else "指标"),
                        measured(r, row, self.style, self.year),
                    )
                )
        return out

    def _indicators(self) -> list[dict[str, Any]]:
        r, family, drawn = self.r, self.family, self.drawn
        weights = self._weights([level1 for level1, _, _ in self.rows])
        points: dict[str, Decimal] = {}
        for (level1, _, _), weight in zip(self.rows, weights, strict=True):
            points[level1] = points.get(level1, Decimal(0)) + weight
        with_points = family.points_in_level1 and r.random() < 0.4
        begin = drawn.header = len(drawn.rows)
        self._header()
        drawn.first = len(drawn.rows)
        out: list[dict[str, Any]] = []
        ahead = ("", "")
        tops: dict[str, int] = {}
        two_places = r.random() < 0.25
        for index, ((level1, level2, m), weight) in enumerate(zip(self.rows, weights, strict=True)):
            score = half_up(weight * m.met)
            full = m.met == 1
            reason = "" if full or (self.people and r.random() < 0.4) else r.choice(REASONS)
            if full and r.random() < 0.1:
                reason = r.choice(("无", "-", "无偏差", "/"))
            value: dict[str, Any] = {**m.fields, "weight": None, "score": None}
            cells = dict(m.cells)
            if "weight" in self.roles:
                value["weight"] = cells["weight"] = (
                    f"{half_up(weight)}" if two_places else plain(weight)
                )
            if "score" in self.roles:
                value["score"] = cells["score"] = f"{score}" if two_places else plain(score)
            value["reason"] = (
                reason if "reason" in self.roles and reason not in ("", "-", "/") else None
            )
            cells |= {"reason": reason, "method": METHODS[2] if m.qualitative else METHODS[0]}
            self._slip(value, cells, weight)
            label = level1 + (f"（{plain(points[level1])}分）" if with_points else "")
            row: list[Slot] = []
            for column, role in enumerate(self.roles, 2):
                pointer = f"/indicators/{index}/{role}"
                text = cells.get(role, "")
                if role in ("level1", "level2"):
                    new = level1 != ahead[0] if role == "level1" else (level1, level2) != ahead
                    text = label if role == "level1" else level2
                    if new:
                        tops[role] = len(drawn.rows)
                    elif self.merged:
                        self._grow(tops[role], column)
                        continue
                    else:
                        text = ""
                row.append(Slot(text, column, 1, 1, pointer))
            ahead = (level1, level2)
            drawn.rows.append(row)
            keys = (
                "name",
                "nature",
                "operator",
                "target",
                "actual",
                "unit",
                "weight",
                "score",
                "reason",
            )
            out.append({"level1": level1, "level2": level2} | {k: value[k] for k in keys})
        drawn.last = len(drawn.rows)
        block = r.choice(
            (
                "绩效指标",
                "绩效指标",
                "绩 效 指 标",
                f"绩效指标（{100 - int(family.execution_weight or 0)}分）"
                if family.execution_weight
                else "绩效指标",
            )
        )
        drawn.rows[begin][0] = Slot(block, 1, 1, len(drawn.rows) - begin)
        return out

    def _grow(self, top: int, column: int) -> None:
        """One row more for the merged cell that begins in row ``top``."""
        row = self.drawn.rows[top]
        at = next(i for i, slot in enumerate(row) if slot.column == column)
        slot = row[at]
        row[at] = Slot(slot.text, slot.column, slot.across, slot.down + 1, slot.pointer)

    def _header(self) -> None:
        words = {role: self.r.choice(w) for role, w in self.family.indicators.items()}
        if not self.family.two_tiers:
            self.drawn.line(("", 1, ""), *((words[role], 1, "") for role in self.roles))
            return
        below = {"level1", "level2", "name", "nature", "target", "unit"}
        first = [Slot("", 1), Slot("绩效指标", 2, 3), Slot("年度指标值", 5, 3)]
        second = []
        for column, role in enumerate(self.roles, 2):
            if role in below:
                second.append(Slot(words[role], column))
            else:
                first.append(Slot(words[role], column, 1, 2))
        self.drawn.rows += [first, second]

    def _weights(self, levels: list[str]) -> list[Decimal]:
        """Weights that give the points of each first level, in steps that people choose."""
        whole = dict(SHARE)
        short = 90 - sum(whole[level] for level in set(levels))
        whole[levels[0]] += short
        scale = Decimal(100 - int(self.family.execution_weight or 10)) / 90
        out: list[Decimal] = []
        for level in dict.fromkeys(levels):
            n = levels.count(level)
            steps = int(whole[level] * scale * 4)
            each = self.r.choice((4, 4, 2, 1))
            cuts = [each if each * n <= steps else 1] * n
            left = steps - sum(cuts)
            while left > 0:
                step = min(left, self.r.choice((4, 4, 4, 2, 1)))
                cuts[self.r.randrange(n)] += step
                left -= step
            out += [Decimal(cut) / 4 for cut in cuts]
        return out

    def _slip(self, value: dict[str, Any], cells: dict[str, str], weight: Decimal) -> None:
        """Errors that people make: a score above its weight, full marks for a miss, blanks."""
        r = self.r
        if not self.people or r.random() > 0.08:
            return
        kind = r.choice(("above", "full", "no score", "no actual"))
        if "score" in self.roles and kind == "above":
            value["score"] = cells["score"] = plain(weight + 1)
        elif "score" in self.roles and kind == "full":
            value["score"] = cells["score"] = plain(weight)
        elif "score" in self.roles and kind == "no score":
            value["score"], cells["score"] = None, ""
        elif kind == "no actual":
            value["actual"], cells["actual"] = None, ""

    # -- total and foot -------------------------------------------------------------------------

    def _total(self, rows: list[dict[str, Any]], fund_score: Decimal | None) -> dict[str, Any]:
        r, family, drawn = self.r, self.family, self.drawn
        out: dict[str, Any] = {"weight": None, "score": None, "grade": None}
        if not family.total:
            return out
        scores = [Decimal(row["score"]) for row in rows if row["score"] is not None]
        score = sum(scores, fund_score or Decimal(0))
        if self.people and r.random() < 0.35:
            score += r.choice((Decimal("1"), Decimal("-0.5"), Decimal("0.1")))
        if "weight" in family.total_fields:
            out["weight"] = "100"
        out["score"] = r.choice((plain(score), str(half_up(score))))
        at = {
            role: self.roles.index(role) + 2 for role in ("weight", "score") if role in self.roles
        }
        start = at.get("weight", at["score"])
        cells: list[tuple[str, int, str]] = [(r.choice(family.total), start - 1, "")]
        if "weight" in at:
            cells.append((out["weight"] or "", at["score"] - at["weight"], "/total/weight"))
        rest = drawn.width - at["score"]
        cells.append((out["score"], 1, "/total/score"))
        if "grade" in family.total_fields:
            out["grade"] = (
                "优" if score >= 90 else "良" if score >= 80 else "中" if score >= 60 else "差"
            )
        if rest:
            cells.append((out["grade"] or "", rest, "/total/grade"))
        drawn.line(*cells)
        return out

    def _footers(self, labels: tuple[str, ...], remarks: dict[str, str | None]) -> None:
        for label in labels:
            text = self.r.choice(
                ("无", f"项目总体完成较好，{self.r.choice(REASONS)}", self.r.choice(REASONS), "")
            )
            self.drawn.line((label, 2, ""), (text, self.drawn.width - 2, f"/remarks/{label}"))
            remarks[label] = text or None

    def _spread(self, parts: int, width: int) -> list[int]:
        out = [1] * parts
        for _ in range(width - parts):
            out[self.r.randrange(parts)] += 1
        return out


def make(seed: int, number: int, family: str, *, people: bool = True) -> Drawn:
    """Form ``number`` of a suite: the same for the same arguments, on every machine."""
    return _Form(f"{seed}/{number}/{family}", families()[family], people).build()
