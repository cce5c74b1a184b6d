"""The page of the HTTP API: every call and every shape, from the description that the program serves."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from tempfile import TemporaryDirectory
from typing import Any

_HEAD = """
# HTTP 接口

网页能做的，程序都能做：`jiping serve` 启动以后，接口在 `/api/`，机器可读的说明（OpenAPI 3.1）在 `/api/openapi.json`。
权限、审核和日志与网页同出一处。

## 令牌

在网页“账户 → 接口令牌”申领：写明用途，选可以做什么、有效几天（最多 366 天）。令牌只显示一次，代表申领人，
权限只会少、不会多；随时可以吊销。每次调用带上它：

    Authorization: Bearer jp_…

## 两个完整的例子

审核一个文件（什么也不保存），再把两张表一起送审。Linux、macOS：

```bash
export JIPING=http://127.0.0.1:8642/api TOKEN=jp_…

curl -s -H "Authorization: Bearer $TOKEN" -F "file=@自评表.docx" "$JIPING/audit" -o 审核.json
curl -s -H "Authorization: Bearer $TOKEN" "$JIPING/forms?state=draft&each=2"
curl -s -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" \
     -d '{"do": "submit", "forms": [{"id": 1, "version": 1}, {"id": 2, "version": 7}]}' "$JIPING/forms/batch"
```

Windows（PowerShell；上传文件用系统自带的 `curl.exe`）：

```powershell
$jiping = "http://127.0.0.1:8642/api"; $token = "jp_…"
$head = @{ Authorization = "Bearer $token" }

curl.exe -s -H "Authorization: Bearer $token" -F "file=@自评表.docx" "$jiping/audit" -o 审核.json
(Invoke-RestMethod "$jiping/forms?state=draft&each=2" -Headers $head).forms
$body = @{ do = "submit"; forms = @(@{ id = 1; version = 1 }, @{ id = 2; version = 7 }) } | ConvertTo-Json -Depth 5
Invoke-RestMethod "$jiping/forms/batch" -Method Post -Headers $head -ContentType "application/json; charset=utf-8" `
  -Body ([Text.Encoding]::UTF8.GetBytes($body))
```

最后一个调用逐张答复，一张不成，不影响别的（这里第 2 张写的版本不对）：

```json
{"title": "送审", "done": 1, "refused": 1, "results": [
  {"id": 1, "done": true, "status": 200, "why": "", "state": "submitted", "version": 1},
  {"id": 2, "done": false, "status": 409, "why": "别人在 18:07 改过这张表（第 1 版）。您的改动没有保存，…", "state": "draft", "version": 1}]}
