"""The names that a file shows, by sorts."""

from __future__ import annotations

from collections.abc import Set

from ...lang.python.module import Module


def mentioned(module: Module) -> Set[str]:
    """All names that occur."""
    return module.mentioned


def texts(module: Module) -> Set[str]:
    """All constant texts."""
    return module.texts


def called(module: Module) -> Set[str]:
    """The last names of what is called or decorates, as it is written and as it is defined."""
    return module.named_calls.keys()


def imported(module: Module) -> Set[str]:
    """The last names of what is imported."""
    return module.imported_names


def functions(module: Module) -> Set[str]:
    """The names of functions and methods."""
    return frozenset([scope.name for scope in module.index.functions])


def classes(module: Module) -> Set[str]:
    """The names of classes."""
    return frozenset([scope.name for scope in module.index.scopes if scope.kind == "class"])
