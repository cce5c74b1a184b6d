"""`jiping indicators build`: the library of a dataset's indicators.

DuckDB reads, counts and orders; names are brought together in Python, each distinct name once
(`jiping.indicators.clustering`); the result is one SQLite file, replaced whole. Forms of the same
content count once. Everything is ordered by use and then by text, so the same dataset gives the
same library.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jiping import __version__
from jiping.dataset.errors import DatasetError
from jiping.dataset.folder import Dataset
from jiping.dataset.querying import tables, view
from jiping.indicators import shelf
from jiping.indicators.clustering import Key, Spelling, keyed, leaders
from jiping.indicators.curation import directed
from jiping.indicators.library import kind_of, unit_of
from jiping.indicators.meaning import meaning
from jiping.indicators.naming import grams
from jiping.indicators.origin import origin
from jiping.indicators.postings import collected, packed, rows
from jiping.indicators.suggesting import project_grams
from jiping.model.trouble import of_system

if TYPE_CHECKING:
    import sqlite3

    from jiping.api.batch import Progress

SPELLINGS, DEPARTMENTS, EXAMPLES = 20, 20, 3
"""How many of each are kept of a concept."""
_CHUNK = 20_000


@dataclass(frozen=True, slots=True)
class Grown:
    """What a library was made of."""

    forms: int
    indicators: int
    names: int
    concepts: int
    curated: int
    lost: tuple[str, ...]
    """Curated indicators that the dataset no longer has; what was decided of them is kept."""


def build(
    path: str | Path,
    out: str | Path | None = None,
    *,
    audited: bool = True,
    threads: int | None = None,
    memory: str | None = None,
    progress: Progress | None = None,
) -> Grown:
    """Make the library at ``out`` from the dataset at ``path``.

    ``audited``: forms without results are audited first, else their indicators have no marks.
    Raises DatasetError where there is nothing to make it of, LibraryError where ``out`` is another
    file.
    """
    from jiping.dataset.auditing import audit

    dataset = Dataset(path)
    target = shelf.location(out)
    kept = shelf.curated(target)
    if audited and audit(path, threads=threads, memory=memory, progress=progress).interrupted:
        raise KeyboardInterrupt
    grower = _Grower(Dataset(dataset.path), threads, memory, progress)
    target.parent.mkdir(parents=True, exist_ok=True)
    new = target.with_name(f".{target.name}.new")
    try:
        with closing(shelf.create(new)) as library:
            done = grower.fill(library, kept)
        new.replace(target)
    except OSError as error:
        raise DatasetError(f"不能写入 {target}（{of_system(error)}）") from error
    finally:
        new.unlink(missing_ok=True)
        grower.connection.close()
    return done


class _Grower:
    """A database over the dataset, and the steps that fill a library from it."""

    def __init__(
        self, dataset: Dataset, threads: int | None, memory: str | None, progress: Progress | None
    ) -> None:
        import duckdb

        self.connection = duckdb.connect(":memory:")
        for name in ("autoinstall_known_extensions", "autoload_known_extensions"):
            self.connection.execute(f"SET {name} = false")
        self.connection.execute("SET preserve_insertion_order = false")
        if threads is not None:
            self.connection.execute(f"SET threads = {int(threads)}")
        if memory is not None:
            self.connection.execute("SET memory_limit = $1", [memory])
        for table, (columns, names) in tables(dataset).items():
            shown = view(columns, names, dataset.manifest.withdrawn)
            self.connection.execute(f'CREATE VIEW "{table}" AS {shown}')
        self.dataset = dataset
        self._progress = progress

    def _step(self, number: int) -> None:
        if self._progress is not None:
            self._progress.step("汇集指标", number, 8)

    def fill(self, library: sqlite3.Connection, kept: list[shelf.Curated]) -> Grown:
        """Every table of the library."""
        library.execute("BEGIN")
        self._step(0)
        self._use()
        self._step(1)
        names, lost = self._name(kept)
        self._step(2)
        count = self._concepts(library)
        if not count:
            raise DatasetError("数据集里没有写明名称的绩效指标，生成不了指标库")
        self._step(4)
        self._lists(library)
        self._step(5)
        self._examples(library)
        self._step(6)
        self._index(library)
        self._step(7)
        projects = self._projects(library)
        library.executemany(f"INSERT INTO curation VALUES ({','.join('?' * 11)})", kept)
        ((forms, indicators),) = self._rows("SELECT count(DISTINCT form), count(*) FROM used")
        meta = {
            "format": shelf.FORMAT, "version": __version__, "dataset": self.dataset.path.name,
            "built": datetime.now(UTC).strftime("%Y-%m-%d"), "forms": forms, "indicators": indicators,
            "names": names, "concepts": count, "projects": projects,
        }  # fmt: skip
        library.executemany(
            "INSERT INTO meta VALUES (?, ?)", [(name, str(value)) for name, value in meta.items()]
        )
        library.execute("COMMIT")
        self._step(8)
        return Grown(forms, indicators, names, count, len(kept), lost)

    def _use(self) -> None:
        """``used``: one row a use of an indicator, with its unit, its score and what is wrong."""
        self.connection.execute(_FLAGGED)
        units = self._rows(_UNITS)
        self._table(
            "units",
            {
                "unit": [unit for unit, _ in units],
                "text": [text for _, text in units],
                "said": [unit_of(unit, text) for unit, text in units],
                "kind": [kind_of(unit_of(unit, text)) for unit, text in units],
            },
        )
        self.connection.execute(_USED)

    def _name(self, kept: list[shelf.Curated]) -> tuple[int, tuple[str, ...]]:
        """``named``: spelling → concept; ``concept_of``: the concepts by number, by use."""
        found = [
            Spelling(name, level, kind, uses, project)
            for name, level, kind, uses, project in self._rows(_SPELLINGS)
        ]
        keys = keyed(found)
        uses: dict[Key, int] = {}
        for key, spelling in zip(keys, found, strict=True):
            uses[key] = uses.get(key, 0) + spelling.uses
        leader, lost = directed(leaders(uses), kept, uses)
        total: dict[Key, int] = {}
        for key, count in uses.items():
            total[leader[key]] = total.get(leader[key], 0) + count
        order = sorted(total, key=lambda key: (-total[key], key))
        number = {key: n for n, key in enumerate(order)}
        self._keys, self._leader, self._number = list(uses), leader, number
        self._table(
            "named",
            {
                "name": [s.name for s in found],
                "level": [s.level for s in found],
                "kind": [s.kind for s in found],
                "core": [key[0] for key in keys],
                "concept": [number[leader[key]] for key in keys],
            },
        )
        self._table("led", {"core": [key[0] for key in order], "concept": list(range(len(order)))})
        self.connection.execute(
            "CREATE TABLE of_use AS SELECT u.*, n.concept, n.core FROM used u"
            " JOIN named n USING (name, level, kind)"
        )
        self.connection.execute("DROP TABLE used; ALTER TABLE of_use RENAME TO used")
        return len(found), lost

    def _concepts(self, library: sqlite3.Connection) -> int:
        order = sorted(self._number, key=self._number.__getitem__)
        for rows_ in self._chunks(_CONCEPTS):
            library.executemany(
                f"INSERT INTO concept VALUES ({','.join('?' * 28)})",
                ((row[0], *order[row[0]], *row[1:]) for row in rows_),
            )
        library.executemany(
            "INSERT INTO form VALUES (?, ?, ?, ?)",
            ((*key, self._number[self._leader[key]]) for key in self._keys),
        )
        return len(order)

    def _lists(self, library: sqlite3.Connection) -> None:
        for table, query, width in (
            ("spelling", _NAMES, 5),
            ("department", _DEPARTMENTS, 4),
            ("rule", _RULES, 3),
            ("target", _TARGETS, 4),
        ):
            for rows_ in self._chunks(query):
                library.executemany(f"INSERT INTO {table} VALUES ({','.join('?' * width)})", rows_)
        for rows_ in self._chunks(_OWN):
            marked = ((origin(*row[:3]), *row[3:]) for row in rows_)
            library.executemany(
                "INSERT INTO own_target VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET uses ="
                " uses + excluded.uses",  # the same names, spelled twice
                (row for row in marked if row[0] is not None),
            )

    def _examples(self, library: sqlite3.Connection) -> None:
        for rows_ in self._chunks(_EXAMPLES):
            library.executemany(f"INSERT INTO example VALUES ({','.join('?' * 13)})", rows_)

    def _index(self, library: sqlite3.Connection) -> None:
        texts: list[set[str]] = [set() for _ in self._number]
        for key in self._keys:
            of_it = texts[self._number[self._leader[key]]]
            of_it.update(grams(key[0]), grams(meaning(key[0], key[2])))
        library.executemany("INSERT INTO gram VALUES (?, ?, ?)", rows(collected(texts)))

    def _projects(self, library: sqlite3.Connection) -> int:
        texts: list[tuple[str, ...]] = []
        for rows_ in self._chunks(_PROJECTS):
            library.executemany(
                "INSERT INTO project VALUES (?, ?, ?, ?, ?)",
                (
                    (number, name, department, forms, packed(concepts))
                    for number, (name, department, forms, _, concepts) in enumerate(
                        rows_, len(texts)
                    )
                ),
            )
            texts += [project_grams(name, goal) for name, _, _, goal, _ in rows_]
        library.executemany("INSERT INTO project_gram VALUES (?, ?, ?)", rows(collected(texts)))
        return len(texts)

    def _rows(self, sql: str) -> list[tuple[Any, ...]]:
        found: list[tuple[Any, ...]] = self.connection.execute(sql).fetchall()
        return found

    def _chunks(self, sql: str) -> Iterator[list[tuple[Any, ...]]]:
        cursor = self.connection.cursor()
        cursor.execute(sql)
        while some := cursor.fetchmany(_CHUNK):
            yield some

    def _table(self, name: str, columns: dict[str, list[Any]]) -> None:
        import pyarrow

        types = {"concept": pyarrow.int32()}
        given = pyarrow.table(
            {c: pyarrow.array(v, types.get(c, pyarrow.string())) for c, v in columns.items()}
        )
        self.connection.register("given", given)
        self.connection.execute(f"CREATE TABLE {name} AS SELECT * FROM given")
        self.connection.unregister("given")


_LEVEL = "coalesce(i.level2, i.level1, '')"
_ROW = r"regexp_extract({0}, '^/indicators/(\d+)(?:/|$)', 1)"
_MONTH = "u.said = '' AND regexp_matches(i.{0}_text, '^(?:19|20)[0-9]{{2}}[./-](?:0?[1-9]|1[0-2])$') IS TRUE"
"""2024.12 without a unit is a month, no number to be counted with."""
_FLAGGED = f"""
CREATE TABLE flagged AS SELECT form, row, list(DISTINCT rule ORDER BY rule) AS rules FROM (
  SELECT form, rule, try_cast({_ROW.format("pointer")} AS INTEGER) AS row
  FROM (SELECT form, rule, unnest(string_split(targets, ' ')) AS pointer FROM finding
        WHERE starts_with(rule, 'C-IND-')) WHERE starts_with(pointer, '/indicators/')
) WHERE row IS NOT NULL GROUP BY form, row"""
"""What the audit found in the wording of indicators, row by row."""
_UNITS = """
SELECT DISTINCT unit, CASE WHEN unit IS NULL AND target IS NOT NULL THEN target_text END AS text
FROM indicator ORDER BY ALL"""
_USED = f"""
CREATE TABLE used AS
WITH once AS (SELECT min(form) AS form FROM form GROUP BY digest),
scored AS (
  SELECT form, try_cast({_ROW.format('"row"')} AS INTEGER) AS row, max(computed) AS computed,
    max(weight) AS points
  FROM ledger WHERE starts_with("row", '/indicators/') GROUP BY ALL)
