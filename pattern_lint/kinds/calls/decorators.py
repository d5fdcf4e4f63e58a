"""Which decorators stand above and beneath others, and what cards say of a name that is called."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

from ...lang.python.module import Module, name_of
from ...lang.python.scopes import FunctionNode
from ...query.answers import YES, opposite, some
from ...query.calls import Called, asked_of
from ...query.names import Asked, Names, NameSet, name_set
from ..site_kind import Judgement, Site, demanded

T = TypeVar("T")


def by_name(said: Mapping[str, T]) -> list[tuple[NameSet, T]]:
    return [(NameSet([name]), each) for name, each in said.items()]


def of_names(site: Site, said: Sequence[tuple[NameSet, T]]) -> T | None:
    """What is said of the name that is called."""
    call = site.subject
    assert isinstance(call, Called)
    asked, roots = asked_of(call), site.module.roots
    return next((each for names, each in said if names.match(asked, roots) == YES), None)


def of_order(site: Site, beneath: list[tuple[NameSet, str]]) -> Iterator[Judgement]:
    """Whether the decorator that must stand beneath another does so; calls that decorate nothing are not asked."""
    module = site.module
    wanted = of_names(site, beneath)
    function = module.once(decorated).get(site.node) if wanted is not None else None
    if wanted is None or function is None:
        return
    assert isinstance(site.node, ast.expr)
    names, place = name_set((wanted,)), function.decorator_list.index(site.node)
    found = [names.match(_asked(each, site), module.roots) for each in function.decorator_list]
    above, short = some(found[:place]), wanted.rpartition(".")[2]
    where = f"beneath @{site.words['name']}, not above it" if above.holds else f"beneath @{site.words['name']}"
    said = f"{function.name} is no {short}; put @{short} {where}"
    yield demanded(some(found[place + 1 :]), said, function)


def of_beneath(site: Site, never_above: Names) -> Iterator[Judgement]:
    """Whether a decorator that must stand above it stands beneath; calls that decorate nothing are not asked."""
    function = site.module.once(decorated).get(site.node) if never_above else None
    if function is None:
        return
    assert isinstance(site.node, ast.expr)
    names, place = name_set(never_above), function.decorator_list.index(site.node)
    for number, each in enumerate(function.decorator_list):
        asked = _asked(each, site)
        held = names.match(asked, site.module.roots)
        if number != place and held.holds:
            said = f"@{site.words['name']} stands above @{asked.written}, which belongs outside of it; swap them"
            is_right = YES if number < place else opposite(held)
            yield demanded(is_right, said, words={"value": asked.written})


def decorated(module: Module) -> dict[ast.AST, FunctionNode]:
    """The functions of a module by their decorators."""
    nodes = (scope.node for scope in module.index.functions)
    return {each: node for node in nodes if isinstance(node, FunctionNode) for each in node.decorator_list}


def _asked(decorator: ast.expr, site: Site) -> Asked:
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    return Asked(site.module.symbol(called, site.scope), name_of(called))
