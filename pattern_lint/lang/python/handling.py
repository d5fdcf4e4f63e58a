"""What the body of an except clause does with the error: drops it, raises, logs it, or hands it on."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ...config.globs import matcher
from .given_back import set_right_before
from .logs import LOG_METHODS, is_on_logger
from .module import Module
from .scopes import Scope
from .surroundings import dotted
from .trail import Trail, is_conversion, is_tracing, single_targets
from .walking import children_of

_VALUES = frozenset(
    {
        *(f"builtins.{name}" for name in "dict list set tuple frozenset str bytes int float complex".split()),
        *("decimal.Decimal", "fractions.Fraction", "datetime.timedelta", "pathlib.Path", "uuid.UUID"),
    }
)
"""Classes whose instances are as constant as what they are made of."""
_PREDICATE = re.compile(r"_*(is|has|should|can)_")
_ERROR_KEYWORDS = frozenset({"exc_info", "exception", "traceback"})
_SHOWING = frozenset({"builtins.print", "click.echo", "click.secho", "typer.echo", "typer.secho"})
"""Functions that show to a person what a logger would write down."""
_FUNCTIONS = frozenset({ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef})
_GIVING = frozenset({ast.Return, ast.Yield})
_LEAVES = frozenset({ast.Name, ast.Constant, ast.Pass, ast.Continue, ast.Break})
_CONSTANT_NAME = re.compile(r"[A-Z_][A-Z0-9_]*$")


@dataclass(frozen=True, slots=True)
class Words:
    """Names by which calls are known: globs over the last or the whole name of a function, and whole symbols."""

    handlers: tuple[str, ...]
    """Functions that deal with the error that is being handled, given to them or not."""
    exits: frozenset[str]
    """Functions that do not return."""


def is_silent(module: Module, body: Iterable[ast.stmt], scope: Scope) -> bool:
    """Whether statements do nothing but pass, continue or give back a constant."""
    statements = list(body)
    set_before = _set_before(statements)
    for statement in statements:
        if isinstance(statement, (ast.Pass, ast.Continue)):
            continue
        if set_before is not None and statement in statements[-2:]:
            if _is_constant(module, set_before.value, scope):
                continue
            return False
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
            continue
        if isinstance(statement, ast.Return) and _is_constant(module, statement.value, scope):
            continue
        return False
    return True


def _set_before(body: Sequence[ast.stmt]) -> ast.Assign | None:
    """The statement that sets a variable which the next one, the last of a body, gives back."""
    before, last = body[-2:] if len(body) > 1 else (None, None)
    given = last.value if isinstance(last, ast.Return) else None
    if not isinstance(before, ast.Assign) or not isinstance(given, ast.Name):
        return None
    return before if [each.id for each in before.targets if isinstance(each, ast.Name)] == [given.id] else None


def _is_constant(module: Module, node: ast.expr | None, scope: Scope) -> bool:
    if node is None or isinstance(node, ast.Constant):
        return True
    if isinstance(node, ast.UnaryOp):
        return _is_constant(module, node.operand, scope)
    if isinstance(node, (ast.Tuple, ast.List, ast.Set)):
        return all(_is_constant(module, element, scope) for element in node.elts)
    if isinstance(node, ast.Dict):
        return all(_is_constant(module, part, scope) for part in (*node.keys, *node.values))
    if isinstance(node, ast.JoinedStr):
        return all(isinstance(part, ast.Constant) for part in node.values)
    if isinstance(node, ast.Call):
        return module.symbol(node.func, scope) in _VALUES and all(
            _is_constant(module, part, scope) for part in (*node.args, *(keyword.value for keyword in node.keywords))
        )
    if isinstance(node, ast.Name) and _CONSTANT_NAME.match(node.id):
        bindings = module.scope.bindings.get(node.id, ())
        return len(bindings) == 1 and bindings[0].value is not None and _is_constant(module, bindings[0].value, scope)
    return False


class Handling:
    """One except clause, read for what becomes of its error."""

    def __init__(self, module: Module, handler: ast.ExceptHandler, scope: Scope, words: Words) -> None:
        self._module = module
        self._handler = handler
        self._scope = scope
        self._words = words
        self._trail = Trail(module, handler, scope)
        self._nodes: list[tuple[ast.AST, bool]] = []
        self.logs = False
        """Whether something is logged, with or without the error."""

    @property
    def gives_value(self) -> bool:
        """Whether the clause ends by giving its caller a value."""
        last = self._handler.body[-1]
        if isinstance(last, ast.Expr) and isinstance(last.value, ast.Yield):
            return True
        return any(isinstance(node, ast.Return) and node.value is not None for node, _ in _walk([last]))

    def keeps_error(self) -> bool:
        """Whether the error is raised, logged, kept or handed to something that deals with it."""
        if any(isinstance(statement, ast.Raise) for statement in self._handler.body):
            return True
        self._nodes = list(_walk(self._handler.body))
        self._trail.spread(node for node, _ in self._nodes)
        return any(self._deals(node, back) for node, back in self._nodes) or self._trail.is_read_later()

    def answers(self) -> bool:
        """Whether the clause gives back the error, or anything of it."""
        self._nodes = list(_walk(self._handler.body))
        self._trail.spread(node for node, _ in self._nodes)
        return any(back and self._trail.mentions(node) for node, back in self._nodes if isinstance(node, ast.expr))

    def _deals(self, node: ast.AST, back: bool) -> bool:
        """Whether one node deals with the error; `back` says that it is part of a value that is given back."""
        if isinstance(node, ast.Raise):
            return True
        if isinstance(node, (ast.Assign, ast.AnnAssign, ast.AugAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            kept = any(
                isinstance(part, (ast.Attribute, ast.Subscript))
                for target in targets
                for part in single_targets(target)
            )
            return kept and node.value is not None and self._trail.carries(node.value)
        if isinstance(node, (ast.Return, ast.Yield)):
            value = node.value
            if isinstance(node, ast.Return) and value is not None:
                value = set_right_before(node, value, self._module)
            return value is not None and self._trail.is_handed_back(value)
        return isinstance(node, ast.Call) and self._call_deals(node, back)

    def _call_deals(self, call: ast.Call, back: bool) -> bool:
        name = _last_name(call.func)
        symbol = self._module.symbol(call.func, self._scope) or ""
        if symbol in self._words.exits or self._is_named_handler(call.func, symbol):
            return True
        if any(keyword.arg in _ERROR_KEYWORDS and not _is_false(keyword.value) for keyword in call.keywords):
            return True
        arguments = [*call.args, *(keyword.value for keyword in call.keywords)]
        if name in LOG_METHODS and is_on_logger(call.func, symbol):
            self.logs = True
            return name.endswith("exception") or any(self._trail.mentions(argument) for argument in arguments)
        if symbol in _SHOWING:
            return any(self._trail.mentions(argument) for argument in arguments)
        if name == "exception" and call.args:
            return True
        if (
            _PREDICATE.match(name)
            or is_conversion(symbol, call.func)
            or not any(self._trail.carries(each) or self._trail.says_type(each) for each in arguments)
        ):
            return False
        if back:
            if any(self._trail.is_trace(argument) for argument in arguments):
                return not is_tracing(symbol)
            return not name[:1].isupper() and any(self._trail.is_error(argument) for argument in arguments)
        return True

    def _is_named_handler(self, function: ast.expr, symbol: str) -> bool:
        names = (_last_name(function), symbol, dotted(function))
        return any(map(matcher(self._words.handlers), names))


def _walk(body: Sequence[ast.stmt]) -> Iterator[tuple[ast.AST, bool]]:
    """The nodes that run as part of statements, each with whether it is part of a value that is given back."""
    set_before = _set_before(body)
    pending: list[tuple[ast.AST, bool]] = [(node, node is set_before) for node in body]
    while pending:
        node, back = pending.pop()
        cls = node.__class__
        if cls in _FUNCTIONS:
            continue
        yield node, back
        if cls not in _LEAVES:
            back = back or cls in _GIVING
            pending += [(child, back) for child in children_of(node)]


def _last_name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _is_false(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and not node.value
