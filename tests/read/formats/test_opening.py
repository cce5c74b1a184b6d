"""Bad files: each is told in words; none crashes, hangs or takes the memory."""

from __future__ import annotations

import struct
from functools import cache
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from making.grids import merged
from making.writers import WRITERS, W, package, zipped

from jiping.read import DEFAULT, Limits, Unreadable, open_book, read_bytes, read_file, read_source
from jiping.read.errors import Defect
from jiping.read.formats import Format, formats
from jiping.read.opening import format_of

SMALL = Limits(file_size=2**20, unpacked_size=2**20, archive_entries=100, seconds=5)
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;"><!ENTITY e SYSTEM "file:///etc/passwd">]>'
)


@cache
def real(kind: str) -> bytes:
    return WRITERS[kind]([merged(1)])


def ole(*streams: str) -> bytes:
    """A compound file holding only a directory with these streams."""
    header = bytearray(512)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HHH", header, 26, 3, 0xFFFE, 9)
    struct.pack_into("<I", header, 48, 1)
    struct.pack_into("<109I", header, 76, 0, *[0xFFFFFFFF] * 108)
    table = struct.pack("<128I", 0xFFFFFFFD, 0xFFFFFFFE, *[0xFFFFFFFF] * 126)
    directory = b""
    for name in ("Root Entry", *streams):
        raw = (name + "\0").encode("utf-16-le")
        directory += raw.ljust(64, b"\0") + struct.pack("<H", len(raw)) + bytes(62)
    return bytes(header) + table + directory.ljust(512, b"\0")


