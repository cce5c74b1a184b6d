"""Archives: what is found in them, under which names, and what hostile ones are told."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from making.zips import zipped

from jiping.read.limits import DEFAULT, Limits
from jiping.read.packed import Content, contents, contents_of, entry_name


def inside(data: bytes, limits: Limits = DEFAULT) -> list[tuple[str, bytes | None]]:
    """Names and bytes of what is found."""
    return [(c.name, c.data) for c in found(data, limits)]


def found(data: bytes, limits: Limits = DEFAULT) -> list[Content]:
    listed = contents_of(data, "包.zip", limits)
    return [c for c in listed if c.total is None and c.passed is None]


def test_names_in_gbk_and_archives_within_archives_in_natural_order() -> None:
    inner = zipped({"乡镇/表2.txt": b"2", "乡镇/表10.txt": b"10"}, gbk=True)
    outer = zipped({"民政局/自评表.txt": b"1", "财政局.zip": inner}, gbk=True)
    assert inside(outer) == [
        ("包.zip/民政局/自评表.txt", b"1"),
        ("包.zip/财政局.zip/乡镇/表2.txt", b"2"),
        ("包.zip/财政局.zip/乡镇/表10.txt", b"10"),
    ]


def test_a_name_in_utf8_without_its_mark() -> None:
    data = zipped({"水利局自评表.txt": b"1"}, gbk=True)
    gbk, utf8 = "水利局自评表.txt".encode("gb18030"), "水利局表.txt".encode()
    assert len(gbk) == len(utf8)
    assert inside(data.replace(gbk, utf8)) == [("包.zip/水利局表.txt", b"1")]


def test_the_unicode_path_field_wins() -> None:
    import zlib

    entry = zipfile.ZipInfo("abc.txt")
    entry.orig_filename = "abc.txt"
    body = b"\x01" + zlib.crc32(b"abc.txt").to_bytes(4, "little") + "真名.txt".encode()
    entry.extra = (0x7075).to_bytes(2, "little") + len(body).to_bytes(2, "little") + body
    assert entry_name(entry) == "真名.txt"
    entry.extra = entry.extra[:6] + b"\0" + entry.extra[7:]  # of another name
    assert entry_name(entry) == "abc.txt"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/表.txt", "etc/表.txt"),
        ("/abc/表.txt", "abc/表.txt"),
        ("a\\..\\表.txt", "a/表.txt"),
        ("表\x1b[31m.txt", "表[31m.txt"),
        ("表\u202etxt.exe.txt", "表txt.exe.txt"),
    ],
)
def test_names_lead_nowhere_and_command_nothing(name: str, shown: str) -> None:
    assert inside(zipped({name: b"1"})) == [(f"包.zip/{shown}", b"1")]


@given(st.binary(min_size=1, max_size=40))
def test_any_bytes_of_a_name_can_be_shown(raw: bytes) -> None:
    entry = zipfile.ZipInfo("x")
    entry.orig_filename = raw.decode("cp437")
    shown = entry_name(entry)
    assert shown
    assert ".." not in shown.split("/")
    assert not any(ord(c) < 32 for c in shown)


def test_what_programs_leave_behind_is_left_out_and_others_are_counted() -> None:
    data = zipped({"表.txt": b"1", "~$表.docx": b"x", ".DS_Store": b"x", "__MACOSX/._表.txt": b"x",
                   "Thumbs.db": b"x", "图.svg": b"x", "夹/": b""})  # fmt: skip
    assert inside(data) == [("包.zip/表.txt", b"1")]
    assert [c.passed for c in contents_of(data, "包.zip") if c.passed] == [".svg"]


def test_a_document_that_is_a_zip_is_no_archive() -> None:
    data = zipped({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"})
    assert inside(data) == [("包.zip", data)]
    outer = zipped({"表.docx": data})
    assert inside(outer) == [("包.zip/表.docx", data)]


def problems(data: bytes, limits: Limits = DEFAULT) -> dict[str, str]:
    return {c.name: c.problem for c in found(data, limits) if c.problem is not None}


def test_a_bomb_is_not_unpacked_and_the_others_are_read() -> None:
    data = zipped({"炸弹.txt": bytes(64 * 2**20), "好.txt": b"1"})
    assert "压缩炸弹" in problems(data)["包.zip/炸弹.txt"]
    assert ("包.zip/好.txt", b"1") in inside(data)


def test_a_file_larger_than_the_limit() -> None:
    said = problems(zipped({"大.txt": b"12345678901"}), replace(DEFAULT, file_size=10))
    assert "超过上限" in said["包.zip/大.txt"]


def test_all_together_larger_than_the_limit() -> None:
    data = zipped({f"{n}.txt": bytes([n]) * 10 for n in range(5)})
    limited = replace(DEFAULT, pack_unpacked=25)
    assert [n for n, d in inside(data, limited) if d] == ["包.zip/0.txt", "包.zip/1.txt"]
    assert list(problems(data, limited)) == ["包.zip/2.txt"]


def test_more_files_than_the_limit_with_those_nested() -> None:
    inner = zipped({f"{n}.txt": bytes([n]) for n in range(1, 5)})
    data = zipped({"a.zip": inner, "b.txt": b"b"})
    said = problems(data, replace(DEFAULT, pack_files=3))
    assert "超过 3 个文件" in said["包.zip/a.zip"]


def test_archives_nested_too_deep() -> None:
    data = zipped({"表.txt": b"1"})
    for _ in range(7):
        data = zipped({"内.zip": data, "外.txt": b"0"})
    said = problems(data)
    assert len(said) == 1
    assert "超过 5 层" in next(iter(said.values()))
    assert sum(1 for _, d in inside(data) if d == b"0") == 5


def test_an_entry_with_a_password() -> None:
    data = bytearray(zipped({"密.txt": b"1", "好.txt": b"2"}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    assert "密码" in problems(bytes(data))["包.zip/密.txt"]
    assert ("包.zip/好.txt", b"2") in inside(bytes(data))


def test_a_damaged_entry_does_not_stop_the_others() -> None:
    text = bytes(range(256)) * 8
    data = zipped({"坏.txt": text, "好.txt": b"2"})
    cut = data.index("坏.txt".encode()) + 20
    broken = data[:cut] + b"\xff" * 20 + data[cut + 20 :]
    assert "已损坏" in problems(broken)["包.zip/坏.txt"]
    assert ("包.zip/好.txt", b"2") in inside(broken)


def test_an_archive_cut_off() -> None:
    data = zipped({"表.txt": b"1" * 1000})
    assert "压缩包不完整" in problems(data[:-40])["包.zip"]


def test_an_empty_archive_is_said_to_be_empty() -> None:
    assert "没有能读的文件" in problems(zipped({}))["包.zip"]
    assert "没有能读的文件" in problems(zipped({"图.svg": b"1"}))["包.zip"]


@given(st.binary(max_size=200), st.integers(0, 120))
def test_mutated_archives_never_raise(noise: bytes, at: int) -> None:
    data = zipped({"表.txt": b"123", "内.zip": zipped({"a.txt": b"4"})})
    for broken in (data[:at] + noise + data[at + len(noise) :], data[: len(data) - at]):
        for content in contents_of(broken, "包.zip"):
            assert content.name


def test_a_link_in_an_archive_is_not_followed() -> None:
    entry = zipfile.ZipInfo("链接.txt")
    entry.external_attr = 0o120777 << 16
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(entry, "/etc/passwd")
        archive.writestr("表.txt", b"1")
    assert inside(out.getvalue()) == [("包.zip/表.txt", b"1")]


def test_from_disk_an_archive_is_told_by_its_content(tmp_path: Path) -> None:
    path = tmp_path / "没有扩展名"
    path.write_bytes(zipped({"表.txt": b"1"}))
    assert [c.data for c in contents(str(path)) if c.data] == [b"1"]
    [missing] = contents(str(tmp_path / "无.zip"))
    assert "找不到" in (missing.problem or "")
