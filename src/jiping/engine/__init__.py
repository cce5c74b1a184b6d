"""Schemes and rules as one plan; the plan run on a batch; rows turned into ledger and findings."""
