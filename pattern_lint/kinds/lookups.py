"""Look-ups in tables of classes and functions, of which what was found is called."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import ClassVar, TypeGuard

from ..flow.tested import makes_sure, untested_call, untested_use
from ..knowledge.excuses import named
from ..lang.python.catching import is_caught_around
from ..lang.python.constants import constant
from ..lang.python.module import Module, name_of
from ..lang.python.scopes import Scope
from ..lang.python.unparsed import unparsed
from ..lang.python.walking import nodes_in
from ..query.calls.lookups import asked_afterwards, is_choice_of_parser, looked_up, parts_of
from ..query.definitions.tables import tables_of_classes
from ..query.places.places import Places, Where, stands_in
from .kit import Rule
from .site_kind import CONFORMS, Judgement, Site, SiteKind, SiteOptions

_MISSING = "builtins.KeyError"
_NOTHING = "builtins.TypeError"
"""With what a call of None fails."""
_SETTINGS = re.compile("settings|conf|env")
_ANSWERING = ("collections.defaultdict()", "collections.Counter()", "builtins.list()", "builtins.tuple()")
"""What has an answer for every key, or is no table of names."""


class Options(SiteOptions, frozen=True, kw_only=True):
    """Where look-ups are looked at; each must say what happens where nothing is found."""

    factories: Places = ()
    """Only look-ups in one of these places, and those in tables of classes, which make a factory of any function.
    Example: `factories = ["class:*Factory*", "function:create_*"]`"""

    words: ClassVar[tuple[str, ...]] = ("registry", "key", "function", "module")


class Kind(SiteKind[Options]):
    """A site is a look-up by a name that is not written out, where what it gives is called."""

    def sites(self, module: Module) -> Iterator[tuple[Rule[Options], Site]]:
        called, asked = looked_up(module), list(asked_afterwards(module))
        of_classes = module.once(tables_of_classes) if called or asked else frozenset[str]()
        asked = [each for each in asked if _table_of(each[0]) in of_classes]
        for node, scope in dict.fromkeys((*called, *asked)):
            table, key = parts_of(node)
            if table is None or key is None or module.symbol(table, scope) in _ANSWERING:
                continue
            if is_choice_of_parser(key, module) or _is_known(table, key, module, scope):
                continue
            words = {"registry": unparsed(table), "key": unparsed(key), "module": module.name}
            words["function"] = scope.function.name if scope.function is not None else ""
            is_factory = name_of(table) in of_classes
            for rule in self.rules:
                places = rule.options.factories
                if is_factory or not places or stands_in(places, Where(module, node, scope)).holds:
                    yield rule, Site(module, node, scope, words, subject=is_factory)

    def judge(self, site: Site, rule: Rule[Options]) -> Iterator[Judgement]:
        node, module, scope = site.node, site.module, site.scope
        assert isinstance(node, ast.expr)
        name, key = site.words["registry"], site.words["key"]
        if isinstance(node, ast.Call):
            call: ast.expr | None = untested_call(module, node, scope)
            call = untested_use(module, node, scope) if call is None and site.subject else call
            call = None if call is not None and _is_expected(call, _NOTHING, module, scope) else call
            said = f"{name} may have no {key}, and then None is called; test what was found, and say what there is"
            is_sure = call is None or _is_member(node, name, key, module, scope)
            yield CONFORMS if is_sure else Judgement("violates", said, call)
            return
        dealt_with = _is_expected(node, _MISSING, module, scope) or _is_member(node, name, key, module, scope)
        if dealt_with or _is_refused_before(node, key, module, scope):
            yield CONFORMS
        else:
            yield Judgement("violates", f"{name} may have no {key}, and a bare KeyError says nothing of what there is")


def _is_known(table: ast.expr, key: ast.expr, module: Module, scope: Scope) -> bool:
    """Whether a key says of what a collection is, `set[str]()`, or is a constant of the file, or of the module that
    the table is taken from."""
    symbol = module.symbol(table, scope) or ""
    if symbol.startswith("builtins.") and not symbol.endswith(")"):
        return True
    if isinstance(constant(module, key, scope), ast.Constant) or _is_union(key):
        return True
    if not _is_constant(key) or not isinstance(key, ast.Attribute) or not isinstance(table, ast.Attribute):
        return False
    return unparsed(key.value) == unparsed(table.value) and not _SETTINGS.search(name_of(key.value).lower())


def _is_union(key: ast.expr) -> bool:
    """Whether a key is written as several types, which are what a generic class or function is made for."""
    return isinstance(key, ast.BinOp) and isinstance(key.op, ast.BitOr)


def _is_refused_before(node: ast.expr, key: str, module: Module, scope: Scope) -> bool:
    """Whether the function has looked up the same key before, where it deals with one that is not there."""
    return any(
        isinstance(each, ast.Subscript)
        and each.lineno < node.lineno
        and unparsed(each.slice) == key
        and _is_expected(each, _MISSING, module, scope)
        for each in nodes_in(scope.node)
    )


def _table_of(node: ast.expr) -> str:
    table, _ = parts_of(node)
    return name_of(table) if table is not None else ""


def _is_expected(node: ast.expr, error: str, module: Module, scope: Scope) -> bool:
    """Whether something around an expression catches the error with which it fails."""
    statement = next(each for each in module.ancestors(node) if isinstance(each, ast.stmt))
    return is_caught_around(module, statement, error, scope)


def _is_member(node: ast.AST, table: str, key: str, module: Module, scope: Scope) -> bool:
    """Whether the function asks whether a key is among those of a table, or of others, has that asked, or goes through
    such keys."""
    nodes = nodes_in(scope.node)
    if any(_asks_for(each, table) or _is_ensured(each, key) for each in nodes):
        return True
    if any(_asks_among(each, key) and _is_settled(each, node, module) for each in nodes):
        return True
    return any(_goes_through(each, table, key) for each in nodes) or _is_asked_about(node, key, module)


def _is_asked_about(node: ast.AST, key: str, module: Module) -> bool:
    """Whether a look-up happens only where a function that is asked about its key says yes: `if self.has(key):`."""
    tests = (each.test for each in module.ancestors(node) if isinstance(each, (ast.If, ast.IfExp)))
    calls = (part for test in tests for part in nodes_in(test) if isinstance(part, ast.Call))
    return any(
        named().predicates.match(name_of(call.func)) and any(unparsed(each) == key for each in call.args)
        for call in calls
    )


def _is_ensured(node: ast.AST, key: str) -> bool:
    """Whether a statement hands a key to a helper that fails where something is not as it has to be."""
    call = node.value if isinstance(node, ast.Expr) and makes_sure(node.value) else None
    call = call.value if isinstance(call, ast.Await) else call
    return isinstance(call, ast.Call) and any(unparsed(each) == key for each in call.args)


def _asks_for(node: ast.AST, table: str) -> bool:
    if not isinstance(node, ast.Compare) or not isinstance(node.ops[-1], (ast.In, ast.NotIn)):
        return False
    return unparsed(node.comparators[-1]).removesuffix(".keys()") == table


def _asks_among(node: ast.AST, key: str) -> TypeGuard[ast.Compare]:
    """Whether a comparison asks whether a key is among some that are written out, or that a constant holds."""
    if not isinstance(node, ast.Compare) or not isinstance(node.ops[-1], (ast.In, ast.NotIn)):
        return False
    among = node.comparators[-1]
    return unparsed(node.left) == key and (isinstance(among, (ast.Set, ast.Tuple, ast.List)) or _is_constant(among))


def _is_settled(question: ast.Compare, node: ast.AST, module: Module) -> bool:
    """Whether a look-up happens only with such keys as a question asks for: not if the question is about something
    else that some of the keys need, unless it names members of an enum, which takes no other keys anyway."""
    among = question.comparators[-1]
    if isinstance(question.ops[-1], ast.NotIn) or isinstance(among, (ast.Name, ast.Attribute)):
        return True
    if isinstance(among, (ast.Set, ast.Tuple, ast.List)) and all(
        isinstance(each, ast.Attribute) for each in among.elts
    ):
        return True
    within = set(module.ancestors(node))
    branch = next((each for each in module.ancestors(question) if isinstance(each, (ast.If, ast.IfExp))), None)
    return branch in within


def _goes_through(node: ast.AST, table: str, key: str) -> bool:
    if not isinstance(node, (ast.For, ast.comprehension)):
        return False
    return key in _names_in(node.target) and (_is_constant(node.iter) or table in _names_in(node.iter))


def _is_constant(node: ast.expr) -> bool:
    return isinstance(node, (ast.Name, ast.Attribute)) and name_of(node).isupper()


def _names_in(node: ast.expr) -> set[str]:
    return {unparsed(each) for each in nodes_in(node) if isinstance(each, (ast.Name, ast.Attribute))}
