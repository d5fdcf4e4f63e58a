"""How classes are set up: keywords of the class, `model_config`, `class Config`, in the order in which they count."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from typing import Literal, NamedTuple

from ...lang.python.constants import assigned
from ...lang.python.module import Module
from ...lang.python.scopes import Scope

_MAXIMAL_DEPTH = 8
CONFIG = "model_config"
_INNER = "Config"
_MUTABLE = "allow_mutation"
"""What the older form says of what is frozen."""


class Step(NamedTuple):
    """A step of putting settings together: a key is set, other settings are taken over, or anything may happen."""

    what: Literal["set", "take", "open"]
    name: str = ""
    """The key, or the symbol of the settings that are taken over."""
    value: ast.expr | None = None
    scope: Scope | None = None


def settings_of(scope: Scope, module: Module) -> Iterator[Step]:
    """The steps in which a class is set up; the later ones win."""
    node = scope.node
    assert isinstance(node, ast.ClassDef)
    for binding in scope.bindings.get(CONFIG, ()):
        if binding.value is not None:
            yield from steps_of(binding.value, module, scope)
    for inner in scope.children:
        if inner.kind == "class" and inner.name == _INNER:
            yield from _of_inner(inner, module)
    for keyword in node.keywords:
        if keyword.arg is None:
            yield from steps_of(keyword.value, module, scope)
        else:
            yield Step("set", keyword.arg, keyword.value, scope.parent or scope)


def _of_inner(inner: Scope, module: Module) -> Iterator[Step]:
    """The settings of a class in the class; what this one derives from is settings as well."""
    node = inner.node
    assert isinstance(node, ast.ClassDef)
    for base in reversed(node.bases):
        symbol = module.symbol(base, inner.parent or inner) or ""
        owner, _, last = symbol.rpartition(".")
        yield Step("take", f"{owner}.{CONFIG}") if owner and last == _INNER else Step("open")
    for name, bound in inner.bindings.items():
        value = bound[-1].value
        if value is not None:
            yield Step("set", name, value, inner)
        if name == _MUTABLE and isinstance(value, ast.Constant):
            yield Step("set", "frozen", ast.copy_location(ast.Constant(not value.value), value), inner)


def named_settings(module: Module, keys: Collection[str]) -> Iterator[tuple[str, list[Step]]]:
    """The constants of a module that hold settings, with the steps in which they are put together.

    Of dicts, those count that have one of the keys, or take over what others have.
    """
    for name, value in module.once(_dicts):
        if _holds_settings(value, module, keys):
            yield name, list(steps_of(value, module, module.scope))


def _dicts(module: Module) -> list[tuple[str, ast.Dict | ast.Call]]:
    """The constants of a module whose value is a dict, or may be made as one."""
    may_be_made = any(name.endswith(_MAKERS) for name in module.named_calls)
    types = (ast.Dict, ast.Call) if may_be_made else (ast.Dict,)
    return [
        (name, bound[0].value)
        for name, bound in module.scope.bindings.items()
        if len(bound) == 1 and isinstance(bound[0].value, types) and bound[0].kind in ("assign", "annotated")
    ]


def _holds_settings(node: ast.expr, module: Module, keys: Collection[str]) -> bool:
    if isinstance(node, ast.Dict):
        return any(key is None or (isinstance(key, ast.Constant) and key.value in keys) for key in node.keys)
    return isinstance(node, ast.Call) and _makes_settings(node, module, module.scope)


def _makes_settings(node: ast.Call, module: Module, scope: Scope) -> bool:
    """Whether a call makes settings; a class of the project that does so hands on that of Pydantic under its name."""
    symbol = module.symbol(node.func, scope) or ""
    if symbol.endswith("ConfigDict") or symbol == "builtins.dict":
        return True
    is_class = symbol.rpartition(".")[2][:1].isupper() and not symbol.rpartition(".")[2].isupper()
    return is_class and symbol[: symbol.find(".")] in module.roots


_MAKERS = ("ConfigDict", "dict")
"""How the names of what makes settings end."""


def steps_of(node: ast.expr, module: Module, scope: Scope, depth: int = 0) -> Iterator[Step]:
    """The steps in which an expression puts settings together."""
    if depth > _MAXIMAL_DEPTH:
        yield Step("open")
    elif isinstance(node, ast.Dict):
        for key, value in zip(node.keys, node.values, strict=True):
            if key is None:
                yield from steps_of(value, module, scope, depth + 1)
            elif isinstance(key, ast.Constant) and isinstance(key.value, str):
                yield Step("set", key.value, value, scope)
            else:
                yield Step("open")
    elif isinstance(node, ast.Call):
        yield from _of_call(node, module, scope, depth)
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        yield from steps_of(node.left, module, scope, depth + 1)
        yield from steps_of(node.right, module, scope, depth + 1)
    elif isinstance(node, (ast.Name, ast.Attribute)):
        yield from _of_name(node, module, scope, depth)
    else:
        yield Step("open")


def _of_call(node: ast.Call, module: Module, scope: Scope, depth: int) -> Iterator[Step]:
    if isinstance(node.func, ast.Attribute) and node.func.attr == "copy":
        yield from steps_of(node.func.value, module, scope, depth + 1)
        return
    if not _makes_settings(node, module, scope):
        yield Step("open")
        return
    for argument in node.args:
        yield from steps_of(argument, module, scope, depth + 1)
    for keyword in node.keywords:
        if keyword.arg is None:
            yield from steps_of(keyword.value, module, scope, depth + 1)
        else:
            yield Step("set", keyword.arg, keyword.value, scope)


def _of_name(node: ast.Name | ast.Attribute, module: Module, scope: Scope, depth: int) -> Iterator[Step]:
    held = assigned(module, node, scope)
    if held is not None:
        yield from _behind_name(held, module, scope, depth + 1)
        return
    owner = module.symbol(node.value, scope) if isinstance(node, ast.Attribute) else None
    symbol = f"{owner}.{node.attr}" if isinstance(node, ast.Attribute) and owner else module.symbol(node, scope)
    yield Step("take", symbol) if symbol is not None else Step("open")


def _behind_name(held: ast.expr, module: Module, scope: Scope, depth: int) -> Collection[Step]:
    """The steps of what a variable holds, found once for all who name it; of several alike the last one counts."""
    known = module.once(_known_behind_names)
    if (held, depth) not in known:
        last: dict[tuple[str, str], Step] = {}
        for step in steps_of(held, module, scope, depth):
            last.pop(step[:2], None)
            last[step[:2]] = step
        known[held, depth] = tuple(last.values())
    return known[held, depth]


def _known_behind_names(module: Module) -> dict[tuple[ast.expr, int], Collection[Step]]:
    return {}
