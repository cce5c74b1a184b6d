"""What jobs and files say: kept in Chinese, said in the language of the page."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from jiping.store import told


def test_a_text_with_its_values_in_both_languages() -> None:
    text = told.told("正在读取 %(name)s", name="表.docx")
    assert str(text) == "正在读取 表.docx"
    with override("en"):
        assert told.said(text.kept(), str(text)) == "Reading 表.docx"
    with override("zh-hans"):
        assert told.said(text.kept(), str(text)) == "正在读取 表.docx"


def test_texts_in_texts_and_one_after_another() -> None:
    parts = [
        told.told("%(status)s %(n)s 个", status=told.told(word), n=n)
        for word, n in (("已读取", 2), ("读不了", 1))
    ]
    both = told.several(parts)
    assert both is not None
    assert str(both) == "已读取 2 个，读不了 1 个"
    with override("en"):
        assert told.said(both.kept(), str(both)) == "Read: 2, Cannot be read: 1"
    assert told.several([]) is None


@pytest.mark.parametrize(
    "kept", [{}, None, {"text": "x"}, {"text": "%(no)s", "with": {}, "also": [1]}]
)
def test_what_was_kept_before_stays_chinese(kept: object) -> None:
    with override("en"):
        assert told.said(kept, "已读取 1 个。") == "已读取 1 个。"
