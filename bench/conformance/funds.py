"""The funds block of a form: as a table, beside each other, in four parts, by lines, in a sentence."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from conformance.grid import Slot
from conformance.pen import DASHES, METHODS, NUMERIC, Pen
from conformance.values import REASONS, half_up, plain

EMPTY = ("initial", "adjusted", "executed", "weight", "rate", "score", "reason")


class Funds(Pen):
    """Writes the funds block in the shape of the family."""

    places = 2
    ratio = Decimal(0)
    """Executed ÷ budget of the block just written."""

    def write_funds(self, money: str) -> Decimal | None:
        """Write the block; gives its score, if it prints one."""
        shape = self.family.funds_shape
        if shape == "table":
            return self._table(money)
        amounts = self._amounts(money, ["adjusted", "executed"])
        total = amounts["total"]
        assert total is not None
        self.ratio = total["executed"] / total["adjusted"]
        if shape == "beside":
            self._beside(money, total)
        elif shape == "block":
            return self._block(money, total)
        elif shape == "four":
            self._four(amounts)
        elif shape == "lines":
            self._lines(amounts)
        elif shape == "process":
            self._process(money, amounts)
        else:
            self._sentence(money, total)
        return None

    def _line(self, source: str, label: str, **values: str | None) -> dict[str, Any]:
        line: dict[str, Any] = dict.fromkeys(EMPTY) | {"source": source, "label": label} | values
        self.funds.append(line)
        return line

    def _digits(self, value: Decimal) -> str:
        return str(half_up(value, self.places))

    def _beside(self, money: str, total: dict[str, Decimal]) -> None:
        """资金情况 | 预算数 | 500万元 | 资金使用情况 | 执行数 | 480万元."""
        budget, done = self._digits(total["adjusted"]), self._digits(total["executed"])
        left = (self.drawn.width - 4) // 2
        self.drawn.line(
            ("资金情况", 1, ""), ("预算数", 1, "/funds/0/label"), (budget + money, left, "/funds/0/adjusted"),
            ("资金使用情况", 1, ""), ("执行数", 1, ""),
            (done + money, self.drawn.width - 4 - left, "/funds/0/executed"),
        )  # fmt: skip
        self._line("total", "预算数", adjusted=budget, executed=done)

    def _block(self, money: str, total: dict[str, Decimal]) -> Decimal:
        """预算数： | 100 | 执行数： | 98 | 得分 | 19.6: one line with the score of the block."""
        budget, done = self._digits(total["adjusted"]), self._digits(total["executed"])
        score = half_up(Decimal(self.family.execution_weight) * min(self.ratio, Decimal(1)))
        self.drawn.line(
            (f"项目资金（{money}）", 1, ""), ("预算数：", 1, "/funds/0/label"), (budget, 1, "/funds/0/adjusted"),
            ("执行数：", 1, ""), (done, 1, "/funds/0/executed"), ("得分", 1, ""),
            (plain(score), self.drawn.width - 6, "/funds/0/score"),
        )  # fmt: skip
        self._line("total", "预算数：", adjusted=budget, executed=done, score=plain(score))
        return score

    def _four(self, amounts: dict[str, dict[str, Decimal] | None]) -> None:
        """预算数, 到位数 and 执行数 side by side, each label beside its amount."""
        drawn, width = self.drawn, self.drawn.width
        part = (width - 2) // 3
        last = width - 1 - 3 * part
        heads = ("预算安排情况（调整后）", "资金到位情况", "资金执行情况")
        drawn.line(
            ("二、预算执行情况", 1, ""),
            *((word, part, "") for word in heads),
            ("预算执行进度（%）", last, ""),
        )
        begin = len(drawn.rows) - 1
        for index, (source, label) in enumerate(
            (("total", ""), ("fiscal", "其中：财政资金"), ("other", "其他"))
        ):
            values = amounts[source] or dict.fromkeys(NUMERIC, Decimal(0))
            budget, done = self._digits(values["adjusted"]), self._digits(values["executed"])
            rate = str(half_up(self.ratio * 100)) if index == 0 else None
            words = (label,) * 3 if label else ("预算数", "到位数", "执行数")
            cells: list[tuple[str, int, str]] = [("", 1, "")]
            for word, amount, pointer in zip(
                words, (budget, budget, done), ("adjusted", "", "executed"), strict=True
            ):
                cells += [
                    (word, 1, ""),
                    (amount, part - 1, pointer and f"/funds/{index}/{pointer}"),
                ]
            drawn.line(*cells, (rate or "", last, f"/funds/{index}/rate"))
            self._line(source, words[0], adjusted=budget, executed=done, rate=rate)
        first = drawn.rows[begin][0]
        drawn.rows[begin][0] = Slot(first.text, 1, 1, len(drawn.rows) - begin)
        for row in drawn.rows[begin + 1 :]:
            del row[0]

    def _lines(self, amounts: dict[str, dict[str, Decimal] | None]) -> None:
        """行次, 项目 and columns A to E: 预算, 统筹整合, 整合后, 到位, 执行."""
        roles = list(self.family.funds)
        words = [self.r.choice(self.family.funds[role]) for role in roles]
        self.drawn.line(("行次", 1, ""), ("项目", 1, ""), *((word, 1, "") for word in words))
        for index, (source, labels) in enumerate(self.family.fund_rows.items()):
            label = self.r.choice(labels)
            values = amounts[source] or dict.fromkeys(NUMERIC, Decimal(0))
            moved = half_up(values["initial"] / 10, self.places)
            budget = half_up(values["adjusted"], self.places)
            done = half_up(values["executed"], self.places)
            rate = str(half_up(done / budget * 100)) if budget else ""
            texts = {
                "budget": str(budget + moved), "moved": str(moved), "adjusted": str(budget),
                "arrived": str(budget), "arrival": "100.00%" if budget else "", "executed": str(done),
                "rate": f"{rate}%" if rate else "",
            }  # fmt: skip
            self.drawn.line(
                (str(index + 1), 1, ""), (label, 1, f"/funds/{index}/label"),
                *((texts[role], 1, f"/funds/{index}/{role}") for role in roles),
            )  # fmt: skip
            self._line(source, label, adjusted=str(budget), executed=str(done), rate=rate or None)

    def _process(self, money: str, amounts: dict[str, dict[str, Decimal] | None]) -> None:
        """计划, 到位 and 使用 by source, without a rate."""
        width = self.drawn.width - 2
        spread = self.spread(3, width)
        words = ("计划资金", "到位资金", "使用资金")
        self.drawn.line(
            (f"项目资金（{money}）", 1, ""), ("", 1, ""),
            *((word, s, "") for word, s in zip(words, spread, strict=True)),
        )  # fmt: skip
        begin = len(self.drawn.rows) - 1
        for index, (source, labels) in enumerate(self.family.fund_rows.items()):
            label, values = self.r.choice(labels), amounts[source]
            planned = self._digits(values["adjusted"]) if values else ""
            done = self._digits(values["executed"]) if values else ""
            texts = (planned, planned, done)
            pointers = ("", "", f"/funds/{index}/executed")
            self.drawn.line(
                ("", 1, ""), (label, 1, f"/funds/{index}/label"),
                *((t, s, p) for t, s, p in zip(texts, spread, pointers, strict=True)),
            )  # fmt: skip
            self._line(source, label, executed=done or None)
        first = self.drawn.rows[begin][0]
        self.drawn.rows[begin][0] = Slot(first.text, 1, 1, len(self.drawn.rows) - begin)
        for row in self.drawn.rows[begin + 1 :]:
            del row[0]

    def _sentence(self, money: str, total: dict[str, Decimal]) -> None:
        """One cell that tells the funds in a sentence."""
        budget, done = self._digits(total["adjusted"]), self._digits(total["executed"])
        rate = str(half_up(self.ratio * 100))
        text = f"全年预算数{budget}{money}，全年执行数{done}{money}，预算执行率{rate}%。"
        label = self.r.choice(("项目资金执行情况", "预算执行情况"))
        self.drawn.line(
            (label, 2, "/funds/0/label"), (text, self.drawn.width - 2, "/funds/0/adjusted")
        )
        self._line("total", label, adjusted=budget, executed=done, rate=rate)

    def _table(self, money: str) -> Decimal | None:
        r, family, drawn = self.r, self.family, self.drawn
        roles = list(family.funds)
        spread = self.spread(len(roles), drawn.width - 2)
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
        ratio = self.ratio = total["executed"] / total[base] if total[base] else Decimal(0)
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
        for left, right in family.kinds:
            self._kinds(left, right, amounts, spread)
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

    def _kinds(
        self,
        left: str,
        right: str,
        amounts: dict[str, dict[str, Decimal] | None],
        spread: list[int],
    ) -> None:
        """按收入性质分 beside 按支出性质分: amounts behind their labels, of no column of their own."""
        middle = len(spread) // 2
        total = amounts["total"]
        if left.endswith("：") and not left.startswith("按") and total is not None:
            half = half_up(total["adjusted"] / 2, self.places)
            left, right = f"{left}{half}", f"{right}{half}"
        self.drawn.line(
            ("", 1, ""), (left, 1 + sum(spread[:middle]), ""), (right, sum(spread[middle:]), "")
        )
