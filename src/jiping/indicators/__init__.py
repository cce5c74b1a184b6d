"""指标库: the indicators of many forms, told apart by what they measure and not by how they are spelt.

A library is one SQLite file, read with the standard library alone. `jiping.dataset.growing` makes
it of a dataset; this room knows names, finds, suggests, and keeps what curators decided.
"""
