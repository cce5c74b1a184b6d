"""What is in an archive: the documents of a zip, of zips within it, with names as people gave them.

Nothing is written to disk and no path of an archive is followed; names only serve to be shown.
Every limit is a `Content` with its problem in words, and never an exception: one bad entry must
not hide the others.
"""

from __future__ import annotations

import re
import stat
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import IO, TYPE_CHECKING

from jiping.read.archive import RATIO_FREE, is_zip
from jiping.read.errors import Unreadable
from jiping.read.limits import DEFAULT
from jiping.read.opening import read_source

if TYPE_CHECKING:
    from zipfile import ZipFile, ZipInfo

    from jiping.read.limits import Limits

UTF8_FLAG = 0x800
ENCRYPTED_FLAG = 0x1
UNICODE_PATH = 0x7075
"""Extra field in which Info-ZIP repeats a name in UTF-8."""
HIDDEN = re.compile(r"^(\.|~\$|__MACOSX$|Thumbs\.db$|desktop\.ini$)", re.IGNORECASE)
"""Names that programs leave beside documents: lock files, previews, folders' settings."""
UNREADABLE = (".doc", ".wps", ".et", ".ofd", ".rtf", ".odt", ".ods", ".mht", ".rar", ".7z")
"""Documents and archives that may have no reader. In a folder they are tried all the same: their
message says what to do, while passing over them would look as if they had been checked."""
PACK = ".zip"
_DOCUMENT = frozenset(
    ("[content_types].xml", "ofd.xml", "content.xml", "word/document.xml", "xl/workbook.xml")
)
# Control characters, and the marks that turn the direction of writing round.
_UNSHOWN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_CHINESE = re.compile(r"[⺀-鿿豈-﫿＀-￯]")


@dataclass(frozen=True, slots=True)
class Content:
    """One document: its shown name and its bytes, or the ``problem`` that it can't be had.

    ``passed`` is set, and nothing else, for an entry of another kind: its suffix. ``total`` is set,
    and nothing else, where an archive was opened: how many entries it has.
    """

    name: str
    data: bytes | None = None
    problem: str | None = None
    passed: str | None = None
    total: int | None = None


@dataclass(slots=True)
class _Budget:
    """What is left of the limits for one archive with all that is nested in it."""

    limits: Limits
    entries: int
    bytes: int


@cache
def suffixes() -> frozenset[str]:
    """The suffixes of documents that a folder or an archive is searched for."""
    from jiping.read.formats import formats

    listed = {suffix.lower() for form in formats() for suffix in form.suffixes}
    return frozenset("." + s.lstrip(".") for s in listed) | {*UNREADABLE, PACK}


def contents(path: str, limits: Limits = DEFAULT) -> Iterator[Content]:
    """The file at ``path``, or the documents in it where it is an archive."""
    from zipfile import ZipFile

    head = b""
    try:
        if Path(path).is_file():
            with Path(path).open("rb") as stream:
                head = stream.read(4)
    except (OSError, ValueError):
        head = b""  # the reader of the file says what is wrong with it
    if is_zip(head):
        try:
            size = Path(path).stat().st_size
            with Path(path).open("rb") as stream, ZipFile(stream) as opened:
                if is_pack(opened):
                    yield from _top(opened, path, size, limits)
                    return
        except Exception as exc:
            if path.lower().endswith(PACK):
                yield Content(path, problem=_broken(exc))
                return
    try:
        yield Content(path, read_source(path, limits))
    except Unreadable as exc:
        yield Content(path, problem=str(exc))


def contents_of(data: bytes, name: str, limits: Limits = DEFAULT) -> Iterator[Content]:
    """The same for bytes in memory."""
    from zipfile import ZipFile

    if is_zip(data[:4]):
        try:
            with ZipFile(BytesIO(data)) as opened:
                if is_pack(opened):
                    yield from _top(opened, name, len(data), limits)
                    return
        except Exception as exc:
            if name.lower().endswith(PACK):
                yield Content(name, problem=_broken(exc))
                return
    yield Content(name, data)


