"""One except clause, or one call of `contextlib.suppress`, as its file shows it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from ...knowledge.error_names import is_named
from ...knowledge.exceptions import spelled
from ...lang.python.caught import OwnNames, caught_types
from ...lang.python.module import Module
from ...lang.python.scopes import Scope
from ...lang.python.surroundings import asks_for_process, calls_such, calls_within, guarded, works_on_files
from ...lang.python.unparsed import unparsed
from ...query.answers import UNKNOWN, Answer, on_condition, some
from ...query.errors.errors import Selection, takes

if TYPE_CHECKING:
    from .options import Options

_ANY = ("*",)
_OF_SYSTEM = frozenset(
    f"builtins.{name}" for name in "FileExistsError FileNotFoundError OSError PermissionError".split()
)
_OF_VALUES = frozenset(
    f"builtins.{name}"
    for name in "AttributeError IndexError KeyError LookupError RuntimeError TypeError UnicodeError ValueError".split()
)
_EVERYTHING = frozenset({"builtins.Exception", "builtins.BaseException"})


def clauses_of(module: Module) -> list[Clause]:
    """The except clauses of a module, and its calls of `suppress`."""
    found: list[Clause] = []
    for node, scope in module.of(ast.ExceptHandler):
        assert isinstance(node, ast.ExceptHandler)
        found.append(Clause(module, node, scope, [node.type] if node.type is not None else []))
    found += (
        Clause(module, call.node, call.scope, call.node.args)
        for call in module.named_calls.get("suppress", ())
        if call.symbol == "contextlib.suppress" and isinstance(call.node, ast.Call) and call.node.args
    )
    return found


class Clause:
    """What is caught where."""

    def __init__(
        self, module: Module, node: ast.ExceptHandler | ast.Call, scope: Scope, types: Sequence[ast.expr]
    ) -> None:
        self.module = module
        self.node = node
        self.scope = scope
        self.handler = node if isinstance(node, ast.ExceptHandler) else None
        """None where it is a call of `suppress`."""
        self.bare = not types
        self.guarded = guarded(module, node)
        self._types = types

    @cached_property
    def ours(self) -> list[str]:
        """The symbols that only the project can follow."""
        own = self.module.once(OwnNames)
        return [symbol for symbol, known in self._named if known is None and symbol in own]

    @cached_property
    def foreign(self) -> list[str]:
        """The symbols of all others, in their one spelling."""
        own = self.module.once(OwnNames)
        return [known or symbol for symbol, known in self._named if known is not None or symbol not in own]

    @cached_property
    def _symbols(self) -> list[str | None]:
        return [symbol for kind in self._types for symbol in caught_types(self.module, kind, self.scope)]

    @cached_property
    def _named(self) -> list[tuple[str, str | None]]:
        return [(symbol, spelled(symbol)) for symbol in self._symbols if symbol is not None]

    @cached_property
    def written(self) -> str:
        """The clause as it is written."""
        types = ", ".join(map(unparsed, self._types))
        return f"except {types}".rstrip() if self.handler is not None else f"suppress({types})"

    @property
    def shown(self) -> str:
        """How to speak of the clause."""
        return "a bare `except:`" if self.bare else f"`{self.written}`"

    @property
    def catches_all(self) -> bool:
        """Whether it catches every error."""
        return self.bare or not _EVERYTHING.isdisjoint(self.foreign)

    @property
    def is_of_system(self) -> bool:
        """Whether it names errors that files have as well as sockets, and no others but such as tell of values."""
        named = set(self.foreign)
        return not self.ours and not named.isdisjoint(_OF_SYSTEM) and named <= _OF_SYSTEM | _OF_VALUES

    def is_named(self, globs: tuple[str, ...]) -> bool:
        """Whether the names of all that it catches match one of some globs."""
        caught = [*self.ours, *self.foreign]
        return bool(caught) and all(is_named(each, globs) for each in caught)

    def catches(self, selection: Selection, options: Options) -> Answer:
        """Whether it catches one of some errors; its own names can only be followed by the project."""
        module, scope, body = self.module, self.scope, self.guarded
        on_files = works_on_files(module, body, scope) if selection.allow_around_files else None
        asks = options.root_errors == _ANY or (
            bool(options.failures) and calls_such(module, body, scope, options.root_errors)
        )
        probes = bool(selection.allow_around_probes) and asks_for_process(module, body, scope)
        waits = calls_such(module, body, scope, options.polls, or_hands=True)
        place = (on_files, waits, asks, probes)
        found = [takes(selection, symbol, place) for symbol in self.foreign]
        if self.ours:
            plain = tuple(selection)
            found += [on_condition(("catches", symbol, (plain, place))) for symbol in self.ours]
        return some([*found, *([UNKNOWN] if None in self._symbols else ())])

    def own_calls(self) -> Iterator[str]:
        """The project's functions that the clause calls."""
        for call, _ in calls_within(self.handler.body if self.handler is not None else ()):
            symbol = self.module.symbol(call.func, self.scope)
            if symbol is not None and symbol.partition(".")[0] in self.module.roots:
                yield symbol
