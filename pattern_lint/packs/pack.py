"""What a package declares to be a pack."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..project.roles import Role

API_VERSION = 1
"""The version of `pattern_lint.api`: another number means that packs have to be changed."""


@dataclass(frozen=True, kw_only=True)
class Pack:
    """What a package brings along; its entry point in the group `pattern_lint.packs` names one of these."""

    api: int
    """The version of `pattern_lint.api` that the pack is written for."""
    prefix: str
    """How the codes of its cards begin: two to six capitals, such as `ACME`."""
    folder: Path
    """The folder in its package with cards, and below it `profiles/` and `vocabulary/` if there are any."""
    kinds: Mapping[str, str] = field(default_factory=dict)
    """The modules of its kinds by the names that cards use; a module is imported when a card of its kind is on."""
    roles: Mapping[str, Role] = field(default_factory=dict)
    """Roles of its own, as `[tool.pattern-lint.roles]` would add them."""
