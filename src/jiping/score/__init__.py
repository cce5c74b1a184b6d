"""Points from figures: scoring methods as column expressions, schemes as dated, cited data."""
