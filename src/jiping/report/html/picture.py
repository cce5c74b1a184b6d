"""Small drawings in SVG: totals on a scale, counts as bars. Without styles of their own (CSP)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from jiping.report._naming import severity_term

WIDTH, HEIGHT = 180, 18
_MARGIN = 8


def scale_from(totals: Iterable[Decimal]) -> Decimal:
    """Where the scale of totals begins: the ten below the lowest one, within 0 to 80."""
    lowest = min(totals, default=Decimal(80))
    return max(Decimal(0), min(Decimal(80), lowest // 10 * 10))


def totals(printed: Decimal | None, computed: Decimal | None, start: Decimal) -> str:
    """Printed total as a ring, computed total as a diamond, on a scale from ``start`` to 100."""
    middle = HEIGHT // 2
    parts = [f'<path class="axis" d="M{_MARGIN} {middle}H{WIDTH - _MARGIN}"/>']
    for mark in range(int(start), 101, 10):
        x = _across(Decimal(mark), start)
        parts.append(f'<path class="axis" d="M{x} {middle - 3}v6"/>')
    if printed is not None and computed is not None and printed != computed:
        parts.append(
            f'<path class="gap" d="M{_across(printed, start)} {middle}H{_across(computed, start)}"/>'
        )
    if computed is not None:
        x = _across(computed, start)
        parts.append(f'<path class="computed" d="M{x} {middle - 4}l4 4 -4 4 -4 -4z"/>')
    if printed is not None:
        parts.append(
            f'<circle class="printed" cx="{_across(printed, start)}" cy="{middle}" r="6.5"/>'
        )
    words = f"填报 {printed if printed is not None else '空'}，重算 {computed if computed is not None else '无'}"
    return _svg("".join(parts), words)


def bar(counts: Mapping[str, int], longest: int) -> str:
    """Counts by severity as one bar; ``longest`` is the count that fills the width."""
    parts, x = [], Decimal(0)
    for severity, count in counts.items():
        width = Decimal(count * WIDTH) / max(longest, 1)
        if count:
            parts.append(
                f'<rect class="{severity}" x="{_plain(x)}" y="2" width="{_plain(width)}" height="{HEIGHT - 4}"/>'
            )
        x += width
    words = "，".join(f"{severity_term(s)} {c}" for s, c in counts.items() if c)
    return _svg("".join(parts), words or "没有")


def _svg(body: str, words: str) -> str:
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" role="img" '
        f'aria-label="{words}"><title>{words}</title>{body}</svg>'
    )


def _across(value: Decimal, start: Decimal) -> str:
    """Points to the right; a total outside the scale stands at its end."""
    inside = min(max(value, start), Decimal(100))
    return _plain(_MARGIN + (inside - start) * (WIDTH - 2 * _MARGIN) / (100 - start))


def _plain(value: Decimal) -> str:
    return format(value.quantize(Decimal("0.1")), "f")
