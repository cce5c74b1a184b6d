"""Traits that rules need: vague words, dates, personal data, text against figures."""
