"""Papers for people, drawn like the forms: 复核意见, 问题清单, 统计, 汇总表, 复核表, 自评报告, 申报表, 监控表.

Each module turns results into a `jiping.forms.drawing.Document`; every format of `jiping.forms.formats`
writes it. Nothing is computed here that an audit hasn't, except counts and sums of printed amounts.
"""

from __future__ import annotations
