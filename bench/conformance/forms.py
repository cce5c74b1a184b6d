"""One seed → one form: its true values as the contract's evaluation JSON, and its printed grid."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from conformance.families import families
from conformance.grid import Drawn, Slot
from conformance.pen import CODES, PROJECT_CODES, TAILS
from conformance.rows import Rows
from conformance.values import REASONS, half_up, plain

TOTAL = "{total}"
"""Stands in a title for the total, which is known only at the end."""


class _Form(Rows):
    """Head, goals, total and foot, and the order of the parts."""

    def build(self) -> Drawn:
        r, family, drawn = self.r, self.family, self.drawn
        self.rows = self.measures()
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
            fund_score = self.write_funds(money)
        if not family.no_goal:
            truth["goal"] = self._goal()
        if not family.goal_after_funds and not family.no_goal:
            fund_score = self.write_funds(money)
        truth["funds"] = self.funds
        if self.roles:
            self.rows = [*(self.process_row(row) for row in family.own_rows), *self.rows]
            truth["indicators"] = self.write_rows()
        else:
            truth["indicators"] = []
            drawn.header = drawn.first = drawn.last = len(drawn.rows)
        truth["remarks"] = {}
        self._footers(family.footers_before_total, truth["remarks"])
        truth["total"] = self._total(truth["indicators"], fund_score)
        if family.no_unit:
            truth["form"]["amount_unit"] = None
        self._footers(family.footers, truth["remarks"])
        drawn.truth = {"source": {"ordinal": 1}, **truth, "reading": {"repairs": [], "unread": []}}
        return drawn

    # -- head -----------------------------------------------------------------------------------

    def _head(self) -> None:
        r, drawn = self.r, self.drawn
        self.title = r.choice(self.family.titles)
        style = r.randrange(5)
        year = r.choice((f"（{self.year}年度）", f"({self.year}年度)", f"( {self.year} 年度)"))
        if self.family.title_total:
            year, style = f"{year}（项目总得分：{TOTAL}分）", r.choice((0, 3))
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
        code = r.choice(PROJECT_CODES)
        first, second = r.choice(CODES), r.choice(CODES)
        self.names = {
            "project": {"name": name, "code": code.strip("[]-") or None},
            "department": {"name": bureau, "code": first.strip("[]-") or None},
            "unit": {"name": unit, "code": second.strip("[]-") or None},
        }
        self._names(code + name, first + bureau, second + unit)

    def _names(self, project: str, bureau: str, unit: str) -> None:
        r, drawn, family, w = self.r, self.drawn, self.family, self.drawn.width
        nobody: dict[str, str | None] = {"name": None, "code": None}
        if family.head == "department":
            self.names |= {"project": nobody, "unit": nobody}
            drawn.line(("部门名称", 2, ""), (bureau, w - 2, "/department/name"))
            return
        if family.head == "four":
            self.names["unit"] = self.names["department"]
            money = family.money[0]
            drawn.line(
                (family.sections[0], 1, ""), ("项目名称", 1, ""), (project, w - 4, "/project/name"),
                ("是否为专项资金", 1, ""), (r.choice(("是", "否")), 1, ""),
            )  # fmt: skip
            drawn.line(
                ("", 1, ""), ("实施（主管）单位", 1, ""), (bureau, w - 4, "/unit/name"),
                ("金额单位：", 1, ""), (money, 1, "/form/amount_unit"),
            )  # fmt: skip
            drawn.rows[-2][0] = Slot(family.sections[0], 1, 1, 2)
            del drawn.rows[-1][0]
            return
        label = r.choice(family.project_labels)
        beside = (
            [(family.score_beside, 1, ""), ("", 1, "/total/score")] if family.score_beside else []
        )
        beside += [(word, 1, "") for word in (family.blank_beside, "") if family.blank_beside]
        drawn.line((label, 2, ""), (project, w - 2 - len(beside), "/project/name"), *beside)
        if family.head == "project":
            self.names |= {"department": nobody, "unit": nobody}
            return
        left = (w - 4) // 2
        drawn.line(
            (r.choice(("主管部门", "主管部门", "主管 部门")), 2, ""), (bureau, left, "/department/name"),
            (r.choice(("实施单位", "实施单位", "项目实施单位")), 2, ""), (unit, w - 4 - left, "/unit/name"),
        )  # fmt: skip
        if family.score_above:
            drawn.line((family.score_above, 2, ""), ("", w - 2, "/total/score"))

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
        more = 1 if self.family.sections else 0
        left = (drawn.width - 1 - more) // 2
        right = drawn.width - 1 - more - left
        words = self.family.goal
        block = self.family.sections[2] if more else r.choice(self.family.goal_block)
        rate = [("总体完成率（%）", 1, "")] if more else []
        drawn.line((block, 1, ""), (words[0], left, ""), (words[1], right, ""), *rate)
        drawn.rows[-1][0] = Slot(drawn.rows[-1][0].text, 1, 1, 2)
        drawn.line(
            ("", 1, ""),
            (texts[0], left, "/goal/expected"),
            (texts[1], right, "/goal/actual"),
            *([("100.00", 1, "")] if more else []),
        )
        del drawn.rows[-1][0]
        return {"expected": texts[0], "actual": texts[1]}

    # -- total and foot -------------------------------------------------------------------------

    def _total(self, rows: list[dict[str, Any]], fund_score: Decimal | None) -> dict[str, Any]:
        r, family, drawn = self.r, self.family, self.drawn
        out: dict[str, Any] = {"weight": None, "score": None, "grade": None}
        shown = family.total or family.score_above or family.score_beside or family.title_total
        if not shown:
            return out
        scores = [Decimal(row["score"]) for row in rows if row["score"] is not None]
        score = sum(scores, fund_score or Decimal(0))
        if self.people and r.random() < 0.35:
            score += r.choice((Decimal("1"), Decimal("-0.5"), Decimal("0.1")))
        if "weight" in family.total_fields:
            out["weight"] = "100"
        out["score"] = r.choice((plain(score), str(half_up(score))))
        if not family.total:
            self.put("/total/score", out["score"])
            self._title_total(out["score"])
            return out
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

    def _title_total(self, score: str) -> None:
        self.drawn.above = [text.replace(TOTAL, score) for text in self.drawn.above]
        for row in self.drawn.rows[:2]:
            row[:] = [replace(slot, text=slot.text.replace(TOTAL, score)) for slot in row]

    def _footers(self, labels: tuple[str, ...], remarks: dict[str, str | None]) -> None:
        for label in labels:
            text = self.r.choice(
                ("无", f"项目总体完成较好，{self.r.choice(REASONS)}", self.r.choice(REASONS), "")
            )
            self.drawn.line((label, 2, ""), (text, self.drawn.width - 2, f"/remarks/{label}"))
            remarks[label] = text or None


def make(seed: int, number: int, family: str, *, people: bool = True) -> Drawn:
    """Form ``number`` of a suite: the same for the same arguments, on every machine."""
    return _Form(f"{seed}/{number}/{family}", families()[family], people).build()
