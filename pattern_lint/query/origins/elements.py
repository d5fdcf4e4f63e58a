"""An element of a set of names: a constant text, or a symbol, a class or function by where it is defined."""

from __future__ import annotations

import ast
import re
from typing import NamedTuple

from ...lang.python.constants import constant
from ...lang.python.module import Module, Span
from ...lang.python.scopes import Scope
from ..answers import Condition
from ..definitions.named_classes import is_of_value
from ..expressions.constants import constant_of
from ..naming.names import last_name

OF_INSTANCE = re.compile(r"(?P<cls>[\w.]+)\(\)\.(?P<name>[A-Z][A-Z\d_]*)")
"""A constant of a class, asked of an instance."""
SOME_VALUE = "?"
"""The name of a value of a dict that is not known, under a key that is none of what else the dict holds."""
GIVEN = "()"
"""How the name of a function ends where what it gives is meant."""

QUOTES = ("'", '"')
"""How the name of a text begins; other names are symbols."""


class Element(NamedTuple):
    """A name of a set, with the place where it comes in; plain data."""

    name: str
    """A symbol, or a text in quotes; empty where it is not known."""
    owner: str
    line: int
    column: int
    end_line: int
    end_column: int
    when: tuple[Condition, ...] = ()
    """What must be true of the project for it to be one."""

    @property
    def span(self) -> Span:
        return (self.line, self.column, self.end_line, self.end_column)

    def shown_at(self, span: Span) -> Element:
        """The same name, shown at another place."""
        line, column, end_line, end_column = span
        return self._replace(line=line, column=column, end_line=end_line, end_column=end_column)


def element_of(module: Module, node: ast.expr, scope: Scope, holder: Scope) -> Element:
    """What an expression names; of a tuple what comes first."""
    value = constant_of(constant(module, node, scope))
    place = module.span(node)
    if isinstance(value, str):
        return Element(repr(value), owner_of(module, holder), *place)
    if isinstance(node, ast.Tuple) and node.elts:
        return element_of(module, node.elts[0], scope, holder)
    symbol = module.symbol(node, scope) or ""
    is_made = symbol.endswith(GIVEN) and not last_name(symbol).lstrip("_")[:1].isupper()
    name = symbol if is_made else symbol.removesuffix(GIVEN)  # what a function gives has no name of its own
    is_step = is_of_value(name) and OF_INSTANCE.fullmatch(name) is None
    is_value = is_step or name.startswith("builtins.")
    return Element("" if is_value else name, owner_of(module, holder), *place)


def variable_of(module: Module, node: ast.expr, scope: Scope, holder: Scope) -> Element:
    """A variable of a module by its name there, whatever it holds; of other expressions what they name."""
    if isinstance(node, ast.Name):
        home = scope.home(node.id)
        bound = home.bindings[node.id][0] if home is module.scope else None
        is_own = bound is not None and bound.kind in ("assign", "annotated")
        name = f"{module.name}.{node.id}" if is_own else bound.target or "" if bound is not None else ""
    else:
        name = (module.symbol(node, scope) or "") if isinstance(node, ast.Attribute) else ""
    is_known = bool(name) and not is_of_value(name)
    return (
        Element(name, owner_of(module, holder), *module.span(node))
        if is_known
        else element_of(module, node, scope, holder)
    )


def unknown_element(module: Module, node: ast.AST, scope: Scope) -> Element:
    """Something of which the name is not known."""
    return Element("", owner_of(module, scope), *module.span(node))


def owner_of(module: Module, scope: Scope | None) -> str:
    """The class or function in which something stands; empty at the top of a module."""
    owner = scope.owner if scope is not None else None
    return module.names.qualified(owner) if owner is not None else ""
