"""What the decorators of functions are given, where they must be given something else than those of others.

They are compared with others of their module; where that has none, with those of the project.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import partial

import msgspec

from ...lang.python.constants import constant
from ...lang.python.module import Module
from ...lang.python.scopes import FunctionNode, Scope
from ...lang.python.unparsed import unparsed
from ...project.topics import Topic
from ...query.answers import YES, answer, on_condition, opposite
from ...query.naming.names import Names, name_set
from ..site_kind import Judgement, Site, demanded
from .decorators import asked_of_decorator, decorated


class Unlike(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab", kw_only=True):
    """What a decorator is given, and where it must be something else."""

    decorator: Names
    """The decorator whose first argument is compared. Example: `decorator = ["acme.limit"]`"""
    of: Names
    """Decorators of the functions with which it is compared. Example: `of = ["acme.get"]`"""


def usually_given(unlike: Unlike) -> Topic:
    """What a module gives such decorators of the functions with which others are compared, and how often."""
    return Topic(_name(unlike), partial(_told, unlike))


def of_unlike(site: Site, unlike: Unlike) -> Iterator[Judgement]:
    """Whether a decorator beside this one is given something else than it is mostly given elsewhere."""
    module = site.module
    function = module.once(decorated).get(site.node)
    given = _first_given(function, unlike, module) if function is not None else None
    if given is None:
        return
    known, own = module.once(_known), _spelled_out(given, module)
    if unlike not in known:
        known[unlike] = _given(unlike, module)
    there, usual = on_condition(("usually-given", own, (_name(unlike),))), known[unlike].most_common(1)
    is_usual = answer(usual[0][0] == own) if usual else there
    said = f"{unparsed(given)} is given here as it is elsewhere"
    yield demanded(opposite(is_usual), said, words={"value": unparsed(given)})


def _name(unlike: Unlike) -> str:
    return f"usually-given {' '.join(unlike.decorator)} of {' '.join(unlike.of)}"


def _known(module: Module) -> dict[Unlike, Counter[str]]:
    """What decorators of a module are given, as far as somebody asked."""
    return {}


def _told(unlike: Unlike, module: Module) -> Mapping[str, int] | None:
    lasts = name_set(unlike.decorator).last_names
    is_there = lasts is None or not lasts.isdisjoint(module.named_calls)
    return dict(_given(unlike, module)) or None if is_there else None


def _given(unlike: Unlike, module: Module) -> Counter[str]:
    names = name_set(unlike.of)
    others = (
        _first_given(each, unlike, module)
        for decorator, each in module.once(decorated).items()
        if isinstance(decorator, ast.expr)
        and names.match(asked_of_decorator(decorator, module, _around(each, module)), module.roots) == YES
    )
    return Counter(_spelled_out(other, module) for other in others if other is not None)


def _spelled_out(given: ast.expr, module: Module) -> str:
    """A value in one spelling, by whatever name the module has it."""
    symbol = module.symbol(given, module.scope) if isinstance(given, (ast.Name, ast.Attribute)) else None
    return symbol or unparsed(given)


def _first_given(function: FunctionNode, unlike: Unlike, module: Module) -> ast.expr | None:
    """What the decorator of a function is given first, as far as it is written out."""
    names, scope = name_set(unlike.decorator), _around(function, module)
    calls = (each for each in function.decorator_list if isinstance(each, ast.Call) and (each.args or each.keywords))
    found = (
        each.args[0] if each.args else each.keywords[0].value
        for each in calls
        if names.match(asked_of_decorator(each, module, scope), module.roots).holds
    )
    return next((constant(module, each, scope) for each in found), None)


def _around(function: FunctionNode, module: Module) -> Scope:
    own = module.index.scope_of.get(function)
    return own.parent if own is not None and own.parent is not None else module.scope
