"""A province of forms with cases planted in it: for measuring what the rules of cohorts find.

Departments and units of many counties, projects that go on for three years, money, targets and
texts drawn as an honest province would have them (`cohort_honest`), with what tempts a rule to ask in
vain: programmes handed down with the same goal, stages with near-equal names. Then some cases of
each kind are planted (`cohort_planting`). Everything follows from the seed.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from cohort_honest import ACTS, FIELDS, FIRST, KINDS, OBJECTS, SECOND, YEARS, Honest
from cohort_planting import Planted, Planter
from cohort_plants import PLANTS


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


def province(forms: int, seed: int, planted: int = 12) -> Province:
    """About ``forms`` forms, ``planted`` cases of every kind among them."""
    chance = random.Random(seed)
    honest = Honest(chance)
    made = Province()
    prices: dict[str, float] = {}
    held = made.forms
    titles: set[tuple[str, str]] = set()
    handed = [(f"{f}转移支付补助资金", honest.text(2, 3)) for f in FIELDS]
    while len(held) < forms:
        place = f"{chance.choice(FIRST)}{chance.choice(SECOND)}{chance.choice('县县区旗')}"
        if chance.random() < 0.85:
            place = chance.choice(FIRST) + place
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
            acts, things = chance.sample(ACTS, 3), chance.sample(OBJECTS, 3)
            expected, title = (
                None,
                f"{things[0]}{acts[0]}及{things[1]}{acts[1]}{chance.choice(KINDS)}",
            )
            if chance.random() < 0.1:
                title, expected = handed[FIELDS.index(name)]
            project: dict[str, Any] = {
                "unit": unit, "department": department, "place": place, "field": name, "name": title,
                "expected": expected, "dated": chance.random() < 0.3, "budget": honest.money(),
                "rows": honest.rows(acts, things, prices),
            }  # fmt: skip
            if chance.random() < 0.06:  # common work that is no double funding
                work, cost = chance.choice(
                    (("开展业务培训", "培训费"), ("组织调研", "差旅费"), ("召开会议", "会议费"))
                )
                project["rows"][0]["name"] = f"{work}次数"
                if chance.random() < 0.5:
                    paid_for = next(r for r in project["rows"] if r["unit"] == "万元")
                    paid_for["name"] = cost
            if chance.random() < 0.04:
                project["name"] += chance.choice(("一期", "二期"))
            if (unit, project["name"]) in titles:
                continue
            titles.add((unit, project["name"]))
            for year in YEARS if chance.random() < 0.7 else chance.sample(YEARS, 1):
                held.append(honest.year(project, year))
    planter = Planter(made, chance, honest)
    for _rule, plant in sorted(PLANTS.items()):
        for _ in range(planted):
            for one in plant:
                one(planter)
    planter.lists()
    return made