def is_pack(opened: ZipFile) -> bool:
    """Whether a zip is an archive of files, not a document that is stored as a zip."""
    names = {n.replace("\\", "/").lower() for n in opened.namelist()[:5000]}
    return not names & _DOCUMENT


def _top(opened: ZipFile, name: str, size: int, limits: Limits) -> Iterator[Content]:
    if size > limits.pack_size:
        yield Content(
            name,
            problem=f"压缩包有 {_megabytes(size)} MB，超过上限 {_megabytes(limits.pack_size)} MB。"
            "请解压后把文件夹交给命令。",
        )
        return
    budget = _Budget(limits, limits.pack_files, limits.pack_unpacked)
    found = False
    for item in _walk(opened, name, budget, 1):
        found = found or (item.total is None and item.passed is None)
        yield item
    if not found:
        yield Content(
            name, problem="压缩包里没有能读的文件（docx、xlsx、xls、pdf、html、txt 等）。"
        )


def _walk(opened: ZipFile, name: str, budget: _Budget, depth: int) -> Iterator[Content]:
    """The entries of one archive in natural order; ``name`` is what it is shown as."""
    entries = opened.infolist()
    shown = sorted(((entry_name(e), e) for e in entries), key=lambda pair: natural(pair[0]))
    yield Content(name, total=sum(1 for _, e in shown if not e.filename.endswith(("/", "\\"))))
    for inner, entry in shown:
        parts = inner.split("/")
        if entry.is_dir() or inner.endswith("/") or any(HIDDEN.match(part) for part in parts):
            continue
        if stat.S_ISLNK(entry.external_attr >> 16):
            yield Content(name, passed="快捷方式")
            continue
        suffix = Path(parts[-1]).suffix.lower()
        if suffix not in suffixes():
            yield Content(name, passed=suffix or "无扩展名")
            continue
        budget.entries -= 1
        if budget.entries < 0:
            yield Content(
                name,
                problem=f"压缩包连同其中的压缩包有超过 {budget.limits.pack_files} 个文件，"
                "其余没有读取。请分成几个压缩包，或解压后把文件夹交给命令。",
            )
            return
        try:
            data = _unpacked(opened, entry, budget)
        except Unreadable as exc:
            yield Content(f"{name}/{inner}", problem=str(exc))
            if budget.bytes < 0:
                return
            continue
        yield from _inner(f"{name}/{inner}", data, budget, depth)


def _inner(name: str, data: bytes, budget: _Budget, depth: int) -> Iterator[Content]:
    """An entry that was unpacked: a document, or an archive again."""
    from zipfile import ZipFile

    if not is_zip(data[:4]):
        yield Content(name, data)
        return
    try:
        with ZipFile(BytesIO(data)) as opened:
            if is_pack(opened):
                if depth >= budget.limits.pack_depth:
                    yield Content(
                        name,
                        problem=f"压缩包一层套一层超过 {budget.limits.pack_depth} 层，"
                        "这一层没有打开。请先解压再试。",
                    )
                    return
                yield from _walk(opened, name, budget, depth + 1)
                return
    except Exception as exc:
        if name.lower().endswith(PACK):
            yield Content(name, problem=_broken(exc))
            return
    yield Content(name, data)


