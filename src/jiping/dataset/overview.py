"""`jiping dataset info`: what is in a dataset, in words."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from jiping.dataset import results
from jiping.dataset.folder import Dataset
from jiping.dataset.querying import ask
from jiping.law.regions import division


def overview(path: str | Path) -> str:
    """Years, regions, numbers of forms, the last audit. Raises DatasetError."""
    dataset = Dataset(path)
    held = dataset.manifest
    lines = [
        f"数据集 {path}：{held.forms} 张自评表，{len(held.files)} 次加入，{len(held.parts)} 个分块"
    ]
    rows = _rows(dataset)
    lines.append(
        f"指标 {rows['indicator']} 行，资金 {rows['fund']} 行，文字中的数 {rows['fact']} 个，位置 {rows['place']} 处"
    )
    files = dict(ask(dataset, "SELECT status, count(*) FROM file GROUP BY status").rows())
    words = {"read": "读出了表", "no_form": "没有自评表", "refused": "不是自评表", "same": "内容重复", "archive": "压缩包"}  # fmt: skip
    said = "，".join(f"{words[status]} {n}" for status, n in sorted(files.items()))
    lines.append(f"文件 {sum(files.values())} 个：{said or '没有'}")
    years: Counter[int | None] = Counter()
    regions: Counter[str | None] = Counter()
    for part in held.parts:
        years[part.year] += held.live([part])
        regions[part.region] += held.live([part])
    lines.append("年度：" + "，".join(f"{year or '不明'} {n} 张" for year, n in sorted(years.items(), key=lambda i: i[0] or 0)))  # fmt: skip
    lines.append(
        "地区：" + "，".join(f"{_region(code)} {n} 张" for code, n in regions.most_common())
    )
    lines += _of_web(dataset)
    lines.append(_audited(dataset))
    return "\n".join(lines) + "\n"


def _rows(dataset: Dataset) -> dict[str, int]:
    """How many rows the tables have; counted only where the manifest's figures hold too many."""
    tables = ("indicator", "fund", "fact", "place")
    held = dataset.manifest
    if not held.withdrawn:
        return {t: sum(part.rows.get(t, 0) for part in held.parts) for t in tables}
    return {
        t: count
        for t in tables
        for ((count,),) in [tuple(ask(dataset, f"SELECT count(*) FROM {t}").rows())]
    }


def _of_web(dataset: Dataset) -> list[str]:
    """What came from web systems, by state there; what was replaced."""
    found = list(ask(dataset, "SELECT state, count(*) FROM web GROUP BY ALL ORDER BY ALL").rows())
    words = {"draft": "草稿", "submitted": "待审核", "returned": "已退回", "approved": "已通过"}
    lines = []
    if found:
        said = "，".join(f"{words.get(state, state)} {n}" for state, n in found)
        lines.append(f"由网页系统取来 {sum(n for _, n in found)} 张：{said}")
    if dataset.manifest.withdrawn:
        lines.append(f"另有 {len(dataset.manifest.withdrawn)} 张已由新的内容代替，不再计入")
    return lines


def _region(code: str | None) -> str:
    found = division(code) if code else None
    return found.name if found else "不明"


def _audited(dataset: Dataset) -> str:
    last = results.latest(dataset)
    if last is None:
        return "还没有审核过"
    held = dataset.manifest
    done = held.live([part for part in held.parts if part.id in last.done()])
    words = f"上次审核：{done} 张表有结果"
    if done < held.forms:
        words += f"，{held.forms - done} 张还没有"
    if last.rules != results.rules_digest():
        words += "；规则或程序之后有变化，下次审核会全部重做"
    return words
