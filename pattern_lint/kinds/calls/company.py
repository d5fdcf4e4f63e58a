"""The other calls of a function that a call stands in, and what is called before it and after it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeAlias

from ...config.globs import fnmatchcase
from ...lang.python.assigning import targets_of
from ...lang.python.constants import constant
from ...lang.python.flow import Place
from ...lang.python.module import CallSite, Module, name_of
from ...lang.python.scopes import Scope
from ...lang.python.unparsed import unparsed
from ...lang.python.walking import end_of, own_nodes, start_of
from ...query.answers import NO, UNKNOWN, YES, Answer, Condition, every, some
from ...query.calls.calls import Called, asked_of, receiver_name
from ...query.expressions.parts import is_parameter
from ...query.functions.running import calls_itself, runs_one
from ...query.naming.names import Names, NameSet, name_set
from ..site_kind import Site
from .decorators import decorated

ITSELF = ("self", "cls", "")
"""What helpers of the own class or module are called on."""


def is_beside(site: Site, globs: Sequence[str]) -> bool:
    """Whether the function calls something of one of some names before, of another object and no part of the same, and
    not to get that object."""
    own = _first_object(site.node) if isinstance(site.node, ast.expr) else ""
    return any(
        start_of(call.node) < start_of(site.node)
        and (own in ITSELF or own not in (_first_object(call.node), *_names_in(call.node.func)))
        and any(fnmatchcase(call.name, glob) for glob in globs)
        and not _gives_object(call.node, own, site)
        and not _asks_mapping(call.node, site)
        for call in others(site)
    )


def _asks_mapping(node: ast.expr, site: Site) -> bool:
    """Whether a call is the `get` of what the function takes items of by name: no more than a look at data at hand."""
    asked = node.func if isinstance(node, ast.Call) else None
    if not isinstance(asked, ast.Attribute) or asked.attr != "get" or not isinstance(asked.value, ast.Name):
        return False
    home, name = site.scope.function, asked.value.id
    return home is not None and any(
        isinstance(each, ast.Subscript)
        and isinstance(each.slice, ast.Constant)
        and isinstance(each.value, ast.Name)
        and each.value.id == name
        for each in own_nodes(home)
    )


def _gives_object(node: ast.expr, own: str, site: Site) -> bool:
    """Whether a variable that a call is made on holds what another one gave."""
    parents = site.module.index.parents
    parent = parents.get(node)
    while isinstance(parent, (ast.Await, ast.BoolOp)):
        parent = parents.get(parent)
    return any(isinstance(each, ast.Name) and each.id == own for each in targets_of(parent))


def _first_object(node: ast.expr) -> str:
    """The name of what the first method of a chain is called on, such as `pipe` in `pipe.get(key).execute()`."""
    while isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Call):
        node = node.func.value
    return receiver_name(node)


def _names_in(function: ast.expr) -> Iterator[str]:
    """The names of what a method is called on, part for part."""
    while isinstance(function, ast.Attribute):
        function = function.value
        yield name_of(function)


def lacking_in_class(site: Site, names: Names, more: Names) -> Names:
    """The names of which the class around calls none, anywhere, nor decorates a method with one: some, or more if there
    are such; nothing where it calls one of all."""
    if not _class_calls(site, names):
        return names
    return more if more and not _class_calls(site, more) else ()


def _class_calls(site: Site, names: Names) -> bool:
    owner, wanted = site.scope.owner, name_set(names)
    calls = site.module.once(_by_class).get(owner, ()) if owner is not None else ()
    return any(wanted.match(asked_of(call), site.module.roots).holds for call in calls)


def none_inherited(site: Site, names: Names) -> Sequence[Condition]:
    """What must be true of the project for none of some names to be called by what the class inherits and runs, nor by
    functions of other modules that it runs or is decorated with."""
    module, owner = site.module, site.scope.owner
    own = {each.name for each in module.index.functions if each.parent is owner}
    run = (call for call in module.once(_by_class).get(owner, ()) if call.name not in own) if owner is not None else ()
    ours = [(each, each.symbol) for each in run if each.symbol and each.symbol[: each.symbol.find(".")] in module.roots]
    called = tuple(dict.fromkeys(symbol for each, symbol in ours if _is_own(each) or "()" not in symbol))
    decorating = dict.fromkeys(symbol for each, symbol in ours if each.node in module.once(decorated))
    found: list[Condition] = [("runs", "", (called, names, False))] if called else []
    found += [("decorates-by", symbol, names) for symbol in decorating]
    return (("not", "", (("any", "", tuple(found)),)),) if found else ()


def _is_own(call: Called) -> bool:
    return receiver_name(call.node) in ("self", "cls")


def _by_class(module: Module) -> dict[Scope, list[Called]]:
    """The calls and decorations in each class."""
    found: dict[Scope, list[Called]] = {}
    every_call: list[Called] = [*module.calls, *module.decorations]
    for call in every_call:
        owner = call.scope if call.scope.kind == "class" else call.scope.owner
        if owner is not None:
            found.setdefault(owner, []).append(call)
    return found


def home_of(site: Site) -> Scope:
    return site.scope.function or site.scope


def others(site: Site) -> Iterator[CallSite]:
    """The other calls of the function, those in lambdas and comprehensions among them."""
    home = home_of(site)
    for call in site.module.once(_by_function).get(home, ()):
        if call.node is not site.node:
            yield call


def _by_function(module: Module) -> dict[Scope, list[CallSite]]:
    found: dict[Scope, list[CallSite]] = {}
    for call in module.calls:
        found.setdefault(call.scope.function or call.scope, []).append(call)
    return found


def is_ordered(site: Site, names: Names, *, after: bool, same: bool = False, depth: int = 3) -> Answer:
    """Whether the function calls one of some names before a call, or after it: itself, by a method of its class, or
    by what calls it there; where it must be about the same, not of what is surely another thing."""
    start, by_first = _made_at(site.node), _leading(site, names)
    first = _given_first(site.node, site.scope, site.module) if same else None
    meant = by_first.values() if first is None else (by_first.get(each, ()) for each in (first, None))
    led = (each for group in meant for each in group)
    found = some(each.held for each in led if each.node is not site.node and (each.at > start) is after)
    if found == NO and first is not None and any(each is not None and each[0] != first[0] for each in by_first):
        return UNKNOWN  # a parameter may be a text that is written out
    named = site.module.named_calls.get(home_of(site).name, ())
    callers = [call for call in named if isinstance(call, CallSite) and calls_own(call, site)]
    if found == YES or not callers or not depth:
        return found
    above = (site._replace(node=call.node, scope=call.scope) for call in callers)
    return some([found, every(is_ordered(each, names, after=after, depth=depth - 1) for each in above)])


def surely_before(site: Site, names: Names) -> list[ast.AST]:
    """The calls of the function before a call that are of one of some names, or lead to one."""
    start, led = _made_at(site.node), (each for group in _leading(site, names).values() for each in group)
    return [each.node for each in led if each.held == YES and each.node is not site.node and each.at < start]


class _Leading(NamedTuple):
    """A call that may be of one of some names, or lead to one."""

    node: ast.AST
    at: Place
    held: Answer


_First: TypeAlias = "tuple[str, str] | None"
"""What a call is given first of all, where that tells it from others of its sort: a text, a parameter, an attribute, or
what a helper makes of texts."""
_Led: TypeAlias = dict[_First, list[_Leading]]
"""Such calls of a function by what they are given first; where that does not show, together."""


def _leading(site: Site, names: Names) -> _Led:
    known, home = site.module.once(_led), home_of(site)
    if (home, names) not in known:
        found, wanted = known.setdefault((home, names), {}), name_set(names)
        for call in site.module.once(_by_function).get(home, ()):
            held = _leads_to(wanted, names, call, site)
            if held != NO:
                first = _given_first(call.node, call.scope, site.module)
                found.setdefault(first, []).append(_Leading(call.node, _made_at(call.node), held))
    return known[home, names]


def _led(module: Module) -> dict[tuple[Scope, Names], _Led]:
    return {}


def is_given_another_text(call: CallSite, site: Site) -> bool:
    """Whether two calls are given texts first of all that are written out, there or by a name, and are not the same;
    or two parameters."""
    for look in (_text_given, _parameter_given):
        given = [look(each.node, each.scope, site.module) for each in (call, site)]
        if None not in given:
            return given[0] != given[1]
    return False


def _given_first(node: ast.AST, scope: Scope, module: Module) -> _First:
    for kind, look in (("text", _text_given), ("parameter", _parameter_given)):
        found = look(node, scope, module)
        if found is not None:
            return kind, found
    given = constant(module, node.args[0], scope) if isinstance(node, ast.Call) and node.args else None
    if isinstance(given, ast.Call):
        texts = [unparsed(each) for each in given.args if isinstance(each, ast.Constant)]
        return (f"made by {unparsed(given.func)}", " ".join(texts)) if texts else None
    return ("attribute", unparsed(given)) if isinstance(given, ast.Attribute) else None


def _text_given(node: ast.AST, scope: Scope, module: Module) -> str | None:
    """The text that a call is given first of all, where that is written out, there or by a name."""
    text = constant(module, node.args[0], scope) if isinstance(node, ast.Call) and node.args else None
    return unparsed(text) if isinstance(text, (ast.Constant, ast.JoinedStr)) else None


def _parameter_given(node: ast.AST, scope: Scope, module: Module) -> str | None:
    """The name of the parameter that a call is given first of all."""
    given = constant(module, node.args[0], scope) if isinstance(node, ast.Call) and node.args else None
    return given.id if isinstance(given, ast.Name) and is_parameter(given, scope) else None


def _made_at(node: ast.AST) -> Place:
    """Where something is called; in a chain of calls each stands behind the one that it is called on."""
    return end_of(node.func) if isinstance(node, ast.Call) else start_of(node)


def _leads_to(wanted: NameSet, names: Names, call: CallSite, site: Site) -> Answer:
    """Whether a call is of one of some names, or of a function of the project or a method of the own class that calls
    one; other methods may do so."""
    module, owner = site.module, site.scope.owner
    held = wanted.match(asked_of(call), module.roots)
    symbol = call.symbol or ""
    if held != YES and "()" not in symbol and symbol[: symbol.find(".")] in module.roots:
        return some([held, runs_one(names, (symbol,))])
    if held == YES or owner is None or not _is_own(call):
        return held
    own = next((each for each in module.index.functions if each.parent is owner and each.name == call.name), None)
    if own is None:
        return Answer(None)
    return some([held, *(found for _, found in calls_itself(wanted, own, module))])


def calls_own(call: CallSite, site: Site) -> bool:
    """Whether a call is of the method that something stands in, on the own object."""
    home = home_of(site)
    is_own = _is_own(call) and call.scope.owner is home.owner
    return is_own and home.owner is not None and call.name == home.name and call.scope.function is not home
