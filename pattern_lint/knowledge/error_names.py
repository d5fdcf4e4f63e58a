"""What the name of an exception class says, where nothing else is known of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fnmatch import fnmatchcase

_KIND = re.compile(r"(?:Base)?(?:Error|Exception|Err|Failure)$")
_SHORTEST = 3
"""A shorter name of a library occurs in too many words."""


def is_named(symbol: str, globs: Iterable[str]) -> bool:
    """Whether the name of a class is meant by globs; builtin classes are known for what they are."""
    name = symbol.rpartition(".")[2]
    return not symbol.startswith("builtins.") and any(fnmatchcase(name, glob) for glob in globs)


def is_root_error(symbol: str) -> bool:
    """Whether an error has the name of its library, as the root of a library's errors does: `aiomqtt.MqttError`."""
    name = _KIND.sub("", symbol.rpartition(".")[2]).lower()
    library = symbol.partition(".")[0].replace("_", "").lower()
    return _KIND.search(symbol) is not None and len(name) >= _SHORTEST and (name in library or library in name)
