"""The tables that rules of cohorts ask, made once from the forms of a dataset.

    f         every form with a content of its own: keys of unit, department and project, texts,
              amounts in 10⁻⁶ 元; a form whose whole content another has is in ``twin`` only
    i         the indicators of f, with the key of their names
    prior     form → the form of the same unit and project of the year before
    yoy       indicators of f beside those of ``prior`` with the same name and unit
    twin      form → the first form with the same content
    listed, accounts   the lists from outside, where given

Keys are texts without blanks and punctuation; a project's key is also without years and without the
name of its unit. All numbers are integers: amounts fit a HUGEINT, nothing is a float.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jiping.dataset.cohort.rule import NEEDS, CohortRule
from jiping.dataset.errors import DatasetError
from jiping.dataset.interrupts import Interruptible
from jiping.dataset.reckoning import quoted

if TYPE_CHECKING:
    from jiping.api.batch import Progress
    from jiping.dataset.cohort.outside import Account, Listed

MACROS = (
    r"squeeze(t) AS regexp_replace(coalesce(t, ''), '[^\p{L}\p{N}#]', '', 'g')",
    r"yearless(t) AS regexp_replace(coalesce(t, ''), '(19|20)\d{2}\s*(—|-|至|~)?\s*((19|20)\d{2})?\s*(年度|年)?', '', 'g')",
    # Without its own name a text copied from another unit is the same text.
    "without(t, n) AS CASE WHEN length(coalesce(n, '')) < 2 THEN t ELSE replace(t, n, '') END",
    "digits(n) AS length(rtrim(abs(n)::VARCHAR, '0'))",
    "yuan(n, u) AS n::HUGEINT * CASE u WHEN '元' THEN 1 WHEN '亿元' THEN 100000000 ELSE 10000 END",
    # 10⁻⁶ 元 as 万元, exact: DECIMAL(38, 10) holds 10²⁸ 元.
    "wan(n) AS rtrim(rtrim((n::DECIMAL(38, 0) * 0.0000000001)::DECIMAL(38, 10)::VARCHAR, '0'), '.') || '万元'",
    "plain(n) AS rtrim(rtrim((n::DECIMAL(38, 0) * 0.000001)::DECIMAL(38, 6)::VARCHAR, '0'), '.')",
    # Half up, in hundredths of a percent of a whole.
    "percent(a, b) AS ((a::HUGEINT * 2000 + b) // (2 * b))::VARCHAR.regexp_replace('(\\d)$', '.\\1').regexp_replace('^\\.', '0.') || '%'",
    "priced(u) AS coalesce(u IN ('元', '千元', '万元', '百万元', '亿元'), false)",
    "rising(nature, operator) AS (operator IN ('>=', '>') OR operator IS NULL AND nature = 'positive')",
)
"""What rules write often."""

_FORMS = """
SELECT k.form, k.file, k.ordinal, k.year, k.digest, coalesce(k.unit_name, k.department_name) AS unit,
  coalesce(k.department_name, k.unit_name) AS department, k.project_name AS project,
  k.project_code AS code, k.goal_expected AS expected, k.goal_actual AS actual,
  k.total_score AS total, k.amount_unit,
  squeeze(coalesce(k.unit_name, k.department_name)) AS ukey,
  squeeze(coalesce(k.department_name, k.unit_name)) AS dkey,
  without(squeeze(yearless(k.project_name)), squeeze(coalesce(k.unit_name, k.department_name))) AS pkey,
  min(k.form) OVER (PARTITION BY k.digest) AS first
FROM ({form}) k"""

_MONEY = """
SELECT form, arg_min_null(initial, "row") AS initial, arg_min_null(adjusted, "row") AS adjusted,
  arg_min_null(executed, "row") AS executed, min("row") AS row
