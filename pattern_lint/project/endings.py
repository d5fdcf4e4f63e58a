"""What the classes of the project end of what they keep, as the kind `pairs` tells of each file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .project import Project

_SILENT = frozenset({"builtins", "abc", "typing", "typing_extensions"})
"""Packages whose bases end nothing."""


class Endings:
    """Tells whether a class, a base or an heir ends what is begun for it."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._ended: dict[tuple[str, str], set[str]] = {}
        for fact in project.files.values():
            stored: Any = fact["kinds"].get("pairs") or {}
            for code, by_class in stored.items():
                for name, keys in by_class.items():
                    self._ended.setdefault((code, f"{fact['name']}.{name}"), set()).update(keys)

    def ends(self, cls: str, code: str, key: str) -> bool | None:
        """Whether one of them ends what a card knows by a key; what bases of others do is not known."""
        family: Iterable[str] = (*self._project.resolver.linear(cls), *self._project.heirs_of(cls))
        if any(key in self._ended.get((code, member), ()) for member in family):
            return True
        unseen = [member for member in family if member not in self._project.definitions.classes]
        return False if all(member.partition(".")[0] in _SILENT for member in unseen) else None
