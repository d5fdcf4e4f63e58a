"""What a call is given in each round of the loops around it that go over collections which are written out."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from ...lang.python.constants import constant, elements
from ...lang.python.loops import run_over
from ...lang.python.module import Module
from ...lang.python.scopes import Scope
from ...query.expressions.constants import UNKNOWN_CONSTANT, constant_of

Round: TypeAlias = Mapping[str, object]
"""What the names of loops stand for."""
_MOST = 1_000
"""So many rounds are told apart; of what goes on longer, no name is known."""


def rounds(call: ast.Call, module: Module, scope: Scope) -> list[Round]:
    """What the names of the loops around a call stand for, each time that it is made."""
    found: list[Round] = [{}]
    for loop in _loops(call, module):
        target, over = run_over(loop)
        items = (_parts(item, target, module, scope) for item in elements(module, over, scope) or ())
        own = [_told(target, parts) for parts in items]
        if not own or len(own) * len(found) > _MOST:
            own = [_told(target, None)]
        found = [{**outer, **inner} for outer in own for inner in found]
    return found


def said(node: ast.expr, now: Round, module: Module, scope: Scope) -> object:
    """The constant that an expression is in a round, or a mark of its own where that does not show."""
    if isinstance(node, ast.Name) and node.id in now:
        return now[node.id]
    return constant_of(constant(module, node, scope))


def _loops(call: ast.Call, module: Module) -> Iterator[ast.For | ast.AsyncFor | ast.comprehension]:
    """The loops around a call, the innermost first."""
    for around in module.ancestors(call):
        if isinstance(around, (ast.For, ast.AsyncFor)):
            yield around
        elif isinstance(around, (ast.ListComp, ast.SetComp, ast.GeneratorExp)):
            yield from reversed(around.generators)


def _told(target: ast.expr, parts: Sequence[object] | None) -> Round:
    """What the parts of an item give to the names of a loop; nothing is known where they are not there."""
    names = _parts_of(target)
    given = parts if parts is not None and len(parts) == len(names) else [UNKNOWN_CONSTANT] * len(names)
    pairs = zip(names, given, strict=True)
    return {name.id: value for name, value in pairs if isinstance(name, ast.Name)}


def _parts(item: ast.expr, target: ast.expr, module: Module, scope: Scope) -> list[object]:
    """The constants that an item holds for each part of what takes it."""
    given = item.elts if isinstance(item, (ast.Tuple, ast.List)) and not isinstance(target, ast.Name) else [item]
    return [constant_of(constant(module, each, scope)) for each in given]


def _parts_of(target: ast.expr) -> list[ast.expr]:
    return target.elts if isinstance(target, (ast.Tuple, ast.List)) else [target]
