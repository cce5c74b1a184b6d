"""试算报告: what another way of scoring would change, for those who are about to decide on it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from jiping.forms.drawing import Block, Document, Drawing, Text
from jiping.model.decimals import divide_half_up, half_up
from jiping.report.papers.money import shown
from jiping.report.papers.paired import both_ways, pairs, spread
from jiping.report.papers.sheets import UPRIGHT, Column, body, heading, sheet
from jiping.report.papers.simulated import GRADES, Effect, Group, Mover, Side, Simulation

NAME = "计分办法试算报告"
TITLES = ("对照", "试算")


def simulation(found: Simulation, *, version: str = "") -> Document:
    """The whole report."""
    blocks: list[Block] = [Text(NAME, "title"), Text(f"（{found.years}）", "period")]
    sections = (
        ("总体情况", _overview),
        ("两种办法的差别", _differences),
        ("得分的分布", _scores),
        ("等级的变化", _grades),
        ("变化的原因", _causes),
        ("名次的变化与变化最大的项目", _movers),
        ("各等级对应的资金", _money),
        ("各地区、各部门", _groups),
    )
    number = 0
    for title, draw in sections:
        drawn = draw(found)
        if drawn:
            number += 1
            blocks += [heading(number, title), *drawn]
    if found.notes:
        blocks += [heading(number + 1, "说明"), *map(body, found.notes)]
    return Document((Drawing("试算报告", UPRIGHT, tuple(blocks)),), title=NAME, version=version)


def _overview(found: Simulation) -> list[Block]:
    against, tried = found.against, found.tried
    said = (
        f"数据集中有 {found.forms} 张自评表，其中 {found.compared} 张按两种办法都能算出总分。"
        f"{left_out(found)}"
        f"对照：{against.title}；试算：{tried.title}。"
    )
    if not found.compared:
        return [body(said), *map(body, found.conditions)]
    same = found.compared - found.lower - found.higher
    change = (tried.mean or Decimal(0)) - (against.mean or Decimal(0))
    moved = sum(n for (a, t), n in found.matrix.items() if a != t)
    said2 = (
        f"换用试算的办法，{found.lower} 个项目得分降低（{_share(found.lower, found.compared)}），"
        f"{found.higher} 个提高（{_share(found.higher, found.compared)}），{same} 个不变。"
        f"平均分由 {against.mean} 分变为 {tried.mean} 分（{_signed(change)} 分），"
        f"中位数由 {against.median} 分变为 {tried.median} 分。"
        f"{moved} 个项目的等级改变（{_share(moved, found.compared)}）。"
    )
    return [body(said), *map(body, found.conditions), body(said2)]


def _differences(found: Simulation) -> list[Block]:
    if not found.differences:
        return []
    columns = (
        Column("项目", 4, "prose"), Column("对照", 3), Column("试算", 3), Column("试算的出处", 6, "prose"),
    )  # fmt: skip
    rows = [[d.parameter, d.against, d.tried, d.source] for d in found.differences]
    return [sheet("两种办法的差别", columns, rows, UPRIGHT)]


def _scores(found: Simulation) -> list[Block]:
    if not found.compared:
        return []
    columns = (
        Column("得分", 3),
        Column("对照（个）", 2, "number"),
        Column("试算（个）", 2, "number"),
    )
    rows = [[words, str(a), str(t)] for words, a, t in found.bins]
    changed = [[words, str(n), _share(n, found.compared)] for words, n in found.changes]
    return [
        pairs("总分的分布", found.bins, TITLES),
        sheet("总分的分布", columns, rows, UPRIGHT),
        body("每个项目得分的变化（试算减对照）："),
        spread("得分变化的分布", found.changes),
        sheet(
            "得分变化的分布",
            (Column("变化", 3), Column("项目数", 2, "number"), Column("占比", 2)),
            changed, UPRIGHT,
        ),
    ]  # fmt: skip


def _grades(found: Simulation) -> list[Block]:
    if not found.compared:
        return []
    rows = [(g, found.against.grades.get(g, 0), found.tried.grades.get(g, 0)) for g in GRADES]
    up = sum(n for (a, t), n in found.matrix.items() if GRADES.index(t) < GRADES.index(a))
    down = sum(n for (a, t), n in found.matrix.items() if GRADES.index(t) > GRADES.index(a))
    columns = (Column("对照＼试算", 3), *(Column(g, 2, "number") for g in GRADES), Column("合计", 2, "number"))  # fmt: skip
    table = [
        [
            a,
            *(str(found.matrix.get((a, t), 0)) for t in GRADES),
            str(found.against.grades.get(a, 0)),
        ]
        for a in GRADES
    ]
    table.append(
        ["合计", *(str(found.tried.grades.get(t, 0)) for t in GRADES), str(found.compared)]
    )
    return [
        body(f"{up} 个项目的等级上升，{down} 个下降。表中一行是对照的等级，一栏是试算的等级。"),
        pairs("各等级的项目数", rows, TITLES, left=160),
        sheet("等级的变化（个）", columns, table, UPRIGHT),
    ]


def _causes(found: Simulation) -> list[Block]:
    if not found.effects:
        if found.compared:
            return [
                body(
                    "一方是各表现行的办法，没有逐项分解。"
                    if found.lower or found.higher
                    else "没有变化。"
                )
            ]
        return []
    columns = (
        Column("原因", 4, "prose"), Column("影响项目数", 2, "number"), Column("平均每个影响（分）", 3, "number"),
        Column("合计（分）", 3, "number"), Column("最多降低", 2, "number"), Column("最多提高", 2, "number"),
    )  # fmt: skip
    rows = [_effect(e) for e in found.effects]
    return [
        body(
            "逐项分解：在对照的办法里只把这一项换成试算的写法，重算全部项目得到的变化。"
            "各项之和与总变化的差，列为“几项共同作用”。"
        ),
        both_ways(
            "各原因使得分变化的合计",
            [(e.cause, int(e.total * 100)) for e in found.effects],
            [f"{_signed(e.total)} 分" for e in found.effects],
        ),
        sheet("变化的原因", columns, rows, UPRIGHT),
    ]


def _effect(e: Effect) -> list[str]:
    mean = divide_half_up(e.total, Decimal(e.forms), 2) or Decimal(0)
    least, most = min(e.least, Decimal(0)), max(e.most, Decimal(0))
    return [e.cause, str(e.forms), _signed(mean), _signed(e.total), str(abs(least)), str(most)]


def _movers(found: Simulation) -> list[Block]:
    if not found.compared:
        return []
    said = "，".join(f"{words} {n}" for words, n in found.rank_moves)
    blocks: list[Block] = [body(f"{found.compared} 个项目按总分排名次（同分同名次）。{said}。")]
    for words, movers in (("降低最多", found.falling), ("提高最多", found.rising)):
        if movers:
            blocks += [body(f"得分{words}的项目："), _sheet_of(words, movers)]
    return blocks


def _sheet_of(words: str, movers: Sequence[Mover]) -> Block:
    columns = (
        Column("项目（单位）", 6, "prose"), Column("对照", 2), Column("试算", 2), Column("变化", 2),
        Column("名次", 3), Column("原因和变化最大的行", 9, "prose"),
    )  # fmt: skip
    rows = [
        [
            f"{m.project}（{m.unit}）", f"{m.against} {m.grades[0]}", f"{m.tried} {m.grades[1]}",
            _signed(m.tried - m.against), f"{m.ranks[0]} → {m.ranks[1]}",
            "；".join([*(f"{cause} {_signed(n)}" for cause, n in m.causes), *m.rows]),
        ]
        for m in movers
    ]  # fmt: skip
    return sheet(f"得分{words}的项目", columns, rows, UPRIGHT, size=80)


def _money(found: Simulation) -> list[Block]:
    if not found.compared:
        return []
    moved = {k: v for k, v in found.matrix_money.items() if k[0] != k[1]}
    up = sum((v for (a, t), v in moved.items() if GRADES.index(t) < GRADES.index(a)), Decimal(0))
    down = sum((v for (a, t), v in moved.items() if GRADES.index(t) > GRADES.index(a)), Decimal(0))
    rows = [(g, _whole(found.against, g), _whole(found.tried, g)) for g in GRADES]
    columns = (
        Column("等级", 2), Column("对照：全年预算（万元）", 4, "number"),
        Column("试算：全年预算（万元）", 4, "number"), Column("变化（万元）", 4, "number"),
    )  # fmt: skip
    table = []
    for g in GRADES:
        a, t = found.against.money.get(g, Decimal(0)), found.tried.money.get(g, Decimal(0))
        table.append([g, shown(a), shown(t), _signed(half_up(t - a, 2))])
    return [
        body(
            f"等级下降的项目全年预算合计 {shown(down)} 万元，等级上升的 {shown(up)} 万元。"
            "等级与预算安排挂钩的地方，这就是受影响的资金。"
        ),
        pairs("各等级的全年预算（万元）", rows, TITLES, left=160),
        sheet("各等级的全年预算", columns, table, UPRIGHT),
    ]


def _whole(side: Side, grade: str) -> int:
    return int(half_up(side.money.get(grade, Decimal(0)), 0))


def _groups(found: Simulation) -> list[Block]:
    blocks: list[Block] = []
    for words, groups in (("地区", found.regions), ("部门", found.departments)):
        if groups:
            blocks += [body(f"平均分变化最大的{words}："), _group_sheet(words, groups)]
    return blocks


def _group_sheet(words: str, groups: Sequence[Group]) -> Block:
    columns = (
        Column(words, 6, "prose"), Column("项目数", 2, "number"), Column("对照平均分", 3, "number"),
        Column("试算平均分", 3, "number"), Column("变化", 2, "number"), Column("等级改变", 2, "number"),
    )  # fmt: skip
    rows = [
        [g.name, str(g.forms), str(g.against), str(g.tried), _signed(g.tried - g.against), str(g.regraded)]
        for g in groups
    ]  # fmt: skip
    return sheet(f"各{words}的变化", columns, rows, UPRIGHT)


def _signed(number: Decimal) -> str:
    if number == 0:
        return f"{abs(number)}"
    return f"{'+' if number > 0 else '-'}{abs(number)}"


def _share(part: int, whole: int) -> str:
    return f"{divide_half_up(Decimal(part * 100), Decimal(whole), 1)} %" if whole else "0 %"


def left_out(found: Simulation) -> str:
    """How many forms were not compared, and why; nothing where all were."""
    left = found.forms - found.compared
    why = "缺目标值、完成值或分值等，至少按一种办法算不出总分，没有比较"
    return f"其余 {left} 张{why}。" if left else ""
