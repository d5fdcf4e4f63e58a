"""The keys under which containers hold things: names, types and constants."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from typing import NamedTuple, TypeAlias

from ..lang.python.constants import iterated
from ..lang.python.loops import run_over
from ..lang.python.module import Module
from ..lang.python.scopes import Scope

_KEY_KEYWORDS = ("name", "key", "cls", "type", "interface", "service", "service_type", "token", "dependency", "types")
_MAXIMAL_DEPTH = 6
EACH = "each"
"""The kind of a key that stands for all that a constant of another module holds."""
_VIEWS = frozenset({"items", "keys", "values"})

PlainKeys: TypeAlias = tuple[tuple[str, str], ...]


class Key(NamedTuple):
    """A key; its kind is "name" (a text), "type" (the symbol of a class) or "symbol" (that of a constant)."""

    kind: str
    text: str


def plain(keys: Iterable[Key]) -> PlainKeys:
    """Keys as facts hold them."""
    return tuple((key.kind, key.text) for key in keys)


def key_argument(call: ast.Call) -> ast.expr | None:
    """The argument that says what is registered or looked up."""
    if call.args:
        return call.args[0]
    by_name = {keyword.arg: keyword.value for keyword in call.keywords if keyword.arg is not None}
    known = (by_name[name] for name in _KEY_KEYWORDS if name in by_name)
    return next(known, None) or next(filter(_looks_like_key, by_name.values()), None)


def _looks_like_key(node: ast.expr) -> bool:
    """A text, or what is written like a class; what an argument is called is up to each container."""
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str)
    last = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
    return last[:1].isupper()


def keys_of(module: Module, node: ast.expr, scope: Scope, depth: int = 0) -> tuple[Key, ...] | None:
    """The keys that an expression stands for; None where they are not constant."""
    if depth > _MAXIMAL_DEPTH:
        return None
    if isinstance(node, ast.Constant):
        return (Key("name", node.value),) if isinstance(node.value, str) else None
    if isinstance(node, (ast.Tuple, ast.List, ast.Set)):
        return _all(module, node.elts, scope, depth)
    if isinstance(node, ast.Dict):
        return _all(module, [key for key in node.keys if key is not None], scope, depth)
    if isinstance(node, ast.IfExp):
        return _all(module, [node.body, node.orelse], scope, depth)
    if isinstance(node, ast.Attribute) and node.attr in ("__name__", "__qualname__"):
        inner = keys_of(module, node.value, scope, depth + 1)
        if inner is None:
            return _names_of_functions(module, node.value, scope)
        return tuple(Key("name", key.text.rpartition(".")[2]) for key in inner)
    if isinstance(node, ast.Attribute) and node.attr == "value":
        inner = keys_of(module, node.value, scope, depth + 1)
        return inner if inner is not None and all(key.kind == "symbol" for key in inner) else None
    if isinstance(node, ast.Name):
        bound = _bound(module, node, scope, depth)
        if bound is not None:
            return bound
    return _by_symbol(module, node, scope)


def _names_of_functions(module: Module, node: ast.expr, scope: Scope) -> tuple[Key, ...] | None:
    """The names of the functions that a name of a loop takes on."""
    reached = module.names.reached(node.id, node, scope) if isinstance(node, ast.Name) else None
    if not isinstance(node, ast.Name) or reached is None or len(reached[1]) != 1:
        return None
    home, (loop,) = reached
    picked = iterated(module, loop, node.id, home) if isinstance(loop.node, (ast.For, ast.AsyncFor)) else None
    found = [_function_named(module, each, home) for each in picked or ()]
    return tuple(Key("name", each) for each in found if each) if found and all(found) else None


def _function_named(module: Module, node: ast.expr, scope: Scope) -> str:
    reached = module.names.reached(node.id, node, scope) if isinstance(node, ast.Name) else None
    bound = reached[1] if reached is not None else ()
    defined = bound[0].node if len(bound) == 1 else None
    return defined.name if isinstance(defined, (ast.FunctionDef, ast.AsyncFunctionDef)) else ""


def _all(module: Module, nodes: Iterable[ast.expr], scope: Scope, depth: int) -> tuple[Key, ...] | None:
    found: list[Key] = []
    for node in nodes:
        keys = keys_of(module, node, scope, depth + 1)
        if keys is None:
            return None
        found += keys
    return tuple(found)


def _bound(module: Module, node: ast.Name, scope: Scope, depth: int) -> tuple[Key, ...] | None:
    """What a name holds that is assigned once, or that a loop over a written list takes on."""
    reached = module.names.reached(node.id, node, scope)
    if reached is None or len(reached[1]) != 1:
        return None
    home, (binding,) = reached
    if binding.kind in ("assign", "annotated") and isinstance(binding.value, ast.Constant):
        texts = keys_of(module, binding.value, home, depth + 1)
        return (*texts, Key("symbol", f"{module.name}.{node.id}")) if texts and home.kind == "module" else texts
    if isinstance(binding.node, (ast.For, ast.AsyncFor, ast.comprehension)):
        picked = iterated(module, binding, node.id, home)
        return _all(module, picked, home, depth) if picked is not None else None
    return None


def _by_symbol(module: Module, node: ast.expr, scope: Scope) -> tuple[Key, ...] | None:
    symbol = module.symbol(node, scope)
    if symbol is None:
        return None
    base = symbol.removesuffix("()")
    owner, _, last = base.rpartition(".")
    if "()" in base or "{" in base or base.startswith("builtins."):
        return None
    plain = last.lstrip("_")
    if plain.isupper() and len(plain) > 1 and symbol == base:
        return (Key("symbol", base),)
    if plain[:1].isupper() or symbol != base:
        return (Key("type", symbol),)
    if owner.rpartition(".")[2][:1].isupper():
        return (Key("symbol", base),)
    return None


def each_elsewhere(module: Module, key: ast.expr, scope: Scope) -> tuple[Key, ...] | None:
    """What a loop takes out of a constant of another module, of which it takes one after the other."""
    reached = module.names.reached(key.id, key, scope) if isinstance(key, ast.Name) else None
    loop = reached[1][0].node if reached is not None and len(reached[1]) == 1 else None
    if not isinstance(loop, (ast.For, ast.AsyncFor, ast.comprehension)):
        return None
    _, held = run_over(loop)
    if isinstance(held, ast.Call) and isinstance(held.func, ast.Attribute) and held.func.attr in _VIEWS:
        held = held.func.value
    symbol = module.symbol(held, scope) if isinstance(held, (ast.Name, ast.Attribute)) else None
    return (Key(EACH, symbol),) if symbol is not None and symbol[: symbol.find(".")] in module.roots else None
