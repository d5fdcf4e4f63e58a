"""What functions give back as calls gave it to them."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Set
from typing import TYPE_CHECKING

from ...config.globs import fnmatchcase
from ...flow.inherited import function_called, method_of
from ...flow.returned import returned_calls
from ...lang.python.blocks import is_empty_body
from ...lang.python.logs import LOG_METHODS
from ...lang.python.module import Module, name_of
from ...lang.python.scopes import FunctionNode, Scope
from ...lang.python.walking import nodes_in
from ...query.answers import NO, Answer, answer, opposite, some
from ...query.calls import parts_called, receiver_name
from ...query.names import Asked, NameSet, name_set
from ...query.types import is_made_of
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
_OBJECT = frozenset({"self", "cls"})
"""What a method has whatever it is given."""


def of_returned(options: Options, site: Site) -> Iterator[Judgement]:
    """Whether what is returned was made of what calls gave; who promises mere numbers or texts may hand them on."""
    if not options.never_returns:
        return
    module, names, node = site.module, name_set(options.never_returns), site.node
    assert isinstance(node, FunctionNode)
    found = list(returned_calls(module, site.scope, options.as_it_came))
    if found and node.returns is not None and _promises_little(node.returns, site):
        found = [each for each in found if each[2]]
    for place, call, _ in found:
        held = _is_one(call, site.scope, names, module, options.read_by)
        words = {"name": ast.unparse(call.func)}
        said = f"{site.words['function']} gives back what {words['name']} gave, as it is"
        yield demanded(opposite(held), said, place, words)
    yield CONFORMS


def _promises_little(annotation: ast.expr, site: Site) -> bool:
    if isinstance(annotation, ast.Constant) and annotation.value is None:
        return True
    return is_made_of(_SCALARS, _HOLDING, annotation, site.module, outer(site))


def of_asked(options: Options, site: Site) -> Iterator[Judgement]:
    """Whether a function can answer one thing or another; of one that does nothing there is nothing to say."""
    node = site.node
    assert isinstance(node, FunctionNode)
    if not options.asks or is_empty_body(node.body):
        return
    given = {name for name, bound in site.scope.bindings.items() if bound[0].kind == "param"}
    asks = _asks_something(node, given, options.asks_nothing, site.scope, site.module)
    yield demanded(answer(asks), f"{site.words['function']} answers the same whatever happens")


def _asks_something(
    node: FunctionNode, given: Set[str], nothing: tuple[str, ...], scope: Scope, module: Module, depth: int = 3
) -> bool:
    """Whether a function reads what may be different each time, itself or by functions of its module."""
    nodes = [each for statement in node.body for each in nodes_in(statement)]
    aside = {part for each in nodes if isinstance(each, ast.Call) and _is_log(each) for part in nodes_in(each)}
    for call in nodes if depth else ():
        helper = _helper(call, scope, module) if isinstance(call, ast.Call) and call not in aside else None
        if isinstance(call, ast.Call) and helper is not None and isinstance(helper.node, FunctionNode):
            if _asks_something(helper.node, _OBJECT, nothing, helper, module, depth - 1):
                return True
            aside |= {call, *nodes_in(call.func)}
    return any(_asks(each, given, nothing, scope) for each in nodes if each not in aside)


def _helper(call: ast.Call, scope: Scope, module: Module) -> Scope | None:
    """The function of the module that a call runs; None for one that does nothing."""
    symbol = module.symbol(call.func, scope)
    helper = function_called(symbol, module) if symbol is not None else None
    is_shown = helper is not None and isinstance(helper.node, FunctionNode) and not is_empty_body(helper.node.body)
    return helper if is_shown else None


def _is_log(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Attribute) and call.func.attr in LOG_METHODS


def _asks(node: ast.AST, given: Set[str], nothing: tuple[str, ...], scope: Scope) -> bool:
    """Whether a node reads what may be different each time."""
    if isinstance(node, ast.Call):
        name = name_of(node.func)
        return not name[:1].isupper() and not any(fnmatchcase(name, glob) for glob in nothing)
    if not isinstance(node, ast.Name) or not isinstance(node.ctx, ast.Load):
        return False
    home = scope.home(node.id)
    is_variable = home is not None and home.kind == "module" and home.bindings[node.id][0].kind == "assign"
    return node.id in given or (is_variable and not node.id.isupper())


def _is_one(
    call: ast.Call, scope: Scope, names: NameSet, module: Module, read_by: tuple[str, ...], depth: int = 3
) -> Answer:
    """Whether a call is of one of some names, or of a method of the own class that gives back what one gave."""
    if any(word.arg in read_by for word in call.keywords):
        return NO
    parts = (Asked(module.symbol(each, scope), name_of(each), receiver_name(each)) for each in parts_called(call.func))
    held = some(names.match(each, module.roots) for each in parts)
    owner = scope.owner if receiver_name(call) in ("self", "cls") and depth else None
    helper = method_of(owner, name_of(call.func), module) if owner is not None else None
    if helper is None:
        return held
    given = (each for _, each, _ in returned_calls(module, helper))
    return some([held, *(_is_one(each, helper, names, module, read_by, depth - 1) for each in given)])
