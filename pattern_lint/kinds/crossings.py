"""Crossings: code that takes in one sort of thing comes to nothing that gives out another one.

Both are calls that are given a text, a part of which tells the sort: the broker of a topic. A site is a call that gives
something out; it is reported where a class or function of another module leads to it that takes in other sorts alone.
That is a question about the whole project, which no look at one file answers.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, ClassVar, NamedTuple, TypeAlias

from ..config.expressions import Grouping
from ..flow.bindings import values_behind
from ..flow.helpers import definition
from ..lang.python.module import Module, Span
from ..lang.python.scopes import Scope
from ..project.called import may_call
from ..project.conditions import holds
from ..project.members import every_of
from ..project.project import Project
from ..project.texts import TEXTS
from ..project.topics import Told, Topic
from ..query.answers import Condition
from ..query.calls.arguments import Position, argument
from ..query.calls.calls import CallTable, Match
from ..query.naming.names import Names, name_set
from ..query.wording import worded
from .kit import Rule
from .report import ModuleReport, ProjectReport
from .site_kind import Site, SiteKind, SiteOptions, placed

_MOST = 300
"""So many functions are looked through that something leads to."""


class Options(SiteOptions, frozen=True, kw_only=True):
    """Which calls take something in and give something out, and what tells its sort."""

    takes: Names
    """The calls that take something in. Example: `takes = ["acme.Client().subscribe"]`"""
    gives: Names
    """The calls that give something out. Example: `gives = ["acme.Client().send"]`"""
    argument: str = ""
    """The keyword by which they are given the text, with `|` between several. Example: `argument = "topic|topics"`"""
    position: Position = 0
    """Its place among the positional arguments, from 0. Example: `position = 1`"""
    sort: Grouping
    """A regular expression whose group is the sort of a text; others have none. Example: `sort = "([a-z]+):.*"`"""

    words: ClassVar[tuple[str, ...]] = ("value", "other", "module")


class _Text(NamedTuple):
    """A text that a call is given, as plain data."""

    code: str
    home: str
    """The class that the call stands in, or else the function."""
    function: str
    text: str
    symbol: str
    """The constant of another module that holds the text, where it is not written here."""
    span: Span
    when: tuple[Condition, ...]


class Kind(SiteKind[Options]):
    """A site is a call that gives something out."""

    reads_project = True

    def __init__(self, rules: Sequence[Rule[Options]]) -> None:
        super().__init__(rules)
        self._taking = CallTable((rule, name_set(rule.options.takes)) for rule in rules)
        self._giving = CallTable((rule, name_set(rule.options.gives)) for rule in rules)

    def topics(self) -> Iterable[Topic]:
        return (TEXTS,)

    def may_concern(self, file: Told) -> bool:
        return self.may_lie_in(file) and (may_call(file, self._taking) or may_call(file, self._giving))

    def module(self, module: Module, report: ModuleReport) -> object:
        taken = [each for match in self._taking.matches(module) for each in _told(match, module)]
        given = [each for match in self._giving.matches(module) for each in _told(match, module)]
        return (tuple(map(tuple, taken)), tuple(map(tuple, given))) if taken or given else None

    def project(self, project: Project, facts: Mapping[str, object], report: ProjectReport) -> None:
        told: Mapping[str, Any] = facts
        for rule in self.rules:
            taken, given = (_sure(rule, place, told, project) for place in (0, 1))
            wrong = _crossing(re.compile(rule.options.sort), taken, given, project)
            for path, each in given:
                if (path, each.span) not in wrong:
                    report.conforms(rule, path)
            for (path, span), (text, (where, other)) in wrong.items():
                words = {"value": repr(text), "other": repr(other.text), "module": project.files[path]["name"]}
                said = f"{words['value']} is given out, and what leads here takes in {words['other']}"
                related = ((where, other.span[0], f"{words['other']} is taken in here"),)
                report.violates(rule, path, span, worded(rule.options.message, said, words), related=related)


_Found: TypeAlias = "list[tuple[str, _Text]]"
"""Texts, each with the path of its file."""


def _told(match: Match[Rule[Options]], module: Module) -> Iterator[_Text]:
    """The texts that a call is given which have a sort."""
    rule, call, found = match
    options, scope = rule.options, call.scope
    where = placed(options, Site(module, call.node, scope))
    home = scope.owner or definition(scope)
    if not where.holds or not isinstance(call.node, ast.Call) or home.kind == "module":
        return
    names = module.names.qualified(home), module.names.qualified(definition(scope))
    for keyword in options.argument.split("|"):
        value, given_in, *_ = argument(call.node, keyword, options.position, module, scope)
        for text, symbol in _said(value, module, given_in) if value is not None else ():
            if symbol or re.fullmatch(options.sort, text):
                when = (*found.when, *where.when)
                yield _Text(rule.code, *names, text, symbol, module.span(call.node), when)


def _said(value: ast.expr, module: Module, scope: Scope) -> Iterator[tuple[str, str]]:
    """The texts that an expression may be or hold, and the symbols of those that other modules keep."""
    parts = value.elts if isinstance(value, (ast.List, ast.Tuple)) else [value]
    behind = [node for node, _ in values_behind([(value, scope)], module)]
    for node in dict.fromkeys([*parts, *behind]):
        symbol = module.symbol(node, scope) if isinstance(node, (ast.Name, ast.Attribute)) else None
        is_kept = symbol is not None and "(" not in symbol and symbol[: symbol.find(".")] in module.roots
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value, ""
        elif symbol is not None and is_kept and not symbol.startswith(f"{module.name}."):
            yield "", symbol


def _sure(rule: Rule[Options], place: int, told: Mapping[str, Any], project: Project) -> _Found:
    """The texts of a sort that are surely taken in, or given out."""
    found: _Found = []
    for path, stored in sorted(told.items()):
        for each in map(_Text._make, stored[place]):
            text = each.text or project.texts.of(each.symbol) or ""
            is_meant = each.code == rule.code and re.fullmatch(rule.options.sort, text) is not None
            if is_meant and every_of(holds(project, condition) for condition in each.when):
                found.append((path, each._replace(text=text)))
    return found


def _crossing(
    sort: re.Pattern[str], taken: _Found, given: _Found, project: Project
) -> dict[tuple[str, Span], tuple[str, tuple[str, _Text]]]:
    """What is given out of another sort than all that leads there takes in, with the first of that."""
    by_function: dict[str, _Found] = {}
    for path, each in given:
        by_function.setdefault(each.function, []).append((path, each))
    by_home: dict[tuple[str, str], list[_Text]] = {}
    for path, each in taken if given else ():
        by_home.setdefault((each.home, path), []).append(each)
    wrong: dict[tuple[str, Span], tuple[str, tuple[str, _Text]]] = {}
    for (home, where), texts in by_home.items():
        sorts = {sort.sub(r"\1", each.text) for each in texts}
        for function in _reached(home, project) if len(sorts) == 1 else ():
            for path, each in by_function.get(function, ()):
                if sort.sub(r"\1", each.text) not in sorts and path != where:  # within one file others look
                    wrong.setdefault((path, each.span), (each.text, (where, texts[0])))
    return wrong


def _reached(home: str, project: Project) -> list[str]:
    """The functions to which those of a class and its heirs lead, or one by itself."""
    classes = project.definitions.classes
    lineage = [home, *project.heirs_of(home)] if home in classes else []
    methods = [f"{cls}.{name}" for cls in lineage for name in classes[cls].methods]
    found = dict.fromkeys(methods or [home])
    pending = [*found]
    for function in pending:  # grows on the way
        new = dict.fromkeys(callee for _, callee in project.calls.callees(function) if callee not in found)
        found.update(new)
        pending += new if len(pending) < _MOST else ()
    return pending
