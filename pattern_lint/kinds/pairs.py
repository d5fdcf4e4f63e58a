"""Pairs: what is begun is ended, what is acquired is released: on every path, or in the tear-down of its class."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Any, ClassVar, Literal, NamedTuple, TypeAlias

from ..flow.fate import is_entered
from ..flow.graph import Point, graph_of, point_of
from ..flow.taking_down import handed_on, in_finally, tear_downs
from ..flow.ties import Tie, key_of_begin, keys_of_end, passes_on
from ..lang.python.module import Module
from ..lang.python.scopes import Scope
from ..project.called import may_call
from ..project.conditions import holds
from ..project.project import Project
from ..project.topics import Told
from ..query.calls import CallTable, words_of
from ..query.names import Names, NameSet
from ..query.wording import worded
from .kit import Rule
from .report import ModuleReport, ProjectReport
from .site_kind import CONFORMS, UNKNOWN, Judgement, Site, SiteKind, SiteOptions

_Ends: TypeAlias = dict[tuple[str, Scope], list[ast.Call]]


class Options(SiteOptions, frozen=True, kw_only=True):
    """What begins, what ends it, and how the two belong together."""

    of: Names
    """The calls that begin or acquire something. Example: `of = ["*.begin"]`"""
    release: Names
    """The calls of which one ends it. Example: `release = ["*.commit", "*.rollback"]`"""
    same: Tie = "receiver"
    """What both have in common: what they are called on, what the first gives, or the first argument.
    Example: `same = "result"`"""
    by: Literal["every-path", "tear-down", "either"] = "every-path"
    """Whether every way out of the function ends it, or a method that takes the class down. Example: `by = "either"`"""
    errors: bool = True
    """Whether a way out by an exception counts, too. Example: `errors = false`"""
    tear_down: tuple[str, ...] = ("*close*", "*stop*", "*shutdown*", "*disconnect*", "*cleanup*", "*exit__")
    """Globs of names of methods that take a class down. Example: `tear-down = ["close", "on_exit"]`"""

    words: ClassVar[tuple[str, ...]] = ("call", "name", "release", "function", "module")


class _Kept(NamedTuple):
    """Something that a class begins, for the join to look for its end."""

    code: str
    owner: str
    key: str
    line: int
    column: int
    end_line: int
    end_column: int
    message: str
    when: tuple[Any, ...]


class Kind(SiteKind[Options]):
    """A site is a call that begins something."""

    reads_project = True

    def __init__(self, rules: Sequence[Rule[Options]]) -> None:
        super().__init__(rules)
        self._begins = CallTable((rule, NameSet(rule.options.of)) for rule in rules)
        self._ends = CallTable((rule, NameSet(rule.options.release)) for rule in rules)
        self._by_code = {rule.code: rule for rule in rules}
        self._releases = {rule.code: NameSet(rule.options.release).last_names or frozenset() for rule in rules}

    def may_concern(self, file: Told) -> bool:
        return may_call(file, self._begins) or may_call(file, self._ends)

    def sites(self, module: Module) -> Iterator[tuple[Rule[Options], Site]]:
        for rule, call, found in self._begins.matches(module):
            if isinstance(call.node, ast.Call) and call.scope.function is not None:
                words = words_of(module, call) | {"release": _listed(rule.options.release)}
                yield rule, Site(module, call.node, call.scope, words, found.when)

    def judge(self, site: Site, rule: Rule[Options]) -> Iterator[Judgement]:
        node, options = site.node, rule.options
        assert isinstance(node, ast.Call)
        key = key_of_begin(node, options.same, site.module, site.scope)
        if is_entered(site.module, node, site.scope):
            yield CONFORMS
        elif key is None:
            yield UNKNOWN
        elif not (options.by != "every-path" and _is_for_class(key, site)):  # else the join knows
            is_ended = False if options.by == "tear-down" else self._is_ended(site, key, rule)
            said = f"not every way out of this function ends what {site.words['call']} begins: {site.words['release']}"
            yield UNKNOWN if is_ended is None else CONFORMS if is_ended else Judgement("violates", said)

    def _is_ended(self, site: Site, key: str, rule: Rule[Options]) -> bool | None:
        """Whether every way out of the function passes a call that ends what was begun."""
        module, scope, errors = site.module, site.scope, rule.options.errors
        begins, graph = point_of(site.node, module, scope), graph_of(module, scope)
        calls = module.once(self._ends_by_scope).get((rule.code, scope), [])
        ending = (call for call in calls if key in keys_of_end(call, rule.options.same, module, scope))
        points = (point_of(call, module, scope) for call in ending)
        ends: frozenset[Point] = frozenset(point for point in points if point is not None)
        calm = in_finally(scope) if ends else ()
        if begins is None or not graph.may_escape(begins, ends, errors=errors, calm=calm):
            return None if begins is None else True
        if key in handed_on(scope, self._releases[rule.code], module):
            return True
        hidden = passes_on(key, module, scope)
        is_open = begins in hidden or not graph.may_escape(begins, ends | hidden, errors=errors, calm=calm)
        return None if is_open else False

    def _ends_by_scope(self, module: Module) -> _Ends:
        found: _Ends = {}
        for rule, call, _ in self._ends.matches(module):
            if isinstance(call.node, ast.Call):
                found.setdefault((rule.code, call.scope), []).append(call.node)
        return found

    def module(self, module: Module, report: ModuleReport) -> object:
        super().module(module, report)
        if all(rule.options.by == "every-path" for rule in self.rules):
            return None
        kept = [tuple(each) for each in self._kept(module)]
        ended = [(rule.code, *each) for rule in self.rules for each in self._taken_down(module, rule)]
        return (kept, ended) if kept or ended else None

    def _kept(self, module: Module) -> Iterator[_Kept]:
        for rule, site in self.sites(module):
            node, owner = site.node, site.scope.owner
            assert isinstance(node, ast.Call)
            key = key_of_begin(node, rule.options.same, module, site.scope)
            if key is None or owner is None or rule.options.by == "every-path" or not _is_for_class(key, site):
                continue
            if is_entered(module, node, site.scope) or (
                rule.options.by == "either" and self._is_ended(site, key, rule)
            ):
                continue
            said = (
                f"no method that takes {owner.name} down ends what {site.words['call']} begins: {site.words['release']}"
            )
            message = worded(rule.options.message, said, site.words)
            yield _Kept(rule.code, module.names.qualified(owner), key, *module.header(node), message, site.when)

    def _taken_down(self, module: Module, rule: Rule[Options]) -> Iterator[tuple[str, str]]:
        """Class and key of what the tear-down of each class ends."""
        ended: dict[Scope, list[ast.Call]] = {}
        for (code, scope), calls in module.once(self._ends_by_scope).items():
            if code == rule.code and scope.function is not None:
                ended.setdefault(scope.function, []).extend(calls)
        for method in tear_downs(module, rule.options.tear_down):
            assert method.owner is not None
            calls = ended.get(method, [])
            keys = [key for call in calls for key in keys_of_end(call, rule.options.same, module, method)]
            owner = module.names.qualified(method.owner)
            yield from ((owner, key) for key in (*keys, *handed_on(method, self._releases[rule.code], module)))

    def project(self, project: Project, facts: Mapping[str, object], report: ProjectReport) -> None:
        read: dict[str, Any] = dict(facts)
        ended = {tuple(end) for _, ends in read.values() for end in ends}
        for path, (kept, _) in read.items():
            for stored in kept:
                begun = _Kept._make(stored)
                rule = self._by_code[begun.code]
                if not all(holds(project, condition) for condition in begun.when):
                    continue
                family = (*project.resolver.linear(begun.owner), *project.heirs_of(begun.owner))
                if any((begun.code, member, begun.key) in ended for member in family):
                    report.conforms(rule, path, begun.owner)
                elif any(member not in project.definitions.classes and _may_end(member) for member in family):
                    report.unknown(rule, path, begun.owner)
                else:
                    report.violates(rule, path, begun[3:7], begun.message, owner=begun.owner)


def _may_end(base: str) -> bool:
    """Whether a base that the project does not define may take down what its heirs begin."""
    return base.partition(".")[0] not in ("builtins", "abc", "typing", "typing_extensions")


def _is_for_class(key: str, site: Site) -> bool:
    """Whether what is begun belongs to the object, so that it may outlive the method."""
    return site.scope.owner is not None and key.startswith("self.")


def _listed(names: Sequence[str]) -> str:
    return " or ".join(name.removeprefix("*.") for name in names)
