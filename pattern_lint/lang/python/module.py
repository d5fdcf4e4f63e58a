"""One parsed and indexed file, as checks see it."""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cached_property, partial
from operator import attrgetter
from typing import Any, NamedTuple, TypeAlias, TypeVar

from ...knowledge.lacking import own_names
from .held import Held
from .index import Index, Indexed
from .names import Names
from .one_form import read_in_one_form
from .parsing import parse
from .paths import Category, category, module_name, package_name
from .renamed import Renamed, renamed_parameters
from .scopes import Scope
from .text import decoded, split_lines
from .walking import start_of

T = TypeVar("T")

Span: TypeAlias = tuple[int, int, int, int]
"""First line and column, last line and column; all begin at 1, the last column is behind the last letter."""


_WAIVING = (b"noqa", b"pylint:", b"nosec", b"noinspection", b"ignore[override", b"override]")
"""What comments hold that accept findings."""
_PLACE = attrgetter("lineno", "col_offset", "end_lineno", "end_col_offset")


_DECORATED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


class CallSite(NamedTuple):
    """A call, the scope it belongs to, and the symbol of what it calls."""

    node: ast.Call
    scope: Scope
    symbol: str | None
    name: str
    """The last name of what is called as it is written: `get` of `self.repo.get()`; empty where it has none."""


class Decoration(NamedTuple):
    """A decorator without arguments, which is called like any other."""

    node: ast.expr
    scope: Scope
    symbol: str | None
    name: str


_MAKE_CALL_SITE = partial(tuple.__new__, CallSite)
"""Without the detour by the named tuple's own constructor: there are more calls than anything else."""


