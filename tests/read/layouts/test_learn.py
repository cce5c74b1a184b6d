"""A layout taught by one example: questions, draft, loading, and what goes wrong in words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from jiping.read.book import Book, Cell, Table
from jiping.read.errors import Unreadable
from jiping.read.layouts import understand
from jiping.read.layouts.learn import Answers, draft, load, questions, user_folder

ROWS = [
    ["项目绩效自评表（2024年度）"],
    ["项目名称", "", "河道清淤项目", "", "实施单位", "", "某县水利局"],
    ["项目资金（万元）", "", "批复金额", "全年执行数", "执行率"],
    ["", "年度资金总额", "100", "90", "90%"],
    ["绩效指标", "一级指标", "二级指标", "三级指标", "绩效标准", "达成情况", "分值", "得分"],
    ["", "产出指标", "数量指标", "清淤长度", "≥10公里", "11公里", "60", "60"],
    ["", "效益指标", "社会效益指标", "防洪能力", "提升", "提升", "40", "35"],
    ["总分", "", "", "", "", "", "100", "95"],
]


def book() -> Book:
    table = Table(1)
    for r, row in enumerate(ROWS, 1):
        table.rows.append([Cell(table, r, c, text) for c, text in enumerate(row, 1) if text])
    return Book("test", [table])


@pytest.fixture(autouse=True)
def _forget(tmp_path: Path) -> Iterator[None]:
    yield
    load(tmp_path / "nothing")


ANSWERS = Answers(
    "my-2024",
    "某县项目绩效自评表",
    "某县水利局2024年度自评表样例",
    {
        ("funds", "批复金额"): "adjusted",
        ("indicators", "绩效标准"): "target",
        ("indicators", "达成情况"): "actual",
    },
)


def test_questions_name_every_label_and_a_guess() -> None:
    asked = [(q.block, q.label, q.guess) for q in questions(book())]
    assert ("indicators", "绩效标准", None) in asked
    assert ("indicators", "分值", "weight") in asked
    assert ("funds", "批复金额", None) in asked
    assert ("funds", "执行率", "rate") in asked
    text = next(q.text() for q in questions(book()) if q.label == "分值")
    assert text == "绩效指标表头里的“分值”是哪一栏？（看起来是“分值（权重）”）"


def test_a_learned_layout_is_read_by_its_own_name(tmp_path: Path) -> None:
    before = understand(book(), file="a", sha256="0" * 64).evaluations
    assert all(row.target is None for e in before for row in e.indicators)
    (tmp_path / "my-2024.toml").write_text(draft(book(), ANSWERS), "utf-8")
    (family,) = load(tmp_path)
    assert family.id == "my-2024"
    (e,) = understand(book(), file="a", sha256="0" * 64).evaluations
    assert e.form.family == "my-2024"
    assert [(r.operator, r.target, r.actual, r.unit) for r in e.indicators] == [
        (">=", "10", "11", "公里"),
        (None, "提升", "提升", None),
    ]
    assert (e.funds[0].adjusted, e.funds[0].executed, e.funds[0].rate) == ("100", "90", "90")
    assert e.reading.balanced is True
    assert e.reading.unread == ()
    load(tmp_path / "nothing")
    after = understand(book(), file="a", sha256="0" * 64).evaluations
    assert [e.form for e in after] == [e.form for e in before]


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        (Answers("我的", "某", "某", {}), "表式编号“我的”不合要求"),
        (Answers("my", "某", "某", {("funds", "批复金额"): "sum"}), "“批复金额”的答案“sum”"),
        (Answers("my", "某", "某", {("funds", "批复金额"): "executed"}), "被指给了两个表头"),
    ],
)
def test_wrong_answers_are_told(answers: Answers, words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        draft(book(), answers)


GOOD = 'id = "my"\ntitle = "某"\nregion = "000000"\nseen = "某"\n[match]\nindicators = ["name target"]\nfunds = []\n'


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("id = ", "bad.toml：不是正确的 TOML 文件"),
        (GOOD.replace('title = "某"\n', ""), "bad.toml：缺少键 title"),
        (GOOD.replace("name target", "name goal"), "bad.toml：键 match.indicators 里的“goal”"),
        (GOOD.replace("[match]", "[other]"), r"bad.toml：缺少 \[match\] 一节"),
        (GOOD + '[labels]\n"达成" = "actual"\n', "bad.toml：键 labels.达成 的值“actual”"),
    ],
)
def test_a_wrong_file_is_told_with_its_key(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "bad.toml").write_text(text, "utf-8")
    with pytest.raises(Unreadable, match=words):
        load(tmp_path)


def test_the_folder_of_a_user_follows_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("XDG_CONFIG_HOME", "/clerk/conf")
    assert user_folder() == Path("/clerk/conf/jiping/families")
    monkeypatch.setattr("sys.platform", "win32")
    monkeypatch.setenv("APPDATA", "/appdata")
    assert user_folder() == Path("/appdata/jiping/families")
