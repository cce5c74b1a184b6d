"""Which province and division a unit belongs to, told from names alone.

`region_of` decides only what the names decide: 朝阳区教育局 may be in Beijing or in Changchun, so
it is None until another name says which.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from jiping.model.text import squeeze

_NATION = "000000"
_CODE = re.compile(r"^(?:[\[(（【][0-9A-Za-z]+[\])）】]|[0-9A-Za-z]+[-—－_]|[0-9]+(?=[^0-9年]))")
"""A unit's code in front of its name: [155], 219001-, 51092324T000010263357-."""
_ROAD = re.compile(r"(?:[东西南北中]?[一二三]?(?:路|街|大道|大街|巷)|牌)")
"""北京路小学 is not in Beijing."""
_VAGUE = re.compile(
    r"(?:城|郊|矿|老城|新城|城[东西南北中关]|城厢|市[中南北]|港口|新华|鼓楼|和平|解放|新市|南关)区"
)
"""Districts named by what every town has: they decide nothing unless their parent stands before."""
_SHORT_PROVINCE = re.compile(r"(?:省|市|壮族自治区|回族自治区|维吾尔自治区|自治区|特别行政区)$")


@dataclass(frozen=True, slots=True)
class Division:
    """One division: its six-digit code, full name, and whether the name is still in use."""

    code: str
    name: str
    former: bool = False

    @property
    def province(self) -> str:
        """Code of its province: 152221 → 150000."""
        return self.code[:2] + "0000"

    def within(self, other: Division) -> bool:
        """Whether it is ``other`` or lies in it."""
        return self.code.startswith(re.sub(r"(?:00)+$", "", other.code))


@dataclass(frozen=True, slots=True)
class Region:
    """A province and the smallest division that the names tell (the province itself at least)."""

    province: Division
    division: Division

    def chain(self) -> tuple[str, ...]:
        """Codes from the division up to the nation: 152201 → 152201, 152200, 150000, 000000."""
        code = self.division.code
        codes = (code, code[:4] + "00", code[:2] + "0000", _NATION)
        return tuple(dict.fromkeys(codes))


@dataclass(frozen=True, slots=True)
class _Gazetteer:
    """Rows of the file by code, and codes by name; divisions are made when they are asked for."""

    rows: Mapping[str, tuple[str, str]]
    codes: Mapping[str, tuple[str, ...]]
    longest: int


@lru_cache(maxsize=1)
def _gazetteer() -> _Gazetteer:
    rows: dict[str, tuple[str, str]] = {}
    codes: dict[str, tuple[str, ...]] = {}
    for line in Path(__file__).with_name("regions.tsv").read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        code, name, former, short = (*line.split("\t"), "", "")[:4]
        rows[code] = (name, former)
        codes[name] = (*codes.get(name, ()), code)
        if short:
            codes[short] = (*codes.get(short, ()), code)
        if code.endswith("0000"):
            short = _SHORT_PROVINCE.sub("", name)
            codes[short] = (*codes.get(short, ()), code)
    return _Gazetteer(rows, codes, max(map(len, codes)))


@lru_cache(maxsize=4096)
def division(code: str) -> Division | None:
    """The division of a six-digit code."""
    row = _gazetteer().rows.get(code)
    return None if row is None else Division(code, row[0], row[1] == "former")


def region_of(names: Iterable[str | None]) -> Region | None:
    """The region that names of unit, department and project tell, in that order of trust.

    A name that begins with divisions (池州市贵池区棠溪镇人民政府) decides before one that only
    mentions them; names that leave several provinces open are settled by later ones, or by none.
    """
    texts = [_CODE.sub("", squeeze(name)) for name in names if name]
    left: set[Division] = set()
    for found in filter(None, map(_leading, texts)):
        agreed = {d for d in left if any(d.province == f.province for f in found)}
        left = _narrowed(agreed, found) if agreed else left or found
        if len({d.province for d in left}) == 1:
            break
    return _settled(left or {d for text in texts for d in _mentioned(text)})


def _narrowed(known: set[Division], found: set[Division]) -> set[Division]:
    """Both agree on provinces: keep what is known, made finer where ``found`` lies inside it."""
    finer = {f for f in found for k in known if f != k and f.within(k)}
    same = {k for k in known if any(k.within(f) or k.province == f.province for f in found)}
    return {k for k in same if not any(f.within(k) for f in finer)} | finer


def _settled(found: set[Division]) -> Region | None:
    provinces = {d.province for d in found}
    province = division(provinces.pop()) if len(provinces) == 1 else None
    if province is None:
        return None
    finest = [d for d in found if not any(o != d and o.within(d) for o in found)]
    if len(finest) == 1:
        return Region(province, finest[0])
    prefectures = {d.code[:4] + "00" for d in finest}
    shared = division(prefectures.pop()) if len(prefectures) == 1 else None
    return Region(province, shared or province)


def _leading(text: str) -> set[Division]:
    """The divisions that ``text`` begins with: the smallest of a chain 省 市 县, or rivals."""
    found: set[Division] = set()
    while True:
        length, here = _at(text, 0)
        if not here:
            return found
        inside = {d for d in here if any(d.within(f) and d != f for f in found)}
        if found and not inside:
            return found
        if not found and _VAGUE.fullmatch(text[:length]):
            return found
        found, text = inside or set(here), text[length:]


def _mentioned(text: str) -> set[Division]:
    """Divisions named anywhere in ``text`` by a full name that can mean nothing else."""
    found: set[Division] = set()
    start = 0
    while start < len(text):
        length, here = _at(text, start)
        name = text[start : start + length]
        if len(here) == 1 and name == here[0].name and name[-1] != "区" and len(name) > 2:
            found.add(here[0])
        start += max(length, 1)
    return found


def _at(text: str, start: int) -> tuple[int, tuple[Division, ...]]:
    """The longest division name at one position and what it may mean."""
    gazetteer = _gazetteer()
    for length in range(min(gazetteer.longest, len(text) - start), 1, -1):
        name = text[start : start + length]
        here = tuple(d for d in map(division, gazetteer.codes.get(name, ())) if d is not None)
        if here:
            road = all(name != d.name for d in here) and _ROAD.match(text, start + length)
            return (0, ()) if road else (length, here)
    return 0, ()
