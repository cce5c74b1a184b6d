"""Statistics drawn: bars and scatters as SVG, for pages and to take away."""

from __future__ import annotations

from jiping.forms.formats._figures import svg
from jiping.report.papers.plots import bars, points

__all__ = ["bars", "points", "svg"]
