"""Bytes → book → evaluations: formats say what stands there, layouts what it means."""
