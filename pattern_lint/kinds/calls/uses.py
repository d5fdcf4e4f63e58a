"""What is called on things that a file makes and keeps under a name."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from ...flow.fillings import kept_from, own_class, standing_for
from ...lang.python.module import CallSite, Module
from ...lang.python.scopes import Scope
from ...query.answers import YES
from ...query.calls.arguments import argument
from ...query.calls.calls import asked_of
from ...query.naming.names import name_set
from ...query.places.places import Places, stands_in
from ...query.places.places import Where as Place
from ...query.values.values import holds
from ..site_kind import Site

if TYPE_CHECKING:
    from .given import Where

Kept: TypeAlias = "tuple[Scope, str]"
"""A variable by its home, or an attribute by its class."""
_PASSING = (ast.Await, ast.IfExp, ast.BoolOp, ast.NamedExpr)


def each_use_says(site: Site, wanted: Where, outside: Places) -> bool:
    """Whether the file calls something on what a call gives, and each time gives it an argument, as far as it shows, or
    does so in a place that the card leaves aside."""
    told = site.module.once(_told(wanted, outside))
    return any(told.get(kept, False) for kept in _kept_under(site))


@lru_cache(maxsize=64)
def _told(wanted: Where, outside: Places) -> Callable[[Module], dict[Kept, bool]]:
    """Whether all calls that are meant, on what is kept under a name, are given an argument."""

    def look(module: Module) -> dict[Kept, bool]:
        names, told = name_set(wanted.of), dict[Kept, bool]()
        for call in _of_last_names(names.last_names, module):
            on = call.node.func.value if isinstance(call.node.func, ast.Attribute) else None
            if on is None or names.match(asked_of(call), module.roots) != YES:
                continue
            kept = kept_as(on, call.scope)
            if kept is not None:
                is_apart = bool(outside) and stands_in(outside, Place(module, call.node, call.scope)) == YES
                told[kept] = told.get(kept, True) and (is_apart or _may_be_given(wanted, call, module))
        return told

    return look


def _of_last_names(lasts: frozenset[str] | None, module: Module) -> Iterable[CallSite]:
    """The calls of some last names, each once; all calls where these may be any."""
    if lasts is None:
        return module.calls
    named = (call for name in sorted(lasts & module.named_calls.keys()) for call in module.named_calls[name])
    return dict.fromkeys(call for call in named if isinstance(call, CallSite))


def kept_as(node: ast.AST, scope: Scope) -> Kept | None:
    """Where a name or attribute belongs; a variable that stands for an attribute of the object is that one."""
    node = standing_for(node, scope) if isinstance(node, ast.Name) else node
    if isinstance(node, ast.Name):
        home = scope.home(node.id)
        return (home, node.id) if home is not None else None
    owner = own_class(node, scope) if isinstance(node, ast.Attribute) else None
    return (owner, node.attr) if owner is not None and isinstance(node, ast.Attribute) else None


def _kept_under(site: Site) -> Iterator[Kept]:
    """The names under which what a call gives is kept."""
    child, targets = site.node, list[ast.AST]()
    for parent in site.module.ancestors(site.node):
        if isinstance(parent, ast.NamedExpr):
            targets.append(parent.target)
        if isinstance(parent, (ast.With, ast.AsyncWith)):
            entered = (item.optional_vars for item in parent.items if item.context_expr is child)
            targets += [each for each in entered if each is not None]
        elif isinstance(parent, (ast.Assign, ast.AnnAssign)):
            targets += parent.targets if isinstance(parent, ast.Assign) else [parent.target]
        if not isinstance(parent, _PASSING):
            break
        child = parent
    names = [(home, each.id) for each in targets if isinstance(each, ast.Name) and (home := site.scope.home(each.id))]
    targets += [kept for name in names for kept in site.module.once(kept_from).get(name, ())]
    yield from (kept for each in targets if (kept := kept_as(each, site.scope)) is not None)


def _may_be_given(wanted: Where, call: CallSite, module: Module) -> bool:
    given = argument(call.node, wanted.argument, wanted.position, module, call.scope)
    if given.value is None:
        return given.is_open
    return holds(wanted, given.value, module, given.scope).holds is not False