class Module:
    """A file: its tree, its index, and what its names mean."""

    def __init__(self, path: str, source: bytes, roots: frozenset[str] = frozenset(), label: str = "") -> None:
        self.path = path
        self.source = source
        self.notes: list[str] = []
        """What could not be found out, and why; for those who ask."""
        self.roots = roots
        """The top-level names of the project, which no standard module hides."""
        self.name = module_name(path)
        self.is_package = path.endswith(("__init__.py", "__init__.pyi"))
        self.category: Category = category(label or path, source)
        self._prefix = self.name + "."
        self.is_ascii = source.isascii()
        """Whether bytes are letters, so that the parser's columns are ours."""
        self._ordered: dict[tuple[type[ast.AST], ...], list[Indexed]] = {}
        self._derived: dict[Callable[[Module], Any], Any] = {}
        self.tree = parse(source)
        read_in_one_form(self.tree, source)
        self.index = Index(self.tree, package_name(path))
        self.stars = [node for node, _ in self.of(ast.ImportFrom) if _is_star(node)]
        self.names = Names(self.name, self.index, roots, has_star=bool(self.stars))
        self.surveyed: Mapping[str, object] = {}
        """What a look at many files at once said of this one, by check kind."""
        self.held = Held(self.name, roots)

    @cached_property
    def waivers(self) -> tuple[tuple[object, ...], ...]:
        """The comments that accept findings, as plain data."""
        lowered = self.source.lower()
        if not any(mark in lowered for mark in _WAIVING):
            return ()
        from ...engine.waivers import find_waivers  # most files have none

        return tuple(tuple(waiver) for waiver in find_waivers(self.text))

    @property
    def scope(self) -> Scope:
        return self.index.scopes[0]

    @cached_property
    def text(self) -> str:
        return decoded(self.source)

    @cached_property
    def lines(self) -> list[str]:
        return split_lines(self.text)

    def first_lines(self, count: int) -> list[str]:
        """The first few lines."""
        if "lines" in self.__dict__ or "\r" in self.text:
            return self.lines[:count]
        return self.text.split("\n", count)[:count]

    @cached_property
    def calls(self) -> list[CallSite]:
        """Every call of the module, with what it calls."""
        found: list[CallSite] = []
        add, called, settled, prefix = found.append, self.names.called, self.held.settled, self._prefix
        for scope in self.index.scopes:
            for node, symbol, name in called(scope) if scope.calls else ():
                if symbol is not None and symbol.startswith(prefix):
                    symbol = settled(symbol)
                add(_MAKE_CALL_SITE((node, scope, symbol, name)))
        return found

    @cached_property
    def called_names(self) -> frozenset[str]:
        """The last names of all that is called: what is not among them needs no look at the calls."""
        return frozenset([call.name for call in self.calls])

    @cached_property
    def decorations(self) -> list[Decoration]:
        """The decorators that are written without arguments; those with arguments are calls."""
        found: list[Decoration] = []
        for scope in self.index.scopes:
            node, outer = scope.node, scope.parent
            if isinstance(node, _DECORATED) and node.decorator_list and outer is not None:
                plain = (each for each in node.decorator_list if not isinstance(each, ast.Call))
                found += [Decoration(each, outer, self.symbol(each, outer), name_of(each)) for each in plain]
        return found

    @cached_property
    def named_calls(self) -> dict[str, list[CallSite | Decoration]]:
        """Calls and decorations by the last name of what is called, as it is written and as it is defined."""
        table: dict[str, list[CallSite | Decoration]] = {}
        both: list[CallSite | Decoration] = [*self.calls, *self.decorations]
        for call in both:
            _, _, symbol, written = call
            if written in table:
                table[written].append(call)
            else:
                table[written] = [call]
            defined = written if symbol is None else symbol[symbol.rfind(".") + 1 :]
            if defined != written:
                table.setdefault(defined, []).append(call)
        for alias in own_names().keys() & table.keys():
            handed_on = [call for call in table[alias] if _is_ours(call.symbol, alias, self.roots)]
            for name in own_names()[alias] if handed_on else ():
                table.setdefault(name, []).extend(call for call in handed_on if call.name != name)
        return table

    @cached_property
    def called_symbols(self) -> frozenset[str | None]:
        """The symbols of all that is called."""
        return frozenset([call.symbol for call in self.calls])

    @cached_property
    def imported_names(self) -> frozenset[str]:
        """The last names of all that is imported, and the first ones of modules that are imported whole."""
        homes: dict[Scope, None] = {}
        for _, scope in self.of(ast.Import, ast.ImportFrom):
            home: Scope | None = scope
            while home is not None and home not in homes:  # what is global belongs to a scope further out
                homes[home] = None
                home = home.parent
        bound = (each for home in homes for bindings in home.bindings.values() for each in bindings)
        return frozenset(each.target[each.target.rfind(".") + 1 :] for each in bound if each.kind == "import")

    @cached_property
    def mentioned(self) -> frozenset[str]:
        """All names that occur, be it as a variable, attribute, parameter or keyword, in a pattern, too, or as a
        definition or import; what is imported under another name has both."""
        keywords = (node.arg for node, _ in self.index.nodes.get(ast.keyword, ()) if isinstance(node, ast.keyword))
        cases = (case for node, _ in self.index.nodes.get(ast.Match, ()) for case in getattr(node, "cases", ()))
        matched = (
            part.kwd_attrs for case in cases for part in ast.walk(case.pattern) if part.__class__ is ast.MatchClass
        )
        bound = (scope.bindings for scope in self.index.scopes)
        return frozenset(filter(None, keywords)).union(self.index.mentioned, self.imported_names, *matched, *bound)

    @cached_property
    def renamed(self) -> Renamed:
        """The attributes of its classes that keep a parameter under another name."""
        return renamed_parameters(self.index.nodes)

    @cached_property
    def texts(self) -> frozenset[str]:
        """The constant texts that do not stand alone."""
        constants = (node.value for node, _ in self.index.constants)
        return frozenset([value for value in constants if isinstance(value, str)])

    @cached_property
    def returned(self) -> dict[Scope, list[ast.expr]]:
        """The values that each function gives back."""
        table: dict[Scope, list[ast.expr]] = {}
        for node, scope in self.of(ast.Return):
            assert isinstance(node, ast.Return)
            if node.value is not None:
                table.setdefault(scope, []).append(node.value)
        return table

    @cached_property
    def generators(self) -> frozenset[Scope]:
        """The functions that yield."""
        return frozenset(scope for _, scope in self.of(ast.Yield, ast.YieldFrom))

    def of(self, *types: type[ast.AST]) -> list[Indexed]:
        """The nodes of the given types in source order, each with its scope."""
        if types not in self._ordered:
            nodes = self.index.nodes
            found = [entry for kind in types for entry in nodes.get(kind, ())]
            if len(found) > 1:
                found.sort(key=_position)
            self._ordered[types] = found
        return self._ordered[types]

    def once(self, work: Callable[[Module], T]) -> T:
        """What a function makes of the module, made once for all checks that ask for it."""
        if work not in self._derived:
            self._derived[work] = work(self)
        found: T = self._derived[work]
        return found

    def symbol(self, node: ast.expr, scope: Scope) -> str | None:
        """What an expression names or evaluates to, attributes of this module's classes included."""
        found = self.names.symbol(node, scope)
        return self.held.settled(found) if found is not None and found.startswith(self._prefix) else found

    def span(self, node: ast.AST) -> Span:
        """The place of a node in lines and letters, both from 1; the parser counts bytes."""
        line, column, end_line, end_column = _PLACE(node)
        if self.is_ascii:
            return (line, column + 1, end_line, end_column + 1)
        return (line, self._letters(line, column) + 1, end_line, self._letters(end_line, end_column) + 1)

    def header(self, node: ast.AST) -> Span:
        """The place of a node without the block that it opens: where a finding about it is shown."""
        line, column, end_line, end_column = self.span(node)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            start = self._line(line).find(node.name, column - 1)
            return (line, column, line, start + len(node.name) + 1)
        last = _last_of_header(node)
        if last is None:
            block = getattr(node, "body", None)
            if isinstance(block, list) and block:
                before, _, _ = self._line(line)[column - 1 :].partition(":")
                return (line, column, line, column + len(before) + 1)
            return (line, column, end_line, end_column)
        return (line, column, *self.span(last)[2:])

    def _line(self, number: int) -> str:
        return self.lines[number - 1] if number <= len(self.lines) else ""

    def _letters(self, line: int, column: int) -> int:
        return len(self._line(line).encode()[:column].decode(errors="replace"))

    def release(self) -> None:
        """Let go of everything, so that the tree is freed at once, without the collector, whoever still holds what."""
        for scope in self.index.scopes:
            scope.children.clear()
            scope.bindings.clear()
            scope.calls.clear()
            scope.parent = scope.owner = None
        self.index.parents.clear()
        self.index.nodes.clear()
        self.index.scope_of.clear()
        self.__dict__.clear()

    def ancestors(self, node: ast.AST) -> Iterator[ast.AST]:
        """The nodes around a node, the nearest first; nodes of the enclosing scopes included."""
        parents = self.index.parents
        current = parents.get(node)
        while current is not None:
            yield current
            current = parents.get(current)


def _is_ours(symbol: str | None, last: str, roots: Collection[str]) -> bool:
    """Whether something belongs to a module of the project, and has a name there."""
    return symbol is not None and symbol.endswith(f".{last}") and symbol[: symbol.find(".")] in roots


def name_of(node: ast.expr) -> str:
    """The last name of an expression as it is written; empty where it has none."""
    if node.__class__ is ast.Attribute:
        return node.attr
    return node.id if node.__class__ is ast.Name else ""


def _position(entry: Indexed) -> tuple[int, int]:
    return start_of(entry[0])


def _last_of_header(node: ast.AST) -> ast.AST | None:
    """The last expression before a compound statement's colon."""
    if isinstance(node, ast.ExceptHandler):
        return node.type
    if isinstance(node, (ast.If, ast.While)):
        return node.test
    if isinstance(node, (ast.For, ast.AsyncFor)):
        return node.iter
    if isinstance(node, (ast.With, ast.AsyncWith)):
        return node.items[-1].optional_vars or node.items[-1].context_expr
    return node.subject if isinstance(node, ast.Match) else None


def _is_star(node: ast.AST) -> bool:
    return isinstance(node, ast.ImportFrom) and node.names[0].name == "*"
