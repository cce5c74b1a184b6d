"""The library of indicators: seconds to build, milliseconds to search and suggest, by its size.

    python bench/indicators.py [--sizes 10000,100000,1000000] [--asked 300]

The indicators are drawn: names put together of things, doings and measures as forms have them, many
under several spellings, so that a million uses are some hundred thousand names. Nothing of this
ships as a library.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src")]

ROWS = 13
"""Indicators of a form."""
WHERE = [
    "农村",
    "城市",
    "社区",
    "乡镇",
    "园区",
    "学校",
    "医院",
    "草原",
    "林区",
    "库区",
    "口岸",
    "基层",
    "重点",
    "老旧小区",
    "高标准",
    "旗县",
    "边境",
    "沿线",
    "流域",
    "干线",
]
WHAT = [
    "道路",
    "桥梁",
    "水渠",
    "管网",
    "路灯",
    "厕所",
    "公厕",
    "垃圾",
    "污水",
    "河道",
    "绿地",
    "校舍",
    "教室",
    "食堂",
    "图书",
    "课桌",
    "设备",
    "仪器",
    "车辆",
    "系统",
    "平台",
    "档案",
    "数据",
    "种苗",
    "牲畜",
    "疫苗",
    "药品",
    "病床",
    "医师",
    "护士",
    "教师",
    "学生",
    "职工",
    "农户",
    "牧户",
    "企业",
    "商户",
    "游客",
    "志愿者",
    "残疾人",
    "老年人",
    "儿童",
    "干部",
    "党员",
    "展会",
    "展位",
    "论坛",
    "课程",
    "课题",
    "标准",
    "规划",
]
DONE = [
    "新建",
    "改造",
    "维修",
    "养护",
    "采购",
    "更新",
    "检测",
    "监测",
    "巡查",
    "清理",
    "培训",
    "资助",
    "补贴",
    "慰问",
    "宣传",
    "服务",
    "管护",
    "验收",
    "评审",
    "登记",
    "认证",
    "推广",
    "改良",
    "接种",
    "救助",
]
HOW = [
    "数量",
    "次数",
    "面积",
    "长度",
    "人数",
    "覆盖率",
    "完成率",
    "合格率",
    "及时率",
    "达标率",
    "完好率",
    "使用率",
    "增长率",
    "满意度",
    "单位成本",
    "总成本",
]
UNIT = {"数量": "个", "次数": "次", "面积": "亩", "长度": "公里", "人数": "人", "单位成本": "元", "总成本": "万元"}  # fmt: skip


def names(chance: random.Random) -> Iterator[tuple[str, str]]:
    """Name and unit, the frequent ones often, as anybody would spell them."""
    while True:
        # A small number is likelier by far: few indicators are in most forms.
        where, what, done = (
            each[int(len(each) * chance.random() ** 3)] for each in (WHERE, WHAT, DONE)
        )
        more = chance.choice(WHAT) if chance.random() < 0.7 else ""
        how = chance.choice(HOW)
        said = f"{where}{what}{more}{done}{how}"
        style = chance.random()
        if style < 0.15:
            said = f"{chance.randint(2019, 2024)}年{said}"
        elif style < 0.3:
            said = f"{said}（≥{chance.randint(1, 99)}）"
        elif style < 0.4:
            said = f"开展{where}{what}{more}{done}工作{how}"
        yield said, UNIT.get(how, "%")


def fill(folder: Path, wanted: int) -> int:
    """A dataset of about so many indicators; how many."""
    from jiping.audit.sample import changed
    from jiping.dataset.adding import add_forms
    from jiping.dataset.folder import Dataset

    base = changed({})
    add_forms(folder, [base], "base", "0" * 64, "bench")
    dataset = Dataset(folder)
    (part,) = dataset.manifest.parts
    import pyarrow
    from pyarrow import parquet

    chance = random.Random(6)
    drawn = names(chance)
    forms = wanted // ROWS
    held = {t: parquet.read_table(dataset.path / part.path(t), partitioning=None) for t in ("form", "indicator")}  # fmt: skip
    row = held["indicator"].slice(2, 1).to_pylist()[0]
    columns: dict[str, list[Any]] = {name: [] for name in row}
    heads: dict[str, list[Any]] = {name: [] for name in held["form"].column_names}
    head = held["form"].to_pylist()[0]
    for form in range(forms):
        name = "".join(chance.choice(each) for each in (WHERE, WHAT, WHAT, DONE)) + "经费"
        said = {"form": form + 1, "project_name": name, "digest": f"{form:064x}", "ordinal": form + 1,
                "department_name": f"第{chance.randrange(300)}局", "goal_expected": f"开展{name[:-2]}，提高服务能力。"}  # fmt: skip
        for column, values in heads.items():
            values.append(said.get(column, head[column]))
        for number in range(ROWS):
            title, unit = next(drawn)
            target = chance.randint(1, 100)
            mine = {"form": form + 1, "row": number, "name": title, "unit": unit,
                    "unit_kind": "percent" if unit == "%" else "count",
                    "target": target * 10**6, "target_text": str(target)}  # fmt: skip
            for column, values in columns.items():
                values.append(mine.get(column, row[column]))
    for table, made in (("form", heads), ("indicator", columns)):
        schema = held[table].schema
        parquet.write_table(
            pyarrow.table({f.name: pyarrow.array(made[f.name], f.type) for f in schema}),
            dataset.path / part.path(table),
        )
    return forms * ROWS


def timed(ask: Callable[[str], Any], words: list[str]) -> tuple[float, float, float, float]:
    """Milliseconds of the clock that half of the queries take at most, and nineteen of twenty; then
    of the processor, which other work on the machine does not lengthen."""
    took, own = [], []
    for text in words:
        begun, used = time.perf_counter(), time.thread_time()
        ask(text)
        took.append((time.perf_counter() - begun) * 1000)
        own.append((time.thread_time() - used) * 1000)
    took.sort()
    own.sort()
    half, most = len(took) // 2, len(took) * 19 // 20
    return took[half], took[most], own[half], own[most]


def main() -> None:
    """Print the figures."""
    from jiping.dataset.growing import build
    from jiping.indicators.library import Library
    from jiping.indicators.suggesting import suggest

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="10000,100000,1000000")
    parser.add_argument("--asked", type=int, default=300)
    given = parser.parse_args()
    print(
        "| indicators | names | concepts | build, s | of the processor, s | file, MB | open, ms | search p50 / p95 / of the processor p50 / p95, ms"
        " | suggest, likewise | memory, MB |\n|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|"
    )
    for size in map(int, given.sizes.split(",")):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            count = fill(folder / "set", size)
            begun, used = time.perf_counter(), time.process_time()
            done = build(folder / "set", folder / "own.sqlite", audited=False)
            built, own = time.perf_counter() - begun, time.process_time() - used
            chance = random.Random(1)
            drawn = names(chance)
            asked = [next(drawn)[0] for _ in range(given.asked // 2)]
            # Half of the queries are short, as typed: 满意度, 道路, 培训人数.
            asked += [chance.choice(HOW) for _ in range(given.asked // 4)]
            asked += [chance.choice(WHAT) + chance.choice(HOW) for _ in range(given.asked // 4)]
            projects = ["".join(map(chance.choice, (WHERE, WHAT, DONE))) + "经费" for _ in range(given.asked)]  # fmt: skip
            begun = time.perf_counter()
            with Library(folder / "own.sqlite") as library:
                library.search("满意度")
                opened = (time.perf_counter() - begun) * 1000
                search = timed(library.search, asked)
                advice = timed(lambda text: suggest(library, text), projects)
            shown = [" / ".join(f"{value:.1f}" for value in each) for each in (search, advice)]
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            weight = (folder / "own.sqlite").stat().st_size / 2**20
            print(
                f"| {count} | {done.names} | {done.concepts} | {built:.1f} | {own:.1f} | {weight:.0f} |"
                f" {opened:.1f} | {shown[0]} | {shown[1]} | {memory} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
