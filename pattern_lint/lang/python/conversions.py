"""Code that only converts what it has, and the errors that say that it cannot."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from typing import Final

from ...knowledge.words import listed, table
from .module import Module, name_of
from .scopes import Scope
from .walking import nodes_in

_OF_VALUES: Final = (
    *(ast.Assign, ast.AnnAssign, ast.Return, ast.Expr, ast.Name, ast.Constant, ast.Attribute, ast.Subscript, ast.Slice),
    *(ast.Tuple, ast.List, ast.Dict, ast.keyword, ast.expr_context, ast.BinOp, ast.UnaryOp, ast.operator, ast.unaryop),
    *(ast.Assert, ast.FormattedValue, ast.JoinedStr, ast.If, ast.IfExp, ast.Compare, ast.cmpop, ast.BoolOp, ast.boolop),
    *(ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.comprehension),
)
"""Of what code is made that only works on values."""
_OF_MATCHES: Final = ("date", "end", "group", "groupdict", "groups", "span", "start", "time", "timetz")
"""What is asked of a match of an expression, and of a moment."""
_OF_TEXTS: Final = frozenset({*dir(str), *_OF_MATCHES, "decode", "get", "isoformat"})
_READING: Final = frozenset({"load", "loads", "safe_load"})
_REPLACING: Final = frozenset({"replace", "ignore", "backslashreplace", "xmlcharrefreplace", "namereplace"})
_CODING: Final = frozenset({"decode", "encode"})
_KEEPERS: Final = ("cache", "client", "redis", "session", "storage", "store")
"""How the names of what keeps things elsewhere end."""
_METHOD_ERRORS: Final = {"decode": "UnicodeDecodeError", "index": "ValueError", "encode": "UnicodeEncodeError"}


@table
def _errors() -> dict[str, tuple[str, ...]]:
    """What converts, with the errors of each."""
    found: dict[str, list[str]] = {}
    for entry in listed("conversions"):
        name, _, error = entry.removesuffix(")").partition("(")
        found.setdefault(name, []).extend([error] if error else [])
    return {name: tuple(errors) for name, errors in found.items()}


def errors_of_converting(module: Module, body: Iterable[ast.stmt], scope: Scope) -> tuple[str, ...]:
    """The errors that tell that values could not be converted, where statements do nothing else with what they have."""
    nodes = [node for statement in body for node in nodes_in(statement)]
    if not all(isinstance(node, (*_OF_VALUES, ast.Call)) for node in nodes):
        return ()
    found = dict.fromkeys(["AssertionError"] if any(isinstance(node, ast.Assert) for node in nodes) else [])
    for node in nodes:
        errors = _errors_of_call(module, node, scope) if isinstance(node, ast.Call) else ()
        if errors is None:
            return ()
        found.update(dict.fromkeys(errors))
    return tuple(dict.fromkeys([*found, *_errors_of_access(nodes)])) if found else ()


def _errors_of_call(module: Module, call: ast.Call, scope: Scope) -> tuple[str, ...] | None:
    """None where it may do more than convert."""
    known = _errors().get(module.symbol(call.func, scope) or "")
    if known and call.args and all(_is_count(each, module, scope) for each in call.args):
        return ()
    if known is None and isinstance(call.func, ast.Attribute) and call.func.attr == "json" and not call.args:
        is_awaited = isinstance(module.index.parents.get(call), ast.Await)
        return None if is_awaited else ("ValueError",)
    if known is None and isinstance(call.func, ast.Attribute) and _collects(call.func, scope):
        return ()
    if known is None and isinstance(call.func, ast.Attribute) and _asks_others(call.func, module, scope):
        return None
    if known is None and isinstance(call.func, ast.Attribute) and call.func.attr in _OF_TEXTS:
        error = _METHOD_ERRORS.get(call.func.attr)
        found = (error,) if error is not None and not _replaces_what_fails(call) else ()
        return (*found, "LookupError") if _is_of_any_encoding(call) else found
    return known


def _asks_others(method: ast.Attribute, module: Module, scope: Scope) -> bool:
    """Whether a `get` is none of data at hand, but that of a library or of what keeps things elsewhere:
    `requests.get(url)`, `self.cache.get(key)`."""
    if method.attr != "get":
        return False
    if name_of(method.value).lower().endswith(_KEEPERS):
        return True
    receiver = (module.symbol(method, scope) or "builtins.").removesuffix(".get")
    is_data = (
        receiver.startswith("builtins") or receiver.endswith(".json()") or receiver.removesuffix("()") in _errors()
    )
    return not is_data


def _collects(method: ast.Attribute, scope: Scope) -> bool:
    """Whether a method only puts a value into a collection that the function made itself: `parts.append(int(part))`."""
    name = method.value.id if isinstance(method.value, ast.Name) else ""
    bound = scope.bindings.get(name, ())
    made = [each.value for each in bound if each.kind == "assign"]
    is_own = bool(made) and len(made) == len(bound) and all(map(_is_collection, made))
    return method.attr in ("add", "append") and is_own


def _is_collection(node: ast.expr | None) -> bool:
    called = name_of(node.func) if isinstance(node, ast.Call) else ""
    return isinstance(node, (ast.List, ast.Set)) or called in ("list", "set", "deque")


def _is_count(node: ast.expr, module: Module, scope: Scope) -> bool:
    """Whether something is a number by what gives it, so that it can be converted."""
    return isinstance(node, ast.Call) and module.symbol(node.func, scope) == "builtins.len"


def _replaces_what_fails(call: ast.Call) -> bool:
    """Whether a text is decoded or encoded so that nothing can fail, as `decode("utf-8", "replace")` does."""
    given = [*call.args[1:2], *(each.value for each in call.keywords if each.arg == "errors")]
    return any(isinstance(each, ast.Constant) and each.value in _REPLACING for each in given)


def _is_of_any_encoding(call: ast.Call) -> bool:
    """Whether a text is decoded or encoded as something says that is not written out, which may be no encoding."""
    given = [*call.args[:1], *(each.value for each in call.keywords if each.arg == "encoding")]
    return name_of(call.func) in _CODING and any(not isinstance(each, ast.Constant) for each in given)


def _may_lack_it(receiver: ast.expr) -> bool:
    """Whether what a method is called on lies deep in something, or was only just read: it may be none, or a list."""
    on = receiver.value if isinstance(receiver, ast.Attribute) else None
    return isinstance(on, ast.Attribute) or (isinstance(receiver, ast.Call) and name_of(receiver.func) in _READING)


def _errors_of_access(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """The errors of an item or a method that is not there."""
    if any(isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load) for node in nodes):
        yield "LookupError"
    called = (node.func for node in nodes if isinstance(node, ast.Call))
    if any(isinstance(each, ast.Attribute) and each.attr in _OF_TEXTS and _may_lack_it(each.value) for each in called):
        yield "AttributeError"
