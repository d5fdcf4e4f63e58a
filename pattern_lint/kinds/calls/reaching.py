"""Whether a request leaves what the project itself serves and the network that it runs in."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...flow.fillings import held_by, own_class
from ...lang.python.module import Module
from ...lang.python.scopes import Scope
from ...query.calls.arguments import Given, argument
from ...query.expressions.addresses import addressed, is_nearby, is_own_service


def goes_out(call: ast.Call, module: Module, scope: Scope) -> bool:
    """Whether a request goes to somebody else, as far as its address tells, or that of the client that is asked."""
    given = [argument(call, "url", position, module, scope) for position in (0, 1)]
    given += _bases(call, module, scope)
    return not any(
        is_own_service(addressed(each.value, module, each.scope)) or is_nearby(each.value, module, each.scope)
        for each in given
        if each.value is not None
    )


def _bases(call: ast.Call, module: Module, scope: Scope) -> Iterator[Given]:
    """The addresses that the client was made with on which a call is made."""
    on = call.func.value if isinstance(call.func, ast.Attribute) else None
    for made, home in _made(on, module, scope):
        if isinstance(made, ast.Call):
            yield argument(made, "base_url", None, module, home)


def _made(on: ast.expr | None, module: Module, scope: Scope) -> Iterator[tuple[ast.AST | None, Scope]]:
    reached = module.names.reached(on.id, on, scope) if isinstance(on, ast.Name) else None
    if reached is not None:
        yield from ((each.value, reached[0]) for each in reached[1])
    elif isinstance(on, ast.Attribute) and own_class(on, scope) is not None:
        yield from held_by(on, module, scope)
