"""What a run is going to do: which project, which rules, which checks for which files."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from ..checks import check_class
from ..checks.kit import Check, Rule
from ..outcome import Fix, Level
from ..project.roles import DEFAULT_ROLES, Role
from ..source.paths import Category


@dataclass(frozen=True, slots=True)
class Planned:
    """A card that takes part in a run, with the options and the level that hold in it."""

    rule: Rule[Any]
    kind: str
    level: Level
    patterns: tuple[str, ...] = ()
    fix: Fix = "none"


@dataclass(frozen=True)
class Plan:
    """Everything that a run needs to know before it looks at files; the same plan gives the same findings."""

    root: Path
    load: Callable[[], tuple[Planned, ...]]
    """Gives the rules; called only when something has to be checked, because reading cards takes time."""
    package_roots: frozenset[str] = frozenset()
    """The top-level names under which the project's own code is imported."""
    roles: Mapping[str, Role] = field(default_factory=lambda: DEFAULT_ROLES)
    packages: tuple[str, ...] = ()
    """Names that the configuration says are the project's own."""
    isolated: bool = False
    """Whether what the project configured, for whatever tool, does not count."""
    key: str = ""
    """A digest of the tool, the cards and the configuration; what is cached under another key does not count."""

    @cached_property
    def rules(self) -> tuple[Planned, ...]:
        return self.load()

    @cached_property
    def by_code(self) -> dict[str, Planned]:
        return {planned.rule.code: planned for planned in self.rules}

    @cached_property
    def _by_category(self) -> dict[Category, tuple[tuple[str, Check[Any]], ...]]:
        return {}

    def checks(self, category: Category) -> tuple[tuple[str, Check[Any]], ...]:
        """The checks for one kind of files, by name of their kind, each built once from all its cards."""
        if category not in self._by_category:
            self._by_category[category] = build_checks(
                planned for planned in self.rules if category in planned.rule.options.where
            )
        return self._by_category[category]

    @cached_property
    def surveys(self) -> tuple[tuple[str, Check[Any]], ...]:
        """The checks that look at many files at once before the map."""
        return tuple((kind, check) for kind, check in build_checks(self.rules) if check.surveys)

    @cached_property
    def project_checks(self) -> tuple[tuple[str, Check[Any]], ...]:
        """The checks that look at the joined project."""
        return tuple((kind, check) for kind, check in build_checks(self.rules) if check.reads_project)


def build_checks(rules: Iterable[Planned]) -> tuple[tuple[str, Check[Any]], ...]:
    """One check for each kind that the rules name."""
    by_kind: dict[str, list[Rule[Any]]] = {}
    for planned in rules:
        by_kind.setdefault(planned.kind, []).append(planned.rule)
    return tuple((kind, check_class(kind)(rules)) for kind, rules in sorted(by_kind.items()))


def digest(parts: Sequence[bytes]) -> str:
    """A digest of byte strings that no other sequence of byte strings has."""
    state = hashlib.blake2b(digest_size=16)
    for part in parts:
        state.update(len(part).to_bytes(8, "big"))
        state.update(part)
    return state.hexdigest()
