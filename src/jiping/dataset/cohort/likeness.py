"""Near-duplicate texts among very many: shingles, one-permutation MinHash, bands, exact proof.

Equal texts are one text from the start. Every distinct text is cut into pieces of four characters;
the smallest hash in each of 30 bins is its sketch; texts that agree in a whole band (three bins) are
candidates. Within a band's bucket a text is held against the one before it and the first one only,
so the work grows with the number of texts, however large a bucket is. Candidates whose sketches agree
in less than 16 of the 30 bins (four bits of each are kept) go no further. What counts is proved on the
texts themselves: twice the pieces in common over the pieces of both, as a ratio of integers. At 0.85
a pair is missed by all ten bands with a chance of about 1 in 200, at 0.95 never; at 0.6 most pairs are
looked at and turned down.
Nothing is drawn at random: the same texts give the same groups.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jiping.dataset.cohort.ground import Ground

PIECE = 4
"""Characters of a shingle. Chinese words have two; four are a phrase."""
BINS, BAND = 30, 3
AGREE = 16
"""Bins in which the sketches of a candidate must agree: at 0.85 in common 22.7 ± 2.4 do."""
LOWEST = int("0x" + "1" * 15, 16)
"""The lowest bit of each of 15 nibbles."""
STEP = 100_000
"""Texts that are cut up at the same time; bounds the memory."""

PIECES = f"list_distinct(list_transform(range(1, length({{0}}) - {PIECE - 2}), lambda n: substr({{0}}, n, {PIECE})))"


def proved(left: str, right: str, share: tuple[int, int]) -> str:
    """The condition that two lists of pieces have at least ``share`` (a fraction) in common, both
    counted: 2·|A∩B| ÷ (|A| + |B|)."""
    both = f"len(list_intersect({left}, {right}))"
    return f"{both} * {2 * share[1]} >= {share[0]} * (len({left}) + len({right}))"


def group(ground: Ground, name: str, texts: str, *, least: int, share: tuple[int, int]) -> str:
    """The name of a table ``id, same``: texts with the same ``same`` are near-duplicates.

    ``texts``: a query of id (bigint) and t (text), squeezed; those under ``least`` characters are
    left out. Only texts that have a near-duplicate are in the table.
    """
    held, distinct, made = f"{name}_texts", f"{name}_distinct", f"{name}_alike"
    ground.table(held, f"SELECT id, t FROM ({texts}) WHERE length(t) >= {least}")
    ground.table(
        distinct,
        f"SELECT row_number() OVER (ORDER BY t) - 1 AS n, t, count(*) AS uses FROM {held} GROUP BY t",
    )
    ((total,),) = ground.rows(f"SELECT count(*) FROM {distinct}")
    _bands(ground, name, distinct, total)
    ground.told("比较文字", total, max(total, 1))
    ground.table(
        f"{name}_pairs",
        f"""SELECT DISTINCT a, b FROM (
        SELECT n AS b, unnest([lag(n) OVER w, first_value(n) OVER w]) AS a FROM {name}_bands
        WINDOW w AS (PARTITION BY band, sketch ORDER BY n)) WHERE a < b""",
    )
    # Nibbles of two sketches that differ, by their lowest bits.
    apart = " + ".join(
        f"bit_count((xor(x.{half}, y.{half}) | xor(x.{half}, y.{half}) >> 1 | xor(x.{half}, y.{half}) >> 2"
        f" | xor(x.{half}, y.{half}) >> 3) & {LOWEST}::UBIGINT)"
        for half in ("low", "high")
    )
    pairs = ground.rows(
        f"""WITH near AS MATERIALIZED (SELECT p.a, p.b FROM {name}_pairs p JOIN {name}_sketch x ON x.n = p.a
          JOIN {name}_sketch y ON y.n = p.b WHERE {apart} <= {BINS - AGREE}),
        cut AS (SELECT n.a, n.b, {PIECES.format("x.t")} AS p, {PIECES.format("y.t")} AS q
          FROM near n JOIN {distinct} x ON x.n = n.a JOIN {distinct} y ON y.n = n.b)
        SELECT a, b FROM cut WHERE {proved("p", "q", share)} ORDER BY 1, 2"""
    )
    top = _joined(pairs)
    ground.put(f"{name}_tops", {"n": ("BIGINT", list(top)), "same": ("BIGINT", list(top.values()))})
    ground.table(
        made,
        f"""SELECT h.id, coalesce(k.same, d.n) AS same FROM {held} h JOIN {distinct} d USING (t)
        LEFT JOIN {name}_tops k ON k.n = d.n WHERE d.uses > 1 OR k.same IS NOT NULL""",
    )
    for table in (
        f"{name}_bands",
        f"{name}_pairs",
        f"{name}_sketch",
        f"{name}_bins",
        f"{name}_tops",
        distinct,
        held,
    ):
        ground.connection.execute(f"DROP TABLE {table}")
    return made


def _bands(ground: Ground, name: str, distinct: str, total: int) -> None:
    """The tables of bands (text, number of the band, hash of its bins) and of sketches (text, four
    bits a bin in two halves)."""
    ground.table(
        f"{name}_bands", "SELECT 0::BIGINT AS n, 0::UTINYINT AS band, 0::UBIGINT AS sketch LIMIT 0"
    )
    ground.table(
        f"{name}_sketch", "SELECT 0::BIGINT AS n, 0::UBIGINT AS low, 0::UBIGINT AS high LIMIT 0"
    )
    ground.table(f"{name}_bins", "SELECT 0 AS nothing")
    nibble = "((least // 4096) % 16) << ((bin % 15) * 4)::UBIGINT"
    for start in range(0, total, STEP):
        ground.told("比较文字", start, total)
        ground.table(
            f"{name}_bins",
            f"""SELECT n, (h % {BINS})::UTINYINT AS bin, min(h) AS least FROM (
              SELECT n, hash(unnest(list_transform(range(1, length(t) - {PIECE - 2}),
                lambda k: substr(t, k, {PIECE})))) AS h
              FROM {distinct} WHERE n >= {start} AND n < {start + STEP}
            ) GROUP BY ALL""",
        )
        ground.connection.execute(
            f"""INSERT INTO {name}_bands
            SELECT n, bin // {BAND}, hash(list(least ORDER BY bin), list(bin ORDER BY bin))
            FROM {name}_bins GROUP BY n, bin // {BAND} HAVING count(*) > 1"""
        )
        ground.connection.execute(
            f"""INSERT INTO {name}_sketch SELECT n,
            coalesce(bit_or({nibble}) FILTER (bin < 15), 0), coalesce(bit_or({nibble}) FILTER (bin >= 15), 0)
            FROM {name}_bins GROUP BY n"""
        )


def _joined(pairs: list[tuple[int, int]]) -> dict[int, int]:
    """Connected texts → the smallest of them."""
    above: dict[int, int] = {}

    def top(n: int) -> int:
        path = []
        while (up := above.setdefault(n, n)) != n:
            path.append(n)
            n = up
        for step in path:
            above[step] = n
        return n

    for a, b in pairs:
        x, y = sorted((top(a), top(b)))
        above[y] = x
    return {n: top(n) for n in sorted(above)}
