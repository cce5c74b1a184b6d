"""Findings as texts, for many at once: as `jiping.engine.wording` words one, but as SQL."""

from __future__ import annotations

from collections.abc import Sequence

from jiping.dataset.reckoning import Reckoning, quoted
from jiping.dataset.running import by_grain
from jiping.engine.outcomes import FAIL_WORSE
from jiping.engine.plan import CompiledRule

_SEVERITIES = ("error", "warning", "info")
_MACROS = (
    # Half up to two places: scaled integers are of 10⁻⁶.
    (
        "two_places(v) AS CASE WHEN v < 0 AND abs(v) >= 5000 THEN '-' ELSE '' END"
        " || ((abs(v) + 5000) // 1000000)::VARCHAR || '.'"
        " || lpad((((abs(v) + 5000) // 10000) % 100)::VARCHAR, 2, '0')"
    ),
    (
        "all_places(v) AS CASE WHEN v < 0 THEN '-' ELSE '' END || (abs(v) // 1000000)::VARCHAR"
        " || CASE WHEN abs(v) % 1000000 = 0 THEN '' ELSE"
        " '.' || rtrim(lpad((abs(v) % 1000000)::VARCHAR, 6, '0'), '0') END"
    ),
    (
        "as_shown(v, kind) AS CASE kind WHEN 'none' THEN NULL"
        " WHEN 'date' THEN substr(v::VARCHAR, 1, 4) || '-' || substr(v::VARCHAR, 5, 2) || '-'"
        " || substr(v::VARCHAR, 7)"
        " WHEN 'count' THEN v::VARCHAR WHEN 'points' THEN two_places(v) WHEN 'percent' THEN"
        " two_places(v) ELSE all_places(v) END"
    ),
)
_GROUPS = {"fund": "funds", "indicator": "indicators"}


def prepare(reckoning: Reckoning, rules: Sequence[CompiledRule]) -> None:
    """Make what `worded` needs: macros, words of the rules, severities that schemes set."""
    for macro in _MACROS:
        reckoning.macro(macro)
    rows = []
    for grain, held in by_grain(rules).items():
        stated = [(rule, part) for rule in held for part in rule.parts]
        for number, (rule, part) in enumerate(stated):
            fields = part.fields or rule.fields
            first = next((f for f in fields if not f.startswith("/")), None)
            worse = rule.worse or part.severity or rule.severity
            rows.append(
                f"({quoted(grain)}, {number}::SMALLINT, {quoted(rule.code)},"
                f" {quoted(part.severity or rule.severity)}, {quoted(worse)}, {quoted(rule.shown)},"
                f" {quoted(_template(grain, fields))},"
                f" {'NULL' if grain == 'form' or first is None else quoted('/' + first)},"
                f" {'NULL' if rule.at is None else quoted(rule.at)}, {number})"
            )
    reckoning.table(
        "words",
        "SELECT * FROM (VALUES " + ", ".join(rows) + ") w"
        "(grain, r, rule, severity, worse, shown, targets, other_field, noted, part)",
    )
    set_apart = [
        f"({number}, {quoted(code)}, {quoted(severity)})"
        for number, scheme in enumerate(reckoning.schemes)
        for code, severity in scheme.severity.items()
    ] or ["(-1, '', '')"]
    reckoning.table(
        "set_apart",
        "SELECT * FROM (VALUES " + ", ".join(set_apart) + ") s(scheme, rule, severity)",
    )


def _template(grain: str, fields: Sequence[str]) -> str:
    """The pointers to the fields of a row, “{}” where the row's number comes."""
    group = _GROUPS.get(grain)
    if group is None:
        return " ".join(fields)
    named = [f if f.startswith("/") else f"/{group}/{{}}/{f}" for f in fields]
    return " ".join(named or [f"/{group}/{{}}"])


def worded(grain: str, source: str) -> str:
    """The query that words the failures in the table ``source``: columns of the table of results
    ``finding``, and ``grave``, ``row``, ``part`` to order them by."""
    group = _GROUPS.get(grain)
    own = "w.targets" if group is None else "replace(w.targets, '{}', h.\"row\"::VARCHAR)"
    other = f"'/{group or 'indicators'}/' || h.c::VARCHAR || coalesce(w.other_field, '')"
    targets = (
        f"CASE WHEN h.c IS NULL THEN {own} WHEN w.targets = '' THEN {other}"
        f" ELSE {own} || ' ' || {other} END"
    )
    severity = (
        f"coalesce(s.severity, CASE WHEN h.o = {FAIL_WORSE} THEN w.worse ELSE w.severity END)"
    )
    grave = " ".join(f"WHEN '{name}' THEN {n}" for n, name in enumerate(_SEVERITIES))
    return f"""
SELECT form, file, ordinal, rule, severity, coalesce(split_part(targets, ' ', 1), '') AS target,
  "left", "right", targets, CASE severity {grave} END AS grave, "row", part FROM (
SELECT h.form, n.file, n.ordinal, w.rule, {severity} AS severity,
  as_shown(h.a, w.shown) AS "left", as_shown(h.b, w.shown) AS "right",
  CASE WHEN w.noted IS NOT NULL THEN g.targets
    ELSE {targets} END AS targets, h."row", w.part
FROM {source} h JOIN words w ON w.grain = '{grain}' AND w.r = h.r
JOIN named_forms n ON n.form = h.form JOIN chosen c ON c.form = h.form
LEFT JOIN set_apart s ON s.scheme = c.scheme AND s.rule = w.rule
LEFT JOIN noted_places g ON g.form = h.form AND g.noted = w.noted)"""
