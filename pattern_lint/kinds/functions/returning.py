"""What functions give back as calls gave it to them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...flow.returned import returned_calls
from ...lang.python.module import name_of
from ...lang.python.scopes import FunctionNode
from ...query.answers import YES, opposite, some
from ...query.calls import receiver_name
from ...query.names import Asked, name_set
from ...query.types import Type, is_typed
from ..site_kind import CONFORMS, Judgement, Site, demanded
from .parameters import outer

if TYPE_CHECKING:
    from .options import Options

_SCALAR = Type(is_=("bool", "int", "float", "str", "bytes", "decimal.Decimal", "datetime.datetime", "None"))


def of_returned(options: Options, site: Site) -> Iterator[Judgement]:
    """Whether what is returned was made of what calls gave; one that promises a mere number or text may hand it on."""
    if not options.never_returns:
        return
    module, names, node = site.module, name_set(options.never_returns), site.node
    assert isinstance(node, FunctionNode)
    found = list(returned_calls(module, site.scope, options.as_it_came))
    if found and node.returns is not None and _promises_little(node.returns, site):
        found = [each for each in found if each[2]]
    for place, call, _ in found:
        asked = (
            Asked(module.symbol(part, site.scope), name_of(part), receiver_name(part)) for part in _parts_of(call.func)
        )
        held = some(names.match(each, module.roots) for each in asked)
        words = {"name": ast.unparse(call.func)}
        said = f"{site.words['function']} gives back what {words['name']} gave, as it is"
        yield demanded(opposite(held), said, place, words)
    yield CONFORMS


def _promises_little(annotation: ast.expr, site: Site) -> bool:
    if isinstance(annotation, ast.Constant) and annotation.value is None:
        return True
    return is_typed(_SCALAR, annotation, site.module, outer(site)) == YES


def _parts_of(function: ast.expr) -> Iterator[ast.expr]:
    """What is called, and what that is a part of: `client.orders.create` and `client.orders`."""
    yield function
    while isinstance(function, ast.Attribute) and isinstance(function.value, ast.Attribute):
        function = function.value
        yield function
