"""Which scheme scores a form: given, named by region, year and form, else inferred from scores.

Inferring runs the scoring stages under every candidate at once (a batch that mixes schemes) and
takes the one that reproduces the printed scores; ties and failures are said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from jiping.engine.bench import Bench
from jiping.engine.inputs import input_tables
from jiping.engine.results import Choice
from jiping.law.regions import Region, region_of
from jiping.model.evaluation import Evaluation
from jiping.model.levels import level1_kind
from jiping.score.scheme import Scheme

NATIONAL = "000000"
DEFAULT = "cn-2020"


@dataclass(frozen=True, slots=True)
class Chosen:
    """A scheme, how it was chosen, and a sentence about it for people."""

    scheme: Scheme
    choice: Choice
    note: str


def choose(
    database: Bench, evaluations: Sequence[Evaluation], given: Scheme | None
) -> list[Chosen]:
    """One scheme for each form."""
    if given is not None:
        return [Chosen(given, "given", f"按您指定的方案“{given.title}”计分") for _ in evaluations]
    chosen: list[Chosen | None] = [named_by_form(e, database.schemes) for e in evaluations]
    known = {scheme.id for scheme in database.schemes}
    open_forms = [k for k, c in enumerate(chosen) if c is None]
    if open_forms:
        inferred = infer(database, [evaluations[k] for k in open_forms])
        for k, c in zip(open_forms, inferred, strict=True):
            chosen[k] = c
    return [
        _unknown(e, known, c) for e, c in zip(evaluations, chosen, strict=True) if c is not None
    ]


def _unknown(evaluation: Evaluation, known: set[str], chosen: Chosen) -> Chosen:
    """With a word on a filler's workbook that was made for a scheme which isn't here."""
    made = evaluation.reading.workbook
    if made is None or not made.scheme or made.scheme in known:
        return chosen
    said = f"填报工作簿按“{made.scheme}”制作，这里没有这个办法（请用 --scheme 给出方案文件）"
    return replace(chosen, note=f"{said}；{chosen.note}")


def named_by_form(evaluation: Evaluation, schemes: Sequence[Scheme]) -> Chosen | None:
    """The scheme of the workbook that the form was filled in; else the one that the form's own words
    name: its region and year, or a form of one region."""
    made = evaluation.reading.workbook
    own = next((s for s in schemes if made is not None and s.id == made.scheme), None)
    if own is not None:
        return Chosen(own, "form", f"填报工作簿按“{own.title}”制作，用同一办法计分")
    year = evaluation.year
    region = _region(evaluation)
    regional = [s for s in schemes if NATIONAL not in s.regions and s.in_force(year)]
    if region is not None:
        fits = [s for s in regional if set(s.regions) & set(region.chain())]
        fits = [s for s in fits if evaluation.form.family in s.families] or fits
        if fits:
            best = max(fits, key=lambda s: (s.years[0], s.id))
            return Chosen(
                best, "form", f"单位属{region.province.name}，{_year(year)}，适用“{best.title}”"
            )
    fits = [s for s in regional if evaluation.form.family in s.families]
    if region is None and len(fits) == 1:
        best = fits[0]
        return Chosen(best, "form", f"按表式判断，{_year(year)}，适用“{best.title}”")
    return None


def may_bind(evaluation: Evaluation, schemes: Sequence[Scheme]) -> list[int]:
    """Numbers of the schemes among which a form's scores decide, where its own words name none.

    Those in force in its year and made for forms of its shape; where its region is known, no other
    region's, unless the form is that region's own.
    """
    anywhere = _region(evaluation) is None
    return [
        number
        for number, scheme in enumerate(schemes)
        if scheme.in_force(evaluation.year)
        and _same_shape(evaluation, scheme)
        and (anywhere or NATIONAL in scheme.regions or evaluation.form.family in scheme.families)
    ]


def _region(evaluation: Evaluation) -> Region | None:
    names = (evaluation.department.name, evaluation.unit.name, evaluation.project.name)
    return region_of(name for name in names if name)


def infer(database: Bench, evaluations: Sequence[Evaluation]) -> list[Chosen]:
    """The scheme that reproduces most printed scores of each form."""
    places = [may_bind(e, database.schemes) for e in evaluations]
    pairs = [(k, n) for k, numbers in enumerate(places) for n in numbers]
    database.fill(input_tables([evaluations[k] for k, _ in pairs], [n for _, n in pairs]))
    database.make()
    counted = database.agreement()
    results: dict[int, list[tuple[int, int, Scheme]]] = {}
    for form, (k, n) in enumerate(pairs):
        disagree, compared = counted.get(form, (0, 0))
        results.setdefault(k, []).append((disagree, compared, database.schemes[n]))
    default = next(s for s in database.schemes if s.id == DEFAULT)
    return [_judge(e, results.get(k, []), default) for k, e in enumerate(evaluations)]


def _judge(evaluation: Evaluation, tried: list[tuple[int, int, Scheme]], default: Scheme) -> Chosen:
    region = _region(evaluation)
    year = "" if evaluation.year is None else f" {evaluation.year} 年度"
    where = "地区不明" if region is None else f"没有收录{region.province.name}{year}的办法"
    if not tried:
        said = f"没有收录{_year(evaluation.year)}这种表的办法，按“{default.title}”计分"
        return Chosen(default, "default", said)
    compared = max(c for _, c, _ in tried)
    if not compared:
        return Chosen(default, "default", f"表中没有可比的得分，{where}，按“{default.title}”计分")
    fewest = min(wrong for wrong, _, _ in tried)
    best = [s for wrong, _, s in tried if wrong == fewest]
    first = min(best, key=lambda s: (s.id != default.id, NATIONAL not in s.regions, s.id))
    others = [s.id for s in best if s.id != first.id]
    if fewest:
        said = f"{where}；没有方案能重现全部得分，“{first.title}”相差最少（{fewest} 处）"
    else:
        said = f"{where}；“{first.title}”能重现全部 {compared} 个得分"
    if others:
        said += f"，{'、'.join(others)} 也是如此"
    return Chosen(first, "inferred", said)


def _same_shape(evaluation: Evaluation, scheme: Scheme) -> bool:
    cost = any(level1_kind(i.level1) == "cost" for i in evaluation.indicators)
    return bool(scheme["cost_as_level1"]) == cost


def _year(year: int | None) -> str:
    return f"{year} 年度" if year else "年度不明"
