"""The indicators of a form: which there are, their points, their cells row by row."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from conformance.funds import Funds
from conformance.grid import Slot
from conformance.pen import LEVELS, METHODS, SHARE
from conformance.values import REASONS, Measured, half_up, measured, plain


class Rows(Funds):
    """Writes the indicators."""

    def measures(self) -> list[tuple[str, str, Measured]]:
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
        out: list[tuple[str, str, Measured]] = []
        bare = r.random() < 0.3
        if self.family.own_rows_only:
            return out
        for level1, level2 in LEVELS:
            for row in (c for c in chosen if c.split("|")[0] == level2):
                printed = "服务对象满意度" if level2 == "满意度" else level2
                if self.family.output_prefix and level1 == "产出指标":
                    printed = f"产出{level2}"
                out.append(
                    (
                        level1,
                        printed + ("" if bare else "指标"),
                        measured(r, row, self.style, self.year),
                    )
                )
        return out

    def process_row(self, row: str) -> tuple[str, str, Measured]:
        """One line of the family's own rows: first level | second level | name | text or %."""
        level1, level2, name, kind = row.split("|")
        good = self.r.random() < 0.8
        text = self.r.choice(("充分", "规范", "合规", "健全"))
        met = Decimal(1) if good else Decimal("0.9")
        target, actual, unit = (text, text if good else f"基本{text}", None)
        if kind == "rate":
            met = min(self.ratio, Decimal(1))
            target, actual, unit = "100", str(half_up(self.ratio * 100)), "%"
        tail = "%" if unit else ""
        fields: dict[str, str | None] = {
            "name": name, "nature": None, "operator": None, "target": target, "actual": actual, "unit": unit,
        }  # fmt: skip
        cells = {"name": name, "target": target + tail, "actual": actual + tail, "unit": ""}
        return level1, level2, Measured(fields, cells, met, qualitative=True)

    def write_rows(self) -> list[dict[str, Any]]:
        r, family, drawn = self.r, self.family, self.drawn
        weights = self._weights([level1 for level1, _, _ in self.rows])
        points: dict[str, Decimal] = {}
        for (level1, _, _), weight in zip(self.rows, weights, strict=True):
            points[level1] = points.get(level1, Decimal(0)) + weight
        below: dict[tuple[str, str], Decimal] = {}
        for (level1, level2, _), weight in zip(self.rows, weights, strict=True):
            below[level1, level2] = below.get((level1, level2), Decimal(0)) + weight
        with_points = family.points_in_level2 or (family.points_in_level1 and r.random() < 0.4)
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
            if family.weight_percent:
                cells["weight"] = f"{cells['weight']}%"
            self._extras(index, m, value, cells, weight, score)
            for role in ("target", "actual"):
                if role not in self.roles:
                    value[role] = value["operator"] = value["unit"] = None
            value["reason"] = (
                reason if "reason" in self.roles and reason not in ("", "-", "/") else None
            )
            cells |= {"reason": reason, "method": METHODS[2] if m.qualitative else METHODS[0]}
            self._slip(value, cells, weight)
            label = level1 + (f"（{plain(points[level1])}分）" if with_points else "")
            second = level2
            if family.points_in_level2:
                second = f"{level2}（{plain(below[level1, level2])}分）"
            row: list[Slot] = []
            for column, role in enumerate(self.roles, 2):
                pointer = f"/indicators/{index}/{role}"
                text = cells.get(role, "")
                if role in ("level1", "level2"):
                    new = level1 != ahead[0] if role == "level1" else (level1, level2) != ahead
                    text = label if role == "level1" else second
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
            flat = "level1" not in self.roles
            levels = {"level1": None if flat else level1, "level2": None if flat else level2}
            out.append(levels | {k: value[k] for k in keys})
        drawn.last = len(drawn.rows)
        block = (
            family.sections[3]
            if family.sections
            else r.choice(
                (
                    "绩效指标",
                    "绩效指标",
                    "绩 效 指 标",
                    f"绩效指标（{100 - int(family.execution_weight or 0)}分）"
                    if family.execution_weight
                    else "绩效指标",
                )
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
        if not self.family.two_tiers and not self.family.groups:
            self.drawn.line(("", 1, ""), *((words[role], 1, "") for role in self.roles))
            return
        if self.family.groups:
            self._groups(words)
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

    def _groups(self, words: dict[str, str]) -> None:
        """Two tiers: the family's groups over their columns, every other column over both."""
        first, second = [Slot("", 1)], []
        grouped = {role: name for name, roles in self.family.groups.items() for role in roles}
        for column, role in enumerate(self.roles, 2):
            name = grouped.get(role)
            if name is None:
                first.append(Slot(words[role], column, 1, 2))
                continue
            if role == self.family.groups[name][0]:
                first.append(Slot(name, column, len(self.family.groups[name])))
            second.append(Slot(words[role], column))
        self.drawn.rows += [first, second]

    def _extras(
        self,
        index: int,
        m: Measured,
        value: dict[str, Any],
        cells: dict[str, str],
        weight: Decimal,
        score: Decimal,
    ) -> None:
        """Cells of columns that the contract has no field for, and a number before the name."""
        r, roles, family = self.r, self.roles, self.family
        if family.name_prefix:
            number = 1 + sum(1 for a, b, _ in self.rows[:index] if (a, b) == self.rows[index][:2])
            cells["name"] = f"{family.name_prefix}{number}：{cells['name']}"
        if "operator" in roles and "nature" not in roles:
            sign = cells.get("nature", "")
            cells["operator"] = "" if sign == "定性" else sign
            value["nature"] = None
        if "converted" in roles:
            cells["converted"] = str(half_up(score * weight / 100))
        if "start" in roles:
            cells["start"] = cells["target"]
            if r.random() < 0.3:
                cells["target"] = ""
            elif not m.qualitative and r.random() < 0.3:
                cells["start"] = plain(Decimal(value["target"]) + 1)
        full = m.met == 1
        cells |= {
            "coefficient": plain(half_up(m.met * 100)), "core": r.choice(("是", "否")),
            "explanation": f"考核{m.fields['name']}", "status": "完成" if full else "未完成",
            "second": r.choice(("", value["score"] or "")),
        }  # fmt: skip
        cells["bare_score"] = cells.get("score", "")
        if "score" not in roles and "bare_score" in roles:
            cells["bare_score"] = value["score"] = plain(score)

    def _weights(self, levels: list[str]) -> list[Decimal]:
        """Weights that give the points of each first level, in steps that people choose."""
        whole = dict(self.family.points or SHARE)
        short = sum(whole.values()) - sum(whole[level] for level in set(levels))
        whole[levels[0]] += short
        scale = Decimal(1)
        if not self.family.points:
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
