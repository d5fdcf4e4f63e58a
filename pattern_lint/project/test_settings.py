"""What files of settings tell the tool that runs the tests, where cards ask for it.

Of the files of one folder the first that speaks to the tool counts (`@pytest-settings`); it holds for all below.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from posixpath import basename, dirname
from typing import TYPE_CHECKING

from ..knowledge.words import listed

if TYPE_CHECKING:
    from ..lang.keyed import Keyed
    from ..lang.unit import Unit

SETTINGS = "settings"
"""The key of what a file of settings tells, beside that of kinds."""
_OPTION = re.compile(r"--([\w-]+)(?:=|\s+)[\"']?([^\s\"'-][^\s\"']*)")


def settings_in(unit: Unit) -> dict[str, str] | None:
    """What a file sets, options of the command line included; None where it does not speak to the tool."""
    from ..lang.keyed import Keyed  # few projects have cards that ask for settings

    if not isinstance(unit, Keyed):
        return None
    for table in (table for name, _, table in _homes() if name == basename(unit.path)):
        found = _table(unit, table)
        if found is not None:
            plain = {key: _text(value) for key, value in found.items()}
            options = _OPTION.findall(plain.get("addopts", ""))
            return plain | {name.replace("-", "_"): value for name, value in options}
    return None


def is_set(told: Mapping[str, Mapping[str, str]], path: str, wanted: str) -> bool:
    """Whether the settings in the folder of a file, or in one above it, hold what is wanted, as `key=value`."""
    key, _, value = wanted.partition("=")
    folder: str | None = dirname(path)
    while folder is not None:
        beside = [told.get(f"{folder}/{name}" if folder else name) for name, _, _ in _homes()]
        deciding = next((each for each in beside if each is not None), {})
        if deciding.get(key, "").lower() == value:
            return True
        folder = dirname(folder) if folder else None
    return False


def _homes() -> list[tuple[str, str, str]]:
    """The names of files with the tables in them, the first to be looked at first."""
    return [entry.partition(":") for entry in listed("pytest-settings")]


def _table(unit: Keyed, name: str) -> Mapping[str, object] | None:
    """A table by its name; a file that is about nothing else may do without one."""
    found: object = unit.table.get(name)
    if found is None and ":" not in name:
        found = unit.table
        for part in name.split("."):
            found = found.get(part) if isinstance(found, dict) else None
    if found is None and basename(unit.path).lstrip(".").startswith(name):
        found = {}
    return found if isinstance(found, dict) else None


def _text(value: object) -> str:
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)