SELECT i.form, i.row, trim(i.name) AS name, {_LEVEL} AS level, u.kind, u.said AS unit,
  i.level1_text, i.level2_text, i.operator, i.target_text, i.actual_text, i.weight_text, i.weight,
  CASE WHEN i.target_high IS NULL AND NOT ({_MONTH.format("target")}) THEN i.target END AS target,
  CASE WHEN i.actual_high IS NULL AND NOT ({_MONTH.format("actual")}) THEN i.actual END AS actual,
  CASE WHEN i.actual_text IS NOT NULL AND s.points > 0 THEN s.computed >= s.points END AS achieved,
  g.rules, f.project_name, f.department_name, f.unit_name, f.year, f.goal_expected
FROM indicator i JOIN form f USING (form) JOIN once USING (form)
JOIN units u ON u.unit IS NOT DISTINCT FROM i.unit AND u.text IS NOT DISTINCT FROM
  CASE WHEN i.unit IS NULL AND i.target IS NOT NULL THEN i.target_text END
LEFT JOIN scored s ON s.form = i.form AND s.row = i.row
LEFT JOIN flagged g ON g.form = i.form AND g.row = i.row
WHERE trim(i.name) <> ''"""
_SPELLINGS = """
SELECT name, level, kind, count(*) AS uses,
  CASE WHEN count(DISTINCT project_name) = 1 THEN min(project_name) END
