"""Which scheme scores a form, for many forms at once: as `jiping.engine.choice` chooses for one.

What a form's own words name is kept with the engine's columns; the others are scored under every
scheme that could bind them, and the one that reproduces most printed scores is taken.
"""

from __future__ import annotations

from jiping.dataset.reckoning import Reckoning, quoted
from jiping.engine.choice import DEFAULT, NATIONAL
from jiping.score.scheme import Scheme
from jiping.score.stages import SCORING_PARAMETERS

_AGREEMENT = """
WITH i AS MATERIALIZED (SELECT form, score, score_agrees FROM indicator_scored)
SELECT form, coalesce(sum((NOT agrees)::INTEGER), 0) AS wrong, count(agrees) AS compared FROM (
SELECT form, score_agrees AS agrees FROM i WHERE score IS NOT NULL
UNION ALL SELECT form, score_agrees FROM fund_scored WHERE is_scored AND score IS NOT NULL)
GROUP BY form"""


def choose(reckoning: Reckoning, given: str | None) -> None:
    """Make the table ``chosen``: form, number of its scheme, how it was chosen.

    ``given``: the id of the scheme that scores all forms; None: each its own.
    """
    if given is not None:
        number = reckoning.number(given)
        reckoning.table(
            "chosen",
            f"SELECT form, {number} AS scheme, 'given' AS choice FROM kept_form",
        )
        return
    numbers = ", ".join(f"({quoted(s.id)}, {n})" for n, s in enumerate(reckoning.schemes))
    reckoning.table(
        "chosen",
        "SELECT k.form, n.scheme, 'form' AS choice FROM kept_form k"
        f" JOIN (VALUES {numbers}) n(id, scheme) ON k.named_scheme = n.id",
    )
    reckoning.table(
        "open_forms",
        "SELECT form, may_bind FROM kept_form WHERE named_scheme IS NULL",
    )
    if reckoning.rows("SELECT 1 FROM open_forms LIMIT 1"):
        _infer(reckoning)


def _infer(reckoning: Reckoning) -> None:
    groups = _alike(reckoning)
    if reckoning.together:
        _try_together(reckoning, groups)
    else:
        _try_in_turn(reckoning, groups)
    order = sorted(range(len(reckoning.schemes)), key=lambda n: _rank(reckoning.schemes[n]))
    ranks = ", ".join(f"({number}, {rank})" for rank, number in enumerate(order))
    reckoning.append(
        "chosen",
        "SELECT form,"
        f" CASE WHEN compared > 0 THEN best ELSE {reckoning.number(DEFAULT)} END,"
        " CASE WHEN compared > 0 THEN 'inferred' ELSE 'default' END FROM ("
        " SELECT o.form, coalesce(max(t.compared), 0) AS compared,"
        " arg_min(t.scheme, t.wrong * 1000 + r.rank) AS best FROM open_forms o"
        " LEFT JOIN tried t USING (form)"
        f" LEFT JOIN (VALUES {ranks}) r(scheme, rank) ON r.scheme = t.scheme GROUP BY o.form)",
    )


_TRIED = """
SELECT 0::BIGINT AS form, 0 AS scheme, 0::BIGINT AS wrong, 0::BIGINT AS compared WHERE false"""


def _try_in_turn(reckoning: Reckoning, groups: list[dict[int, str]]) -> None:
    """Fill ``tried`` (form, scheme, how many scores it gets wrong, of how many), a pass a group."""
    reckoning.table("tried", _TRIED)
    for members in groups:
        # They score alike, so one of them is tried for all.
        first = next(iter(members))
        any_bound = " OR ".join(f"({bound})" for bound in members.values())
        reckoning.give_schemes(f"SELECT form, {first} AS scheme FROM open_forms WHERE {any_bound}")
        reckoning.table("agreement", _AGREEMENT)
        counted = [
            f"SELECT o.form, {number}, coalesce(a.wrong, 0), coalesce(a.compared, 0)"
            f" FROM (SELECT form FROM open_forms WHERE {bound}) o LEFT JOIN agreement a USING (form)"
            for number, bound in members.items()
        ]
        reckoning.append("tried", " UNION ALL ".join(counted))


def _try_together(reckoning: Reckoning, groups: list[dict[int, str]]) -> None:
    """The same in one pass, where a pass has a price of its own: a form that several groups could
    bind is scored as several forms."""
    trials = [
        f"SELECT form, {turn} AS turn, {next(iter(members))} AS scheme FROM open_forms WHERE "
        + " OR ".join(f"({bound})" for bound in members.values())
        for turn, members in enumerate(groups)
    ]
    reckoning.table("trials", " UNION ALL ".join(trials))
    reckoning.give_trials("trials", len(groups))
    reckoning.table("agreement", _AGREEMENT)
    reckoning.table(
        "agreed",
        f"SELECT form // {len(groups)} AS form, form % {len(groups)} AS turn, wrong, compared"
        " FROM agreement",
    )
    counted = [
        f"SELECT o.form, {number} AS scheme, coalesce(a.wrong, 0) AS wrong,"
        f" coalesce(a.compared, 0) AS compared FROM (SELECT form FROM open_forms WHERE {bound}) o"
        f" LEFT JOIN (SELECT form, wrong, compared FROM agreed WHERE turn = {turn}) a USING (form)"
        for turn, members in enumerate(groups)
        for number, bound in members.items()
    ]
    reckoning.table("tried", " UNION ALL ".join(counted))


def _alike(reckoning: Reckoning) -> list[dict[int, str]]:
    """The schemes in force somewhere in groups that score alike: number → which forms it may bind."""
    groups: dict[tuple[object, ...], dict[int, str]] = {}
    for number, scheme in enumerate(reckoning.schemes):
        if scheme.id not in reckoning.shipped:  # on trial, in force nowhere
            continue
        # Whether its name is in it, as every engine says it alike.
        bound = f"may_bind <> replace(may_bind, {quoted(f' {scheme.id} ')}, '')"
        key = tuple(scheme[name] for name in SCORING_PARAMETERS)
        groups.setdefault(key, {})[number] = bound
    return list(groups.values())


def _rank(scheme: Scheme) -> tuple[bool, bool, str]:
    """Among equals the default first, then schemes of the whole country, then by id."""
    return scheme.id != DEFAULT, NATIONAL not in scheme.regions, scheme.id
