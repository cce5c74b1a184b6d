"""Near-duplicate texts: what is alike, what is not, and how much is compared."""

from __future__ import annotations

import random

import pytest

from jiping.dataset.cohort.ground import Ground
from jiping.dataset.cohort.likeness import group

EMPTY = {
    "form": """SELECT 0::BIGINT AS form, '' AS file, 1 AS ordinal, 2023 AS year, '' AS digest, '万元' AS amount_unit,
      '' AS project_name, '' AS project_code, '' AS department_name, '' AS unit_name, '' AS goal_expected,
      '' AS goal_actual, 0::BIGINT AS total_score LIMIT 0""",
    "fund": "SELECT 0::BIGINT AS form, 0 AS row, '' AS source, 0::BIGINT AS initial, 0::BIGINT AS adjusted, 0::BIGINT AS executed LIMIT 0",
    "indicator": """SELECT 0::BIGINT AS form, 0 AS row, '' AS level1, '' AS level2, '' AS name, '' AS nature, '' AS operator,
      0::BIGINT AS target, 0::BIGINT AS target_high, '' AS target_text, 0::BIGINT AS actual, 0::BIGINT AS actual_high,
      '' AS actual_text, '' AS unit, '' AS unit_kind, 0::BIGINT AS weight, 0::BIGINT AS score, '' AS reason LIMIT 0""",
}
LETTERS = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨露结为霜"


def grouped(texts: list[str], share: tuple[int, int] = (85, 100)) -> list[set[int]]:
    """The groups of near-duplicates among texts, by their numbers."""
    ground = Ground(EMPTY, threads=2)
    try:
        ground.put("given", {"id": ("BIGINT", list(range(len(texts)))), "t": ("VARCHAR", texts)})
        table = group(ground, "tried", "SELECT id, t FROM given", least=20, share=share)
        rows = ground.rows(f"SELECT list(id) FROM {table} GROUP BY same ORDER BY min(id)")
        return [set(ids) for (ids,) in rows]
    finally:
        ground.close()


def text(chance: random.Random, length: int = 100) -> str:
    return "".join(chance.choice(LETTERS) for _ in range(length))


def test_equal_and_nearly_equal_texts_are_one_group() -> None:
    chance = random.Random(1)
    one, other = text(chance), text(chance)
    changed = one[:50] + "某" + one[51:]
    assert grouped([one, other, one, changed, text(chance)]) == [{0, 2, 3}]


@pytest.mark.parametrize(("changes", "alike"), [(1, True), (3, True), (8, False)])
def test_the_share_is_exact(changes: int, alike: bool) -> None:
    """A letter far from others stands in four pieces of 97: three letters leave 85 of 97 (0.876),
    eight leave 65 (0.67)."""
    one = text(random.Random(2))
    letters = list(one)
    for n in range(changes):
        letters[6 + 12 * n] = "某"
    assert bool(grouped([one, "".join(letters)])) is alike


def test_among_many_others_nearly_all_copies_are_found() -> None:
    chance = random.Random(3)
    texts = [text(chance) for _ in range(1_500)]
    for n in range(0, 200, 2):
        copy = list(texts[n])
        copy[chance.randrange(100)] = "某"
        copy[chance.randrange(100)] = "某"
        texts[n + 1] = "".join(copy)
    found = grouped(texts)
    pairs = [{n, n + 1} for n in range(0, 200, 2)]
    assert sum(pair in found for pair in pairs) >= 99
    assert all(group in pairs for group in found)


def test_short_texts_are_left_out() -> None:
    assert grouped(["太短的文字", "太短的文字"]) == []