```

## 不成功的答复

都是同一个样子（[Problem](#problem)），`detail` 是可以直接给人看的话：

| 状态码 | 意思 |
| --- | --- |
| 401 | 令牌不对、已到期或已吊销 |
| 403 | 没有权限（令牌的，或者本人的） |
| 404 | 没有找到，或者无权查看：两者不加区分 |
| 409 | 与现状冲突：别人先改过（`version` 是现在的版本），或者这张表的状态不允许 |
| 413 | 内容太大 |
| 422 | 内容不对：`errors` 逐项说明哪一项（`field`）错在哪里（`what`） |
| 429 | 太频繁：每人每分钟 600 次，读文件的 60 次；`Retry-After` 写明几秒后再来 |
| 503 | 磁盘已满，或者数据库没有应答；什么也没有写一半 |

没有列在说明里的参数和项目都会被指出来（422），不会悄悄略过。

修改和流转要写看到的版本（`version`）：之间有人改过时答 409，什么也不写，取最新的再来。
"""


def pages() -> dict[str, str]:
    """``api.md``."""
    document = _document()
    shapes = document["components"]["schemas"]
    parts = [_HEAD.strip(), *_overview(document), *_calls(document), *_shapes(shapes)]
    return {"api.md": "\n\n".join(parts)}


def _document() -> Any:
    """The description, as JSON: asked in a folder that is gone afterwards where Django sleeps still."""
    from django.apps import apps

    if not apps.ready:
        import django

        kept = dict(os.environ)
        with TemporaryDirectory() as folder:
            os.environ["JIPING_DATA"] = folder
            os.environ["DJANGO_SETTINGS_MODULE"] = "jiping.web.settings"
            os.environ.pop("JIPING_SETTINGS", None)
            django.setup()
        os.environ.clear()
        os.environ.update(kept)
    from jiping.web.calls import calls

    return json.loads(json.dumps(calls.get_openapi_schema(path_prefix="api/")))


def _by_group(document: Any) -> dict[str, list[tuple[str, str, Any]]]:
    groups: dict[str, list[tuple[str, str, Any]]] = {}
    for path, verbs in document["paths"].items():
        for verb, operation in verbs.items():
            groups.setdefault(operation["tags"][0], []).append((verb.upper(), path, operation))
    return groups


def _overview(document: Any) -> Iterator[str]:
    for group, found in _by_group(document).items():
        lines = [f"## {group}", "", "| 调用 | 做什么 |", "| --- | --- |"]
        for verb, path, operation in found:
            lines.append(f"| [`{verb} {path}`](#{_anchor(verb, path)}) | {operation['summary']} |")
        yield "\n".join(lines)


def _anchor(verb: str, path: str) -> str:
    """As GitHub makes it of ``### POST /api/forms/{pk}``."""
    kept = "".join(c for c in f"{verb} {path}".lower() if c.isalnum() or c in " -_")
    return kept.replace(" ", "-")


def _calls(document: Any) -> Iterator[str]:
    shapes = document["components"]["schemas"]
    yield "# 逐个调用"
    for found in _by_group(document).values():
        for verb, path, operation in found:
            yield f"### {verb} {path}"
            yield operation["description"]
            if operation["parameters"]:
                yield "\n".join(_parameters(operation["parameters"], shapes))
            yield from _body(operation, shapes)
            yield _answer(operation)


def _parameters(parameters: list[Any], shapes: Mapping[str, Any]) -> Iterator[str]:
    yield "| 参数 | 在 | 写什么 | 要求 |"
    yield "| --- | --- | --- | --- |"
    where = {"path": "地址", "query": "问号后"}
    for each in parameters:
        need = "必填" if each["required"] else _default(each["schema"])
        words = _cell(each.get("description", ""))
        limits = _join(need, _kind(each["schema"], shapes))
        yield f"| `{each['name']}` | {where[each['in']]} | {words} | {limits} |"


def _body(operation: Any, shapes: Mapping[str, Any]) -> Iterator[str]:
    content = operation.get("requestBody", {}).get("content", {})
    for kind, media in content.items():
        shape = media["schema"]
        if kind == "application/json":
            name = shape["$ref"].rpartition("/")[2]
            yield f"内容（JSON）：{_link(name)}"
            yield f"```json\n{_pretty(shapes[name]['examples'][0])}\n```"
        else:
            yield f"内容（表单 `{kind}`）：\n\n" + "\n".join(_fields(shape, shapes))


def _answer(operation: Any) -> str:
    for code, each in operation["responses"].items():
        if int(code) >= 300:
            continue
        content = each.get("content")
        if not content:
            return f"答复 {code}：没有内容。"
        [kind, *others] = content
        if kind == "application/json" and "$ref" in content[kind]["schema"]:
            return f"答复 {code}：{_link(content[kind]['schema']['$ref'].rpartition('/')[2])}"
        return f"答复 {code}：文件（{'、'.join(f'`{k}`' for k in (kind, *others))}）"
    raise ValueError(operation["operationId"])


def _shapes(shapes: Mapping[str, Any]) -> Iterator[str]:
    yield "# 各种内容"
    for name in sorted(shapes):
        shape = shapes[name]
        if "properties" not in shape or name.startswith("Evaluation_"):
            continue
        if name in _CONTRACT:
            yield f"### {name}"
            yield _CONTRACT[name]
        else:
            yield f"### {name}"
            yield shape.get("description", "")
            yield "\n".join(_fields(shape, shapes))
    for name in ("KeptFinding",):
        yield f"### {name}"
        yield _CONTRACT[name]


_CONTRACT = {
    "Evaluation": "一张自评表：接口契约中的 evaluation，与 `jiping read --format json` 的一张表相同。"
    "数字写作文字，与表上印的一样；空着的格子为 null。",
    "Audit": "一张表的审核结果：与 `jiping audit --format json` 的一张表相同。",
    "Ledger": "算分账：计分办法、总分、等级，逐行的填报分、核算分和算式。",
    "Finding": "一条问题：规则、轻重、说法、两边的数、差额、位置、依据、建议。",
    "KeptFinding": "一条问题（Finding），另有编号 `id`（说明问题时用）和 `answered`（已有说明）。",
    "Check": "一条规则的核对结果：pass 没有问题、fail 有问题、skip 不判（`reason` 写明为什么）。",
    "FileStatus": "一个文件读得怎样：read、no_form、refused、failed；`reason` 写明为什么、怎么办。",
}


def _fields(shape: Mapping[str, Any], shapes: Mapping[str, Any]) -> Iterator[str]:
    yield "| 项 | 是什么 | 写法 |"
    yield "| --- | --- | --- |"
    required = set(shape.get("required", ()))
    taken = "additionalProperties" in shape or "MultiPart" in shape.get("title", "")
    for name, field in shape["properties"].items():
        need = "" if name in required or not taken else _default(field)
        yield f"| `{name}` | {_cell(field.get('description', ''))} | {_join(_kind(field, shapes), need)} |"


def _kind(field: Mapping[str, Any], shapes: Mapping[str, Any]) -> str:
    """文字, 整数, 只能写 …, one of these, a shape."""
    if "$ref" in field:
        return _link(field["$ref"].rpartition("/")[2])
    if "anyOf" in field:
        return " 或 ".join(dict.fromkeys(_kind(each, shapes) for each in field["anyOf"]))
    if "enum" in field or "const" in field:
        return "、".join(f"`{value}`" for value in field.get("enum", [field.get("const")]))
    kind = field.get("type")
    if kind == "array":
        return f"一组：{_kind(field.get('items', {}), shapes)}"
    if kind == "object":
        return "名称：值"
    if kind == "string" and field.get("format") == "binary":
        return "文件"
    words = {"string": "文字", "integer": "整数", "boolean": "true、false", "null": "null"}
    plain = words.get(str(kind), "任意")
    if kind == "string" and field.get("format") in ("date", "date-time"):
        plain = "日期" if field["format"] == "date" else "时间"
    return plain + _limits(field)


def _limits(field: Mapping[str, Any]) -> str:
    low, high = field.get("minimum"), field.get("maximum")
    if low is not None and high is not None:
        return f" {low}—{high}"
    if "maxLength" in field:
        return f"，最多 {field['maxLength']} 个字符"
    return ""


def _default(field: Mapping[str, Any]) -> str:
    value = field.get("default")
    if value in (None, "", {}):
        return "可不写"
    return f"不写为 `{json.dumps(value, ensure_ascii=False)}`"


def _join(*parts: str) -> str:
    return "；".join(part for part in parts if part)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _link(name: str) -> str:
    return f"[{name}](#{name.lower()})"


def _pretty(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)
