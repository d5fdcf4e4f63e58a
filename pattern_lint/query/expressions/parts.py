"""What occurs in an expression at any depth, how a text begins, and whether a named function is asynchronous."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import TypeGuard

from ...config.globs import looks_like
from ...flow.fillings import own_class
from ...knowledge.words import listed
from ...lang.python.blocks import is_preparing, names_something
from ...lang.python.constants import assigned, constant, picked
from ...lang.python.module import Module, name_of
from ...lang.python.scopes import Binding, FunctionNode, Scope
from ...lang.python.walking import children_of, nodes_in
from ...lang.python.ways import choices
from ..answers import NO, UNKNOWN, YES, Answer, every, on_condition, some
from ..naming.names import Asked, Names, name_set


def parts_within(node: ast.expr, module: Module, scope: Scope) -> Iterator[tuple[ast.AST, Scope]]:
    """The parts of an expression and of the values of the names in it, each looked through once.

    A name or attribute is a part itself where the file does not show its value.
    """
    pending: list[tuple[ast.AST, Scope]] = [(node, scope)]
    seen: set[ast.AST] = set()
    while pending:
        part, home = pending.pop()
        if part in seen or isinstance(part, ast.Lambda):
            continue
        seen.add(part)
        held = [each for each in choices(part, module, home) if each[0] is not part] if _is_named(part) else []
        held = held or [*given_by(part, module, home), *_of_class(part, module, home)]
        if not held:
            yield part, home
        pending += held or [(child, home) for child in children_of(part)]


def given_by(part: ast.AST, module: Module, scope: Scope) -> Iterator[tuple[ast.expr, Scope]]:
    """What a function of the file, or a method of the own class, gives that does nothing else but name parts of it."""
    function = _function_named(part, scope) or _own_method(part, scope)
    if function is not None:
        *before, last = function.body
        if (
            isinstance(last, ast.Return)
            and last.value is not None
            and all(is_preparing(each) or names_something(each) for each in before)
        ):
            yield last.value, module.index.scope_of[function]


def function_called(part: ast.AST, module: Module, scope: Scope) -> Scope | None:
    """The function of the file that a call runs, where it is called by its plain name."""
    function = _function_named(part.func, scope) if isinstance(part, ast.Call) else None
    return module.index.scope_of[function] if function is not None else None


def parameters_taken(call: ast.Call, scope: Scope) -> list[str]:
    """What a function or the constructor of a class of the file, or a method of the own class, calls what it is given
    by position."""
    method = _own_method(call.func, scope) or _constructor_named(call.func, scope)
    function = method or _function_named(call.func, scope)
    if function is None:
        return []
    taken = [each.arg for each in (*function.args.posonlyargs, *function.args.args)]
    is_bound = method is not None and all(name_of(each) != "staticmethod" for each in function.decorator_list)
    return taken[1:] if is_bound else taken


def _function_named(part: ast.AST, scope: Scope) -> ast.FunctionDef | ast.AsyncFunctionDef | None:
    home = scope.home(part.id) if isinstance(part, ast.Name) else None
    return _only_function(home.bindings[part.id]) if home is not None and isinstance(part, ast.Name) else None


def _constructor_named(part: ast.AST, scope: Scope) -> ast.FunctionDef | ast.AsyncFunctionDef | None:
    home = scope.home(part.id) if isinstance(part, ast.Name) else None
    bound = home.bindings[part.id] if home is not None and isinstance(part, ast.Name) else []
    cls = bound[0].node if len(bound) == 1 else None
    named = (each for each in cls.body if isinstance(each, FunctionNode)) if isinstance(cls, ast.ClassDef) else ()
    return next((each for each in named if each.name == "__init__"), None)


def _own_method(part: ast.AST, scope: Scope) -> ast.FunctionDef | ast.AsyncFunctionDef | None:
    owner = own_class(part, scope) if isinstance(part, ast.Attribute) else None
    return _only_function(owner.bindings.get(part.attr, [])) if owner and isinstance(part, ast.Attribute) else None


def _only_function(bound: Sequence[Binding]) -> ast.FunctionDef | ast.AsyncFunctionDef | None:
    function = bound[0].node if len(bound) == 1 else None
    return function if isinstance(function, FunctionNode) else None


def _of_class(part: ast.AST, module: Module, scope: Scope) -> Iterator[tuple[ast.expr, Scope]]:
    """What an attribute of the own class is given in its body."""
    value = assigned(module, part, scope) if isinstance(part, ast.Attribute) else None
    if value is not None:
        yield value, scope.owner or scope


def _is_named(part: ast.AST) -> TypeGuard[ast.expr]:
    return isinstance(part, (ast.Name, ast.Attribute))


def symbols_within(node: ast.expr, module: Module, scope: Scope) -> Iterator[str | None]:
    """What is named in an expression, and in the values of the names in it."""
    for part, home in parts_within(node, module, scope):
        if _is_named(part) and not is_given(part, home):
            yield module.symbol(part, home)


def occurs(names: Names, node: ast.expr, module: Module, scope: Scope) -> Answer:
    """Whether an expression names one of some things; what a call or a parameter holds is not known."""
    parts = list(parts_within(node, module, scope))
    wanted = name_set(names)
    found = some(wanted.match(Asked(each), module.roots) for each in symbols_within(node, module, scope))
    is_open = any(isinstance(part, ast.Call) or (_is_named(part) and is_given(part, home)) for part, home in parts)
    return UNKNOWN if found == NO and is_open else found


def is_given(part: ast.expr, scope: Scope) -> bool:
    """Whether a name is a parameter, or an attribute of one, whose symbol tells its type and not what it is."""
    while isinstance(part, ast.Attribute):
        part = part.value
    return is_parameter(part, scope)


def is_parameter(node: ast.expr, scope: Scope) -> bool:
    """Whether an expression is the name of a parameter."""
    home = scope.home(node.id) if isinstance(node, ast.Name) else None
    return home is not None and isinstance(node, ast.Name) and home.bindings[node.id][0].kind == "param"


def beginning(node: ast.expr, module: Module, scope: Scope, depth: int = 5) -> str | None:
    """The letters with which a text begins for sure; None where it is no text that the file shows."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if not isinstance(node, ast.JoinedStr) or not depth:
        return None
    letters = ""
    for part in node.values:
        value = part.value if isinstance(part, ast.FormattedValue) else part
        held = constant(module, value, scope)
        if isinstance(held, ast.Constant) and isinstance(held.value, str):
            letters += held.value
        elif _may_be_constant(value, scope):
            return letters or None  # a constant of another class or module may hold anything
        else:
            ways = list(choices(value, module, scope))
            text, home = ways[0] if len(ways) == 1 else (value, scope)  # what goes on from one of several may be any
            return letters + (beginning(text, module, home, depth - 1) or "")
    return letters


