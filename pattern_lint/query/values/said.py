"""By which ways an expression comes about, where calls say the same in another way, such as `str()` or `dumps()`."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...lang.python.constants import constant
from ...lang.python.module import Module, name_of
from ...lang.python.scopes import Scope
from ...lang.python.ways import choices
from ..expressions.parts import given_by
from ..naming.names import Asked, NameSet, name_set

if TYPE_CHECKING:
    from .values import Value


_WRITERS = ("serial", "codec", "encoder", "marshal", "packer", "formatter")
"""What is in the names of things that write others in another form."""


def ways(value: Value, node: ast.expr, module: Module, scope: Scope) -> Iterator[tuple[ast.expr, Scope]]:
    """The expressions that are looked at: by every way in which one may come about, said as it is."""
    for choice, home in choices(node, module, scope):
        said = _said(name_set(value.said_by), choice, module, home) if value.said_by else None
        given = list(given_by(choice.func, module, home)) if value.sure and isinstance(choice, ast.Call) else []
        if said is not None:
            yield from ways(value, said, module, home)
        elif value.nothing_of and _makes_nothing(name_set(value.nothing_of), choice, module, home):
            yield ast.copy_location(ast.Constant(None), choice), home
        elif given:
            yield from (way for each, function in given for way in choices(each, module, function))
        else:
            yield choice, home


def _makes_nothing(names: NameSet, node: ast.expr, module: Module, scope: Scope) -> bool:
    """Whether a call of one of some names is given nothing but None."""
    if not isinstance(node, ast.Call):
        return False
    given = (constant(module, each, scope) for each in (*node.args, *(keyword.value for keyword in node.keywords)))
    is_one = names.match(Asked(module.symbol(node.func, scope)), module.roots).holds is True
    return is_one and all(isinstance(each, ast.Constant) and each.value is None for each in given)


def named_ways(value: Value, node: ast.expr, module: Module, scope: Scope) -> Iterator[tuple[ast.expr, Scope]]:
    """The same, with names for what they hold: more may be set on that later."""
    for choice, home in choices(node, module, scope):
        said = _said(name_set(value.said_by), choice, module, home)
        if said is not None:
            yield from named_ways(value, said, module, home)
            continue
        yield (node, scope) if isinstance(node, ast.Name) else (choice, home)


def _said(names: NameSet, node: ast.expr, module: Module, scope: Scope) -> ast.expr | None:
    """What a call says in another way."""
    if not isinstance(node, ast.Call):
        return None
    written = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if not names.match(Asked(module.symbol(node.func, scope), written), module.roots).holds:
        return None
    on = node.func.value if isinstance(node.func, ast.Attribute) else None
    symbol = module.symbol(node.func, scope) or ""
    is_shown = isinstance(on, ast.Name) or (symbol != "" and symbol[: symbol.find(".")] not in module.roots)
    is_of_module = on is None or (is_shown and "()" not in symbol)
    given = [*node.args, *(keyword.value for keyword in node.keywords)]
    is_for_others = on is not None and bool(given) and _writes_others(on) and not isinstance(given[0], ast.Constant)
    return given[0] if given and (is_of_module or is_for_others) else on


def _writes_others(on: ast.expr) -> bool:
    """Whether something writes others in another form, and not itself: by the own object, or by what it is called."""
    name = name_of(on).lower()
    return name in ("self", "cls") or any(word in name for word in _WRITERS)