FROM ({fund}) WHERE source = 'total' GROUP BY form"""

_INDICATORS = r"""
SELECT k.form, k."row", squeeze(k.name) AS key, k.name, k.level1, k.level2, k.nature, k.operator,
  k.target, k.actual, k.target_text, k.actual_text, k.unit, k.unit_kind, k.weight, k.score, k.reason,
  f.year, f.ukey, f.dkey, f.pkey,
  -- A rate that can't rise any more says nothing about ambition.
  coalesce(k.unit_kind = 'percent' OR k.unit IN ('%', '％'), false) AS is_rate,
  CASE WHEN k.unit IN ('元', '千元', '万元', '百万元', '亿元') AND k.actual_high IS NULL THEN
    k.actual::HUGEINT * CASE k.unit WHEN '元' THEN 1 WHEN '千元' THEN 1000 WHEN '万元' THEN 10000
      WHEN '百万元' THEN 1000000 ELSE 100000000 END END AS money
FROM ({indicator}) k JOIN f USING (form)"""


class Ground:
    """A database with the tables above. Serves one thread; `close` gives the disk space back."""

    def __init__(
        self,
        sources: Mapping[str, str],
        *,
        threads: int | None = None,
        memory: str | None = None,
        budget_list: Sequence[Listed] | None = None,
        final_accounts: Sequence[Account] | None = None,
        progress: Progress | None = None,
        arrow: Mapping[str, Any] | None = None,
    ) -> None:
        """``sources``: form, fund and indicator → a query with the columns of `jiping.model.columns`
        (the form also digest). ``arrow``: tables that the queries may name."""
        import duckdb

        self._held = duckdb.connect(":memory:")
        self._space = tempfile.TemporaryDirectory(prefix="jiping-")
        self.connection = Interruptible(self._held)
        self.progress = progress
        self.given = {"budget_list": budget_list, "final_accounts": final_accounts}
        self._groups: dict[str, str] = {}
        try:
            self._settings(threads, memory)
            for name, table in (arrow or {}).items():
                self._held.register(name, table)
            for macro in MACROS:
                self.connection.execute(f"CREATE MACRO {macro}")
            self._forms(sources)
            self._outside()
        except BaseException:
            self.close()
            raise

    def _settings(self, threads: int | None, memory: str | None) -> None:
        import duckdb

        spill = quoted(str(Path(self._space.name, "spill")))
        for setting in (
            "autoinstall_known_extensions = false",
            "autoload_known_extensions = false",
            f"temp_directory = {spill}",
            "preserve_insertion_order = false",
        ):
            self.connection.execute(f"SET {setting}")
        if threads is not None:
            self.connection.execute(f"SET threads = {int(threads)}")
        if memory is not None:
            try:
                self.connection.execute("SET memory_limit = $1", [memory])
            except duckdb.Error as error:
                raise DatasetError(f"--memory {memory} 写法不对，例如 2GB") from error

    def _forms(self, sources: Mapping[str, str]) -> None:
        self.told("整理自评表")
        self.table("every", _FORMS.format(form=sources["form"]))
        self.table("money", _MONEY.format(fund=sources["fund"]))
        self.table(
            "twin", "SELECT form, first FROM every WHERE form <> first AND digest IS NOT NULL"
        )
        self.table(
            "f",
            """SELECT e.* EXCLUDE (first), yuan(m.initial, e.amount_unit) AS initial,
            yuan(m.adjusted, e.amount_unit) AS budget, yuan(m.executed, e.amount_unit) AS paid, m."row" AS money_row
            FROM every e LEFT JOIN money m USING (form) WHERE e.form = e.first OR e.digest IS NULL""",
        )
        self.told("整理绩效指标")
        self.table("i", _INDICATORS.format(indicator=sources["indicator"]))
        self.told("对照上年")
        # The same unit and project a year before: by name, or by the code of the project.
        same = "FROM f JOIN f p ON p.ukey = f.ukey AND p.year = f.year - 1 AND"
        self.table(
            "prior",
            f"""SELECT form, min(prior) AS prior FROM (
            SELECT f.form, p.form AS prior {same} p.pkey = f.pkey WHERE length(f.pkey) >= 4
            UNION ALL
            SELECT f.form, p.form AS prior {same} p.code = f.code WHERE length(f.code) >= 6
            ) GROUP BY form""",
        )
        self.table(
            "yoy",
            # By form first: joined by name first, every 合格率 would meet every other.
            """WITH n AS MATERIALIZED (SELECT prior.prior, i.* FROM prior JOIN i USING (form) WHERE length(key) >= 2),
            o AS MATERIALIZED (SELECT * FROM i WHERE form IN (SELECT prior FROM prior))
            SELECT n.form, o.form AS prior, n."row", o."row" AS prior_row, n.name, n.unit, n.is_rate,
            n.nature, n.operator, n.target, n.actual, o.target AS target_before, o.actual AS actual_before,
            n.target_text, n.actual_text, o.target_text AS target_text_before,
            o.actual_text AS actual_text_before
            FROM n JOIN o ON o.form = n.prior AND o.key = n.key AND coalesce(o.unit, '') = coalesce(n.unit, '')
            QUALIFY row_number() OVER (PARTITION BY n.form, n."row" ORDER BY o."row") = 1""",
        )

    def _outside(self) -> None:
        from jiping.dataset.cohort.outside import Account, Listed

        kinds = {"year": "INTEGER", "projects": "INTEGER", "amount": "HUGEINT", "budget": "HUGEINT", "paid": "HUGEINT"}  # fmt: skip
        tables = (("listed", Listed, "budget_list"), ("accounts", Account, "final_accounts"))
        for name, row, given in tables:
            held = self.given[given] or ()
            columns = {
                # As texts: an amount may be larger than an integer of Arrow.
                field: (kinds.get(field, "VARCHAR"), [_text(r[at]) for r in held])
                for at, field in enumerate(row._fields)
            }
            self.put(name, columns)

    def skipped(self, rule: CohortRule) -> str | None:
        """Why a rule can't be asked here, or None."""
        if rule.needs in self.given and self.given[rule.needs] is None:
            return NEEDS[rule.needs]
        if rule.needs == "two_years" and not self.rows("SELECT 1 FROM prior LIMIT 1"):
            return NEEDS["two_years"]
        return rule.short(self) if rule.short is not None else None

    def told(self, what: str, done: int = 0, total: int = 1) -> None:
        """Say what is under way."""
        if self.progress is not None:
            self.progress.step(what, done, total)

    def table(self, name: str, sql: str) -> None:
        """Keep the result of a query as a table of that name."""
        self.connection.execute(f'CREATE OR REPLACE TEMP TABLE "{name}" AS {sql}')

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """The result of a query."""
        found: list[tuple[Any, ...]] = self.connection.execute(sql).fetchall()
        return found

    def put(self, name: str, columns: Mapping[str, tuple[str, Sequence[Any]]]) -> None:
        """A table from Python values: column → (SQL type, values)."""
        import pyarrow

        held = pyarrow.table(
            {n: pyarrow.array(v) if len(v) else pyarrow.nulls(0) for n, (_, v) in columns.items()}
        )
        self._held.register("given_rows", held)
        casts = ", ".join(f'"{n}"::{kind} AS "{n}"' for n, (kind, _) in columns.items())
        self.table(name, f"SELECT {casts} FROM given_rows")
        self._held.unregister("given_rows")

    def alike(self, name: str, texts: str, *, least: int, share: tuple[int, int]) -> str:
        """The table that gives groups of near-duplicate texts: see `jiping.dataset.cohort.likeness`.
        Made once a name."""
        from jiping.dataset.cohort.likeness import group

        if name not in self._groups:
            self._groups[name] = group(self, name, texts, least=least, share=share)
        return self._groups[name]

    def close(self) -> None:
        """Close the database and delete what it had put on the disk."""
        self._held.close()
        self._space.cleanup()


def _text(value: object) -> str | None:
    return None if value is None else str(value)
