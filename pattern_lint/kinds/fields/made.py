"""The calls that make a field: whether a card means them, and what they are given."""

from __future__ import annotations

import ast

from ...lang.python.module import Module, name_of
from ...lang.python.scopes import Scope
from ...query.answers import NO, Answer, answer
from ...query.calls.arguments import Given, argument
from ...query.definitions.fields import Field
from ...query.naming.names import Asked, Names, name_set
from ...query.values.values import Value, holds


def is_made(names: Names, maker: ast.Call, scope: Scope, module: Module) -> Answer:
    return name_set(names).match(Asked(module.symbol(maker.func, scope), name_of(maker.func)), module.roots)


def given_to_makers(name: str, field: Field, scope: Scope, module: Module) -> Given:
    """The argument of the calls that make a field, of which the last one counts."""
    given = [argument(maker, name, None, module, scope) for maker in field.makers]
    is_open = field.is_open or any(each.is_open for each in given)
    return next((each for each in reversed(given) if each.value is not None), Given(None, scope, is_open))


def is_made_with(name: str, wanted: Value, field: Field, scope: Scope, module: Module) -> Answer:
    found = given_to_makers(name, field, scope, module)
    if found.value is None:
        return answer(None if found.is_open else wanted.given is False)
    return NO if wanted.given is False else holds(wanted, found.value, module, found.scope)
