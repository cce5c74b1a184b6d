"""The cases that are planted in a province, plain ones and hard ones.

Hard: a text rephrased or copied with other numbers, a cost of three digits, one target that stayed, a
satisfaction of a department with few forms. Nobody finds all of those without asking in vain; how
many are found is told apart.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from cohort_honest import OBJECTS, YEARS
from cohort_planting import Planter


def _copied(p: Planter) -> None:
    """A result copied to another unit: name of the unit apart, every twentieth letter changed."""
    first, *others = p.anywhere(p.r.choice((2, 2, 3, 5)))
    text = p.made.forms[first]["actual"] = p.honest.text(3, 4)
    for n in others:
        letters = list(text)
        for _ in range(p.r.choice((0, 1, 2))):
            letters[p.r.randrange(len(letters))] = p.r.choice("的了已在")
        p.made.forms[n]["actual"] = "".join(letters)
    p.put("C-IND-19", "copied result", (first, *others))


def _copied_numbers(p: Planter) -> None:
    """Copied, and every number is another."""
    first, *others = p.anywhere(p.r.choice((2, 2, 3, 5)))
    text = p.made.forms[first]["actual"] = p.honest.text(3, 4)
    for n in others:
        p.made.forms[n]["actual"] = re.sub(r"\d+", lambda _: str(p.r.randint(2, 9800)), text)
    p.put("C-IND-19", "hard: numbers changed", (first, *others))


def _rephrased(p: Planter) -> None:
    """Copied in another order, with words beside it exchanged and the numbers changed."""
    a, b = p.anywhere(2)
    text = p.made.forms[a]["actual"] = p.honest.text(4, 4)
    said = text.rstrip("。").split("；")
    p.r.shuffle(said)
    words = (("，涉及", "，覆盖"), ("完成", "做完"), ("周边", "四周"), ("已经", "已"), ("，", "、"))
    for at in p.r.sample(range(len(said)), 2):
        for old, new in words:
            said[at] = said[at].replace(old, new)
    changed = "；".join(said) + "。"
    p.made.forms[b]["actual"] = re.sub(r"\d+", lambda _: str(p.r.randint(2, 9800)), changed)
    p.put("C-IND-19", "hard: rephrased", (a, b))


def _reasons(p: Planter) -> None:
    forms = p.anywhere(p.r.choice((3, 4, 6)))
    text = p.honest.reason()
    for n in forms:
        p.made.forms[n]["rows"][0]["reason"] = text
    p.put("C-COH-09", "copied reason", forms)


def _last_text(p: Planter) -> None:
    a, b = p.chain()
    one, other = p.made.forms[a], p.made.forms[b]
    other["actual"] = one["actual"].replace(str(one["year"]), str(other["year"]))
    p.put("C-DEV-20", "text of last year", (a, b))


def _last_values(p: Planter) -> None:
    a, b = p.chain()
    for row, before in zip(p.made.forms[b]["rows"], p.made.forms[a]["rows"], strict=True):
        if row["unit"] not in ("%", "万元"):
            if row["op"] == ">=":
                before["actual"] = before["target"] = p.r.randint(21, 890)
                before["actual"] += before["actual"] % 10 == 0
            row["target"], row["actual"] = before["target"], before["actual"]
    p.put("C-DEV-20", "values of last year", (a, b))


def _targets(p: Planter) -> None:
    a, b = p.chain()
    for row, before in zip(p.made.forms[b]["rows"][:3], p.made.forms[a]["rows"][:3], strict=True):
        before["actual"] = round(before["target"] * p.r.uniform(1.3, 2.5)) + 1
        row["target"] = max(1, round(before["target"] * p.r.choice((1, 1, 0.9))))
        row["actual"] = round(row["target"] * 1.1)
    _as_much_money(p, a, b)
    p.put("C-COH-01", "targets not raised", (a, b))


def _target_slightly(p: Planter) -> None:
    """One target, and no more than half as much again: a year that went well looks the same."""
    a, b = p.chain()
    before, row = p.made.forms[a]["rows"][0], p.made.forms[b]["rows"][0]
    before["actual"] = round(before["target"] * p.r.uniform(1.25, 1.6)) + 1
    row["target"], row["actual"] = before["target"], round(before["target"] * 1.1)
    _as_much_money(p, a, b)
    p.put("C-COH-01", "hard: one target not raised", (a, b))


def _as_much_money(p: Planter, a: int, b: int) -> None:
    """Less money would explain lower targets."""
    one, other = p.made.forms[a], p.made.forms[b]
    if other["budget"] < one["budget"]:
        other["paid"] = round(other["paid"] * one["budget"] / other["budget"], 2)
        other["budget"] = one["budget"]


def _same_cost(p: Planter) -> None:
    a, b = p.some(p.by_unit, 2)[:2]
    value = round(p.r.uniform(3, 90), 4)
    for n in (a, b):
        next(r for r in p.made.forms[n]["rows"] if r["unit"] == "万元")["actual"] = value
    p.put("C-IND-20", "same cost", (a, b))


def _near_round_cost(p: Planter) -> None:
    """Three digits, as honest costs of one unit have them by chance."""
    a, b = p.some(p.by_unit, 2)[:2]
    value = p.r.randint(101, 999) / 10
    for n in (a, b):
        next(r for r in p.made.forms[n]["rows"] if r["unit"] == "万元")["actual"] = value
    p.put("C-IND-20", "hard: near-round cost", (a, b))


def _same_event(p: Planter) -> None:
    a, b = p.some(p.by_unit, 2)[:2]
    event = "".join(p.r.sample("鄂尔乌兰巴托克什腾巴彦淖锡林郭勒额济纳", 5))
    year = p.made.forms[a]["year"]
    for n, words in ((a, "商品展览会参展"), (b, "文化博览会暨经贸")):
        f = p.made.forms[n]
        f["project"] = f"{year}年{event}{words}活动"
        f["rows"][0]["name"] = "参展企业数量"
        next(r for r in f["rows"] if r["unit"] == "万元")["name"] = "展会服务费"
    p.put("C-IND-20", "same event", (a, b))


def _price(p: Planter) -> None:
    counts: dict[str, int] = p.__dict__.setdefault("names", {})
    if not counts:
        for f in p.made.forms:
            for r in f["rows"]:
                if r["unit"] == "元/个":
                    counts[r["name"]] = counts.get(r["name"], 0) + 1
    for _ in range(2_000):
        (n,) = p.anywhere(1)
        row = next(r for r in p.made.forms[n]["rows"] if r["unit"] == "元/个")
        if counts[row["name"]] >= 30:
            break
    else:  # so small a province has too few alike
        return
    row["actual"] = round(row["base"] * p.r.choice((6, 8, 12, 100)))
    p.put("C-COH-02", "unit cost far off", (n,))


def _easy(p: Planter) -> None:
    forms = p.some(p.by_unit, 2, lambda f: f["year"] == YEARS[-1])
    for n in forms:
        for row in p.made.forms[n]["rows"][:3]:
            row["actual"] = round(row["target"] * p.r.uniform(1.3, 4)) + 1
    p.put("C-COH-03", "easy targets", forms)


def _sure(p: Planter) -> None:
    (n,) = p.anywhere(1)
    f = p.made.forms[n]
    for row in f["rows"]:
        row["score"] = row["weight"] = (
            50 if row["name"] == "资金使用合规率" else p.r.choice((3, 4, 5))
        )
    p.put("C-COH-04", "weight on sure rows", (n,))


def _flat(p: Planter) -> None:
    forms = p.some(p.by_department, 5)
    whole = p.by_department[p.made.forms[forms[0]]["department"], p.made.forms[forms[0]]["year"]]
    value = p.r.choice((100, 98))
    for n in whole:
        p.made.forms[n]["total"] = value
    p.put("C-COH-05", "all the same total", whole)


def _rates(p: Planter) -> None:
    forms = p.some(p.by_department, 5)
    whole = p.by_department[p.made.forms[forms[0]]["department"], p.made.forms[forms[0]]["year"]]
    for n in whole:
        for row in p.made.forms[n]["rows"]:
            if row["unit"] == "%" and row["level1"] != "satisfaction":
                row["actual"] = 96
    p.put("C-COH-06", "one rate everywhere", whole)


def _satisfied(p: Planter) -> None:
    forms = p.some(p.by_department, 9)
    whole = p.by_department[p.made.forms[forms[0]]["department"], p.made.forms[forms[0]]["year"]]
    for n in whole:
        row = p.made.forms[n]["rows"][-1]
        row["actual"] = row["target"]  # what many do by chance, one department does throughout
    p.put("C-COH-07", "satisfaction equals target", whole)


def _satisfied_few(p: Planter) -> None:
    forms = p.some(p.by_department, 5)
    key = p.made.forms[forms[0]]["department"], p.made.forms[forms[0]]["year"]
    for n in p.by_department[key]:
        row = p.made.forms[n]["rows"][-1]
        row["actual"] = row["target"]
    p.put("C-COH-07", "hard: few or many rows", p.by_department[key])


def _money(p: Planter) -> None:
    a, b = p.some(p.by_unit, 2)[:2]
    value = round(p.r.uniform(11, 99), 2)
    if str(value).endswith("0") or value == round(value, 1):
        value += 0.03
    for n in (a, b):
        p.made.forms[n]["paid"], p.made.forms[n]["budget"] = round(value, 2), round(value + 3, 2)
    p.put("C-COH-08", "same money", (a, b))


def _foreign(p: Planter) -> None:
    a, b = p.anywhere(2)
    other = p.made.forms[b]["place"]
    p.made.forms[a]["actual"] = f"{other}{p.honest.text()}"
    p.used |= {b}
    p.put("C-COH-10", "name of another place", (a,))


def _twice(p: Planter) -> None:
    (a,) = p.anywhere(1)
    f = p.made.forms[a]
    p.made.forms.append({**f, "rows": [dict(r) for r in f["rows"]], "paid": round(f["paid"] * 0.97, 2), "actual": p.honest.text()})  # fmt: skip
    n = len(p.made.forms) - 1
    p.by_department[f["department"], f["year"]].append(n)
    p.put("C-STR-09", "same name twice", (a, n))


def _near(p: Planter) -> None:
    (a,) = p.anywhere(1)
    f = p.made.forms[a]
    f["paid"] = f["budget"] = round(p.r.uniform(11, 90), 2) + 0.01
    f["project"] = f"{p.honest.r.choice(OBJECTS)}安全隐患排查整治专项经费"
    copy = {**f, "rows": [dict(r) for r in f["rows"]], "project": f["project"].replace("专项经费", "专项"), "actual": p.honest.text()}  # fmt: skip
    p.made.forms.append(copy)
    n = len(p.made.forms) - 1
    p.by_department[f["department"], f["year"]].append(n)
    p.put("C-STR-09", "near-equal names", (a, n))


PLANTS: dict[str, tuple[Callable[[Planter], None], ...]] = {
    "C-COH-01": (_targets, _target_slightly), "C-COH-02": (_price,), "C-COH-03": (_easy,), "C-COH-04": (_sure,),
    "C-COH-05": (_flat,), "C-COH-06": (_rates,), "C-COH-07": (_satisfied, _satisfied_few), "C-COH-08": (_money,),
    "C-COH-09": (_reasons,), "C-COH-10": (_foreign,), "C-DEV-20": (_last_text, _last_values),
    "C-IND-19": (_copied, _copied_numbers, _rephrased), "C-IND-20": (_same_cost, _same_event, _near_round_cost), "C-STR-09": (_twice, _near),
}  # fmt: skip
"""Rule → how its cases are put in."""
