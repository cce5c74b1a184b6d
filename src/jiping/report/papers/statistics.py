"""统计: what a batch of forms looks like together, in tables and plots."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from jiping.forms.drawing import Block, Drawing, Text
from jiping.model.decimals import divide_half_up, to_decimal
from jiping.report import SEVERITY
from jiping.report._naming import FAMILIES, family_of, named
from jiping.report.papers.grades import printed_grade
from jiping.report.papers.money import in_wan, main_line, rate, shown, total
from jiping.report.papers.plots import COLOURS, bars, points
from jiping.report.papers.sheets import UPRIGHT, Column, body, heading, sheet

if TYPE_CHECKING:
    from jiping.engine.results import Audit

GRADES = ("优", "良", "中", "差")
UNGRADED = "未评定"
LOW_RATE, LOW_SCORE = 90, 90
"""Lines in the plot: 执行率 below 90 % owes a reason (四川 2023 form); 90 points are 优 (财预〔2020〕10号)."""
MOST_UNITS = 10


def statistics(audits: Sequence[Audit], date: str | None = None) -> Drawing:
    """The first part of a batch's opinion."""
    blocks: list[Block] = [Text("项目支出绩效自评复核情况", "title")]
    if date:
        blocks.append(Text(f"（{date}）", "period"))
    blocks.append(heading(1, "总体情况"))
    blocks.append(body(_overview(audits)))
    blocks += [heading(2, "等级分布"), *_grades(audits)]
    blocks += [heading(3, "执行率与得分"), *_rates(audits)]
    blocks += [heading(4, "问题的类别"), *_kinds(audits)]
    blocks += [heading(5, "需要关注的单位"), *_units(audits)]
    return Drawing("复核情况统计", UPRIGHT, tuple(blocks))


def money(audit: Audit) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """年初预算, 全年预算 and 全年执行 of 年度资金总额, in 万元."""
    line, unit = main_line(audit.evaluation), audit.evaluation.form.amount_unit
    if line is None:
        return None, None, None
    return in_wan(line.initial, unit), in_wan(line.adjusted, unit), in_wan(line.executed, unit)


def _overview(audits: Sequence[Audit]) -> str:
    units = {named(a.evaluation.unit) for a in audits} - {""}
    adjusted = total(money(a)[1] for a in audits)
    executed = total(money(a)[2] for a in audits)
    found = Counter(f.severity for a in audits for f in a.findings)
    clean = sum(1 for a in audits if not any(f.severity == "error" for f in a.findings))
    said = "、".join(f"{word} {found[s]} 处" for s, word in SEVERITY.items())  # type: ignore[index]
    share = rate(executed, adjusted)
    amounts = (
        f"全年预算合计 {shown(adjusted)} 万元，全年执行合计 {shown(executed)} 万元"
        f"{'' if share is None else f'，总执行率 {share} %'}。"
        if adjusted is not None and executed is not None
        else ""
    )
    return (
        f"本次复核 {len(units)} 个单位的 {len(audits)} 个项目。{amounts}共发现问题 {sum(found.values())} 处："
        f"{said}。没有“错误”级别问题的项目 {clean} 个。{_mean(audits)}"
    )


def _mean(audits: Sequence[Audit]) -> str:
    scores = [s for a in audits if (s := to_decimal(a.ledger.printed_total)) is not None]
    if not scores:
        return ""
    mean = divide_half_up(sum(scores, Decimal(0)), Decimal(len(scores)), 2)
    return f"填报总分的平均数 {mean} 分，最高 {max(scores)} 分，最低 {min(scores)} 分。"


def _grades(audits: Sequence[Audit]) -> list[Block]:
    own = Counter(printed_grade(a) or UNGRADED for a in audits)
    again = Counter(a.ledger.grade or UNGRADED for a in audits)
    names = [*GRADES, *sorted({*own, *again} - set(GRADES))]
    columns = (
        Column("等级", 1), Column("按填报得分（项目数）", 1, "number"),
        Column("按重算得分（项目数）", 1, "number"),
    )  # fmt: skip
    table = [[name, str(own[name]), str(again[name])] for name in names]
    rows = [(name, (own[name],)) for name in names]
    return [
        bars("各等级的项目数（按填报得分）", rows, ("项目",), left=200, colours=(COLOURS[2],)),
        sheet("等级分布", columns, table, UPRIGHT),
    ]


