"""Functions that calls are given, wherever in the project they are defined: what those who call them count on."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import msgspec

from ...config.globs import fnmatchcase
from ...lang.python.ways import choices
from ...project.facts import ASYNC, BY_KEYWORD, GENERATOR, FunctionFact
from ...project.passing import bound_by
from ...project.project import Project
from ...query.calls.arguments import Position, argument
from ...query.calls.calls import CallTable
from ...query.functions.callbacks import callbacks
from ...query.functions.callers import DECORATED, HANDED, all_handed
from ...query.naming.names import Names, name_set
from ...query.wording import worded
from ..kit import Rule
from ..report import ModuleReport, ProjectReport

if TYPE_CHECKING:
    from ...lang.python.module import Module
    from ...lang.python.scopes import Scope
    from .options import Options

_Told: TypeAlias = "tuple[str, str, int, tuple[str, ...]]"
"""The symbol of what is given, the class in which that happens, and how many and which arguments it has already.

All that a function of the project is given, or decorates, has what `all_handed` says in the place of a symbol.
"""
_HARMLESS = frozenset({"builtins.staticmethod", "builtins.classmethod", "typing.override", "abc.abstractmethod"})


class Handed(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab", kw_only=True):
    """The calls that are given a function, and what they call it with."""

    of: Names
    """Calls that are given it. Example: `of = ["*.add_handler"]`"""
    argument: str = ""
    """The argument by keyword, with `|` between several. Example: `argument = "handler|callback"`"""
    position: Position = 0
    """Its place among the positional ones, from 0. Example: `position = 1`"""
    takes: tuple[str, ...] = ()
    """What the function must take, one after the other, and nothing else; globs of names.
    Example: `takes = ["message", "*topic"]`"""


class _Found(NamedTuple):
    """A function that was given, where it is defined."""

    path: str
    symbol: str
    fact: FunctionFact
    bound: int
    """How many of its first parameters its callers do not give."""
    keywords: frozenset[str]
    """Which others they do not give."""
    is_raw: bool = False
    """Whether it is given before any decorator makes something else of it."""


class HandedFunctions:
    """Finds the functions that calls of a module are given, and judges them once the project is joined."""

    def __init__(self, rules: Sequence[Rule[Options]]) -> None:
        self._rules = {rule.code: rule for rule in rules if rule.options.handed is not None}
        self._calls = CallTable(
            ((code, given), name_set(given.of))
            for code, rule in self._rules.items()
            if (given := rule.options.handed) is not None
        )

    def __bool__(self) -> bool:
        return bool(self._rules)

    def module(self, module: Module, report: ModuleReport) -> dict[str, Any] | None:
        """What calls of a module are given, as plain data; what is written out on the spot is judged there."""
        found: dict[str, list[_Told]] = {}
        for (code, wanted), call, _ in self._calls.matches(module):
            node = call.node
            for name in wanted.argument.split("|") if isinstance(node, ast.Call) else ():
                assert isinstance(node, ast.Call)
                given = argument(node, name, wanted.position, module, call.scope)
                if given.value is not None:
                    owner = module.names.qualified(call.scope.owner) if call.scope.owner is not None else ""
                    found.setdefault(code, []).extend(_named(given.value, module, given.scope, owner))
                    self._judge_lambdas(self._rules[code], given.value, given.scope, module, report)
                    break
        return {code: tuple(elements) for code, elements in found.items()} or None

    def _judge_lambdas(
        self, rule: Rule[Options], value: ast.expr, scope: Scope, module: Module, report: ModuleReport
    ) -> None:
        """What parameters without a default are called says little in a lambda; how many there are says enough."""
        wanted = rule.options.handed.takes if rule.options.handed is not None else ()
        for node, home in choices(value, module, scope):
            if isinstance(node, ast.Lambda) and wanted and node.args.vararg is None:
                taken = [each.arg for each in (*node.args.posonlyargs, *node.args.args)]
                needed = taken[: len(taken) - len(node.args.defaults)]
                if len(needed) <= len(wanted) <= len(taken):
                    report.conforms(rule, home)
                else:
                    said = f"lambda takes ({', '.join(needed)}), not ({', '.join(wanted)})"
                    report.violates(rule, node, home, worded(rule.options.message, said, _words("lambda")))

    def project(self, project: Project, facts: Any, report: ProjectReport) -> None:
        """Judge each function once, however often it is given."""
        given: dict[str, dict[str, _Found]] = {}
        for path, told in facts.items():
            for code, elements in told.items():
                for name, owner, has, keywords in elements:
                    if name.startswith(HANDED):
                        found = list(_handed(project, name))
                    else:
                        found = list(_functions(project, name, has, keywords))
                        if not found:
                            report.unknown(self._rules[code], path, owner)
                    given.setdefault(code, {}).update((each.symbol, each) for each in found)
        for code, functions in given.items():
            for each in functions.values():
                _judge(self._rules[code], each, report)


def _named(value: ast.expr, module: Module, scope: Scope, owner: str) -> Iterator[_Told]:
    """The symbols of functions that are named; what is made of one takes other things than it does."""
    for each in callbacks(value, module, scope):
        handed = all_handed(each.node, module, each.scope)
        if handed:
            yield from ((name, owner, each.given, each.keywords) for name in handed)
            continue
        is_named = each.is_itself and isinstance(each.node, (ast.Name, ast.Attribute, ast.Call))
        symbol = module.symbol(each.node, each.scope) or "" if is_named else ""
        yield symbol, owner, each.given, each.keywords


def _functions(project: Project, name: str, has: int, keywords: Sequence[str]) -> Iterator[_Found]:
    """The function of a symbol, or of an object that is called, and those by which heirs of its class replace it."""
    symbol = project.resolver.resolve(name) if name else None
    if symbol is not None and symbol.endswith("()"):
        symbol = project.resolver.resolve(f"{symbol}.__call__")
    fact = project.definitions.function(symbol) if symbol is not None else None
    if fact is None or symbol is None:
        return
    owner = symbol.rpartition(".")[0] if fact.owner else ""
    replacing = [f"{cls}.{fact.name}" for cls in project.heirs_of(owner)] if owner else []
    for name in (symbol, *replacing):
        found, home = project.definitions.function(name), project.definitions.home(name)
        if found is not None and home is not None:
            bound = (bound_by(found, "") if found.owner else 0) + has
            yield _Found(home["path"], name, found, bound, frozenset(keywords))


def _handed(project: Project, name: str) -> Iterator[_Found]:
    """What a function of the project is given, or decorates before all others do."""
    is_raw = name.startswith(DECORATED)
    for symbol in project.handed.get(name, ()):
        yield from (each._replace(is_raw=is_raw) for each in _functions(project, symbol, 0, ()))


def _judge(rule: Rule[Options], given: _Found, report: ProjectReport) -> None:
    fact = given.fact
    owner = given.symbol.rpartition(".")[0] if fact.owner else ""
    said = list(_wrong(rule.options, given))
    if not said:
        report.conforms(rule, given.path, owner)
    elif not (given.is_raw or _HARMLESS.issuperset(fact.decorators)):
        report.unknown(rule, given.path, owner)
    else:
        name = f"{fact.owner}.{fact.name}" if fact.owner else fact.name
        message = worded(rule.options.message, f"{name} {' and '.join(said)}", _words(name, fact.owner))
        span = (fact.line, fact.column, fact.end_line, fact.end_column)
        report.violates(rule, given.path, span, message, owner=owner)


def _words(name: str, owner: str = "") -> dict[str, str]:
    others = dict.fromkeys(("module", "name", "parameter", "count", "most"), "")
    return {"function": name, "class": owner, **others}


def _wrong(options: Options, given: _Found) -> Iterator[str]:
    fact, wanted = given.fact, options.handed.takes if options.handed is not None else ()
    if options.async_ is not None and bool(fact.flags & ASYNC and not fact.flags & GENERATOR) is not options.async_:
        yield f"must {'' if options.async_ else 'not '}be async"
    taken = [name for name in fact.parameters[given.bound :] if name not in given.keywords and name[:2] != "**"]
    if wanted and not any(name.startswith("*") for name in taken):
        fits = len(taken) == len(wanted) and all(map(fnmatchcase, taken, wanted))
        if not fits:
            yield f"takes ({', '.join(taken)}), not ({', '.join(wanted)})"
        elif fact.flags & BY_KEYWORD and not given.keywords:
            yield f"takes {taken[-1]} by keyword alone"
