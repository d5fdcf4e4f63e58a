"""What functions reach through the calls that they make, with the chain: work that they must not do, or have to do.

Ways lead through the files that `where` names: of tests that must not come to something through the code that they
test, say `where = ["production", "test"]`, and `inside` which functions are meant.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import chain
from sys import intern
from typing import Any, ClassVar, Literal, NamedTuple

from ...config.globs import fnmatchcase
from ...lang.python.blocks import is_empty_body
from ...lang.python.module import CallSite, Module, Span, name_of
from ...lang.python.own_names import own_name
from ...lang.python.scopes import FunctionNode, Scope
from ...lang.python.walking import own_nodes
from ...project.called import may_call
from ...project.conditions import holds
from ...project.facts import Facts, FunctionFact
from ...project.project import Project
from ...project.topics import Told
from ...query.answers import YES, Condition
from ...query.calls.calls import Called, CallTable, receiver_name
from ...query.definitions.dispatch import ByLast
from ...query.functions.running import IDLE
from ...query.naming import shown
from ...query.naming.meant import MeantNames
from ...query.naming.names import Names, last_name, name_set
from ...query.places.module_places import last_of_modules, module_stands_in
from ...query.places.places import Places
from ...query.wording import worded
from ..kit import Rule
from ..report import ModuleReport, ProjectReport
from ..site_kind import SiteKind, SiteOptions
from .cleared import asked_on, functions_asked
from .handed import Handed, handed_in
from .listed import kept_in_tables, listed_in, name_read
from .parts import parts_of, put_off, runs_later
from .ways import Gates, Hit, Ways

_RUNNING_NOTHING = IDLE.union(("get", "add", "update", "extend"))


class Options(SiteOptions, frozen=True, kw_only=True):
    """Which functions, and what they reach or must not reach."""

    of: Names = ()
    """What is reached. Example: `of = ["requests.*", "@http-requests"]`"""
    called: tuple[str, ...] = ()
    """Globs of what is reached by its last name, whatever it belongs to; what is wanted may be done by a thing of such
    a name as well. Example: `called = ["*preflight*"]`"""
    wanted: bool = False
    """Whether the functions have to reach it; else they must not. Example: `wanted = true`"""
    at: Literal["call", "function"] = "call"
    """Where it is shown: at the call that leads there, or at the function. What it reaches by another function in these
    places is shown there alone, at calls. Example: `at = "function"`"""
    unless_called: str = ""
    """Only functions of which nothing in the project calls this method. Example: `unless-called = "cache_clear"`"""
    through: Names = ()
    """Functions that may do it for others, so that ways through them do not count, nor what a lambda does that they
    are given. Example: `through = ["shop.gateway.Gateway().send", "*.on_commit"]`"""
    at_once: bool = False
    """Whether only ways count on which nothing runs later: a coroutine that a plain function makes does, whoever is
    given it. Example: `at-once = true`"""
    helpers_aside: bool = False
    """Whether functions outside of classes are left to who calls them: private ones, and those that another function
    in these places calls. Example: `helpers-aside = true`"""

    needless = "forbidden"
    words: ClassVar[tuple[str, ...]] = ("function", "name", "chain", "module")

    def complaints(self) -> Iterator[tuple[str, str]]:
        yield from super().complaints()
        if not (self.of or self.called):
            yield "of", "say what is reached: `of` with names, or `called` with globs of last names"
        if not (self.inside or self.outside):
            yield "of", "say which functions: `inside` or `outside` with places such as `module:shop.routers`"
        if "body" in self.inside:
            said = "what runs on import is in no function; take the kind `calls` with `helpers = true`"
            yield "inside", f'{said} and `inside = ["body"]`'


class Asked(NamedTuple):
    """A function that some cards are about; plain data."""

    codes: tuple[str, ...]
    function: str
    owner: str
    span: Span
    when: tuple[Condition, ...]
    uncounted: tuple[Span, ...] = ()
    """Those of its calls that stand elsewhere, or run later."""


class Kind(SiteKind[Options]):
    """A site is a function in the places that a card names."""

    reads_project = True

    def __init__(self, rules: Sequence[Rule[Options]]) -> None:
        super().__init__(rules)
        called = (rule for rule in rules if rule.options.called)
        self._called = [(rule, MeantNames(rule.options.called, small=True)) for rule in called]
        self._table = CallTable((rule, name_set(rule.options.of)) for rule in rules)
        self._joined = [rule for rule in rules if _shows_in_join((*rule.options.inside, *rule.options.outside))]
        """Cards about functions that the project knows by their classes and modules."""
        by_place: dict[tuple[Places, Places, Names], list[Rule[Options]]] = {}
        for rule in (each for each in rules if each not in self._joined):
            by_place.setdefault((rule.options.inside, rule.options.outside, rule.options.through), []).append(rule)
        self._groups: ByLast[list[Rule[Options]]] = ByLast()
        for (inside, *_), group in by_place.items():
            self._groups.add(group, last_of_modules(inside))
        """Cards about the same functions, which are looked for once."""

    def may_concern(self, file: Told) -> bool:
        groups = self._groups.of(file.facts["name"].split("."))
        is_about_all = bool(self._called or self._joined)
        return is_about_all or may_call(file, self._table) or any(True for _ in groups)

    def module(self, module: Module, report: ModuleReport) -> object:
        wanting: dict[Hit, list[str]] = {}
        for code, hit in self._hits(module):
            wanting.setdefault(hit, []).append(code)
        hits = tuple((tuple(codes), *hit) for hit, codes in wanting.items())
        asked = tuple(tuple(each) for each in self._asked(module))
        methods = {rule.options.unless_called for rule in self.rules} & module.named_calls.keys()
        called = tuple(symbol for name in methods for symbol in asked_on(name, module))
        wanted = {rule.code for rule in self.rules if rule.options.wanted}
        is_wanted = any(not wanted.isdisjoint(codes) for codes, *_ in asked)
        handed = tuple(map(tuple, handed_in(module))) if is_wanted else ()
        later = put_off({rule.code: rule.options.through for rule in self.rules}, module)
        return (hits, asked, called, handed, later) if hits or asked or called or later else None

    def _hits(self, module: Module) -> Iterator[tuple[str, Hit]]:
        """The calls that do the work, each with the card that asks for such work."""
        called = ((rule, call, YES) for rule, names in self._called for call in _called(names, module))
        yield from self._handed(module)
        for rule, call, found in chain(self._table.matches(module), called):
            holder = call.scope
            while holder.kind in ("class", "lambda") and holder.parent is not None:
                holder = holder.parent
            name = module.names.qualified(holder) if holder.kind == "function" else ""
            if name and not runs_later(call.scope, rule.options.through, module):
                written = intern(f"{call.symbol.rpartition('.')[2] if call.symbol else call.name}()")
                yield rule.code, Hit(name, written, module.header(call.node), found.when)

    def _handed(self, module: Module) -> Iterator[tuple[str, Hit]]:
        """What is named in a collection or given to a call, and so may be run by whoever gets it; and what is asked for
        it by its name."""
        for rule, meant in ((rule, meant) for rule, meant in self._called if rule.options.wanted):
            names = meant.shown(shown.imported, module) | meant.shown(shown.functions, module)
            attributes = meant.shown(shown.mentioned, module)
            for scope, call in _asked_of(attributes, module):
                yield rule.code, Hit(module.names.qualified(scope), f"{call.name}()", module.header(call.node), ())
            kept = kept_in_tables(names, attributes, module) if names or attributes else {}
            for scope in module.index.functions if names or attributes else ():
                for node in own_nodes(scope):
                    given = node.args if isinstance(node, ast.Call) else listed_in(node)
                    named = (each for each in given if isinstance(each, ast.Name) and own_name(each, module) in names)
                    found = [
                        each for each in listed_in(node) if isinstance(each, ast.Attribute) and each.attr in attributes
                    ]
                    places = [(f"{name_of(each)}()", module.span(each)) for each in (*found, *named)]
                    places += [(called, module.span(node)) for called in kept.get(name_read(node), ())]
                    yield from ((rule.code, Hit(module.names.qualified(scope), *place, ())) for place in places)

    def _asked(self, module: Module) -> Iterator[Asked]:
        found = self._groups.of(module.name.split(".")) if module.index.functions else ()
        groups = [group for group in found if self.is_about(group[0], module)]
        for scope in module.index.functions if groups else ():
            for rules in groups:
                options = rules[0].options
                codes = tuple(each.code for each in rules if not _is_aside(each.options, scope))
                for when, uncounted in parts_of(options, options.through, scope, module) if codes else ():
                    cls = module.names.qualified(scope.owner) if scope.owner is not None else ""
                    span = module.header(scope.node)
                    yield Asked(codes, module.names.qualified(scope), cls, span, when, uncounted)

    def project(self, project: Project, facts: Mapping[str, object], report: ProjectReport) -> None:
        read: dict[str, Any] = dict(facts)
        asked_by: dict[str, list[tuple[str, Asked]]] = {}
        hits_of: dict[str, list[tuple[str, Hit]]] = {}
        called: set[str] = set()
        handed: list[tuple[str, Handed]] = []
        later: dict[str, set[tuple[str, Span]]] = {}
        for path, (found, functions, methods, given, postponed) in read.items():
            called.update(methods)
            for code, spans in postponed.items():
                later.setdefault(code, set()).update((path, tuple(span)) for span in spans)
            handed += [(path, Handed._make(each)) for each in given]
            for each in map(Asked._make, functions):
                if all(holds(project, condition) for condition in each.when):
                    for code in each.codes:
                        asked_by.setdefault(code, []).append((path, each))
            for codes, *told in found:
                hit = Hit._make(told)
                if all(holds(project, condition) for condition in hit.when):
                    for code in codes:
                        hits_of.setdefault(code, []).append((path, hit))
        parts = {part for fact in project.files.values() for part in fact["name"].split(".")}
        for rule in self._joined:
            last = last_of_modules(rule.options.inside)
            if last is not None and last.isdisjoint(parts):
                continue  # no module is one of those that the card is about
            if rule.code in hits_of or rule.options.wanted:
                asked_by[rule.code] = list(_placed(rule.options, project))
            else:
                report.all_conform(rule, (path for path, _ in _placed(rule.options, project)))
        for rule in self.rules:
            asked, hits = asked_by.get(rule.code, []), hits_of.get(rule.code, [])
            ends = (
                frozenset()
                if rule.options.wanted or rule.options.at == "function"  # each does it, whoever it asks
                else frozenset(each.function for _, each in asked if not each.uncounted)
            )
            handing = handed if rule.options.wanted else ()
            gates = Gates(rule.options.through, later.get(rule.code, frozenset()))
            ways = Ways(project, hits, gates, ends, handing, at_once=rule.options.at_once)
            cleared = functions_asked(called, rule.options.unless_called, project)
            for path, each in asked:
                if each.function in cleared:
                    report.conforms(rule, path, each.owner)
                    continue
                _judge(rule, path, each, ways, project, report)


def _called(names: MeantNames, module: Module) -> Iterator[Called]:
    """The calls of a module whose last names are meant; an upper-case letter is as good as a small one."""
    meant = names.shown(shown.called, module)
    return (
        (call for name, calls in module.named_calls.items() if name in meant for call in calls) if meant else iter(())
    )


def _asked_of(names: Set[str], module: Module) -> Iterator[tuple[Scope, CallSite]]:
    """The calls on something of one of some names, or of a class of such a name, by methods that are none of
    collections, with their functions."""
    for call in module.calls if names else ():
        if call.scope.function is None or call.name in _RUNNING_NOTHING:
            continue
        cls = last_name((call.symbol or "").rpartition(".")[0])
        if receiver_name(call.node) in names or cls in names:
            yield call.scope.function, call


def _is_aside(options: Options, scope: Scope) -> bool:
    """Whether a function is none of its own where functions as such are judged: a part of another, or to be written."""
    node = scope.node
    is_inner = scope.parent is not None and scope.parent.function is not None
    is_whole = not is_inner and isinstance(node, FunctionNode) and not is_empty_body(node.body)
    return not is_whole and (options.wanted or options.at == "function")


_IN_JOIN = ("role:", "class:", "path:", "module:", "composition-root")


def _shows_in_join(places: Places) -> bool:
    return all(place.startswith(_IN_JOIN) for place in places)


def _placed(options: Options, project: Project) -> Iterator[tuple[str, Asked]]:
    """The functions of the project in the places of a card."""
    found = list(_all_placed(options, project))
    meant = {each.function for _, each in found} if options.helpers_aside else set()
    for path, asked in found:
        callers = (
            {caller.function for caller in project.calls.callers(asked.function)}
            if not asked.owner and meant
            else set()
        )
        if meant.isdisjoint(callers - {asked.function}):
            yield path, asked


def _all_placed(options: Options, project: Project) -> Iterator[tuple[str, Asked]]:
    for path, fact in project.files.items():
        inside = not options.inside or _module_stands_in(options.inside, fact, project)
        if _module_stands_in(options.outside, fact, project):
            continue
        classes = [cls for cls in fact["classes"] if _class_stands_in(options.inside, f"{fact['name']}.{cls}", project)]
        for name, stored in fact["functions"].items() if inside or classes else ():
            function = FunctionFact._make(stored)
            owner = f"{fact['name']}.{function.owner}" if function.owner else ""
            is_helper = options.helpers_aside and not owner and function.name.startswith("_")
            is_meant = (inside and not is_helper) or function.owner in classes
            if is_meant and not (owner and _class_stands_in(options.outside, owner, project)):
                span = (function.line, function.column, function.end_line, function.end_column)
                yield path, Asked((), f"{fact['name']}.{name}", owner, span, ())


def _module_stands_in(places: Places, fact: Facts, project: Project) -> bool:
    of_modules = [place for place in places if not place.startswith(("role:", "class:"))]
    return module_stands_in(of_modules, fact["name"], fact["path"], project)


def _class_stands_in(places: Places, cls: str, project: Project) -> bool:
    named = [place.partition(":") for place in places]
    roles = [name for what, _, name in named if what == "role"]
    globs = [name for what, _, name in named if what == "class"]
    return project.roles.has(cls, roles) or any(fnmatchcase(cls.rpartition(".")[2], glob) for glob in globs)


def _is_wrapped(function: str, ways: Ways, project: Project) -> bool:
    """Whether a decorator of the project does the work around a function."""
    fact = project.definitions.function(function)
    decorators = [
        project.resolver.resolve(each) or each for each in (fact.decorators if fact is not None else ()) if each
    ]
    return any(ways.lead_from(each) for each in decorators)


def _judge(rule: Rule[Options], path: str, asked: Asked, ways: Ways, project: Project, report: ProjectReport) -> None:
    found = [way for way in ways.of(asked.function) if way.span not in asked.uncounted]
    is_reached = bool(found) or (rule.options.wanted and _is_wrapped(asked.function, ways, project))
    if is_reached is rule.options.wanted:
        report.conforms(rule, path, asked.owner)
        return
    function = asked.function.rpartition(".")[2]
    words = {"function": function, "module": project.files[path]["name"], "name": "", "chain": ""}
    if rule.options.wanted:
        said = f"{function} never reaches {' or '.join((*rule.options.of, *rule.options.called))}"
        report.violates(rule, path, asked.span, worded(rule.options.message, said, words), owner=asked.owner)
    if rule.options.at == "function":  # one place, one finding: the shortest way shows what is meant
        found = sorted(found, key=lambda way: len(way.links))[:1]
    for way in found:
        words |= {"name": way.name, "chain": " -> ".join((function, *way.links))}
        said = f"{function} reaches {way.name}, which it must not"
        message = worded(rule.options.message, said, words)
        place = asked.span if rule.options.at == "function" else way.span
        report.violates(rule, path, place, message, owner=asked.owner, related=way.related)
