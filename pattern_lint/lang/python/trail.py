"""Where the error of an except clause goes within it: its names, its text, its trace."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from itertools import takewhile
from typing import NamedTuple

from ...knowledge.words import listed, table
from .logs import is_on_logger
from .module import CallSite, Decoration, Module
from .scopes import FunctionNode, Scope
from .walking import nodes_in

_INSPECTIONS = frozenset(
    f"builtins.{name}" for name in "type isinstance issubclass hasattr len bool callable id".split()
)
_SPEAKING_BUILTINS = frozenset({"builtins.print", "builtins.setattr"})
_CONVERSIONS = ("json.dumps", "html.escape", "builtins.str().", "textwrap.", "traceback.format")
_ASSIGNING = (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.NamedExpr)


class Trail:
    """The error of one clause, under all names that it has there."""

    def __init__(self, module: Module, handler: ast.ExceptHandler, scope: Scope) -> None:
        self._module = module
        self._handler = handler
        self._scope = scope
        self._names = {handler.name} if handler.name else set()

    def spread(self, nodes: Iterable[ast.AST]) -> None:
        """Take note of names that take over the error: `message = str(error)`."""
        assigning = (node for node in nodes if isinstance(node, _ASSIGNING))
        for node in sorted(assigning, key=lambda node: (node.lineno, node.col_offset)):
            if node.value is not None:
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                names = {part.id for target in targets for part in single_targets(target) if isinstance(part, ast.Name)}
                if names and (self.carries(node.value) or self._names_type(node.value)):
                    self._names |= names

    def is_handed_back(self, node: ast.AST) -> bool:
        """Whether a value holds the error itself and not its text: `return None, error`, `Result(errors=[error])`."""
        if isinstance(node, ast.Call):
            symbol = self._module.symbol(node.func, self._scope) or ""
            if is_conversion(symbol, node.func):
                return False
            return any(self.is_handed_back(each) for each in (*node.args, *(k.value for k in node.keywords)))
        if isinstance(node, (ast.Tuple, ast.List, ast.Set)):
            return any(self.is_handed_back(each) for each in node.elts)
        if isinstance(node, ast.Dict):
            return any(self.is_handed_back(each) for each in node.values)
        return isinstance(node, ast.expr) and self.is_error(node)

    def is_error(self, node: ast.expr) -> bool:
        """Whether an expression is the error itself."""
        return isinstance(node, ast.Name) and node.id == self._handler.name

    def mentions(self, node: ast.AST) -> bool:
        """Whether the error, or anything of it, occurs in an expression."""
        return any(
            (isinstance(part, ast.Name) and part.id in self._names) or self.is_trace(part) for part in nodes_in(node)
        )

    def carries(self, node: ast.AST) -> bool:
        """Whether an expression holds the error or its text; its bare type does not count."""
        if isinstance(node, ast.Name):
            return node.id in self._names
        if isinstance(node, ast.Constant):
            return isinstance(node.value, str) and any(f"${{{name}}}" in node.value for name in self._names)
        if isinstance(node, ast.Attribute) and node.attr == "__class__":
            return False
        if isinstance(node, ast.Call):
            if self.is_trace(node):
                return True
            if self._module.symbol(node.func, self._scope) in _INSPECTIONS:
                return False
        return any(self.carries(child) for child in ast.iter_child_nodes(node))

    def says_type(self, node: ast.AST) -> bool:
        """Whether a sentence says of which class the error is; the name alone is how errors are counted."""
        return isinstance(node, (ast.JoinedStr, ast.BinOp)) and self._names_type(node)

    def _names_type(self, node: ast.AST) -> bool:
        """Whether a text says of which class the error is."""
        return isinstance(node, ast.expr) and any(
            isinstance(part, ast.Attribute) and part.attr == "__name__" and self.mentions(part)
            for part in nodes_in(node)
        )

    def is_trace(self, node: ast.AST) -> bool:
        """Whether a call gives the error that is being handled, or its trace."""
        if not isinstance(node, ast.Call):
            return False
        symbol = self._module.symbol(node.func, self._scope)
        return symbol is not None and is_tracing(symbol)

    def is_read_later(self) -> bool:
        """Whether a name that took over the error is read outside the clause."""
        names = self._names - {self._handler.name}
        if not names:
            return False
        if names & self._scope.globals:
            return True
        inside = {id(node) for node in nodes_in(self._handler)}
        leaves = isinstance(self._handler.body[-1], ast.Return)  # so that only what follows may read it, as a `finally`
        first = (self._handler.end_lineno or 0) + 1 if leaves else 0
        return any(
            isinstance(node, ast.Name)
            and node.id in names
            and isinstance(node.ctx, ast.Load)
            and node.lineno >= first
            and id(node) not in inside
            for node in nodes_in(self._scope.node)
        )


def is_tracing(symbol: str) -> bool:
    """Whether a function gives the error that is being handled, or the trace of one."""
    _, within, name = symbol.rpartition(".traceback.")  # another module may hand it on
    return symbol.startswith(_handled().whole) or (bool(within) and f"traceback.{name}".startswith(_handled().whole))


def taking_handled(module: Module) -> tuple[str, ...]:
    """The symbols of a module's functions that ask for the error being handled, and not for one that they catch; also
    by others of the module that do."""
    found: dict[str, None] = {}
    pending: list[tuple[str, str | None]] = [(name, None) for name in _handled().last]
    while pending:
        name, asked = pending.pop()
        for call in module.named_calls.get(name, ()):
            asks = _asks_for_handled(call) if asked is None else (call.symbol or "").replace("().", ".") == asked
            symbol = f"{module.name}.{call.scope.qualname}"
            if asks and symbol not in found and not _is_caught_there(module, call):
                found[symbol] = None
                known = symbol.removesuffix(".__init__")
                pending.append((known.rpartition(".")[2], known))
    return tuple(found)


def _asks_for_handled(call: CallSite | Decoration) -> bool:
    logs = call.name == "exception" and isinstance(call.node, ast.Call) and is_on_logger(call.node.func, "")
    return logs or is_tracing(call.symbol or "")


def _is_caught_there(module: Module, call: CallSite | Decoration) -> bool:
    """Whether something is called in no function, or in an except clause of it."""
    around = takewhile(lambda each: not isinstance(each, FunctionNode), module.ancestors(call.node))
    return call.scope.kind != "function" or any(isinstance(each, ast.ExceptHandler) for each in around)


class _Handled(NamedTuple):
    """What gives the error that is being handled."""

    whole: tuple[str, ...]
    last: tuple[str, ...]
    """The last names, with that of what logs it."""


@table
def _handled() -> _Handled:
    names = listed("handled-errors")
    return _Handled(("traceback.", *names), tuple({"exception", *(name.rpartition(".")[2] for name in names)}))


def single_targets(target: ast.expr) -> list[ast.expr]:
    """The single targets of an assignment to several."""
    if isinstance(target, (ast.Tuple, ast.List)):
        return [part for element in target.elts for part in single_targets(element)]
    return single_targets(target.value) if isinstance(target, ast.Starred) else [target]


def is_conversion(symbol: str, function: ast.expr) -> bool:
    """Whether a call only makes a text or a plain value of what it is given."""
    if symbol.startswith("builtins.") and "()" not in symbol:
        return symbol not in _SPEAKING_BUILTINS
    on_text = isinstance(function, ast.Attribute) and isinstance(function.value, (ast.Constant, ast.JoinedStr))
    return on_text or symbol.startswith(_CONVERSIONS)
