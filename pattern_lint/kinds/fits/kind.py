"""Uses of the project's own classes: what they are made with fits what they take, what is named of them is there.

A kind of its own: what a class takes is said by its constructor or its fields, by those of its bases in other modules,
and by what makes a constructor of them; what a class has is known when all of its bases are.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, ClassVar

from ...config.globs import core_of, looks_like
from ...knowledge.lacking import all_heirs
from ...lang.python.module import CallSite, Module, Span
from ...lang.python.scopes import Scope
from ...lang.python.walking import own_nodes
from ...project.project import Project
from ...query.calls.arguments import completed
from ...query.calls.calls import CallTable
from ...query.calls.making import may_make
from ...query.naming.meant import MeantNames
from ...query.naming.names import last_name, name_set
from ...query.naming.shown import mentioned
from ...query.wording import complaints, worded
from ..kit import Check, KindOptions, Rule
from ..report import Chain, ModuleReport, ProjectReport
from .makers import Given, Makers, given_to, makers_of, misfit
from .members import lacks


class Options(KindOptions, frozen=True, kw_only=True):
    """Of which classes of the project the uses must fit."""

    made: tuple[str, ...] = ()
    """Globs of names of classes: what they are made with must be what they take. Example: `made = ["*Command"]`"""
    heirs: bool = False
    """Whether classes of the project that derive from one of `made` count as well. Example: `heirs = true`"""
    modules: tuple[str, ...] = ()
    """Globs of names of modules whose classes count, whatever they are called. Example: `modules = ["*.commands"]`"""
    members_of: tuple[str, ...] = ()
    """Globs of names of enums and of classes that hold constants: what is named of them must be there.
    Example: `members-of = ["*Status"]`"""
    message: str = ""
    """What a finding says, with what was found in braces. Example: `message = "{class} {what}"`"""

    words: ClassVar[tuple[str, ...]] = ("class", "what", "module")

    def kin_named(self) -> Iterator[str]:
        yield from self.made if self.heirs else ()

    def complaints(self) -> Iterator[tuple[str, str]]:
        """What is wrong with the options beside their types."""
        yield from (("message", said) for said in complaints(self.message, self.words))
        if not (self.made or self.modules or self.members_of):
            yield "made", 'say of which classes. Example: `made = ["*Command"]`'


class Kind(Check[Options]):
    """A site is a construction, or a member that is named."""

    reads_project = True

    def __init__(self, rules: Sequence[Rule[Options]]) -> None:
        super().__init__(rules)
        self._table = CallTable(
            (rule.code, name_set(tuple(f"*.{each}" for each in rule.options.made))) for rule in rules
        )
        self._of_heirs = [rule for rule in rules if rule.options.heirs]
        self._of_modules = [rule for rule in rules if rule.options.modules]
        self._is_home = looks_like(tuple(each for rule in rules for each in rule.options.modules))
        self._is_made = looks_like(tuple(each for rule in rules for each in rule.options.made))
        self._holders = {rule.code: looks_like(rule.options.members_of) for rule in rules if rule.options.members_of}
        self._held = MeantNames([glob for rule in rules for glob in rule.options.members_of])

    def module(self, module: Module, report: ModuleReport) -> object:
        classes = [scope for scope in module.index.scopes if scope.kind == "class"]
        is_meant = self._is_home(module.name) or any(self._may_be_made(each.name) for each in classes)
        makers = makers_of(module, classes) if is_meant else {}
        made = tuple(self._made(module))
        may_name = bool(self._held.shown(mentioned, module))
        told = {
            "makers": makers,
            "made": made,
            "named": tuple(self._named(module)) if may_name else (),
            "added": tuple(self._added(module)) if may_name else (),
        }
        return told if any(told.values()) else None

    def _made(self, module: Module) -> Iterator[tuple[Any, ...]]:
        for code, call, _ in self._table.matches(module):
            if isinstance(call.node, ast.Call) and call.symbol is not None:
                given = tuple(given_to(completed(call.node, module, call.scope), module, call.scope))
                yield code, call.symbol, given, module.span(call.node), _owner(module, call.scope)
        others = [(rule, self._heirs_made(rule, module)) for rule in self._of_heirs]
        others += [(rule, _made_of(rule, module)) for rule in self._of_modules]
        for rule, calls in others:
            for call in calls:
                given = tuple(given_to(completed(call.node, module, call.scope), module, call.scope))
                yield rule.code, call.symbol, given, module.span(call.node), _owner(module, call.scope)

    def _may_be_made(self, name: str) -> bool:
        heirs = (all_heirs(rule.options.made) for rule in self._of_heirs)
        return self._is_made(name) or any(each is None or name in each for each in heirs)

    def _heirs_made(self, rule: Rule[Options], module: Module) -> Iterator[CallSite]:
        """The calls that may make something of a class that derives from one of those, and is called otherwise."""
        is_named = looks_like(rule.options.made)
        made = may_make(all_heirs(rule.options.made), module)
        return (call for call in made if not is_named(last_name(call.symbol or "")))

    def _named(self, module: Module) -> Iterator[tuple[Any, ...]]:
        for scope in module.index.scopes:
            for node in own_nodes(scope):
                if isinstance(node, (ast.Attribute, ast.Subscript)) and isinstance(node.ctx, ast.Load):
                    by_key = isinstance(node, ast.Subscript)
                    member = _key(node.slice) if isinstance(node, ast.Subscript) else node.attr
                    symbol = module.symbol(node.value, scope) or "" if member else ""
                    for code in self._codes(symbol):
                        yield code, symbol, member, by_key, module.span(node), _owner(module, scope)

    def _added(self, module: Module) -> Iterator[str]:
        """The classes that get members from outside, under names that nobody needs to write out."""
        for call in module.named_calls.get("setattr", ()):
            if isinstance(call, CallSite) and call.node.args:
                symbol = module.symbol(call.node.args[0], call.scope) or ""
                if any(self._codes(symbol)):
                    yield symbol

    def _codes(self, symbol: str) -> Iterator[str]:
        """The cards that are about what is named of a class."""
        name = last_name(symbol) if symbol and not symbol.endswith("()") else ""
        yield from (code for code, holder in self._holders.items() if name and holder(name))

    def project(self, project: Project, facts: Mapping[str, Any], report: ProjectReport) -> None:
        rules = {rule.code: rule for rule in self.rules}
        makers = Makers(project, facts)
        grown = {project.resolver.resolve(symbol) for told in facts.values() for symbol in told["added"]}
        for path, told in facts.items():
            for code, symbol, given, span, owner in told["made"]:
                cls = project.resolver.resolve(symbol) or ""
                if cls in project.definitions.classes and self._is_meant(rules[code], cls, project):
                    shape = makers.shape(cls)
                    wrong = misfit(Given(*given), shape) if shape is not None else None
                    _report(rules[code], project, report, path, cls, wrong, (span, owner))
            for code, symbol, member, by_key, span, owner in told["named"]:
                cls = project.resolver.resolve(symbol) or ""
                if cls in project.definitions.classes and (not by_key or project.roles.natures.is_enum(cls)):
                    others = None if cls in grown else lacks(cls, member, project)
                    near = get_close_matches(member, others or (), 1)
                    said = f"has no {member}{f'; is it {near[0]}?' if near else ''}"
                    wrong = None if others is None else said if others else ""
                    _report(rules[code], project, report, path, cls, wrong, (span, owner))

    def _is_meant(self, rule: Rule[Options], cls: str, project: Project) -> bool:
        """Whether a class is called as the card says, stands where it says, or surely derives from one that does."""
        options, (home, _, name) = rule.options, cls.rpartition(".")
        if looks_like(options.made)(name) or looks_like(options.modules)(home):
            return True
        return not options.heirs or project.descent.derives(cls, options.made) is True


def _key(node: ast.expr) -> str:
    """The text by which an item is asked for, where one is written out."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def _made_of(rule: Rule[Options], module: Module) -> Iterator[CallSite]:
    """The calls that may make something of a class of one of some modules, and is called otherwise."""
    is_home, is_named = looks_like(rule.options.modules), looks_like(rule.options.made)
    if not any(core_of(glob).strip(".").encode() in module.source for glob in rule.options.modules):
        return
    for name, calls in module.named_calls.items():
        if name[:1].isupper() and not is_named(name):
            for call in calls:
                home, _, defined = (call.symbol or "").rpartition(".")
                if defined != name or is_named(call.name):
                    continue
                if isinstance(call, CallSite) and home[: home.find(".")] in module.roots and is_home(home):
                    yield call


def _report(
    rule: Rule[Options],
    project: Project,
    report: ProjectReport,
    path: str,
    cls: str,
    wrong: str | None,
    where: tuple[Span, str],
) -> None:
    """`wrong` is empty where nothing is, and None where that is not known."""
    span, owner = where
    if wrong is None:
        report.unknown(rule, path, owner)
    elif not wrong:
        report.conforms(rule, path, owner)
    else:
        simple = cls.rpartition(".")[2]
        words = {"class": simple, "what": wrong, "module": project.files[path]["name"]}
        said = worded(rule.options.message, f"{simple} {wrong}", words)
        report.violates(rule, path, span, said, owner=owner, related=_definition(cls, project))


def _definition(cls: str, project: Project) -> Chain:
    home, fact = project.definitions.home(cls), project.definitions.classes[cls]
    return [(home["path"], fact.line, f"{fact.name} is defined here")] if home is not None else []


def _owner(module: Module, scope: Scope) -> str:
    return module.names.qualified(scope.owner) if scope.owner is not None else ""
