"""What ends something, and what takes it over to end it, as cards name them."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ...config.globs import fnmatchcase
from ...lang.python.module import CallSite, Module, name_of
from ...lang.python.scopes import Scope
from ..calls.calls import receiver_name
from ..calls.given import given_by_name
from ..naming import shown
from ..naming.names import Asked, Names, name_set


class Enders:
    """What ends something, and what takes it over to end it."""

    def __init__(self, release: Names, keepers: Names, awaited: Names = ()) -> None:
        self.release = _Wanted(release)
        self.keepers = _Wanted(keepers)
        self._awaited = _Wanted(awaited) if awaited else None

    def never_run(self, method: ast.AST | None, module: Module, scope: Scope) -> bool:
        """Whether a method is only called, though nothing happens before it is awaited."""
        if self._awaited is None or method is None:
            return False
        call = module.index.parents.get(method)
        if not isinstance(call, ast.Call) or call.func is not method:
            return False
        is_alone = isinstance(module.index.parents.get(call), ast.Expr)
        return is_alone and self._awaited.has(call.func, module, scope)


class _Wanted:
    """Names of functions, asked about many places."""

    def __init__(self, names: Names) -> None:
        self._names = name_set(names)

    def has(self, function: ast.expr, module: Module, scope: Scope) -> bool:
        name = name_of(function)
        if name not in self._names.shown(shown.mentioned, module):
            return False
        asked = Asked(module.symbol(function, scope), name, receiver_name(function))
        return bool(self._names.match(asked, module.roots).holds)

    def names_method(self, name: str) -> bool:
        """Whether a method of that name may be one of them."""
        return self._names.last_globs is None or any(fnmatchcase(name, each) for each in self._names.last_globs)

    def calls(self, module: Module) -> Iterator[CallSite]:
        """The calls that may be of one of them."""
        calls = module.named_calls
        for name in sorted(self._names.shown(shown.called, module)):
            yield from (call for call in calls[name] if isinstance(call, CallSite) and call.name == name)

    def given(self, module: Module) -> Iterator[tuple[CallSite, ast.Attribute]]:
        """The methods that may be one of them and that calls are given, each with the call."""
        meant = self._names.shown(shown.mentioned, module)
        given = module.once(given_by_name) if meant else {}
        for name in sorted(meant & given.keys()):
            yield from ((call, what) for call, what in given[name] if isinstance(what, ast.Attribute))
