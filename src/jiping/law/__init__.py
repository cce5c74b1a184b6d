"""Documents and their clauses, regions, the glossary: data files, each with one loader."""
