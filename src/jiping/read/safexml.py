"""XML from strangers: no document type, no entities, no network, no tree larger than allowed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jiping.read.errors import Unreadable

if TYPE_CHECKING:
    from jiping.read.limits import Limits

_STRICT = b"http://purl.oclc.org/ooxml/"
_RENAMED = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)


def parse(data: bytes, limits: Limits, what: str, part: str) -> Any:
    """The root element (lxml) of one XML part; ISO strict namespaces read as transitional.

    Raises `Unreadable` for a document type declaration, for damage, and for a tree that would
    outgrow `Limits.tree_size`.
    """
    from lxml import etree

    if b"<!DOCTYPE" in data:
        raise doctype(what, part)
    check_tree_size(data, limits, what)
    if _STRICT in data:
        for strict, transitional in _RENAMED:
            data = data.replace(strict, transitional)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except (etree.LxmlError, ValueError) as exc:
        raise Unreadable(
            f"{what}已损坏：部件“{part}”不是完整的 XML（{exc}）。"
            "请重新获取原件，或用 Word/WPS 打开并另存一份后再试。"
        ) from exc
    if root is None:
        raise Unreadable(f"{what}已损坏：部件“{part}”是空的。请用 Word/WPS 打开并另存一份后再试。")
    if root.getroottree().docinfo.internalDTD is not None:
        raise doctype(what, part)
    return root


def check_tree_size(data: bytes, limits: Limits, what: str) -> None:
    """Refuse markup whose tree would not fit: elements and texts 120 bytes each, attributes 220."""
    tags = data.count(b"<")
    if tags * 240 + data.count(b"=") * 220 + len(data) <= limits.tree_size:
        return
    elements = tags - data.count(b"</")
    texts = tags - data.count(b"><")
    size = 120 * (elements + texts) + 220 * data.count(b"=") + len(data)
    if size > limits.tree_size:
        raise Unreadable(
            f"{what}的内容过大（展开约需 {size // 2**20} MB 内存，上限 "
            f"{limits.tree_size // 2**20} MB）。请拆成几个文件后再试。"
        )


def doctype(what: str, part: str) -> Unreadable:
    """The error for a document type declaration: office files never have one."""
    return Unreadable(
        f"{what}的部件“{part}”含有文档类型声明（DOCTYPE/实体定义），正常的办公文件不会有，"
        "疑为恶意文件，已停止读取。请用 Word/WPS 打开并另存一份后再试。"
    )
