"""Which classes and functions cards mean that name what is defined, and the bases that a class shows in its file."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from ...config.globs import Like, fnmatchcase, looks_like
from ...knowledge.classes import known_above
from ...knowledge.lacking import also_known_as, may_have
from ...lang.python.constants import constant
from ...lang.python.module import Module, name_of
from ...lang.python.scopes import FunctionNode, Scope
from ..answers import NO, UNKNOWN, YES, Answer, on_condition, opposite, some
from ..naming.forms import spelled
from ..naming.names import Asked, Names, last_name, name_set
from .decorated import decorated_by
from .fields import makers_of, may_be_table

_MODEL = "model"
"""A role that nothing but what a class says itself can give it."""
ROLE = re.compile(r"role:(?P<role>[a-z-]+)(\.(?P<member>[\w*]+))?")

_ERROR = "builtins.BaseException"
_STANDARD = frozenset({"builtins", "typing_extensions", *sys.stdlib_module_names})


def is_meant(names: Sequence[str], scope: Scope, module: Module) -> Answer:
    """Whether a class or function is one of some names; all are where there are none.

    A name without dots is that of the class or function alone, one with dots is qualified.
    """
    if len(names) == 1:
        return _is_named(names[0], scope, module)
    return some([_is_named(name, scope, module) for name in names]) if names else YES


def _is_named(name: str, scope: Scope, module: Module) -> Answer:
    if name.startswith("role:"):
        role, _, member = name[5:].partition(".")
        return _has_role(role, member, scope, module)
    if "." not in name:
        return YES if fnmatchcase(scope.name, name) else NO
    if name.startswith("*.") and name[2:] == scope.name:
        return YES
    found = name_set((name,)).match(Asked(module.names.qualified(scope), scope.name), module.roots)
    return found if found.holds else NO


def _has_role(role: str, member: str, scope: Scope, module: Module) -> Answer:
    """A class has a role, or a function is a method of a class that has it."""
    if not member:
        cls: Scope | None = scope if scope.kind == "class" else None
    else:
        cls = scope.parent if scope.is_method and fnmatchcase(scope.name, member) else None
    if cls is not None and role == _MODEL and not may_be_table(cls, module):
        return NO
    if cls is None or not may_have(f"role:{role}", cls.name):
        return NO
    return on_condition(("role", module.names.qualified(cls), (role,)))


def is_decorated(names: Sequence[str], scope: Scope, module: Module) -> Answer:
    """Whether a class or function has one of some decorators, called or not."""
    node = scope.node
    if not isinstance(node, (FunctionNode, ast.ClassDef)) or not node.decorator_list:
        return NO
    wanted = name_set(tuple(names))
    last = wanted.last_names
    if last is not None and last.isdisjoint(module.once(decorator_names)[scope]):
        return NO
    return decorated_by(wanted, node, module)


def is_decorated_through(names: Names, scope: Scope, module: Module) -> Answer:
    """The same, where a decorator of the project that one of them makes, or that decorates by one of them, counts."""
    held = is_decorated(names, scope, module)
    ours = own_decorators(scope, module) if held != YES else []
    return some([held, *(on_condition(("decorates-by", symbol, tuple(map(spelled, names)))) for symbol in ours)])


def own_decorators(scope: Scope, module: Module) -> list[str]:
    """The decorators of the project that a class or function has."""
    node, outer = scope.node, scope.parent
    if not isinstance(node, (FunctionNode, ast.ClassDef)) or outer is None:
        return []
    called = (each.func if isinstance(each, ast.Call) else each for each in node.decorator_list)
    symbols = (module.symbol(each, outer) or "" for each in called)
    return [symbol for symbol in symbols if symbol[: symbol.find(".")] in module.roots]


def decorator_names(module: Module) -> dict[Scope, set[str]]:
    """The last names of the decorators of classes and functions, as they are written and as they are defined, or known
    to cards."""
    found: dict[Scope, set[str]] = {}
    for scope in module.index.scopes:
        node, outer = scope.node, scope.parent
        if isinstance(node, (FunctionNode, ast.ClassDef)) and outer is not None and node.decorator_list:
            called = [each.func if isinstance(each, ast.Call) else each for each in node.decorator_list]
            symbols = (module.symbol(each, outer) or "" for each in called)
            found[scope] = {*also_known_as(*map(name_of, called), *map(last_name, symbols))}
    return found


def is_parametrized(scope: Scope, module: Module) -> Answer:
    """Whether a class gives its generic base a parameter; one that is not generic, or has one already, needs none."""
    node, outer = scope.node, scope.parent
    assert isinstance(node, ast.ClassDef) and outer is not None
    if any(isinstance(constant(module, base, outer), ast.Subscript) for base in node.bases):
        return YES
    symbols = [module.symbol(base, outer) for base in node.bases]
    ours = [symbol for symbol in symbols if symbol is not None and symbol[: symbol.find(".")] in module.roots]
    if not ours:
        return UNKNOWN
    return opposite(some(on_condition(("generic", symbol, ())) for symbol in ours))


class Bases(NamedTuple):
    """What the file shows of the bases of a class."""

    known: tuple[str, ...]
    """Their symbols, with those of what exceptions are known to derive from."""
    last_names: frozenset[str]
    is_ours: bool
    """Whether only the project can tell what they are."""
    is_known: bool
    """Whether nothing above them is left to guess: they are of the standard library, or errors that are known."""
    makers: frozenset[str]
    """The packages that make its fields, which tell of a base that nobody knows."""


def derives(names: Sequence[str], scope: Scope, module: Module) -> Answer:
    """Whether a class has a base of one of some names at any depth; found out once, as each of its methods asks."""
    shown = module.once(bases).get(scope)
    if shown is None:
        return NO
    known, asked = module.once(_answered), (tuple(names), scope)
    if asked not in known:
        known[asked] = _derives(names, scope, shown, module)
    return known[asked]


def _answered(module: Module) -> dict[tuple[tuple[str, ...], Scope], Answer]:
    return {}


def _derives(names: Sequence[str], scope: Scope, shown: Bases, module: Module) -> Answer:
    plain, dotted = _base_names(tuple(names))
    if any(plain(symbol[symbol.rfind(".") + 1 :]) or dotted(symbol) for symbol in shown.known):
        return YES
    is_made_so = any(name.partition(".")[0] in shown.makers for name in names)
    if not shown.is_ours:
        return YES if is_made_so else NO if shown.is_known or _are_ours(names, module) else UNKNOWN
    asked = ("derives", module.names.qualified(scope), tuple(names))
    return on_condition(("any", "", (asked, ("unknown", "", (asked,)))) if is_made_so else asked)


def bases(module: Module) -> dict[Scope, Bases]:
    """The classes of a module that have bases."""
    found: dict[Scope, Bases] = {}
    for scope in definitions(module, "class"):
        node, outer = scope.node, scope.parent
        if not isinstance(node, ast.ClassDef) or outer is None or not node.bases:
            continue
        written = [base.value if isinstance(base, ast.Subscript) else base for base in node.bases]
        symbols = [module.symbol(base, outer) or "" for base in written]
        roots = {symbol[: symbol.find(".")] for symbol in symbols}
        is_open = "" in symbols or any(isinstance(base, ast.Call) for base in written)
        above = {symbol: known_above(symbol) for symbol in symbols if symbol}
        known = tuple(each for symbol, others in above.items() for each in (symbol, *others))
        last_names = frozenset(map(last_name, known))
        is_ours = is_open or not roots.isdisjoint(module.roots)
        is_known = all(symbol.partition(".")[0] in _STANDARD or _ERROR in others for symbol, others in above.items())
        makers = makers_of(scope, module) if not is_known else frozenset[str]()
        found[scope] = Bases(known, last_names, is_ours, is_known, makers)
    return found


@lru_cache(maxsize=1024)
def _base_names(names: tuple[str, ...]) -> tuple[Like, Like]:
    """What matches the simple names of bases, and what matches their symbols."""
    dotted = tuple(name for name in names if "." in name)
    return looks_like(tuple(name for name in names if "." not in name)), looks_like(dotted)


def _are_ours(names: Sequence[str], module: Module) -> bool:
    """Whether only the project can have what the names mean, so that no third party's class derives from it."""
    return all(name.startswith("role:") or name.partition(".")[0] in module.roots for name in names)


def definitions(module: Module, kind: str) -> Iterator[Scope]:
    """The classes or functions of a module."""
    if kind == "function":
        yield from module.index.functions
    else:
        yield from (module.index.scope_of[node] for node, _ in module.of(ast.ClassDef))


def is_stand_in(module: Module, scope: Scope) -> bool:
    """Whether a class only takes the place of one that could not be imported."""
    outer = scope.parent
    bound = outer.bindings.get(scope.name, ()) if outer is not None else ()
    return any(binding.kind == "import" for binding in bound) or any(
        isinstance(around, ast.ExceptHandler) for around in module.ancestors(scope.node)
    )


_BARE = ("Base", "_Base", "Abstract", "_Abstract")
"""How the names of classes begin that others are to derive from."""


def is_concrete(scope: Scope, module: Module) -> Answer:
    """Whether a class is neither abstract nor a bare base."""
    abstract = on_condition(("abstract", module.names.qualified(scope), ()))
    return NO if scope.name.startswith(_BARE) else opposite(abstract)
