"""The vocabulary of the configuration: the keys, their types and what they are when nothing is said."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import msgspec

from pattern_lint.config.defaults import DEFAULT_EXCLUDE, DEFAULT_PROFILE
from pattern_lint.config.requirements import ChecklistLine, ComponentSettings, CoverageSettings, DocumentSettings
from pattern_lint.config.toml_file import Keys, Origin, read
from pattern_lint.outcome import LevelOrOff
from pattern_lint.problems import Problem, Problems

_Name = Annotated[
    str, msgspec.Meta(pattern=r"^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$(?!\n)", description="a name such as `unit-of-work`")
]
_Text = Annotated[str, msgspec.Meta(pattern=r"\S", description="a text that says something")]
_Day = Annotated[date, msgspec.Meta(description="a date such as 2030-01-31")]


class ConfigErrors(Problems):
    """All that is wrong with a configuration."""


class PathSettings(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """What holds in one part of the project."""

    ignore: tuple[str, ...] = ()
    select: tuple[str, ...] | None = None
    options: dict[str, dict[str, Any]] = {}


class RoleSettings(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """How a role is recognised, besides or (with `replace`) instead of the default."""

    names: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    holds: tuple[str, ...] = ()
    replace: bool = False


class WaiverSettings(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """Accepts the findings of a card in the files that a glob matches, for a reason and until a day."""

    code: str
    path: str
    reason: _Text
    owner: str = ""
    until: _Day | None = None


class Settings(msgspec.Struct, rename="kebab", forbid_unknown_fields=True, frozen=True, kw_only=True):
    """The keys of `[tool.pattern-lint]`."""

    extend: str | None = None
    profile: str | tuple[str, ...] = DEFAULT_PROFILE
    select: tuple[str, ...] | None = None
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    levels: dict[str, LevelOrOff] = {}
    options: dict[str, dict[str, Any]] = {}
    per_path: dict[str, PathSettings] = {}
    roles: dict[_Name, RoleSettings] = {}
    cards: tuple[str, ...] = ()
    exclude: tuple[str, ...] = DEFAULT_EXCLUDE
    extend_exclude: tuple[str, ...] = ()
    baseline: str | None = None
    waivers: tuple[WaiverSettings, ...] = ()
    error_roots: tuple[str, ...] = ()
    project_packages: tuple[str, ...] = ()
    components: dict[_Name, ComponentSettings] = {}
    checklist: tuple[ChecklistLine, ...] = ()
    coverage: CoverageSettings = CoverageSettings()
    document: DocumentSettings | None = None


class Config(Settings, frozen=True, kw_only=True):
    """The settings of a project together with where they come from.

    `root` is the folder that globs and excludes are relative to. `files` are the configuration file and those
    that it extends, the nearest first, and `tables` what stands in them. `cards`, `baseline` and the document's
    file are absolute.
    """

    root: Path
    files: tuple[Path, ...] = ()
    tables: tuple[dict[str, Any], ...] = ()

    @property
    def profile_names(self) -> tuple[str, ...]:
        return (self.profile,) if isinstance(self.profile, str) else self.profile

    @property
    def card_folders(self) -> tuple[Path, ...]:
        return tuple(map(Path, self.cards))

    @property
    def documents(self) -> tuple[Path, ...]:
        """The team's own document of patterns, if there is one."""
        return (Path(self.document.file),) if self.document is not None else ()

    @property
    def baseline_file(self) -> Path | None:
        return Path(self.baseline) if self.baseline else None

    def origin(self, *keys: str) -> Origin:
        """Where a key was set: in the nearest file that has it."""
        for path, table in zip(self.files, self.tables, strict=True):
            if _has(table, keys):
                return Origin(path, (*prefix_of(path), *keys))
        return Origin(self.files[0] if self.files else self.root, keys)


def prefix_of(path: Path) -> Keys:
    """The way to the tool's table in a file of that name."""
    return ("tool", "pattern-lint") if path.name == "pyproject.toml" else ()


def table_of(path: Path) -> dict[str, Any] | Problem | None:
    """The tool's table in the file; None when there is none."""
    table: object = read(path)
    if isinstance(table, Problem):
        return table
    for key in prefix_of(path):
        table = table.get(key) if isinstance(table, dict) else None
    return table if isinstance(table, dict) else None


def _has(table: object, keys: Keys) -> bool:
    for key in keys:
        if not isinstance(table, Mapping) or key not in table:
            return False
        table = table[key]
    return True
