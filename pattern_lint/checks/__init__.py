"""Check kinds: one module a kind. A kind is known by being here; nothing registers it."""

from __future__ import annotations

import importlib
from functools import cache
from pathlib import Path
from typing import Any

from .kit import Check, KindOptions

_PARTS = frozenset({"__init__", "kit", "report", "site_kind"})


@cache
def kind_names() -> tuple[str, ...]:
    """The names of all kinds, as cards write them."""
    files = Path(__file__).parent.glob("*.py")
    return tuple(sorted(file.stem.replace("_", "-") for file in files if file.stem not in _PARTS))


def check_class(kind: str) -> type[Check[Any]]:
    """The class that checks cards of a kind."""
    found: type[Check[Any]] = kind_module(kind).Kind
    return found


def options_class(kind: str) -> type[KindOptions]:
    """The type of the options that cards of a kind may set."""
    found: type[KindOptions] = kind_module(kind).Options
    return found


def kind_module(kind: str) -> Any:
    """The module that is a kind."""
    return importlib.import_module(f"{__name__}.{kind.replace('-', '_')}")
