"""What a configuration says about parts of a project: where cards count, and with which options."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from ..config.globs import matching
from ..config.tables import merged
from ..outcome import Level
from ..tool_findings import OPTIONAL

Options = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class PathRule:
    """What holds for the files that one glob matches; cards are named by their codes."""

    ignore: frozenset[str] = frozenset()
    select: frozenset[str] | None = None
    options: Mapping[str, Options] = field(default_factory=dict)


class Zone(NamedTuple):
    """What holds for the files that the same globs match."""

    key: tuple[str, ...]
    """The globs that set options; files with the same key are checked alike."""
    ignored: frozenset[str]
    counting: frozenset[str] | None
    """The cards that count; None means all of the run."""
    options: Mapping[str, Options]
    """Options over those that hold elsewhere, by card."""


@dataclass(frozen=True)
class Policy:
    """The settings by path of one run, and what is known of codes."""

    per_path: Mapping[str, PathRule] = field(default_factory=dict)
    chosen: frozenset[str] | None = None
    """The cards that count where no path selects others; None means all of the run."""
    known: Collection[str] = ()
    """Every code that a waiver may name; where it is empty, unknown codes are not judged."""
    tool_levels: Mapping[str, Level] = field(default_factory=lambda: {tool.code: tool.level for tool in OPTIONAL})
    """The level of each of the tool's own findings; one that is not here is off."""

    def zone(self, path: str) -> Zone:
        """What holds for a file."""
        if not self.per_path:
            return self._zone(())
        if path not in self._by_path:
            self._by_path[path] = self._zone(tuple(matching(self.per_path, path)))
        return self._by_path[path]

    @cached_property
    def _by_path(self) -> dict[str, Zone]:
        return {}

    @cached_property
    def _zones(self) -> dict[tuple[str, ...], Zone]:
        return {}

    def _zone(self, globs: tuple[str, ...]) -> Zone:
        if globs not in self._zones:
            self._zones[globs] = self._made(globs)
        return self._zones[globs]

    def _made(self, globs: tuple[str, ...]) -> Zone:
        """Everything that matching globs ignore is ignored; else the most specific one, which is last, wins."""
        rules = [self.per_path[glob] for glob in globs]
        counting, options = self.chosen, dict[str, object]()
        for rule in rules:
            counting = counting if rule.select is None else rule.select
            options = merged(options, rule.options)
        ignored = frozenset(code for rule in rules for code in rule.ignore)
        key = tuple(glob for glob, rule in zip(globs, rules, strict=True) if rule.options)
        tables = {code: table for code, table in options.items() if isinstance(table, Mapping)}
        return Zone(key, ignored, counting, tables)
