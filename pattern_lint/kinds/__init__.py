"""Check kinds: one module a kind, or a folder whose `kind.py` it is. A kind is known by being here, or by a pack."""

from __future__ import annotations

import importlib
from functools import cache
from pathlib import Path
from typing import Any

from ..packs.loaded import module_of, pack_kinds
from .kit import Check, KindOptions

_PARTS = frozenset({"__init__", "defined_kind", "docstrings", "kit", "report", "site_kind", "unit_kind"})


@cache
def kind_names() -> tuple[str, ...]:
    """The names of all kinds, as cards write them."""
    return tuple(sorted((*shipped_kinds(), *pack_kinds())))


@cache
def shipped_kinds() -> tuple[str, ...]:
    """The names of the kinds that are here."""
    here = Path(__file__).parent
    files = [file.stem for file in here.glob("*.py") if file.stem not in _PARTS]
    folders = [file.parent.name for file in here.glob("*/kind.py")]
    return tuple(sorted(name.replace("_", "-") for name in (*files, *folders)))


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
    if kind not in shipped_kinds() and (pack := pack_kinds().get(kind)) is not None:
        return module_of(kind, pack)
    return _shipped(kind)


@cache
def _shipped(kind: str) -> Any:
    """The module of a kind that is here."""
    name = kind.replace("-", "_")
    is_folder = (Path(__file__).parent / name / "kind.py").exists()
    return importlib.import_module(f"{__name__}.{name}.kind" if is_folder else f"{__name__}.{name}")
