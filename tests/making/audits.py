"""Audits made by hand for the tests of reports: one plain form, and one that attacks its reader."""

from __future__ import annotations

from jiping.engine.results import Audit, Check, Finding, Ledger, LedgerRow
from jiping.model.evaluation import (
    Evaluation,
    Form,
    FundLine,
    Goal,
    Indicator,
    Named,
    Reading,
    Repair,
    Source,
    Total,
    Unread,
)
from jiping.model.place import Place, SourceMap
from jiping.report import FileStatus, Run

SCRIPT = "<script>document.title='taken'</script>"
IMAGE = '"><img src=x onerror="document.title=\'taken\'">'
FORMULA = '=HYPERLINK("http://example.invalid","领奖")'


def evaluation(project: str = "口岸经费", remark: str = "无") -> Evaluation:
    """A form of three indicators, the last with a reverse limit that was passed."""
    return Evaluation(
        source=Source("表.docx", "0" * 64, "docx", 1),
        form=Form("项目支出绩效自评表", "nm-2023", "万元"),
        year=2023,
        project=Named(project),
        department=Named("某局"),
        unit=Named("某中心"),
        funds=(
            FundLine("total", "年度资金总额", "16.00", "16.00", "16.00", "10", "100.00", "10"),
            FundLine("fiscal", "其中：财政拨款", "16.00", "16.00", "16.00", rate="100.00"),
        ),
        goal=Goal("完成采购。", "已完成。"),
        indicators=(
            Indicator("产出指标", "数量指标", "购买办公用品", "positive", ">=", "4", "4", "批次", "30", "30"),
            Indicator("产出指标", "数量指标", "出差", "positive", ">=", "10", "40", "人次", "30", "30"),
            Indicator(
                "产出指标", "成本指标", "差旅费", "negative", "<=", "7.8", "10.154302", "万元", "30", "0"
            ),
        ),
        total=Total("100", "70.00"),
        remarks={"备注": remark},
        reading=Reading(
            True,
            (Repair("本行右移1格，已归位。", "列头不符。", Place(table=1, row=9)),),
            (Unread("第1页", Place(page=1)),),
        ),
        places=SourceMap({"/indicators/2/score": Place(table=1, row=22, column=11, text="0")}),
    )  # fmt: skip


def audit(form: Evaluation | None = None, message: str = "“差旅费”超过上限而没有说明。") -> Audit:
    """Three findings, one of each level; one score and the total that differ."""
    form = form if form is not None else evaluation()
    basis = ("财预〔2020〕10号 第十六条（据记忆，未复核）",)
    place = form.places.nearest("/indicators/2/score")
    return Audit(
        form,
        Ledger(
            "cn-2020", "inferred", "按填报得分推断", "中", "70.00", "91.00",
            (
                LedgerRow("/funds/0", "10", "10.00", "ratio", "16.00 ÷ 16.00 = 100 %", True),
                LedgerRow("/indicators/0", "30", "30.00", "ratio", "达到指标值，得满分 30", True),
                LedgerRow("/indicators/1", "30", "30.00", "ratio", "达到指标值，得满分 30", True),
                LedgerRow(
                    "/indicators/2", "0", "21.00", "reverse-linear", "超出 30.18 %", False,
                    {"reverse-linear": "21.00", "reverse-zero": "0.00"},
                ),
            ),
        ),
        (
            Finding(
                "C-SCR-06", "零分没有说明原因", "error", message, "10.154302", "7.8", "2.354302",
                ("/indicators/2/score", "/indicators/2/reason"), basis, "写明原因。",
                () if place is None else (place,),
            ),
            Finding(
                "C-DEV-01", "超额完成过多", "warning", "40 人次是 10 人次的 4 倍。", "40", "10", "30",
                ("/indicators/1/actual",), basis, "核实指标值。",
            ),
            Finding(
                "C-STR-99", "全表提示", "info", "供参考。", None, None, None, ("",), basis, FORMULA,
            ),
        ),
        (
            Check("C-FUND-01", "分项之和不等于总额", "pass", None, 2),
            Check("C-SCR-06", "零分没有说明原因", "fail", None, 3),
            Check("C-FUND-13", "与决算不符", "skip", "需要决算报表", 0),
        ),
    )  # fmt: skip


def run(*audits: Audit) -> Run:
    """A run with the given audits, one file that was read and one that was not."""
    given = audits or (audit(),)
    files = (
        FileStatus("表.docx", "read", None, len(given)),
        FileStatus("坏.xlsx", "failed", "文件打不开", 0),
    )
    return Run("1.2.3", files, given, notes=(("表.docx", "跳过了一张隐藏的工作表"),))


def hostile_run() -> Run:
    """A run whose texts try to be markup, a formula and a change of reading direction."""
    form = evaluation(SCRIPT, IMAGE)
    return run(audit(form, f"{IMAGE}{SCRIPT}\u202e001\x00\ud800"))
