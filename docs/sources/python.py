"""docs/python.md from the public names of the package; its examples run as tests."""

from __future__ import annotations

import inspect
import typing
from enum import Enum

from jiping import api

HEAD = """
# 在 Python 中使用

下面是 `jiping.api` 的全部公开名称，用法如 `from jiping import api`。带 `>>>` 的例子在测试中逐行运行，结果与页面不符即不通过；
例中的路径相对于仓库根目录。
"""


def pages() -> dict[str, str]:
    """The page of the Python interface."""
    parts = [HEAD.strip()]
    for name in sorted(api.__all__, key=str.lower):
        thing = getattr(api, name)
        if isinstance(thing, str):
            continue
        parts += [f"## `{_heading(name, thing)}`", inspect.getdoc(thing) or ""]
        if inspect.isclass(thing):
            fields = _fields(thing)
            if fields:
                parts.append("\n".join(["| 字段 | 类型 |", "| --- | --- |", *fields]))
    return {"python.md": "\n\n".join(parts)}


def _heading(name: str, thing: object) -> str:
    if inspect.isfunction(thing):
        signature = str(inspect.signature(thing)).replace("'", "")
        return name + signature
    return name


def _fields(thing: type) -> list[str]:
    if issubclass(thing, Enum | BaseException):
        return []
    own = typing.cast("dict[str, object]", getattr(thing, "__annotations__", {}))
    return [
        f"| `{field}` | `{str(kind).replace('|', chr(92) + '|')}` |"
        for field, kind in own.items()
        if not field.startswith("_")
    ]
