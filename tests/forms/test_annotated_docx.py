"""Findings as Word comments: on the right cells, and nothing else touched."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import docx
import pytest
from making.packages import (
    WORD,
    canonical,
    local,
    packed,
    parts,
    signed,
    with_comments,
    word_comments,
)

import jiping
from jiping.forms.annotate.carriers import CannotCarry, carrier
from jiping.forms.annotate.marks import AUTHOR
from jiping.forms.annotate.original import cleaned

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = Path(__file__).parent / "samples"
FILES = [*(ROOT / f"examples/reference/table-{n}.docx" for n in range(1, 6)),
         ROOT / "examples/reference/all.docx", SAMPLES / "libreoffice.docx"]  # fmt: skip
W = "{" + WORD + "}"
ADDED = {"commentRangeStart", "commentRangeEnd", "commentReference"}


def ours(element: object) -> bool:
    """Anchors, and the runs that hold nothing but a reference."""
    return local(element) in ADDED or (
        local(element) == "r" and [local(e) for e in element] == ["commentReference"]  # type: ignore[attr-defined]
    )


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_every_finding_stands_on_its_cell(path: Path) -> None:
    made = jiping.annotate(path)
    audits = jiping.audit(path)
    comments = word_comments(made.data)
    findings = [f for audit in audits for f in audit.findings]
    assert len(comments) == len(findings) == len(made.marks)
    for (author, text, anchored), finding, mark in zip(comments, findings, made.marks, strict=True):
        assert author == AUTHOR
        assert finding.rule in text
        assert finding.message in text.replace("\n", "") or finding.message in text
        assert mark.place is not None
        assert anchored.split() == (mark.place.text or "").split()
    exact = {m.finding.targets[0]: m.place.text for m in made.marks if m.exact and m.place}
    [first, *_] = audits
    for pointer, text in exact.items():
        if pointer in first.evaluation.places and len(audits) == 1:
            assert first.evaluation.places[pointer].text == text


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_nothing_else_changes(path: Path) -> None:
    before, after = parts(path.read_bytes()), parts(jiping.annotate(path).data)
    touched = {"word/document.xml", "[Content_Types].xml", "word/_rels/document.xml.rels"}
    assert set(after) - set(before) <= {"word/comments.xml", "word/_rels/document.xml.rels"}
    for name, content in before.items():
        if name not in touched:
            assert after[name] == content, name
    assert canonical(after["word/document.xml"], ours) == canonical(before["word/document.xml"])
    assert canonical(
        after["[Content_Types].xml"], lambda e: e.get("PartName") == "/word/comments.xml"
    ) == canonical(before["[Content_Types].xml"])


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_it_reads_as_before_and_opens_elsewhere(path: Path) -> None:
    made = jiping.annotate(path)
    assert [a.findings for a in jiping.audit(jiping.read(made.data, name=path.name))] == [
        a.findings for a in jiping.audit(path)
    ]
    opened = docx.Document(BytesIO(made.data))
    assert [c.author for c in opened.comments] == [AUTHOR] * len(made.marks)


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_taken_out_again_the_document_is_the_old_one(path: Path) -> None:
    before = parts(path.read_bytes())
    after = parts(cleaned(jiping.annotate(path).data, "docx"))
    assert {n: canonical(c) if n.endswith((".xml", ".rels")) else c for n, c in after.items()} == {
        n: canonical(c) if n.endswith((".xml", ".rels")) else c for n, c in before.items()
    }


def test_a_second_round_replaces_the_first() -> None:
    path = FILES[0]
    once = jiping.annotate(path)
    assert jiping.annotate(once.data, name="表.docx").data == once.data
    assert cleaned(path.read_bytes(), "docx") == path.read_bytes()


def test_marks_are_known_after_another_program_saved_them() -> None:
    saved = (SAMPLES / "annotated-resaved.docx").read_bytes()
    assert len(word_comments(saved)) == 26
    again = jiping.annotate(saved, name="表.docx")
    assert len(word_comments(again.data)) == len(again.marks)
    assert "word/comments.xml" not in parts(cleaned(saved, "docx"))


def test_comments_of_the_person_stay() -> None:
    comment = (
        '<w:comment w:id="7" w:author="张三"><w:p><w:r><w:t>请核对</w:t></w:r></w:p></w:comment>'
    )

    def commented(body: str) -> str:
        start, end = (
            '<w:commentRangeStart w:id="7"/>',
            ('<w:commentRangeEnd w:id="7"/><w:r><w:commentReference w:id="7"/></w:r>'),
        )
        at = body.index("57.13")
        run = body.rindex("<w:r>", 0, at)
        close = body.index("</w:r>", at) + len("</w:r>")
        return body[:run] + start + body[run:close] + end + body[close:]

    data = with_comments(FILES[3].read_bytes(), comment, commented)
    made = jiping.annotate(data, name="表.docx")
    found = word_comments(made.data)
    assert found[0] == ("张三", "请核对", "57.13")
    assert [author for author, _, _ in found[1:]] == [AUTHOR] * len(made.marks)
    numbers = [c.comment_id for c in docx.Document(BytesIO(made.data)).comments]
    assert numbers[0] == 7
    assert len(set(numbers)) == len(numbers)
    assert word_comments(cleaned(made.data, "docx")) == found[:1]


CELL = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"


@pytest.mark.parametrize(
    ("name", "wrap"),
    [
        ("in a block control", "<w:tc><w:sdt><w:sdtContent>{p}</w:sdtContent></w:sdt></w:tc>"),
        ("an own control", "<w:sdt><w:sdtContent><w:tc>{p}</w:tc></w:sdtContent></w:sdt>"),
        ("in a run control",
         "<w:tc><w:p><w:sdt><w:sdtContent><w:r><w:t>57.13</w:t></w:r></w:sdtContent></w:sdt></w:p></w:tc>"),
        ("of two paragraphs", "<w:tc><w:p/>{p}</w:tc>"),
        ("before a table", "<w:tc>{p}<w:tbl><w:tr><w:tc><w:p><w:r><w:t>内</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:p/></w:tc>"),
        ("inserted by revision",
         '<w:tc><w:p><w:ins w:id="1" w:author="a"><w:r><w:t>57.13</w:t></w:r></w:ins></w:p></w:tc>'),
    ],
)  # fmt: skip
def test_cells_of_every_make(name: str, wrap: str) -> None:
    """The rate of table 4 in a cell of another make: the comment stands on its text."""
    content = parts(FILES[3].read_bytes())
    body = content["word/document.xml"].decode()
    at = body.index(">57.13<")
    start, end = body.rindex("<w:tc>", 0, at), body.index("</w:tc>", at) + len("</w:tc>")
    paragraph = "<w:p><w:r><w:t>57.13</w:t></w:r></w:p>"
    content["word/document.xml"] = (
        body[:start] + wrap.replace("{p}", paragraph) + body[end:]
    ).encode()
    made = jiping.annotate(packed(content), name="表.docx", only=["C-FUND-06"])
    [(_, text, anchored)] = word_comments(made.data)
    assert "C-FUND-06" in text
    assert anchored == "57.13"
    after = parts(made.data)["word/document.xml"]
    assert canonical(after, ours) == canonical(content["word/document.xml"])


def test_a_blank_cell_and_a_utf16_part() -> None:
    content = parts(FILES[3].read_bytes())
    body = content["word/document.xml"].decode()
    content["word/document.xml"] = body.replace('encoding="UTF-8"', 'encoding="UTF-16"').encode(
        "utf-16"
    )
    made = jiping.annotate(packed(content), name="表.docx")
    after = parts(made.data)["word/document.xml"]
    assert after[:2] in (b"\xff\xfe", b"\xfe\xff")
    assert canonical(after, ours) == canonical(content["word/document.xml"])
    assert len(word_comments(made.data)) == len(made.marks)


def test_a_signature_is_not_broken() -> None:
    data = signed(FILES[3].read_bytes())
    marks = jiping.annotate(FILES[3]).marks
    found = carrier("docx")
    assert found is not None
    with pytest.raises(CannotCarry, match="签名"):
        found.write(data, marks)
    assert found.clean(data) == data


def test_macros_are_kept_and_said() -> None:
    content = {**parts(FILES[3].read_bytes()), "word/vbaProject.bin": b"\xd0\xcf macros"}
    made = jiping.annotate(packed(content), name="表.docm")
    assert made.suffix == ".docm"
    assert parts(made.data)["word/vbaProject.bin"] == b"\xd0\xcf macros"
    assert any("宏" in words for words in made.said)
