"""Documents for tests, examples and measurements: the reference tables in every file format."""
