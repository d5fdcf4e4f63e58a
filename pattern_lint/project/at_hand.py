"""What modules of the project have at hand of what others keep."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from .facts import imported_by

if TYPE_CHECKING:
    from .project import Project


def at_hand(project: Project) -> frozenset[str]:
    """All that modules import of each other by its full name, modules included: who has one has all that it holds."""
    return frozenset(_imported(project))


def _imported(project: Project) -> Iterator[str]:
    find = project.modules.find
    for fact in project.files.values():
        for symbol in imported_by(fact):
            owner, _, name = symbol.rpartition(".")
            module = find(symbol)
            home = find(owner) if owner and module is None else None
            if module is not None and module != fact["name"]:
                yield module
            elif home is not None and home != fact["name"]:
                yield f"{home}.{name}"
