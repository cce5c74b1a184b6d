"""One folder a family, one file a rule, named by what is wrong. Nothing lists them by hand."""
