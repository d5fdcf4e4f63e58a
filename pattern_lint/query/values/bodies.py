"""What the function that an expression names speaks of: the texts and names that occur in it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from ...config.globs import fnmatchcase
from ...flow.inherited import function_called
from ...lang.python.constants import constant
from ...lang.python.module import Module, name_of
from ...lang.python.scopes import FunctionNode, Scope
from ...lang.python.walking import nodes_in
from ..answers import UNKNOWN, Answer, answer, on_condition


def function_says(globs: Sequence[str], node: ast.expr, module: Module, scope: Scope) -> Answer:
    """Whether a function that is defined in the file has one of some texts or names in it, or in those of the file that
    it calls; what others of the project do is not known."""
    pending, seen = list(_functions(node, module, scope)), set[ast.AST]()
    if not pending:  # what else is asked of a function of another module may still be known
        symbol = module.symbol(node, scope) or ""
        return on_condition(("open", "", ())) if symbol[: symbol.find(".")] in module.roots else UNKNOWN
    is_open = False
    while pending:
        function = pending.pop()
        seen.add(function)
        home = module.index.scope_of.get(function, scope)
        for each in nodes_in(function):
            if any(fnmatchcase(word.lower(), glob) for word in _words(each, module, home) for glob in globs):
                return answer(True)
            is_open = is_open or _is_told_elsewhere(each, module, home)
            if isinstance(each, ast.Call):
                found = [called for called in _functions(each.func, module, home) if called not in seen]
                pending += found
                symbol = module.symbol(each.func, home) or ""
                is_open = is_open or (not found and symbol[: symbol.find(".")] in module.roots)
    return UNKNOWN if is_open else answer(False)


def _functions(node: ast.expr, module: Module, scope: Scope) -> Iterator[ast.AST]:
    """The function or method that an expression is, names, or is given by a function; of an object what calling it
    runs."""
    yield from _plain_function(node, scope)
    if not isinstance(node, (ast.Attribute, ast.Call, ast.Name)):
        return
    symbol = module.symbol(node, scope) or ""
    is_made = symbol.endswith("()")
    called = f"{symbol}.__call__" if is_made else symbol if isinstance(node, ast.Attribute) else ""
    method = function_called(called, module)
    if method is not None and isinstance(method.node, FunctionNode):
        yield method.node
    maker = function_called(symbol.removesuffix("()"), module) if is_made else None
    if maker is not None:
        for given in module.returned.get(maker, ()):
            yield from _plain_function(given, maker)


def _plain_function(node: ast.expr, scope: Scope) -> Iterator[ast.AST]:
    if isinstance(node, ast.Lambda):
        yield node
    home = scope.home(node.id) if isinstance(node, ast.Name) else None
    bound = home.bindings[node.id] if home is not None and isinstance(node, ast.Name) else []
    if len(bound) == 1 and isinstance(bound[0].node, FunctionNode):
        yield bound[0].node


def _is_told_elsewhere(node: ast.AST, module: Module, scope: Scope) -> bool:
    """Whether a node names a constant of another module, or what the own object was given."""
    if not isinstance(node, (ast.Name, ast.Attribute)) or constant(module, node, scope) is not node:
        return False
    if name_of(node).isupper():
        symbol = module.symbol(node, scope) or ""
        return symbol[: symbol.find(".")] in module.roots
    is_own = isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in ("self", "cls")
    return is_own and not any(_functions(node, module, scope))


def _words(node: ast.AST, module: Module, scope: Scope) -> Iterator[str]:
    """The text or the name that a node is, and the text that it stands for."""
    text = constant(module, node, scope) if isinstance(node, (ast.Name, ast.Attribute)) else node
    if isinstance(text, ast.Constant):
        yield from [text.value] if isinstance(text.value, str) else []
    if isinstance(node, (ast.Name, ast.Attribute)):
        yield name_of(node)
