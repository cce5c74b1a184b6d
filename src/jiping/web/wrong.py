"""What is wrong with what was sent, in words that say how to write it: by pydantic, by the contract."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from jiping.model.contract import schema

_WORDS = {
    "missing": "缺少这一项。",
    "extra_forbidden": "没有这一项。",
    "int_parsing": "要写整数。",
    "int_type": "要写整数。",
    "int_from_float": "要写整数，不带小数。",
    "int_parsing_size": "数太大。",
    "bool_parsing": "要写 true 或 false。",
    "bool_type": "要写 true 或 false。",
    "string_type": "要写文字（加引号）。",
    "string_too_short": "至少要 {min_length} 个字符。",
    "string_too_long": "最多 {max_length} 个字符。",
    "string_unicode": "里面有不能保存的字符。",
    "list_type": "要写成一组（[…]）。",
    "dict_type": "要写成一组“名称：值”（{{…}}）。",
    "model_type": "要写成一组“名称：值”（{{…}}）。",
    "model_attributes_type": "要写成一组“名称：值”（{{…}}）。",
    "too_short": "至少要 {min_length} 个。",
    "too_long": "最多 {max_length} 个。",
    "literal_error": "只能写 {expected}。",
    "enum": "只能写 {expected}。",
    "greater_than_equal": "不能小于 {ge}。",
    "less_than_equal": "不能大于 {le}。",
    "none_required": "要写 null。",
    "date_type": "日期要写成 2026-01-01 这样。",
    "date_parsing": "日期要写成 2026-01-01 这样。",
    "date_from_datetime_parsing": "日期要写成 2026-01-01 这样。",
    "date_from_datetime_inexact": "日期要写成 2026-01-01 这样，不带时间。",
    "decimal_parsing": "要写数字。",
    "decimal_type": "要写数字。",
    "value_error": "{error}",
}
"""Kind of error → words, with the limits that pydantic tells."""
_PATTERNS = {
    r"\S": "不能是空的。",
    r"^\S+$": "不能有空格。",
    r"^[0-9]*$": "只能写数字。",
    r"^[0-9]{0,5}(\.[0-9]{1,2})?$": "要写数字，例如 60 或 97.5。",
}
"""Pattern of a field → words."""
_OTHER = "写法不对。"
_SOURCES = frozenset({"body", "query", "path", "form", "file", "header", "cookie"})


def faults(errors: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """The errors as ``field`` and ``what``, each place once."""
    found: dict[str, str] = {}
    for error in errors:
        found.setdefault(_field(error.get("loc", ())), _what(error))
    return [{"field": field, "what": what} for field, what in found.items()]


def _field(place: Sequence[str | int]) -> str:
    """``("body", "given", "forms", 2, "id")`` → ``forms.2.id``: without where it was looked for."""
    parts = list(place)
    if parts and parts[0] in _SOURCES:
        source = parts.pop(0)
        # ninja names the parameter of the function that takes the whole body.
        if source == "body" and parts:
            parts.pop(0)
    return ".".join(str(each) for each in parts) or "body"


def _what(error: Mapping[str, Any]) -> str:
    kind, context = str(error.get("type")), error.get("ctx") or {}
    if kind == "string_pattern_mismatch":
        return _PATTERNS.get(str(context.get("pattern")), _OTHER)
    words = _WORDS.get(kind, _OTHER)
    limits = {name: str(value) for name, value in context.items()}
    limits["expected"] = limits.get("expected", "").replace(" or ", "、").replace(", ", "、")
    return words.format_map(limits)


_TYPES = {
    "string": "文字", "null": "null", "integer": "整数", "number": "数", "boolean": "true 或 false",
    "array": "一组（[…]）", "object": "一组“名称：值”（{…}）",
}  # fmt: skip
_MOST = 20


@cache
def _contract() -> Any:
    from jsonschema import Draft202012Validator

    return Draft202012Validator(schema("evaluation"))


def evaluation_faults(document: Mapping[str, Any]) -> list[dict[str, str]]:
    """Where a document doesn't keep to the contract's evaluation, or speaks of rows that it hasn't."""
    errors = sorted(_contract().iter_errors(document), key=lambda error: list(map(str, error.path)))
    found = [
        {"field": ".".join(map(str, ("evaluation", *error.path))), "what": _said(error)}
        for error in errors[:_MOST]
    ]
    return found or [*_strange_numbers(document), *_strange_rows(document)]


def _said(error: Any) -> str:
    match error.validator:
        case "required":
            missing = [name for name in error.validator_value if name not in error.instance]
            return f"缺少 {'、'.join(missing)}。"
        case "type":
            kinds = error.validator_value
            listed = [kinds] if isinstance(kinds, str) else kinds
            return f"要写{'或 '.join(_TYPES[kind] for kind in listed)}。"
        case "enum":
            return f"只能写 {'、'.join('null' if v is None else str(v) for v in error.validator_value)}。"
        case "pattern":
            return "数字要写成 12.5 这样的文字，不带千分位、单位和百分号。"
        case "minimum":
            return f"不能小于 {error.validator_value}。"
    return _OTHER


def _strange_numbers(document: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    """Numbers that no form has and no column holds."""
    year, ordinal = document["year"], document["source"]["ordinal"]
    if year is not None and not 1990 <= year <= 2100:
        yield {"field": "evaluation.year", "what": "年度要在 1990 到 2100 之间。"}
    if ordinal > 1_000_000:
        yield {"field": "evaluation.source.ordinal", "what": "不能大于 1000000。"}


def _strange_rows(document: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    """Doubtful values of rows that there are not."""
    for number, doubtful in enumerate(document["reading"].get("doubtful") or ()):
        group, _, rest = str(doubtful["pointer"]).strip("/").partition("/")
        row = rest.partition("/")[0]
        if group in ("funds", "indicators") and not (
            row.isdecimal() and len(row) < 8 and int(row) < len(document[group])
        ):
            yield {
                "field": f"evaluation.reading.doubtful.{number}.pointer",
                "what": f"表里没有这一行：{str(doubtful['pointer'])[:80]}",
            }
