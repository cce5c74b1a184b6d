"""`jiping read` shows target and monitoring forms as records of their own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from jiping.model.life_cycle import from_json, to_json
from jiping.read.reading import read_file

TARGET = """项目支出绩效目标申报表
（2024年度）
项目名称\t河道清淤\t主管部门\t某县水利局
项目资金（万元）\t年度资金总额\t100
总体目标\t完成清淤10公里
一级指标\t二级指标\t三级指标\t指标值
产出指标\t数量指标\t清淤长度\t≥10公里
"""
MONITORING = """<meta charset="utf-8"><table>
<tr><td colspan=7>项目支出绩效目标执行监控表</td></tr><tr><td colspan=7>（2024年度）</td></tr>
<tr><td>项目名称</td><td colspan=6>河道清淤</td></tr>
<tr><td>一级指标</td><td>二级指标</td><td>三级指标</td><td>年度指标值</td><td>1-7月执行情况</td><td>全年预计完成情况</td><td>原因说明</td></tr>
<tr><td>产出指标</td><td>数量指标</td><td>清淤长度</td><td>≥10公里</td><td>4公里</td><td>10公里</td><td>雨季停工</td></tr>
</table>"""


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    (tmp_path / "申报.txt").write_text(TARGET, "utf-8")
    (tmp_path / "监控.html").write_text(MONITORING, "utf-8")
    return [tmp_path / "申报.txt", tmp_path / "监控.html"]


def test_in_json_beside_the_forms(jiping: Callable[..., Any], files: list[Path]) -> None:
    ran = jiping("read", *files, "--format", "json", "--places")
    document = ran.json()
    assert (ran.code, document["forms"]) == (0, [])
    assert [f["status"] for f in document["files"]] == ["refused", "refused"]
    [target], [monitoring] = document["targets"], document["monitorings"]
    assert (target["kind"], target["source"]["file"]) == ("target_form", str(files[0]))
    assert [(i["name"], i["operator"], i["target"]) for i in target["indicators"]] == [
        ("清淤长度", ">=", "10")
    ]
    assert "/indicators/0/target" in target["places"]
    assert (monitoring["months"], monitoring["indicators"][0]["progress"]) == ("1-7月", "4公里")


def test_on_the_screen_and_as_markdown(jiping: Callable[..., Any], files: list[Path]) -> None:
    for form in ("terminal", "md"):
        out = jiping("read", *files, "--format", form).out
        for words in ("绩效目标申报表：河道清淤", "≥10公里", "执行监控表：河道清淤", "雨季停工"):
            assert words in out.replace("│", "").replace("\n", "").replace(" ", "")


def test_other_commands_leave_them_out(jiping: Callable[..., Any], files: list[Path]) -> None:
    assert "targets" not in jiping("audit", *files, "--format", "json").json()


def test_from_json_is_the_inverse(files: list[Path]) -> None:
    for path in files:
        reading = read_file(path)
        [form] = [*reading.targets, *reading.monitorings]
        again = from_json(to_json(form, places=True))
        assert again == form
        assert again.places.to_json() == form.places.to_json()
