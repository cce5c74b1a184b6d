"""docs/law.md: the documents that rules and schemes cite, and what was read of them."""

from __future__ import annotations

from jiping.law.documents import Document, corpus

HEAD = """
# 依据文件

规则和计分办法引用的文件与条款。条文内容是编写时的简述，不是原文，引用时以原文为准。
“已读”指编写时看过原文；“据记忆”指凭记忆写下、有待核对。
"""

KIND = {"rule": "制度", "form": "表样及表上说明", "practice": "通行做法"}


def pages() -> dict[str, str]:
    """One page, a section a document."""
    parts = [_document(document) for document in corpus().values()]
    return {"law.md": "\n\n".join([HEAD.strip(), *parts])}


def _document(document: Document) -> str:
    facts = [
        KIND[document.kind],
        document.issuer,
        document.number or "",
        f"{document.issued.isoformat()} 发布" if document.issued else "",
        f"{document.start.isoformat()} 起施行" if document.start else "",
        f"{document.until.isoformat()} 失效" if document.until else "",
    ]
    lines = [f"## {document.key} {document.title}", "", "；".join(filter(None, facts)) + "。"]
    if document.seen:
        lines += ["", "见于：" + "；".join(document.seen)]
    if document.note:
        lines += ["", document.note]
    if document.clauses:
        lines += ["", "| 条款 | 简述 | 来源 |", "| --- | --- | --- |"]
    for clause in document.clauses.values():
        name = clause.number + (f" {clause.name}" if clause.name else "")
        text = clause.text.replace("|", "\\|").replace("\n", " ")
        lines.append(f"| {name} | {text} | {'已读' if clause.basis == 'read' else '据记忆'} |")
    return "\n".join(lines)
