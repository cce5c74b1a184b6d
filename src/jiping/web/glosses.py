"""Why a file was not read, in short, for who doesn't read the Chinese words of the readers of files.

The readers say what is wrong, where, and what to do, with the file's own figures, in Chinese only. A
page in another language shows that, and beside it which kind of fault it is.
"""

from __future__ import annotations

from django.utils.translation import get_language, gettext, gettext_noop

_KINDS = (
    (("疑为", "炸弹", "恶意"), gettext_noop("文件像是有意做坏的，没有打开。")),
    (("密码", "加密"), gettext_noop("文件加了密码：请去掉密码后另存再试。")),
    (("没有找到项目支出绩效自评表",), gettext_noop("文件中没有找到自评表：请确认选对了文件。")),
    (("LibreOffice",), gettext_noop("要由 LibreOffice 转换，没有做成：请另存为 docx 或 xlsx 再试。")),
    (("文字识别", "没有认出文字", "扫描件", "像素"), gettext_noop("是图片或扫描件，文字没有认出来：请提供电子版。")),
    (("超过", "过大", "过多", "远多于"), gettext_noop("文件超过读取的上限：请拆分，或只留自评表所在的页。")),
    (("是空的", "没有任何文字"), gettext_noop("文件是空的。")),
    (("损坏", "不完整", "不是完整", "截断", "读不出来"), gettext_noop("文件损坏或不完整：请重新取得，或打开后另存再试。")),
    (("编码", "不是文本"), gettext_noop("文字编码认不出来：请另存为 UTF-8。")),
    (("认不出这个文件的格式", "暂不能读取", "不是PDF"), gettext_noop("不是能读的格式：请另存为 docx 或 xlsx 再试。")),
    (("不是自评表", "申报表", "监控表"), gettext_noop("是别的表，不是自评表。")),
)  # fmt: skip
"""Words of a reason → what kind of fault it is; the first that holds."""


def gloss(reason: str) -> str:
    """The kind of fault in the language of the page; "" on a Chinese page, or for what is unknown."""
    if not reason or (get_language() or "zh").startswith("zh"):
        return ""
    found = (said for words, said in _KINDS if any(word in reason for word in words))
    known = next(found, "")
    return gettext(known) if known else ""