def _unpacked(opened: ZipFile, entry: ZipInfo, budget: _Budget) -> bytes:
    """The bytes of an entry. Raises `Unreadable` for a bomb, a password, damage."""
    from zipfile import BadZipFile

    limits = budget.limits
    if entry.flag_bits & ENCRYPTED_FLAG:
        raise Unreadable("压缩包里的这个文件加了密码，无法读取。请解压后再试。")
    if entry.file_size > limits.file_size:
        raise Unreadable(
            f"压缩包里的这个文件解压后有 {_megabytes(entry.file_size)} MB，超过上限 "
            f"{_megabytes(limits.file_size)} MB，没有读取。"
        )
    packed = max(entry.compress_size, 1)
    if entry.file_size > RATIO_FREE and entry.file_size > limits.unpack_ratio * packed:
        raise Unreadable(
            f"压缩包里的这个文件压缩比为 {entry.file_size // packed} 倍，超过上限 "
            f"{limits.unpack_ratio} 倍，疑为压缩炸弹，没有读取。"
        )
    budget.bytes -= entry.file_size
    if budget.bytes < 0:
        raise Unreadable(
            f"压缩包解压后超过 {_megabytes(limits.pack_unpacked)} MB，从这个文件起没有读取。"
            "请分成几个压缩包，或解压后把文件夹交给命令。"
        )
    try:
        with opened.open(entry) as stream:
            data = _all_of(stream, entry.file_size)
    except NotImplementedError as exc:
        raise Unreadable(
            "压缩包里的这个文件用了不常见的压缩方法，无法解压。请解压后再试。"
        ) from exc
    except (BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError) as exc:
        raise Unreadable(
            "压缩包里的这个文件已损坏，解压到一半出错。请重新获取原件后再试。"
        ) from exc
    return data


def _all_of(stream: IO[bytes], declared: int) -> bytes:
    """All bytes of an entry, and never more than it declares: what it declares was checked."""
    data = stream.read(declared + 1)
    if len(data) > declared:
        raise ValueError("longer than declared")
    return data


def entry_name(entry: ZipInfo) -> str:
    """The name of an entry as people gave it, safe to show: no “..”, no control characters.

    Names without the UTF-8 mark come from Chinese Windows (GBK) or from programs that write UTF-8
    and don't say so. Bytes of GBK are hardly ever valid UTF-8, and then not of Chinese characters.
    """
    raw = entry.orig_filename
    if not entry.flag_bits & UTF8_FLAG:
        raw = _repeated(entry) or _decoded(raw)
    parts = _UNSHOWN.sub("", raw).replace("\\", "/").split("/")
    kept = [p.strip() for p in parts if p.strip() not in ("", ".", "..")]
    return ("/".join(kept) or "（无名）") + ("/" if parts[-1] == "" and kept else "")


def _decoded(text: str) -> str:
    try:
        data = text.encode("cp437")
    except UnicodeEncodeError:
        return text
    if data.isascii():
        return text
    for encoding in ("utf-8", "gb18030"):
        try:
            found = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding != "utf-8" or _CHINESE.search(found):
            return found
    return text


def _repeated(entry: ZipInfo) -> str | None:
    """The name in the Unicode path field, if it belongs to this name."""
    extra, at = entry.extra, 0
    while at + 4 <= len(extra):
        kind = int.from_bytes(extra[at : at + 2], "little")
        size = int.from_bytes(extra[at + 2 : at + 4], "little")
        field = extra[at + 4 : at + 4 + size]
        at += 4 + size
        if kind != UNICODE_PATH or len(field) <= 5 or field[0] != 1:
            continue
        try:
            named = zlib.crc32(entry.orig_filename.encode("cp437"))
            return field[5:].decode() if named == int.from_bytes(field[1:5], "little") else None
        except UnicodeError:
            return None
    return None


_DIGITS = re.compile(r"(\d+)")


def natural(name: str) -> list[tuple[int, int, str]]:
    """A key that puts 表2 before 表10."""
    parts = _DIGITS.split(name.lower())
    return [(0, int(p), "") if p.isdigit() and p.isascii() else (1, 0, p) for p in parts if p]


def _broken(exc: Exception) -> str:
    from zipfile import BadZipFile

    if isinstance(exc, BadZipFile | EOFError | ValueError | OSError):
        return (
            "压缩包不完整：目录读不出来（可能没有下载完，或分成了几卷）。"
            "请重新获取，或解压后把文件夹交给命令。"
        )
    return f"打开压缩包时出错（{type(exc).__name__}: {exc}）。请解压后把文件夹交给命令。"


def _megabytes(size: int) -> int:
    return -(-size // 2**20)
