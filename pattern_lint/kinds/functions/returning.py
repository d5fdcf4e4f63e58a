"""What functions give back as calls gave it to them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...flow.inherited import method_of
from ...flow.returned import returned_calls
from ...lang.python.annotations import unquoted
from ...lang.python.blocks import is_empty_body
from ...lang.python.module import Module, name_of
from ...lang.python.scopes import FunctionNode, Scope
from ...lang.python.unparsed import unparsed
from ...query.answers import NO, UNKNOWN, Answer, answer, every, on_condition, opposite, some
from ...query.calls.calls import parts_called, receiver_name
from ...query.functions.asking import asking, called_of_ours, parameters_within
from ...query.functions.running import handed_to_thread
from ...query.naming.forms import spelled
from ...query.naming.names import Asked, Names, name_set
from ...query.values.types import is_made_of
from ..site_kind import CONFORMS, Judgement, Site, demanded
from .parameters import outer

if TYPE_CHECKING:
    from .options import Options

_SCALARS = frozenset(
    [
        *(f"builtins.{name}" for name in ("bool", "int", "float", "str", "bytes", "None")),
        *(f"datetime.{name}" for name in ("date", "datetime", "time", "timedelta")),
        *("decimal.Decimal", "uuid.UUID", "typing.Literal"),
    ]
)
_HOLDING = frozenset(
    [
        *(f"builtins.{name}" for name in ("dict", "frozenset", "list", "set", "tuple")),
        *(f"typing.{name}" for name in ("Dict", "List", "Set", "Tuple")),
        *(f"{module}.{n}" for module in ("typing", "collections.abc") for n in ("Iterable", "Mapping", "Sequence")),
    ]
)
"""What holds others, and says nothing else of them."""


def of_returned(options: Options, site: Site) -> Iterator[Judgement]:
    """Whether what is returned was made of what calls gave; who promises mere numbers or texts may hand them on."""
    if not options.never_returns:
        return
    module, node = site.module, site.node
    assert isinstance(node, FunctionNode)
    found = list(returned_calls(module, site.scope, options.as_it_came))
    promised = unquoted(node.returns) if found and node.returns is not None else None
    if promised is not None and _promises_little(promised, site):
        found = [each for each in found if each[2] and not _promises_bytes(promised, site)]
    for place, call, _ in found:
        if options.public and _is_public_of_class(call, site.scope, module):
            yield Judgement("unknown")  # the cause is there, and told there
            continue
        held = _is_one(call, site.scope, options, module)
        words = {"name": unparsed(call.func)}
        said = f"{site.words['function']} gives back what {words['name']} gave, as it is"
        yield demanded(opposite(held), said, place, words)
    yield CONFORMS


def _is_public_of_class(call: ast.Call, scope: Scope, module: Module) -> bool:
    """Whether a call is of another public method of the class that a method is of."""
    name = name_of(call.func)
    if scope.owner is None or name.startswith("_") or receiver_name(call) not in ("self", "cls"):
        return False
    helper = method_of(scope.owner, name, module)
    return helper is not None and helper.owner is scope.owner


def _is_given_elsewhere(call: ast.Call, scope: Scope, names: Names, module: Module) -> Answer:
    """Whether a function of another module, or a method that a base there has, gives back what one of some gave."""
    symbol = module.symbol(call.func, scope) or ""
    if symbol[: symbol.find(".")] not in module.roots:
        return NO
    return on_condition(("is", f"{symbol}()", tuple(f"{spelled(name)}()" for name in names)))


def _promises_little(annotation: ast.expr, site: Site) -> bool:
    if isinstance(annotation, ast.Constant) and annotation.value is None:
        return True
    return is_made_of(_SCALARS, _HOLDING, annotation, site.module, outer(site))


def _promises_bytes(annotation: ast.expr, site: Site) -> bool:
    """Whether a function gives what is no text and has no structure, such as a picture."""
    return site.module.symbol(annotation, outer(site)) == "builtins.bytes"


def of_asked(options: Options, site: Site) -> Iterator[Judgement]:
    """Whether a function can answer one thing or another; of one that does nothing there is nothing to say."""
    node = site.node
    assert isinstance(node, FunctionNode)
    if not options.asks or is_empty_body(node.body):
        return
    asked = [*asking(node, parameters_within(site.scope), options.asks_nothing, site.scope, site.module)]
    ours = [called_of_ours(each, scope, site.module) for each, scope in asked]
    alike = [on_condition(("answers-alike", symbol, ())) for symbol in ours if symbol]
    held = answer(True) if len(alike) < len(ours) else opposite(every(alike))
    yield demanded(held, f"{site.words['function']} answers the same whatever happens")


def _is_one(call: ast.Call, scope: Scope, options: Options, module: Module, depth: int = 3) -> Answer:
    """Whether a call is one that must not be, or of a method of the own class that gives back what one gave, or a part
    of it as it came."""
    names = options.never_returns
    if any(word.arg in options.read_by for word in call.keywords):
        return NO
    if isinstance(call.func, ast.Call):
        return UNKNOWN  # what a function gives to be called may do anything
    run = next(iter(handed_to_thread(call, module)), call.func)
    parts = (Asked(module.symbol(each, scope), name_of(each), receiver_name(each)) for each in parts_called(run))
    held = some(name_set(names).match(each, module.roots) for each in parts)
    owner = scope.owner if receiver_name(call) in ("self", "cls") and depth else None
    helper = method_of(owner, name_of(call.func), module) if owner is not None else None
    if helper is None:
        return some([held, _is_given_elsewhere(call, scope, names, module)])
    return some([held, _gives_one(helper, options, module, depth - 1)])


def _gives_one(helper: Scope, options: Options, module: Module, depth: int) -> Answer:
    """Whether a method gives back what such a call gave it, found once for all who call it."""
    known, asked = module.once(_known_of_helpers), (helper, options.never_returns, options.as_it_came, depth)
    if asked not in known:
        given = (each for _, each, _ in returned_calls(module, helper, options.as_it_came))
        known[asked] = some(_is_one(each, helper, options, module, depth) for each in given)
    return known[asked]


def _known_of_helpers(module: Module) -> dict[tuple[object, ...], Answer]:
    return {}
