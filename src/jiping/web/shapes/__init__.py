"""Shapes of what the calls of the HTTP API take and give, one module for each group of calls.

Their texts are Chinese, because they stand in the description of the API and in docs/api.md.
"""
