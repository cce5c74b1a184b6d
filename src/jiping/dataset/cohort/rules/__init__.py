"""The rules of cohorts, one file each."""
