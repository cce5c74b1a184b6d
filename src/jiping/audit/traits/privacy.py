"""Personal data and marks of secrecy: what must not be published."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from jiping.model.evaluation import Evaluation
from jiping.model.text import half_width
from jiping.model.traits import trait

_ID = re.compile(
    r"(?<![0-9A-Za-z])[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[0-9Xx](?![0-9A-Za-z])"
)
_PHONE = re.compile(r"(?<![0-9.])1[3-9]\d{9}(?![0-9])")
_CARD = re.compile(r"(?<![0-9A-Za-z.])(?:62|4|5)\d{14,18}(?![0-9A-Za-z])")
_ACCOUNT = re.compile(r"(?:账号|帐号|银行卡号?|卡号)[:：]?\s*(\d[\d ]{8,24}\d)")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔"
    "钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤包乌那"
)
_POSTS = (
    "(?:副?(?:局长|主任|书记|处长|科长|县长|市长|部长|区长|乡长|镇长|校长|院长|所长|站长|盟长|旗长|州长|秘书长|会长|经理|主席)"
    "|调研员|巡视员)"
)
_AFTER = "(?=同志|等|接受|参加|出席|带队|主持|陪同|介绍|表示|率|到|赴|在|对|就|为|作|做|讲|致|指出|[，,。；、：:）)“]|$)"
_OFFICIAL = re.compile(f"{_POSTS}([{_SURNAMES}][一-龥]{{1,2}}?){_AFTER}")
_ORDINARY = re.compile(
    "(?:姓名[:：]|(?:受助人|户主|患者|学生|村民|贫困户|困难群众|职工|获奖人|领款人|收款人)[:：]?)"
    f"([{_SURNAMES}][一-龥]{{1,2}}?){_AFTER}"
)
_SECRET = re.compile(
    "(?:绝密|机密|秘密)\\s*[★☆]|密级[:：]?\\s*(?:绝密|机密|秘密)|[(（【](?:绝密|机密|秘密)[)）】]"
    "|(?:绝密|机密)(?:级|文件|事项|件)|^(?:绝密|机密|秘密)$|国家秘密(?!法)|涉密(?:项目|文件|内容|事项|工程|资金|信息系统)"
)


@trait("form", "int32")
def private_numbers(e: Evaluation) -> list[int]:
    """身份证号、手机号、银行账号的处数。"""
    return [sum(len(_numbers(t)) for _, t in texts(e) if t)]


@trait("form", "int32")
def ordinary_names(e: Evaluation) -> list[int]:
    """受助人、学生一类普通个人姓名的处数。"""
    return [sum(_persons(t)[0] for _, t in texts(e) if t)]


@trait("form", "int32")
def official_names(e: Evaluation) -> list[int]:
    """以职务写出的公职人员姓名的处数。"""
    return [sum(_persons(t)[1] for _, t in texts(e) if t)]


@trait("form", "int32")
def secrecy_marks(e: Evaluation) -> list[int]:
    """密级标志和涉密字样的处数。"""
    return [sum(_secret(t) for _, t in texts(e) if t)]


def found_in(e: Evaluation) -> tuple[list[str], list[str]]:
    """Numbers and names: where they stand, and how to name them without repeating them in full."""
    pointers: list[str] = []
    words: list[str] = []
    for pointer, text in texts(e):
        if not text:
            continue
        numbers = [f"{kind} {value[:3]}…{value[-2:]}" for kind, value in _numbers(text)]
        names = [m[0] for m in (*_ORDINARY.finditer(text), *_OFFICIAL.finditer(text))]
        if numbers or names:
            pointers.append(pointer)
            words += numbers + [f"“{name}”" for name in names]
    return pointers, list(dict.fromkeys(words))


def secrets_in(e: Evaluation) -> list[tuple[str, str]]:
    """Pointer and wording of each mark of secrecy."""
    return [(p, m[0]) for p, t in texts(e) if t and (m := _SECRET.search(t))]


def texts(e: Evaluation) -> Iterator[tuple[str, str | None]]:
    """Every free text of the form; codes apart, whose long digits mean nothing here."""
    yield "/form/title", e.form.title
    yield "/project/name", e.project.name
    yield "/goal/expected", e.goal.expected
    yield "/goal/actual", e.goal.actual
    for k, line in enumerate(e.funds):
        if line.reason:
            yield f"/funds/{k}/reason", line.reason
    for k, row in enumerate(e.indicators):
        yield f"/indicators/{k}/name", row.name
        yield f"/indicators/{k}/target", row.target
        yield f"/indicators/{k}/actual", row.actual
        yield f"/indicators/{k}/reason", row.reason
    for label, text in e.remarks.items():
        yield "/remarks/" + label.replace("~", "~0").replace("/", "~1"), text


@lru_cache(maxsize=8192)
def _secret(text: str) -> bool:
    return "密" in text and _SECRET.search(text) is not None


@lru_cache(maxsize=8192)
def _persons(text: str) -> tuple[int, int]:
    """How many ordinary persons and how many officials a text names."""
    return len(_ORDINARY.findall(text)), len(_OFFICIAL.findall(text))


@lru_cache(maxsize=8192)
def _numbers(text: str) -> tuple[tuple[str, str], ...]:
    flat = half_width(text)
    if not any(c.isdigit() for c in flat):
        return ()
    found = [("身份证号", m[0]) for m in _ID.finditer(flat) if is_id(m[0])]
    held = {value for _, value in found}
    found += [("手机号", m[0]) for m in _PHONE.finditer(flat)]
    cards = [m[0] for m in _CARD.finditer(flat) if is_card(m[0]) and m[0] not in held]
    cards += [m[1].replace(" ", "") for m in _ACCOUNT.finditer(flat)]
    return (*found, *(("银行账号", card) for card in dict.fromkeys(cards)))


def is_id(number: str) -> bool:
    """Whether the last digit of an 18-digit identity number fits (GB 11643)."""
    total = sum(int(d) * w for d, w in zip(number[:17], _WEIGHTS, strict=True))
    return _CHECK[total % 11] == number[17].upper()


def is_card(number: str) -> bool:
    """Whether the last digit of a card number fits (Luhn, ISO/IEC 7812)."""
    total = 0
    for k, digit in enumerate(reversed(number)):
        value = int(digit) * (2 if k % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
