"""What a raise raises, however it is written, and functions that never return because they end in one.

`raise Error`, `raise Error(...)`, `raise (given or Error())`, `raise a if b else c`, `raise (error := Error())`,
`raise error.with_traceback(...)` and a variable that was given any of these; `raise (a if b else c)(...)` and
`raise ERRORS.get(code, Error)(...)` for what the class may be.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from ...knowledge.exceptions import spelled
from .annotations import unquoted
from .catching import is_handed_on
from .caught import named_class
from .module import Module, name_of
from .scopes import FunctionNode, Scope
from .ways import choices

_SHORT = 4
"""A function of fewer statements that ends in raise does nothing else."""
_LOOKING_UP = frozenset({"get", "pop", "getattr"})
"""Calls that are told what they give where there is nothing of a name."""
_NEVER_NAMES = frozenset({"NoReturn", "Never"})
_NEVER = frozenset({"typing.NoReturn", "typing.Never"})


class Raised(NamedTuple):
    """One of the things that a raise may raise."""

    symbol: str | None
    """Its class; None where that is not known."""
    call: ast.Call | None
    """The call that makes it, where the file shows one."""
    scope: Scope
    """The scope to read that call in."""
    is_new: bool
    """Whether it is made here: it was not caught before, nor handed in."""
    made: str | None = None
    """What a function of the project makes it, where one does: its class is what that gives."""

    @property
    def name(self) -> str:
        """How to speak of it: by its class, or by the call that gives it."""
        if self.symbol is None and self.made is not None:
            return f"the error that {self.made.rpartition('.')[2]} gives"
        return (self.symbol or "this").rpartition(".")[2]


def raised_by(module: Module, node: ast.Raise, scope: Scope) -> Iterator[Raised]:
    """All that a raise may raise; what a bare one raises was caught before."""
    pending = [(node.exc, scope)] if node.exc is not None else []
    seen: set[ast.expr] = set()
    if node.exc is None:
        yield Raised(None, None, scope, is_new=False)
    while pending:
        written, where = pending.pop()
        for choice, home in choices(written, module, where):
            inner = _given_traceback(choice)
            if inner is None:
                yield from _raised(choice, module, home)
            elif inner not in seen:
                seen.add(inner)
                pending.append((inner, home))


def _given_traceback(node: ast.expr) -> ast.expr | None:
    """The exception that `with_traceback` is called on, and that it gives back."""
    function = node.func if isinstance(node, ast.Call) else None
    return function.value if isinstance(function, ast.Attribute) and function.attr == "with_traceback" else None


def _raised(node: ast.expr, module: Module, scope: Scope) -> Iterator[Raised]:
    if isinstance(node, ast.Constant):
        return
    if is_handed_on(node, scope):
        yield Raised(None, None, scope, is_new=False)
        return
    call = node if isinstance(node, ast.Call) else None
    chosen = list(_chosen_classes(call, module, scope)) if call is not None else []
    for one, home in chosen:
        symbol = named_class(module, one, home)
        yield Raised((spelled(symbol) or symbol) if symbol is not None else None, call, scope, is_new=True)
    if chosen:
        return
    symbol = named_class(module, call.func if call is not None else node, scope)
    if call is not None and (symbol is None or _may_be_function(call.func, symbol, module)):
        yield Raised(None, call, scope, is_new=True, made=module.symbol(call, scope))
    else:
        yield Raised((spelled(symbol) or symbol) if symbol is not None else None, call, scope, is_new=True)


def _chosen_classes(call: ast.Call, module: Module, scope: Scope) -> Iterator[tuple[ast.expr, Scope]]:
    """The classes of which one is called: in either branch, or where a table has none under a key."""
    called = call.func
    if isinstance(called, (ast.IfExp, ast.BoolOp)):
        yield from choices(called, module, scope)
        return
    for each, home in choices(called, module, scope) if isinstance(called, (ast.Name, ast.Call)) else ():
        if isinstance(each, ast.Call) and name_of(each.func) in _LOOKING_UP:
            needed = 2 if isinstance(each.func, ast.Attribute) else 3
            yield from ((default, home) for default in each.args[needed - 1 : needed])


def _may_be_function(named: ast.expr, symbol: str, module: Module) -> bool:
    """Whether something of the project has a name as functions have; plain names of the file's own are classes here."""
    is_ours = symbol[: symbol.find(".")] in module.roots
    is_class = isinstance(named, ast.Name) and symbol.startswith(f"{module.name}.")
    return is_ours and symbol[symbol.rfind(".") + 1].islower() and not is_class


def written_class(node: ast.AST) -> ast.expr | None:
    """The expression by which a raise names its class; None for what is no raise, or a bare one."""
    raised = node.exc if isinstance(node, ast.Raise) else None
    return raised.func if isinstance(raised, ast.Call) else raised


def is_to_be_written(node: ast.AST) -> bool:
    """Whether a statement raises NotImplementedError: somebody else has to write what stands here."""
    written = written_class(node)
    return written is not None and name_of(written) == "NotImplementedError"


def raising_functions(module: Module) -> dict[str, str]:
    """The functions of a module that always raise, with the class that they raise, empty where it is not known."""
    found: dict[str, str] = {}
    for scope, last in _raising(module):
        raised = list(raised_by(module, last, scope)) if isinstance(last, ast.Raise) else []
        found[f"{module.name}.{scope.qualname}"] = (raised[0].symbol or "") if len(raised) == 1 else ""
    return found


def never_returning(module: Module) -> tuple[str, ...]:
    """The symbols of a module's functions that always raise, those left to be written apart."""
    return tuple(f"{module.name}.{scope.qualname}" for scope, last in _raising(module) if not is_to_be_written(last))


def _ends_raising(statement: ast.stmt) -> bool:
    """Whether a statement raises in the end, on whichever branch."""
    if isinstance(statement, ast.If):
        return bool(statement.orelse) and all(_ends_raising(block[-1]) for block in (statement.body, statement.orelse))
    if isinstance(statement, ast.Try) and not statement.handlers and not statement.orelse:
        return _ends_raising(statement.body[-1])
    return isinstance(statement, ast.Raise)


def _raising(module: Module) -> Iterator[tuple[Scope, ast.stmt]]:
    """The functions that always raise, each with its last statement."""
    for scope in module.index.functions:
        node, outer = scope.node, scope.parent
        assert isinstance(node, FunctionNode) and outer is not None
        last, returns = node.body[-1], unquoted(node.returns) if node.returns is not None else None
        if _ends_raising(last):
            always = scope not in module.returned and len(node.body) < _SHORT
        else:
            always = (
                returns is not None and name_of(returns) in _NEVER_NAMES and module.symbol(returns, outer) in _NEVER
            )
        if always:
            yield scope, last
