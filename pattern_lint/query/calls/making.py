"""Calls that may make something of classes of the project."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...lang.python.module import CallSite, Module
from ..naming.names import last_name


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
