"""Writes expressions down as plain data, so that the join can work out their values across modules.

What a module knows itself (local variables, its own constants) is put in on the spot; what another module
defines stays a symbol.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

from ...lang.python.annotations import parsed
from ...lang.python.given_back import given_back
from ...lang.python.module import Module
from ...lang.python.scopes import Binding, FunctionNode, Scope
from ...lang.python.values import first_parameter

Expression: TypeAlias = tuple[Any, ...]
"""A form's name and what belongs to it: `("text", "SIG")`, `("call", function, arguments, keywords)`, ..."""

UNKNOWN: Expression = ("?",)
UNION = "typing.Union"

_TEXT_METHODS = frozenset(
    "capitalize casefold format join lower lstrip removeprefix removesuffix replace rstrip strip title upper".split()
)
_SAME_VALUE = frozenset({"pattern", "value"})
"""Attributes that stand for the text of their owner: of an enum's member, of a compiled expression."""

_MAXIMAL_DEPTH = 14
_MAXIMAL_SIZE = 2_000
"""The parts that one expression may have with all that it is made of; what follows is unknown."""


class Writer:
    """Writes down expressions of one module."""

    def __init__(self, module: Module) -> None:
        self.module = module
        self._depth = 0
        self._size = 0

    def annotation(self, node: ast.expr, scope: Scope) -> Expression:
        """An annotation; a string is what it holds."""
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            inner = parsed(node.value)
            return UNKNOWN if inner is None else self.expression(inner, scope)
        return self.expression(node, scope)

    def expression(self, node: ast.expr | None, scope: Scope) -> Expression:
        """Any expression; what lies too deep is unknown."""
        if node is None:
            return UNKNOWN
        rule = _RULES.get(node.__class__)
        if rule is None or self._depth > _MAXIMAL_DEPTH:
            return UNKNOWN
        self._size = self._size + 1 if self._depth else 0
        if self._size > _MAXIMAL_SIZE:
            return UNKNOWN
        self._depth += 1
        try:
            return rule(self, node, scope)
        finally:
            self._depth -= 1

    def each(self, nodes: Iterable[ast.expr], scope: Scope) -> tuple[Expression, ...]:
        return tuple(self.expression(node, scope) for node in nodes)

    def function(self, scope: Scope) -> Expression:
        """A function or lambda: its parameters without a method's first one, and what it gives back."""
        node, outer = scope.node, scope.parent
        assert isinstance(node, (FunctionNode, ast.Lambda)) and outer is not None
        positional = [*node.args.posonlyargs, *node.args.args]
        defaults = [*[None] * (len(positional) - len(node.args.defaults)), *node.args.defaults]
        pairs = [
            *zip(positional, defaults, strict=True),
            *zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True),
        ]
        if first_parameter(self.module.names, scope) is not None:
            pairs = pairs[1:]
        parameters = tuple((arg.arg, self.expression(default, outer) if default else None) for arg, default in pairs)
        body = [node.body] if isinstance(node, ast.Lambda) else self.module.once(given_back).get(scope, ())
        return ("function", parameters, self.each(body, scope))


def _constant(writer: Writer, node: Any, scope: Scope) -> Expression:
    if node.value is None:
        return ("none",)
    return ("text", node.value) if isinstance(node.value, str) else UNKNOWN


def _joined(writer: Writer, node: Any, scope: Scope) -> Expression:
    return ("concat", writer.each(node.values, scope))


def _formatted(writer: Writer, node: Any, scope: Scope) -> Expression:
    if node.format_spec is not None:
        return ("foreign",)
    return writer.expression(node.value, scope)


def _binary(writer: Writer, node: Any, scope: Scope) -> Expression:
    left, right = writer.expression(node.left, scope), writer.expression(node.right, scope)
    if isinstance(node.op, ast.Add):
        return ("concat", (left, right))
    if isinstance(node.op, ast.BitOr):
        return ("index", ("name", UNION), (left, right))
    return ("percent", left, right) if isinstance(node.op, ast.Mod) else UNKNOWN


def _name(writer: Writer, node: Any, scope: Scope) -> Expression:
    names = writer.module.names
    found = names.reached(node.id, node, scope)
    if found is None:
        symbol = names.lookup(node.id, node, scope)
        return UNKNOWN if symbol is None else ("name", symbol)
    home, reached = found
    if len(reached) > 1:
        written = {_bound(writer, node.id, binding, home) for binding in reached}
        return written.pop() if len(written) == 1 else UNKNOWN
    return _bound(writer, node.id, reached[0], home)


def _bound(writer: Writer, name: str, binding: Binding, home: Scope) -> Expression:
    if binding.kind == "param":
        return ("param", name)
    if binding.kind == "def" and home.kind in ("function", "lambda"):
        return writer.function(writer.module.index.scope_of[binding.node])
    if binding.kind in ("assign", "annotated"):
        return writer.expression(binding.value, home)
    symbol = writer.module.names.binding_symbol(binding, home)
    return UNKNOWN if symbol is None else ("name", symbol)


def _attribute(writer: Writer, node: Any, scope: Scope) -> Expression:
    if node.attr in _SAME_VALUE:
        return writer.expression(node.value, scope)
    symbol = writer.module.names.symbol(node, scope)
    return UNKNOWN if symbol is None else ("name", symbol)


def _call(writer: Writer, node: Any, scope: Scope) -> Expression:
    arguments = writer.each(node.args, scope)
    keywords = tuple((keyword.arg, writer.expression(keyword.value, scope)) for keyword in node.keywords)
    function = node.func
    if isinstance(function, ast.Attribute) and function.attr in _TEXT_METHODS:
        return ("method", function.attr, writer.expression(function.value, scope), arguments, keywords)
    return ("call", writer.expression(function, scope), arguments, keywords)


def _lambda(writer: Writer, node: Any, scope: Scope) -> Expression:
    scope_of_it = writer.module.index.scope_of.get(node)  # none where it stands in an annotation that is a string
    return writer.function(scope_of_it) if scope_of_it is not None else UNKNOWN


def _subscript(writer: Writer, node: Any, scope: Scope) -> Expression:
    items = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
    return ("index", writer.expression(node.value, scope), writer.each(items, scope))


def _choice(writer: Writer, node: Any, scope: Scope) -> Expression:
    options = (node.body, node.orelse) if isinstance(node, ast.IfExp) else node.values
    return ("either", writer.each(options, scope))


def _table(writer: Writer, node: Any, scope: Scope) -> Expression:
    return (
        "table",
        tuple(
            (key.value, writer.expression(value, scope))
            for key, value in zip(node.keys, node.values, strict=True)
            if isinstance(key, ast.Constant) and isinstance(key.value, str)
        ),
    )


def _list(writer: Writer, node: Any, scope: Scope) -> Expression:
    return ("list", writer.each(node.elts, scope))


def _inner(writer: Writer, node: Any, scope: Scope) -> Expression:
    return writer.expression(node.value, scope)


_RULES: dict[type[ast.AST], Callable[[Writer, Any, Scope], Expression]] = {
    ast.Constant: _constant,
    ast.JoinedStr: _joined,
    ast.FormattedValue: _formatted,
    ast.BinOp: _binary,
    ast.Name: _name,
    ast.Attribute: _attribute,
    ast.Call: _call,
    ast.Lambda: _lambda,
    ast.Subscript: _subscript,
    ast.IfExp: _choice,
    ast.BoolOp: _choice,
    ast.Dict: _table,
    ast.List: _list,
    ast.Tuple: _list,
    ast.Await: _inner,
    ast.NamedExpr: _inner,
}
