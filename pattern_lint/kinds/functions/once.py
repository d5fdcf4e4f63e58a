"""Whether functions that handle the messages of a stream see that they have handled one before."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from ...config.globs import fnmatchcase
from ...flow.helpers import definition
from ...flow.tables import called_by_key
from ...lang.python.constants import constant
from ...lang.python.module import CallSite, Module, name_of
from ...lang.python.scopes import Scope
from ...lang.python.walking import end_of, nodes_in
from ...query.answers import Condition
from ...query.places.stream_handlers import (
    is_registered_elsewhere,
    maybe_registered_elsewhere,
    steps_around,
    stream_handlers,
)
from ..site_kind import CONFORMS, UNKNOWN, Judgement, Site

if TYPE_CHECKING:
    from .options import Options


class Once(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab", kw_only=True):
    """What changes something, and what sees that it was done before; both by globs of names."""

    changing: tuple[str, ...]
    """Calls that change something, as setting what an attribute of the object holds does.
    Example: `changing = ["save", "place_*"]`"""
    checks: tuple[str, ...]
    """Names and texts of which one must occur before it changes something, in it, in what it calls in its module, or
    among its decorators.
    Example: `checks = ["*duplicate*"]`"""
    ids: tuple[str, ...] = ()
    """Names and keys of the id of what is handled: to ask something about that, and go by the answer, is a check, too.
    Example: `ids = ["event_id"]`"""
    harmless: tuple[str, ...] = ()
    """Names that say, wherever they occur there, that the work comes to the same when it is done again.
    Example: `harmless = ["*on_conflict*"]`"""
    chained_with: tuple[str, ...] = ()
    """Steps of the chain that registers it which see to that for it. Example: `chained-with = ["with_redis"]`"""


def handlers_of(module: Module, once: Once | None) -> Iterator[tuple[Scope, tuple[Condition, ...]]]:
    """The functions that are judged, each with what must be true of it."""
    handlers, elsewhere = module.once(stream_handlers), module.once(maybe_registered_elsewhere)
    for scope in module.index.functions if handlers or elsewhere else ():
        if scope in handlers:
            yield scope, ()
        elif scope in elsewhere and once is not None:
            yield scope, is_registered_elsewhere(module, scope, once.chained_with).when


def of_once(options: Options, site: Site) -> Iterator[Judgement]:
    """Whether a function that changes something sees that it was done before."""
    once = options.once
    if once is None:
        return
    first = _first(site.scope, site.module, once, set())
    if first != "change" or (once.harmless and _is_harmless(site.scope, site.module, once.harmless)):
        yield CONFORMS
        return
    chains = steps_around(site.scope, site.module)
    known = [chain for chain in chains if chain is not None]
    if known and all(not chain.names.isdisjoint(once.chained_with) for chain in known):
        yield CONFORMS
    elif len(known) < len(chains):
        yield UNKNOWN
    else:
        said = f"{site.words['function']} does its work again for a message that comes again"
        may_be_asked = not chains and _may_be_asked_for(site, once)
        yield Judgement("violates", said, when=_unless_asked_for(site, once) if may_be_asked else ())


def _first(handler: Scope, module: Module, once: Once, seen: set[Scope]) -> str:
    """What a function does first, itself or by the functions of its module: it sees whether it has done its work
    before, or it changes something."""
    called = {call.node: list(_run_by(call, module)) for call in module.once(_calls).get(handler, ())}
    seen.add(handler)
    asking = _asking(handler, module, once)
    nodes = [node for node in nodes_in(handler.node) if hasattr(node, "lineno")]
    outside = getattr(handler.node, "decorator_list", ())
    for node in (*outside, *sorted(nodes, key=end_of)):
        parts = nodes_in(node) if node in outside else (node,)
        if node in asking or any(_checks(part, once.checks) for part in parts):
            return "check"
        ways = [_first(helper, module, once, seen) for helper in called.get(node, ()) if helper not in seen]
        found = "change" if "change" in ways else next(filter(None, ways), "")
        if found or _changes(node, once.changing):
            return found or "change"
    return ""


def _run_by(call: CallSite, module: Module) -> Iterator[Scope]:
    """The functions of the module that a call runs, or one of which it takes from a table."""
    own = module.once(_functions)
    function = own.get((call.symbol or "").replace("()", ""))
    symbols = called_by_key(call.node.func, module, call.scope) if function is None else ()
    found = (own.get(symbol.replace("()", "")) for symbol in symbols)
    yield from [function] if function is not None else (each for each in found if each is not None)


def _asking(handler: Scope, module: Module, once: Once) -> frozenset[ast.AST]:
    """The calls that are given the id of what is handled, and on whose answer it hangs what is done."""
    if not once.ids:
        return frozenset()
    names = {each for each, found in handler.bindings.items() if any(_is_of_id(bound.value, once) for bound in found)}
    tests = [
        part
        for node in nodes_in(handler.node)
        for test in [getattr(node, "subject" if isinstance(node, ast.Match) else "test", None)]
        if isinstance(test, ast.expr)
        for part in nodes_in(test)
    ]
    asked = {part.id for part in tests if isinstance(part, ast.Name)}
    found = set(tests)
    for name in asked & handler.bindings.keys():
        found.update(
            part for bound in handler.bindings[name] if bound.value is not None for part in nodes_in(bound.value)
        )
    return frozenset(
        call
        for call in found
        if isinstance(call, ast.Call)
        and not _changes(call, once.changing)
        and any(_is_of_id(each, once) or name_of(each) in names for each in call.args)
    )


def _is_of_id(node: ast.expr | None, once: Once) -> bool:
    """Whether something is the id of what is handled, or a text that is made of it."""
    return node is not None and any(_checks(part, once.ids) for part in nodes_in(node))


def _is_harmless(handler: Scope, module: Module, globs: tuple[str, ...]) -> bool:
    """Whether one of some names occurs in a function or in those of its module that it calls."""
    own, pending, seen = module.once(_functions), [handler], {handler}
    for scope in pending:
        if any(_checks(each, globs) for node in nodes_in(scope.node) for each in _said(node, module, scope)):
            return True
        called = {own.get((call.symbol or "").replace("()", "")) for call in module.once(_calls).get(scope, ())}
        pending += [each for each in called if each is not None and each not in seen]
        seen.update(pending)
    return False


def _said(node: ast.AST, module: Module, scope: Scope) -> Iterator[ast.AST]:
    """What stands somewhere, and the text of the constant whose name that is."""
    yield node
    if isinstance(node, ast.Name):
        yield constant(module, node, scope)


def _functions(module: Module) -> dict[str, Scope]:
    return {module.names.qualified(scope).replace("()", ""): scope for scope in module.index.functions}


def _calls(module: Module) -> dict[Scope, list[CallSite]]:
    found: dict[Scope, list[CallSite]] = {}
    for call in module.calls:
        found.setdefault(definition(call.scope), []).append(call)
    return found


def _checks(node: ast.AST, globs: tuple[str, ...]) -> bool:
    name = _name(node)
    return bool(name) and any(fnmatchcase(name, glob) for glob in globs)


def _changes(node: ast.AST, globs: tuple[str, ...]) -> bool:
    if isinstance(node, ast.Call):
        return any(fnmatchcase(name_of(node.func), glob) for glob in globs)
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AugAssign) else []
    return any(_is_of_self(target) for target in targets)


def _is_of_self(node: ast.AST) -> bool:
    while isinstance(node, (ast.Attribute, ast.Subscript)):
        node = node.value
        if isinstance(node, ast.Name):
            return node.id == "self"
    return False


def _name(node: ast.AST) -> str:
    if isinstance(node, ast.keyword):
        return node.arg or ""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    return name_of(node) if isinstance(node, (ast.Name, ast.Attribute)) else ""


_WRITING_KEYS = ("set", "sadd", "get", "eval", "evalsha", "execute", "execute_command")
"""What may tell, by what it gives back, that an id was there before."""


def _unless_asked_for(site: Site, once: Once) -> tuple[Condition, ...]:
    """What must be true for no base to ask: none has something of such a name, or calls that or writes a key where it
    calls the function itself."""
    method = site.module.names.qualified(site.scope)
    asking = tuple(each if "*" in each else f"*.{each}" for each in (*once.checks, *_WRITING_KEYS))
    asks = ("member", method.rpartition(".")[0], once.checks), ("run-by-base", method, asking)
    return (("not", "", (("any", "", asks),)),)


def _may_be_asked_for(site: Site, once: Once) -> bool:
    """Whether a base may ask before it calls the function, which it does not do for one that asks itself."""
    owner = site.scope.owner.node if site.scope.owner is not None else None
    has_base = isinstance(owner, ast.ClassDef) and bool(owner.bases)
    return has_base and not _is_harmless(site.scope, site.module, once.checks)
