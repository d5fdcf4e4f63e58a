"""Whether something tries a call again: around it, in its function, in its session, or in what leads there."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...lang.python.module import CallSite, Module, name_of
from ...lang.python.scopes import Scope
from ...query.answers import NO, YES, Answer, answer, on_condition, opposite, some
from ...query.calls import asked_of
from ...query.defined import is_decorated
from ...query.names import NameSet, name_set, spelled
from ...query.running import calls_itself, is_of_others, is_tried_again
from ..site_kind import Site

if TYPE_CHECKING:
    from .options import Options


def is_guarded(site: Site, options: Options) -> Answer:
    """Whether one of the decorators and calls that a card names guards a call, as far as the project shows it."""
    module, names = site.module, name_set(options.guarded_by)
    around = list(_around(site.scope))
    call = next((each for each in module.calls if each.node is site.node), None)
    if (call is not None and is_tried_again(call, module)) or _makes(name_set(options.guarded_sessions), module):
        return YES
    own = [is_decorated(options.guarded_by, each, module) for each in around]
    own += [held for each in around for _, held in calls_itself(names, each, module)]
    own += [answer(_is_handed_to(names, each, module)) for each in around]
    own += [opposite(is_of_others(call, module))] if call is not None else []
    if not around:
        return some(own) if own else NO
    spellings = tuple(map(spelled, options.guarded_by))
    return some([*own, on_condition(("guarded", module.names.qualified(around[-1]), spellings))])


def _around(scope: Scope) -> Iterator[Scope]:
    """The functions that a call stands in, the innermost first."""
    current: Scope | None = scope.function
    while current is not None:
        yield current
        current = current.parent.function if current.parent is not None else None


def _makes(names: NameSet, module: Module) -> bool:
    found = (names.match(asked_of(call), module.roots) for call in module.calls)
    return any(held == YES for held in found)


def _is_handed_to(names: NameSet, scope: Scope, module: Module) -> bool:
    """Whether a function is given to a call of one of some names."""
    return any(
        name_of(given) == scope.name and names.match(asked_of(call), module.roots).holds is not False
        for call in module.calls
        for given in _given(call)
    )


def _given(call: CallSite) -> Iterator[ast.expr]:
    for given in (*call.node.args, *(keyword.value for keyword in call.node.keywords)):
        if isinstance(given, ast.Name | ast.Attribute):
            yield given
