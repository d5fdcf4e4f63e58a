"""What coverage is measured against, as profiles and configurations write it down."""

from __future__ import annotations

from typing import Annotated

import msgspec

Percent = Annotated[float, msgspec.Meta(ge=0, le=100, description="a number from 0 to 100")]
_Text = Annotated[str, msgspec.Meta(pattern=r"\S", description="a few words")]
_HeadingLevel = Annotated[int, msgspec.Meta(ge=1, le=6, description="a whole number from 1 to 6")]

DEFAULT_TARGET = 100.0
"""What is expected of a component kind whose target nobody says."""
DEFAULT_OVERALL_TARGET = 90.0
"""What is expected of all component kinds together."""


class ComponentSettings(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """What every component of a kind must have; `required` maps the name of a column to what decides it."""

    target: Percent | None = None
    required: dict[str, tuple[str, ...]] = {}


class ChecklistLine(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """One line of a team's checklist, and the cards that decide it."""

    line: _Text
    by: tuple[str, ...]


class CoverageSettings(msgspec.Struct, rename="kebab", forbid_unknown_fields=True, frozen=True, kw_only=True):
    """When the coverage report fails."""

    fail_under: Percent | None = None
    enforce_targets: bool = False
    overall_target: Percent | None = None


class DocumentSettings(msgspec.Struct, rename="kebab", forbid_unknown_fields=True, frozen=True, kw_only=True):
    """A team's own pattern document: which of its headings are patterns, and what decides them."""

    file: _Text
    heading_level: _HeadingLevel = 2
    patterns: dict[str, tuple[str, ...]] = {}
    """Selectors by heading, where the text below the heading does not name them; none: this is no pattern."""
