"""Joining tables of settings: of a configuration with what it extends, of options with their defaults."""

from __future__ import annotations

from collections.abc import Mapping


def merged(base: Mapping[str, object], over: Mapping[str, object]) -> dict[str, object]:
    """Both tables as one: tables merge, anything else in `over` replaces what `base` has."""
    result = dict(base)
    for key, value in over.items():
        below = result.get(key)
        if isinstance(below, Mapping) and isinstance(value, Mapping):
            result[key] = merged(below, value)
        else:
            result[key] = value
    return result
