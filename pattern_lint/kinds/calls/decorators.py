"""Which decorators stand above and beneath others, and what cards say of a name that is called."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from typing import Generic, TypeVar

from ...knowledge.words import in_force
from ...lang.python.module import Module, name_of
from ...lang.python.scopes import FunctionNode, Scope
from ...query.answers import NO, YES, Answer, opposite, some
from ...query.calls.calls import Called, asked_of, receiver_name
from ...query.naming.names import Asked, Names, name_set
from ..site_kind import Judgement, Site, demanded

T = TypeVar("T")

_REMEMBERED = 1000
"""Of how many names it is kept what is said of them."""


class Said(Generic[T]):
    """What a card says of some names that are called."""

    def __init__(self, said: Mapping[str, T]) -> None:
        self._said = [(name_set((name,)), each) for name, each in said.items()]
        self._known: dict[Asked, tuple[T | None, Answer, tuple[T, ...]]] = {}
        self._hangs_on: tuple[object, object] = (None, None)
        """The roots and lists that what is known hangs on."""

    def of(self, site: Site) -> T | None:
        """What is said of the name that is called, where the file shows that it is meant."""
        said, held, _ = self.found(site)
        return said if held == YES else None

    def found(self, site: Site) -> tuple[T | None, Answer, tuple[T, ...]]:
        """What is said of the name that is called, whether it is meant, and what is said of each that may be meant."""
        if not self._said:
            return None, NO, ()
        assert isinstance(site.subject, Called)
        return self.found_of(asked_of(site.subject), site.module.roots)

    def found_of(self, asked: Asked, roots: frozenset[str]) -> tuple[T | None, Answer, tuple[T, ...]]:
        """The same of a name that is asked about; the same ones come again and again."""
        if self._hangs_on[0] is not roots or self._hangs_on[1] is not in_force() or len(self._known) > _REMEMBERED:
            self._hangs_on = roots, in_force()
            self._known.clear()
        if asked not in self._known:
            found = [(each, names.match(asked, roots)) for names, each in self._said]
            may_be = sorted((each for each in found if each[1].holds), key=lambda each: each[1] != YES)
            said = may_be[0][0] if may_be else None
            meant = some(held for each, held in may_be if each == said)
            self._known[asked] = said, meant, tuple(each for each, _ in may_be)
        return self._known[asked]


def of_order(site: Site, beneath: Said[str]) -> Iterator[Judgement]:
    """Whether the decorator that must stand beneath another does so; calls that decorate nothing are not asked."""
    module = site.module
    wanted, meant, _ = beneath.found(site)
    function = module.once(decorated).get(site.node) if wanted is not None else None
    if wanted is None or function is None:
        return
    assert isinstance(site.node, ast.expr)
    names, place = name_set((wanted,)), function.decorator_list.index(site.node)
    found = [names.match(_asked(each, site), module.roots) for each in function.decorator_list]
    above, short = some(found[:place]), wanted.rpartition(".")[2]
    where = f"beneath @{site.words['name']}, not above it" if above.holds else f"beneath @{site.words['name']}"
    said = f"{function.name} is no {short}; put @{short} {where}"
    judged = demanded(some(found[place + 1 :]), said, function)
    yield judged._replace(when=(*judged.when, *meant.when)) if judged.verdict == "violates" else judged


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


def classes_decorated(module: Module) -> dict[ast.AST, ast.ClassDef]:
    """The classes of a module by their decorators."""
    nodes = (scope.node for scope in module.index.scopes if scope.kind == "class")
    return {each: node for node in nodes if isinstance(node, ast.ClassDef) for each in node.decorator_list}


def _asked(decorator: ast.expr, site: Site) -> Asked:
    return asked_of_decorator(decorator, site.module, site.scope)


def asked_of_decorator(decorator: ast.expr, module: Module, scope: Scope) -> Asked:
    """What a decorator is, for cards that name some."""
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    return Asked(module.symbol(called, scope), name_of(called), receiver_name(decorator))


def as_call(node: ast.AST, module: Module) -> ast.Call:
    """A call as it is; what is handed on, with what is handed on after it; a decorator without arguments as one that is
    given nothing."""
    if isinstance(node, ast.Call):
        return node
    assert isinstance(node, ast.expr)
    around = module.index.parents.get(node)
    if isinstance(around, ast.Call) and node in around.args:
        return ast.Call(node, around.args[around.args.index(node) + 1 :], around.keywords)
    return ast.Call(node, [], [])
