"""How well names that mean one indicator are brought together: precision and recall over pairs.

    python bench/indicator_names.py [--told 40] [--set bench/indicator_names_other.tsv]

`indicator_names.tsv` says which names are one indicator: written by hand as forms write them, near
names beside each other that are not the same. Every name is also drawn out as clerks do it (years,
numbering, values, “开展…工作”), which must not move it. A pair is right when both names are of one
line of the file; names without a line are not in it. `indicator_names_near.tsv` holds names that
must all stay apart.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, product
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src")]
SET = Path(__file__).with_suffix(".tsv")
NEAR = Path(__file__).with_name("indicator_names_near.tsv")


@dataclass(frozen=True)
class Name:
    """A name as written, whose it is (line of the file), and the name that it was drawn from."""

    text: str
    level: str
    unit: str
    line: int
    plain: str


def labelled(path: Path) -> Iterator[Name]:
    """The names of the file."""
    for number, text in enumerate(path.read_text("utf-8").splitlines(), 1):
        if text and not text.startswith("#"):
            level, unit, *ways = text.split("\t")
            for way in ways:
                name, _, own = way.partition("@")
                yield Name(name, level, own or unit, number, name)


def drawn(name: Name, chance: random.Random) -> Iterator[Name]:
    """The same name with what clerks put before and behind it."""
    year, value = chance.randint(2019, 2025), chance.randint(2, 99)
    ways = (
        f"{year}年{name.text}", f"{chance.randint(1, 9)}、{name.text}",
        f"{name.text}（{name.unit}）" if name.unit else f"{name.text}：",
        f"{name.text}≥{value}{name.unit}", f"指标{chance.randint(1, 5)}：{name.text}",
        f"{name.text}（{year}年度）",
    )  # fmt: skip
    for text in chance.sample(ways, 2):
        yield Name(text, name.level, name.unit, name.line, name.plain)


def groups(names: list[Name]) -> dict[Name, object]:
    """Name → what stands for it in a library of these names."""
    from jiping.indicators.clustering import Key, Spelling, keyed, leaders
    from jiping.indicators.library import kind_of, level_of, unit_of

    found = [
        Spelling(n.text, level_of(None, n.level), kind_of(unit_of(n.unit, None)), 1 + len(names) - at)
        for at, n in enumerate(names)
    ]  # fmt: skip
    keys = keyed(found)
    uses: Counter[Key] = Counter()
    for key, spelling in zip(keys, found, strict=True):
        uses[key] += spelling.uses
    leader = leaders(uses)
    return {name: leader[key] for name, key in zip(names, keys, strict=True)}


def measured(names: list[Name], told: int = 0) -> tuple[int, int, int]:
    """Pairs that are together and should be, are and should not, should be and are not."""
    stands = groups(names)
    by_line: dict[int, list[Name]] = defaultdict(list)
    by_group: dict[object, list[Name]] = defaultdict(list)
    for name, group in stands.items():
        by_line[name.line].append(name)
        by_group[group].append(name)
    right = wrong = 0
    shown: list[str] = []
    for held in by_group.values():
        for one, two in combinations(held, 2):
            if one.line == two.line:
                right += 1
            else:
                wrong += 1
                shown.append(
                    f"together, wrongly: {one.text} [{one.unit}] — {two.text} [{two.unit}]"
                )
    missed = []
    for held in by_line.values():
        for one, two in combinations(held, 2):
            if stands[one] != stands[two]:
                missed.append(f"apart, wrongly: {one.text} [{one.unit}] — {two.text} [{two.unit}]")
    for line in [*shown[:told], *random.Random(1).sample(missed, min(told, len(missed)))]:
        print(line)
    return right, wrong, len(missed)


def crossed() -> Iterator[Name]:
    """Things, doings and measures put together each way: all of them are other indicators."""
    from indicators import DONE, HOW, UNIT, WHAT, WHERE

    for number, (what, done, how) in enumerate(product(WHAT, DONE, HOW)):
        level = "质量指标" if how.endswith("率") else "数量指标"
        text = f"{what}{done}{how}"
        yield Name(text, level, UNIT.get(how, "%"), 2 * number, text)
        if number % 3 == 0:
            text = f"{WHERE[number % len(WHERE)]}{text}"
            yield Name(text, level, UNIT.get(how, "%"), 2 * number + 1, text)


def near() -> Iterator[Name]:
    """Names that look alike, every one another indicator."""
    number = 0
    for text in NEAR.read_text("utf-8").splitlines():
        if not text.startswith("#"):
            level, unit, *names = text.split("\t")
            for name in names:
                number += 1
                yield Name(name, level, unit, number, name)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--told", type=int, default=0)
    parser.add_argument("--set", type=Path, default=SET)
    given = parser.parse_args()
    plain = list(labelled(given.set))
    chance = random.Random(6)
    more = [each for name in plain for each in drawn(name, chance)]
    print(
        "| names | lines | pairs together | precision, % | recall, % |\n|---:|---:|---:|---:|---:|"
    )
    for names in (plain, list(dict.fromkeys([*plain, *more]))):
        right, wrong, missed = measured(names, given.told)
        lines = len({name.line for name in names})
        print(
            f"| {len(names)} | {lines} | {right + wrong} | {100 * right / (right + wrong):.1f} |"
            f" {100 * right / (right + missed):.1f} |"
        )
    for what, apart in (
        ("put together of parts", list(crossed())),
        ("near each other", list(near())),
    ):
        _, wrong, _ = measured(apart, given.told)
        print(f"\n{len(apart)} names {what}: {wrong} pairs together, all of them wrongly")


if __name__ == "__main__":
    main()
