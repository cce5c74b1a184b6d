"""含有个人信息。

身份证号（校验码相符）、手机号、银行账号作错误；受助人、学生、患者等普通个人的姓名作警告；写明职务的公职人员姓名一般可以公开，只作提示。
办公电话不算。报告中号码只露头尾，不再重复。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiping.audit.rule import Case, Fires, Rule, Severity
from jiping.law.cite import cite

if TYPE_CHECKING:
    from jiping.model.row import Row


def check(f: Row) -> tuple[Fires, Fires, Fires]:
    """Numbers of persons; names of ordinary persons; names of officials."""
    return (
        Fires(
            f.private_numbers > 0, left=f.private_numbers, words="含有证件号、电话或账号，不得公开"
        ),
        Fires(
            f.ordinary_names > 0,
            when=f.private_numbers == 0,
            left=f.ordinary_names,
            words="含有普通个人的姓名，一般不公开",
            severity=Severity.WARNING,
        ),
        Fires(
            f.official_names > 0,
            when=(f.private_numbers == 0) & (f.ordinary_names == 0),
            left=f.official_names,
            words="写有公职人员的姓名，公开前请确认是否必要",
            severity=Severity.INFO,
        ),
    )


RULE = Rule(
    code="C-PUB-03",
    title="含有个人信息",
    severity=Severity.ERROR,
    grain="form",
    basis=(cite("政府信息公开条例", "15"),),
    message="{words}：{note.private}。",
    advice="公开前隐去证件号、电话、账号和普通个人的姓名；公职人员的姓名确需公开的可以保留。",
    doc=__doc__,
    at="private_at",
    shown="count",
    check=check,
    cases=(
        Case("没有个人信息"),
        Case("手机号", {"/goal/actual": "联系人电话13812345678。"}, at=("/goal/actual",)),
        Case(
            "身份证号", {"/goal/actual": "受助人证件号11010519491231002X。"}, at=("/goal/actual",)
        ),
        Case("校验码不符的十八位数", {"/goal/actual": "合同编号110105194912310021。"}),
        Case(
            "普通个人姓名", {"/goal/actual": "受助人：张小明，已发放补助。"}, at=("/goal/actual",)
        ),
        Case("公职人员姓名", {"/goal/actual": "副局长李大川出席开班仪式。"}, at=("/goal/actual",)),
    ),
)