def _may_be_constant(value: ast.expr, scope: Scope) -> bool:
    """Whether a value may be one for the whole program: what each call is given tells another one each time, unless
    it is called like what is set up once."""
    if isinstance(value, ast.Attribute) and _is_of_call(value.value, scope):
        names = (name_of(value.value).lower(), value.attr.lower())
        return any(map(looks_like(listed("set-up-once")), names))
    return isinstance(value, ast.Attribute) or (isinstance(value, ast.Name) and value.id.isupper())


def _is_of_call(node: ast.expr, scope: Scope) -> bool:
    """Whether an expression is what a function is given, other than the object that it belongs to, or goes through."""
    home = scope.home(node.id) if isinstance(node, ast.Name) else None
    bound = home.bindings[node.id][0] if home is not None and isinstance(node, ast.Name) else None
    return bound is not None and bound.kind in ("param", "iter") and name_of(node) not in ("self", "cls")


def is_coroutine(node: ast.expr, module: Module, scope: Scope) -> Answer:
    """Whether an expression is an asynchronous function, a lambda or partial that calls one, or a call that makes one;
    each of them where it is picked out of a table or list that is written out.

    What is no function of the project is not known.
    """
    several = picked(node, module, scope)
    return every(_is_coroutine(each, module, scope) for each in several or [node])


