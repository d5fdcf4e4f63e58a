"""Which classes and functions cards mean that name what is defined, and the bases that a class shows in its file."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from fnmatch import fnmatchcase, translate
from typing import Generic, TypeVar

from ..knowledge.exceptions import ancestry, spelled
from ..source.module import Module
from ..source.scopes import Scope
from .answers import NO, UNKNOWN, YES, Answer, on_condition, some
from .names import Asked, NameSet

T = TypeVar("T")

_ROLE = re.compile(r"role:(?P<role>[a-z-]+)(\.(?P<member>\w+))?")


class ByName(Generic[T]):
    """Rules by the simple names of what they are about, so that a name that none of them means costs one look-up."""

    def __init__(self, rules: Iterable[T], names: Callable[[T], Sequence[str]]) -> None:
        self._exact: dict[str, list[T]] = {}
        self._globs: list[tuple[str, T]] = []
        self._all: list[T] = []
        for rule in rules:
            ends = [_simple_of(name) for name in names(rule)]
            if not ends or None in ends:
                self._all.append(rule)
                continue
            for end in dict.fromkeys(end for end in ends if end is not None):
                if "*" in end:
                    self._globs.append((end, rule))
                else:
                    self._exact.setdefault(end, []).append(rule)
        self._any_glob = re.compile("|".join(translate(glob) for glob, _ in self._globs) or "(?!)")

    def of(self, name: str) -> list[T]:
        """The rules that may mean something of a simple name."""
        found = [*self._all, *self._exact.get(name, ())]
        if self._globs and self._any_glob.match(name):
            found += [rule for glob, rule in self._globs if fnmatchcase(name, glob) and rule not in found]
        return found


def _simple_of(name: str) -> str | None:
    """The simple name, or the glob of such, of what a name means; None where that may be anything."""
    role = _ROLE.fullmatch(name)
    if role is not None:
        return role["member"]
    last = name.rpartition(".")[2]
    return None if last == "*" else last


def is_meant(names: Sequence[str], scope: Scope, module: Module) -> Answer:
    """Whether a class or function is one of some names; all are where there are none.

    A name without dots is that of the class or function alone, one with dots is qualified.
    """
    return some(_is_named(name, scope, module) for name in names) if names else YES


def _is_named(name: str, scope: Scope, module: Module) -> Answer:
    role = _ROLE.fullmatch(name)
    if role is not None:
        return _has_role(role["role"], role["member"], scope, module)
    if "." not in name:
        return YES if fnmatchcase(scope.name, name) else NO
    if name.startswith("*.") and name[2:] == scope.name:
        return YES
    found = NameSet([name]).match(Asked(module.names.qualified(scope), scope.name), module.roots)
    return found if found.holds else NO


def _has_role(role: str, member: str | None, scope: Scope, module: Module) -> Answer:
    """A class has a role, or a function is a method of a class that has it."""
    if member is None:
        cls: Scope | None = scope if scope.kind == "class" else None
    else:
        cls = scope.parent if scope.is_method and scope.name == member else None
    return on_condition(("role", module.names.qualified(cls), (role,))) if cls is not None else NO


def derives(names: Sequence[str], scope: Scope, module: Module) -> Answer:
    """Whether a class has a base of one of some names at any depth."""
    node, outer = scope.node, scope.parent
    if not isinstance(node, ast.ClassDef) or outer is None or not node.bases:
        return NO
    symbols = [module.symbol(base.value if isinstance(base, ast.Subscript) else base, outer) for base in node.bases]
    known = [
        each for symbol in symbols if symbol is not None for each in (symbol, *ancestry(spelled(symbol) or symbol))
    ]
    if any(_names_base(name, symbol) for symbol in known for name in names):
        return YES
    roots = {symbol[: symbol.find(".")] if symbol is not None else "" for symbol in symbols}
    is_made = any(isinstance(base, ast.Call) for base in node.bases)
    if roots.isdisjoint(module.roots) and "" not in roots and not is_made:
        standard = {"builtins", "typing_extensions", *sys.stdlib_module_names}
        return NO if roots <= standard else UNKNOWN if not _are_ours(names, module) else NO
    return on_condition(("derives", module.names.qualified(scope), tuple(names)))


def _names_base(name: str, symbol: str) -> bool:
    return fnmatchcase(symbol if "." in name else symbol.rpartition(".")[2], name)


def _are_ours(names: Sequence[str], module: Module) -> bool:
    """Whether only the project can have what the names mean, so that no third party's class derives from it."""
    return all(name.startswith("role:") or name.partition(".")[0] in module.roots for name in names)


def definitions(module: Module, kind: str) -> Iterator[Scope]:
    """The classes or functions of a module."""
    if kind == "function":
        yield from module.index.functions
    else:
        yield from (module.index.scope_of[node] for node, _ in module.of(ast.ClassDef))
