"""What functions give back as calls gave it to them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...flow.returned import returned_calls
from ...lang.python.module import Module, name_of
from ...lang.python.scopes import FunctionNode, Scope
from ...query.answers import YES, Answer, opposite, some
from ...query.calls import receiver_name
from ...query.names import Asked, NameSet, name_set
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
    if found and node.returns is not None and is_typed(_SCALAR, node.returns, module, outer(site)) == YES:
        found = [each for each in found if each[2]]
    for place, call, _ in found:
        held = _is_one(call, site.scope, names, module)
        words = {"name": ast.unparse(call.func)}
        said = f"{site.words['function']} gives back what {words['name']} gave, as it is"
        yield demanded(opposite(held), said, place, words)
    yield CONFORMS


def _is_one(call: ast.Call, scope: Scope, names: NameSet, module: Module, depth: int = 3) -> Answer:
    """Whether a call is of one of some names, or of a method of the own class that gives back what one gave."""
    held = names.match(Asked(module.symbol(call.func, scope), name_of(call.func), receiver_name(call)), module.roots)
    owner = scope.owner if receiver_name(call) in ("self", "cls") and depth else None
    own = owner.bindings.get(name_of(call.func), []) if owner is not None else []
    helper = module.index.scope_of.get(own[0].node) if len(own) == 1 and own[0].kind == "def" else None
    if helper is None:
        return held
    return some(
        [held, *(_is_one(each, helper, names, module, depth - 1) for _, each, _ in returned_calls(module, helper))]
    )