def _is_coroutine(node: ast.expr, module: Module, scope: Scope) -> Answer:
    if isinstance(node, ast.Lambda):
        gives = node.body.func if isinstance(node.body, ast.Call) else None
        is_plain = isinstance(node.body, (ast.Constant, ast.Compare, ast.JoinedStr, ast.Dict, ast.List, ast.Tuple))
        is_plain = is_plain or (isinstance(gives, ast.Name) and module.symbol(gives, scope) == f"builtins.{gives.id}")
        return NO if is_plain else _is_coroutine(gives, module, scope) if gives is not None else UNKNOWN
    if isinstance(node, ast.Call) and node.args and module.symbol(node.func, scope) == "functools.partial":
        return _is_coroutine(node.args[0], module, scope)
    symbol = module.symbol(node, scope) if isinstance(node, (ast.Name, ast.Attribute, ast.Call)) else None
    if symbol is None:
        return UNKNOWN
    if isinstance(node, ast.Name):
        home = scope.home(node.id)
        bound = home.bindings[node.id] if home is not None else []
        function = bound[0].node if len(bound) == 1 else None
        if isinstance(function, FunctionNode):
            if function.decorator_list:
                return UNKNOWN
            if isinstance(function, ast.AsyncFunctionDef):
                return YES
            if function.returns is None and module.index.scope_of[function] not in module.returned:
                return NO
    return on_condition(("coroutine", symbol, ()))


def speaks_of(node: ast.expr, globs: tuple[str, ...]) -> Answer:
    """Whether a name, attribute or key of an expression matches one of some globs.

    What is made of nothing, by a call or as a constant, speaks of nothing; what else a name holds is not known.
    """
    speaks = looks_like(globs)
    for part in nodes_in(node):
        if isinstance(part, (ast.Name, ast.Attribute)) and speaks(name_of(part)):
            return YES
        if isinstance(part, ast.Constant) and isinstance(part.value, str) and speaks(part.value):
            return YES
        if isinstance(part, ast.keyword) and part.arg is not None and speaks(part.arg):
            return YES
    while isinstance(node, (ast.Attribute, ast.Subscript)):
        node = node.value
    is_made = isinstance(node, (ast.Constant, ast.Call, ast.Dict, ast.List, ast.Tuple, ast.Set))
    return NO if is_made and not any(isinstance(part, (ast.Name, ast.Attribute)) for part in _values(node)) else UNKNOWN


def _values(node: ast.expr) -> Iterator[ast.expr]:
    """The parts of a value, functions that are called in it aside."""
    if isinstance(node, ast.Call):
        for each in (*node.args, *(word.value for word in node.keywords)):
            yield from _values(each)
    elif isinstance(node, (ast.List, ast.Tuple, ast.Set)):
        for each in node.elts:
            yield from _values(each)
    else:
        yield from (part for part in nodes_in(node) if isinstance(part, ast.expr))


_SPELLED = ("encode", "decode", "lower", "upper", "strip", "isoformat")
"""Methods of texts and bytes whose value says the same in another way."""


def bare(node: ast.expr) -> ast.expr:
    """What an expression is a text or the bytes of, and of nothing else."""
    while True:
        if isinstance(node, ast.JoinedStr) and len(node.values) == 1 and isinstance(node.values[0], ast.FormattedValue):
            node = node.values[0].value
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _SPELLED:
            node = node.func.value
        elif isinstance(node, ast.Call) and name_of(node.func) in ("str", "bytes") and len(node.args) >= 1:
            node = node.args[0]
        else:
            return node


def name_read(node: ast.expr) -> str:
    """The name of a variable or attribute, or the key that is read."""
    if isinstance(node, ast.Subscript):
        return text_of(node.slice)
    if isinstance(node, ast.Call) and name_of(node.func) == "get" and node.args:
        return text_of(node.args[0])
    return name_of(node)


def text_of(node: ast.expr) -> str:
    """A text that is written out; nothing for anything else."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
