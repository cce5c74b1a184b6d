"""The catalogue of checks: rules as column expressions, with clause, message, advice and cases."""
