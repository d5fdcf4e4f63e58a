"""Calls that may make something of classes of the project."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...lang.python.module import CallSite, Module
from ..naming.names import last_name

MAKERS = ("from_", "create", "build", "make", "new", "with_", "for_")
"""How class methods are called that make an instance anew; others (`get_instance`) give one that is there."""


def may_make(classes: frozenset[str] | None, module: Module) -> Iterator[CallSite]:
    """The calls that may make something of classes of the project that have some names; None stands for any.

    A class is known by its own name and by the one that it has in the file, and each call is found once all the same.
    """
    named, roots = module.named_calls, module.roots
    seen = set[ast.AST]()
    for name in named.keys() & classes if classes is not None else named:
        for call in named[name]:
            symbol = call.symbol or ""
            is_ours = symbol[: symbol.find(".")] in roots and call.node not in seen
            if is_ours and isinstance(call, CallSite) and last_name(symbol).lstrip("_")[:1].isupper():
                seen.add(call.node)
                yield call


def may_make_by_method(classes: frozenset[str] | None, module: Module) -> Iterator[CallSite]:
    """The calls of methods of such classes that may make an instance, as `Client.from_settings(...)` does."""
    if classes is not None and classes.isdisjoint(module.mentioned):
        return
    for name in (each for each in module.named_calls if each.startswith(MAKERS)):
        for call in module.named_calls[name]:
            owner = (call.symbol or "").rpartition(".")[0]
            is_ours = owner[: owner.find(".")] in module.roots and "(" not in owner
            if is_ours and isinstance(call, CallSite) and (classes is None or last_name(owner) in classes):
                yield call
