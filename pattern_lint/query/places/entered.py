"""What the `with` statements around a place enter."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import lru_cache

from ...flow.inherited import function_called
from ...lang.python.module import CallSite, Module
from ...lang.python.scopes import Scope
from ...lang.python.walking import start_of
from ...lang.python.ways import entered_by
from ..answers import NO, Answer, every, some
from ..definitions.decorated import asked_at
from ..naming.names import Asked, NameSet, name_set

_SUPPRESSING = ("contextlib.suppress",)
_STACKING = ("enter_context", "enter_async_context")


def enters_one_of(names: tuple[str, ...], node: ast.AST, scope: Scope, module: Module) -> Answer:
    """Whether a `with` around a node within its own function enters one of some names, or what a function of the file
    gives that enters one of them itself."""
    wanted = _named_or_called(names)
    around = [(entered, scope) for entered in _entered_around(node, scope, module)]
    behind = [each for entered, _ in around for each in _entered_by(entered, scope, module)] if around else []
    return some(wanted.match(_asked(module, entered, home), module.roots) for entered, home in (*around, *behind))


def suppressed_by(block: ast.With | ast.AsyncWith, wanted: NameSet, module: Module, scope: Scope) -> Iterator[Answer]:
    """Whether a `suppress` that a block enters takes one of some errors."""
    suppressing = name_set(_SUPPRESSING)
    for entered in entered_by(block, module, scope):
        asked = asked_at(module, entered.func, scope) if isinstance(entered, ast.Call) else None
        held = suppressing.match(asked, module.roots) if asked is not None else NO
        if isinstance(entered, ast.Call) and held.holds:
            types = (wanted.match(asked_at(module, each, scope), module.roots) for each in entered.args)
            yield every([held, some(types)])


def _entered_by(entered: ast.expr, scope: Scope, module: Module) -> Iterator[tuple[ast.expr, Scope]]:
    """What a function of the file enters that gives what is entered by a `yield`."""
    symbol = module.symbol(entered.func, scope) if isinstance(entered, ast.Call) else None
    given = function_called(symbol, module) if symbol is not None else None
    if given is not None:
        for node in module.once(_yields).get(given, ()):
            yield from ((each, given) for each in _entered_around(node, given, module))


def _yields(module: Module) -> dict[Scope, list[ast.AST]]:
    found: dict[Scope, list[ast.AST]] = {}
    for node, scope in module.of(ast.Yield):
        found.setdefault(scope, []).append(node)
    return found


def _entered_around(node: ast.AST, scope: Scope, module: Module) -> Iterator[ast.expr]:
    """What is entered where a node is: what is entered itself lies within what the same `with` enters before it."""
    child = node
    for outer in module.ancestors(node):
        if outer is scope.node:
            return
        if isinstance(outer, (ast.With, ast.AsyncWith)):
            entered = [item.context_expr for item in outer.items]
            yield from entered[: entered.index(child)] if isinstance(child, ast.expr) else entered
            yield from _entered_on_stacks(outer, node, scope, module)
        child = outer


def _entered_on_stacks(
    block: ast.With | ast.AsyncWith, node: ast.AST, scope: Scope, module: Module
) -> Iterator[ast.expr]:
    """What a stack that a `with` enters has entered before a node."""
    stacks = [item.optional_vars.id for item in block.items if isinstance(item.optional_vars, ast.Name)]
    known = module.once(_put_on_stacks)
    for given in (each for stack in stacks for each in known.get((scope, stack), ())):
        if start_of(given) < start_of(node):
            yield given


def _put_on_stacks(module: Module) -> dict[tuple[Scope, str], list[ast.expr]]:
    """What is put on stacks, by the variables that hold them."""
    found: dict[tuple[Scope, str], list[ast.expr]] = {}
    for call in (call for name in _STACKING for call in module.named_calls.get(name, ())):
        on = call.node.func.value if isinstance(call, CallSite) and isinstance(call.node.func, ast.Attribute) else None
        if isinstance(on, ast.Name) and isinstance(call, CallSite) and call.node.args:
            found.setdefault((call.scope, on.id), []).append(call.node.args[0])
    return found


@lru_cache(maxsize=256)
def _named_or_called(names: tuple[str, ...]) -> NameSet:
    """What names of classes and functions are where these are called to be entered: `with suppress(KeyError)`."""
    bare = [name.removesuffix("()") for name in names]
    return name_set((*names, *bare, *(f"{name}()" for name in bare if name[:1] not in "@*" and ":" not in name)))


def _asked(module: Module, node: ast.expr, scope: Scope) -> Asked:
    """What a `with` enters; something of which nothing shows what it is goes by its name."""
    asked = asked_at(module, node.func if isinstance(node, ast.Call) else node, scope)
    return asked._replace(symbol=module.symbol(node, scope) or asked.written or None)
