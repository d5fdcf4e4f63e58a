"""Collects from one module what the join needs to judge ids: classes, and what makes ids or describes them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from ...config.globs import core_of, looks_like
from ...lang.python.module import Module, Span
from ...lang.python.scopes import Binding, Scope
from ...query.naming.meant import KnownNames
from ...query.naming.shown import mentioned
from .expressions import Expression, Writer
from .models import ModelReader, last_name

_PREFIX = re.compile(r"[A-Z][A-Z0-9_]{0,20}[-_]?")
_PATTERN = re.compile(r"\\d|\[0-9|\[a-f|\[A-F|\{8\}")
_ABOUT_IDS = re.compile(r"(^|_)u?ids?(_|$)|pattern|regex|prefix|[a-z]Id$", re.IGNORECASE)
_WORDS = ("id", "pattern", "regex", "prefix")
"""One of these stands in each such name."""
_MAKES_IDS = re.compile(r"(\w*_)?(build|create|gen|generate|make|mint|new|next)_(\w+_)?id")
_ID_SOURCES = ("uuid.", "secrets.", "ulid.", "nanoid.", "shortuuid.", "uuid6.", "cuid.", "cuid2.", "xid.", "bson.")
_ALIASES = frozenset({"Annotated", "NewType", "Field", "StringConstraints", "compile", "constr", "partial"})
_LONGEST_CHAIN = 3
_COMPUTED = (ast.JoinedStr, ast.BinOp, ast.Lambda, ast.Dict, ast.Name, ast.Attribute)


class Definition(NamedTuple):
    """A function or constant that can have to do with how ids are made or what they look like."""

    span: Span
    written: Expression


class Collector:
    """Collects from one module; `names` are globs of ids, `generators` of the functions that make them."""

    def __init__(self, module: Module, names: tuple[str, ...], generators: tuple[str, ...]) -> None:
        self._module = module
        self._writer = Writer(module)
        self._models = ModelReader(module, self._writer, looks_like(names))
        self._generators = looks_like(generators)
        self._ends = ("id", *(glob.rpartition("*")[2] for glob in generators))
        self._homes = [scope for scope in module.index.scopes if scope.kind in ("module", "class")]
        """Where constants and fields are."""
        self._about_ids = _about_ids(generators).shown(mentioned, module)

    def facts(self) -> dict[str, dict[str, tuple[Any, ...]]] | None:
        """Plain data; None where the module has nothing to tell."""
        classes = {scope.qualname: self._models.read(scope) for scope in self._homes if scope.kind == "class"}
        found: dict[str, dict[str, tuple[Any, ...]]] = {
            "classes": {name: tuple(fact) for name, fact in classes.items() if fact is not None},
            "functions": {
                scope.qualname: (self._heading(scope), self._writer.function(scope)) for scope in self._makers()
            },
            "constants": dict(self._constants()),
        }
        return found if any(found.values()) else None

    def _makers(self) -> Iterator[Scope]:
        """The functions that may make ids or their patterns: by their name, or by what they call."""
        functions, about_ids, ends = self._module.index.functions, self._about_ids, self._ends
        makers = {scope for scope in functions if scope.name in about_ids} if about_ids else set[Scope]()
        symbols = self._module.called_symbols
        may_give = [each for each in symbols if each and (each.endswith(ends) or each.startswith(_ID_SOURCES))]
        giving = {symbol for symbol in may_give if self._gives_id(symbol)}
        for call in self._module.calls if giving else ():
            if call.symbol in giving:
                _add(makers, call.scope)
        if makers:
            self._add_callers(makers)
        for scope in functions if makers else ():
            if scope in makers and scope.parent is not None and scope.parent.kind in ("module", "class"):
                yield scope

    def _add_callers(self, makers: set[Scope]) -> None:
        """Add the functions that give back what other makers of the module do, and those that makers leave it to."""
        parents = self._module.index.parents
        returning = [
            (call.scope, call.symbol.replace("()", ""))
            for call in self._module.calls
            if call.symbol is not None and isinstance(parents.get(call.node), (ast.Return, ast.Lambda))
        ]
        own = {self._module.names.qualified(scope): scope for scope in self._module.index.functions}
        for _ in range(_LONGEST_CHAIN):
            named = {self._module.names.qualified(scope) for scope in makers if scope.kind == "function"}
            for scope, called in returning:
                if called in named:
                    _add(makers, scope)
                elif scope in makers and called in own:
                    _add(makers, own[called])

    def _heading(self, function: Scope) -> Span:
        """From the keyword to the name."""
        line, column, _, _ = self._module.span(function.node)
        keyword = "async def " if function.is_async else "def "
        return (line, column, line, column + len(keyword) + len(function.name))

    def _gives_id(self, symbol: str) -> bool:
        """Whether what is called makes ids, as it or its package are known for or as its name says."""
        if symbol.startswith(_ID_SOURCES):
            return True
        if not symbol.endswith(self._ends):
            return False
        name = last_name(symbol)
        return bool(_MAKES_IDS.fullmatch(name) or self._generators(name))

    def _constants(self) -> Iterator[tuple[str, tuple[Any, ...]]]:
        for scope in self._homes:
            for name, bindings in scope.bindings.items():
                binding = bindings[-1]
                if binding.kind in ("assign", "annotated") and self._matters(name, binding, scope):
                    place = f"{scope.qualname}.{name}" if scope.qualname else name
                    written = self._writer.expression(binding.value, scope)
                    yield place, (self._module.header(binding.node), written)

    def _matters(self, name: str, binding: Binding, scope: Scope) -> bool:
        """Whether a constant may hold a prefix, a pattern, an annotated type or a generator."""
        value = binding.value
        if isinstance(value, ast.Constant):
            text = value.value
            if not isinstance(text, str):
                return False
            if name in self._about_ids or (text[:1].isupper() and _PREFIX.fullmatch(text)):
                return True
            return ("\\" in text or "[" in text or "{" in text) and _PATTERN.search(text) is not None
        if isinstance(value, ast.Subscript):
            return last_name(self._module.symbol(value.value, scope)) in _ALIASES
        if isinstance(value, ast.Call) and (scope.kind == "module" or binding.kind == "assign"):
            return name in self._about_ids or last_name(self._module.symbol(value.func, scope)) in _ALIASES
        return isinstance(value, _COMPUTED) and name in self._about_ids


@lru_cache(maxsize=64)
def _about_ids(generators: tuple[str, ...]) -> KnownNames:
    """Tells which names speak of ids."""
    makes = looks_like(generators)
    cores = (*_WORDS, *map(core_of, generators))
    return KnownNames(lambda name: _ABOUT_IDS.search(name) or makes(name), cores)


def _add(makers: set[Scope], scope: Scope) -> None:
    """Add a scope and those around it: what a nested function does, the outer one hands out."""
    current: Scope | None = scope
    while current is not None:
        makers.add(current)
        current = current.parent
