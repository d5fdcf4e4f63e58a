"""What calls are given that has a name, also in a list that is written out."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import TypeAlias

from ...lang.python.module import CallSite, Module, name_of

Named: TypeAlias = ast.Name | ast.Attribute


def given_by_name(module: Module) -> Mapping[str, list[tuple[CallSite, Named]]]:
    """All that calls of a file are given, by its last name, each with the call; asked for with `Module.once`."""
    found: dict[str, list[tuple[CallSite, Named]]] = {}
    for call in module.calls:
        node = call.node
        if node.args or node.keywords:
            for value in named_in(node):
                found.setdefault(name_of(value), []).append((call, value))
    return found


def named_in(call: ast.Call) -> list[Named]:
    """What one call is given that has a name."""
    named: list[Named] = []
    waiting = [*call.args, *[keyword.value for keyword in call.keywords]]
    for value in waiting:  # grows on the way
        if value.__class__ is ast.Name or value.__class__ is ast.Attribute:
            named.append(value)
        elif value.__class__ is ast.List or value.__class__ is ast.Tuple:
            waiting += value.elts
    return named
