"""What a project tells ruff of itself, so that two tools do not ask for two things.

A team that lets ruff sort its imports to a line of 100 letters could not also satisfy a card that has them sorted
to 88. So settings that say how the code is written count; which rules are on, and where, is the cards' to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from ..config.toml_file import read
from . import ruff
from .ruff_state import FILES

_GENERAL = ("line-length", "indent-width", "target-version", "src", "namespace-packages")
_NOT_STYLE = ("per-file-ignores", "extend-per-file-ignores")
_LOWEST_PYTHON = re.compile(r">=?\s*3\.(\d+)")
_OLDEST_PYTHON = 7
"""The oldest that ruff knows."""
_LONGEST = 100_000
"""Letters that a value may have on a command line."""


class Left(NamedTuple):
    """A setting that does not count, and why."""

    file: str
    key: str
    reason: str


class ProjectSettings(NamedTuple):
    """What counts of a project's settings, and what does not."""

    values: dict[str, Any]
    left: tuple[Left, ...] = ()


def project_settings(root: Path) -> ProjectSettings:
    """The settings of the project's own ruff configuration that say how its code is written."""
    for name in FILES:
        path = root / name
        table = read(path) if path.is_file() else None
        if not isinstance(table, dict):
            continue
        own = _table(table, "tool", "ruff") if name == "pyproject.toml" else table
        if own or name == "pyproject.toml":
            found = dict(_leaves(_style(own, _table(table, "project").get("requires-python"))))
            left = {keys: reason for keys, value in found.items() if (reason := _unfit(value)) is not None}
            return ProjectSettings(_tree(found, left), _said(name, left))
    return ProjectSettings({})


def understood(root: Path, settings: ProjectSettings) -> ProjectSettings:
    """Those of the settings that the installed ruff takes, each alone and all together."""
    found = dict(_leaves(settings.values))
    left = {keys: reason for keys, value in found.items() if (reason := ruff.refusal(_tree({keys: value}))) is not None}
    kept = _tree(found, left)
    together = ruff.refusal(kept) if kept else None
    if together is not None:
        left, kept = dict.fromkeys(found, together), {}
    file = next((name for name in FILES if (root / name).is_file()), FILES[-1])
    return ProjectSettings(kept, settings.left + _said(file, left))


def _said(file: str, left: Mapping[tuple[str, ...], str]) -> tuple[Left, ...]:
    return tuple(Left(file, ".".join(keys), reason) for keys, reason in left.items())


def _leaves(table: Mapping[str, Any], above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _leaves(value, (*above, key))
        else:
            yield (*above, key), value


def _tree(leaves: Mapping[tuple[str, ...], Any], without: Mapping[tuple[str, ...], object] = {}) -> dict[str, Any]:
    """The tables that hold the values."""
    tree: dict[str, Any] = {}
    for keys, value in leaves.items():
        if keys not in without:
            below = tree
            for key in keys[:-1]:
                below = below.setdefault(key, {})
            below[keys[-1]] = value
    return tree


def _unfit(value: object) -> str | None:
    """Why a value cannot be told to ruff; None where it can."""
    if not _is_plain(value):
        return "it holds something else than texts, numbers, true and false"
    return "it is too long" if len(str(value)) > _LONGEST else None


def _is_plain(value: object) -> bool:
    return all(map(_is_plain, value)) if isinstance(value, list) else isinstance(value, (str, int))


def _table(table: Mapping[str, Any], *keys: str) -> dict[str, Any]:
    for key in keys:
        below = table.get(key)
        table = below if isinstance(below, dict) else {}
    return dict(table)


def _style(own: Mapping[str, Any], requires_python: object) -> dict[str, Any]:
    settings: dict[str, Any] = {name: own[name] for name in _GENERAL if name in own}
    lowest = _LOWEST_PYTHON.search(requires_python) if isinstance(requires_python, str) else None
    if lowest is not None:
        settings.setdefault("target-version", f"py3{max(int(lowest[1][:3]), _OLDEST_PYTHON)}")
    lint = {
        name: table
        for name, table in _table(own, "lint").items()
        if isinstance(table, dict) and name not in _NOT_STYLE and table
    }
    return {**settings, "lint": lint} if lint else settings
