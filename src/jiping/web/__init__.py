"""The web system: pages for people, server-rendered; started by `jiping serve`.

`pages` holds one module for each group of pages (found, not listed); `settings` are built from the
data folder (`configuration`). No rule, no score, no SQL: pages ask `jiping.api` and `jiping.store`.
"""
