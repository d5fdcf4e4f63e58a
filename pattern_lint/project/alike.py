"""What files tell alike, kept once: thousands of them import the same names and have methods of the same shapes."""

from __future__ import annotations

from typing import Any, TypeVar

_MOST = 50_000
"""So many are remembered; then it begins anew, as most of what a large project tells is told but once."""
_kept: dict[Any, Any] = {}
T = TypeVar("T", bound=tuple[Any, ...])


def kept_once(told: T) -> T:
    """The same as some file told before, where one did; numbers in it must not stand for true and false elsewhere."""
    if len(_kept) >= _MOST:
        _kept.clear()
    found: T = _kept.setdefault(told, told)
    return found
