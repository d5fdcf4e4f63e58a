"""What a function does with a value: what it keeps it as, compares it with, looks up by it, and hands it on to."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cached_property
from typing import Literal, NamedTuple, TypeAlias

from ...lang.python.module import Module, name_of
from ...lang.python.scopes import Scope
from ...lang.python.walking import children_of, nodes_in

Sort: TypeAlias = Literal["compared", "looked-up", "kept", "given"]
_SAME = ("strip", "lower", "upper", "casefold", "encode", "decode", "str", "format", "cast")
"""Calls that say a text in another way."""
_TESTING = ("startswith", "endswith")
_LOOKING_UP = ("get", "pop", "setdefault", "__getitem__", "getattr")


class Use(NamedTuple):
    """Something that is done with a value."""

    sort: Sort
    node: ast.AST
    name: str = ""
    """The variable that keeps it, or the keyword that it is given as."""
    call: ast.Call | None = None
    """What it is given to."""


class Uses:
    """The uses of values in one function, through its variables and the texts that it builds of them."""

    def __init__(self, module: Module, scope: Scope) -> None:
        self._module = module
        self.root = (scope.function or scope).node

    @cached_property
    def _parents(self) -> dict[ast.AST, ast.AST]:
        return {child: node for node in self.nodes for child in children_of(node)}

    @cached_property
    def nodes(self) -> list[ast.AST]:
        """All nodes of the function."""
        return nodes_in(self.root)

    def of(self, value: ast.AST) -> Iterator[Use]:
        """What becomes of a value."""
        pending, seen = [value], set[ast.AST]()
        while pending:
            value = pending.pop()
            if value in seen:
                continue
            seen.add(value)
            if isinstance(value, ast.MatchAs) and value.name:
                yield Use("kept", value, value.name)
                pending += self._reading(value.name)
                continue
            parent = self._parents.get(value)
            if parent is None:
                continue
            beside = _kept_beside_others(parent, value, self._parents) if isinstance(parent, ast.Tuple) else None
            if beside is not None:
                yield beside
                pending += self._reading(beside.name)
                continue
            if _says_the_same(parent, value):
                pending.append(parent)
                if not isinstance(parent, ast.NamedExpr):
                    continue
            for use in _use(parent, value, self._parents):
                yield use
                if use.sort == "kept":
                    pending += self._reading(use.name)

    def _reading(self, name: str) -> Iterator[ast.AST]:
        return (node for node in self.nodes if _reads(node, name))


def _says_the_same(parent: ast.AST, value: ast.AST) -> bool:
    if isinstance(parent, (ast.Await, ast.FormattedValue, ast.JoinedStr, ast.NamedExpr, ast.BinOp, ast.Tuple)):
        return True
    if isinstance(parent, (ast.BoolOp, ast.IfExp)):
        return not (isinstance(parent, ast.IfExp) and parent.test is value)
    if isinstance(parent, ast.Attribute):
        return parent.attr in (*_SAME, "value")
    if isinstance(parent, ast.Call):
        return name_of(parent.func) in _SAME
    return False


def _use(parent: ast.AST, value: ast.AST, parents: dict[ast.AST, ast.AST]) -> Iterator[Use]:
    if isinstance(parent, ast.Compare):
        others = [parent.left, *parent.comparators]
        if not all(_is_none(each) for each in others if each is not value):
            yield Use("compared", parent)
    elif isinstance(parent, ast.Attribute) and parent.attr in _TESTING:
        yield Use("compared", parent)
    elif isinstance(parent, ast.Match) and parent.subject is value:
        yield Use("compared", value)
    elif isinstance(parent, ast.Subscript) and parent.slice is value:
        yield Use("looked-up", parent)
    elif isinstance(parent, ast.Assign) and parent.value is value:
        yield from (Use("kept", parent, name_of(target)) for target in parent.targets if name_of(target))
    elif isinstance(parent, (ast.AnnAssign, ast.NamedExpr)) and parent.value is value:
        yield Use("kept", parent, name_of(parent.target))
    elif isinstance(parent, ast.Call) and parent.func is not value:
        key = parent.args[1:2] if name_of(parent.func) == "getattr" else parent.args[:1]
        is_looked_up = name_of(parent.func) in _LOOKING_UP and key == [value]
        yield Use("looked-up" if is_looked_up else "given", value, call=parent)
    elif isinstance(parent, ast.keyword):
        call = parents.get(parent)
        if isinstance(call, ast.Call):
            yield Use("given", value, parent.arg or "", call)


def _kept_beside_others(row: ast.Tuple, value: ast.AST, parents: dict[ast.AST, ast.AST]) -> Use | None:
    """The variable that keeps a value where several are assigned at once: `data, broker = m["data"], m["broker"]`."""
    user = parents.get(row)
    if not isinstance(user, ast.Assign) or len(user.targets) != 1:
        return None
    names = user.targets[0].elts if isinstance(user.targets[0], ast.Tuple) else []
    if len(names) != len(row.elts) or any(isinstance(each, ast.Starred) for each in (*names, *row.elts)):
        return None
    name = next((name_of(name) for name, each in zip(names, row.elts, strict=True) if each is value), "")
    return Use("kept", user, name) if name else None


def _is_none(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _reads(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Load)