@pytest.mark.parametrize(
    ("data", "name", "says"),
    [
        (b"", "a.docx", "空的"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "扫描.pdf", "图片"),
        (b"\xff\xd8\xff\xe0" + bytes(50), "a.jpg", "图片"),
        (b"{\\rtf1\\ansi abc", "a.doc", "rtf"),
        (b"Rar!\x1a\x07\x00", "a.rar", "压缩包（rar）"),
        (b"\x7fELF" + bytes(200), "a.xlsx", "程序文件"),
        (bytes(range(256)) * 8, "a.bin", "认不出"),
        (ole("EncryptedPackage", "EncryptionInfo"), "a.docx", "密码"),
        (ole("WordDocument", "1Table"), "a.docx", "旧版 Word"),
        (ole("WordDocument"), "a.wps", "另存为 .docx"),
        (ole("PowerPoint Document"), "a.ppt", "ppt"),
        (ole("Something"), "a.doc", "没有找到 Word 或 Excel"),
        (zipped({"OFD.xml": "<x/>"}), "a.ofd", "没有一页能打开"),
        (zipped({"a.txt": "x"}), "a.zip", "压缩包（zip）"),
        (
            b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/vnd.oasis.opendocument.text",
            "a.odt",
            "odt",
        ),
        (zipped({"xl/workbook.bin": "x"}), "a.xlsb", "xlsb"),
        (zipped({"word/document.xml": "<w:document"}), "a.docx", "不是完整的 XML"),
        (zipped({"word/styles.xml": "<x/>"}), "a.docx", "缺少部件"),
        (zipped({"word/document.xml": f'<w:document xmlns:w="{W}"/>'}), "a.docx", "没有正文"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_bad_file_says_what_it_is(data: bytes, name: str, says: str) -> None:
    with pytest.raises(Unreadable, match=says) as caught:
        open_book(data, name)
    assert not isinstance(caught.value, Defect)


@pytest.mark.parametrize("kind", sorted(WRITERS))
def test_content_decides_not_the_extension(kind: str) -> None:
    for name in ("a.docx", "a.xls", "a.txt", "没有扩展名", "a.pdf"):
        assert open_book(real(kind), name).format == kind


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
@pytest.mark.parametrize("part", [0.1, 0.5, 0.9, 0.999])
def test_truncated_package_is_told(kind: str, part: float) -> None:
    data = real(kind)
    with pytest.raises(Unreadable, match=r"不完整|损坏"):
        open_book(data[: int(len(data) * part)], f"a.{kind}")


def test_damaged_part_is_told() -> None:
    data = bytearray(real("docx"))
    start = data.index(b"word/document.xml") + 200
    data[start : start + 50] = bytes(50)
    with pytest.raises(Unreadable, match="损坏"):
        open_book(bytes(data), "a.docx")


def test_zip_bombs_are_refused_before_unpacking() -> None:
    with pytest.raises(Unreadable, match="压缩比"):
        open_book(zipped({"word/document.xml": b"\0" * 40_000_000}), "a.docx")
    with pytest.raises(Unreadable, match="压缩炸弹"):
        open_book(zipped({"word/document.xml": b"\0" * 2_000_000}), "a.docx", SMALL)
    many = zipped({"word/document.xml": "", **{f"word/{n}": "" for n in range(200)}})
    with pytest.raises(Unreadable, match="201 个部件"):
        open_book(many, "a.docx", SMALL)


def test_lying_size_in_the_directory_unpacks_no_more_than_said() -> None:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"\0" * 3_000_000)
    data = out.getvalue().replace(struct.pack("<I", 3_000_000), struct.pack("<I", 1000))
    with pytest.raises(Unreadable, match="损坏"):
        open_book(data, "a.docx", SMALL)


@pytest.mark.parametrize("name", ["word/document.xml", "_rels/.rels"])
def test_entities_are_refused_in_documents(name: str) -> None:
    parts: dict[str, str | bytes] = {"word/document.xml": f'<w:document xmlns:w="{W}"/>'}
    parts[name] = LAUGHS + "<x>&c;&e;</x>"
    for encoding in ("utf-8", "utf-16"):
        parts[name] = (LAUGHS + "<x>&c;&e;</x>").encode(encoding)
        with pytest.raises(Unreadable, match=r"DOCTYPE|不是完整的 XML"):
            open_book(zipped(parts), "a.docx")


def test_entities_are_refused_in_sheets() -> None:
    for part in ("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"):
        parts: dict[str, str | bytes] = {}
        with ZipFile(BytesIO(real("xlsx"))) as archive:
            for entry in archive.namelist():
                parts[entry] = archive.read(entry)
        parts[part] = LAUGHS + "<x>&c;&e;</x>"
        with pytest.raises(Unreadable, match="DOCTYPE"):
            open_book(zipped(parts), "a.xlsx")


def test_entities_in_web_pages_and_spreadsheet_xml_stay_unread() -> None:
    book = open_book((LAUGHS + "<html><p>题&e;</p></html>").encode(), "a.html")
    assert "root:" not in str([getattr(b, "text", "") for b in book.blocks])
    sheet = LAUGHS + '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">&e;</Workbook>'
    with pytest.raises(Unreadable, match="DOCTYPE"):
        open_book(sheet.encode(), "a.xls")


def test_trees_that_would_not_fit_are_refused_unparsed() -> None:
    with pytest.raises(Unreadable, match="内容过大"):
        open_book(package("<w:p/>" * 10_000), "a.docx", Limits(tree_size=2**20))
    with pytest.raises(Unreadable, match="内容过大"):
        open_book(b"<html>" + b"<b>x" * 3_000_000, "a.html")


def test_deep_nesting_is_an_error_in_words_or_read() -> None:
    deep = "<w:tbl><w:tr><w:tc>" * 2000 + "</w:tc></w:tr></w:tbl>" * 2000
    with pytest.raises(Unreadable):
        open_book(package(deep), "a.docx")
    for tag in ("div", "table><tr><td", "span"):
        closing = "".join(f"</{t}>" for t in reversed(tag.replace("<", "").split(">")))
        page = f"<html>{f'<{tag}>' * 3000}x{closing * 3000}</html>".encode()
        with pytest.raises(Unreadable, match="嵌套过深"):
            open_book(page, "a.html")


def test_password_workbook_is_told() -> None:
    import xlwt

    book = xlwt.Workbook()
    book.add_sheet("s").write(0, 0, "x")
    out = BytesIO()
    book.save(out)
    data = out.getvalue()
    begin = data.index(b"\x09\x08\x10\x00")
    after = begin + 20
    filepass = struct.pack("<HHH", 0x2F, 4, 0) + b"ab"
    data = data[:after] + filepass + data[after + len(filepass) :]
    with pytest.raises(Unreadable, match=r"密码|损坏"):
        open_book(data, "a.xls")


def test_sources_that_are_no_files(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="文件夹"):
        read_source(tmp_path)
    with pytest.raises(Unreadable, match="找不到"):
        read_source(tmp_path / "没有.docx")
    with pytest.raises(Unreadable):
        read_source("a\0b")
    large = tmp_path / "大.docx"
    large.write_bytes(bytes(2**20 + 1))
    with pytest.raises(Unreadable, match="超过上限 1 MB"):
        read_source(large, SMALL)
    with pytest.raises(Unreadable, match="超过上限 1 MB"):
        format_of(bytes(2**20 + 1), "x", SMALL)


def test_outcomes_are_values(tmp_path: Path) -> None:
    missing = read_file(tmp_path / "没有.docx")
    assert (missing.status, missing.sha256, missing.evaluations) == ("failed", "", ())
    plain = read_bytes("今天天气不错。\n".encode(), "a.txt")
    assert plain.status == "no_form"
    assert "没有找到" in str(plain.reason)
    form = read_bytes(real("docx"), "表.docx")
    assert (form.status, form.reason, form.format) == ("read", None, "docx")
    assert form.evaluations[0].source.sha256 == form.sha256


@pytest.mark.parametrize("error", [KeyError("x"), MemoryError(), RecursionError()])
def test_a_crashing_reader_fails_its_file_only(
    error: BaseException, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(data: bytes, limits: Limits) -> None:
        raise error

    broken = Format("坏", "坏文件", (), lambda *_: 100, crash)  # type: ignore[arg-type]
    monkeypatch.setattr("jiping.read.opening.formats", lambda: (broken,))
    outcome = read_bytes(b"x", "坏.docx")
    assert outcome.status == "failed"
    assert "缺陷" in str(outcome.reason) or "内存" in str(outcome.reason)


def test_every_format_says_what_it_is() -> None:
    for item in formats():
        assert item.title
        assert all(suffix.startswith(".") for suffix in item.suffixes)
        assert 0 <= item.sniff(b"", "") <= 100


def never_crashes(data: bytes, name: str) -> None:
    try:
        open_book(data, name, DEFAULT)
    except Defect as defect:
        raise AssertionError(str(defect)) from defect
    except Unreadable:
        return


@given(st.binary(max_size=2000), st.sampled_from(["a.docx", "a.xls", "a.html", "a.txt", "a"]))
def test_arbitrary_bytes(data: bytes, name: str) -> None:
    never_crashes(data, name)


@settings(max_examples=60)
@pytest.mark.parametrize("kind", sorted(WRITERS))
@given(data=st.data())
def test_mutated_files(kind: str, data: st.DataObject) -> None:
    content = bytearray(real(kind))
    for _ in range(data.draw(st.integers(1, 6))):
        spot = data.draw(st.integers(0, len(content) - 1))
        content[spot] = data.draw(st.integers(0, 255))
    if data.draw(st.booleans()):
        del content[data.draw(st.integers(1, len(content))) :]
    never_crashes(bytes(content), f"a.{kind}")


@settings(max_examples=60)
@pytest.mark.parametrize(
    ("kind", "part"),
    [("docx", "word/document.xml"), ("xlsx", "xl/worksheets/sheet1.xml"),
     ("xlsx", "xl/sharedStrings.xml"), ("xlsx", "xl/styles.xml"), ("xlsx", "xl/workbook.xml")],
)  # fmt: skip
@given(data=st.data())
def test_mutated_parts_inside_a_sound_package(kind: str, part: str, data: st.DataObject) -> None:
    parts: dict[str, str | bytes] = {}
    with ZipFile(BytesIO(real(kind))) as archive:
        for entry in archive.namelist():
            parts[entry] = archive.read(entry)
    content = bytearray(parts[part])
    for _ in range(data.draw(st.integers(1, 4))):
        spot = data.draw(st.integers(0, len(content) - 1))
        piece = data.draw(st.sampled_from([b"", b"0", b"-1", b"99999999999", b"x", b'"', b"\xff"]))
        content[spot : spot + 1] = piece
    parts[part] = bytes(content)
    never_crashes(zipped(parts), f"a.{kind}")