FROM used GROUP BY ALL ORDER BY ALL"""


def _usual(column: str) -> str:
    """The value that a concept mostly has; of equally frequent ones the last in order."""
    return (
        f"SELECT concept, max({{'n': n, 'v': {column}}}).v AS {column} FROM (SELECT concept,"
        f" {column}, count(*) AS n FROM used WHERE {column} <> '' GROUP BY ALL) GROUP BY concept"
    )


_CALLED = """
SELECT concept, max({'own': own, 'n': n, 'v': name}).v AS name FROM (
  SELECT u.concept, name, any_value(u.core = l.core) AS own, count(*) AS n
  FROM used u JOIN led l USING (concept) GROUP BY ALL) GROUP BY concept"""
"""Its most used name, among those of the form that leads: what was merged into it gives none."""
_CONCEPTS = f"""
WITH counted AS (
  SELECT concept, count(*) AS uses, count(DISTINCT form) AS forms,
    count(DISTINCT project_name) AS projects, count(DISTINCT department_name) AS departments,
    min(year) AS first_year, max(year) AS last_year,
    count(achieved) AS judged, count(*) FILTER (achieved) AS done,
    count(weight) AS weights, quantile_disc(weight, 0.5) AS weight_mid,
    count(*) FILTER (rules IS NOT NULL) AS faulty
  FROM used GROUP BY concept),
