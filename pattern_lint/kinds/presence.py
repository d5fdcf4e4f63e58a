"""What a project that does one thing has to have as well, somewhere: a metric, a probe, who reads what is parked."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, ClassVar

import msgspec

from ..config.globs import fnmatchcase
from ..lang.python.caught import named_caught
from ..lang.python.constants import constant
from ..lang.python.module import Module, Span, name_of
from ..lang.python.scopes import Scope
from ..project.conditions import holds
from ..project.imports import IMPORTS, read_imports
from ..project.project import Project
from ..project.topics import Topic
from ..query.answers import NO
from ..query.calls.calls import CallTable, words_of
from ..query.calls.mentions import mentions
from ..query.functions.kept_alone import kept_alone
from ..query.naming.meant import MeantNames
from ..query.naming.names import Names, name_set
from ..query.naming.shown import texts
from ..query.places.about import about
from ..query.places.places import Places, Where, stands_in
from ..query.wording import worded
from .kit import Rule
from .report import ModuleReport, ProjectReport
from .site_kind import Site, SiteKind, SiteOptions, placed


class Wanted(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab", kw_only=True):
    """One thing that the project has to have; one of the ways in which it may have it is enough."""

    calls: Names = ()
    """Calls of which one is made; decorators with arguments are calls, too.
    Example: `calls = ["prometheus_client.Counter"]`"""
    mentioning: tuple[str, ...] = ()
    """Globs that must each match a name or text that the call is given, with `|` between several of which
    one is enough. Example: `mentioning = ["topic", "partition|key"]`"""
    defines: tuple[str, ...] = ()
    """Globs of names of classes and functions, of which there is one. Example: `defines = ["*replay*"]`"""
    sets: tuple[str, ...] = ()
    """Globs of keys, in small letters, of which one is set on something. Example: `sets = ["x-trace-id"]`"""
    errors: tuple[str, ...] = ()
    """Globs of names of which one must be given to the call as well, or caught where `caught-inside` says.
    Example: `errors = ["Exception", "BaseException"]`"""
    caught_inside: Places = ()
    """Where an except clause that names one of `errors` is as good as a call.
    Example: `caught-inside = ["taking:call_next"]`"""
    if_there: tuple[str, ...] = ()
    """Names of classes of which the project must define or import one for this to be asked for.
    Example: `if-there = ["ShopError"]`"""


class Options(SiteOptions, frozen=True, kw_only=True):
    """What asks for something, and what that is."""

    of: Names
    """Calls that ask for it; the first one of the project is a site. Example: `of = ["aiokafka.AIOKafkaProducer"]`"""
    mentioning: tuple[str, ...] = ()
    """Globs that must each match a name or text that such a call is given, as in `wanted`.
    Example: `mentioning = ["*dlq*"]`"""
    each_kept: tuple[str, ...] = ()
    """Where the project has all of it: globs of what may be called on something that a module keeps for itself. One of
    which the module shows nothing else, and that no other imports, has nothing of it. Example: `each-kept = ["get"]`"""
    wanted: dict[str, Wanted]
    """What the project has to have, each by what messages call it as {missing}.
    Example: `wanted.replay = { defines = ["*replay*"] }`"""

    words: ClassVar[tuple[str, ...]] = ("call", "name", "missing", "module")


class Kind(SiteKind[Options]):
    """A site is the first call of a project that asks for something."""

    reads_project = True

    def __init__(self, rules: Sequence[Rule[Options]]) -> None:
        super().__init__(rules)
        self._asking = CallTable((rule, name_set(rule.options.of)) for rule in rules)
        wanted = [(rule.code, name, each) for rule in rules for name, each in rule.options.wanted.items()]
        self._calls = CallTable((each, name_set(each[2].calls)) for each in wanted if each[2].calls)
        self._setting = [each for each in wanted if each[2].sets]
        self._keys = MeantNames([glob for _, _, each in self._setting for glob in each.sets], small=True)
        self._catching = [(each, about(each[2].caught_inside, ())) for each in wanted if each[2].caught_inside]

    def topics(self) -> Iterable[Topic]:
        return (IMPORTS,) if any(rule.options.each_kept for rule in self.rules) else ()

    def module(self, module: Module, report: ModuleReport) -> object:
        asking = tuple(self._sites(module))
        had = tuple(dict.fromkeys(self._had(module)))
        return (asking, had) if asking or had else None

    def _sites(self, module: Module) -> Iterator[tuple[Any, ...]]:
        for rule, call, found in self._asking.matches(module):
            where = placed(rule.options, Site(module, call.node, call.scope))
            if where.holds and mentions(call.node, rule.options.mentioning, module, call.scope):
                words = words_of(module, call)
                when = (*found.when, *where.when)
                kept = kept_alone(call, rule.options.each_kept, module) if rule.options.each_kept else ""
                yield rule.code, module.span(call.node), words["call"], words["name"], when, kept

    def _had(self, module: Module) -> Iterator[tuple[Any, ...]]:
        for (code, name, wanted), call, found in self._calls.matches(module):
            if mentions(call.node, (*wanted.mentioning, *_any_of(wanted.errors)), module, call.scope):
                yield code, name, found.when
        for node, scope in module.of(ast.Assign) if self._setting and self._keys.shown(texts, module) else ():
            assert isinstance(node, ast.Assign)
            keys = [each for target in node.targets for each in _key_of(target, module, scope)]
            for code, name, wanted in self._setting if keys else ():
                if any(fnmatchcase(key, glob) for key in keys for glob in wanted.sets):
                    yield code, name, ()
        catching = [each for each, places in self._catching if places.may_be(module)]
        for node, scope in module.of(ast.ExceptHandler) if catching else ():
            assert isinstance(node, ast.ExceptHandler)
            for code, name, wanted in catching:
                is_one = _names_one(node, wanted.errors, module, scope)
                where = stands_in(wanted.caught_inside, Where(module, node, scope)) if is_one else NO
                if where.holds:
                    yield code, name, where.when

    def project(self, project: Project, facts: Mapping[str, object], report: ProjectReport) -> None:
        first: dict[str, tuple[str, tuple[Any, ...]]] = {}
        had: set[tuple[str, str]] = set()
        read: dict[str, Any] = dict(facts)
        rules = {rule.code: rule for rule in self.rules}
        for path in sorted(read):
            in_production = project.files[path]["category"]
            for site in sorted(read[path][0], key=lambda each: each[1]):
                counts = in_production in rules[site[0]].options.where
                if counts and site[0] not in first and all(holds(project, each) for each in site[4]):
                    first[site[0]] = path, site
            had |= {(code, name) for code, name, when in read[path][1] if all(holds(project, each) for each in when)}
        for code, (path, site) in first.items():
            has = {name for each, name in had if each == code}
            is_all_there = _judge(rules[code], path, site, has, project, report)
            kept = [(at, each) for at in sorted(read) for each in read[at][0] if each[0] == code and each[5]]
            importers = _importers(project) if kept and is_all_there else {}
            for at, each in kept if is_all_there else ():
                counts = project.files[at]["category"] in rules[code].options.where
                tells = any(known == code for known, *_ in read[at][1])
                if counts and not tells and not _is_imported(each[5], at, project.files[at]["name"], importers):
                    _judge(rules[code], at, each, set(), project, report)


def _judge(
    rule: Rule[Options], path: str, site: tuple[Any, ...], had: set[str], project: Project, report: ProjectReport
) -> bool:
    """Tell of what is missing; whether nothing is."""
    _, span, call, name, *_ = site
    wanted = rule.options.wanted
    missing = [
        name
        for name, each in wanted.items()
        if name not in had and not _defined(each.defines, project) and _is_asked_for(each, project)
    ]
    if not missing:
        report.conforms(rule, path)
        return True
    shown = " and ".join(missing)
    words = {"call": call, "name": name, "missing": shown, "module": project.files[path]["name"]}
    place: Span = tuple(span)
    report.violates(
        rule, path, place, worded(rule.options.message, f"{call} asks for {shown}, which is nowhere", words)
    )
    return False


def _importers(project: Project) -> dict[str, set[str]]:
    """What the project's modules import, by its name from the project's root, each with the files that do."""
    found: dict[str, set[str]] = {}
    for path, stored in project.topic(IMPORTS).items():
        for each in read_imports(stored):
            home = project.modules.find(each.target)
            owner = project.modules.find(each.module) or each.module
            found.setdefault(home or f"{owner}.{each.name}", set()).add(path)
    return found


def _is_imported(name: str, path: str, home: str, importers: Mapping[str, set[str]]) -> bool:
    """Whether another module imports something that a module keeps, or may get at it by the module."""
    return any(importers.get(each, set()) - {path} for each in (home, f"{home}.{name}", f"{home}.*"))


def _key_of(target: ast.expr, module: Module, scope: Scope) -> Iterator[str]:
    """The key under which something is set, in small letters."""
    key = constant(module, target.slice, scope) if isinstance(target, ast.Subscript) else None
    if isinstance(key, ast.Constant) and isinstance(key.value, str):
        yield key.value.lower()


def _any_of(globs: tuple[str, ...]) -> tuple[str, ...]:
    return ("|".join(globs),) if globs else ()


def _names_one(clause: ast.ExceptHandler, globs: tuple[str, ...], module: Module, scope: Scope) -> bool:
    """Whether an except clause names one of some errors; a bare one catches any."""
    names = [name_of(each) for each in named_caught(module, clause.type, scope)] or ["BaseException"]
    return any(fnmatchcase(name, glob) for name in names for glob in globs)


def _is_asked_for(wanted: Wanted, project: Project) -> bool:
    """Whether the project has a class of one of the names that the thing is asked for with, or imports one."""
    there = (name for fact in project.files.values() for name in (*fact["classes"], *fact["exports"]))
    return not wanted.if_there or not frozenset(wanted.if_there).isdisjoint(each.rpartition(".")[2] for each in there)


def _defined(globs: tuple[str, ...], project: Project) -> bool:
    """Whether the project defines a class or function of one of some names."""
    names = (
        name.rpartition(".")[2] for fact in project.files.values() for name in (*fact["classes"], *fact["functions"])
    )
    return bool(globs) and any(fnmatchcase(name, glob) for name in names for glob in globs)
