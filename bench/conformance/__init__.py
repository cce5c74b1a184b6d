"""The conformance suite: self-evaluation forms with true values, in every format, and a scorer.

`README.md` beside this file says how to run it, and how to give another tool's output to it.
"""
