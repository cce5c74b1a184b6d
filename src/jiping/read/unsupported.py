"""Files that are told apart but can't be read: what each is and how to get a readable one."""

from __future__ import annotations

from jiping.read.ole import MAGIC

_SAVE_DOCX = "此版本暂不能读取{}。请用 Word/WPS 打开后另存为 .docx 再试。"
_HEIC = (
    "这是手机照片（HEIC），此版本不能读取。请在手机或电脑上另存为 JPG 后再试，或提供电子版原件。"
)
_PACKED = "这是压缩包（{}），不是表格文件。请先解压，再读取其中的文件。"

_BY_START: tuple[tuple[bytes, str], ...] = (
    (b"Rar!\x1a\x07", _PACKED.format("rar")),
    (b"7z\xbc\xaf\x27\x1c", _PACKED.format("7z")),
    (b"\x1f\x8b", _PACKED.format("gz")),
    (b"BZh", _PACKED.format("bz2")),
    (b"\xfd7zXZ\x00", _PACKED.format("xz")),
    (b"\x7fELF", "这是程序文件，不是表格。请检查是否选错了文件。"),
)

_IN_ZIP: tuple[tuple[bytes, str], ...] = (
    (b"ppt/presentation", _SAVE_DOCX.format("演示文稿（pptx）")),
)

_IN_OLE: tuple[tuple[bytes, str], ...] = (
    (
        b"\nEncryptedPackage\n",
        (
            "文件设了打开密码（已加密），无法读取。"
            "请用 Word/Excel/WPS 打开，在“文件—信息—保护”中去掉密码后另存再试。"
        ),
    ),
    (b"\nPowerPoint Document\n", _SAVE_DOCX.format("演示文稿（ppt）")),
    (b"\nHwpSummaryInformation\n", _SAVE_DOCX.format("HWP 文档")),
    (b"\nCONTENTS\n", _SAVE_DOCX.format("旧版 WPS 文档（wps）")),
)


def kind_of(head: bytes, name: str) -> str | None:
    """What is to be told about a file that no reader takes, by its first bytes; else None.

    `head` is what `jiping.read.opening.summary` gives, `name` the lower-case file name.
    """
    for start, message in _BY_START:
        if head.startswith(start):
            return message
    if head[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1"):
        return _HEIC
    if head.startswith(b"MZ") and b"\x00" in head[:512]:
        return "这是程序文件，不是表格。请检查是否选错了文件。"
    if head.startswith(b"PK"):
        return _zip(head, name)
    if head.startswith(MAGIC):
        for stream, message in _IN_OLE:
            if stream in head:
                return message
        return (
            "这是旧版办公文件，但其中没有找到 Word 或 Excel 的内容，可能已损坏。"
            "请用 Word/Excel/WPS 打开后另存为 .docx 或 .xlsx 再试。"
        )
    return None


def _zip(head: bytes, name: str) -> str | None:
    for entry, message in _IN_ZIP:
        if entry in head:
            return message
    if name.endswith((".docx", ".docm", ".xlsx", ".xlsm", ".et", ".wps")):
        return None
    if b"word/" in head or b"xl/" in head:
        return (
            "文件不完整：像是 Word 或 Excel 文件，但缺少正文部件（可能没有下载完）。"
            "请重新获取原件后再试。"
        )
    return _PACKED.format("zip")
