"""Rules and schemes to read: lists, and one explained, as blocks that any surface can draw."""

from __future__ import annotations

from dataclasses import dataclass

from jiping.audit.catalogue import catalogue
from jiping.report import SEVERITY
from jiping.report._blocks import Block
from jiping.report._blocks import spans as spans
from jiping.report._catalogue_view import rule_json, rule_view, scheme_json, scheme_view
from jiping.report._naming import family_of
from jiping.score.scheme import schemes


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule in the list; ``needs``: what else must be at hand, "" where one form decides."""

    code: str
    title: str
    severity: str
    level: str
    family: str
    needs: str


@dataclass(frozen=True, slots=True)
class SchemeLine:
    """One scoring scheme in the list."""

    id: str
    name: str


def rule_lines() -> list[RuleLine]:
    """Every rule, in the catalogue's order."""
    return [
        RuleLine(
            rule.code, rule.title, str(rule.severity), SEVERITY[str(rule.severity)],
            family_of(rule.code.rpartition("-")[0]), rule.needs or "",
        )
        for rule in catalogue().values()
    ]  # fmt: skip


def rule_blocks(code: str) -> list[Block]:
    """One rule explained. Raises KeyError for an unknown code."""
    return list(rule_view(catalogue()[code]))


def scheme_lines() -> list[SchemeLine]:
    """Every scheme of the package."""
    return [SchemeLine(scheme.id, scheme.title) for scheme in schemes().values()]


def scheme_blocks(name: str) -> list[Block]:
    """One scheme with all its numbers and where they come from. Raises KeyError."""
    return list(scheme_view(schemes()[name]))


def rule_document(code: str) -> dict[str, object]:
    """One rule as `jiping rules show --format json` gives it. Raises KeyError."""
    return dict(rule_json(catalogue()[code]))


def scheme_document(name: str) -> dict[str, object]:
    """One scheme as the command line gives it. Raises KeyError."""
    return dict(scheme_json(schemes()[name]))