unit_of AS ({_usual("unit")}),
spread AS (
  SELECT u.concept, count(target) AS targets, quantile_disc(target, [0.1, 0.5, 0.9]) AS t,
    count(actual) AS results, quantile_disc(actual, [0.1, 0.5, 0.9]) AS a
  FROM used u LEFT JOIN unit_of o USING (concept)
  WHERE u.unit IS NOT DISTINCT FROM coalesce(o.unit, '') GROUP BY u.concept)
SELECT concept, n.name, l1.level1_text, l2.level2_text, o.unit, d.operator, uses, forms, projects,
  departments, first_year, last_year, coalesce(targets, 0), t[1], t[2], t[3], coalesce(results, 0),
  a[1], a[2], a[3], judged, done, weights, weight_mid, faulty
FROM counted LEFT JOIN spread USING (concept) JOIN ({_CALLED}) n USING (concept)
LEFT JOIN unit_of o USING (concept) LEFT JOIN ({_usual("level1_text")}) l1 USING (concept)
LEFT JOIN ({_usual("level2_text")}) l2 USING (concept)
LEFT JOIN ({_usual("operator")}) d USING (concept) ORDER BY concept"""
"""Targets and results are those in the concept's usual unit: 元 and 万元 are not one list."""


def _ranked(column: str, more: str, most: int) -> str:
    return (
        f"SELECT concept, place, {column}, {more}n FROM (SELECT *, row_number() OVER"
        f" (PARTITION BY concept ORDER BY n DESC, {column}) - 1 AS place FROM (SELECT concept,"
        f" {column}, {more}count(*) AS n FROM used WHERE {column} <> '' GROUP BY ALL))"
        f" WHERE place < {most} ORDER BY concept, place"
    )


_NAMES = _ranked("name", "core, ", SPELLINGS)
_DEPARTMENTS = _ranked("department_name", "", DEPARTMENTS)
_RULES = (
    "SELECT concept, code, count(*) FROM (SELECT concept, unnest(rules) AS code FROM used)"
    " GROUP BY ALL ORDER BY ALL"
)
_TARGETS = (
    "SELECT concept, unit, target, count(*) FROM used WHERE target IS NOT NULL"
    " GROUP BY ALL ORDER BY ALL"
)
_OWN = """
SELECT project_name, unit_name, year, concept, unit, target, count(*) FROM used
WHERE target IS NOT NULL GROUP BY ALL ORDER BY ALL"""
_EXAMPLES = f"""
SELECT concept, good, place, name, project_name, unit_name, year, operator, target_text,
  actual_text, nullif(unit, ''), weight_text, coalesce(array_to_string(rules, ' '), '')
FROM (
  SELECT *, row_number() OVER (PARTITION BY concept, good ORDER BY year DESC NULLS LAST, form, row) - 1
    AS place
  FROM (SELECT *, (rules IS NULL)::INTEGER AS good FROM used
        WHERE target_text IS NOT NULL AND (rules IS NOT NULL OR achieved)))
WHERE place < {EXAMPLES} ORDER BY ALL"""
_PROJECTS = """
SELECT project_name, max(department_name) AS department, count(DISTINCT form) AS forms,
  max(goal_expected) AS goal, list(DISTINCT concept ORDER BY concept) AS concepts
FROM used WHERE trim(project_name) <> '' GROUP BY project_name
ORDER BY forms DESC, project_name"""
