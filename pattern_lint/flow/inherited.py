"""Classes with their bases and heirs in the same file, and the methods that they have through them."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ..lang.python.module import Module
from ..lang.python.scopes import FunctionNode, Scope

MOST_BASES = 100
"""How many bases of a class are looked at."""


def method_of(cls: Scope, name: str, module: Module) -> Scope | None:
    """The method that a class has under a name, as far as its file shows; None where there are several, or none."""
    for each in lineage(cls, module):
        bound = each.bindings.get(name, [])
        if bound:
            node = bound[0].node if len(bound) == 1 else None
            return module.index.scope_of.get(node) if isinstance(node, FunctionNode) else None
    return None


def function_called(symbol: str, module: Module) -> Scope | None:
    """The function of a file that a symbol means: one of its own, or a method that is called on an instance."""
    owner, _, name = symbol.rpartition("().")
    if not owner:
        return module.once(_by_name).get(symbol)
    cls = module.once(_by_name).get(owner)
    return method_of(cls, name, module) if cls is not None and cls.kind == "class" else None


def lineage(cls: Scope, module: Module) -> list[Scope]:
    """A class and its bases at any depth, the nearest first; found out once for each class."""
    known = module.once(_lineages)
    if cls not in known:
        found = known[cls] = [cls]
        for each in found:  # grows on the way
            found += [base for base in _bases(each, module) if base not in found][: MOST_BASES - len(found)]
    return known[cls]


def family(cls: Scope, module: Module) -> list[Scope]:
    """A class, its bases and what derives from it."""
    classes = (each for each in module.index.scopes if each.kind == "class" and each is not cls)
    return [*lineage(cls, module), *(each for each in classes if cls in lineage(each, module))]


def _lineages(module: Module) -> dict[Scope, list[Scope]]:
    return {}


def _bases(cls: Scope, module: Module) -> Iterator[Scope]:
    bases = cls.node.bases if isinstance(cls.node, ast.ClassDef) else []
    symbols = (module.symbol(base, cls.parent or module.scope) for base in bases[:MOST_BASES])
    found = (module.once(_by_name).get(symbol) for symbol in symbols if symbol is not None)
    return (base for base in found if base is not None and base.kind == "class")


def _by_name(module: Module) -> dict[str, Scope]:
    return {module.names.qualified(each): each for each in module.index.scopes if each.kind in ("class", "function")}
