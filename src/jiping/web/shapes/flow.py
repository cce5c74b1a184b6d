"""Steps, opinions, answers, proofs, agencies: what people say of forms."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from ninja import Schema

from jiping.store.steps import table
from jiping.web.calling import Among, Given, said
from jiping.web.shapes.forms import Pointer, State, Text

StepCode = Annotated[str, Among(tuple(table().steps))]
Doing = Annotated[str, Among((*table().steps, "assign"))]


class Step(Given):
    """走一步，写明看到的版本。"""

    step: StepCode = said("步骤", "submit")
    version: int = said("看到的版本", 3)
    text: Text = said("意见；退回、取消通过必须写", "", default="")
    opinions: dict[str, Text] = said(
        "逐行的意见：位置 → 文字", {"/indicators/0": "请核实完成值。"}, default={}
    )


class OpenStep(Schema):
    """现在可以走的一步。"""

    step: StepCode = said("步骤", "submit")
    title: str = said("名称", "送审")
    opinion: bool = said("必须写意见", False)


class OpenSteps(Schema):
    """现在可以走的步骤。"""

    steps: list[OpenStep] = said("步骤；没有为空")


class Words(Given):
    """一段文字。"""

    text: Text = said("文字", "因汛情，两场培训推迟到次年。", min_length=1)


class Opined(Given):
    """一条意见。"""

    text: Text = said("意见", "请核实完成值。", min_length=1)
    pointer: Pointer = said("哪一行；空为整张表", "/indicators/0", default="")


class SaidOpinion(Schema):
    """一条意见。"""

    id: int = said("编号", 5)
    pointer: str = said("哪一行；空为整张表", "/indicators/0")
    text: str = said("意见", "请核实完成值。")
    version: int = said("提出时的版本", 3)
    by: str | None = said("谁（登录名）", "lisi")
    at: datetime = said("何时", "2026-11-30T09:00:00+08:00")
    resolved: datetime | None = said("何时标明已处理", None)


class Opinions(Schema):
    """各行和整张表的意见。"""

    opinions: list[SaidOpinion] = said("意见")


class Explained(Schema):
    """说明了一条问题。"""

    finding: int = said("问题编号", 88)
    text: str = said("说明", "因汛情，两场培训推迟到次年。")


class OneAnswer(Schema):
    """一条说明。"""

    rule: str = said("规则", "C-DEV-01")
    text: str = said("说明", "因汛情，两场培训推迟到次年。")
    by: str | None = said("谁（登录名）", "zhangsan")
    at: datetime = said("何时", "2026-11-30T09:00:00+08:00")
    withdrawn: datetime | None = said("何时撤回或被新的代替", None)


class Answers(Schema):
    """现行的和从前的说明。"""

    answers: list[OneAnswer] = said("说明")


class Proof(Schema):
    """一份佐证材料。"""

    id: int = said("编号", 9)
    name: str = said("文件名", "合同.pdf")
    pointer: str = said("附在哪一行；空为整张表或一条说明", "/indicators/0")
    answer: int | None = said("附在哪条说明", None)
    sha256: str = said("内容的校验值", "6b86b273ff34fce19d6b804eff5a3f57…")
    size: int = said("多少字节", 20480)


class Proofs(Schema):
    """佐证材料。"""

    evidence: list[Proof] = said("材料")


class Seen(Given):
    """一张表和看到的版本。"""

    id: int = said("编号", 12)
    version: int = said("看到的版本", 3)


class Batch(Given):
    """许多张表一起办。"""

    do: Doing = said("走哪一步；assign 为交复核机构", "approve")
    forms: list[Seen] = said("各张表", min_length=1, max_length=500)
    text: Text = said("意见；退回、取消通过必须写", "", default="")
    agency: int | None = said("assign：复核机构的编号，见 GET /agencies", None, default=None)


class Outcome(Schema):
    """一张表办得怎样。"""

    id: int = said("编号", 12)
    done: bool = said("办成了", True)
    status: int = said("单办这一张时的状态码：200、403、404、409、422", 200)
    why: str = said("没有办成的原因", "")
    state: State | None = said("现在的状态；看不到的为 null", "approved")
    version: int | None = said("现在的版本；看不到的为 null", 3)


class Outcomes(Schema):
    """逐张办理的结果，次序同所给的；一张不成，不影响别的。"""

    title: str = said("办的什么", "通过")
    done: int = said("办成几张", 1)
    refused: int = said("没有办成几张", 0)
    results: list[Outcome] = said("逐张的结果")


class Agency(Schema):
    """一家复核机构。"""

    id: int = said("编号", 8)
    name: str = said("名称", "复核事务所")


class Agencies(Schema):
    """现有的复核机构。"""

    agencies: list[Agency] = said("机构，按名称")


class Assigned(Given):
    """交给哪家机构。"""

    agency: int = said("复核机构的编号", 8)


class Task(Schema):
    """一次交办。"""

    id: int = said("编号，收回时用", 4)
    form: int = said("自评表编号", 12)
    agency: int = said("复核机构的编号", 8)
    name: str = said("复核机构", "复核事务所")


class Tasks(Schema):
    """这张表交给了哪些机构。"""

    assignments: list[Task] = said("交办")
