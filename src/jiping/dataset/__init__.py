"""Datasets: forms of many files as Parquet tables in one folder, audited, asked and tried out there.

`folder` knows what stands where; `adding` brings forms in, `auditing` runs the rules over them,
`querying` answers SQL, `simulating` scores them by other schemes, `exchange` is the way to and from
tables of others. Needs the extra ``arrow``.
"""

from __future__ import annotations
