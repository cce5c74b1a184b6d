"""Totals and grades of forms as queries over the plan's tables."""

from __future__ import annotations


def totals() -> str:
    """Each form's computed total; null where part of it can't be computed (as a ledger has it)."""
    return """
SELECT form, CASE WHEN computed_sum IS NULL OR uncomputed > 0 OR coalesce(weighted_rows, 0) = 0
  THEN NULL WHEN fund_weight IS NULL THEN computed_sum + coalesce(fund_computed, 0)
  ELSE computed_sum + fund_computed END::BIGINT AS computed_total FROM form_wide"""


def graded(total: str, scheme: str) -> str:
    """The grade of a total; bounds belong to the better grade (as `jiping.engine.run.grade`)."""
    return (
        f"CASE WHEN {total} IS NULL THEN NULL WHEN {total} >= {scheme}.grade_excellent THEN '优'"
        f" WHEN {total} >= {scheme}.grade_good THEN '良'"
        f" WHEN {total} >= {scheme}.grade_fair THEN '中' ELSE '差' END"
    )


def reweighed() -> str:
    """The same with the points of every level-1 group stretched to what the scheme gives the group.

    A group's points are its computed points × the scheme's points ÷ the form's points, half up to
    the scheme's unit. Forms whose groups are not the scheme's keep their own points.
    """
    return f"""
WITH own AS ({totals()}),
grouped AS (SELECT i.form, i.scheme, CASE WHEN i.level1 = 'cost' AND NOT p.cost_as_level1
    THEN 'output' ELSE i.level1 END AS level, sum(i.weight)::HUGEINT AS held,
    sum(coalesce(i.computed, i.score))::HUGEINT AS gained
  FROM (SELECT s.*, f.scheme FROM indicator_scored s JOIN form_in f USING (form)) i
  JOIN scheme_in p ON p.scheme = i.scheme WHERE i.weight IS NOT NULL GROUP BY ALL),
stretched AS (SELECT g.form, CASE g.level WHEN 'output' THEN p.output_weight
    WHEN 'benefit' THEN p.benefit_weight WHEN 'satisfaction' THEN p.satisfaction_weight
    WHEN 'cost' THEN p.cost_weight END AS points, g.held, g.gained, p.rounding_unit AS unit
  FROM grouped g JOIN scheme_in p ON p.scheme = g.scheme),
indicators AS (SELECT form, sum(points) AS points, bool_and(points > 0 AND held > 0) AS fits,
    sum((2 * gained * points + held * unit) // (2 * nullif(held, 0) * unit) * unit) AS gained
  FROM stretched GROUP BY form),
funds AS (SELECT f.form, arg_min(s.points_weight, s."row") AS held,
    arg_min(s.computed, s."row") AS gained
  FROM form_in f JOIN fund_scored s USING (form) WHERE s.is_scored GROUP BY f.form)
SELECT o.form, CASE WHEN o.computed_total IS NOT NULL AND i.fits
    AND i.points + coalesce(p.exec_weight, 0) = p.total
    AND (coalesce(p.exec_weight, 0) = 0 OR (u.held > 0 AND u.gained IS NOT NULL))
  THEN i.gained + CASE WHEN coalesce(p.exec_weight, 0) = 0 THEN 0 ELSE
    (2 * u.gained::HUGEINT * p.exec_weight + u.held::HUGEINT * p.rounding_unit)
    // (2 * nullif(u.held, 0)::HUGEINT * p.rounding_unit) * p.rounding_unit END
  ELSE o.computed_total END::BIGINT AS computed_total
FROM own o JOIN form_in f USING (form) JOIN scheme_in p ON p.scheme = f.scheme
LEFT JOIN indicators i USING (form) LEFT JOIN funds u USING (form)"""
