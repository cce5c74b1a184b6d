"""Traits that scoring needs: attainment of qualitative targets, ends of periods."""
