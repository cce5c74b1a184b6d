"""Citations: ``cite("10号", "16")`` → 财预〔2020〕10号 第十六条.

A citation resolves when it is made, so a wrong one fails at import, in front of a test.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from jiping.law.documents import Clause, Document, LawError, corpus

RECALLED = "（据记忆，未复核）"
"""Printed behind every citation whose source was not read again."""

_ARTICLE = re.compile(r"([0-9]+)(?:\(([0-9]+)\))?")
_DIGITS = "零一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Cite:
    """A document of the corpus and, mostly, a clause of it; both by their keys."""

    document: str
    clause: str | None = None

    def source(self) -> Document:
        """The document itself."""
        return corpus()[self.document]

    def passage(self) -> Clause | None:
        """The clause itself; None where the whole document is cited."""
        return None if self.clause is None else _find(self.source(), self.clause)

    @property
    def recalled(self) -> bool:
        """Whether what is cited was recalled and not read."""
        passage = self.passage()
        return not self.source().read if passage is None else passage.basis == "recalled"

    def reference(self) -> str:
        """Document and clause without the mark: “财预〔2020〕10号 第十六条”."""
        name, passage = self.source().name(), self.passage()
        if passage is None or self.clause is None:
            return name
        if passage.name is not None:
            return f"{name}“{passage.name}”"
        return (
            f"{name} {article(self.clause)}"
            if not name.endswith("》")
            else name + article(self.clause)
        )

    def label(self) -> str:
        """The citation as people see it, marked when it was recalled."""
        return self.reference() + (RECALLED if self.recalled else "")

    def text(self) -> str | None:
        """What the clause says, in our own short words; None for a whole document."""
        passage = self.passage()
        return None if passage is None else passage.text

    def __str__(self) -> str:
        return self.document if self.clause is None else f"{self.document}:{self.clause}"


def cite(document: str, clause: str | None = None) -> Cite:
    """A citation that resolves. An item of a listed article (92(3)) may be named.

    Raises LawError when the corpus holds no such document or clause.
    """
    known = corpus()
    if document not in known:
        raise LawError(f"没有简称为“{document}”的文件；有：{'、'.join(known)}")
    if clause is not None and _find(known[document], clause) is None:
        listed = "、".join(known[document].clauses) or "（未列条款）"
        raise LawError(f"“{document}”中没有条款“{clause}”；有：{listed}")
    return Cite(document, clause)


def parse_cite(text: str) -> Cite:
    """ "10号:16" → the citation, "101号" → the whole document. Raises LawError."""
    document, _, clause = text.partition(":")
    return cite(document, clause or None)


def article(number: str) -> str:
    """Printed article: "16" → 第十六条, "51(8)" → 第五十一条第八项."""
    match = _ARTICLE.fullmatch(number)
    if match is None:
        return number
    item = f"第{_chinese(int(match[2]))}项" if match[2] else ""
    return f"第{_chinese(int(match[1]))}条{item}"


def _find(document: Document, clause: str) -> Clause | None:
    if clause in document.clauses:
        return document.clauses[clause]
    match = _ARTICLE.fullmatch(clause)
    return document.clauses.get(match[1]) if match is not None else None


def _chinese(number: int) -> str:
    """1 to 999 in Chinese numerals."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else _DIGITS[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (_DIGITS[ones] if ones else "")
