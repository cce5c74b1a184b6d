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
    rows = {t: sum(part.rows.get(t, 0) for part in held.parts) for t in ("indicator", "fund", "fact", "place")}  # fmt: skip
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
        years[part.year] += part.forms
        regions[part.region] += part.forms
    lines.append("年度：" + "，".join(f"{year or '不明'} {n} 张" for year, n in sorted(years.items(), key=lambda i: i[0] or 0)))  # fmt: skip
    lines.append(
        "地区：" + "，".join(f"{_region(code)} {n} 张" for code, n in regions.most_common())
    )
    lines.append(_audited(dataset))
    return "\n".join(lines) + "\n"


def _region(code: str | None) -> str:
    found = division(code) if code else None
    return found.name if found else "不明"


def _audited(dataset: Dataset) -> str:
    last = results.latest(dataset)
    if last is None:
        return "还没有审核过"
    done = sum(part.forms for part in dataset.manifest.parts if part.id in last.done())
    words = f"上次审核：{done} 张表有结果"
    if done < dataset.manifest.forms:
        words += f"，{dataset.manifest.forms - done} 张还没有"
    if last.rules != results.rules_digest():
        words += "；规则或程序之后有变化，下次审核会全部重做"
    return words
