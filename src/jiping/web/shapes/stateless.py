"""The documents of the command line, of files that are kept nowhere."""

from __future__ import annotations

from ninja import Schema

from jiping.web.calling import said
from jiping.web.describing import AuditDocument, Document, FileStatus


class ReadDocument(Schema):
    """读取的结果，同 `jiping read --format json`。"""

    version: str = said("绩评的版本", "0.1.0")
    files: list[FileStatus] = said("文件")
    forms: list[Document] = said("读出的自评表")


class AuditedDocument(Schema):
    """审核的结果，同 `jiping audit --format json`。"""

    version: str = said("绩评的版本", "0.1.0")
    files: list[FileStatus] = said("文件")
    forms: list[AuditDocument] = said("各张表的内容、算分账、问题、核对项")