def _rates(audits: Sequence[Audit]) -> list[Block]:
    found = []
    for audit in audits:
        _, adjusted, executed = money(audit)
        share, score = rate(executed, adjusted), to_decimal(audit.ledger.printed_total)
        if share is not None and score is not None:
            low = share < LOW_RATE <= score
            found.append((share, score, low, audit.evaluation.project.name or ""))
    if not found:
        return [body("没有同时写明预算、执行数和总分的项目。")]
    out = sum(1 for point in found if point[2])
    told = f"{len(found)} 个项目；其中 {out} 个执行率低于 {LOW_RATE} %、得分却在 {LOW_SCORE} 分及以上。"
    least = min(60, int(min(point[1] for point in found)) // 10 * 10)
    plot = points(
        "执行率与填报得分", found, ("执行率（%）", 0, 100), ("填报得分", least, 100),
        limits=(LOW_RATE, LOW_SCORE), told=told,
    )  # fmt: skip
    said = f"共 {told}" + ("这些项目钱没有用完而得分很高，请核实指标是否定得过低。" if out else "")
    columns = (
        Column("项目", 5, "prose"),
        Column("执行率（%）", 2, "number"),
        Column("填报得分", 2, "number"),
    )
    lowest = sorted(found)[:MOST_UNITS]
    table = [[name, str(share), str(score)] for share, score, _, name in lowest]
    return [body(said), plot, sheet("执行率最低的项目", columns, table, UPRIGHT)]


def _kinds(audits: Sequence[Audit]) -> list[Block]:
    count = Counter((family_of(f.rule), f.severity) for a in audits for f in a.findings)
    names = [n for n in FAMILIES.values() if any(count[n, s] for s in SEVERITY)]  # type: ignore[index]
    rows = [(n, tuple(count[n, s] for s in SEVERITY)) for n in names]  # type: ignore[index]
    if not rows:
        return [body("没有发现问题。")]
    titles = Counter(f.title for a in audits for f in a.findings).most_common(5)
    often = "、".join(f"“{title}”{n} 处" for title, n in titles)
    columns = (Column("类别", 3), *(Column(word, 2, "number") for word in SEVERITY.values()))
    table = [[name, *(str(n) for n in counts)] for name, counts in rows]
    return [
        body(f"出现最多的问题：{often}。"),
        bars("各类问题", rows, tuple(SEVERITY.values()), left=360),
        sheet("各类问题", columns, table, UPRIGHT),
    ]


def _units(audits: Sequence[Audit]) -> list[Block]:
    count: Counter[tuple[str, str]] = Counter()
    projects: Counter[str] = Counter()
    for audit in audits:
        whose = named(audit.evaluation.unit) or named(audit.evaluation.department) or "（未写单位）"
        projects[whose] += 1
        count.update((whose, f.severity) for f in audit.findings)
    order = sorted(projects, key=lambda u: (-count[u, "error"], -count[u, "warning"], u))
    grave = [u for u in order if count[u, "error"] or count[u, "warning"]][:MOST_UNITS]
    if not grave:
        return [body("没有需要特别关注的单位。")]
    rows = [(u, (count[u, "error"], count[u, "warning"])) for u in grave]
    columns = (
        Column("单位", 5, "prose"), Column("项目数", 2, "number"),
        Column("错误", 2, "number"), Column("需说明", 2, "number"),
    )  # fmt: skip
    table = [[u, str(projects[u]), str(e), str(w)] for u, (e, w) in rows]
    return [
        body("先按“错误”、再按“需说明”的处数排列。"),
        bars("需要关注的单位", rows, ("错误", "需说明"), left=560),
        sheet("需要关注的单位", columns, table, UPRIGHT),
    ]
