"""Which exception classes an expression names: in an except clause, in `suppress(...)`, after `raise`.

Only what surely is the class counts. `except kind:` with a parameter `kind: type[Exception]` names no class, nor
does `raise type(error)(...)`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cached_property

from .binders import absolute_module
from .expressions import is_none
from .module import Module
from .paths import package_name
from .scopes import Binding, Scope

_MAXIMAL_DEPTH = 8
_SEVERAL = frozenset({ast.Tuple, ast.BinOp})
_CLASS_BINDINGS = frozenset({"import", "class"})
_VALUE_BINDINGS = frozenset({"assign", "annotated"})

ErrorTuples = dict[str, tuple[str, ...]]


def caught_types(module: Module, node: ast.expr, scope: Scope) -> list[str | None]:
    """The symbols of all classes that a clause catches; None for each that is not known."""
    return list(_flat(module, node, scope, 0, set()))


def named_caught(module: Module, caught: ast.expr | None, scope: Scope) -> list[ast.expr]:
    """The expressions that name the classes of a clause, be they in a tuple, a sum, or a constant that holds one."""
    found: list[ast.expr] = []
    pending = [caught] if caught is not None else []
    followed: set[ast.expr] = set()
    while pending:
        node = pending.pop()
        held = _held(module, node, scope) if isinstance(node, ast.Name) else None
        if isinstance(node, ast.Tuple):
            pending += reversed(node.elts)
        elif isinstance(node, ast.Starred):
            pending.append(node.value)
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            pending += reversed(_added(node))
        elif held is None:
            found.append(node)
        elif held not in followed:
            followed.add(held)
            pending.append(held)
    return found


def _held(module: Module, name: ast.Name, scope: Scope) -> ast.expr | None:
    """The tuple or sum that a constant is."""
    home = scope.home(name.id)
    bound = home.bindings[name.id] if home is not None else ()
    value = bound[0].value if len(bound) == 1 and bound[0].kind in _VALUE_BINDINGS else None
    return value if value.__class__ in _SEVERAL else None


def error_tuples(module: Module) -> ErrorTuples:
    """The module's constants that hold several exception classes, for the clauses of other modules that name them."""
    found: ErrorTuples = {}
    for name, bindings in module.scope.bindings.items():
        value = bindings[0].value if len(bindings) == 1 else None
        if value.__class__ in _SEVERAL:
            assert value is not None
            types = caught_types(module, value, module.scope)
            if types and any(types):
                found[name] = tuple(symbol or "" for symbol in types)
    return found


class OwnNames:
    """Tells symbols of the project: by their first name, or because a relative import gives them."""

    def __init__(self, module: Module) -> None:
        self._module = module

    def __contains__(self, symbol: str) -> bool:
        return symbol.partition(".")[0] in self._module.roots or symbol.rpartition(".")[0] in self._relative

    @cached_property
    def _relative(self) -> frozenset[str | None]:
        package = package_name(self._module.path)
        return frozenset(
            absolute_module(package, node.module, node.level)
            for node, _ in self._module.of(ast.ImportFrom)
            if isinstance(node, ast.ImportFrom) and node.level
        )


def named_class(module: Module, node: ast.expr, scope: Scope) -> str | None:
    """The symbol of the class that an expression surely names."""
    found = list(_flat(module, node, scope, 0, set()))
    return found[0] if len(found) == 1 else None


def _flat(module: Module, node: ast.expr, scope: Scope, depth: int, seen: set[int]) -> Iterator[str | None]:
    """Each class once; `seen` holds the bindings whose classes have been given."""
    if depth > _MAXIMAL_DEPTH:
        yield None
    elif isinstance(node, ast.Tuple):
        for element in node.elts:
            yield from _flat(module, element, scope, depth + 1, seen)
    elif isinstance(node, ast.Starred):
        yield from _flat(module, node.value, scope, depth + 1, seen)
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        for part in _added(node):
            yield from _flat(module, part, scope, depth + 1, seen)
    elif isinstance(node, ast.Name):
        yield from _of_name(module, node, scope, depth, seen)
    elif isinstance(node, ast.Attribute) and _is_path(module, node, scope):
        yield module.symbol(node, scope)
    else:
        yield None


def _added(node: ast.expr) -> list[ast.expr]:
    """What a sum of any length adds up."""
    parts: list[ast.expr] = []
    while isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        parts.append(node.right)
        node = node.left
    return [node, *reversed(parts)]


def _of_name(module: Module, node: ast.Name, scope: Scope, depth: int, seen: set[int]) -> Iterator[str | None]:
    found = module.names.reached(node.id, node, scope)
    if found is None:
        yield module.symbol(node, scope)
        return
    home, reached = found
    if all(map(_is_class, reached)):
        yield module.symbol(node, scope)
    elif len(reached) == 1 and _is_plain_value(reached[0]):
        assert reached[0].value is not None
        if id(reached[0]) not in seen:
            yield from _flat(module, reached[0].value, home, depth + 1, seen)
            seen.add(id(reached[0]))
    else:
        yield None


def _is_class(binding: Binding) -> bool:
    """Whether a name stands for a class, or for None where there is none."""
    return binding.kind in _CLASS_BINDINGS or is_none(binding.value)


def _is_plain_value(binding: Binding) -> bool:
    return binding.kind in _VALUE_BINDINGS and isinstance(
        binding.value, (ast.Name, ast.Attribute, ast.Tuple, ast.BinOp)
    )


def _is_path(module: Module, node: ast.Attribute, scope: Scope) -> bool:
    """Whether a dotted name begins with a module or a class."""
    root: ast.expr = node
    while isinstance(root, ast.Attribute):
        root = root.value
    if not isinstance(root, ast.Name):
        return False
    found = module.names.reached(root.id, root, scope)
    return found is not None and all(map(_is_class, found[1]))
