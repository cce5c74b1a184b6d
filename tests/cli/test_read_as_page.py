"""`jiping read -o 页.html`: what a person should look at, each with the picture of its cell."""

from __future__ import annotations

import json
import re
from base64 import b64decode
from collections.abc import Callable
from pathlib import Path
from typing import Any

from making.zips import zipped

Run = Callable[..., Any]
EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "reference"
FORM = """<table>
<tr><td colspan="6">项目支出绩效自评表（2024年度）</td></tr>
<tr><td>项目名称</td><td colspan="2">河道清淤</td><td>主管部门</td><td colspan="2">某县水利局</td></tr>
<tr><td>一级指标</td><td>二级指标</td><td>三级指标</td><td>年度指标值</td><td>实际完成值</td><td>分值</td><td>得分</td><td>佐证编号</td></tr>
<tr><td>产出指标</td><td>数量指标</td><td>清淤长度</td><td>≥10公里</td><td>12公里</td><td>90</td><td>90</td><td>证-17</td></tr>
</table>"""


def items(page: str) -> list[str]:
    return re.findall(r'<li class="(?:unread|doubt|repair)">.*?</li>', page, re.DOTALL)


def test_a_cell_that_was_not_read_is_shown_among_its_neighbours(
    jiping: Run, tmp_path: Path
) -> None:
    (tmp_path / "表.html").write_text(FORM, "utf-8")
    ran = jiping("read", tmp_path / "表.html", "-o", tmp_path / "页.html")
    assert ran.code == 0, ran.err
    page = (tmp_path / "页.html").read_text("utf-8")
    [item] = [item for item in items(page) if "“证-17”" in item]
    assert "没有读入" in item
    assert "<td class=here>证-17</td>" in item
    assert "<td>清淤长度</td>" in item
    assert "佐证编号" in item  # the row above


def test_every_item_of_a_pdf_has_its_piece_of_the_page(jiping: Run, tmp_path: Path) -> None:
    source = EXAMPLES / "table-1.pdf"
    read = json.loads(jiping("read", source, "--format", "json").out)["forms"][0]["reading"]
    assert all(float(doubt["confidence"]) < 0.9 for doubt in read["doubtful"])  # none joined
    expected = sum(len(read[kind]) for kind in ("unread", "doubtful", "repairs"))
    jiping("read", source, "-o", tmp_path / "页.html")
    page = (tmp_path / "页.html").read_text("utf-8")
    assert f"需要人看的 {expected} 处" in page
    assert len(items(page)) == expected
    for item in items(page):
        found = re.search(r'src="data:image/png;base64,([^"]+)"', item)
        assert found is None or b64decode(found[1]).startswith(b"\x89PNG")


def test_the_pictures_of_an_archive(jiping: Run, tmp_path: Path) -> None:
    (tmp_path / "包.zip").write_bytes(zipped({"水利局/表.html": FORM.encode()}, gbk=True))
    jiping("read", tmp_path / "包.zip", "-o", tmp_path / "页.html")
    assert "<td class=here>证-17</td>" in (tmp_path / "页.html").read_text("utf-8")


def test_nothing_to_look_at_is_said(jiping: Run, tmp_path: Path) -> None:
    jiping("read", EXAMPLES / "table-2.docx", "-o", tmp_path / "页.html")
    page = (tmp_path / "页.html").read_text("utf-8")
    read = json.loads(jiping("read", EXAMPLES / "table-2.docx", "--format", "json").out)
    reading = read["forms"][0]["reading"]
    if not any(reading[kind] for kind in ("unread", "doubtful", "repairs")):
        assert "全部内容都是原样读入的" in page
    assert "参展企业" in page


def test_a_target_form_is_on_the_page_too(jiping: Run, tmp_path: Path) -> None:
    text = (
        "项目支出绩效目标申报表\n（2024年度）\n项目名称\t河道清淤\t主管部门\t某县水利局\n"
        "项目资金（万元）\t年度资金总额\t100\n总体目标\t完成清淤10公里\n"
        "一级指标\t二级指标\t三级指标\t指标值\n产出指标\t数量指标\t清淤长度\t≥10公里\n"
    )
    (tmp_path / "申报.txt").write_text(text, "utf-8")
    jiping("read", tmp_path / "申报.txt", "-o", tmp_path / "页.html")
    page = (tmp_path / "页.html").read_text("utf-8")
    assert "绩效目标申报表：河道清淤" in page
    assert "清淤长度" in page
