"""The clauses that the workbook quotes, from the law room; a wrong one fails at import."""

from __future__ import annotations

from jiping.law.cite import cite

REASON = cite("10号", "11").label()
QUANTITATIVE = cite("10号", "16").label()
RATE = cite("10号", "25").label()
COMPLETE = cite("10号", "24").label()
WEIGHTS = cite("10号", "13").label()
GRADES = cite("10号", "18").label()
