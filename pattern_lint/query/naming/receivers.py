"""What methods are called on, where names alone tell: words that speak of a role, and what is kept by member."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

from ...config.globs import fnmatchcase
from ...knowledge.words import listed

RECEIVERS: dict[str, str] = {"event-bus": "bus-endings", "container": "container-endings"}
"""Roles that are known by what their instances and types are called, with the list of how these names end."""


def is_like(called: frozenset[str], receiver: str) -> bool:
    """Whether what a method is called on is called as one of some words say."""
    plain = receiver.lower().lstrip("_")
    return plain in called or plain.endswith(_endings(called))


@cache
def _endings(called: frozenset[str]) -> tuple[str, ...]:
    return tuple(f"_{each}" for each in called)


def speaks_of(role: str, owner: str) -> bool:
    """Whether what a method is called on speaks of a role by the name of its class, which nobody may look at."""
    return role.replace("-", "") in owner.lower() or is_called((role,), "", owner)


def is_called(roles: Collection[str], receiver: str, owner: str) -> bool:
    """Whether what a method is called on, or its class, has a name that things of some roles have."""
    if not roles:
        return False
    ends = tuple(end for role in roles if role in RECEIVERS for end in listed(RECEIVERS[role]))
    return bool(ends) and (receiver.lower().endswith(ends) or owner.removesuffix("()").lower().endswith(ends))


class ByMember:
    """What is kept by the names of members, globs among them."""

    def __init__(self) -> None:
        self.kept: dict[str, frozenset[str]] = {}
        self._globs: list[str] = []

    def add(self, member: str, what: str) -> None:
        if "*" in member and member not in self.kept:
            self._globs.append(member)
        self.kept[member] = self.kept.get(member, frozenset()) | {what}

    def under(self, name: str) -> frozenset[str] | None:
        """What is kept under a name, and under globs that it matches; None where there is nothing."""
        found = self.kept.get(name)
        if not name or not self._globs:
            return found
        matching = [self.kept[glob] for glob in self._globs if glob != name and fnmatchcase(name, glob)]
        return (found or frozenset[str]()).union(*matching) if matching else found
