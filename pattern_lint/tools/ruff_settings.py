"""What a project tells ruff of itself, so that two tools do not ask for two things.

A team that lets ruff sort its imports to a line of 100 letters could not also satisfy a card that has them sorted
to 88. So settings that say how the code is written count; which rules are on, and where, is the cards' to say.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..toml_file import read
from .ruff_state import FILES

_GENERAL = ("line-length", "indent-width", "target-version", "src", "namespace-packages")
_NOT_STYLE = ("per-file-ignores", "extend-per-file-ignores")
_LOWEST_PYTHON = re.compile(r">=?\s*3\.(\d+)")


def project_settings(root: Path) -> dict[str, Any]:
    """The settings of the project's own ruff configuration that say how its code is written."""
    for name in FILES:
        path = root / name
        table = read(path) if path.is_file() else None
        if not isinstance(table, dict):
            continue
        own = _table(table, "tool", "ruff") if name == "pyproject.toml" else table
        if own or name == "pyproject.toml":
            return _style(own, _table(table, "project").get("requires-python"))
    return {}


def _table(table: Mapping[str, Any], *keys: str) -> dict[str, Any]:
    for key in keys:
        below = table.get(key)
        table = below if isinstance(below, dict) else {}
    return dict(table)


def _style(own: Mapping[str, Any], requires_python: object) -> dict[str, Any]:
    settings: dict[str, Any] = {name: own[name] for name in _GENERAL if name in own}
    lowest = _LOWEST_PYTHON.search(requires_python) if isinstance(requires_python, str) else None
    if lowest is not None:
        settings.setdefault("target-version", f"py3{lowest[1]}")
    lint = {
        name: table
        for name, table in _table(own, "lint").items()
        if isinstance(table, dict) and name not in _NOT_STYLE and table
    }
    return {**settings, "lint": lint} if lint else settings
