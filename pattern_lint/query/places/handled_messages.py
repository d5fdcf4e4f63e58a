"""Whether an expression is a message as a handler of a stream is given it, or a helper that only handlers call."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...config.globs import fnmatchcase
from ...knowledge.words import listed
from ...lang.python.module import Module
from ...lang.python.scopes import Scope
from ...lang.python.walking import nodes_in
from ...lang.python.ways import choices
from ..answers import NO, UNKNOWN, YES, Answer, every, some
from ..functions.callers import Taken, given_for, taken
from .stream_handlers import is_registered_elsewhere, maybe_registered_elsewhere, stream_handlers

_MOST_HELPERS, _MOST_COPIES = 3, 20
_ADDING = frozenset({"update", "setdefault", "add_error", "set_error", "with_error"})
_COPYING = frozenset({"builtins.dict", "copy.copy", "copy.deepcopy"})


def is_message(node: ast.expr, module: Module, scope: Scope, depth: int = 0, copies: int = 0) -> Answer:
    """Whether something is the message that is handled, or a dict that is made of it, by each way it comes about.

    Each expression is looked at once, as copies of copies fork. Of what is made of itself nothing is known.
    """
    known, asked = module.once(_known_ways), (node, depth)
    if copies > _MOST_COPIES:
        return UNKNOWN
    if asked not in known:
        known[asked] = UNKNOWN
        ways = choices(node, module, scope)
        known[asked] = every([_is_one(way, module, home, depth, copies + 1) for way, home in ways])
    return known[asked]


def _known_ways(module: Module) -> dict[tuple[ast.expr, int], Answer]:
    return {}


def _is_one(node: ast.expr, module: Module, scope: Scope, depth: int, copies: int) -> Answer:
    if isinstance(node, ast.Dict):
        unpacked = [value for key, value in zip(node.keys, node.values, strict=True) if key is None]
        return some([is_message(each, module, scope, depth, copies) for each in unpacked])
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        return some([is_message(each, module, scope, depth, copies) for each in (node.left, node.right)])
    if isinstance(node, ast.Call):
        copied = _copied(node, module, scope)
        return is_message(copied, module, scope, depth, copies) if copied is not None else NO
    parameter = taken(node, module, scope)
    return NO if parameter is None else _is_taken(parameter, module, depth)


def _copied(call: ast.Call, module: Module, scope: Scope) -> ast.expr | None:
    """What a call gives a copy of."""
    if isinstance(call.func, ast.Attribute) and call.func.attr == "copy" and not call.args:
        return call.func.value
    is_copy = module.symbol(call.func, scope) in _COPYING and len(call.args) == 1
    return call.args[0] if is_copy else None


def _is_taken(parameter: Taken, module: Module, depth: int) -> Answer:
    known = module.once(_known)
    if (parameter, depth) not in known:
        known[parameter, depth] = _takes_it(parameter, module, depth)
    return known[parameter, depth]


def _known(module: Module) -> dict[tuple[Taken, int], Answer]:
    return {}


def _takes_it(parameter: Taken, module: Module, depth: int) -> Answer:
    """Whether a function takes the message as a parameter: a handler as its first, a helper from all who call it, and
    others by what it is called."""
    function = parameter.function
    if any(fnmatchcase(parameter.name, glob) for glob in listed("envelope-names")):
        return YES
    if parameter.place == 0 and function in module.once(stream_handlers):
        return YES
    held = NO
    if parameter.place == 0 and function in module.once(maybe_registered_elsewhere):
        held = is_registered_elsewhere(module, function)
    if depth == _MOST_HELPERS or not function.name.startswith("_"):
        return held
    given = list(given_for(parameter, module))
    handed = [every([is_message(each, module, home, depth + 1) for each, home in given])] if given else []
    return some([held, *handed])


def is_as_it_came(node: ast.expr, module: Module, scope: Scope) -> Answer:
    """Whether something is the message that a handler is given itself, to which its function adds nothing."""
    parameter = taken(node, module, scope)
    if parameter is None or parameter.place != 0 or any(_adds_to(parameter.name, parameter.function)):
        return NO
    return _is_taken(parameter, module, 0) if parameter.function in module.once(stream_handlers) else NO


def _adds_to(name: str, function: Scope) -> Iterator[bool]:
    """Whether each part of a function adds something to what is called so, or sets something of it."""
    for part in nodes_in(function.node):
        on = part.value if isinstance(part, (ast.Attribute, ast.Subscript)) else None
        if isinstance(on, ast.Name) and on.id == name:
            is_set = isinstance(getattr(part, "ctx", None), ast.Store)
            yield is_set or (isinstance(part, ast.Attribute) and part.attr in _ADDING)
